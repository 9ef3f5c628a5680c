"""Network B: E against the weight w_11, and three lines said to be its tangent."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, RED, TEAL, Figure, Scale, circle, line, number, path, text

from derivcheck.network import B
from derivcheck.running import V, W, parameters, t, x

LOW, HIGH = -0.6, 1.4
ACROSS = Scale(LOW, HIGH, 50, 430)
DOWN = Scale(0.415, 0.37, 16, 316)


def loss(weight: float) -> float:
    """Return E of network B with another w_11."""
    moved = W.copy()
    moved[0, 0] = weight
    return float(B.loss({**parameters, "W": moved}, x, t))


def slopes() -> tuple[float, float, float]:
    """Return dE/dw_11 as written, by one path, and repaired."""
    a, back = B.forward(parameters, x).out_h, B.backward(parameters, x, t)
    column = a[0] * (np.eye(3)[0] - a)  # of the Jacobian, for net_h1
    as_written = (back.delta_o @ V[:, 0]) * column.sum() * x[0]
    one_path = back.g[0] * column[0] * x[0]
    return float(as_written), float(one_path), float(back.g @ column * x[0])


def axes() -> Iterator[Element]:
    for tick in (0.37, 0.38, 0.39, 0.4, 0.41):
        yield line((45, DOWN(tick)), (50, DOWN(tick)), width=1)
        yield text((41, DOWN(tick) + 5), f"{tick:.2f}", anchor="end")
    yield line((50, DOWN(0.415)), (50, 316), width=1)
    yield line((50, 316), (430, 316), width=1)
    for weight in (-0.6, -0.1, 0.4, 0.9, 1.4):
        yield line((ACROSS(weight), 316), (ACROSS(weight), 321), width=1)
        yield text((ACROSS(weight), 337), number(weight, 1), anchor="middle")
    yield text((240, 358), "w_{11}", anchor="middle")
    yield text((58, 20), "E", size=16)


def straight(slope: float, ink: str, dash: str) -> Element:
    """Return the line through the point of the network with a slope."""
    here = float(W[0, 0])
    ends = [
        (ACROSS(weight), DOWN(loss(here) + slope * (weight - here)))
        for weight in (LOW, HIGH)
    ]
    return line(ends[0], ends[1], stroke=ink, width=2, dash=dash)


def figure() -> Figure:
    here = float(W[0, 0])
    as_written, one_path, repaired = slopes()
    weights = [float(weight) for weight in np.linspace(LOW, HIGH, 81)]
    curve = draw.polyline((ACROSS(weight), DOWN(loss(weight))) for weight in weights)
    elements = [
        *axes(),
        straight(as_written, GREY, "2 4"),
        straight(one_path, RED, "9 4"),
        straight(repaired, TEAL, ""),
        path(curve, stroke=BLUE, width=3.5),
        circle((ACROSS(here), DOWN(loss(here))), 5, fill=draw.INK),
        text((100, 42), f"corrected: {number(repaired)}, the tangent"),
        text((396, 64), f"one path: {number(one_path, signed=True)}", anchor="end"),
        text((430, 154), f"as written: {number(as_written)}", anchor="end"),
        text((60, 134), "E of network B"),
    ]
    return Figure(440, 366, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
