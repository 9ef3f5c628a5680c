"""Which entries one entry can reach: by equal indices, by earlier ones, or all."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck.evaluation.sparsity import SlotPair, aligned
from derivcheck.expressions import nodes as n
from derivcheck.models import Function, Model
from tests.evaluation.by_hand import (
    Rows,
    call,
    expression,
    here,
    model_of,
    over,
    plus,
    symbol,
    times,
    with_functions,
)

SAME = SlotPair(0, 0, equal=True)
UP_TO = SlotPair(0, 0, equal=False)


def reached(model: Model, base: str, *moving: str) -> dict[str, frozenset[SlotPair]]:
    return aligned(model, base, frozenset(moving))


def of(rows: Rows, base: str = "x") -> dict[str, frozenset[SlotPair]]:
    """What each defined quantity keeps of the base's slots."""
    model = model_of(rows, a=(), x=(3,), w=(3, 3))
    return reached(model, base, *{left.name for left in rows})


def test_an_entry_made_of_the_same_entry_of_others_reaches_no_other() -> None:
    rows: Rows = {
        symbol("z", "i"): times("a", symbol("x", "i")),
        symbol("h", "i"): call("tanh", symbol("z", "i")),
    }
    assert of(rows) == {"x": {SAME}, "z": {SAME}, "h": {SAME}}


def test_a_sum_over_all_entries_aligns_nothing() -> None:
    rows: Rows = {
        symbol("z", "i"): over(
            "sum", "k", times(symbol("w", "i", "k"), symbol("x", "k"))
        )
    }
    assert of(rows) == {"x": {SAME}}
    assert of(rows, "w")["z"] == {SAME}  # a row of w reaches one entry of z


def test_a_recursion_leaves_what_came_before_as_it_was() -> None:
    before = symbol("s", n.Letter("t", -1))
    rows: Rows = {symbol("s", "t"): plus(before, symbol("x", "t"))}
    assert of(rows) == {"x": {SAME}, "s": {UP_TO}}


def test_a_look_ahead_aligns_nothing() -> None:
    after = symbol("x", n.Letter("t", 1))
    assert of({symbol("s", "t"): after}) == {"x": {SAME}}


def test_a_bound_letter_of_the_same_name_is_another_letter() -> None:
    rows: Rows = {symbol("z", "i"): over("sum", "i", symbol("x", "i"))}
    assert of(rows) == {"x": {SAME}}


def test_an_entry_read_at_a_number_aligns_nothing() -> None:
    rows: Rows = {symbol("z", "i"): times(symbol("x", "i"), symbol("x", 1))}
    assert of(rows) == {"x": {SAME}}


def test_the_slots_of_a_transposed_array_cross() -> None:
    rows: Rows = {symbol("z", "i", "k"): symbol("w", "k", "i")}
    crossed = {SlotPair(0, 1, equal=True), SlotPair(1, 0, equal=True)}
    assert of(rows, "w")["z"] == crossed


@pytest.mark.parametrize(
    "value",
    [
        n.Partial(symbol("x", "i"), (symbol("x", "i"),)),
        n.Where(symbol("x", "i"), ((symbol("a"), expression(0)),)),
        call("f", symbol("x", "i")),
    ],
    ids=["a derivative", "a value held", "a function that reads x"],
)
def test_what_may_read_any_entry_aligns_nothing(value: n.Expression) -> None:
    model = model_of({symbol("z", "i"): value}, a=(), x=(3,))
    body = times(n.Parameter("t"), symbol("x", 1))
    model = with_functions(model, Function("f", ("t",), body))
    assert reached(model, "x", "z") == {"x": {SAME}}


def test_a_function_that_reads_nothing_that_moves_keeps_the_alignment() -> None:
    model = model_of({symbol("z", "i"): call("f", symbol("x", "i"))}, a=(), x=(3,))
    model = with_functions(model, Function("f", ("t",), times(n.Parameter("t"), "a")))
    assert reached(model, "x", "z")["z"] == {SAME}


def test_derivatives_are_those_of_the_full_graph_where_lines_are_left_out() -> None:
    before = symbol("s", n.Letter("t", -1))
    rows: Rows = {
        symbol("s", 0): "a",
        symbol("s", "t"): call("tanh", plus(before, symbol("x", "t"))),
        symbol("L"): over("sum", "t", symbol("s", "t"), 1, 3),
    }
    x = np.array([0.3, -0.8, 1.1])
    found = here(rows, a=0.2, x=x)
    states, jacobian = [0.2], np.zeros((4, 3))
    for t in range(3):
        states.append(float(np.tanh(states[-1] + x[t])))
        slope = 1 - states[-1] ** 2
        jacobian[t + 1] = slope * (jacobian[t] + np.eye(3)[t])
    slopes = [
        [
            found.number(n.Partial(symbol("s", "t"), (symbol("x", "k"),)), t=t, k=k)
            for k in (1, 2, 3)
        ]
        for t in (0, 1, 2, 3)
    ]
    np.testing.assert_allclose(slopes, jacobian, rtol=1e-13)
    total = [
        found.number(n.Partial(symbol("L"), (symbol("x", "k"),)), k=k)
        for k in (1, 2, 3)
    ]
    np.testing.assert_allclose(total, jacobian.sum(axis=0), rtol=1e-13)
