"""The delta of distillation times the square of the temperature, by temperature."""

from __future__ import annotations

from collections.abc import Iterator
from math import log2
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

from derivcheck.network import D, softmax
from derivcheck.running import parameters, x

STUDENT = D.forward(parameters, x).net_o
TEACHER = np.array([0.5, 2.0, 0.1, -1.0])
TEMPERATURES = (1, 2, 4, 8, 16, 32)
CURVES = (  # colour and dashes of each output, and how far its words are moved down
    (BLUE, "", -5),
    (RED, "8 4", 5),
    (TEAL, "2 4", 8),
    (GREY, "8 3 2 3", 10),
)

ACROSS = Scale(0, 5, 60, 320)
DOWN = Scale(-0.6, 0.4, 272, 32)


def scaled(temperature: float) -> NDArray[np.float64]:
    """Return the four deltas, times the square of the temperature."""
    shares = softmax(STUDENT / temperature) - softmax(TEACHER / temperature)
    return np.asarray(temperature * shares)


def limits() -> NDArray[np.float64]:
    difference = STUDENT - TEACHER
    return np.asarray((difference - difference.mean()) / len(difference))


def axes() -> Iterator[Element]:
    yield line((60, DOWN(0)), (330, DOWN(0)), stroke=GREY, width=0.75)
    yield line((60, 32), (60, 272))
    for value in (-0.6, -0.4, -0.2, 0, 0.2, 0.4):
        yield line((55, DOWN(value)), (60, DOWN(value)), width=1)
        yield text((50, DOWN(value) + 5), number(value, 1), anchor="end")
    for temperature in TEMPERATURES:
        at = ACROSS(log2(temperature))
        yield line((at, 272), (at, 277), width=1)
        yield text((at, 294), f"{temperature}", anchor="middle")
    yield line((60, 272), (330, 272))
    yield text((190, 316), "temperature", anchor="middle")
    yield text((60, 18), "delta times T²")
    yield text((344, 18), "limit")


def curve(output: int) -> Iterator[Element]:
    ink, dash, moved = CURVES[output]
    values = [float(scaled(temperature)[output]) for temperature in TEMPERATURES]
    points = [
        (ACROSS(log2(temperature)), DOWN(value))
        for temperature, value in zip(TEMPERATURES, values, strict=True)
    ]
    yield path(polyline(points), stroke=ink, width=2.5, dash=dash)
    yield from (circle(point, 3, fill=ink, stroke=ink) for point in points)
    limit = float(limits()[output])
    yield line((326, DOWN(limit)), (338, DOWN(limit)), stroke=ink, width=4)
    words = f"output {output + 1}: {number(limit, signed=True)}"
    yield text((344, DOWN(limit) + moved), words)


def figure() -> Figure:
    elements = [*axes()]
    for output in range(len(CURVES)):
        elements += curve(output)
    return Figure(476, 328, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
