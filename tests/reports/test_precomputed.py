"""What is kept of a page: its digest, and the figures of its relations in order."""

from __future__ import annotations

import pytest

from derivcheck.checking.claim import Verdict, Word
from derivcheck.checking.page_check import check_text
from derivcheck.diagnosis import account
from derivcheck.diagnosis.mutants import Mutant
from derivcheck.documents.markdown import read_page
from derivcheck.reports.precomputed import Mutants, digest, entry, measured

PAGE = "Prose.\n\n<!-- derivcheck: with model.md -->\n\n$$ a = b $$\n"
MODEL = {"model.md": "$$ a := x $$\n", "other.md": "$$ a := 2 x $$\n"}


def of(text: str, model: dict[str, str] | None = None) -> str:
    return digest(read_page(text), (MODEL if model is None else model).get)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Prose", "Other words, and more of them"), ("\n\n$$", "\n\n\n\n$$")],
)
def test_words_and_places_do_not_count(old: str, new: str) -> None:
    assert of(PAGE.replace(old, new)) == of(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a = b", "a = c"),
        ("$$ a = b $$", "$a = b$"),
        ("with model.md", "with other.md"),
        ("<!--", "<!-- derivcheck: fresh -->\n\n<!--"),
    ],
)
def test_mathematics_and_directives_count(old: str, new: str) -> None:
    assert of(PAGE.replace(old, new)) != of(PAGE)


def test_a_page_that_is_taken_over_counts_and_one_that_is_missing_too() -> None:
    changed = of(PAGE, {"model.md": "$$ a := 3 x $$\n"})
    empty, missing = of(PAGE, {"model.md": ""}), of(PAGE, {})
    assert len({of(PAGE), changed, empty, missing}) == 4
    assert digest(read_page(PAGE), None) not in {of(PAGE), missing}


def test_pages_that_take_over_each_other_have_a_digest() -> None:
    one, other = (f"<!-- derivcheck: with {name}.md -->" for name in "ba")
    both = {"a.md": one, "b.md": other}
    assert len(of(both["a.md"], both)) == 16


def mutant(word: Word, column: int, becomes: str) -> Mutant:
    return Mutant(1, column, "y = x", "a change", becomes, Verdict(word))


def test_the_mutants_of_a_relation_are_counted_by_what_became_of_them() -> None:
    text = "$$ y := x, \\quad y = x, \\quad y = 2 x $$"
    page = check_text(text)
    column = text.index("= x, \\quad y = 2") + 1
    every = [
        mutant("fails", column, "a"),
        mutant("not understood", column, "b"),
        mutant("undecided", column, "c"),
        mutant("holds", column, "d"),
        mutant("fails", 999, "e"),
    ]
    found = measured(page, account("page.md", every, []), "0123")
    assert found.digest == "0123"
    holds, fails = found.figures
    assert holds == Mutants(tried=4, caught=2, equivalent=0)
    assert isinstance(fails, tuple)
    assert [one.kind for one in fails] == ["values", "odd", "repair"]


@pytest.mark.parametrize(
    ("path", "file", "name"),
    [
        ("docs/a.md", "docs/figures.json", "a.md"),
        ("docs/a.md", "figures.json", "docs/a.md"),
        ("docs/deep/a.md", "docs/figures.json", "deep/a.md"),
        ("a.md", "out/figures.json", "../a.md"),
    ],
)
def test_a_page_is_named_by_its_path_from_the_file(
    path: str, file: str, name: str
) -> None:
    assert entry(path, file) == name
