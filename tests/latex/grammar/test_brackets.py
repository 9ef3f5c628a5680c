"""What stands in brackets, between bars and in environments."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import read, refusal


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("(a)", "a"),
        (r"\{a + b\} c", "((a + b) · c)"),
        ("|a|", "abs(a)"),
        (r"\lvert a \rvert", "abs(a)"),
        ("||x||", "norm(x)"),
        (r"\|x\|_1", "norm_1(x)"),
        (r"\langle x, y \rangle", "inner(x, y)"),
        ("[a, b]", "[a, b]"),
        ("[a; b]", "[a; b]"),
        (r"(x_1, \dots, x_n)^\top", "((stack(·across = 1 to n: x[·across]))ᵀ)ᵀ"),
        (r"\sqrt{a}", "sqrt(a)"),
        (r"\sqrt[3]{a}", "(a ^ (1 / 3))"),
        (r"\begin{pmatrix} a & b \\ c & 1 \end{pmatrix}", "[a, b; c, 1]"),
        (
            r"\begin{cases} a & b > 0 \\ c & \text{otherwise} \end{cases}",
            "{a if b > 0; c if nothing else}",
        ),
        (
            r"\begin{cases} a, \text{if } b > 0 \\ c \text{ else} \end{cases}",
            "{a if b > 0; c if nothing else}",
        ),
    ],
)
def test_brackets_and_bars_hold_expressions(tex: str, expression: str) -> None:
    assert read(tex) == expression


def test_an_evaluation_bar_says_which_values_quantities_have() -> None:
    tex = r"\left. x + a \right|_{x = b, a = 2}"
    assert read(tex) == "((x + a) at x = b, a = 2)"


def test_an_evaluation_bar_may_stand_in_brackets() -> None:
    tex = r"b \left( \left. x + a \right|_{x = b} \right)"
    assert read(tex) == "(b · ((x + a) at x = b))"


def test_a_null_bracket_changes_nothing() -> None:
    assert read(r"\left. a + b \right. c") == "(a + (b · c))"


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("()", "expected a quantity between the brackets", 0),
        (
            r"\langle a \rangle",
            r"two factors are read in angle brackets, \langle u, v \rangle",
            0,
        ),
        (
            r"\|x\|_3",
            r"the Euclidean norm is read, and the sum of magnitudes, \|x\|_1; write "
            "another one out",
            5,
        ),
        ("|a", "the bar | is not closed", 0),
        ("|a| b|", "the bar | is not closed", 5),
        (
            "|| |a| ||",
            r"these bars could open or close: write \lvert and \rvert",
            0,
        ),
        (
            r"\left. a \right|_{2 = a}",
            "expected a quantity and its value, such as x = 0",
            16,
        ),
        (
            r"\begin{pmatrix} a & b \\ c \end{pmatrix}",
            "the rows have different lengths",
            0,
        ),
        (
            r"\begin{cases} a \end{cases}",
            "expected a condition in this row, after &",
            15,
        ),
        (
            r"\begin{cases} a & \text{maybe} \end{cases}",
            "expected a condition in this row",
            30,
        ),
    ],
)
def test_brackets_that_hold_nothing_clear_are_refused(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)
