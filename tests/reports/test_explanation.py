"""What is told of a relation: the line it stands in, and one thing after the other."""

from __future__ import annotations

import pytest

from derivcheck.checking.records import Found, Relation
from derivcheck.diagnosis import Told
from derivcheck.expressions import Sentence
from derivcheck.expressions import nodes as n
from derivcheck.judging.claim import Claim, Verdict, not_understood
from derivcheck.pages.page_check import check_text
from derivcheck.reports.explanation import Excerpt, excerpt, pointed, short, story

SOURCE = ["$$", "a = b", "  = c", "$$"]


def relation(verdict: Verdict, **facts: object) -> Relation:
    """A relation in the second line of the source."""
    found = Relation(5, "a", "=", "b", verdict, line=2, column=3)
    for name, fact in facts.items():
        setattr(found, name, fact)
    return found


def told(
    found: Relation, *others: Relation, known: list[Told] | None = None
) -> list[Told]:
    page = Found("page.md", [*others, found])
    return list(story(page, found, SOURCE, ends={}, known=known or []).told)


# --- what is told, in order ---------------------------------------------------------


def test_a_relation_that_holds_tells_what_it_rests_on() -> None:
    verdict = Verdict(
        "holds", error=2.5e-16, points=6, values=12, needs=("x > 0",),
        sizes=((("m", 2), ("n", 3)), (("m", 4), ("n", 2))),
        notes=("not every branch was visited",),
    )  # fmt: skip  # one fact a word
    assert told(relation(verdict)) == [
        Told("note", "not every branch was visited"),
        Told("tried", "tried at 6 points, 12 values compared"),
        Told("sizes", "with `m = 2`, `n = 3`; with `m = 4`, `n = 2`"),
        Told("closeness", "the sides agree within 2.5e-16 of their scale"),
        Told("needs", "needs `x > 0`"),
    ]


def test_sides_that_are_equal_to_the_last_digit_say_so() -> None:
    verdict = Verdict("holds", error=0.0, points=4, values=1, sizes=((),))
    assert told(relation(verdict)) == [
        Told("tried", "tried at 4 points, 1 value compared"),
        Told("closeness", "the sides agree to the last digit"),
    ]


def test_a_rounded_number_that_holds_is_not_said_to_be_close() -> None:
    verdict = Verdict("holds", points=3, values=3)
    assert told(relation(verdict)) == [
        Told("tried", "tried at 3 points, 3 values compared")
    ]


def test_a_relation_says_what_its_page_wants_of_it_where_that_is_something_else() -> (
    None
):
    verdict = Verdict("vacuous", "both sides are the same text")
    assert told(relation(verdict)) == [Told("reason", "both sides are the same text")]
    wanted = relation(verdict, expected=False, wanted="fails")
    assert told(wanted) == [
        Told("reason", "both sides are the same text"),
        Told("wanted", "the page expects fails here"),
    ]


COUNTER: dict[str, object] = {
    "left": 1 / 3,
    "right": -2.0,
    "indices": {"i": 1, "row": 2},
    "inputs": {},
    "sizes": {},
}


def test_both_numbers_are_told_where_no_plainer_ones_are_known() -> None:
    failing = relation(Verdict("fails", "a hint", counterexample=COUNTER))
    assert told(failing) == [
        Told("reason", "a hint"),
        Told("values", "left 0.3333333333, right -2 at `i = 1`, `row = 2`"),
    ]
    alone = {**COUNTER, "indices": {}}
    assert told(relation(Verdict("fails", counterexample=alone))) == [
        Told("values", "left 0.3333333333, right -2")
    ]


def test_plainer_numbers_come_before_what_would_hold_and_behind_what_is_odd() -> None:
    failing = relation(Verdict("fails", counterexample=COUNTER))
    known = [
        Told("values", "left 1, right 2"),
        Told("odd", "the sign differs"),
        Told("repair", "`a`"),
    ]
    assert told(failing, known=known) == known
    page = Found("page.md", [failing])
    first = story(page, failing, SOURCE, hints=True, ends={}, known=known).told
    assert [one.kind for one in first] == ["odd", "repair", "values"]


def test_what_holds_before_it_in_the_same_display_is_told() -> None:
    def at(ordinal: int, word: str, display: int = 1) -> Relation:
        verdict = Verdict("holds" if word == "holds" else "fails")
        return relation(verdict, display=display, ordinal=ordinal)

    failing = at(4, "fails")
    assert told(failing, at(1, "fails")) == []
    assert told(failing, at(1, "holds"), at(2, "fails"), at(1, "holds", 2)) == [
        Told("before", "relation 1 of this display holds")
    ]
    earlier = [at(number, "holds") for number in (1, 2, 3, 5)]
    assert told(failing, *earlier) == [
        Told("before", "relations 1, 2 and 3 of this display hold")
    ]
    inline = relation(Verdict("fails"), ordinal=4)
    assert told(inline, *earlier) == []


def test_the_ends_of_the_chain_and_what_was_read_come_last() -> None:
    failing = relation(Verdict("fails"), claim=Claim(n.Symbol("a"), "=", n.ONE))
    page = Found("page.md", [failing])
    ends = {5: "the ends of this chain differ too", 6: "another chain"}
    assert story(page, failing, SOURCE, ends=ends, known=[]).told == (
        Told("ends", "the ends of this chain differ too"),
        Told("read", "a = 1"),
    )


def test_a_story_gives_the_texts_of_some_kinds() -> None:
    found = check_text("$$ y := x^2 $$ $$ y = 2 y $$")
    (failing,) = found.relations
    said = story(found, failing, ["$$ y := x^2 $$ $$ y = 2 y $$"])
    assert (said.sign, said.word) == ("=", "fails")
    assert said.of("read") == ["y = (2 · y)"]
    assert said.of("needs") == []
    assert said.of("read", "values")[-1] == "y = (2 · y)"


# --- the line of the page -----------------------------------------------------------


def test_a_text_that_is_too_long_ends_in_dots() -> None:
    assert short("abc", 3) == "abc"
    assert short("abcd", 3) == "ab…"


def test_a_place_is_shown_in_its_line() -> None:
    assert pointed(["a = b  "], 1, 3) == Excerpt(("a = b",), 2)
    assert pointed(["\ta = b"], 1, 4) == Excerpt((" a = b",), 3)


def test_a_long_line_is_cut_on_either_side_of_the_place() -> None:
    line = "".join(str(k % 10) for k in range(200))
    found = pointed([line], 1, 101)
    (shown,) = found.lines
    assert found.at is not None
    assert shown[found.at] == line[100]
    assert shown == "…" + line[42:117]
    start = pointed([line], 1, 60)
    assert start == Excerpt((line[:76],), 59)


@pytest.mark.parametrize("line", [0, 2, 4])
def test_a_line_that_is_empty_or_not_there_is_not_shown(line: int) -> None:
    assert pointed(["a = b", "  "], line, 1) == Excerpt(())


def test_the_left_side_stands_above_where_it_stands_on_a_line_before() -> None:
    second = relation(Verdict("fails"), left="a + b", line=3)
    assert excerpt(second, SOURCE) == Excerpt(("a + b", "  = c"), 2)
    first = relation(Verdict("fails"))
    assert excerpt(first, SOURCE) == Excerpt(("a = b",), 2)
    spaced = relation(Verdict("fails"), left="x+a")
    assert excerpt(spaced, ["", "x + a = b"]) == Excerpt(("x+a", "x + a = b"), 2)


def test_without_a_line_the_sides_are_told() -> None:
    lost = relation(Verdict("fails"), line=0, left="l" * 120, right="r")
    assert excerpt(lost, SOURCE) == Excerpt(("l" * 99 + "…", "= r"))


def test_what_is_not_understood_is_shown_at_the_sign_not_read() -> None:
    unread = relation(not_understood(Sentence("no")), place=(3, 5))
    assert excerpt(unread, SOURCE) == Excerpt(("  = c",), 4)
    assert excerpt(relation(not_understood(Sentence("no"))), SOURCE) == Excerpt(
        ("a = b",), 2
    )
