"""Small expressions put together."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.expressions import nodes as n
from derivcheck.expressions.building import (
    TWO,
    other_sign,
    product_of,
    product_of_two,
    side_by_side,
)

A, B = n.Symbol("a"), n.Symbol("b")


def test_the_other_sign_twice_is_the_term_itself() -> None:
    assert other_sign(A) == n.Negative(A)
    assert other_sign(other_sign(A)) == A
    assert other_sign(n.Negative(n.Negative(A))) == n.Negative(A)


def test_a_product_of_one_factor_is_that_factor_and_of_none_is_one() -> None:
    assert product_of([A], [], 7) is A
    assert side_by_side([A]) is A
    assert side_by_side([]) is n.ONE


def test_a_product_keeps_its_signs_and_its_place() -> None:
    found = product_of([A, B], [r"\cdot"], 7)
    assert isinstance(found, n.Product)
    assert (found.factors, found.signs, found.at) == ((A, B), (r"\cdot",), 7)
    assert product_of_two(A, B) == side_by_side([A, B]) == n.Product((A, B), ("",))
    assert side_by_side((A, B, A)) == n.Product((A, B, A), ("", ""))
    assert Fraction(TWO.text) == TWO.value == 2
