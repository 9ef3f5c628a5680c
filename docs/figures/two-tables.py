"""The derivatives of net_h by the inputs, written down in two layouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, Figure, number, rectangle, text

from derivcheck.running import W

ACROSS, DOWN = 52, 34
TOP = 76
MARKED = (2, 0)  # the unit and the input of one number, found in both tables


def table(
    left: float, title: str, rows: Sequence[str], columns: Sequence[str], turned: bool
) -> Iterator[Element]:
    middle = left + len(columns) * ACROSS / 2
    yield text((middle, 24), title, anchor="middle", weight="bold")
    places = list(product(range(len(rows)), range(len(columns))))
    yield from (cell(left, place, GREY, 1) for place in places)
    marked = MARKED[::-1] if turned else MARKED
    yield cell(left, marked, BLUE, 4, fill=BLUE)
    for order, name in enumerate(columns):
        yield text((left + (order + 0.5) * ACROSS, TOP - 10), name, anchor="middle")
    for order, name in enumerate(rows):
        yield text((left - 10, TOP + (order + 0.65) * DOWN), name, anchor="end")
    for row, column in places:
        unit, given = (column, row) if turned else (row, column)
        at = (left + (column + 0.5) * ACROSS, TOP + (row + 0.65) * DOWN)
        yield text(at, number(float(W[unit, given]), 1), anchor="middle")


def cell(
    left: float, place: tuple[int, int], ink: str, width: float, fill: str = "none"
) -> Element:
    row, column = place
    corner = (left + column * ACROSS, TOP + row * DOWN)
    opposite = (corner[0] + ACROSS, corner[1] + DOWN)
    return rectangle(corner, opposite, fill=fill, opacity=0.2, stroke=ink, width=width)


def figure() -> Figure:
    units, inputs = ["z_{1}", "z_{2}", "z_{3}"], ["x_{1}", "x_{2}"]
    elements = [*table(60, "numerator layout", units, inputs, turned=False)]
    elements += table(262, "denominator layout", inputs, units, turned=True)
    bottom = TOP + 3 * DOWN + 24
    elements.append(text((60 + ACROSS, bottom), "3 × 2, which is W", anchor="middle"))
    words = "2 × 3, W transposed"
    elements.append(text((262 + 1.5 * ACROSS, bottom), words, anchor="middle"))
    return Figure(430, bottom + 16, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
