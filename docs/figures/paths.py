"""Network A: the four paths from the first hidden unit to E, and what they add to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from xml.etree.ElementTree import Element

import draw
from draw import (
    BLUE,
    GREY,
    RED,
    TEAL,
    Figure,
    choose,
    least,
    line,
    number,
    path,
    pixel,
    rectangle,
    text,
)

from derivcheck.network import A
from derivcheck.running import V, parameters, t, x

PER_UNIT = 1100  # pixels of width for a share of 1
JOIN, LEVEL, LOSS = 104, (176, 312), 388  # a ribbon is level between two bends
TOP = 92  # of the bundle at its ends
CENTRES = (62.0, 142.0, 190.0, 242.0)  # of the ribbons where they are level


def ribbon(share: float, at_join: float, centre: float, at_loss: float) -> Element:
    """Return a band of constant width from the join through an output to E.

    `at_join` and `at_loss` are the heights of its upper edge at its ends.
    """
    width = PER_UNIT * abs(share)
    middle = centre - width / 2
    upper = [(JOIN, at_join), (LEVEL[0], middle), (LEVEL[1], middle), (LOSS, at_loss)]
    lower = [(across, down + width) for across, down in upper[::-1]]
    d = f"M{bends(upper)}L{bends(lower)}Z"
    ink, dash = choose(share > 0, BLUE, RED), choose(share > 0, "", "5 3")
    return path(d, fill=ink, opacity=0.35, stroke=ink, dash=dash)


def bends(points: Sequence[draw.Point]) -> str:
    """Return path data of a curve that is level at each of the points."""
    pieces = [f"{pixel(points[0][0])} {pixel(points[0][1])}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        half = pixel((x1 + x2) / 2)
        pieces.append(f"{half} {pixel(y1)} {half} {pixel(y2)} {pixel(x2)} {pixel(y2)}")
    return "C".join(pieces)


def ribbons(shares: Sequence[float]) -> Iterator[Element]:
    """Yield the ribbons: the negative one ends over what it takes from the others."""
    ends = list(accumulate(shares, initial=0.0))
    at_loss: float = TOP
    for j, (share, centre) in enumerate(zip(shares, CENTRES, strict=True)):
        width = PER_UNIT * abs(share)
        at_join = TOP + PER_UNIT * least(ends[j], ends[j + 1])
        yield ribbon(share, at_join, centre, at_loss)
        baseline = choose(width > 20, centre + 5, centre - width / 2 - 6)
        label = f"output {j + 1}: {number(share, signed=True)}"
        yield text((sum(LEVEL) / 2, baseline), label, anchor="middle")
        at_loss += width + 6
    yield line((LOSS, TOP - 6), (LOSS, at_loss), width=3)
    yield text((LOSS + 14, (TOP + at_loss) / 2 + 3), "E", size=16)


def key() -> Iterator[Element]:
    yield line((8, 272), (432, 272), stroke=GREY, width=1)
    yield line((8, 292), (36, 292), stroke=BLUE, width=4)
    yield text((44, 297), "+  E rises with out_{h1}")
    yield line((226, 292), (254, 292), stroke=RED, width=4, dash="5 3")
    yield text((262, 297), "−  E falls with out_{h1}")


def figure(shares: Sequence[float] | None = None) -> Figure:
    """Draw what a change of the first hidden unit does to E through each output."""
    if shares is None:
        shares = [float(s) for s in A.backward(parameters, x, t).delta_o * V[:, 0]]
    total = PER_UNIT * sum(shares)
    rising = PER_UNIT * sum(choose(share > 0, share, 0.0) for share in shares)
    elements = [
        rectangle((16, TOP), (JOIN, TOP + total), fill=TEAL, opacity=0.35, stroke=TEAL),
        *ribbons(shares),
        line((JOIN, TOP - 6), (JOIN, TOP + rising + 6), width=3),
        text((JOIN + 2, TOP - 14), "hidden unit 1", anchor="end"),
        text((26, TOP + total / 2 - 4), "sum, g_{1}"),
        text((26, TOP + total / 2 + 18), number(sum(shares), signed=True)),
        *key(),
    ]
    return Figure(440, 312, elements)


if __name__ == "__main__":
    draw.write(__file__, figure())
