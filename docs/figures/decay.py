"""Gradient descent with three penalties: the squares of the weights, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
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

from derivcheck.network import A
from derivcheck.running import batch_t, batch_x, parameters

STEPS, SIZE = 400, 0.5
STRENGTHS = {0.0: (BLUE, ""), 0.003: (TEAL, "9 4"), 0.01: (RED, "3 3")}

ACROSS = Scale(0, STEPS, 40, 310)
UP = Scale(0, 10, 256, 44)


def descent(strength: float) -> tuple[list[float], float]:
    """Return the sum of the squares after each step, and the error after the last."""
    at, squares = dict(parameters), []
    for _ in range(STEPS + 1):
        squares.append(float((at["W"] ** 2).sum() + (at["V"] ** 2).sum()))
        error = A.loss(at, batch_x, batch_t)
        slopes = A.backward(at, batch_x, batch_t)
        at = {
            "W": at["W"] - SIZE * (slopes.W + strength * at["W"]),
            "V": at["V"] - SIZE * (slopes.V + strength * at["V"]),
            "b": at["b"] - SIZE * slopes.b,
            "c": at["c"] - SIZE * slopes.c,
        }
    return squares, error


def axes() -> Iterator[Element]:
    for value in (0, 5, 10):
        at = UP(value)
        yield line((40, at), (310, at), stroke=GREY, width=0.75)
        yield text((32, at + 5), f"{value}", anchor="end")
    for step in (0, 200, 400):
        yield text((ACROSS(step), UP(0) + 20), f"{step}", anchor="middle")
    yield text((ACROSS(STEPS / 2), UP(0) + 42), "steps", anchor="middle")
    yield text((8, 22), "sum of the squares of the weights")


def curve(strength: float) -> Iterator[Element]:
    squares, error = descent(strength)
    points = [(ACROSS(step), UP(value)) for step, value in enumerate(squares)]
    ink, dash = STRENGTHS[strength]
    yield path(polyline(points[::4]), stroke=ink, width=2.5, dash=dash)
    yield circle(points[-1], 4, fill=ink, stroke=ink)
    x, y = points[-1][0] + 10, points[-1][1]
    yield text((x, y - 5), f"λ = {strength:g}: {number(squares[-1], 2)}")
    yield text((x, y + 12), f"error {number(error)}")


def figure() -> Figure:
    elements = [*axes()]
    for strength in STRENGTHS:
        elements += curve(strength)
    return Figure(448, 306, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
