"""Network B: a hidden delta is a share times the distance of g from the average."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from xml.etree.ElementTree import Element

import draw
from draw import BLUE, GREY, RED, Figure, Scale, choose, line, number, rectangle, text

from derivcheck.network import B
from derivcheck.running import parameters, t, x

ACROSS = Scale(0, 1, 40, 432)  # shares, one after another
DOWN = Scale(0.2, -0.2, 14, 294)  # g
TICKS = (0.2, 0.1, 0.0)
PLACES = ((78.0, 174.0), (138.0, 294.0), (294.0, 174.0))  # of what is said of a unit


def axis() -> Iterator[Element]:
    for tick in TICKS:
        yield line((34, DOWN(tick)), (40, DOWN(tick)), width=1)
        yield text((30, DOWN(tick) + 5), number(tick, 1), anchor="end")
    yield line((40, DOWN(0.2)), (40, DOWN(0)), width=1)
    yield line((40, DOWN(0)), (432, DOWN(0)), width=1)
    yield text((48, 20), "g")


def bar(low: float, high: float, g: float, average: float) -> Iterator[Element]:
    """Yield a unit's bar, and the area between its end and the average."""
    left, right = ACROSS(low), ACROSS(high)
    above = g > average
    ink, dash = choose(above, BLUE, RED), choose(above, "", "5 3")
    yield rectangle((left, DOWN(0)), (right, DOWN(g)), fill=GREY, opacity=0.25, width=2)
    yield rectangle(
        (left, DOWN(g)),
        (right, DOWN(average)),
        fill=ink,
        opacity=0.4,
        stroke=ink,
        dash=dash,
    )
    middle = ((left + right) / 2, DOWN((choose(g > 0, g, 0.0) + average) / 2) + 7)
    yield text(middle, choose(above, "+", "−"), anchor="middle", size=20)


def figure(
    out: Sequence[float] | None = None, g: Sequence[float] | None = None
) -> Figure:
    """Draw the outputs of a softmax hidden layer and what E gains by each of them."""
    if out is None or g is None:
        out = B.forward(parameters, x).out_h.tolist()
        g = B.backward(parameters, x, t).g.tolist()
    average = sum(a * gain for a, gain in zip(out, g, strict=True))
    ends = list(accumulate(out, initial=0.0))
    elements = [*axis()]
    for i, (a, gain) in enumerate(zip(out, g, strict=True)):
        elements += bar(ends[i], ends[i + 1], gain, average)
        across, down = PLACES[i]
        delta = a * (gain - average)
        says = [f"unit {i + 1}", f"width {number(a)}", f"g {number(gain)}"]
        for order, words in enumerate([*says, f"δ {number(delta, signed=True)}"]):
            at = (across, down + 18 * order)
            elements.append(text(at, words, anchor="middle"))
    level = DOWN(average)
    elements += [
        line((40, level), (432, level), width=2, dash="8 4"),
        text((428, level - 8), f"average {number(average)}", anchor="end"),
    ]
    return Figure(440, 358, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
