"""A recurrent tanh unit: how much the last state depends on each earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10, tanh
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, RED, Figure, Scale, circle, line, path, polyline, text

STEPS = 20
INPUTS = (1.5, 0.5, -1.0)  # again and again
INPUT_WEIGHT = -0.5
START = 0.2
WEIGHTS = {0.8: BLUE, 1.2: RED}

ACROSS = Scale(0, STEPS, 56, 330)
DOWN = Scale(2, -8, 40, 290)
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def products(weight: float, *, fed: bool) -> list[float]:
    """Return dh_T/dh_s for s = T, T - 1, ..., 0.

    A unit that is not fed has no input, starts at zero and stays there.
    """
    state, slopes = START if fed else 0.0, []
    for step in range(STEPS):
        value = INPUTS[step % len(INPUTS)] if fed else 0.0
        state = tanh(weight * state + INPUT_WEIGHT * value)
        slopes.append(weight * (1 - state**2))
    found = [1.0]
    for slope in slopes[::-1]:
        found.append(found[-1] * slope)
    return found


def axes() -> Iterator[Element]:
    for power in (2, 0, -2, -4, -6, -8):
        at = DOWN(power)
        yield line((56, at), (330, at), stroke=GREY, width=0.75)
        label = f"10{str(power).translate(SUPERSCRIPT)}" if power else "1"
        yield text((48, at + 5), label, anchor="end")
    for back in (0, 5, 10, 15, 20):
        at = ACROSS(back)
        yield line((at, DOWN(-8)), (at, DOWN(-8) + 5), width=1)
        yield text((at, DOWN(-8) + 21), f"{back}", anchor="middle")
    yield text((193, DOWN(-8) + 44), "steps between them", anchor="middle")
    yield text((8, 20), "derivative of the last state by an earlier one")


def short(value: float) -> str:
    """Return a number with two figures, as a power of ten where it is small."""
    if value >= 0.001:
        return f"{value:.2g}"
    figures, power = f"{value:.1e}".split("e")
    return f"{figures} · 10{str(int(power)).translate(SUPERSCRIPT)}"


def curve(weight: float, *, fed: bool) -> Iterator[Element]:
    values = products(weight, fed=fed)
    points = [(ACROSS(back), DOWN(log10(v))) for back, v in enumerate(values)]
    ink, dash = WEIGHTS[weight], "" if fed else "7 4"
    yield path(polyline(points), stroke=ink, width=2.5, dash=dash)
    yield circle(points[-1], 4, fill=ink, stroke=ink)
    right, at = points[-1][0] + 9, points[-1][1]
    yield text((right, at - 1), f"w = {weight}, {'fed' if fed else 'at zero'}")
    yield text((right, at + 15), short(values[-1]))


def figure() -> Figure:
    elements = [*axes()]
    for weight in WEIGHTS:
        for fed in (False, True):
            elements += curve(weight, fed=fed)
    return Figure(460, 346, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
