r"""Numbers of a page that answer when a reader moves its inputs: data for `live.js`.

In: what was found on a page, and its directives `live`. Out: each equation in numbers
with places for them, a panel for each directive, and one script for the page. A place
is `\htmlData{v=14.4b}`: output 14 with 4 decimals, in brackets where it is negative.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..checking import Found
from ..documents import Control, Live
from ..evaluation import Machine
from ..pages import LivePage, PageQuantity, Template
from .live_pictures import Changing, parts, picture_below, slots

DIGITS = 4
LONG = 60  # characters of LaTeX
UNCERTAIN = 1e-12  # two numbers that are as near are the same
SLOT = re.compile(r"\\number\{(\d+)\}")
OPENING = ("{", "(", "[", "|")  # a negative number behind these needs no brackets
GLYPHS = re.compile(
    r'data-v="(?P<form>[^"]*)" data-n="(?P<place>\d+)"(?P<style>[^>]*'
    r'><span class="text"[^>]*>)[^<]*'
)
PLACE = re.compile(r"<mtext>(?:\(0\)|=)</mtext>")
EQUAL, ABOUT, BRACKETS = "e", "s", "b"  # what a place is, beside a number


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line in numbers: its LaTeX, the same with places, and what is in these now."""

    tex: str
    marked: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slider:
    """An input that a reader moves, how far, and its value as printed."""

    tex: str
    name: str
    low: float
    high: float
    step: float
    printed: float


@dataclass(frozen=True, slots=True)
class Panel:
    """What a directive `live` asks for: inputs to move, and lines that answer.

    Each line has the LaTeX of what it is about.
    """

    sliders: tuple[Slider, ...]
    lines: tuple[tuple[str, NumberLine], ...]
    below_picture: bool = False


class LiveNumbers:
    """The live numbers of one page; `net` names the file that its inputs are from."""

    def __init__(self, found: Found, values: Mapping[str, Any], net: str) -> None:
        self.page = LivePage(found, values)
        self.found = found
        self.net = net
        self.pictures: list[list[Changing] | None] = []  # of each panel
        self.lines: dict[str, list[tuple[str, NumberLine]]] = {}  # by the label

    def line(self, machine: Machine, template: Template, tex: str) -> NumberLine:
        """An equation in numbers, with places for them."""
        page, middle = self.page, template.middle
        numbers = [page.output(PageQuantity(machine, e)) for e in template.numbers]
        left, right = (page.output(PageQuantity(machine, e)) for e in template.sides)
        places = _Places(page)

        def put(slot: re.Match[str]) -> str:
            before = middle[: slot.start()].rstrip()
            alone = not before or before.endswith(OPENING)
            powered = middle[slot.end() :].startswith("^")
            kind = "" if alone and not powered else BRACKETS
            return places.put(f"{numbers[int(slot[1])]}.{template.digits}{kind}")

        equal = places.put(f"{left}.{right}{EQUAL}")
        written = SLOT.sub(put, middle)
        end = places.result(right, template.digits)
        marked = f"{template.left} {equal} {written} {end}"
        return NumberLine(tex, marked, tuple(places.shown))

    def panel(self, at: int, live: Live) -> Panel:
        """What a directive asks for.

        Raises `ValueError` where an input is none, or an answer has no value.
        """
        sliders = tuple(self._slider(at, control) for control in live.controls)
        lines: list[tuple[str, NumberLine]] = []
        for asked in live.shows:
            known = self.lines.get(asked, [])[-1:]  # of a chain the last line
            lines += known or [(asked, self._answer(at, asked))]
        self.pictures.append(self._picture(at, live.draws) if live.draws else None)
        return Panel(sliders, tuple(lines), bool(live.draws))

    def _picture(self, at: int, draws: Sequence[tuple[str, str]]) -> list[Changing]:
        """What changes in the picture below a directive."""
        arguments = {
            name: self.page.array(self.page.quantity(at, tex)) for name, tex in draws
        }
        picture = picture_below(self.found.page.text, at)
        return parts(Path(self.found.path).parent / f"{picture}.py", arguments)

    def _answer(self, at: int, tex: str) -> NumberLine:
        """A quantity and its value."""
        number = self.page.output(self.page.quantity(at, tex))
        places = _Places(self.page)
        forms = f"{number}.{DIGITS}{ABOUT}", f"{number}.{DIGITS}"
        if len(tex) > LONG:  # its value is not to stand where a phone has no place
            value, sign = (places.put(form) for form in reversed(forms))
            marked = f"{value} {sign} {tex}"
        else:
            marked = " ".join((tex, *(places.put(form) for form in forms)))
        return NumberLine(tex, marked, tuple(places.shown))

    def _slider(self, at: int, control: Control) -> Slider:
        number = self.page.input(self.page.quantity(at, control.tex))
        name, printed = self.page.printed()[number]
        low, high, step = control.low, control.high, control.step
        steps = (printed - low) / step
        if abs(steps - round(steps)) > 1e-6 or not low <= printed <= high:
            raise ValueError(
                f"{control.tex} is {printed:g}, and no step of {step:g} from {low:g}"
                f" to {high:g} leads there"
            )
        return Slider(control.tex, name, low, high, step, printed)

    def script(self) -> str:
        """The module of the page: its inputs by name, and the function of them."""
        filled = slots(self.page)
        inputs = self.page.printed()
        data: dict[str, Any] = {
            "net": self.net,
            "names": [name for name, _ in inputs],
            "printed": [value for _, value in inputs],
        }
        if filled:
            data |= {"slots": filled, "pictures": self.pictures}
        told = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
        return f"export const page={told};export const run={self.page.script()}\n"


class _Places:
    """The places of a line, numbered in the order in which they are read."""

    def __init__(self, page: LivePage) -> None:
        self.outputs = page.outputs
        self.shown: list[str] = []

    def result(self, number: int, digits: int) -> str:
        """The place of an output, and of the sign before it."""
        sign = self.put(f"{number}.{digits}{ABOUT}")
        return f"{sign} {self.put(f'{number}.{digits}')}"

    def put(self, form: str) -> str:
        """A place in the LaTeX, typeset with a stand-in of the usual height."""
        self.shown.append(shown(form, [one.printed for one in self.outputs]))
        data = f"v={form},n={len(self.shown) - 1}"
        if form[-1] in EQUAL + ABOUT:
            return rf"\mathrel{{\htmlData{{{data}}}{{\text{{=}}}}}}"
        return rf"\htmlData{{{data}}}{{\text{{(0)}}}}"


def shown(form: str, outputs: list[float]) -> str:
    """What is in a place: a number, or the sign before it; `live.js` has it too."""
    kind = form[-1] if form[-1].isalpha() else ""
    number, _, digits = form.removesuffix(kind).partition(".")
    value = outputs[int(number)]
    if kind == EQUAL:
        other = outputs[int(digits)]
        return "=" if abs(value - other) <= 1e-9 * max(1, abs(value)) else "≠"
    text = decimal(value, int(digits))
    if kind == ABOUT:
        return "=" if abs(value - float(text.replace("−", "-"))) < UNCERTAIN else "≈"
    return f"({text})" if kind == BRACKETS and text.startswith("−") else text


def decimal(value: float, digits: int) -> str:
    """A number with at most so many digits behind the point, and no sign of zero."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{digits}f}"
    if abs(value - float(f"{value:.4f}")) < UNCERTAIN and "." in text:
        text = text.rstrip("0").rstrip(".")
    if float(text) == 0:
        text = "0" if abs(value) < UNCERTAIN else text.removeprefix("-")
    return text.replace("-", "−")


def filled(markup: str, line: NumberLine) -> str:
    """The typeset line with its numbers in their places, twice: to see and to hear."""
    forms: dict[int, str] = {}

    def glyph(found: re.Match[str]) -> str:
        form, number = found["form"], int(found["place"])
        forms[number] = form
        return f'data-v="{form}"{found["style"]}{line.shown[number]}'

    markup = GLYPHS.sub(glyph, markup)
    order = iter(range(len(line.shown)))

    def place(_: re.Match[str]) -> str:
        number = next(order)
        return f'<mtext data-v="{forms[number]}">{line.shown[number]}</mtext>'

    return PLACE.sub(place, markup)
