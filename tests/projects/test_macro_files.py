"""Macros that hold on every page: of the settings' files, and of myst.yml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivcheck.projects import (
    ProjectSettings,
    SettingsError,
    macros_of,
    read_page_of_project,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings_with(*macros: str) -> ProjectSettings:
    return ProjectSettings(Path("pyproject.toml").absolute(), macros=macros)


def test_macros_are_read_from_latex_markdown_json_and_yaml() -> None:
    files = {
        "a.tex": "\\newcommand{\\a}{a} \\begin{document}$x$\\end{document}",
        "b.md": "$$\n\\newcommand{\\b}{b}\n$$\n",
        "c.json": json.dumps({"tex": {"macros": {"c": "c"}}}),
        "d.yml": "math:\n  '\\d': d\n",
        "e.sty": "\\input{f}",
        "f.tex": "\\def\\f{f}",
    }
    for name, text in files.items():
        Path(name).write_text(text)
    found = macros_of(settings_with("a.tex", "b.md", "c.json", "d.yml"))
    assert [tex.strip() for tex in found] == [
        r"\newcommand{\a}{a}",
        "x",
        r"\newcommand{\b}{b}",
        r"\newcommand{\c}{c}",
        r"\newcommand{\d}{d}",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "macros.json: it is no JSON: Expecting property name enclosed in double "
              "quotes: line 1 column 2 (char 1)"),
        ("3", "macros.json: it has no table of macros"),
    ],
)  # fmt: skip  # a table
def test_a_file_of_macros_that_cannot_be_read_says_why(text: str, message: str) -> None:
    Path("macros.json").write_text(text)
    with pytest.raises(SettingsError) as caught:
        macros_of(settings_with("macros.json"))
    assert str(caught.value) == message


def test_a_file_of_macros_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError) as caught:
        macros_of(settings_with("macros.tex"))
    assert str(caught.value) == "macros in the settings: there is no file macros.tex"


def test_a_page_has_the_macros_of_its_project_before_its_own() -> None:
    Path("myst.yml").write_text("version: 1\nproject:\n  math:\n    '\\b': b\n")
    page = "---\nmath:\n  '\\c': c\n---\n"
    Path("deep").mkdir()
    reads: set[str] = set()
    found = read_page_of_project(page, "deep/page.md", ("A",), reads)
    assert found.macros == ("A", r"\newcommand{\b}{b}", r"\newcommand{\c}{c}")
    assert reads == {str(Path("myst.yml").resolve())}


def test_a_project_of_myst_that_is_no_yaml_is_named() -> None:
    Path("myst.yml").write_text("project: [\n")
    (problem,) = read_page_of_project("", "page.md", ()).problems
    assert problem.message.startswith(f"{Path('myst.yml').resolve()}: it is no YAML")
