"""What is written down of an expression: its choices, and nothing that is known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.evaluation import (
    FLOAT,
    Surroundings,
    Tape,
    TracedPoint,
    TracingMachine,
    Untraced,
    as_javascript,
)
from derivcheck.expressions import nodes as n
from tests.evaluation.by_hand import (
    Rows,
    Written,
    call,
    compared,
    expression,
    here,
    index,
    over,
    plus,
    symbol,
    times,
)

X, Y = symbol("x"), symbol("y")
POSITIVE = compared(X, ">", expression(0))


def traced(*wanted: Written, rows: Rows | None = None) -> str:
    """The function for some expressions of x, y and an array z of two entries."""
    small = here(rows, x=0, y=0, z=[0, 0])
    tape, machine = Tape(), TracingMachine(small.model)
    env = Surroundings(machine, TracedPoint(small.point, tape), FLOAT)
    found = [machine.closure(expression(one))(env, {}) for one in wanted]
    return as_javascript(tape, found)


def slope(of: Written, by: n.Symbol = X) -> n.Partial:
    return n.Partial(expression(of), (by,))


def test_an_operation_that_is_met_twice_is_done_once() -> None:
    both = traced(call("exp", plus(X, Y)), times(2, call("exp", plus(X, Y))))
    assert both == "x=>{const a=Math.exp(x[0]+x[1]);return[a,2*a]}"


def test_zeros_and_ones_are_folded_in_a_derivative() -> None:
    assert traced(slope(plus(times(X, Y), n.Negative(Y)))) == "x=>{return[x[1]]}"
    assert traced(slope(times(3, X))) == "x=>{return[3]}"
    assert traced(slope(Y)) == "x=>{return[0]}"


def test_signs_keep_their_brackets() -> None:
    minus = n.Negative(X)
    assert (
        traced(times(n.Negative(plus(X, Y)), Y)) == "x=>{return[x[1]*(-(x[0]+x[1]))]}"
    )
    assert traced(n.Quotient(X, minus)) == "x=>{return[x[0]/(-x[0])]}"
    assert traced(plus(X, n.Negative(plus(X, Y)))) == "x=>{return[x[0]-(x[0]+x[1])]}"
    assert traced(plus(times(-2, X), minus)) == "x=>{return[-2*x[0]-x[0]]}"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (call("max", X, Y), "x[1]>x[0]?x[1]:x[0]"),
        (call("relu", X), "x[0]>0?x[0]:0"),
        (slope(call("relu", X)), "x[0]>0?1:0"),
        (slope(call("abs", X)), "x[0]>0?1:-1"),
        (call("sign", X), "x[0]>0?1:-1"),
        (times(Y, n.Indicator(POSITIVE)), "x[0]>0?x[1]:0"),
        (slope(times(X, n.Indicator(POSITIVE))), "x[0]>0?1:0"),
        (
            n.Cases(((times(X, X), POSITIVE), (n.Negative(X), n.Every(())))),
            "x[0]>0?x[0]*x[0]:-x[0]",
        ),
        (over("min", "k", symbol("z", "k")), "x[1]<x[0]?x[1]:x[0]"),
        (
            over("sum", "k", symbol("z", "k"), where=compared(X, ">", index("k"))),
            "(x[0]>1?x[1]:0)+(x[0]>2?x[2]:0)",
        ),
    ],
)
def test_what_a_value_decides_is_a_choice(asked: Written, written: str) -> None:
    assert traced(asked) == f"x=>{{return[{written}]}}"


def test_an_odd_root_keeps_the_sign() -> None:
    third = n.Number(Fraction(1, 3))
    assert traced(n.Power(X, third, root=True)) == (
        "x=>{return[x[0]>0?Math.exp(.3333333333333333*Math.log(x[0])):"
        "-Math.exp(.3333333333333333*Math.log(-x[0]))]}"
    )


def test_a_condition_on_indices_is_decided_at_once() -> None:
    first = compared(index("k"), "=", index(1))
    body = times(symbol("z", "k"), n.Indicator(first))
    assert traced(over("sum", "k", body)) == "x=>{return[x[0]]}"


def test_an_extreme_of_what_a_condition_leaves_is_refused() -> None:
    where = compared(symbol("z", "k"), ">", expression(0))
    with pytest.raises(Untraced, match="an extreme of what a condition leaves"):
        traced(over("max", "k", symbol("z", "k"), where=where))


def test_the_error_function_is_refused() -> None:
    with pytest.raises(Untraced, match="JavaScript has no error function"):
        traced(call("erf", X))
