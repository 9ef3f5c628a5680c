"""The table of operators: names, known arrays, transposes, entries, other values."""

from __future__ import annotations

import pytest

from derivcheck.expressions import ONE, Expression, Position
from derivcheck.expressions import nodes as n
from derivcheck.models import is_zero
from tests.lowered import (
    PLACE,
    I,
    J,
    K,
    W,
    a,
    entry,
    lowered,
    refusal,
    times,
    turned,
    x,
    y,
)


@pytest.mark.parametrize(
    ("expression", "shape", "component"),
    [
        (ONE, "a number", "1"),
        (n.Running(K), "a number", "k"),
        (n.Parameter("t"), "a number", "@t"),
        (a, "a number", "a"),
        (x, "a column of n", "x[i]"),
        (W, "m × n", "W[i,j]"),
        (entry("W", K), "a column of n", "W[k,i]"),
        (entry("T", K), "n × n", "T[k,i,j]"),
        (entry("W", K, J), "a number", "W[k,j]"),
    ],
)
def test_the_indices_that_are_not_written_are_the_sides_of_an_array(
    expression: Expression, shape: str, component: str
) -> None:
    assert lowered(expression) == (shape, component)


def test_an_array_of_three_sides_is_refused() -> None:
    assert refusal(entry("T")) == (
        "T has 3 indices, found 0: arrays of more than two are read by components"
    )


@pytest.mark.parametrize(
    ("known", "component"),
    [
        (n.Known("ones"), "(x[i] + 1)"),
        (n.Known("unit", (K,)), "(x[i] + [1 if i = k else 0])"),
    ],
)
def test_a_known_column_is_as_long_as_what_stands_beside_it(
    known: n.Known, component: str
) -> None:
    assert lowered(n.Plus((x, known))) == ("a column of n", component)


def test_the_identity_is_as_large_as_what_stands_beside_it() -> None:
    product = times(n.Known("identity"), W)
    component = "sum(·1: ([1 if i = ·1 else 0] · W[·1,j]))"
    assert lowered(product) == ("m × n", component)
    assert lowered(n.Known("identity")) == ("a matrix", "[1 if i = j else 0]")


def test_a_transpose_exchanges_the_sides() -> None:
    assert lowered(turned(W)) == ("n × m", "W[j,i]")
    assert lowered(turned(x)) == ("a row of n", "x[i]")
    assert lowered(turned(turned(x))) == ("a column of n", "x[i]")
    assert lowered(turned(a)) == ("a number", "a")


def test_indices_behind_an_expression_pick_an_entry_or_a_row() -> None:
    product = times(W, turned(W))
    whole = n.Entry(product, (I, J), PLACE)
    assert lowered(whole) == ("a number", "sum(·1: (W[i,·1] · W[j,·1]))")
    row = n.Entry(product, (K,), PLACE)
    assert lowered(row) == ("a column of m", "sum(·1: (W[k,·1] · W[i,·1]))")


@pytest.mark.parametrize(
    ("of", "indices", "message"),
    [
        (a, (I,), "a number has no indices, found 1"),
        (x, (I, J), "a column of n has 1 index, found 2"),
        (W, (I, J, K), "m × n has 2 indices, found 3"),
    ],
)
def test_more_indices_than_sides_are_refused(
    of: Expression, indices: tuple[Position, ...], message: str
) -> None:
    assert refusal(n.Entry(of, indices, PLACE)) == message


def test_other_values_are_those_of_numbers() -> None:
    where = n.Where(times(a, x), ((a, n.Entry(y, (K,))),))
    assert lowered(where) == ("a column of n", "((a · x[i]) at a = y[k])")


def test_a_value_that_is_put_in_is_a_number() -> None:
    assert refusal(n.Where(a, ((a, x),))) == (
        "a value is a number, found a column of n"
    )


def test_zero_alone_stands_for_an_array_of_zeros() -> None:
    assert is_zero(n.Number(ONE.value * 0, "0"))
    assert not is_zero(n.Negative(ONE))
