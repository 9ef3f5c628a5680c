"""A name as it is written, and which items fill its slots."""

from __future__ import annotations

import pytest

from derivcheck.latex.patterns import Pattern, fitted
from derivcheck.latex.scripts import Item


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (Pattern("E"), "E"),
        (Pattern("net", ("h", None)), "net_h"),
        (Pattern("E", ("total",)), "E_{total}"),
        (Pattern("w", ("h", "i")), "w_{h,i}"),
        (Pattern("a", (None,), ("2",)), "a^{(2)}"),
    ],
)
def test_a_name_has_its_tags_and_no_slots(pattern: Pattern, name: str) -> None:
    assert pattern.name == name


def test_slots_are_counted_below_and_above() -> None:
    assert Pattern("W", (None, "h", None), (None,)).slots == 3


I = Item("letter", "i", 0)  # the letter of an index
TWO = Item("number", "2", 0)


def test_items_fit_where_the_tags_are_the_same() -> None:
    h = Item("letter", "h", 0)
    assert fitted(("h", None), (h, I), ()) == [I]
    assert fitted(("o", None), (h, I), ()) is None


def test_a_run_of_digits_or_letters_is_parted_where_there_are_more_slots() -> None:
    found = fitted((None, None), (Item("number", "12", 3),), ())
    assert found == [Item("number", "1", 3), Item("number", "2", 4)]


def test_a_word_fills_a_slot_only_where_it_is_a_size() -> None:
    out = Item("word", "out", 0)
    assert fitted((None,), (out,), ()) is None
    assert fitted((None,), (out,), {"out"}) == [out]


def test_an_item_that_is_part_of_a_name_fills_no_slot() -> None:
    assert fitted((None, None), (Item("letter", "h", 0, tag=True), I), ()) is None


def test_items_do_not_fit_where_there_are_too_many_or_too_few() -> None:
    assert fitted((None,), (I, TWO), ()) is None
    assert fitted((None, None), (I,), ()) is None
