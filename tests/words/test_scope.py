"""A passage gives back its own text; a scope knows its names of words."""

from __future__ import annotations

import pytest

from derivcheck.documents import read_document
from derivcheck.latex import Marks
from derivcheck.pages.gathering import scopes_of
from derivcheck.words.scope import Passage, Scope, text_names


def scope_of(text: str) -> Scope:
    (scope,) = scopes_of(read_document(text))
    return scope


def side(passage: Passage, sign: str) -> Marks:
    """The marks after a relation sign."""
    texts = [mark.text for mark in passage.marks]
    return passage.marks[texts.index(sign) + 1 :]


def test_a_side_is_written_as_the_page_has_it_with_the_brace_that_closes_it() -> None:
    (passage,) = scope_of("$$ y = \\frac{a}\n{ \\hat{b} } $$").passages
    assert passage.written(side(passage, "=")) == r"\frac{a} { \hat{b} }"
    assert passage.written(()) == ""


def test_a_place_behind_the_text_of_a_passage_is_its_end() -> None:
    (passage,) = scope_of("so $x = y$").passages
    assert passage.offset(0) == 4
    assert passage.offset(1000) == 9


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (r"$$ \text{loss} := x $$", {"loss"}),
        (r"$$ \text{loss}_i := x_i $$", {"loss"}),
        (r"$$ \text{rate} \in \mathbb{R} $$", {"rate"}),
        (r"$$ \text{loss} = x $$", set()),
    ],
)
def test_a_word_is_a_name_where_something_introduces_it(
    page: str, names: set[str]
) -> None:
    assert text_names(scope_of(page)) == names


def test_fresh_ends_a_scope_and_its_layout() -> None:
    page = (
        "<!-- derivcheck: layout numerator -->\n\n$x = 1$\n\n"
        "<!-- derivcheck: fresh -->\n\n$y = 1$ and $z$\n"
    )
    first, second = scopes_of(read_document(page))
    assert [p.layout for p in first.passages] == ["numerator"]
    assert [p.layout for p in second.passages] == [None]
    assert [p.mathematics.tex for p in second.mentions] == ["z"]


def test_wrong_at_stands_with_the_next_passage_that_claims() -> None:
    page = "<!-- derivcheck: wrong at 1 -->\n\n$i = 1, \\dots, n$\n\n$$ x = 1 $$\n"
    passages = scope_of(page).passages
    assert [passage.wrong is not None for passage in passages] == [False, True]


def test_the_definitions_of_a_page_taken_over_come_with_the_scope() -> None:
    page = read_document("<!-- derivcheck: with other.md -->\n\n$$ y = x $$\n")
    other = "$$ y := x $$ $$ y = 2 $$"
    (scope,) = scopes_of(page, {"other.md": other}.get)
    assert [s.relations[0].text for s in scope.imported] == [":="]
