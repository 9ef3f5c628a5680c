"""What is kept of a page: its digest, and the figures of its relations in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.__main__ import main
from derivcheck.diagnosis import Told, account
from derivcheck.diagnosis.mutants import Mutant, mutants_of, read_judged
from derivcheck.documents.markdown import read_page
from derivcheck.judging.claim import Verdict, Word
from derivcheck.pages.page_check import check_text
from derivcheck.reports.precomputed import (
    Figure,
    Mutants,
    current,
    digest,
    entry,
    measured,
    read,
    renewal,
)
from tests.docs import DOCS, TEXTS, checked

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
    assert [one.kind for one in fails] == ["values", "hint", "repair"]


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


# --- the file ------------------------------------------------------------------------

TRUE = "$$ y := x $$\n\n$$ y = x $$\n"


@pytest.mark.parametrize("text", ["[]", '{"pages": {"a.md": 1}}', "no"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"no figures|Expecting value"):
        read(str(file), "a.md")


def test_a_file_that_is_not_there_is_named_with_the_command_that_writes_it() -> None:
    with pytest.raises(ValueError, match=r"there is no file x\.json") as caught:
        read("x.json", "a.md")
    assert str(caught.value) == (
        "there is no file x.json: `derivcheck mutate --write x.json PATH...` writes it"
    )


def test_figures_are_of_a_page_until_its_mathematics_changes(tmp_path: Path) -> None:
    page, file = tmp_path / "page.md", str(tmp_path / "measured.json")
    page.write_text(TRUE)
    assert main(["mutate", str(page), "--write", file]) == 0
    kept = read(file, "page.md")
    assert kept is not None
    for text in (TRUE, f"# Title\n\n{TRUE}\nWords.\n"):
        assert current(read_page(text), str(page), file) == kept
    assert current(read_page(TRUE + TRUE), str(page), file) is None
    assert current(read_page(TRUE), str(tmp_path / "other.md"), file) is None


def test_what_wrote_the_figures_is_said_to_write_them_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a page.md").write_text(TRUE)
    assert main(["mutate", "--write", "measured.json", "a page.md"]) == 0
    assert renewal("measured.json", ["a page.md", "other.md"]) == (
        "measured.json is out of date for a page.md, other.md; to renew it, run "
        "`derivcheck mutate --write measured.json 'a page.md'`"
    )
    (tmp_path / "measured.json").write_text('{"pages": {}}')
    assert renewal("measured.json", ["page.md"]) == (
        "measured.json is out of date for page.md; to renew it, run "
        "`derivcheck mutate --write measured.json PATH...`"
    )


def without_points(figures: tuple[Figure, ...]) -> list[Mutants | list[Told]]:
    """What is kept but for the values: which points are drawn depends on words too."""
    return [
        one if isinstance(one, Mutants) else [t for t in one if t.kind != "values"]
        for one in figures
    ]


@pytest.mark.parametrize("name", ["index.md", "verdicts.md"])
def test_the_figures_of_the_site_are_what_the_checker_finds_today(name: str) -> None:
    path, file = DOCS / name, str(DOCS / "measured.json")
    kept = current(read_page(TEXTS[name]), str(path), file)
    assert kept is not None, renewal(file, [name])
    judged = read_judged((DOCS.parent / "tests/mutants.toml").read_text("utf-8"))
    mutants = account(str(path), mutants_of(checked(name)), judged)
    today = measured(checked(name), mutants, kept.digest)
    assert without_points(kept.figures) == without_points(today.figures), renewal(
        file, [name]
    )
