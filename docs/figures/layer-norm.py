"""Three normalized values move along a circle, so the rest of g does not come back."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, RED, Figure, arrow, circle, line, path, polyline, text
from numpy.typing import NDArray

from derivcheck.network import dense
from derivcheck.running import W, b, x

Vector = NDArray[np.float64]

PER_UNIT = 150  # pixels
CENTRE = (16.0, 132.0)
SEEN = 0.62  # half the angle of the arc that is drawn, in radians
G = np.array([0.3, -0.7, 0.5])


def place(values: Vector) -> draw.Point:
    """Return the pixel of three values with sum zero, shape (3,).

    The plane of sum zero has two perpendicular axes, along (0, -1, 1) and (2, -1, -1).
    """
    across = np.array([0, -1, 1]) / np.sqrt(2) @ values
    up = np.array([2, -1, -1]) / np.sqrt(6) @ values
    return float(CENTRE[0] + PER_UNIT * across), float(CENTRE[1] - PER_UNIT * up)


def arc() -> list[draw.Point]:
    """Return the part of the circle that faces right; its radius is the root of 3."""
    radius = PER_UNIT * np.sqrt(3)
    return [
        (CENTRE[0] + radius * np.cos(angle), CENTRE[1] + radius * np.sin(angle))
        for angle in np.linspace(-SEEN / 1.25, SEEN, 41)
    ]


def figure() -> Figure:
    z = dense(x, W, b)
    z_hat = (z - z.mean()) / z.std()
    centred = G - G.mean()
    radial = z_hat * (z_hat * G).mean()
    tangent = centred - radial
    lengths = [float(np.linalg.norm(v)) for v in (centred, radial, tangent)]
    start = place(z_hat)
    ends = [place(z_hat + v) for v in (centred, radial, tangent)]
    elements = [
        path(polyline(arc()), stroke=GREY),
        line(CENTRE, start, stroke=GREY, dash="2 4"),
        line(ends[0], ends[1], stroke=GREY, dash="2 4"),
        line(ends[0], ends[2], stroke=GREY, dash="2 4"),
        arrow(start, ends[0], width=2.5),
        arrow(start, ends[1], stroke=RED, dash="7 4"),
        arrow(start, ends[2], stroke=BLUE, width=3),
        circle(start, 5, fill="currentColor"),
        circle(CENTRE, 3, fill=GREY, stroke=GREY),
    ]
    elements += labels(start, ends, lengths)
    return Figure(440, 296, elements)


def labels(
    start: draw.Point, ends: list[draw.Point], lengths: list[float]
) -> list[Element]:
    (gx, gy), (rx, ry), (tx, ty) = ends
    return [
        text((start[0] - 12, start[1] + 26), "normalized values", anchor="end"),
        text((gx - 20, gy - 32), "g less its mean", anchor="middle"),
        text((gx - 20, gy - 14), f"{lengths[0]:.3f}", anchor="middle"),
        text((rx + 14, ry + 24), f"taken away {lengths[1]:.3f}", anchor="end"),
        text((tx - 16, ty + 4), f"comes back {lengths[2]:.3f}", anchor="end"),
        text((CENTRE[0] + 12, CENTRE[1] - 8), "all three equal"),
    ]


if __name__ == "__main__":
    draw.write(__file__, figure())
