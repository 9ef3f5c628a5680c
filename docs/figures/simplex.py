"""The shares of three softmax units in their triangle, with the Jacobian's columns."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import (
    BLUE,
    GREY,
    RED,
    TEAL,
    Figure,
    Point,
    arrow,
    circle,
    line,
    polygon,
    text,
)
from numpy.typing import NDArray

from derivcheck.network import B, softmax
from derivcheck.running import parameters, x

Shares = NDArray[np.float64]

NUDGE = 0.5
CUT = 0.5  # the picture shows the shares where unit 3 has at least this
CORNERS = ((-200.0, 749.0), (640.0, 749.0), (220.0, 27.0))  # of units 1, 2, 3
SMALL = ((18.0, 116.0), (118.0, 116.0), (68.0, 30.0))  # the same, all of it
ARROWS: tuple[tuple[str, str, Point], ...] = (  # ink, dash, from tip to label
    (BLUE, "", (-30, 22)),
    (RED, "8 3", (8, 14)),
    (TEAL, "2 3", (54, 2)),
)


def place(shares: Shares, corners: tuple[Point, Point, Point] = CORNERS) -> Point:
    """Return the point of the triangle with these three shares."""
    across, down = shares @ np.array(corners)
    return float(across), float(down)


def top(corners: tuple[Point, Point, Point]) -> list[Point]:
    """Return the corners of the part that is shown."""
    ends = np.array([[1 - CUT, 0, CUT], [0, 1 - CUT, CUT], [0, 0, 1]])
    return [place(end, corners) for end in ends]


def triangle() -> Iterator[Element]:
    left, right, apex = top(CORNERS)
    yield line(left, apex)
    yield line(right, apex)
    yield line(left, right, stroke=GREY, dash="5 4")
    yield text((apex[0], apex[1] - 9), "unit 3 alone", anchor="middle")
    yield text((left[0] - 2, left[1] + 18), "← to unit 1 alone")
    yield text((right[0] + 2, right[1] + 18), "to unit 2 alone →", anchor="end")


def whole(a: Shares) -> Iterator[Element]:
    """Yield the small triangle of all shares, with the part that is shown filled."""
    yield polygon(SMALL, width=1)
    yield polygon(top(SMALL), fill=GREY, opacity=0.35, stroke=GREY, width=1)
    yield circle(place(a, SMALL), 2, fill=draw.INK)
    for k, (across, down) in enumerate(((-8, 8), (8, 8), (0, -6))):
        at = (SMALL[k][0] + across, SMALL[k][1] + down)
        yield text(at, f"{k + 1}", anchor="middle")


def columns(a: Shares, net: Shares) -> Iterator[Element]:
    """Yield each column of the Jacobian as an arrow, with a real nudge beside it."""
    jacobian = np.diag(a) - np.outer(a, a)
    for k, (ink, dash, (across, down)) in enumerate(ARROWS):
        tip = place(a + jacobian[:, k])
        yield arrow(place(a), tip, stroke=ink, dash=dash)
        yield circle(place(a + NUDGE * jacobian[:, k]), 4.5, stroke=ink, width=2)
        nudged = softmax(net + NUDGE * np.eye(3)[k])
        yield circle(place(nudged), 4, fill=ink, stroke=ink)
        yield text((tip[0] + across, tip[1] + down), f"raise net_{{h{k + 1}}}")


def key() -> Iterator[Element]:
    yield line((8, 424), (432, 424), stroke=GREY, width=1)
    yield circle((16, 441), 4.5, width=2)
    yield text((30, 446), "half an arrow: what J predicts for 0.5")
    yield circle((16, 463), 4, fill=draw.INK)
    yield text((30, 468), "where a real change of 0.5 leads")


def figure() -> Figure:
    forward = B.forward(parameters, x)
    a, net = forward.out_h, forward.net_h
    here = place(a)
    shares = ", ".join(f"{share:.3f}" for share in a)
    elements = [
        *triangle(),
        *whole(a),
        *columns(a, net),
        circle(here, 5, fill=draw.INK),
        text((here[0] + 12, here[1] + 1), f"({shares})"),
        *key(),
    ]
    return Figure(440, 480, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
