"""Terms written by components, as a person would."""

from __future__ import annotations

from functools import cache

import pytest

from derivcheck.diagnosis.derivation.by_components import Phrasing
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.expressions import Key, free_letters, spelled
from derivcheck.models import Model, slot
from tests.diagnosis.derivation.terms_in_words import model_of, terms
from tests.expressions.written import DECLARED, written

NOTHING_TAKEN = frozenset[str]()


@cache
def model() -> Model:
    return model_of(DECLARED)


def phrased(tex: str, runs: dict[Key, list[str]] | None = None) -> str:
    """What becomes of a formula that is read as terms and written again."""
    algebra = Algebra()
    phrasing = Phrasing(model(), algebra, runs or {})
    found = phrasing.expression(terms(tex, algebra))
    return spelled(phrasing.lettered(found, frozenset(free_letters(found))))


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("a - a", "0"),
        ("-a + b", "(b - a)"),
        ("-a - b", "(-(a + b))"),
        ("b a - c a", "(a · (b - c))"),
        (r"\frac{2 a}{3}", "((2 / 3) · a)"),
        (r"\frac{a}{2 b}", "(a / (2 · b))"),
        (r"\frac{1}{n} \sum_i x_i", "((1 / n) · sum(i: x[i]))"),
        (r"a^{-1} \sqrt{b}", "(sqrt(b) / a)"),
        (r"a^{-3} b^2", "((b ^ 2) / (a ^ 3))"),
        ("1_{i=j} x_i", "([1 if i = j else 0] · x[i])"),
    ],
)
def test_terms_are_written_with_fractions_and_common_factors(
    tex: str, found: str
) -> None:
    assert phrased(tex) == found


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"\sum_i a x_i y_i", "(a · sum(i: (x[i] · y[i])))"),
        (r"\sum_i \sum_j x_i w_{ij} y_j",
         "sum(i: (x[i] · sum(j: (w[i,j] · y[j]))))"),
        (r"\sum_i \sum_j x_i y_j", "(sum(i: x[i]) · sum(j: y[j]))"),
        (r"\sum_i x_i y_i - \sum_k x_k z_k", "sum(i: ((y[i] - z[i]) · x[i]))"),
    ],
)  # fmt: skip  # a case a row
def test_a_sum_stands_about_what_needs_its_letter(tex: str, found: str) -> None:
    assert phrased(tex) == found


def test_a_letter_that_is_taken_is_not_bound_again() -> None:
    assert phrased(r"x_i \sum_i x_i") == "(x[i] · sum(m: x[m]))"


def test_a_sum_takes_the_letter_that_the_page_runs_over_its_slot() -> None:
    algebra = Algebra()
    key = model().extents.find(slot("x", 0))
    phrasing = Phrasing(model(), algebra, {key: ["m", "k"]})
    over = written(r"\sum_i x_i")
    assert spelled(phrasing.lettered(over, frozenset("i"))) == "sum(m: x[m])"
    assert spelled(phrasing.lettered(over, frozenset("im"))) == "sum(k: x[k])"
    assert spelled(phrasing.lettered(over, NOTHING_TAKEN)) == "sum(i: x[i])"
