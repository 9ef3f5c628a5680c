"""What definitions and declarations give: versions of names, slots, domains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derivcheck.expressions import REAL, Interval, NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.expressions.errors import message
from derivcheck.models.given import Given
from derivcheck.models.model import Function, version_in

I, J = n.Letter("i"), n.Letter("j")
ONE, TWO = n.Fixed(1), n.Fixed(2)


def test_a_name_is_made_where_it_is_first_read_and_stays_that_quantity() -> None:
    given = Given()
    first = given.take("x", 1, 3)
    assert (first.name, first.slots, first.first) == ("x", 1, 3)
    assert given.take("x", 2, 5) is first
    assert given.versions == {"x": ((3, "x"),)}


def test_a_definition_gives_rows_to_a_name_that_was_an_input() -> None:
    given = Given()
    given.take("y", 0, 1)
    assert given.define(n.Symbol("y", (I,)), n.ONE, 2) == "y"
    (row,) = given.quantities["y"].rows
    assert (row.indices, row.value, row.order) == ((I,), n.ONE, 2)
    assert given.quantities["y"].slots == 1


def test_a_second_definition_of_the_same_entries_begins_a_new_version() -> None:
    given = Given()
    assert given.define(n.Symbol("y", (I,)), n.ONE, 1) == "y"
    assert given.define(n.Symbol("y", (J,)), n.ONE, 2) == "y#2"
    assert given.define(n.Symbol("y", (J,)), n.ZERO, 3) == "y#3"
    assert given.versions == {"y": ((1, "y"), (2, "y#2"), (3, "y#3"))}
    assert given.quantities["y#2"].spelled == "y"


def test_a_second_definition_with_another_letter_below_it_is_refused() -> None:
    given = Given()
    given.define(n.Symbol("y", (I,)), n.ONE, 1)
    with pytest.raises(NotUnderstood):
        given.define(n.Symbol("y", (J,)), n.ZERO, 2)
    assert message(given.broken["y"]) == (
        "y is defined with i below it and with j, by different right sides; write "
        r"y_{\text{i}_{i}} and y_{\text{j}_{j}} where these are two quantities, and "
        "one letter where the second replaces the first"
    )


def test_definitions_of_different_entries_are_rows_of_one_quantity() -> None:
    given = Given()
    positions: tuple[n.Position, ...] = (ONE, TWO, I)
    for number, position in enumerate(positions):
        assert given.define(n.Symbol("y", (position,)), n.ONE, number) == "y"
    assert [row.order for row in given.quantities["y"].rows] == [0, 1, 2]


def test_a_quantity_gets_more_slots_never_fewer() -> None:
    given = Given()
    given.take("x", 1, 0)
    given.widen("x", 2)
    given.widen("x", 0)
    assert given.quantities["x"].slots == 2


def test_a_declaration_gives_a_domain_and_where_a_recursion_starts() -> None:
    given = Given()
    before = given.take("h", 1, 0)
    given.restrict("h", Interval(None, None))
    given.start("h", 0, 0)
    given.start("h", 0, 1)
    assert given.quantities["h"].starts == {(0, 0), (0, 1)}
    assert given.quantities["h"].domain == Interval(None, None)
    assert (before.starts, before.domain) == (frozenset(), REAL)


def test_a_second_function_of_a_name_is_another_from_there_on() -> None:
    given = Given()
    first = Function("f", ("x",), n.ONE, order=1)
    assert given.define_function(first) == "f"
    assert given.define_function(replace(first, order=5)) == "f#2"
    assert [version_in(given.function_versions, "f", k) for k in (0, 4, 5)] == [
        "f",
        "f",
        "f#2",
    ]
