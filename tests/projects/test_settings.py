"""What a project asks for, and what is said of settings that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.projects.settings import (
    LEFT_OUT,
    NO_SETTINGS,
    SettingsError,
    find_settings,
)

TABLE = """[tool.derivcheck]
paths = ["docs", "paper.tex"]
exclude = ["drafts/"]
extend-exclude = ["old.md"]
macros = ["macros.tex"]
seed = 3
guess = true
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def error_of(*given: str, named: tuple[str, ...] = ()) -> str:
    with pytest.raises(SettingsError) as caught:
        find_settings(given, named)
    return str(caught.value)


def test_every_setting_is_read(folder: Path) -> None:
    write("pyproject.toml", TABLE)
    found = find_settings(["docs/a.md"])
    assert found.file == folder / "pyproject.toml"
    assert found.paths == ("docs", "paper.tex")
    assert found.exclude == ("drafts/",)
    assert found.extend_exclude == ("old.md",)
    assert found.macros == ("macros.tex",)
    assert (found.seed, found.guess) == (3, True)


def test_the_nearest_file_with_a_table_counts(folder: Path) -> None:
    write("pyproject.toml", "[tool.derivcheck]\nseed = 1\n")
    write("course/pyproject.toml", "[project]\nname = 'course'\n")
    write("course/week/pyproject.toml", "[tool.derivcheck]\nseed = 2\n")
    assert find_settings(["course/a.md"]).seed == 1
    assert find_settings(["course/week/deep/none.md"]).seed == 2
    assert find_settings([]).seed == 1
    assert find_settings(["-"]).seed == 1
    assert find_settings(["course/week"]).beside("a.md") == str(
        Path("course/week/a.md")
    )


def test_without_a_file_everything_is_as_usual() -> None:
    found = find_settings(["docs"])
    assert found == NO_SETTINGS
    assert found.exclude == LEFT_OUT


def test_a_file_that_is_named_counts_in_place_of_the_nearest(folder: Path) -> None:
    write("pyproject.toml", "[tool.derivcheck]\nseed = 1\n")
    write("other/check.toml", "[tool.derivcheck]\nseed = 2\n")
    assert find_settings(["a.md"], ["other/check.toml"]).seed == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "excludes = ['a']",
            "unknown setting excludes in [tool.derivcheck]; did you mean exclude?",
        ),
        (
            "colour = true",
            "unknown setting colour in [tool.derivcheck]; known: paths, exclude, "
            "extend-exclude, macros, seed, guess",
        ),
        (
            "seed = 'x'",
            "seed in [tool.derivcheck] is a whole number, as in seed = 1; it has 'x'",
        ),
        (
            "seed = true",
            "seed in [tool.derivcheck] is a whole number, as in seed = 1; it has True",
        ),
        (
            "guess = 1",
            "guess in [tool.derivcheck] is true or false, as in guess = true; it has 1",
        ),
        (
            "paths = 'docs'",
            "paths in [tool.derivcheck] is a list of texts, as in paths = "
            "[\"docs\"]; it has 'docs'",
        ),
        (
            "exclude = ['a', 1]",
            "exclude in [tool.derivcheck] is a list of texts, as in exclude = "
            "[\"drafts/\"]; it has ['a', 1]",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(text: str, message: str) -> None:
    write("pyproject.toml", f"[tool.derivcheck]\n{text}\n")
    assert error_of("a.md") == f"pyproject.toml: {message}"


def test_a_file_that_is_no_table_of_settings_is_named() -> None:
    write("pyproject.toml", "[tool]\nderivcheck = 3\n")
    assert error_of("a.md") == (
        "pyproject.toml: tool.derivcheck is a table, [tool.derivcheck]"
    )
    write("pyproject.toml", "[tool\n")
    assert error_of("a.md").startswith("pyproject.toml is not TOML: Expected ']'")
    Path("pyproject.toml").write_bytes(b"# \xff\n")
    assert error_of("a.md") == "pyproject.toml cannot be read: it is not UTF-8"
    Path("pyproject.toml").unlink()
    assert error_of("a.md", named=("none.toml",)) == (
        "none.toml cannot be read: No such file or directory"
    )
    write("bare.toml", "")
    assert error_of("a.md", named=("bare.toml",)) == (
        "bare.toml has no table [tool.derivcheck]"
    )


def test_two_files_that_hold_are_one_too_many() -> None:
    assert error_of("a.md", named=("a.toml", "b.toml")) == (
        "--config names one file, and a.toml and b.toml two"
    )
    write("a/pyproject.toml", "[tool.derivcheck]\n")
    write("b/pyproject.toml", "[tool.derivcheck]\n")
    first, second = (str(Path(one, "pyproject.toml")) for one in "ab")
    assert error_of("a/x.md", "b/x.md") == (
        f"{first} and {second} both have settings for these paths: check one project "
        "at a time, or name one file with --config"
    )
