"""Plain text with every bracket written: no two expressions look alike."""

from __future__ import annotations

import pytest

from derivcheck.expressions import nodes as n
from derivcheck.expressions.plain_text import (
    added,
    numbered,
    spelled,
    spelled_condition,
    spelled_position,
)
from tests.expressions.trees import tree

I, J, N = n.Letter("i"), n.Letter("j"), n.Extent("n")
A, B, C = (n.Symbol(name) for name in "abc")


def less(right: n.Expression) -> n.Comparison:
    return n.Comparison(A, r"\le", right)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (n.Number(n.ONE.value / 3), "1/3"),
        (n.Number(n.ONE.value / 2, "0.50"), "0.50"),
        (n.Symbol("w", (I, n.Fixed(2))), "w[i,2]"),
        (n.Running(n.Letter("t", -1)), "t-1"),
        (n.Plus((A, n.Negative(B), C)), "(a - b + c)"),
        (n.Plus((n.Negative(A), n.Negative(n.Negative(B)))), "((-a) - (-b))"),
        (n.Negative(n.Plus((A, B))), "(-(a + b))"),
        (n.Product((A, n.Negative(B), C), ("", "")), "(a · (-b) · c)"),
        (n.Quotient(A, n.Quotient(B, C)), "(a / (b / c))"),
        (n.Power(n.Negative(A), n.Power(B, C)), "((-a) ^ (b ^ c))"),
        (n.Call("f", (A, B), 2, 0, (I,)), "f[i]''(a, b)"),
        (n.Call(n.DIFFERENTIAL, (A,)), "da"),
        (n.Transpose(n.Transpose(A)), "((a)ᵀ)ᵀ"),
        (n.Entry(n.Plus((A, B)), (I,)), "((a + b))[i]"),
        (n.Rows(((A, B), (C, n.ONE))), "[a, b; c, 1]"),
        (n.Known("unit", (I,)), "unit[i]"),
        (n.Indicator(less(B)), "[1 if a ≤ b else 0]"),
        (n.Partial(A, (B,)), "(∂a / ∂b)"),
        (n.Partial(A, (B, C)), "(∂^2a / ∂b ∂c)"),
        (n.Where(A, ((B, n.ZERO), (C, n.ONE))), "(a at b = 0, c = 1)"),
        (
            n.Cases(((A, less(B)), (C, n.Every(())))),
            "{a if a ≤ b; c if nothing else}",
        ),
        (n.Over("sum", "i", None, None, None, A), "sum(i: a)"),
        (n.Over("prod", "t", n.Fixed(1), N, None, A), "prod(t = 1 to n: a)"),
        (n.Over("sum", "i", None, J, less(B), A), "sum(i to j where a ≤ b: a)"),
        (n.Over("list", "i", None, None, None, A), "a for all i"),
    ],
)
def test_an_expression_is_spelled_with_every_bracket(
    expression: n.Expression, text: str
) -> None:
    assert spelled(expression) == text


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (n.Fixed(-1), "-1"),
        (n.Letter("t", 2), "t+2"),
        (n.Extent("L", -1), "L-1"),
        (n.Label("y", (I, n.Label("t"))), "y[i,t]"),
        (n.Affine(((1, I), (-1, J)), 1), "i-j+1"),
        (n.Affine(((-1, I), (1, N))), "-i+n"),
    ],
)
def test_a_position_is_spelled_with_its_shift(position: n.Position, text: str) -> None:
    assert spelled_position(position) == text


def test_letters_that_are_added_begin_with_no_plus() -> None:
    assert added(((1, I), (1, N)), -2) == "i+n-2"
    assert added(((-1, I),), 0) == "-i"


def test_conditions_are_joined_in_words() -> None:
    signs = ("=", r"\ne", "<", ">", r"\le", r"\ge", r"\approx", r"\propto")
    found = spelled_condition(n.Every(tuple(n.Comparison(A, s, B) for s in signs)))
    wanted = "a = b and a ≠ b and a < b and a > b and a ≤ b and a ≥ b and a ≈ b"
    assert found == f"{wanted} and a ∝ b"
    assert spelled_condition(n.Every(())) == ""


def test_letters_that_no_page_wrote_are_counted_from_one_as_they_come() -> None:
    assert numbered("x[·17] + y[·4'] - z[·17]") == "x[·1] + y[·2] - z[·1]"
    assert numbered("sum(·a12: w[·a12,i])") == "sum(·1: w[·1,i])"
    assert numbered("a · b · 2") == "a · b · 2"


def test_different_expressions_are_spelled_differently() -> None:
    spellings: dict[str, n.Expression] = {}
    for seed in range(400):
        found = tree(seed, depth=2)
        assert spellings.setdefault(spelled(found), found) == found
    assert len(spellings) > 300
