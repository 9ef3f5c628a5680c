"""What is asked of a model, which does not change."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.models.model import Model, version_in
from tests.checking.readings import reading_of

PAGE = (
    "$i, j = 1, \\dots, n$, $x_i \\in \\mathbb{R}$, $w_{ij} \\in \\mathbb{R}$\n\n"
    "$$ z_i := \\sum_j w_{ij} x_j $$ $$ E := \\sum_i z_i^2 $$ $$ u := x_1 $$\n"
)


def model() -> Model:
    return reading_of(PAGE).model


def test_a_version_is_in_force_from_its_place_on() -> None:
    versions = {"y": ((1, "y"), (4, "y#2"))}
    found = [version_in(versions, "y", order) for order in (0, 1, 3, 4, 9)]
    assert found == ["y", "y", "y", "y#2", "y#2"]
    assert version_in(versions, "x", 3) == "x"


def test_a_quantity_rests_on_all_that_its_definitions_read() -> None:
    found = model()
    assert found.reaches("E") == {"E", "z", "w", "x"}
    assert found.reaches("x") == {"x"}
    assert found.direct("E") == {"z"}


def test_an_alias_is_read_as_the_entry_that_it_names() -> None:
    found = model()
    assert found.target(n.Symbol("u", ())) == n.Symbol("x", (n.Fixed(1),))
    assert found.target(n.Symbol("E", ())) == n.Symbol("E", ())


def test_a_model_and_its_quantities_cannot_be_changed() -> None:
    found = model()
    with pytest.raises(FrozenInstanceError):
        found.parts = {}  # type: ignore[misc]  # what mypy refuses too
    with pytest.raises(FrozenInstanceError):
        found.quantities["E"].slots = 1  # type: ignore[misc]  # the same


def test_to_ask_changes_no_answer() -> None:
    found = model()
    before = copy.deepcopy(found.quantities)
    for name in found.quantities:
        found.reaches(name)
        found.arrays.shape(n.Symbol(name, ()))
    found.aliased(n.Symbol("u", ()))
    found.with_directions(["·dx"])
    assert dict(found.quantities) == dict(before)


def test_a_direction_is_an_input_with_the_slots_of_what_moves() -> None:
    found = model()
    direction = found.quantities["·dx"]
    assert (direction.slots, direction.rows, direction.spelled) == (1, (), "dx")
    assert "·dx" in found.quantities
    assert "·dnothing" not in found.quantities
    assert found.spelled("·dx") == "dx"


def test_directions_count_among_the_inputs_where_they_are_asked_for() -> None:
    found = model()
    assert "·dx" not in list(found.quantities)
    named = found.with_directions(["·dx"])
    assert [q.name for q in named.told()] == ["x", "w", "z", "E", "u", "·dx"]
    assert named.extents is found.extents


def test_a_use_of_a_broken_definition_says_what_is_wrong_with_it() -> None:
    found = reading_of(PAGE + "$$ b_i := x_j $$").model
    message = (
        "the definition of b is not understood: j is free on its right and missing "
        "on its left"
    )
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        found.complain(n.Symbol("b", (n.Letter("i"),)))
    found.complain(n.Symbol("E", ()))


def test_a_sign_before_what_does_not_depend_wants_brackets() -> None:
    found = model()
    slope = n.Partial(n.Symbol("u", ()), (n.Symbol("w", ()),), "prefix")
    with pytest.raises(NotUnderstood, match="put all that is differentiated in bra"):
        found.wants_brackets(n.Product((slope, n.Symbol("E", ())), ("",)))
    found.wants_brackets(n.Product((slope, n.Symbol("u", ())), ("",)))
