"""The pictures of the pages, written as SVG text.

Each script beside this file has one function `figure` and writes one picture of its own
name; `python docs/figures/draw.py` writes them all. A coordinate is rounded to two
decimals, so that every machine writes the same bytes.

A script may take its numbers as arguments. They may be numbers that write down what is
done to them (see `Written`); the picture then has slots in their place. Where such a
number decides, a script uses `choose` and `least`, not `if` and `min`.

Colours are variables of the page with a fallback that has a contrast of at least 3 to 1
on white and on the dark scheme. Text and axes take the colour of the text around the
picture. The style element serves a picture opened alone.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Literal, Protocol, TypeVar, runtime_checkable
from xml.etree.ElementTree import Element, SubElement, tostring

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Segment = tuple[Point, Point]
Choice = TypeVar("Choice", float, str)

INK = "currentColor"
BLUE = "var(--figure-blue, #3a7fc6)"
RED = "var(--figure-red, #d9541e)"
TEAL = "var(--figure-teal, #0a8f7f)"
GREY = "var(--figure-grey, #7d8590)"

STANDALONE = (
    "svg{color-scheme:light dark;color:#333;font-family:system-ui,sans-serif}"
    "@media(prefers-color-scheme:dark){svg{color:#ddd}}"
)
SUBSCRIPT = re.compile(r"_\{([^}]*)\}")


@runtime_checkable
class Written(Protocol):
    """A number that writes down what is done to it, with the arithmetic of a float."""

    def slot(self, form: str) -> str:
        """Return a text with a slot: the number in a form of `format`, or `pixel`."""


@runtime_checkable
class Open(Protocol):
    """A comparison of such numbers."""

    def either(self, then: Choice, otherwise: Choice) -> Choice:
        """Return the number, or the text with a slot, that is one of the two."""


@dataclass(frozen=True)
class Figure:
    """A picture: its natural size in pixels and its elements, the lowest first."""

    width: int
    height: int
    elements: Sequence[Element]

    def svg(self) -> str:
        """Return the text of the file, one element a line."""
        size = f'width="{self.width}" height="{self.height}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}'
            f' viewBox="0 0 {self.width} {self.height}">',
            f"<style>{STANDALONE}</style>",
            *(tostring(element, encoding="unicode") for element in self.elements),
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Scale:
    """The straight map that takes `low` to the pixel `start` and `high` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def choose(condition: bool, then: Choice, otherwise: Choice) -> Choice:
    """Return one of the two; a condition that stays open returns both in a slot."""
    if isinstance(condition, Open):
        return condition.either(then, otherwise)
    return then if condition else otherwise


def least(one: float, other: float) -> float:
    return choose(one < other, one, other)


def number(value: float, digits: int = 3, *, signed: bool = False) -> str:
    """Return a decimal with a true minus sign, and with a plus sign if `signed`."""
    form = f"{'+' if signed else ''}.{digits}f"
    if isinstance(value, Written):
        return value.slot(form)
    return f"{value:{form}}".replace("-", "−")


def pixel(value: float) -> str:
    """Return a coordinate with at most two decimals, and never `-0`."""
    if isinstance(value, Written):
        return value.slot("pixel")
    return f"{round(float(value), 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def line(
    start: Point, end: Point, *, stroke: str = INK, width: float = 1.5, dash: str = ""
) -> Element:
    (x1, y1), (x2, y2) = start, end
    ends = {"x1": pixel(x1), "y1": pixel(y1), "x2": pixel(x2), "y2": pixel(y2)}
    return Element("line", ends | outline(stroke, width, dash))


def circle(
    centre: Point,
    radius: float,
    *,
    fill: str = "none",
    stroke: str = INK,
    width: float = 1.5,
) -> Element:
    at = {"cx": pixel(centre[0]), "cy": pixel(centre[1]), "r": pixel(radius)}
    return Element("circle", at | {"fill": fill} | outline(stroke, width))


def path(
    d: str,
    *,
    fill: str = "none",
    opacity: float = 1,
    stroke: str = INK,
    width: float = 1.5,
    dash: str = "",
) -> Element:
    """Return a path; `opacity` is that of its filling."""
    inside = {"fill": fill} | ({"fill-opacity": f"{opacity}"} if opacity < 1 else {})
    return Element("path", {"d": d} | inside | outline(stroke, width, dash))


def polygon(
    points: Iterable[Point],
    *,
    fill: str = "none",
    opacity: float = 1,
    stroke: str = INK,
    width: float = 1.5,
    dash: str = "",
) -> Element:
    """Return a closed polygon; `opacity` is that of its filling."""
    d = polyline(points) + "Z"
    return path(d, fill=fill, opacity=opacity, stroke=stroke, width=width, dash=dash)


def rectangle(
    corner: Point,
    opposite: Point,
    *,
    fill: str = "none",
    opacity: float = 1,
    stroke: str = INK,
    width: float = 1.5,
    dash: str = "",
) -> Element:
    """Return the upright rectangle between two opposite corners."""
    (x1, y1), (x2, y2) = corner, opposite
    return polygon(
        [(x1, y1), (x2, y1), (x2, y2), (x1, y2)],
        fill=fill,
        opacity=opacity,
        stroke=stroke,
        width=width,
        dash=dash,
    )


def text(
    at: Point,
    content: str,
    *,
    anchor: Anchor = "start",
    size: int = 14,
    weight: str = "",
) -> Element:
    """Return a line of text on its baseline; `_{...}` in it is set as a subscript."""
    x, y = at
    element = Element("text", {"x": pixel(x), "y": pixel(y), "font-size": f"{size}"})
    element.attrib |= {"text-anchor": anchor, "fill": INK}
    if weight:
        element.set("font-weight", weight)
    if SUBSCRIPT.search(content):
        element.extend(spans(content, size))
    else:
        element.text = content
    return element


def spans(content: str, size: int) -> Iterator[Element]:
    """Yield the pieces of a text on and below its baseline, in turn."""
    drop = ""  # what a piece after a subscript moves by, to be on the baseline again
    for order, piece in enumerate(SUBSCRIPT.split(content)):
        lowered = order % 2 == 1
        if not piece:
            continue
        span = Element("tspan")
        span.text = piece
        if lowered:
            span.attrib |= {"dy": "4", "font-size": f"{max(11, size - 3)}"}
        elif drop:
            span.set("dy", drop)
        drop = "-4" if lowered else ""
        yield span


def arrow(
    start: Point, end: Point, *, stroke: str = INK, width: float = 2, dash: str = ""
) -> Element:
    """Return a straight arrow whose filled head ends in `end`."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    neck = (x2 - 9 * ux, y2 - 9 * uy)
    head = [
        end,
        (neck[0] - 4.5 * uy, neck[1] + 4.5 * ux),
        (neck[0] + 4.5 * uy, neck[1] - 4.5 * ux),
    ]
    shaft = line(start, neck, stroke=stroke, width=width, dash=dash)
    return group([shaft, polygon(head, fill=stroke, stroke=stroke, width=1)])


def group(elements: Iterable[Element], title: str = "") -> Element:
    """Return the elements as one, with a title that shows under the pointer."""
    element = Element("g")
    if title:
        SubElement(element, "title").text = title
    element.extend(elements)
    return element


def outline(stroke: str, width: float, dash: str = "") -> dict[str, str]:
    """Return the attributes of a stroke."""
    if stroke == "none":
        return {}
    dashes = {"stroke-dasharray": dash} if dash else {}
    return {"stroke": stroke, "stroke-width": pixel(width)} | dashes


def polyline(points: Iterable[Point]) -> str:
    """Return path data through the points, straight from each to the next."""
    return "M" + "L".join(f"{pixel(x)} {pixel(y)}" for x, y in points)


def contour(
    f: Mapping[Point, float], level: float, xs: Sequence[float], ys: Sequence[float]
) -> list[list[Point]]:
    """Return the lines along which `f`, known on the grid of xs and ys, is `level`.

    Marching triangles: every cell of the grid is cut along a diagonal, and in a
    triangle the level of a linear function is one straight segment.
    """
    value = {point: height - level for point, height in f.items()}
    segments: list[Segment] = []
    for left, right in pairwise(xs):
        for low, high in pairwise(ys):
            for corner in ((left, low), (right, high)):
                triangle = [(left, high), (right, low), corner]
                segments += crossing(triangle, value)
    return list(chains(segments))


def crossing(triangle: Sequence[Point], value: dict[Point, float]) -> Iterator[Segment]:
    """Yield the segment of the zero line in a triangle, if it crosses it."""
    ends = []
    for one, other in zip(triangle, [*triangle[1:], triangle[0]], strict=True):
        p, q = sorted(
            (one, other)
        )  # neighbours must compute the same point, bit for bit
        if (value[p] > 0) != (value[q] > 0):
            share = value[p] / (value[p] - value[q])
            ends.append((p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])))
    if ends:
        yield ends[0], ends[1]


def chains(segments: Sequence[Segment]) -> Iterator[list[Point]]:
    """Yield the lines that the segments make when equal ends are joined."""
    at: dict[Point, list[int]] = {}
    for order, segment in enumerate(segments):
        for end in segment:
            at.setdefault(end, []).append(order)
    left = dict.fromkeys(range(len(segments)))

    def walk(point: Point) -> Iterator[Point]:
        while following := [order for order in at[point] if order in left]:
            del left[following[0]]
            first, second = segments[following[0]]
            point = second if point == first else first
            yield point

    for order, (start, end) in enumerate(segments):
        if order in left:
            del left[order]
            backward = list(walk(start))[::-1]
            yield [*backward, start, end, *walk(end)]


def straightened(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the fewest of the points that keep the line within a tolerance.

    Source: Douglas and Peucker, 1973.
    """
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = hypot(x2 - x1, y2 - y1)

    def distance(point: Point) -> float:
        x, y = point[0] - x1, point[1] - y1
        if length == 0:
            return hypot(x, y)
        return abs((x2 - x1) * y - (y2 - y1) * x) / length

    furthest = max(range(len(points)), key=lambda order: distance(points[order]))
    if distance(points[furthest]) <= tolerance:
        return [points[0], points[-1]]
    head = straightened(points[: furthest + 1], tolerance)
    return head[:-1] + straightened(points[furthest:], tolerance)


def write(script: str, figure: Figure) -> None:
    """Write a picture beside its script, under the script's name."""
    Path(script).with_suffix(".svg").write_bytes(figure.svg().encode())


def scripts() -> list[Path]:
    """Return the scripts that draw a picture, by name."""
    here = Path(__file__)
    return sorted(script for script in here.parent.glob("*.py") if script != here)


if __name__ == "__main__":
    for script in scripts():
        write(str(script), importlib.import_module(script.stem).figure())
