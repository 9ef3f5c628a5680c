"""What is given -> the model: names in force, components, what is broken."""

from __future__ import annotations

import copy

import pytest

from derivcheck.expressions import Expression, Sentence, spelled
from derivcheck.expressions import message as said
from derivcheck.expressions import nodes as n
from derivcheck.expressions.plain_text import numbered, slots
from derivcheck.models.building import build_model
from derivcheck.models.given import Given
from derivcheck.models.model import Function, Model
from derivcheck.models.sizes import slot

I, K = n.Letter("i"), n.Letter("k")
A, X, W, Y = (n.Symbol(name, ()) for name in "axWy")


def given() -> Given:
    """A number a, a column x of n, and a matrix W of m rows and n columns."""
    found = Given()
    found.take("a", 0, 0)
    for name, sizes in {"x": "n", "W": "mn"}.items():
        found.take(name, len(sizes), 0)
        for number, size in enumerate(sizes):
            found.extents.tie(found.extents.name_size(size), slot(name, number))
    return found


def built(*definitions: tuple[n.Symbol, Expression]) -> Model:
    found = given()
    for order, (left, value) in enumerate(definitions, 1):
        found.define(left, value, order)
    return build_model(found)


def rows(model: Model, name: str) -> list[str]:
    return [
        numbered(f"{slots(row.indices)} := {spelled(row.value)}").strip()
        for row in model.quantities[name].rows
    ]


def times(*factors: Expression) -> n.Product:
    return n.Product(factors, ("",) * (len(factors) - 1))


def test_a_definition_of_an_array_is_lowered_to_its_entries() -> None:
    model = built((Y, times(W, X)))
    assert rows(model, "y") == ["[·1] := sum(·2: (W[·1,·2] · x[·2]))"]
    assert model.quantities["y"].slots == 1
    assert model.extents.say_slot("y", 0) == "m"


def test_a_name_means_the_version_in_force_where_it_is_read() -> None:
    model = built((Y, A), (n.Symbol("z", ()), Y), (Y, n.ONE), (n.Symbol("u", ()), Y))
    assert rows(model, "z") == [":= y"]
    assert rows(model, "u") == [":= y#2"]


def test_a_definition_reads_those_that_stand_behind_it_too() -> None:
    model = built((n.Symbol("z", ()), times(A, Y)), (Y, times(W, X)))
    assert rows(model, "z") == ["[·1] := (a · y[·1])"]


def test_a_name_on_both_sides_is_broken_unless_an_index_moves() -> None:
    s = n.Symbol("s", (I,))
    model = built((Y, times(A, Y)), (s, n.Symbol("s", (n.Letter("i", -1),))))
    assert dict(model.broken) == {"y": Sentence("y is on both sides of its definition")}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            n.Plus((W, X)),
            "W is not declared, so it was read as a number; declare it, for example "
            r"W \in \mathbb{R}^{m \times n} (as read, m × n and a column of n are not "
            "added: their shapes differ; to add b to each column write "
            r"b \mathbf 1^\top, to each row \mathbf 1 b^\top)",
        ),
        (n.Symbol("x", (K,)), "k is free on its right and missing on its left"),
    ],
)
def test_a_definition_without_a_meaning_is_broken_and_the_others_stand(
    value: Expression, message: str
) -> None:
    model = built((Y, value), (n.Symbol("z", ()), times(W, X)))
    assert [said(f) for f in model.broken.values()] == [message]
    assert rows(model, "z") == ["[·1] := sum(·2: (W[·1,·2] · x[·2]))"]


def test_an_entry_by_another_name_is_read_as_that_entry() -> None:
    first = n.Symbol("x", (n.Fixed(1),))
    model = built((n.Symbol("u", ()), first), (Y, times(n.Symbol("u", ()), A)))
    assert rows(model, "u") == [":= x[1]"]
    assert rows(model, "y") == [":= (x[1] · a)"]


def test_a_function_of_numbers_is_lowered_once_for_all_its_calls() -> None:
    found = given()
    parameter = n.Parameter("t")
    found.functions["f"] = Function("f", ("t",), times(A, parameter))
    found.define(Y, n.Call("f", (X,), 0), 1)
    model = build_model(found)
    body = model.functions["f"].body
    assert body is not None
    assert spelled(body) == "(a · @t)"
    assert rows(model, "y") == ["[·1] := f(x[·1])"]


def test_a_function_whose_sizes_do_not_fit_is_broken_and_the_model_goes_on() -> None:
    found = given()
    entries = times(n.Symbol("W", (K, K)), n.Parameter("t"))
    body = n.Over("sum", "k", None, None, None, entries)
    found.functions["f"] = Function("f", ("t",), body)
    found.define(Y, n.Call("f", (A,), 0), 1)
    model = build_model(found)
    message = "one index runs to m and to n here, which are different sizes"
    assert dict(model.broken) == {"f": Sentence(message)}
    assert not model.arrays.defining


def test_components_written_out_fix_a_size() -> None:
    found = Given()
    for number in (1, 2, 3):
        found.define(n.Symbol("y", (n.Fixed(number),)), n.ONE, number)
    model = build_model(found)
    extents = model.extents
    assert extents.number[extents.find(slot("y", 0))] == 3
    assert model.quantities["y"].constants == {(0, 1), (0, 2), (0, 3)}


def test_a_size_has_room_for_entries_that_are_named() -> None:
    entries = [("x", 0, 5), ("x", 0, 4), ("W", 0, 900)]
    extents = build_model(given(), entries).extents
    assert extents.least[extents.name_size("n")] == 5
    assert extents.least.get(extents.name_size("m"), 1) == 1


def test_building_leaves_the_names_that_were_given_as_they_were() -> None:
    found = given()
    found.define(Y, times(W, X), 1)
    before = copy.deepcopy((found.quantities, found.functions, found.broken))
    build_model(found)
    assert (found.quantities, found.functions, found.broken) == before
