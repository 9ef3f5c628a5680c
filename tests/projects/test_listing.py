"""Which files are meant: by folders, patterns and names, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.documents import NoPageError
from derivcheck.projects import ProjectSettings, SettingsError, pages_at


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def names(*given: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [Path(path).as_posix() for path in pages_at(given, exclude=exclude)]


def error_of(*given: str, exclude: tuple[str, ...] = ()) -> str:
    with pytest.raises((NoPageError, SettingsError)) as caught:
        pages_at(given, exclude=exclude)
    return str(caught.value)


def test_a_folder_means_its_pages_its_documents_and_its_notebooks() -> None:
    touch("d/a.md", "d/B.TEX", "d/c.ipynb", "d/e/f.qmd", "d/g.py", "d/h.svg", "d/i.rst")
    touch("d/j.md/k.txt")
    assert names("d") == [*("d/B.TEX", "d/a.md", "d/c.ipynb", "d/e/f.qmd", "d/i.rst")]
    assert names("d", "d/a.md", "d/g.py") == [*names("d"), "d/g.py"]


def test_what_tools_make_and_hidden_folders_are_left_out_unless_named() -> None:
    made = (".venv/a.md", "node_modules/a.md", "build/a.md", "site/a.md", "_build/a.md")
    touch("a.md", "deep/build/a.md", *made)
    assert names(".") == ["a.md"]
    assert names("build") == ["build/a.md"]
    assert names("build/a.md", "*.md") == ["build/a.md", "a.md"]


def test_a_pattern_names_the_folders_before_its_first_sign() -> None:
    touch("a.md", "build/a.md", "build/deep/b.md", "build/build/c.md")
    assert names("**/*.md") == ["a.md"]
    assert names("build/**/*.md") == ["build/a.md", "build/deep/b.md"]
    assert error_of("bui*/*.md") == "every file that matches bui*/*.md is left out"
    assert error_of("*.tex") == "no file matches *.tex"


def test_what_gitignore_names_is_left_out_by_the_rules_of_git() -> None:
    touch("a.md", "b.md", "kept.md", "out/c.md", "deep/b.md", "deep/d.md", "deep/x.md")
    Path(".gitignore").write_text("/b.md\nout/\n*.md\n!a.md\n!kept.md\n!deep/d.md\n")
    Path("deep/.gitignore").write_text("d.md\n!x.md\n")
    assert names(".") == ["a.md", "deep/x.md", "kept.md"]
    assert names("out/c.md") == ["out/c.md"]


def test_rules_above_a_folder_count_up_to_the_top_of_the_repository() -> None:
    touch("top/a/b.md", "top/a/c.md", "top/out/d.md", "top/out/b.md")
    Path(".gitignore").write_text("c.md\n")
    Path("top/.gitignore").write_text("b.md\nout\n")
    assert names("top/a") == ["top/a/b.md", "top/a/c.md"]
    Path("top/.git").mkdir()
    assert names("top/a") == ["top/a/c.md"]
    assert names("top/out") == ["top/out/b.md", "top/out/d.md"]


def test_the_command_leaves_out_what_a_pattern_names() -> None:
    touch("a.md", "drafts/b.md", "deep/drafts/c.md", "deep/d.tex")
    assert names(".", exclude=("drafts/",)) == ["a.md", "deep/d.tex"]
    assert names(".", exclude=("/drafts", "*.tex")) == ["a.md", "deep/drafts/c.md"]
    assert names("drafts/b.md", exclude=("drafts/",)) == ["drafts/b.md"]


def test_the_settings_leave_out_more_or_something_else() -> None:
    touch("p/a.md", "p/drafts/b.md", "p/build/c.md")
    file = Path("p/pyproject.toml").absolute()
    more = ProjectSettings(file, extend_exclude=("/drafts/",))
    assert pages_at(["p"], more) == [str(Path("p/a.md"))]
    other = ProjectSettings(file, exclude=("/drafts/",))
    assert pages_at(["p"], other) == [str(Path("p/a.md")), str(Path("p/build/c.md"))]
    named = [str(Path("p/drafts/b.md"))]
    assert pages_at(named, other) == named
    assert pages_at(named, other, named_too=True) == []


def test_an_exclude_that_leaves_nothing_is_named() -> None:
    touch("d/a.md", "d/b.txt")
    assert error_of("d", exclude=("*.md",)) == (
        "--exclude: no page in the folder d is left"
    )
    assert error_of("d/*.md", exclude=("d/",)) == (
        "--exclude: no page that matches d/*.md is left"
    )
    settings = ProjectSettings(Path("pyproject.toml").absolute(), exclude=("d/*",))
    with pytest.raises(NoPageError) as caught:
        pages_at(["d"], settings)
    assert str(caught.value) == (
        "exclude in pyproject.toml: no page in the folder d is left"
    )


def test_a_path_at_which_nothing_is_is_named() -> None:
    Path("bare").mkdir()
    assert error_of("none.md") == "there is no file none.md"
    assert error_of("bare") == (
        "there is no page (Markdown, LaTeX, reStructuredText or notebook) in the "
        "folder bare"
    )


def test_a_pattern_that_git_does_not_know_is_named() -> None:
    touch("a.md")
    assert error_of(".", exclude=("!",)).startswith("--exclude: ")
