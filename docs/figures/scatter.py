"""Three positions of a text, and the rows of the table that their derivatives go to."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, Figure, arrow, number, rectangle, text
from numpy.typing import NDArray

from derivcheck.running import V

Matrix = NDArray[np.float64]

TEXT = (1, 3, 1)  # word 2, word 4, word 2, counted from zero

TABLE, SLOPES = (64, 186), (276, 398)  # left and right edges, in pixels
TOP, HEIGHT = 44, 40


def middle(row: float) -> float:
    return TOP + (row + 0.5) * HEIGHT


def level(position: int) -> float:
    """Return the row that a position of the text stands at, three beside four."""
    return position + 0.5


def box(edges: tuple[int, int], row: float, values: Matrix) -> Iterator[Element]:
    """Yield a frame with three numbers."""
    left, right = edges
    upper = TOP + row * HEIGHT + 4
    ink = BLUE if values.any() else GREY
    yield rectangle((left, upper), (right, upper + HEIGHT - 8), stroke=ink)
    words = ", ".join(number(float(v), 1) if v else "0" for v in values)
    yield text(((left + right) / 2, middle(row) + 5), words, anchor="middle")


def figure() -> Figure:
    slopes = np.tile(V[list(TEXT)].sum(axis=0), (len(TEXT), 1))
    gradient = np.zeros_like(V)
    np.add.at(gradient, list(TEXT), slopes)
    elements: list[Element] = []
    for position, word in enumerate(TEXT):
        start = (SLOPES[0], middle(level(position)))
        shift = 7 * (position - 1) if TEXT.count(word) > 1 else 0
        elements.append(arrow(start, (TABLE[1] + 2, middle(word) + shift), stroke=BLUE))
    for edges, title in (
        (TABLE, "gradient of the table"),
        (SLOPES, "derivatives at the words"),
    ):
        top = (sum(edges) / 2, 24.0)
        elements.append(text(top, title, anchor="middle", weight="bold"))
    for row, values in enumerate(gradient):
        elements += box(TABLE, row, values)
        name = f"word {row + 1}"
        elements.append(text((TABLE[0] - 8, middle(row) + 5), name, anchor="end"))
    for position, word in enumerate(TEXT):
        elements += box(SLOPES, level(position), slopes[position])
        beside = (SLOPES[1] + 8, middle(level(position)) + 5)
        elements.append(text(beside, f"word {word + 1}"))
    return Figure(464, TOP + 4 * HEIGHT + 10, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
