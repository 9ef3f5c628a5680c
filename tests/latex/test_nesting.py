"""Brackets: what they hold, what stands outside them, and where they close."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.marks import Marks
from derivcheck.latex.nesting import (
    balanced,
    closing,
    depths,
    left_open,
    outside,
    partition,
    reach,
    split_at,
    unwrapped,
)


def read(tex: str) -> Marks:
    return read_marks(tex, {})


def written(marks: Marks) -> str:
    return "".join(mark.text for mark in marks)


def test_the_depth_behind_a_mark_counts_the_brackets_that_are_open_there() -> None:
    assert list(depths(read("a(b[c])d"))) == [0, 1, 1, 2, 2, 1, 0, 0]


def test_the_depth_is_negative_behind_a_bracket_that_closes_nothing() -> None:
    assert list(depths(read("a)b(c"))) == [0, -1, -1, 0, 0]


def test_outside_are_the_marks_that_no_brackets_hold_without_the_brackets() -> None:
    found = [(place, mark.text) for place, mark in outside(read("a(b)+c"))]
    assert found == [(0, "a"), (4, "+"), (5, "c")]


def test_what_stands_in_a_fraction_is_not_outside_but_in_its_mark() -> None:
    assert [mark.kind for _, mark in outside(read(r"\frac{a}{b} c"))] == [
        "frac",
        "letter",
    ]


def test_a_bracket_that_closes_nothing_holds_nothing() -> None:
    assert [mark.text for _, mark in outside(read("a) + b"))] == ["a", "+", "b"]


def test_a_list_is_parted_at_the_commas_outside_brackets() -> None:
    parts = split_at(read("f(x, y), z, [1, 2]"), {"comma"})
    assert [written(part) for part in parts] == ["f(x,y)", "z", "[1,2]"]


def test_several_kinds_part_a_list_alike() -> None:
    parts = split_at(read("i, j : k"), {"comma", "colon"})
    assert [written(part) for part in parts] == ["i", "j", "k"]


def test_the_relations_of_a_chain_come_with_its_sides() -> None:
    sides, relations = partition(read("a = [b > c] < d"), {"relation"})
    assert [written(side) for side in sides] == ["a", "[b>c]", "d"]
    assert [sign.text for sign in relations] == ["=", "<"]


def test_what_nothing_parts_is_one_part() -> None:
    assert [written(part) for part in split_at(read("a + b"), {"comma"})] == ["a+b"]


def test_parts_may_be_empty() -> None:
    assert split_at((), {"comma"}) == [()]
    assert [written(part) for part in split_at(read("= b"), {"relation"})] == ["", "b"]


@pytest.mark.parametrize(
    ("tex", "start", "end"),
    [("(a + b) c", 1, 4), ("((a) b) c", 1, 5), ("a + b", 0, 3), ("(a", 1, 2)],
)
def test_a_place_reaches_to_the_bracket_that_closes_those_round_it(
    tex: str, start: int, end: int
) -> None:
    assert reach(read(tex), start) == end


def test_a_bracket_is_closed_by_the_one_at_its_own_depth() -> None:
    marks = read("f(a [b] (c)) d")
    assert closing(marks, 1) == 9
    assert closing(marks, 3) == 5
    assert closing(marks, 6) == 8


def test_a_bracket_that_is_not_closed_is_named_with_its_place() -> None:
    with pytest.raises(NotUnderstood) as raised:
        closing(read("2 [a + (b)"), 1)
    assert (str(raised.value), raised.value.at) == ("the bracket [ is not closed", 2)


@pytest.mark.parametrize(
    ("tex", "inside"),
    [
        ("(a)", "a"),
        ("([a + b])", "a+b"),
        ("(a)(b)", "(a)(b)"),
        ("(a) + b", "(a)+b"),
        ("()", "()"),
        ("", ""),
    ],
)
def test_brackets_round_all_of_it_are_taken_off(tex: str, inside: str) -> None:
    assert written(unwrapped(read(tex))) == inside


@pytest.mark.parametrize(
    ("tex", "many"), [("a", 0), ("f(x_{1}", 1), ("[(", 2), ("a})", -2)]
)
def test_brackets_left_open_in_a_text_are_counted(tex: str, many: int) -> None:
    assert left_open(tex) == many


def test_only_the_brackets_that_are_asked_for_count() -> None:
    assert left_open("f(x_{1", "{}") == 1


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("x_{1", "x_{1}"),
        ("b}", r"{b}"),
        ("b} + 1", r"{b} + 1"),
        ("a + x", "a + x"),
    ],
)
def test_a_stretch_gets_the_braces_that_it_lacks(cut: str, whole: str) -> None:
    tex = r"a + x_{1} \frac{a}{b} + 1"
    start = tex.index(cut)
    assert tex[slice(*balanced(tex, start, start + len(cut)))] == whole


def test_a_stretch_without_a_partner_ends_with_the_text() -> None:
    assert balanced("a {b", 2, 4) == (2, 4)
    assert balanced("a} b", 0, 2) == (0, 2)


def test_a_stretch_gets_brackets_of_another_sort_where_they_are_asked_for() -> None:
    tex = r"c (a + [b])^2"
    assert balanced(tex, 10, 11, "()[]") == (2, 11)
