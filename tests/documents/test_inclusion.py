"""A page and what it includes are one page, with the places of each file."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.documents import IncludeError, Page, including, read_document
from derivcheck.documents.inclusion import MOST_FILES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def page_of(path: str, files: dict[str, str]) -> Page:
    """The page of a file, with the others beside it."""
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    return read_document(files[path], path, including(path))


def formulas(page: Page) -> list[tuple[str, str, int, int]]:
    """Each formula with its file, its line and its column there."""
    return [
        (found.tex.strip(), path_at(page, found.start), *page.place(found.start))
        for found in page.mathematics
    ]


def path_at(page: Page, offset: int) -> str:
    return Path(page.file_at(offset).path).as_posix()


def problems(page: Page) -> list[tuple[str, int, str]]:
    return [
        (path_at(page, p.start), page.place(p.start)[0], p.message)
        for p in page.problems
    ]


def test_the_files_of_a_paper_are_read_in_its_order() -> None:
    page = page_of(
        "paper.tex",
        {
            "paper.tex": "\\input{macros}\n\\begin{document}\n"
            "$a$ \\input{parts/one} $d$\n\\include{parts/two.tex}\n"
            "\\end{document}\n$x$\n",
            "macros.tex": "% \\input{none}\n\\newcommand{\\R}{r}\n",
            "parts/one.tex": "\\section{One}\n  $b$ \\input{parts/deep}",
            "parts/deep.tex": "$c$\n\\endinput\n$y$\n",
            "parts/two.tex": "$e$\n",
        },
    )
    assert formulas(page) == [
        (r"\newcommand{\R}{r}", "macros.tex", 2, 1),
        ("a", "paper.tex", 3, 1),
        ("b", "parts/one.tex", 2, 3),
        ("c", "parts/deep.tex", 1, 1),
        ("d", "paper.tex", 3, 23),
        ("e", "parts/two.tex", 1, 1),
    ]
    assert problems(page) == []
    assert page.files()[0].path == "paper.tex"


def test_offsets_of_each_file_lead_back_to_its_places() -> None:
    files = {"a.tex": "$a$\n\\input{b} $c$\n", "b.tex": "\n $b$\n"}
    page = page_of("a.tex", files)
    for formula in page.mathematics:
        line, column = page.place(formula.start)
        file = page.file_at(formula.start)
        there = Page(page.text, (), (), parts=page.parts, path=file.path)
        assert there.offset(line, column) == formula.start
    assert page.offset(99, 1) == len(page.text)


def test_a_subfile_is_part_of_its_paper_and_has_its_macros_alone() -> None:
    files = {
        "main.tex": "\\documentclass{article}\n\\newcommand{\\R}{r}\n"
        "\\begin{document}\n$a$\n\\subfile{parts/b}\n\\end{document}\n",
        "parts/b.tex": "\\documentclass[../main]{subfiles}\n\\begin{document}\n$b$\n"
        "\\end{document}\n",
    }
    whole = page_of("main.tex", files)
    assert formulas(whole)[1:] == [
        ("a", "main.tex", 4, 1),
        ("b", "parts/b.tex", 3, 1),
    ]
    alone = page_of("parts/b.tex", files)
    assert [tex for tex, *_ in formulas(alone)] == [r"\newcommand{\R}{r}", "b"]
    assert problems(whole) == problems(alone) == []


def test_packages_beside_a_paper_give_their_macros_and_others_are_known() -> None:
    files = {
        "a.tex": "\\usepackage[x]{amsmath, mine}\n\\begin{document}$a$\\end{document}",
        "mine.sty": "\\newcommand{\\R}{r}\n",
    }
    found = formulas(page_of("a.tex", files))
    assert found[0] == (r"\newcommand{\R}{r}", "mine.sty", 1, 1)


def test_a_folder_that_is_imported_from_is_where_its_files_look_first() -> None:
    files = {
        "a.tex": "\\import{parts/}{b}\n",
        "parts/b.tex": "$b$ \\input{c}\n",
        "parts/c.tex": "$c$\n",
    }
    assert [tex for tex, *_ in formulas(page_of("a.tex", files))] == ["b", "c"]


def test_what_markdown_includes_stands_without_its_front_matter() -> None:
    page = page_of(
        "a.qmd",
        {
            "a.qmd": "---\ntitle: A\n---\n{{< include parts/_b.qmd >}}\n$c$\n\n"
            "```{include} d.md\n```\n",
            "parts/_b.qmd": "---\ntitle: B\n---\n$b$\n\n:::{include} e.md\n:::\n",
            "parts/e.md": "$e$",
            "d.md": "$d$\n",
        },
    )
    assert formulas(page) == [
        ("b", "parts/_b.qmd", 4, 1),
        ("e", "parts/e.md", 1, 1),
        ("c", "a.qmd", 5, 1),
        ("d", "d.md", 1, 1),
    ]
    assert problems(page) == []


def test_a_name_with_a_slash_before_it_counts_from_the_project(folder: Path) -> None:
    (folder / "_quarto.yml").touch()
    files = {"deep/a.qmd": "{{< include /_b.qmd >}}\n", "_b.qmd": "$b$\n"}
    assert formulas(page_of("deep/a.qmd", files)) == [("b", "_b.qmd", 1, 1)]


def test_a_file_that_is_not_there_is_told_where_it_is_named() -> None:
    files = {"a.tex": "\\input{b}\n", "b.tex": "\n\\include{none}\n"}
    assert problems(page_of("a.tex", files)) == [
        ("b.tex", 2, "\\include{none}: there is no file none.tex")
    ]


def test_files_that_include_each_other_are_told() -> None:
    files = {"a.tex": "$a$\n\\input{b}\n", "b.tex": "$b$ \\input{a}\n"}
    page = page_of("a.tex", files)
    message = "\\input{b}: the files include each other without end"
    assert problems(page) == [("a.tex", 2, message)]
    assert [tex for tex, *_ in formulas(page)] == ["a", "b", "a"]


def test_more_files_than_anybody_writes_are_told() -> None:
    files = {"a.tex": "\\input{b}\n" * (MOST_FILES + 1), "b.tex": "\n"}
    (problem,) = problems(page_of("a.tex", files))
    message = f"\\input{{b}}: more than {MOST_FILES} files, or too long a text"
    assert problem == ("a.tex", MOST_FILES + 1, message)


def test_a_file_outside_of_the_project_is_refused(folder: Path) -> None:
    (folder / "top").mkdir()
    (folder / "top/pyproject.toml").touch()
    (folder / "secret.tex").write_text("$s$")
    page = page_of("top/a.tex", {"top/a.tex": "\\input{../secret}\n"})
    (problem,) = page.problems
    assert problem.refused
    assert problem.message == (
        "\\input{../secret}: it leads out of the project, which is "
        f"{(folder / 'top').resolve()}"
    )
    (folder / "top/link.tex").symlink_to(folder / "secret.tex")
    with pytest.raises(IncludeError):
        including("top/a.tex")("link.tex")


@pytest.mark.parametrize("name", ["a\0b", "n" * 300, "|ls"])
def test_a_name_that_no_file_has_is_told(name: str) -> None:
    message = f"\\input{{{name}}}: there is no file {name}.tex"
    assert problems(page_of("a.tex", {"a.tex": f"\\input{{{name}}}\n"})) == [
        ("a.tex", 1, message)
    ]


def test_a_file_that_is_no_text_is_told() -> None:
    Path("b.tex").write_bytes(b"\xff")
    page = page_of("a.tex", {"a.tex": "\\input{b}\n"})
    message = "\\input{b}: the file is not UTF-8 text: byte 0xff"
    assert problems(page) == [("a.tex", 1, message)]
