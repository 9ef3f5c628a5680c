"""A file that a page includes is checked once, as a part of that page."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.projects import SettingsError, without_included


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    return [*files]


def test_what_others_include_is_left_to_them() -> None:
    paths = write(
        {
            "paper.tex": "\\input{a}\\include{parts/b}",
            "a.tex": "\\subfile{c}",
            "parts/b.tex": "",
            "c.tex": "\\documentclass[paper]{subfiles}",
            "page.qmd": "{{< include _part.qmd >}}",
            "_part.qmd": "",
            "other.md": "",
        }
    )
    kept = ["paper.tex", "page.qmd", "other.md"]
    assert without_included(paths) == kept
    assert without_included(["a.tex", "other.md"]) == ["a.tex", "other.md"]
    assert without_included(["-"]) == ["-"]


def test_files_that_include_each_other_are_all_checked() -> None:
    paths = write({"a.tex": "\\input{b}", "b.tex": "\\input{a}"})
    assert without_included(paths) == paths


def test_a_page_that_includes_what_is_not_of_its_project_is_named(folder: Path) -> None:
    Path("secret.tex").write_text("")
    paths = write(
        {
            "top/pyproject.toml": "",
            "top/a.tex": "\n \\input{b}",
            "top/b.tex": "\\input{../secret}",
        }
    )
    with pytest.raises(SettingsError) as caught:
        without_included(paths)
    place = f"{Path('top/b.tex')}:1:1"
    assert str(caught.value) == (
        f"{place}: \\input{{../secret}}: it leads out of the project, which is "
        f"{(folder / 'top').resolve()}"
    )
