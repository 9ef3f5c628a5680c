"""Directives: what each asks for, and what is said where one is not understood."""

from __future__ import annotations

import pytest

from derivcheck.documents.directives import (
    Control,
    Fresh,
    Instruction,
    Layout,
    Live,
    Unchecked,
    Unknown,
    With,
    WrongAt,
    directive_problem,
    read_directive,
)
from derivcheck.documents.markdown import read_page

KNOWN: dict[str, Instruction] = {
    "fresh": Fresh(),
    "with notation.md": With("notation.md"),
    "with ../notes/network.md": With("../notes/network.md"),
    "layout numerator": Layout("numerator"),
    "layout denominator": Layout("denominator"),
    "layout jacobian": Layout("jacobian"),
    "wrong at 1": WrongAt((1,), not_understood=False),
    "wrong at 2, 3,5": WrongAt((2, 3, 5), not_understood=False),
    "wrong at 1: not understood": WrongAt((1,), not_understood=True),
    'unchecked "a picture in symbols"': Unchecked("a picture in symbols"),
    "unchecked “by hand”": Unchecked("by hand"),
    'unchecked "of type "A""': Unchecked('of type "A"'),
    "live b: 0..2": Live((Control("b", 0, 2, 0.05),)),
    "live w_{1,2}: \u22121 .. .5 by 0.1, b: -2..-1; shows E, f(x, y)": Live(
        (Control("w_{1,2}", -1, 0.5, 0.1), Control("b", -2, -1, 0.05)),
        ("E", "f(x, y)"),
    ),
    r"live z: 0..1; shows E; draws shares = \delta_j v_{j1}, all = a_i": Live(
        (Control("z", 0, 1, 0.05),),
        ("E",),
        (("shares", r"\delta_j v_{j1}"), ("all", "a_i")),
    ),
}
ALL = (
    "the directives are with PAGE.md; fresh; "
    "layout numerator, layout denominator or layout jacobian; "
    "wrong at 1, 2 or wrong at 1: not understood; "
    'unchecked "reason"; try changes; values NUMBERS.json; '
    "live x_1: -1..1; shows E"
)
WRONG = "write wrong at 1, 2 or wrong at 1: not understood"
UNKNOWN = {
    "frsh": "unknown directive 'frsh': write fresh",
    "fresh now": "unknown directive 'fresh now': write fresh",
    "with": "unknown directive 'with': write with PAGE.md",
    "with a.md b.md": "unknown directive 'with a.md b.md': write with PAGE.md",
    "layout rows": "unknown directive 'layout rows': write "
    "layout numerator, layout denominator or layout jacobian",
    "wrong at": f"unknown directive 'wrong at': {WRONG}",
    "wrong at 0": f"unknown directive 'wrong at 0': {WRONG}",
    "wrong at 1 and 2": f"unknown directive 'wrong at 1 and 2': {WRONG}",
    "wrong at 1: not clear": f"unknown directive 'wrong at 1: not clear': {WRONG}",
    "unchecked": "unknown directive 'unchecked': write unchecked \"reason\"",
    'unchecked ""': 'unknown directive \'unchecked ""\': write unchecked "reason"',
    "unchecked later": "unknown directive 'unchecked later': "
    'write unchecked "reason"',
    "live b: 2..0": "unknown directive 'live b: 2..0': write live x_1: -1..1; shows E",
    "live b": "unknown directive 'live b': write live x_1: -1..1; shows E",
    "skip": f"unknown directive 'skip': {ALL}",
    "": f"unknown directive '': {ALL}",
}


@pytest.mark.parametrize("text", KNOWN)
def test_a_directive_is_read(text: str) -> None:
    assert read_directive(text) == KNOWN[text]
    assert directive_problem(text) is None


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_directive_is_answered_with_what_to_write(text: str) -> None:
    assert read_directive(text) == Unknown(UNKNOWN[text])
    assert directive_problem(text) == UNKNOWN[text]


def test_an_ordinal_beyond_all_measure_is_no_ordinal() -> None:
    digits = "9" * 5000
    assert directive_problem(f"wrong at {digits}") == (
        f"unknown directive 'wrong at {digits}': {WRONG}"
    )


def test_a_directive_may_be_broken_over_lines() -> None:
    page = read_page("> <!-- derivcheck: wrong at\n    1,\n    2 -->\n")
    (directive,) = page.directives
    assert directive.text == "wrong at 1, 2"
