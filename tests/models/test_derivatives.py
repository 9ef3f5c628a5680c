"""Derivatives by arrays: their shapes in each layout, their entries, their faults."""

from __future__ import annotations

import pytest

from derivcheck.expressions import Expression
from derivcheck.expressions import nodes as n
from tests.lowered import (
    PLACE,
    W,
    a,
    called,
    entry,
    lowered,
    refusal,
    times,
    turned,
    x,
    y,
    z,
)

LOSS = called("exp", a)


def by(
    of: Expression,
    *symbols: n.Symbol,
    layout: str | None = None,
    sign: str = "frac",
) -> n.Partial:
    return n.Partial(of, symbols, sign, False, PLACE, layout)


def test_a_derivative_by_a_number_has_the_shape_of_what_it_is_of() -> None:
    assert lowered(by(times(W, x), a)) == (
        "a column of m",
        "(∂sum(·1: (W[i,·1] · x[·1])) / ∂a)",
    )
    assert lowered(by(LOSS, a, a)) == ("a number", "(∂^2exp(a) / ∂a ∂a)")


@pytest.mark.parametrize("layout", [None, "numerator", "denominator", "jacobian"])
def test_a_gradient_has_the_shape_of_what_it_is_taken_by(layout: str | None) -> None:
    gradient = by(LOSS, W, layout=layout)
    assert lowered(gradient) == ("m × n", "(∂exp(a) / ∂W[i,j])")


def test_the_jacobian_of_a_number_is_a_row() -> None:
    row = by(LOSS, x, layout="jacobian")
    assert lowered(row) == ("a row of n", "(∂exp(a) / ∂x[i])")
    column = by(LOSS, x, layout="jacobian", sign="nabla")
    assert lowered(column) == ("a column of n", "(∂exp(a) / ∂x[i])")


def test_an_index_that_is_written_stands_before_those_of_the_entry() -> None:
    gradient = by(LOSS, entry("W", n.Fixed(2)))
    assert lowered(gradient) == ("a column of n", "(∂exp(a) / ∂W[2,i])")


def test_a_column_by_a_column_lies_as_the_layout_says() -> None:
    numerator = by(y, x, layout="numerator")
    assert lowered(numerator) == ("m × n", "(∂y[i] / ∂x[j])")
    denominator = by(y, x, layout="denominator")
    assert lowered(denominator) == ("n × m", "(∂y[j] / ∂x[i])")


def test_second_derivatives_by_two_columns_are_a_matrix() -> None:
    assert lowered(by(LOSS, y, x)) == ("m × n", "(∂^2exp(a) / ∂y[i] ∂x[j])")


def test_the_gradient_of_a_number_may_be_turned() -> None:
    gradient = by(turned(LOSS), W, sign="nabla")
    assert lowered(gradient) == ("n × m", "(∂exp(a) / ∂W[j,i])")


def test_a_vector_by_a_vector_wants_a_layout() -> None:
    assert refusal(by(y, x)) == (
        "the derivative of a vector with respect to a vector needs a layout: "
        "<!-- derivcheck: layout numerator --> or denominator"
    )


def test_the_derivative_of_a_row_is_refused() -> None:
    assert refusal(by(turned(y), x, layout="numerator")) == (
        "the derivative of a row of m by a column of n is not read: take that of the "
        "column, in a layout that the page names"
    )


@pytest.mark.parametrize(
    ("of", "symbol", "shapes"),
    [(W, x, "m × n by a column of n"), (y, W, "a column of m by m × n")],
)
def test_a_derivative_of_more_than_two_indices_is_refused(
    of: n.Symbol, symbol: n.Symbol, shapes: str
) -> None:
    assert refusal(by(of, symbol)) == (
        f"the derivative of {shapes} has more than two indices; write it by components"
    )


@pytest.mark.parametrize("symbols", [(x, W), (x, a), (x, z, z)])
def test_a_higher_derivative_is_by_two_columns(symbols: tuple[n.Symbol, ...]) -> None:
    assert refusal(by(LOSS, *symbols)) == (
        "a higher derivative by arrays is read of a number, by two columns"
    )
