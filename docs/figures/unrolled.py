"""A unit at three steps: one weight on three edges, and what each edge gives it."""

from __future__ import annotations

from collections.abc import Iterator
from math import tanh
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, RED, Figure, arrow, circle, line, number, text

WEIGHT, INPUT_WEIGHT, START, TARGET = 0.8, -0.5, 0.2, 0.5
INPUTS = (1.5, 0.5, -1.0)

ACROSS = (34, 136, 238, 340)  # pixels of the states, the start first
SHARED, LEVEL, BELOW = (187.0, 34.0), 178.0, 268.0
RADIUS = 28
PER_SHARE = 22  # pixels of width


def states() -> list[float]:
    """Return the start and the state after each step."""
    found = [START]
    for value in INPUTS:
        found.append(tanh(WEIGHT * found[-1] + INPUT_WEIGHT * value))
    return found


def shares(h: list[float]) -> list[float]:
    """Return what each step gives to the derivative of the loss by the weight."""
    delta, found = 0.0, []
    for step in range(len(INPUTS), 0, -1):
        above = h[step] - TARGET if step == len(INPUTS) else delta * WEIGHT
        delta = above * (1 - h[step] ** 2)
        found.append(delta * h[step - 1])
    return found[::-1]


def node(x: float, name: str, value: float) -> Iterator[Element]:
    yield circle((x, LEVEL), RADIUS)
    yield text((x, LEVEL - 2), name, anchor="middle")
    yield text((x, LEVEL + 14), number(value, 2), anchor="middle", size=13)


def step_edges(order: int) -> Iterator[Element]:
    """Yield what leads into the state of a step: the state before and the input."""
    left, right = ACROSS[order - 1], ACROSS[order]
    yield arrow((left + RADIUS, LEVEL), (right - RADIUS, LEVEL))
    yield arrow((right, BELOW - 18), (right, LEVEL + RADIUS), stroke=GREY)
    value = number(INPUTS[order - 1], 1)
    yield text((right, BELOW), f"x_{{{order}}} = {value}", anchor="middle")


def ribbon(order: int, share: float) -> Iterator[Element]:
    """Yield the line from the weight to the edge of a step, as wide as its share."""
    middle = (ACROSS[order - 1] + ACROSS[order]) / 2
    ink, dash = (BLUE, "") if share > 0 else (RED, "5 3")
    width = max(1.5, PER_SHARE * abs(share))
    start, end = (SHARED[0], SHARED[1] + 16), (middle, LEVEL)
    yield line(start, end, stroke=ink, width=width, dash=dash)
    at = (0.3 * start[0] + 0.7 * end[0], 0.3 * start[1] + 0.7 * end[1] + 5)
    beside = (at[0] - 14, at[1]) if order == 1 else (at[0] + 10, at[1])
    anchor: draw.Anchor = "end" if order == 1 else "start"
    yield text(beside, number(share, signed=True), anchor=anchor)


def figure() -> Figure:
    h = states()
    found = shares(h)
    said = f"derivative {number(sum(found), signed=True)}"
    elements: list[Element] = []
    for order, share in enumerate(found, start=1):
        elements += [*ribbon(order, share), *step_edges(order)]
    for order, (x, value) in enumerate(zip(ACROSS, h, strict=True)):
        elements += node(x, f"h_{{{order}}}", value)
    elements += [
        arrow((ACROSS[-1] + RADIUS, LEVEL), (394, LEVEL)),
        text((400, LEVEL + 5), "E"),
        text((SHARED[0], SHARED[1] - 12), f"w = {WEIGHT}", anchor="middle"),
        text((SHARED[0], SHARED[1] + 8), said, anchor="middle", weight="bold"),
    ]
    return Figure(418, int(BELOW) + 14, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
