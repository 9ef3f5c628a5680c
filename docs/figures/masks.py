"""The eight masks of three units: what each lets through, and the mean of that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, RED, Figure, Scale, line, number, rectangle, text

from derivcheck.network import dense, sigmoid
from derivcheck.running import V, W, b, x

KEPT = 0.8  # the probability that a unit is kept

ACROSS = Scale(-0.4, 1.5, 20, 460)
UP = Scale(0, 0.55, 226, 46)


def outcomes() -> Iterator[tuple[str, float, float]]:
    """Yield the units that a mask keeps, its probability and the output."""
    shares = V[0] * sigmoid(dense(x, W, b))
    for coins in product((0, 1), repeat=3):
        names = ", ".join(f"{unit + 1}" for unit in range(3) if coins[unit])
        probability = prod(KEPT if coin else 1 - KEPT for coin in coins)
        heard = [share * coin / KEPT for share, coin in zip(shares, coins, strict=True)]
        yield names or "none", probability, float(sum(heard))


def axis() -> Iterator[Element]:
    yield line((20, UP(0)), (460, UP(0)), stroke=GREY)
    for value in (0, 0.5, 1, 1.5):
        at = ACROSS(value)
        yield line((at, UP(0)), (at, UP(0) + 5), width=1)
        yield text((at, UP(0) + 21), number(value, 1), anchor="middle")
    yield text((240, UP(0) + 44), "output of the linear unit", anchor="middle")


def bar(names: str, probability: float, output: float) -> Iterator[Element]:
    at, top = ACROSS(output), UP(probability)
    yield rectangle((at - 5, top), (at + 5, UP(0)), fill=BLUE, opacity=0.6, stroke=BLUE)
    yield text((at, top - 6), names, anchor="middle", size=13)


def figure() -> Figure:
    found = list(outcomes())
    mean = sum(probability * output for _, probability, output in found)
    at = ACROSS(mean)
    elements = [
        *axis(),
        line((at, 30), (at, UP(0)), stroke=RED, width=2.5, dash="7 4"),
        text((at - 8, 42), f"mean {number(mean)}, as without dropout", anchor="end"),
    ]
    for names, probability, output in found:
        elements += bar(names, probability, output)
    elements += [
        text((20, 92), "over each bar: the units kept"),
        text((ACROSS(1.102) + 12, UP(0.512) + 12), "probability"),
        text((ACROSS(1.102) + 12, UP(0.512) + 30), number(KEPT**3)),
    ]
    return Figure(476, int(UP(0)) + 56, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
