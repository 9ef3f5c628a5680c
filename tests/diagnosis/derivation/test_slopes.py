"""Slopes: one rule for each node."""

from __future__ import annotations

from functools import cache

import pytest

from derivcheck.diagnosis.derivation.slopes import ExpressionSlopes
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import Sum, Unwritten, term_of
from derivcheck.expressions import TWO
from derivcheck.expressions import nodes as n
from derivcheck.models import Model
from tests.diagnosis.derivation.terms_in_words import model_of, said
from tests.expressions.written import DECLARED, written

A, B = n.Symbol("a"), n.Symbol("b")
I, K = n.Letter("i"), n.Letter("k")
X = n.Symbol("x", (K,))
P = n.Symbol("p", (I,))


@cache
def model() -> Model:
    return model_of(DECLARED)


def slope(tex: str, by: n.Symbol = A, name: n.Symbol | None = None) -> list[str]:
    return said(ExpressionSlopes(model(), Algebra()).of(written(tex), by, name))


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("b", []),
        ("a", ["1"]),
        ("-a", ["-1"]),
        ("a + b - 2 a", ["1", "-2"]),
        ("a b a", ["(b · a)", "(a · b)"]),
        (r"\frac{a}{b}", ["(b ^ -1)"]),
        (r"\frac{b}{a}", ["(b · (a ^ -2) · -1)"]),
        ("a^3", ["((a ^ 2) · 3)"]),
        ("a^1", ["1"]),
        ("a^b", ["(b · (a ^ (b - 1)))"]),
        ("e^{a b}", ["(b · exp((a · b)))"]),
        (r"\sqrt{a}", ["((sqrt(a) ^ -1) · 1/2)"]),
        (r"\lvert a \rvert", ["(a · (abs(a) ^ -1))"]),
        (r"\max(a, b)", ["[1 if a > b else 0]"]),
        (r"\min(b, a^2)", ["([1 if (a ^ 2) < b else 0] · a · 2)"]),
        (r"\begin{cases} a & a > 0 \\ b a & \text{otherwise} \end{cases}",
         ["[1 if a > 0 else 0]", "([1 if a ≤ 0 else 0] · b)"]),
    ],
)  # fmt: skip  # a case a row
def test_each_node_has_its_rule(tex: str, found: list[str]) -> None:
    assert slope(tex) == found


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("x_i", ["[1 if i = k else 0]"]),
        (r"\sum_j w_{ij} x_j", ["w[i,k]"]),
        (r"\sum_{j \ne i} x_j", ["[1 if k ≠ i else 0]"]),
        (r"\prod_j x_j", ["prod(j where j ≠ k: x[j])"]),
        (r"\sum_j x_j^2", ["(x[k] · 2)"]),
    ],
)
def test_a_sum_keeps_the_one_entry_that_is_asked_for(
    tex: str, found: list[str]
) -> None:
    assert slope(tex, X) == found


def test_a_known_function_is_told_in_the_name_that_it_defines() -> None:
    sigmoid, softmax = r"\frac{1}{1 + e^{-x_i}}", r"\frac{e^{x_i}}{\sum_j e^{x_j}}"
    delta = "[1 if i = k else 0]"
    assert slope(sigmoid, X, P) == [f"({delta} · p[i] · (1 + (-1 · p[i])))"]
    assert slope(softmax, X, P) == [f"(p[i] · ({delta} + (-1 · p[k])))"]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("b^a", "a variable exponent"),
        (r"\max(a, b, c)", "an extreme of many"),
        (r"\begin{cases} 1 & b > 0 \\ 2 & b < -1 \\ a & \text{otherwise} \end{cases}",
         "cases without a condition"),
        (r"\frac{\partial a^2}{\partial a}", "no rule for Partial"),
    ],
)  # fmt: skip  # a case a row
def test_what_has_no_rule_is_not_written(tex: str, reason: str) -> None:
    with pytest.raises(Unwritten, match=reason):
        slope(tex)


def test_an_own_function_is_worked_out_or_keeps_its_prime() -> None:
    page = DECLARED + r"and $f(z) := z^3$, $$ b := f(a) $$"
    own = model_of(page)
    called = n.Call("f", (n.Product((TWO, A), ("",)),))
    worked = ExpressionSlopes(own, Algebra()).of(called, A)
    primed = ExpressionSlopes(own, Algebra(), primes=True).of(called, A)
    assert said(worked) == ["((a ^ 2) · 24)"]
    assert said(primed) == ["(f'((2 · a)) · 2)"]


def test_a_name_is_entered_where_its_definition_is_wanted() -> None:
    asked: list[tuple[n.Symbol, n.Symbol]] = []

    def enter(node: n.Symbol, by: n.Symbol) -> Sum:
        asked.append((node, by))
        return (term_of(n.Symbol("slope")),)

    page = model_of(r"With $a \in \mathbb{R}$, $$ b := a^2 $$")
    rules = ExpressionSlopes(page, Algebra(), enter=enter)
    product = n.Product((TWO, B), ("",))
    assert said(rules.of(product, A)) == ["(slope · 2)"]
    assert asked == [(B, A)]
