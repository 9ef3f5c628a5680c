"""How far a letter runs: the slots in which it stands, those inside brackets too."""

from __future__ import annotations

import re

import pytest

from derivcheck.expressions import Key, NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.models import range_of, slot, slots_of
from tests.evaluation.by_hand import (
    compared,
    expression,
    index,
    model_of,
    over,
    plus,
    symbol,
    times,
)

MODEL = model_of(x=(3,), y=(3,), w=(2, 3))


def run_of(
    *found: n.Expression, letter: str = "k", labels: dict[str, Key] | None = None
) -> Key | None:
    return range_of(MODEL.extents, found, letter, {}, labels or {})


def test_a_letter_runs_as_far_as_the_slot_in_which_it_stands() -> None:
    assert run_of(symbol("w", "i", "k")) == slot("w", 1)
    assert run_of(symbol("w", "i", "k"), letter="i") == slot("w", 0)
    assert run_of(symbol("x", n.Letter("k", -1))) == slot("x", 0)
    assert run_of(symbol("x", 1), expression(2)) is None


def test_a_letter_in_two_slots_of_one_number_runs_as_far_as_both() -> None:
    assert run_of(times(symbol("x", "k"), symbol("w", "i", "k"))) == slot("x", 0)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (
            times(symbol("x", "k"), symbol("w", "k", "i")),
            "k runs to 3 in x and to 2 in w: one letter over two different sizes",
        ),
        (
            symbol("w", "k", "k"),
            "k runs to 2 as index 1 of w and to 3 as index 2 of w: one letter over two "
            "different sizes",
        ),
    ],
)
def test_a_letter_in_slots_of_two_sizes_is_told_with_both(
    found: n.Expression, message: str
) -> None:
    with pytest.raises(NotUnderstood, match=f"^{re.escape(message)}$"):
        run_of(found)


def test_a_declared_range_comes_before_what_the_slots_say() -> None:
    ranged = {"k": slot("w", 0)}
    message = (
        "k runs to 2 by declaration and to 3 in x: one letter over two different sizes"
    )
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        range_of(MODEL.extents, (symbol("x", "k"),), "k", ranged, {})
    assert range_of(MODEL.extents, (), "k", ranged, {}) == slot("w", 0)


def test_a_letter_that_a_sum_binds_is_another_one() -> None:
    inner = over("sum", "k", symbol("x", "k"))
    assert run_of(inner) is None
    assert run_of(times(inner, symbol("w", "k", 1))) == slot("w", 0)


def test_the_slots_inside_brackets_with_a_component_are_found() -> None:
    column = n.Entry(plus(symbol("x", "k"), symbol("y")), (n.Letter("i"),))
    assert list(slots_of(MODEL.extents, column, "k")) == [(slot("x", 0), "x", 0)]
    assert run_of(column) == slot("x", 0)


def test_a_letter_equal_to_another_or_at_a_limit_runs_as_far_as_that_one() -> None:
    delta = n.Indicator(compared(index("k"), "=", index("i")))
    assert run_of(times(delta, symbol("w", "i", 1))) == slot("w", 0)
    assert run_of(over("sum", "j", symbol("x", "j"), 1, "k")) == slot("x", 0)
    others = compared(index("j"), r"\ne", index("k"))
    assert run_of(over("sum", "j", symbol("x", "j"), where=others)) == slot("x", 0)


def test_a_letter_beside_a_label_runs_over_its_classes() -> None:
    label = n.Running(n.Label("t"))
    delta = n.Indicator(compared(index("k"), "=", label))
    assert run_of(delta, labels={"t": slot("x", 0)}) == slot("x", 0)
    assert run_of(delta) is None
