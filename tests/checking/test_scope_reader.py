"""Reading a part of a page: the same each time, without a verdict, changing nothing."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from derivcheck.checking.scope_reader import read_scope
from derivcheck.documents import read_document
from derivcheck.expressions import Sentence, errors
from derivcheck.pages.gathering import scopes_of
from derivcheck.pages.page_check import check_text
from derivcheck.words.scope import Scope
from tests.checking.readings import in_words, reading_of, readings, stated

CASES = Path(__file__).parents[1] / "cases"
SEVERAL = ["seed-hidden-softmax.md", "temperature.md", "corners.md"]


@pytest.mark.parametrize("name", SEVERAL)
def test_reading_twice_reads_the_same_and_leaves_the_scope_as_it_was(
    name: str,
) -> None:
    text = (CASES / name).read_text("utf-8")
    for scope in scopes_of(read_document(text)):
        before = copy.deepcopy(scope)
        first, second = read_scope(scope), read_scope(scope)
        assert scope == before
        assert [in_words(s.read) for s in stated(first)] == [
            in_words(s.read) for s in stated(second)
        ]
        assert first.names == second.names
        assert first.problems == second.problems
        assert first.model.quantities.keys() == second.model.quantities.keys()


def test_statements_taken_over_stay_as_they_were() -> None:
    page = read_document("<!-- derivcheck: with other.md -->\n\n$$ net_i = 2 x_i $$\n")
    other = "$i = 1, \\dots, n$ $x_i \\in \\mathbb{R}$ $$ net_i := x_i + x_i $$"
    (scope,) = scopes_of(page, {"other.md": other}.get)
    before = copy.deepcopy(scope.imported)
    assert [in_words(s.read) for s in stated(read_scope(scope))] == [
        "net[i] = (2 · x[i])"
    ]
    assert scope.imported == before


def test_a_broken_definition_is_a_problem_where_it_stands() -> None:
    page = "$i = 1, \\dots, n$ $x_i \\in \\mathbb{R}$\n\n$$ y := x_i $$\n\n$$ y = 1 $$"
    reading = reading_of(page)
    free = Sentence("i is free on its right and missing on its left")
    assert reading.problems == ((page.index("y"), errors.Broken("y", free)),)
    assert readings(page) == [
        "not understood: the definition of y is not understood: i is free on its "
        "right and missing on its left"
    ]


def test_a_size_has_room_for_the_entries_that_claims_name_by_number() -> None:
    reading = reading_of("$x \\in \\mathbb{R}^n$ $$ x_5 = x_5 $$")
    extents = reading.model.extents
    assert extents.least[extents.name_size("n")] == 5


def test_an_entry_zero_that_the_text_mentions_is_where_a_recursion_starts() -> None:
    page = "$t = 1, \\dots, T$ $$ h_t := 2 h_{t-1} $$ from $h_0$ on $$ h_1 = 2 h_0 $$"
    assert reading_of(page).model.quantities["h"].starts == {(0, 0)}


def test_an_empty_scope_says_nothing() -> None:
    reading = read_scope(Scope())
    assert (reading.said, reading.assumptions, reading.problems) == ((), (), ())


def test_what_a_claim_says_does_not_hang_on_the_claims_before_it() -> None:
    """A product of unit matrices alone is of a size that nothing else has."""
    unit = "\\mathbf{I}"
    page = f"$x \\in \\mathbb{{R}}^n$ $$ x = x + 0 $$ $$ {unit} {unit} = {unit} $$"
    assert [r.verdict.word for r in check_text(page).relations] == ["holds", "holds"]
