"""The three products of the way back, drawn to size, with the sides that are summed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, RED, Figure, line, rectangle, text

UNIT = 16
LEFT, RIGHT, RESULT, WORDS = 62, 176, 292, 350
TALL = 5 * UNIT


@dataclass(frozen=True)
class Array:
    """A matrix: what it is called, and its numbers of rows and columns."""

    name: str
    rows: int
    columns: int


PRODUCTS = (  # left factor, right factor, result, and what the summed index counts
    (Array("D_{o}ᵀ", 4, 5), Array("H", 5, 3), Array("∂E/∂V", 4, 3), "n, examples"),
    (Array("D_{o}", 5, 4), Array("V", 4, 3), Array("G", 5, 3), "j, outputs"),
    (Array("D_{h}ᵀ", 3, 5), Array("X", 5, 2), Array("∂E/∂W", 3, 2), "n, examples"),
)


def box(array: Array, middle: float, top: float, ink: str) -> Iterator[Element]:
    half = array.columns * UNIT / 2
    bottom = top + array.rows * UNIT
    corner, opposite = (middle - half, top), (middle + half, bottom)
    yield rectangle(corner, opposite, fill=ink, opacity=0.15, stroke=ink)
    yield text((middle, top - 8), array.name, anchor="middle")
    size = f"{array.rows} × {array.columns}"
    yield text((middle, bottom + 17), size, anchor="middle", size=12)


def summed(left: Array, right: Array, top: float) -> Iterator[Element]:
    """Yield the top of the left factor and the left side of the right one."""
    half = left.columns * UNIT / 2
    yield line((LEFT - half, top), (LEFT + half, top), stroke=RED, width=5)
    x = RIGHT - right.columns * UNIT / 2
    yield line((x, top), (x, top + right.rows * UNIT), stroke=RED, width=5)


def figure() -> Figure:
    elements: list[Element] = []
    for order, (left, right, result, words) in enumerate(PRODUCTS):
        top = 28 + order * (TALL + 58)
        elements += box(left, LEFT, top, BLUE)
        elements += box(right, RIGHT, top, BLUE)
        elements += box(result, RESULT, top, GREY)
        elements += summed(left, right, top)
        elements.append(text(((LEFT + RIGHT) / 2 + 4, top + 33), "@", anchor="middle"))
        elements.append(text(((RIGHT + RESULT) / 2, top + 33), "=", anchor="middle"))
        elements.append(text((WORDS, top + 26), "summed over"))
        elements.append(text((WORDS, top + 44), words))
    return Figure(470, 28 + 3 * (TALL + 58) - 24, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
