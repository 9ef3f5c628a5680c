"""Sums of terms in other brackets."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.diagnosis.derivation.factoring import (
    factored,
    opened,
    ordered,
    parted,
    summed_together,
)
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import as_term, scaled
from tests.diagnosis.derivation.terms_in_words import said, terms


def test_a_term_that_is_not_negative_stands_first() -> None:
    assert said(ordered(terms("-a + b - c"))) == ["b", "(a · -1)", "(c · -1)"]
    assert said(ordered(terms("-a - b"))) == ["(a · -1)", "(b · -1)"]


@pytest.mark.parametrize(
    ("tex", "common", "rest"),
    [
        ("a b + a c", "a", ["b", "c"]),
        ("2 a b - 2 a c", "(a · 2)", ["b", "(c · -1)"]),
        ("-a b - a c", "(a · -1)", ["b", "c"]),
        ("a^3 b + a^2 c", "(a ^ 2)", ["(a · b)", "c"]),
        (r"\frac{a}{c} + \frac{b}{c}", "(c ^ -1)", ["a", "b"]),
        (r"\sum_i x_i a + b a", "a", ["sum(·1: x[·1])", "b"]),
        (r"\sum_i x_i + \sum_i x_i y_i", "1", ["sum(·1: x[·1])",
                                               "sum(·1: (x[·1] · y[·1]))"]),
        ("a + b", "1", ["a", "b"]),
    ],
)  # fmt: skip  # a case a row
def test_what_all_terms_have_in_common_stands_before_the_rest(
    tex: str, common: str, rest: list[str]
) -> None:
    algebra = Algebra()
    before, left = factored(algebra, terms(tex, algebra))
    assert (said((before,)), said(left)) == ([common], rest)


def test_letters_that_a_delta_makes_one_are_exchanged_to_find_more() -> None:
    algebra = Algebra()
    found = terms("1_{i=j} x_i + 1_{i=j} x_j y_i", algebra)
    common, rest = factored(algebra, found)
    assert said((common,)) == ["([1 if i = j else 0] · x[j])"]
    assert said(rest) == ["1", "y[j]"]


def test_nothing_but_a_bracket_is_opened_with_its_number() -> None:
    inside, two = terms("a + b"), Fraction(2)
    (alone,) = scaled((as_term(inside),), two)
    assert opened(alone) == scaled(inside, two)
    (product,) = terms("c (a + b)")
    assert opened(product) == (product,)


@pytest.mark.parametrize(
    ("tex", "together"),
    [
        (r"\sum_i x_i y_i - \sum_k x_k z_k + a",
         ["sum(·1: ((y[·1] + (-1 · z[·1])) · x[·1]))", "a"]),
        (r"-\sum_i x_i y_i - \sum_k x_k z_k",
         ["sum(·1: ((y[·1] + z[·1]) · x[·1] · -1))"]),
        (r"\sum_i y_i + \sum_k z_k", ["sum(·1: y[·1])", "sum(·1: z[·1])"]),
    ],
)  # fmt: skip  # a case a row
def test_sums_with_a_factor_of_their_letter_in_common_are_one(
    tex: str, together: list[str]
) -> None:
    assert said(summed_together(terms(tex))) == together


def test_a_difference_of_squares_is_a_product_also_inside_brackets() -> None:
    algebra = Algebra()

    def of(tex: str) -> list[str]:
        return said(parted(terms(tex, algebra), algebra))

    assert of("a (1 - b^2)") == ["(a · (1 + (-1 · b)) · (1 + b))"]
    assert of("a (1 - b^3)") == ["(a · (1 + (-1 · (b ^ 3))))"]
    inside = "(((1 + (-1 · c)) · (1 + c) · b) + c)"
    assert of("a (c + b (1 - c^2))") == [f"(a · {inside})"]
