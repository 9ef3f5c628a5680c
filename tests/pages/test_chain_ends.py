"""First with last: which relations make a chain, and what its two ends say."""

from __future__ import annotations

import pytest

from derivcheck.pages.chain_ends import chains, remarks
from derivcheck.pages.page_check import check_text

GIVEN = "$t \\in \\mathbb{R}$, $x, y \\in \\mathbb{R}^3$\n\n"


def chained(*displays: str) -> list[list[tuple[str, str]]]:
    """The sides of each relation, chain by chain."""
    found = check_text(GIVEN + "".join(f"$$ {tex} $$\n\n" for tex in displays))
    return [
        [(link.relation.left, link.relation.right) for link in chain]
        for chain in chains(found)
    ]


def remark(*displays: str) -> list[tuple[int, str]]:
    """The remarks on a page, each with the line where it is told."""
    found = check_text(GIVEN + "".join(f"$$ {tex} $$\n\n" for tex in displays))
    lines = {relation.start: relation.line for relation in found.relations}
    return [(lines[start], text) for start, text in remarks(found).items()]


def test_sides_that_follow_each_other_are_a_chain() -> None:
    assert chained("2 t = t + t = 3 t - t") == [
        [("2 t", "t + t"), ("t + t", "3 t - t")]
    ]


def test_one_relation_alone_is_no_chain() -> None:
    assert chained("2 t = t + t", "3 t = t + 2 t") == []


@pytest.mark.parametrize(
    "tex",
    [
        r"t^2 = t t \ge 0",
        r"t^2 \ge t t = 0",
        "2 t = t + t, 3 t = t + 2 t",
    ],
)
def test_another_sign_or_another_side_ends_a_chain(tex: str) -> None:
    assert chained(tex) == []


def test_a_chain_goes_on_in_the_next_display_where_its_side_does() -> None:
    assert chained("2 t = t + t", "t + t = 3 t - t") == [
        [("2 t", "t + t"), ("t + t", "3 t - t")]
    ]


def test_a_chain_of_arrays_is_one_by_its_whole_sides() -> None:
    assert chained("2 x = x + x = 3 x - x") == [
        [("2 x", "x + x"), ("x + x", "3 x - x")]
    ]


def test_relations_of_another_condition_are_another_chain() -> None:
    positive = r"\text{if } t > 0"
    assert chained(rf"|t| = t = 2 t - t \quad {positive}", "2 t - t = t") == [
        [("|t|", "t"), ("t", "2 t - t")]
    ]


def test_ends_that_differ_are_told_at_the_last_that_fails() -> None:
    assert remark("2 t = 3 t = t + 2 t") == [(3, "the ends of this chain differ too")]


def test_ends_that_agree_are_told_with_the_lines_that_are_off() -> None:
    beside = (
        "the ends of this chain agree: lines 3 and 5 are off by two mistakes that "
        "cancel, or only what stands between them is"
    )
    assert remark("2 t = 3 t", "3 t = 2 t") == [(5, beside)]
    apart = (
        "the ends of this chain agree: lines 3 and 7 are off by two mistakes that "
        "cancel"
    )
    between = ("2 t = 3 t", "3 t = t + 2 t", "t + 2 t = 2 t")
    assert remark(*between) == [(7, apart)]


def test_the_ends_are_compared_at_all_entries_of_arrays() -> None:
    assert remark(r"2 x = 3 y = x + x") == [
        (
            3,
            "the ends of this chain agree: line 3 is off by two mistakes that cancel, "
            "or only what stands between them is",
        )
    ]


@pytest.mark.parametrize(
    "displays",
    [
        ("2 t = t + t = 3 t - t",),  # all is well
        ("2 t = t + t, 3 t = 2 t",),  # no chain fails
        (r"2 t = 3 t = \foo",),  # one is not understood
    ],
)
def test_a_chain_that_has_nothing_to_tell_has_no_remark(
    displays: tuple[str, ...],
) -> None:
    assert remark(*displays) == []


def test_a_mistake_on_purpose_has_no_remark() -> None:
    page = f"{GIVEN}<!-- derivcheck: wrong at 1 -->\n\n$$ 2 t = 3 t = t + 2 t $$\n"
    assert remarks(check_text(page)) == {}


def test_the_ends_are_compared_where_the_assumptions_hold() -> None:
    page = (
        f"{GIVEN}$$ \\text{{assume }} \\sum_i x_i = 1 $$\n\n"
        "$$ t = 2 t \\sum_i x_i = 3 t \\sum_i x_i = t \\sum_i x_i $$\n"
    )
    (found,) = remarks(check_text(page)).values()
    assert found == (
        "the ends of this chain agree: line 5 is off by 3 mistakes that cancel"
    )
