"""A name as it is written, and which items fill its slots."""

from __future__ import annotations

import pytest

from derivcheck.latex.patterns import Pattern, Spellings, parted
from derivcheck.latex.scripts import Item, Scripts


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


H = Item("letter", "h", 0)  # that of a tag


def no_word(_word: str) -> bool:
    return False


def test_items_are_parted_into_tags_and_what_fills_the_slots() -> None:
    assert parted((False, True), (H, I), no_word) == (("h",), [I])


def test_a_run_of_digits_or_letters_is_parted_where_there_are_more_slots() -> None:
    found = parted((True, True), (Item("number", "12", 3),), no_word)
    assert found == ((), [Item("number", "1", 3), Item("number", "2", 4)])


def test_a_word_fills_a_slot_only_where_it_is_a_size() -> None:
    out = Item("word", "out", 0)
    assert parted((True,), (out,), no_word) is None
    assert parted((True,), (out,), {"out"}.__contains__) == ((), [out])


def test_an_item_that_is_part_of_a_name_fills_no_slot() -> None:
    tag = Item("letter", "h", 0, tag=True)
    assert parted((True, True), (tag, I), no_word) is None


def test_items_do_not_fit_where_there_are_too_many_or_too_few() -> None:
    assert parted((True,), (I, TWO), no_word) is None
    assert parted((True, True), (I,), no_word) is None


W, W_H, W_2 = (Pattern("w", sub) for sub in ((None, None), ("h", None), (None, "2")))


def test_of_patterns_that_fit_the_one_with_the_most_tags_is_meant() -> None:
    spellings = Spellings.of(W, W_2, W_H)
    assert spellings.fitting(Scripts((H, I)), no_word) == (W_H, [I])
    assert spellings.fitting(Scripts((I, I)), no_word) == (W, [I, I])
    assert spellings.fitting(Scripts((I,)), no_word) is None


@pytest.mark.parametrize("first", [W_H, W_2])
def test_of_patterns_with_as_many_tags_the_first_is_meant(first: Pattern) -> None:
    spellings = Spellings.of(first, W_H, W_2)
    found = spellings.fitting(Scripts((H, TWO)), no_word)
    assert found is not None
    assert found[0] == first


def test_scripts_that_lack_slots_or_have_more_are_found_in_the_order_of_the_page() -> (
    None
):
    spellings = Spellings.of(W, Pattern("w", (None,)), W_H)
    fewer = spellings.with_fewer(Scripts((H,)), no_word)
    assert fewer == [(W, [H]), (W_H, [])]
    more = spellings.with_more(Scripts((H, I)), no_word)
    assert more == [(Pattern("w", (None,)), [H, I])]
