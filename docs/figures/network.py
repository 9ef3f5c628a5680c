"""The running network: a value on every unit, a weight on every edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import draw
from draw import (
    BLUE,
    GREY,
    RED,
    Figure,
    Point,
    choose,
    circle,
    group,
    line,
    number,
    text,
)

from derivcheck.network import A
from derivcheck.running import V, W, b, c, parameters, t, x

Numbers = Sequence[float]
Matrix = Sequence[Numbers]

RADIUS = 25
INPUTS: Sequence[Point] = [(42, 130), (42, 250)]
HIDDEN: Sequence[Point] = [(196, 62), (196, 182), (196, 302)]
OUTPUTS: Sequence[Point] = [(342, 44), (342, 136), (342, 228), (342, 320)]


def edge(start: Point, end: Point, name: str, weight: float) -> Element:
    """Return an edge seven pixels thick per unit of weight, dashed if negative."""
    stroke, dash = choose(weight > 0, BLUE, RED), choose(weight > 0, "", "7 4")
    target = line(start, end, stroke="transparent", width=11)  # for the pointer to find
    shown = line(start, end, stroke=stroke, width=7 * abs(weight), dash=dash)
    return group([target, shown], f"{name} = {number(weight, 1)}")


def unit(at: Point, value: str, title: str) -> Element:
    disc = circle(at, RADIUS, fill="var(--md-default-bg-color, Canvas)")
    return group([disc, text((at[0], at[1] + 5), value, anchor="middle")], title)


def edges(w: Matrix, v: Matrix) -> Iterator[Element]:
    for i, end in enumerate(HIDDEN):
        for k, start in enumerate(INPUTS):
            yield edge(start, end, f"w{i + 1}{k + 1}", w[i][k])
    for j, end in enumerate(OUTPUTS):
        for i, start in enumerate(HIDDEN):
            yield edge(start, end, f"v{j + 1}{i + 1}", v[j][i])


def inputs() -> Iterator[Element]:
    for k, at in enumerate(INPUTS):
        yield unit(at, f"{x[k]:.1f}", f"x{k + 1} = {number(x[k], 1)}")
        yield text((at[0], at[1] - 32), f"x_{{{k + 1}}}", anchor="middle")


def hidden(net: Numbers, out: Numbers) -> Iterator[Element]:
    """Yield the hidden units, each with its output inside."""
    for i, at in enumerate(HIDDEN):
        title = f"hidden unit {i + 1}: net {number(net[i])}, out {number(out[i])}"
        title += f", bias {number(b[i], 1)}"
        yield unit(at, number(out[i]), title)
        above = -32 if i < 2 else 42  # heavy edges arrive above the last one
        yield text((at[0], at[1] + above), f"out_{{h{i + 1}}}", anchor="middle")


def outputs(net: Numbers, out: Numbers) -> Iterator[Element]:
    """Yield the output units, each with its output inside and its target beside it."""
    for j, at in enumerate(OUTPUTS):
        title = f"output {j + 1}: net {number(net[j])}, out {number(out[j])}"
        title += f", bias {number(c[j], 1)}"
        yield unit(at, number(out[j]), title)
        yield text((at[0] + 32, at[1] - 3), f"out_{{o{j + 1}}}")
        yield text((at[0] + 32, at[1] + 16), f"t_{{{j + 1}}} = {t[j]:.2f}")


def captions() -> Iterator[Element]:
    columns = [
        (INPUTS, "2 inputs", "k = 1, 2"),
        (HIDDEN, "3 hidden units", "i = 1, 2, 3"),
        (OUTPUTS, "4 outputs", "j = 1, …, 4"),
    ]
    for places, size, index in columns:
        yield text((places[0][0], 372), size, anchor="middle")
        yield text((places[0][0], 391), index, anchor="middle")
    yield text((117, 372), "W is", anchor="middle")
    yield text((117, 391), "3 × 2", anchor="middle")
    yield text((269, 372), "V is", anchor="middle")
    yield text((269, 391), "4 × 3", anchor="middle")


def key() -> Iterator[Element]:
    yield line((8, 408), (432, 408), stroke=GREY, width=1)
    yield line((8, 428), (32, 428), stroke=BLUE, width=4)
    yield text((38, 433), "weight above 0")
    yield line((150, 428), (178, 428), stroke=RED, width=4, dash="7 4")
    yield text((184, 433), "weight below 0")
    yield text((296, 433), "thickness: |weight|")


def figure(
    w: Matrix | None = None,
    v: Matrix | None = None,
    net_h: Numbers | None = None,
    out_h: Numbers | None = None,
    net_o: Numbers | None = None,
    out_o: Numbers | None = None,
) -> Figure:
    """Draw network A; the forward pass that is not given is that of its parameters."""
    run = A.forward(parameters, x)
    units = [
        *hidden(net_h or run.net_h.tolist(), out_h or run.out_h.tolist()),
        *outputs(net_o or run.net_o.tolist(), out_o or run.out_o.tolist()),
    ]
    drawn = [*edges(w or W.tolist(), v or V.tolist()), *inputs(), *units]
    return Figure(440, 446, [*drawn, *captions(), *key()])


if __name__ == "__main__":
    draw.write(__file__, figure())
