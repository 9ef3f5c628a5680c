"""Conditions: comparisons of sides, and the numbers that are 1 where they hold."""

from __future__ import annotations

import pytest

from derivcheck.expressions import spelled_condition
from derivcheck.latex.grammar.conditions import condition, indicator
from tests.latex.grammar.on_a_page import parser, read, refusal


@pytest.mark.parametrize(
    ("tex", "comparisons"),
    [
        ("i = j", "i = j"),
        (r"0 < a \le b", "0 < a and a ≤ b"),
        ("i = j, a > 0", "i = j and a > 0"),
        (r"i = j \text{ and } a > 0", "i = j and a > 0"),
        (r"i = j \land a > 0", "i = j and a > 0"),
        ("(i = j)", "i = j"),
        ("f(a) = g(a, b)", "f(a) = g(a, b)"),
    ],
)
def test_a_condition_is_comparisons_that_hold_together(
    tex: str, comparisons: str
) -> None:
    here = parser(tex)
    assert spelled_condition(condition(here)) == comparisons
    assert here.peek() is None


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("1_{i=j}", "[1 if i = j else 0]"),
        (r"1\{a > b\}", "[1 if a > b else 0]"),
        (r"\mathbb{1}(a > b)", "[1 if a > b else 0]"),
        ("[a > b]", "[1 if a > b else 0]"),
        ("1 (a + b)", "(1 · (a + b))"),
    ],
)
def test_a_one_with_a_condition_is_an_indicator(tex: str, expression: str) -> None:
    assert read(tex) == expression


def test_what_is_no_indicator_is_left_where_it_is() -> None:
    here = parser("1(a)")
    assert indicator(here, here.next()) is None
    assert here.place == 1


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        (r"[a \to b]", r"\to is no condition", 3),
        (
            r"\begin{cases} a & b \end{cases}",
            "expected a condition, such as i = j",
            18,
        ),
    ],
)
def test_what_is_no_condition_is_refused(tex: str, message: str, at: int) -> None:
    assert refusal(tex) == (message, at)
