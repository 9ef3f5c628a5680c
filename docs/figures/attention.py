"""Attention weights of five queries, and what one raised score does to them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, RED, Figure, number, rectangle, text
from numpy.typing import NDArray

from derivcheck.network import softmax
from derivcheck.running import W, batch_x

Matrix = NDArray[np.float64]

WIDTH, HEIGHT = 62, 38  # pixels of a cell
LEFT, RIGHT, TOP = 68, 278, 62
QUERY, KEY, NUDGE = 1, 0, 0.5  # the score that is raised, counted from zero


def weights() -> tuple[Matrix, Matrix]:
    """Return the weights, shape (5, 3), and their changes by the nudge."""
    scores = batch_x @ W.T / np.sqrt(2)
    raised = scores.copy()
    raised[QUERY, KEY] += NUDGE
    before = softmax(scores)
    return before, softmax(raised) - before


def cell(left: int, row: int, column: int, words: str, value: float) -> list[Element]:
    """Return a cell of the grid at `left`, darker for a larger value."""
    x, y = left + column * WIDTH, TOP + row * HEIGHT
    ink = BLUE if value > 0 else RED
    fill, opacity = (ink, round(min(0.75, abs(value)), 3)) if value else ("none", 1)
    box = rectangle(
        (x, y),
        (x + WIDTH, y + HEIGHT),
        fill=fill,
        opacity=opacity,
        stroke=GREY,
        width=0.75,
    )
    return [box, text((x + WIDTH / 2, y + HEIGHT / 2 + 5), words, anchor="middle")]


def headings() -> Iterator[Element]:
    for left, title in ((LEFT, "weights"), (RIGHT, "change")):
        yield text((left + 1.5 * WIDTH, 20), title, anchor="middle", weight="bold")
        for column in range(3):
            x = left + (column + 0.5) * WIDTH
            yield text((x, TOP - 10), f"key {column + 1}", anchor="middle")
    for row in range(5):
        y = TOP + (row + 0.5) * HEIGHT + 5
        yield text((LEFT - 8, y), f"query {row + 1}", anchor="end")


def figure() -> Figure:
    before, change = weights()
    elements = [*headings()]
    for row, column in np.ndindex(before.shape):
        share, moved = float(before[row, column]), float(change[row, column])
        elements += cell(LEFT, row, column, number(share), share)
        words = number(moved, signed=True) if moved else "0"
        elements += cell(RIGHT, row, column, words, 6 * moved)
    top = TOP + QUERY * HEIGHT
    for left in (LEFT, RIGHT):
        corner, opposite = (left, top), (left + 3 * WIDTH, top + HEIGHT)
        elements.append(rectangle(corner, opposite, width=2.5))
    below = TOP + 5 * HEIGHT + 24
    said = f"score of query {QUERY + 1} and key {KEY + 1} raised by {NUDGE}"
    elements.append(text((RIGHT + 3 * WIDTH, below), said, anchor="end"))
    return Figure(472, below + 12, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
