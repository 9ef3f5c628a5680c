"""Terms of an entry written as the array that has these entries."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

from derivcheck.diagnosis.derivation.by_components import Phrasing
from derivcheck.diagnosis.derivation.by_matrices import MatrixPhrasing, turned
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import Sum, Unwritten, term_of
from derivcheck.diagnosis.failing_claim import bench_for, writer_for
from derivcheck.expressions import Expression, side_by_side
from derivcheck.expressions import nodes as n
from derivcheck.models import Model, Writer
from derivcheck.pages import check_text
from tests.diagnosis.derivation.terms_in_words import terms
from tests.expressions.written import DECLARED

E, W, X, Y = (n.Symbol(name) for name in "Ewxy")
I = n.Letter("i")
HALF = n.Quotient(n.ONE, n.Number(Fraction(2), "2"))


@cache
def place() -> tuple[Model, Writer]:
    """The model of a page, and what writes in its names."""
    page = check_text(f"{DECLARED}\n$$\na = b\n$$\n")
    bench = bench_for(page.relations[-1])
    assert bench is not None
    return bench.model, writer_for(bench, page.pieces)


def in_latex(found: Expression) -> str:
    return place()[1].text(found)


def phrasing(algebra: Algebra, layout: str | None = None) -> MatrixPhrasing:
    return MatrixPhrasing(Phrasing(place()[0], algebra, {}), layout)


def array(tex: str, letters: str) -> str:
    """The array over some letters whose entries a formula gives."""
    algebra = Algebra()
    found = phrasing(algebra).array(terms(tex, algebra), tuple(letters))
    return in_latex(found)


@pytest.mark.parametrize(
    ("tex", "letters", "found"),
    [
        ("a - a", "i", "0"),
        (r"\sum_j w_{ij} x_j", "i", "w x"),
        (r"\sum_j w_{ji} x_j", "i", r"w^\top x"),
        (r"\sum_k w_{ik} w_{jk}", "ij", r"w w^\top"),
        (r"\sum_k w_{ik} x_k w_{jk}", "ij", r"w \operatorname{diag}(x) w^\top"),
        (r"\sum_j w_{ij}", "i", r"w \mathbf 1"),
        (r"\sum_i x_i y_i", "", r"x^\top y"),
        ("x_i y_j", "ij", r"x y^\top"),
        ("x_i y_i", "i", r"x \odot y"),
        ("w_{ij} w_{ji}", "ij", r"w \odot w^\top"),
        ("1_{i=j}", "ij", "I"),
        ("1_{i=j} x_i", "ij", r"\operatorname{diag}(x)"),
        ("x_i w_{ij}", "ij", r"\operatorname{diag}(x) w"),
        ("w_{ij} y_j", "ij", r"w \operatorname{diag}(y)"),
        ("x_i w_{ij} y_j", "ij", r"w \odot (x y^\top)"),
        ("a x_i - a y_i", "i", "a (x - y)"),
        (r"\frac{1}{a} x_i", "i", r"\frac{1}{a} x"),
        ("e^{x_i}", "i", "e^x"),
    ],
)
def test_entries_are_told_as_products_of_arrays(
    tex: str, letters: str, found: str
) -> None:
    assert array(tex, letters) == found


@pytest.mark.parametrize(
    ("tex", "letters", "reason"),
    [
        (r"\frac{1}{x_i}", "i", "a power of an array"),
        ("w_{ii} x_i", "i", "an index before a letter"),
        (r"\sum_j w_{ij} w_{kj} w_{mj}", "ikm", "a sum over three arrays"),
        (r"\max(x_i, y_i)", "i", "no array for this"),
    ],
)
def test_what_is_no_product_of_arrays_is_not_written(
    tex: str, letters: str, reason: str
) -> None:
    with pytest.raises(Unwritten, match=reason):
        array(tex, letters)


def test_term_by_term_nothing_stands_before_a_bracket() -> None:
    algebra = Algebra()
    found = phrasing(algebra).plain(terms("a x_i - a y_i", algebra), ("i",))
    assert in_latex(found) == "a x - a y"


def test_a_derivative_by_an_entry_is_the_row_that_its_layout_makes_it() -> None:
    derivative: Sum = (term_of(n.Partial(E, (n.Symbol("x", (I,)),))),)
    gradient = phrasing(Algebra(), "gradient").array(derivative, ("i",))
    jacobian = phrasing(Algebra(), "jacobian").array(derivative, ("i",))
    assert gradient == n.Partial(E, (X,), layout="gradient")
    assert jacobian == n.Transpose(n.Partial(E, (X,), layout="jacobian"))


@pytest.mark.parametrize(
    ("found", "transpose"),
    [
        (W, r"w^\top"),
        (n.Transpose(W), "w"),
        (side_by_side([W, X]), r"x^\top w^\top"),
        (n.Product((X, Y), (r"\odot",)), r"x^\top \odot y^\top"),
        (side_by_side([HALF, W]), r"\frac{1}{2} w^\top"),
        (side_by_side([HALF, W, X]), r"\frac{1}{2} x^\top w^\top"),
        (n.Negative(side_by_side([W, X])), r"-x^\top w^\top"),
        (n.Call("diag", (X,)), r"\operatorname{diag}(x)"),
        (n.ONE, "1"),
    ],
)
def test_a_product_is_transposed_factor_by_factor(
    found: Expression, transpose: str
) -> None:
    assert in_latex(turned(found)) == transpose
