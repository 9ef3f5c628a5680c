"""A sigmoid output whose target is 0: its delta under two losses, against its net."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
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
from numpy.typing import NDArray

from derivcheck.network import (
    binary_cross_entropy_backward,
    sigmoid,
    sigmoid_backward,
    squared_error_backward,
)

Values = NDArray[np.float64]
Slope = Callable[[Values, Values], Values]

ACROSS = Scale(-8, 8, 40, 430)
DOWN = Scale(1, 0, 30, 280)
MARKED = 4.0


def delta(slope: Slope, net: float) -> float:
    """Return dE/dnet of one sigmoid unit with target 0, for a loss's slope."""
    out = sigmoid(np.array([net]))
    return float(sigmoid_backward(out, slope(out, np.zeros(1)))[0])


def axes() -> Iterator[Element]:
    for tick in (0.0, 0.5, 1.0):
        yield line((40, DOWN(tick)), (430, DOWN(tick)), stroke=GREY, width=0.75)
        yield text((32, DOWN(tick) + 5), number(tick, 1), anchor="end")
    for net in (-8, -4, 0, 4, 8):
        yield line((ACROSS(net), DOWN(0)), (ACROSS(net), DOWN(0) + 5), width=1)
        yield text((ACROSS(net), DOWN(0) + 21), number(net, 0), anchor="middle")
    yield text(
        (235, DOWN(0) + 44), "net input of the output unit, target 0", anchor="middle"
    )
    yield text((46, 22), "δ", size=16)


def curve(slope: Slope, ink: str, dash: str) -> Element:
    nets = [float(net) for net in np.linspace(-8, 8, 129)]
    points = ((ACROSS(net), DOWN(delta(slope, net))) for net in nets)
    return path(polyline(points), stroke=ink, width=2.5, dash=dash)


def figure(
    net: float = MARKED, crossed: float | None = None, squared: float | None = None
) -> Figure:
    """Draw both deltas of the unit, and those at one net input as points."""
    if crossed is None or squared is None:
        crossed = delta(binary_cross_entropy_backward, net)
        squared = delta(squared_error_backward, net)
    across = ACROSS(net)
    said = f"cross-entropy {number(crossed)}", f"squared error {number(squared)}"
    elements = [
        *axes(),
        line((across, DOWN(1)), (across, DOWN(0)), width=1, dash="2 3"),
        curve(binary_cross_entropy_backward, BLUE, ""),
        curve(squared_error_backward, RED, "8 4"),
        circle((across, DOWN(crossed)), 4.5, fill=BLUE, stroke=BLUE),
        circle((across, DOWN(squared)), 4.5, fill=RED, stroke=RED),
        text((ACROSS(0.4), DOWN(0.72)), said[0], anchor="end"),
        text((ACROSS(0), DOWN(0.2)), said[1]),
    ]
    return Figure(440, 334, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
