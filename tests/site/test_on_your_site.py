"""The page on marks for other sites works word for word, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import markdown.__main__
import pytest
from click import unstyle
from click.testing import CliRunner
from mkdocs.__main__ import cli
from sphinx.cmd.build import build_main

from derivcheck.__main__ import main
from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock
from derivcheck.markdown import makeExtension

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/on-your-site.md").read_text("utf-8")
PAGE = read_page(TEXT)
BLOCKS = [piece for piece in PAGE.pieces if isinstance(piece, CodeBlock)]
SECTIONS = [at for at, _ in PAGE.headings if TEXT.startswith("## ", at)]


def blocks_below(heading: str) -> Iterator[CodeBlock]:
    """The blocks of one section, in their order."""
    start = TEXT.index(f"\n## {heading}\n") + 1
    end = next((at for at in SECTIONS if at > start), len(TEXT))
    return (block for block in BLOCKS if start < block.start < end)


def run(command: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What a command says and how it ends, in this process."""
    match command:
        case ["mkdocs", *arguments]:
            done = CliRunner().invoke(cli, arguments)
            return done.exit_code, unstyle(done.output)
        case ["sphinx-build", *arguments]:
            status = build_main(arguments)
        case ["derivcheck", *arguments]:
            status = main(arguments)
        case ["python", "-m", "markdown", *arguments]:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("sys.argv", ["markdown", *arguments])
                markdown.__main__.run()
            status = 0
        case ["python", "-c", code]:
            exec(code)
            status = 0
        case _:
            raise AssertionError(f"the page shows a command of another kind: {command}")
    return status, "".join(capsys.readouterr())


def follow(
    heading: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> list[tuple[int, str]]:
    """What comes of each command of a section; what the page shows of it is there."""
    done: list[tuple[int, str]] = []
    for block in blocks_below(heading):
        if "title" in block.options:
            file = folder / block.options["title"]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.code, "utf-8")
        elif block.language == "console":
            command = shlex.split(block.code.removeprefix("$ "))
            status, said = run(command, capsys)
            said = said.replace(f"{folder}{os.sep}", "")
            done.append((status, said.replace(f"docs{os.sep}", "docs/")))
        elif block.language == "text" and not block.is_output:
            shown = block.code.splitlines()
            lines = done[-1][1].splitlines()
            assert [line for line in lines if line in shown] == shown
    return done


def html_of(folder: Path, page: str) -> str:
    """A page as it was built."""
    return (folder / page).read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, nothing of Node.js, and no colours where `CI` is set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("shutil.which", lambda _: None)
    return tmp_path


def test_with_mkdocs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = follow("With MkDocs", folder, capsys)
    assert [status for status, _ in done] == [0, 1]
    page = html_of(folder, "site/index.html")
    assert re.findall('<summary title="(.*?)">', page) == ["for reading only", "holds"]
    assert "badges.css" in page
    assert (folder / "site/search/search_index.json").exists()


def test_with_sphinx(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = follow("With Sphinx", folder, capsys)
    assert [status for status, _ in done] == [0, 1]
    page = html_of(folder, "built/index.html")
    assert re.findall('<summary title="(.*?)">', page) == ["for reading only", "holds"]


def test_with_python_markdown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = follow("With Python-Markdown alone", folder, capsys)
    files = Path(done[-1][1].strip())
    assert {"badges.css", "badges.js"} <= {path.name for path in files.iterdir()}
    page = html_of(folder, "line.html")
    assert re.findall('<summary title="(.*?)">', page) == ["for reading only", "holds"]


def test_every_extra_that_it_names_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(r"^\| `(\w+)` \|", TEXT.partition("## With MkDocs")[0], re.M)
    assert named
    assert {*named} <= {*project["optional-dependencies"]}


def test_every_option_of_the_extension_is_named() -> None:
    options = "".join(
        re.findall(r"^\| (`.*?) \|", TEXT.partition("## Options")[2], re.M)
    )
    assert {*re.findall(r"`(\w+)`", options)} == {*makeExtension().config}
