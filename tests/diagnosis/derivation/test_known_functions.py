"""Known functions: how a definition writes them out, and their slopes."""

from __future__ import annotations

import pytest

from derivcheck.diagnosis.derivation.known_functions import (
    SLOPES,
    Softmax,
    hyperbolic,
    known_function,
    sigmoid,
    slope_of,
    softmax,
)
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import ONE_TERM, Unwritten, as_expression
from derivcheck.expressions import nodes as n
from tests.diagnosis.derivation.terms_in_words import said, terms
from tests.evaluation.by_hand import call, here
from tests.expressions.written import written

A = n.Symbol("a")


@pytest.mark.parametrize(
    ("tex", "of"),
    [
        (r"\frac{1}{1 + e^{-a}}", "a"),
        (r"\frac{1}{e^{-a} + 1}", "a"),
        (r"(1 + e^{-a})^{-1}", "a"),
        (r"\frac{e^a}{1 + e^a}", "a"),
        (r"\frac{1}{1 + e^{b}}", "-b"),
    ],
)
def test_a_sigmoid_is_known_however_it_is_written(tex: str, of: str) -> None:
    assert sigmoid(written(tex)) == written(of)
    assert known_function(written(tex)) == ("sigmoid", written(of))


@pytest.mark.parametrize(
    "tex",
    [r"\frac{2}{1 + e^{-a}}", r"\frac{1}{2 + e^{-a}}", r"\frac{e^a}{1 + e^b}", "e^a"],
)
def test_what_is_nearly_a_sigmoid_is_none(tex: str) -> None:
    assert known_function(written(tex)) is None


def test_a_hyperbolic_tangent_is_known_by_its_four_exponentials() -> None:
    tanh = written(r"\frac{e^a - e^{-a}}{e^a + e^{-a}}")
    assert hyperbolic(tanh) == A
    assert known_function(tanh) == ("tanh", A)
    assert hyperbolic(written(r"\frac{e^a + e^{-a}}{e^a - e^{-a}}")) is None


def test_a_softmax_is_known_with_the_slot_over_which_it_sums() -> None:
    i, j = n.Letter("i"), n.Letter("j")
    of_rows = written(r"\frac{e^{w_{ij}}}{\sum_k e^{w_{ik}}}")
    above, below = written("w_{ij}"), written("w_{ik}")
    assert softmax(of_rows, n.Symbol("p", (i, j))) == Softmax(1, "k", above, below)
    first = written(r"\frac{e^{x_1}}{\sum_k e^{x_k}}")
    found = softmax(first, n.Symbol("p", (n.Fixed(1),)))
    assert found == Softmax(0, "k", written("x_1"), written("x_k"))


def test_what_is_nearly_a_softmax_is_none() -> None:
    name = n.Symbol("p", (n.Letter("i"),))
    assert softmax(written(r"\frac{e^{x_i}}{\sum_k e^{y_k}}"), name) is None
    assert softmax(written(r"\frac{e^{x_i}}{\sum_{k \ne i} e^{x_k}}"), name) is None
    assert softmax(written(r"\frac{e^{a}}{\sum_k e^{a}}"), name) is None


def slope(function: str) -> list[str]:
    """The slope of a function of a, whose value is called f."""
    return said(slope_of(Algebra(), function, A, terms("c"), n.Symbol("f")))


@pytest.mark.parametrize(
    ("function", "found"),
    [
        ("exp", ["(c · f)"]),
        ("sigmoid", ["(f · (1 + (-1 · f)) · c)"]),
        ("tanh", ["((1 + (-1 · (f ^ 2))) · c)"]),
        ("sqrt", ["((f ^ -1) · c · 1/2)"]),
        ("abs", ["(a · (f ^ -1) · c)"]),
        ("ln", ["((a ^ -1) · c)"]),
        ("relu", ["([1 if a > 0 else 0] · c)"]),
        ("softplus", ["(sigmoid(a) · c)"]),
        ("cos", ["(sin(a) · c · -1)"]),
    ],
)
def test_a_slope_is_told_in_the_name_of_the_value(
    function: str, found: list[str]
) -> None:
    assert slope(function) == found


@pytest.mark.parametrize("function", sorted(SLOPES))
def test_a_slope_in_the_table_is_that_of_its_function(function: str) -> None:
    at, step = 0.3, 1e-5
    (found,) = slope_of(Algebra(), function, A, (ONE_TERM,), n.Symbol("f"))
    higher, lower = (here(a=at + by).number(call(function, A)) for by in (step, -step))
    assert here(a=at).number(as_expression(found)) == pytest.approx(
        (higher - lower) / (2 * step), rel=1e-6
    )


def test_a_function_without_a_rule_is_not_written() -> None:
    with pytest.raises(Unwritten, match="no rule for floor"):
        slope("floor")
