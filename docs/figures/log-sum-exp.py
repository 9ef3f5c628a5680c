"""Log-sum-exp of two scores, the second held at 0, beside their maximum."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log
from xml.etree.ElementTree import Element

import draw
from draw import (
    BLUE,
    GREY,
    RED,
    Figure,
    Scale,
    circle,
    line,
    number,
    path,
    polyline,
    text,
)

ACROSS = Scale(-4, 4, 50, 430)
DOWN = Scale(0, 4, 252, 32)
STEPS = [k / 10 for k in range(-40, 41)]


def log_sum_exp(score: float) -> float:
    return log(exp(score) + exp(0))


def axes() -> Iterator[Element]:
    yield line((50, 252), (430, 252))
    yield line((50, 252), (50, 32))
    yield line((ACROSS(0), 252), (ACROSS(0), 32), stroke=GREY, width=0.75)
    for value in range(-4, 5, 2):
        yield line((ACROSS(value), 252), (ACROSS(value), 257), width=1)
        yield text((ACROSS(value), 274), number(value, 0), anchor="middle")
    for value in range(1, 5):
        yield line((45, DOWN(value)), (50, DOWN(value)), width=1)
        yield text((40, DOWN(value) + 5), number(value, 0), anchor="end")
    yield text((240, 296), "first logit; the second is 0", anchor="middle")


def figure() -> Figure:
    corner = [(-4.0, 0.0), (0.0, 0.0), (4.0, 4.0)]
    maximum = [(ACROSS(x), DOWN(y)) for x, y in corner]
    rounded = [(ACROSS(x), DOWN(log_sum_exp(x))) for x in STEPS]
    equal = (ACROSS(0), DOWN(log_sum_exp(0)))
    return Figure(
        450,
        310,
        [
            *axes(),
            path(polyline(maximum), stroke=RED, width=2.5, dash="8 4"),
            path(polyline(rounded), stroke=BLUE, width=2.5),
            circle(equal, 4, fill=BLUE, stroke=BLUE),
            text((equal[0] - 12, equal[1] - 8), gap(), anchor="end"),
            text((ACROSS(0.25), DOWN(2.5)), "log-sum-exp"),
            text((ACROSS(2.3), DOWN(1.55)), "maximum"),
        ],
    )


def gap() -> str:
    return f"ln 2, which is {number(log_sum_exp(0))}"


if __name__ == "__main__":
    draw.write(__file__, figure())
