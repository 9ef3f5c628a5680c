"""What a compiler keeps: who depends on whom, the rows of a definition, its limits."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.points import FLOAT, Leaves
from derivcheck.evaluation.shared_values import Applied
from derivcheck.expressions import nodes as n
from derivcheck.models import Function, slot
from tests.evaluation.by_hand import (
    Here,
    Rows,
    call,
    here,
    model_of,
    over,
    placed,
    plus,
    symbol,
    times,
    with_functions,
)

CHAIN: Rows = {
    symbol("z", "i"): times("a", symbol("x", "i")),
    symbol("h", "i"): call("tanh", symbol("z", "i")),
    symbol("L"): over("sum", "i", symbol("h", "i")),
    symbol("M"): times("a", "a"),
}


def machine() -> Machine:
    return Machine(model_of(CHAIN, a=(), x=(3,)), None)


def test_what_lies_downstream_is_found_through_all_definitions_between() -> None:
    found = machine()
    assert found.downstream("x") == {"z", "h", "L"}
    assert found.downstream("a") == {"z", "h", "L", "M"}
    assert found.downstream("h") == {"L"}
    assert found.downstream("L") == frozenset()
    assert found.downstream("x") is found.downstream("x")


def test_a_function_of_the_page_carries_what_it_reads_downstream() -> None:
    function = Function("f", ("t",), times(n.Parameter("t"), "a"))
    model = model_of({symbol("s"): call("f", "b")}, a=(), b=())
    model = with_functions(model, function)
    assert Machine(model, None).downstream("a") == {"s"}


def test_a_recursion_lies_downstream_of_itself() -> None:
    before = symbol("s", n.Letter("t", -1))
    step = times(before, symbol("x", "t"))
    rows: Rows = {symbol("s", 0): "a", symbol("s", "t"): step}
    found = Machine(model_of(rows, a=(), x=(3,)), None)
    assert found.downstream("s") == {"s"}
    assert found.downstream("a") == {"s"}


@pytest.mark.parametrize(
    ("name", "letters", "nested"),
    [("z", ("i",), False), ("h", ("i",), True), ("L", (), True), ("x", None, False)],
)
def test_a_definition_knows_its_letters_and_whether_it_reads_others(
    name: str, letters: tuple[str, ...] | None, nested: bool
) -> None:
    found = machine().compiled(name)
    assert (found.letters, found.nested) == (letters, nested)


def test_a_definition_is_compiled_once_and_its_branches_are_its_own() -> None:
    model = model_of({symbol("r"): call("relu", "a")}, a=())
    found = Machine(model, None)
    found.closure(times(call("abs", "a"), "r"))
    around = list(found.gathered)
    row = found.compiled("r")
    assert row is found.compiled("r")
    assert found.gathered == around
    assert len(around) == len(row.sites) == 1
    assert around != row.sites


def rows_for_some() -> Here:
    """The entries of s: a for the first, the product of both for the second, else 1."""
    rows: Rows = {
        symbol("s", "i"): symbol("x", "i"),
        symbol("s", 2): times("a", symbol("x", 1)),
    }
    return here(rows, a=10.0, x=[1.0, 2.0, 3.0])


def test_a_row_for_one_entry_comes_before_the_row_for_all() -> None:
    found = rows_for_some()
    assert [found.number(symbol("s", "i"), i=i) for i in (1, 2, 3)] == [1.0, 10.0, 3.0]


def test_an_entry_beyond_all_rows_leaves_the_array() -> None:
    with pytest.raises(Leaves) as found:
        rows_for_some().value(symbol("s", 4))
    leaves = found.value
    assert (leaves.name, leaves.number, leaves.value, leaves.last) == ("s", 0, 4, 3)


def test_a_slot_runs_from_one_or_from_zero_to_its_size() -> None:
    model = model_of(c=(3,), w=(2, 4))
    model.extents.zero.add(model.extents.find(slot("c", 0)))
    found = placed(model, {"w": np.zeros((2, 4))})
    assert found.machine.bounds("c", found.point) == [range(4)]
    assert found.machine.bounds("w", found.point) == [range(1, 3), range(1, 5)]
    assert found.machine.bounds("unheard of", found.point) == []


def test_an_entry_and_a_known_function_of_one_are_stored_and_nothing_else() -> None:
    function = Function("f", ("t",), plus(n.Parameter("t"), 1))
    found = Machine(with_functions(model_of(x=(3,)), function), None)
    entry = symbol("x", "i")
    assert found.stored(entry) == ("x", entry.indices)
    stored = found.stored(call("exp", entry))
    assert stored is not None
    applied, indices = stored
    assert isinstance(applied, Applied)
    assert (applied.name, indices) == ("x", entry.indices)
    assert applied.reads == {"x"}
    assert found.stored(call("exp", entry)) == stored
    for other in (
        n.Parameter("t"),
        call("exp", n.Parameter("t")),
        call("f", entry),
        call("relu", entry),
        call("exp", entry, order=1),
        times(entry, entry),
    ):
        assert found.stored(other) is None


def test_a_whole_number_is_a_float_where_there_are_no_balls() -> None:
    found = machine()
    assert found.tiered(3, FLOAT) == 3.0
    assert isinstance(found.tiered(3, FLOAT), float)
