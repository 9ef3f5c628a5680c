"""The loss of networks B and A as the first output's bias and weights move together."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import draw
import numpy as np
from draw import BLUE, GREY, TEAL, Figure, Scale, circle, line, path, rectangle, text

from derivcheck.network import A, B, TwoLayerNetwork
from derivcheck.running import batch_t, batch_x, parameters

SIZE, TOP = 192.0, 66.0
BIAS = (-4.0, 16.0)  # the change of c_1, across
WEIGHTS = (-14.0, 6.0)  # the change of every v_1i, up
CELLS = 80
VALLEY = 0.19
LEVELS = (0.25, 0.3, 0.35, 0.4, 0.45)


def loss(network: TwoLayerNetwork, bias: float, weights: float) -> float:
    """Return the mean loss over the batch with c_1 and every v_1i moved."""
    V, c = parameters["V"].copy(), parameters["c"].copy()
    V[0] += weights
    c[0] += bias
    return float(network.loss({**parameters, "V": V, "c": c}, batch_x, batch_t))


def grid(ends: tuple[float, float]) -> list[float]:
    return [float(value) for value in np.linspace(*ends, CELLS + 1)]


def panel(network: TwoLayerNetwork, left: float, title: str) -> Iterator[Element]:
    across = Scale(*BIAS, left, left + SIZE)
    down = Scale(*WEIGHTS, TOP + SIZE, TOP)
    yield text((left + SIZE / 2, 18), title, anchor="middle", weight="bold")
    yield text((left, TOP - 10), "↑ change of v_{11}, v_{12}, v_{13}")
    yield from contours(network, across, down)
    yield rectangle((left, TOP), (left + SIZE, TOP + SIZE), width=1)
    yield circle((across(0), down(0)), 4.5, fill=draw.INK)
    for tick in (0, 10):
        yield line((across(tick), TOP + SIZE), (across(tick), TOP + SIZE + 5), width=1)
        yield text((across(tick), TOP + SIZE + 20), f"{tick}", anchor="middle")
    for tick in (0, -10):
        yield line((left - 5, down(tick)), (left, down(tick)), width=1)
    yield text((left + SIZE, TOP + SIZE + 40), "change of c_{1} →", anchor="end")


def contours(network: TwoLayerNetwork, across: Scale, down: Scale) -> Iterator[Element]:
    """Yield the lines along which the loss is each of the levels."""
    xs, ys = grid(BIAS), grid(WEIGHTS)
    heights = {(p, q): loss(network, p, q) for p in xs for q in ys}
    styles = [(level, BLUE, 1.25) for level in LEVELS] + [(VALLEY, TEAL, 3.0)]
    for level, ink, width in styles:
        d = ""
        for points in draw.contour(heights, level, xs, ys):
            pixels = [(across(p), down(q)) for p, q in points]
            d += draw.polyline(draw.straightened(pixels, 0.1))
        yield path(d, stroke=ink, width=width)


def key() -> Iterator[Element]:
    yield line((8, 312), (432, 312), stroke=GREY, width=1)
    yield line((8, 332), (36, 332), stroke=TEAL, width=3)
    yield text((44, 337), f"E = {VALLEY}")
    yield line((130, 332), (158, 332), stroke=BLUE, width=1)
    yield text((166, 337), f"E = {LEVELS[0]} to {LEVELS[-1]}")
    yield circle((312, 332), 4.5, fill=draw.INK)
    yield text((324, 337), "the network as is")


def figure() -> Figure:
    left, right = 36, 244
    elements = [
        *panel(B, left, "B: softmax hidden layer"),
        *panel(A, right, "A: sigmoid hidden layer"),
        text((left - 8, TOP + 63), "0", anchor="end"),
        text((left - 8, TOP + 159), "−10", anchor="end"),
        *key(),
    ]
    return Figure(440, 348, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
