"""Which sizes definitions tie, row by row."""

from __future__ import annotations

import pytest

from derivcheck.expressions import Key, Sentence
from derivcheck.expressions import nodes as n
from derivcheck.models.definition_sizes import Ties, fix_components, make_room
from derivcheck.models.model import Quantity, Row
from derivcheck.models.sizes import Extents, slot

I, J = n.Letter("i"), n.Letter("j")


def entry(name: str, *indices: n.Position) -> n.Symbol:
    return n.Symbol(name, indices)


def quantity(left: n.Symbol, *values: n.Expression) -> Quantity:
    rows = tuple(Row(left.indices, value, 1, 7) for value in values)
    return Quantity(left.name, len(left.indices), rows)


def named(extents: Extents, **sizes: str) -> None:
    """Gives the slots of each array their sizes by name, one letter each."""
    for name, letters in sizes.items():
        for number, size in enumerate(letters):
            extents.tie(extents.name_size(size), slot(name, number))


def tied(extents: Extents, *quantities: Quantity, **ranged: Key) -> Ties:
    ties = Ties(extents, {}, ranged, {})
    ties.tie_all(quantities)
    return ties


def test_a_letter_ties_the_slots_in_which_it_stands_on_both_sides() -> None:
    extents = Extents()
    named(extents, x="n")
    ties = tied(extents, quantity(entry("y", I), entry("x", I)))
    assert extents.say_slot("y", 0) == "n"
    assert ties.broken == {}


def test_a_declared_range_says_how_long_a_slot_is() -> None:
    extents = Extents()
    tied(extents, quantity(entry("y", I), n.ONE), i=extents.name_size("m"))
    assert extents.say_slot("y", 0) == "m"


def test_a_number_in_a_slot_on_the_left_is_kept() -> None:
    extents = Extents()
    left = entry("y", n.Fixed(2), I)
    ties = tied(extents, quantity(left, n.ONE))
    assert ties.constants == {"y": {(0, 2)}}
    assert extents.digits[extents.find(slot("y", 0))] == {2}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (entry("x", J), "j is free on its right and missing on its left"),
        (
            n.Plus((entry("x", I), entry("v", I))),
            "one index runs to n and to m here, which are different sizes",
        ),
    ],
)
def test_what_cannot_be_tied_is_broken_with_the_reason(
    value: n.Expression, message: str
) -> None:
    extents = Extents()
    named(extents, x="n", v="m")
    ties = tied(extents, quantity(entry("y", I), value))
    assert ties.broken == {"y": Sentence(message)}


def test_slots_as_long_as_layers_are_found_and_the_rest_is_tied_anew() -> None:
    extents = Extents(families={"n": frozenset({"l"})})
    layer = n.Letter("l")
    width = n.Over("sum", "j", None, n.Extent("n_l"), None, entry("z", layer, J))
    ties = tied(extents, quantity(entry("s", layer), width))
    assert extents.widths[slot("z", 1)].family == "n"
    assert ties.broken == {}


def test_components_from_one_on_fix_a_size_and_others_leave_room() -> None:
    extents = Extents()
    extents.digits = {slot("a", 0): {0, 1, 2}, slot("b", 0): {2, 4}}
    quantities = [Quantity("a", 1), Quantity("b", 1)]
    fix_components(extents, quantities)
    assert extents.number == {slot("a", 0): 2}
    assert extents.least[slot("b", 0)] == 4


def test_an_entry_that_is_named_makes_room_up_to_a_bound() -> None:
    extents = Extents()
    make_room(extents, [("a", 0, 3), ("a", 0, 2), ("b", 0, 9)])
    assert extents.least == {slot("a", 0): 3}
