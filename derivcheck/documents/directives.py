"""Directives: the words of a page to the checker.

In: the text of `<!-- derivcheck: ... -->`. Out: what it asks
for, or what is wrong with it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class With:
    """`with network.md`: what another page defines and declares holds here too."""

    page: str


@dataclass(frozen=True)
class Fresh:
    """`fresh`: forget what was defined, declared, assumed and set so far."""


@dataclass(frozen=True)
class Layout:
    """`layout numerator`: how vectors are differentiated by vectors from here on."""

    name: str  # numerator, denominator or jacobian


@dataclass(frozen=True)
class WrongAt:
    """`wrong at 2, 3`: these relations of the next display fail, on purpose."""

    ordinals: tuple[int, ...]
    not_understood: bool  # they have no meaning, rather than a false one


@dataclass(frozen=True)
class Unchecked:
    """`unchecked "reason"`: the next display is for people only."""

    reason: str


@dataclass(frozen=True)
class TryChanges:
    """`try changes`: on a site, readers may change the parts of the next display."""


@dataclass(frozen=True)
class NumbersFrom:
    """`values numbers.json`: labelled equations from here on, also in these numbers."""

    file: str


@dataclass(frozen=True)
class Control:
    """`v_{11}: -1..1 by 0.1`: an input that a reader moves, how far, in what steps."""

    tex: str
    low: float
    high: float
    step: float


@dataclass(frozen=True)
class Live:
    r"""`live v_{11}: -1..1; shows E`: on a site, readers may move inputs of the page.

    `shows` are labels of equations, or quantities as the page writes them; `draws` are
    arguments of the script that drew the next picture, each with its quantity.
    """

    controls: tuple[Control, ...]
    shows: tuple[str, ...] = ()
    draws: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Unknown:
    """None of these."""

    message: str


ForReaders = TryChanges | NumbersFrom | Live  # no verdict depends on them
Instruction = With | Fresh | Layout | WrongAt | Unchecked | ForReaders | Unknown

FORMS = {
    "with": "with PAGE.md",
    "fresh": "fresh",
    "layout": "layout numerator, layout denominator or layout jacobian",
    "wrong": "wrong at 1, 2 or wrong at 1: not understood",
    "unchecked": 'unchecked "reason"',
    "try": "try changes",
    "values": "values NUMBERS.json",
    "live": "live x_1: -1..1; shows E",
}
LAYOUT = re.compile(r"layout (numerator|denominator|jacobian)")
WRONG = re.compile(r"wrong at (\d{1,4}(?:\s*,\s*\d{1,4})*)(\s*:\s*not understood)?")
UNCHECKED = re.compile(r"unchecked ([\"\u201c])\s*(\S.*?)\s*[\"\u201d]")
WITH = re.compile(r"with (\S+)")
VALUES = re.compile(r"values (\S+\.json)")
LIVE = re.compile(
    r"live\s(?P<controls>[^;]+)(?:;\s*shows\s(?P<shows>[^;]+))?"
    r"(?:;\s*draws\s(?P<draws>[^;]+))?"
)
NUMBER = r"[-\u2212]?(?:\d+(?:\.\d+)?|\.\d+)"
CONTROL = re.compile(
    rf"(?P<tex>[^:]+):\s*(?P<low>{NUMBER})\s*\.\.\s*(?P<high>{NUMBER})"
    rf"(?:\s+by\s+(?P<step>{NUMBER}))?"
)
USUAL_STEP = 0.05


def read_directive(text: str) -> Instruction:
    """What a directive asks for."""
    if text == "fresh":
        return Fresh()
    if text == "try changes":
        return TryChanges()
    if found := VALUES.fullmatch(text):
        return NumbersFrom(found[1])
    if (found := LIVE.fullmatch(text)) and (live := _live(found)):
        return live
    if found := WITH.fullmatch(text):
        return With(found[1])
    if found := LAYOUT.fullmatch(text):
        return Layout(found[1])
    if found := WRONG.fullmatch(text):
        ordinals = tuple(int(number) for number in found[1].split(","))
        if 0 not in ordinals:
            return WrongAt(ordinals, found[2] is not None)
    if found := UNCHECKED.fullmatch(text):
        return Unchecked(found[2])
    word = text.split(maxsplit=1)[0] if text else ""
    close = difflib.get_close_matches(word, FORMS, n=1)
    if close:
        wanted = f"write {FORMS[close[0]]}"
    else:
        wanted = "the directives are " + "; ".join(FORMS.values())
    return Unknown(f"unknown directive {text!r}: {wanted}")


def _live(found: re.Match[str]) -> Live | None:
    controls = [CONTROL.fullmatch(part) for part in _listed(found["controls"])]
    draws = [part.partition("=") for part in _listed(found["draws"] or "")]
    read = [_control(one) for one in controls if one is not None]
    if len(read) < len(controls) or not all(tex.strip() for _, _, tex in draws):
        return None
    if not all(one.low < one.high and one.step > 0 for one in read):
        return None
    drawn = tuple((name.strip(), tex.strip()) for name, _, tex in draws)
    return Live(tuple(read), tuple(_listed(found["shows"] or "")), drawn)


def _control(found: re.Match[str]) -> Control:
    low, high, step = (
        float((found[name] or str(USUAL_STEP)).replace("\u2212", "-"))
        for name in ("low", "high", "step")
    )
    return Control(found["tex"].strip(), low, high, step)


def _listed(text: str) -> list[str]:
    """The parts between commas that are in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "{([") - (character in "})]")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def directive_problem(text: str) -> str | None:
    """What is wrong with a directive, in a sentence, or nothing."""
    match read_directive(text):
        case Unknown(message):
            return message
        case _:
            return None
