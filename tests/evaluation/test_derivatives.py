"""Derivatives in the graph, and quantities held at other values."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.points import TooMuch
from derivcheck.evaluation.scalars import NOTHING
from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from tests.evaluation.by_hand import (
    Here,
    Rows,
    Written,
    call,
    expression,
    here,
    model_of,
    over,
    plus,
    symbol,
    times,
)

X = np.array([0.5, -1.0, 2.0])
W = np.array([[1.0, -2.0, 0.5], [0.3, 0.7, -1.1]])
Z = W @ X
LAYER: Rows = {
    symbol("z", "i"): over("sum", "k", times(symbol("w", "i", "k"), symbol("x", "k"))),
    symbol("h", "i"): call("tanh", symbol("z", "i")),
    symbol("L"): over("sum", "i", times(symbol("h", "i"), symbol("h", "i"))),
}


def layer() -> Here:
    """A hidden layer of two units with the sum of its squares."""
    return here(LAYER, x=X, w=W)


def by(of: Written, *below: n.Variable, immediate: bool = False) -> n.Partial:
    """A derivative."""
    return n.Partial(expression(of), below, immediate=immediate)


def refusal(partial: n.Partial, rows: Rows | None = None) -> str:
    """Why a derivative is refused before anything is worked out."""
    with pytest.raises(NotUnderstood) as found:
        Machine(model_of(rows or LAYER, x=(3,), w=(2, 3)), None).closure(partial)
    return str(found.value)


def test_a_derivative_by_an_input_goes_along_all_paths() -> None:
    found = layer()
    wanted = 2 * W.T @ (np.tanh(Z) / np.cosh(Z) ** 2)
    slopes = [found.number(by("L", symbol("x", "k")), k=k) for k in (1, 2, 3)]
    assert slopes == pytest.approx(wanted.tolist(), rel=1e-13)


def test_the_graph_is_cut_at_the_denominator() -> None:
    found = layer()
    wanted = 2 * np.tanh(Z)
    slopes = [found.number(by("L", symbol("h", "i")), i=i) for i in (1, 2)]
    assert slopes == pytest.approx(wanted.tolist(), rel=1e-15)


def test_a_derivative_by_itself_is_one_and_by_another_entry_nothing() -> None:
    found = layer()
    assert found.value(by(symbol("z", 1), symbol("z", 1))) == 1.0
    assert found.value(by(symbol("z", 1), symbol("z", 2))) is NOTHING
    assert found.value(by(symbol("x", 1), symbol("z", 1))) is NOTHING
    assert found.value(by(expression(3), symbol("x", 1))) is NOTHING


def test_a_shifted_letter_below_reads_the_entry_beside() -> None:
    found = layer()
    beside = by(symbol("z", "i"), symbol("x", n.Letter("k", 1)))
    assert found.value(beside, i=1, k=2) == W[0, 2]
    assert found.value(by(symbol("z", "i"), symbol("x", 3)), i=2) == W[1, 2]


def test_second_derivatives_are_those_of_the_formula_in_either_order() -> None:
    found = layer()
    second = 2 * (1 - np.tanh(Z) ** 2) * (1 - 3 * np.tanh(Z) ** 2)
    wanted = float(W[:, 0] @ (second * W[:, 2]))
    one, other = symbol("x", 1), symbol("x", 3)
    assert found.number(by("L", one, other)) == pytest.approx(wanted, rel=1e-12)
    assert found.number(by("L", other, one)) == pytest.approx(wanted, rel=1e-12)
    twice = float(second[0])
    square = found.number(by("L", symbol("z", 1), symbol("z", 1)))
    assert square == pytest.approx(twice, rel=1e-13)


def test_a_derivative_of_a_derivative_is_the_second_one() -> None:
    found = layer()
    nested = by(by("L", symbol("x", 3)), symbol("x", 1))
    once = by("L", symbol("x", 1), symbol("x", 3))
    assert found.number(nested) == pytest.approx(found.number(once), rel=1e-14)


def test_the_immediate_derivative_goes_through_one_definition_alone() -> None:
    rows: Rows = {
        symbol("s"): times("a", "a"),
        symbol("t"): times("a", "s"),
    }
    found = here(rows, a=3.0)
    assert found.value(by("t", symbol("a"))) == 27.0
    assert found.value(by("t", symbol("a"), immediate=True)) == 9.0
    assert found.value(by("t", symbol("s"), immediate=True)) == 3.0
    assert found.value(by("s", symbol("t"), immediate=True)) is NOTHING


@pytest.mark.parametrize(
    ("partial", "message"),
    [
        (
            by("L", symbol("h", 1), symbol("z", 1)),
            "h depends on z: a second derivative by both has no meaning here",
        ),
        (by("L", symbol("x")), "x has 1 indices, found 0"),
        (by("L", symbol("w", 1)), "w has 2 indices, found 1"),
        (
            by(times(n.Parameter("t"), n.Parameter("t")), n.Parameter("t")),
            "a derivative by a function's parameter is written f'(z)",
        ),
        (
            by(times("L", "L"), symbol("x", 1), immediate=True),
            r"\partial^{+}, or a slope in one argument, is read of one quantity of the "
            "model, or where nothing else in the formula depends on what it is by",
        ),
    ],
)
def test_a_derivative_without_a_meaning_is_refused(
    partial: n.Partial, message: str
) -> None:
    assert refusal(partial) == message


def test_a_row_by_another_that_depends_on_it_is_refused_at_the_point() -> None:
    rows: Rows = {
        symbol("s", 1): times(2, symbol("x", 1)),
        symbol("s", 2): times(symbol("s", 1), symbol("x", 2)),
    }
    message = "s depends on s: a derivative by both, or by one at a value of the other"
    found = here(rows, x=[2.0, 3.0])
    of = times(symbol("s", 1), symbol("s", 2))
    with pytest.raises(NotUnderstood, match=f"^{message}, has no meaning here$"):
        found.value(by(of, symbol("s", 1), symbol("s", 2)))


def test_derivatives_are_nested_six_deep_and_no_deeper() -> None:
    found = here(a=2.0)
    power = n.Power(symbol("a"), expression(6))
    assert found.number(by(power, *[symbol("a")] * 6)) == 720.0
    with pytest.raises(TooMuch, match=r"^more than 6 derivatives in each other$"):
        found.value(by(power, *[symbol("a")] * 7))


# --- held at other values -----------------------------------------------------------


def held(of: Written, *values: tuple[n.Symbol, Written]) -> n.Where:
    """An expression with quantities held at values."""
    return n.Where(expression(of), tuple((s, expression(e)) for s, e in values))


def test_what_depends_on_a_held_quantity_is_worked_out_anew() -> None:
    found = layer()
    wanted = float(np.sum(np.tanh(W[:, 1:] @ X[1:]) ** 2))
    assert found.number(held("L", (symbol("x", 1), 0))) == pytest.approx(wanted)
    whole = float(np.sum(np.tanh(Z) ** 2))
    assert found.number("L") == pytest.approx(whole)


def test_all_values_are_taken_outside_before_any_is_held() -> None:
    found = here(a=2.0, b=5.0)
    ratio = n.Quotient(symbol("a"), symbol("b"))
    swapped = held(ratio, (symbol("a"), "b"), (symbol("b"), "a"))
    assert found.number(swapped) == 2.5


def test_a_derivative_is_taken_where_a_quantity_is_held() -> None:
    found = here(a=2.0, b=5.0)
    slope = held(by(times("a", "a", "b"), symbol("a")), (symbol("a"), 3))
    assert found.number(slope) == 30.0
    inside = by(held(times("a", "a", "b"), (symbol("a"), 3)), symbol("b"))
    assert found.number(inside) == 9.0
    gone = by(held(times("a", "b"), (symbol("a"), 3)), symbol("a"))
    assert found.number(gone) == 0.0


def test_a_quantity_may_be_held_at_a_value_that_moves() -> None:
    found = here({symbol("s"): times("a", "a")}, a=2.0, b=5.0)
    slope = by(held(plus("s", "b"), (symbol("a"), times(3, "b"))), symbol("b"))
    assert found.number(slope) == 2 * 15.0 * 3 + 1


def test_an_entry_held_leaves_the_others_as_they_are() -> None:
    found = layer()
    there = held(symbol("z", "i"), (symbol("z", 1), 7))
    assert [found.number(there, i=i) for i in (1, 2)] == [7.0, pytest.approx(Z[1])]
