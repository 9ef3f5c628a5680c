"""Ten layers of tanh units: the length of delta by layer, for three weight scales."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import (
    BLUE,
    GREY,
    RED,
    TEAL,
    Figure,
    Scale,
    circle,
    line,
    number,
    path,
    polyline,
    text,
)
from numpy.typing import NDArray

LAYERS, UNITS, DRAWS = 10, 30, 20
CURVES = (  # scale, colour, dashes, and where its words stand: layer and power of ten
    (3.0, RED, "8 4", (3.5, 0.73)),
    (1.0, TEAL, "2 4", (1.25, -0.6)),
    (0.5, BLUE, "", (1.25, -2.7)),
)

ACROSS = Scale(1, LAYERS, 60, 400)
DOWN = Scale(1, -3, 34, 280)


def lengths(scale: float, seed: int) -> NDArray[np.float64]:
    """Return log10 |delta| of layers 1 to 10, less that of the last.

    Weights are normal with standard deviation `scale` over the root of the width,
    biases are zero, and the loss is half the squared distance to zero.
    """
    random = np.random.default_rng(seed)
    says = [random.standard_normal(UNITS)]
    weights = scale / UNITS**0.5 * random.standard_normal((LAYERS, UNITS, UNITS))
    for weight in weights:
        says.append(np.tanh(weight @ says[-1]))
    delta = says[-1] * (1 - says[-1] ** 2)
    found = [np.linalg.norm(delta)]
    for layer in range(LAYERS - 1, 0, -1):
        delta = weights[layer].T @ delta * (1 - says[layer] ** 2)
        found.append(np.linalg.norm(delta))
    logarithms: NDArray[np.float64] = np.log10(found[::-1]) - np.log10(found[0])
    return logarithms


def average(scale: float) -> NDArray[np.float64]:
    """Return the mean of the logarithms over the draws."""
    draws = np.array([lengths(scale, seed) for seed in range(DRAWS)])
    means: NDArray[np.float64] = draws.mean(axis=0)
    return means


def axes() -> Iterator[Element]:
    for power in range(-3, 2):
        level = DOWN(power)
        yield line((60, level), (400, level), stroke=GREY, width=0.75)
        yield text((52, level + 5), number(10.0**power, max(0, -power)), anchor="end")
    for layer in range(1, LAYERS + 1):
        yield line((ACROSS(layer), 280), (ACROSS(layer), 285), width=1)
        yield text((ACROSS(layer), 301), f"{layer}", anchor="middle")
    yield text((230, 324), "layer; the loss is on the right", anchor="middle")
    yield text((60, 18), "length of δ, that of layer 10 being 1")


def curve(
    scale: float, ink: str, dash: str, words_at: tuple[float, float]
) -> Iterator[Element]:
    values = average(scale)
    points = [
        (ACROSS(layer), DOWN(float(value))) for layer, value in enumerate(values, 1)
    ]
    yield path(polyline(points), stroke=ink, width=2.5, dash=dash)
    yield from (circle(point, 3, fill=ink, stroke=ink) for point in points)
    first = float(10 ** values[0])
    words = f"scale {scale:g}: {number(first, 4 if first < 0.1 else 2)} at layer 1"
    layer, power = words_at
    yield text((ACROSS(layer), DOWN(power)), words)


def figure() -> Figure:
    elements = [*axes()]
    for scale, ink, dash, words_at in CURVES:
        elements += curve(scale, ink, dash, words_at)
    return Figure(420, 336, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
