"""Sums of terms multiplied out, and the deltas in them decided."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.diagnosis.derivation import term_algebra
from derivcheck.diagnosis.derivation.term_algebra import Algebra, same
from derivcheck.diagnosis.derivation.terms import (
    ONE_TERM,
    SummationIndex,
    Unwritten,
    term_of,
)
from derivcheck.expressions import nodes as n
from tests.diagnosis.derivation.terms_in_words import said, term, terms
from tests.expressions.written import written

I, J = n.Letter("i"), n.Letter("j")


def x(position: n.Position) -> n.Symbol:
    return n.Symbol("x", (position,))


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("a b a", ["((a ^ 2) · b)"]),
        (r"\frac{a b}{b}", ["a"]),
        ("a - 2 a", ["(a · -1)"]),
        ("2 a (b + c)", ["(a · (b + c) · 2)"]),
        ("(2 a)^2", ["((a ^ 2) · 4)"]),
        ("(a + b)^2", ["((a + b) ^ 2)"]),
        (r"\sum_i w_{ij} x_i", ["sum(·1: (w[·1,j] · x[·1]))"]),
        (r"\sum_i 1_{i=j} x_i", ["x[j]"]),
        (r"\sum_i \sum_j 1_{i=j} w_{ij}", ["sum(·1: w[·1,·1])"]),
        (r"\sum_{i \ne k} 1_{i=j} x_i", ["(x[j] · [1 if j ≠ k else 0])"]),
        (r"\sum_i (x_i + 1_{i=j} y_i)", ["sum(·1: x[·1])", "y[j]"]),
        (r"\sum_i x_i (1_{i=j} - y_i)", ["x[j]", "sum(·1: (x[·1] · y[·1] · -1))"]),
        (r"\sum_i x_i \sum_i y_i", ["sum(·1: sum(·2: (x[·1] · y[·2])))"]),
        (r"\max(a, b)", ["max(a, b)"]),
        ("a^b", ["(a ^ b)"]),
    ],
)
def test_an_expression_is_read_as_terms(tex: str, read: list[str]) -> None:
    assert said(terms(tex)) == read


@pytest.mark.parametrize(
    ("tex", "expanded"),
    [
        ("2 a (b + c)", ["(a · b · 2)", "(a · c · 2)"]),
        ("(a + b) (a - b)", ["(a ^ 2)", "((b ^ 2) · -1)"]),
        ("(a + b)^2", ["((a + b) ^ 2)"]),
        (r"\sum_i x_i (y_i + z_i)", ["sum(·1: (x[·1] · y[·1]))",
                                     "sum(·1: (x[·1] · z[·1]))"]),
    ],
)  # fmt: skip  # a case a row
def test_brackets_are_multiplied_out_and_like_terms_added(
    tex: str, expanded: list[str]
) -> None:
    algebra = Algebra()
    assert said(algebra.expanded(terms(tex, algebra))) == expanded


def test_a_product_of_nothing_is_one_and_of_zero_is_nothing() -> None:
    algebra = Algebra()
    assert algebra.product() == (ONE_TERM,)
    assert algebra.product(terms("a"), ()) == ()


def test_a_power_of_a_sum_stays_in_brackets_and_one_of_zero_is_refused() -> None:
    algebra = Algebra()
    assert said(algebra.power(terms("a b"), Fraction(-1))) == ["((a ^ -1) · (b ^ -1))"]
    assert said(algebra.power(terms("4 a"), Fraction(1, 2))) == ["((4 · a) ^ 1/2)"]
    assert algebra.power((), Fraction(2)) == ()
    with pytest.raises(Unwritten, match="a division by zero"):
        algebra.power((), Fraction(-1))


def test_a_delta_of_several_places_is_decided_as_far_as_it_can_be() -> None:
    algebra = Algebra()
    assert algebra.delta((I, n.Fixed(1)), (I, n.Fixed(1))) == (ONE_TERM,)
    assert algebra.delta((n.Fixed(1),), (n.Fixed(2),)) == ()
    assert said(algebra.delta((I, I), (J, n.Letter("i", 1)))) == []
    assert said(algebra.delta((I,), (J,))) == ["[1 if i = j else 0]"]


def test_a_delta_does_not_collapse_a_sum_whose_limits_move() -> None:
    algebra = Algebra()
    run = SummationIndex("i", lower=J)
    with pytest.raises(Unwritten, match="a sum with limits that move"):
        algebra.over(run, algebra.read(written("1_{i=k} x_i")))


def test_sums_beside_each_other_keep_their_letters_apart() -> None:
    algebra = Algebra()
    run = SummationIndex("i")
    one = algebra.over(run, (term_of(x(I)),))
    assert said(algebra.product(one, one)) == ["sum(i: sum(·1: (x[i] · x[·1])))"]


def test_what_a_letter_is_moved_to_decides_the_deltas_in_brackets() -> None:
    algebra = Algebra()
    found = term(r"a (1_{i=j} + x_i)")
    assert said(algebra.substituted(found, {"i": J})) == ["(a · (1 + x[j]))"]


def test_an_indicator_is_a_delta_a_number_or_a_factor() -> None:
    algebra = Algebra()
    i, j, one = n.Running(I), n.Running(J), n.Running(n.Fixed(1))

    def of(left: n.Expression, sign: str, right: n.Expression) -> list[str]:
        return said(algebra.indicator(n.Comparison(left, sign, right)))

    assert of(i, "=", j) == ["[1 if i = j else 0]"]
    assert of(i, r"\ne", i) == []
    assert of(one, r"\ne", n.Running(n.Fixed(2))) == ["1"]
    assert of(x(I), ">", n.ZERO) == ["[1 if x[i] > 0 else 0]"]


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (I, I, True),
        (I, J, None),
        (I, n.Letter("i", 1), False),
        (n.Fixed(1), n.Fixed(2), False),
        (n.Fixed(0), n.Extent("n"), False),
        (n.Fixed(1), n.Extent("n"), None),
        (n.Extent("n"), n.Extent("n", -1), False),
        (n.Extent("n"), n.Extent("m"), None),
    ],
)
def test_positions_are_one_apart_or_undecided(
    one: n.Position, other: n.Position, answer: bool | None
) -> None:
    assert same(one, other) is answer


def test_what_grows_too_large_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    long = terms("(a + b) (a + c) (a - b) (a - c) (b + c)")
    with pytest.raises(Unwritten, match="too many terms"):
        Algebra().expanded(long)
    monkeypatch.setattr(term_algebra, "MOST_NODES", 10)
    with pytest.raises(Unwritten, match="too many terms"):
        terms("a b c (a + b)")
