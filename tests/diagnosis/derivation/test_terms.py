"""Terms: which are the same, which letters are free in them, and letters moved."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.diagnosis.derivation.terms import (
    ONE_TERM,
    BracketedSum,
    SummationIndex,
    Term,
    as_expression,
    as_term,
    group,
    letters_in,
    letters_of,
    moved_term,
    negative,
    nodes_in,
    scaled,
    size,
    term_of,
    together,
    without,
)
from derivcheck.expressions import nodes as n
from derivcheck.expressions import spelled
from tests.diagnosis.derivation.terms_in_words import said, term, terms

I, J, K = (n.Letter(letter) for letter in "ijk")
A, B = n.Symbol("a"), n.Symbol("b")


def x(position: n.Position) -> n.Symbol:
    return n.Symbol("x", (position,))


def summed(letter: str, lower: n.Position | None = None) -> Term:
    run = SummationIndex(letter, lower)
    return Term(runs=(run,), factors=((x(n.Letter(letter)), Fraction(1)),))


def test_a_term_is_the_product_that_it_stands_for() -> None:
    run = SummationIndex("k", n.Fixed(1), n.Extent("n"))
    factors = ((A, Fraction(-2)), (group((term_of(x(K)), ONE_TERM)), Fraction(1)))
    found = Term(Fraction(3, 2), (run,), ((I, J),), factors)
    text = "sum(k = 1 to n: ([1 if i = j else 0] · (a ^ -2) · (1 + x[k]) · 3/2))"
    assert spelled(as_expression(found)) == text
    assert as_expression(ONE_TERM) == n.ONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((term_of(A), term_of(B)), (term_of(B), term_of(A))),
        ((term_of(A), summed("i")), (summed("k"), term_of(A))),
        ((term_of(A), term_of(A)), (Term(Fraction(2), factors=((A, Fraction(1)),)),)),
    ],
)
def test_brackets_are_the_same_whatever_their_order_and_bound_letters(
    one: tuple[Term, ...], other: tuple[Term, ...]
) -> None:
    assert group(one) == group(other)
    assert hash(group(one)) == hash(group(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((term_of(A), term_of(A)), (term_of(A),)),
        ((term_of(A), term_of(B)), (term_of(A), *negative((term_of(B),)))),
        ((term_of(x(I)),), (term_of(x(J)),)),
        ((summed("i", n.Fixed(1)),), (summed("i", n.Fixed(2)),)),
    ],
)
def test_brackets_differ_in_numbers_free_letters_and_limits(
    one: tuple[Term, ...], other: tuple[Term, ...]
) -> None:
    assert group(one) != group(other)


def test_like_terms_are_added_where_the_first_of_them_stands() -> None:
    a, b = term_of(A), term_of(B)
    assert together([a, b, a]) == (*scaled((a,), Fraction(2)), b)
    assert together([a, b, *negative((a,))]) == (b,)
    assert together([summed("i"), summed("k")]) == scaled((summed("k"),), Fraction(2))


def test_like_terms_are_added_across_the_sign_of_a_bracket() -> None:
    less, more = (group(terms(tex)) for tex in ("a - b", "b - a"))
    assert together([term_of(less), term_of(more)]) == ()
    assert together([term_of(less), *negative((term_of(more),))]) == scaled(
        (term_of(more),), Fraction(-2)
    )


def test_sums_with_other_limits_are_not_added() -> None:
    found = (summed("i", n.Fixed(1)), summed("i", n.Fixed(2)))
    assert together(found) == found


def test_the_free_letters_of_a_term_are_those_that_no_sum_of_its_own_binds() -> None:
    found = term(r"1_{i=j} \sum_{k \ne m} w_{ki}")
    assert letters_of(found) == ("i", "j", "m")
    inside = group((summed("i"), term_of(x(J))))
    assert letters_in(inside) == ("j",)
    assert letters_in(x(K)) == ("k",)


def test_letters_are_moved_in_brackets_deltas_limits_and_sums() -> None:
    run = SummationIndex("k", upper=n.Letter("i", -1))
    inside = group((term_of(x(K)), term_of(x(I))))
    before = Term(runs=(run,), ties=((I, J),), factors=((inside, Fraction(1)),))
    found = moved_term(before, {"i": n.Fixed(3), "k": n.Letter("m")})
    text = "sum(m to 2: ([1 if 3 = j else 0] · (x[3] + x[m])))"
    assert spelled(as_expression(found)) == text


def test_several_terms_are_one_in_brackets() -> None:
    assert as_term((term_of(A),)) == term_of(A)
    assert as_term((term_of(A), term_of(B))) == term_of(group(terms("a + b")))


def test_a_factor_is_taken_out_whatever_its_power() -> None:
    found = term(r"\frac{b}{a^2}")
    assert without(found, A) == term_of(B)
    assert without(found, x(I)) == found


def test_the_size_of_a_term_counts_what_its_brackets_hold() -> None:
    assert size(ONE_TERM) == 1
    assert size(term("a b")) == 3
    assert size(term(r"\sum_i x_i")) == 3
    assert size(term("c (a + b)")) == 2 + size(term("a")) + size(term("b"))


def test_every_node_is_met_those_in_brackets_among_them() -> None:
    found = [spelled(node) for node in nodes_in(terms("e^a (b + c)"))]
    assert found == ["exp(a)", "a", "b", "c"]


def test_brackets_of_one_term_keep_its_number() -> None:
    double = group(terms("2 a"))
    assert isinstance(double, BracketedSum)
    assert said((term_of(double),)) == ["(2 · a)"]
