"""Two losses of one softmax layer, along a common shift and along a bend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, RED, Figure, Scale, circle, line, number, path, text
from numpy.typing import NDArray

from derivcheck.network import D, cross_entropy, softmax, squared_error
from derivcheck.running import parameters, t, x

Loss = Callable[[NDArray[np.float64], NDArray[np.float64]], float]

REACH = 6.0
TOP, BOTTOM = 62.0, 262.0


def logits() -> NDArray[np.float64]:
    """Return the four logits of network D."""
    return D.forward(parameters, x).net_o


def directions() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the common shift, and the eigenvector where cross-entropy bends most."""
    p = softmax(logits())
    _, vectors = np.linalg.eigh(np.diag(p) - np.outer(p, p))
    steepest = vectors[:, -1]
    return np.full(4, 0.5), steepest * np.sign(steepest[0])


def along(loss: Loss, direction: NDArray[np.float64], step: float) -> float:
    """Return the loss a step away from the logits."""
    return float(loss(softmax(logits() + step * direction), t))


def panel(loss: Loss, left: float, top: float, title: str) -> Iterator[Element]:
    """Yield one loss along both directions; `top` is the highest value drawn."""
    across, down = Scale(-REACH, REACH, left, left + 180), Scale(0, top, BOTTOM, TOP)
    shift, bend = directions()
    yield text((left + 90, 20), title, anchor="middle", weight="bold")
    for tick in (0.0, top / 2, top):
        yield line((left, down(tick)), (left + 180, down(tick)), stroke=GREY, width=0.5)
        yield text((left - 6, down(tick) + 5), number(tick, 1), anchor="end")
    for step in (-6, -3, 0, 3, 6):
        yield line((across(step), BOTTOM), (across(step), BOTTOM + 5), width=1)
        yield text((across(step), BOTTOM + 21), number(step, 0), anchor="middle")
    steps = [float(step) for step in np.linspace(-REACH, REACH, 129)]
    for direction, ink, dash in ((shift, RED, "8 4"), (bend, BLUE, "")):
        points = [(across(step), down(along(loss, direction, step))) for step in steps]
        d = draw.polyline(draw.straightened(points, 0.05))
        yield path(d, stroke=ink, width=2.5, dash=dash)
    here = along(loss, shift, 0)
    yield circle((across(0), down(here)), 4.5, fill=draw.INK)
    yield text((left, TOP - 14), f"at the dot {number(here)}")


def key() -> Iterator[Element]:
    yield text((235, 304), "length of the step in the logits", anchor="middle")
    yield line((36, 328), (64, 328), stroke=RED, width=2.5, dash="8 4")
    yield text((72, 333), "common shift, 0.000")
    yield line((246, 328), (274, 328), stroke=BLUE, width=2.5)
    yield text((282, 333), "eigenvector of 0.362")


def figure() -> Figure:
    elements = [
        *panel(cross_entropy, 36, 8, "cross-entropy"),
        *panel(squared_error, 252, 1, "squared error"),
        *key(),
    ]
    return Figure(446, 346, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
