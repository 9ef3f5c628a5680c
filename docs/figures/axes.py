"""Net inputs of five examples: which of them each kind of normalization averages."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, RED, Figure, number, rectangle, text
from numpy.typing import NDArray

from derivcheck.network import dense
from derivcheck.running import W, b, batch_x

Matrix = NDArray[np.float64]

WIDTH, HEIGHT = 70, 36  # pixels of a cell
LEFT, TOP = 88, 42
RIGHT = LEFT + 3 * WIDTH
BOTTOM = TOP + 5 * HEIGHT


def grid(values: Matrix) -> Iterator[Element]:
    """Yield the cells and headings of the net inputs, shape (5, 3)."""
    for column in range(3):
        x = LEFT + (column + 0.5) * WIDTH
        yield text((x, TOP - 14), f"unit {column + 1}", anchor="middle")
    for row in range(5):
        y = TOP + (row + 0.5) * HEIGHT + 5
        yield text((LEFT - 12, y), f"example {row + 1}", anchor="end")
    for row, column in np.ndindex(values.shape):
        x, y = LEFT + column * WIDTH, TOP + row * HEIGHT
        yield rectangle((x, y), (x + WIDTH, y + HEIGHT), stroke=GREY, width=0.75)
        words = number(float(values[row, column]), 2)
        yield text((x + WIDTH / 2, y + HEIGHT / 2 + 5), words, anchor="middle")


def said(at: draw.Point, name: str, values: Matrix) -> Iterator[Element]:
    """Yield what normalizes the values, and what it takes from them."""
    x, y = at
    yield text((x, y), name, weight="bold")
    yield text((x, y + 18), "normalization", weight="bold")
    yield text((x, y + 36), f"mean {number(float(values.mean()))}")
    yield text((x, y + 54), f"deviation {number(float(values.std()))}")


def figure() -> Figure:
    values = dense(batch_x, W, b)
    row = (LEFT - 4, TOP + 4), (RIGHT + 6, TOP + HEIGHT - 4)
    column = (LEFT + 4, TOP - 4), (LEFT + WIDTH - 4, BOTTOM + 6)
    elements = [
        *grid(values),
        rectangle(*row, fill=RED, opacity=0.12, stroke=RED, width=2.5, dash="7 4"),
        rectangle(*column, fill=BLUE, opacity=0.12, stroke=BLUE, width=2.5),
        *said((RIGHT + 16, TOP + 14), "layer", values[0]),
        *said((LEFT + 4, BOTTOM + 26), "batch", values[:, 0]),
    ]
    return Figure(426, BOTTOM + 92, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
