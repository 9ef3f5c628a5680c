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
class Unknown:
    """None of these."""

    message: str


ForReaders = TryChanges | NumbersFrom  # no verdict depends on them
Instruction = With | Fresh | Layout | WrongAt | Unchecked | ForReaders | Unknown

FORMS = {
    "with": "with PAGE.md",
    "fresh": "fresh",
    "layout": "layout numerator, layout denominator or layout jacobian",
    "wrong": "wrong at 1, 2 or wrong at 1: not understood",
    "unchecked": 'unchecked "reason"',
    "try": "try changes",
    "values": "values NUMBERS.json",
}
LAYOUT = re.compile(r"layout (numerator|denominator|jacobian)")
WRONG = re.compile(r"wrong at (\d{1,4}(?:\s*,\s*\d{1,4})*)(\s*:\s*not understood)?")
UNCHECKED = re.compile(r"unchecked ([\"\u201c])\s*(\S.*?)\s*[\"\u201d]")
WITH = re.compile(r"with (\S+)")
VALUES = re.compile(r"values (\S+\.json)")


def read_directive(text: str) -> Instruction:
    """What a directive asks for."""
    if text == "fresh":
        return Fresh()
    if text == "try changes":
        return TryChanges()
    if found := VALUES.fullmatch(text):
        return NumbersFrom(found[1])
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


def directive_problem(text: str) -> str | None:
    """What is wrong with a directive, in a sentence, or nothing."""
    match read_directive(text):
        case Unknown(message):
            return message
        case _:
            return None
