"""Watching pages: which are due after a file was saved, and how soon they are told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from derivcheck.documents.watching import LOOKS, Watch
from derivcheck.projects import pages_at

MODEL = "$$\nE := x^2\n$$\n"
RIGHT = "<!-- derivcheck: with model.md -->\n\n$$\n\\frac{dE}{dx} = 2 x\n$$\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a model and a page that takes it over."""
    (tmp_path / "model.md").write_text(MODEL, encoding="utf-8")
    (tmp_path / "page.md").write_text(RIGHT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def watch(*paths: str) -> Watch:
    return Watch(lambda: pages_at(list(paths)))


def test_all_pages_are_due_at_first_and_none_is_due_without_a_change() -> None:
    pages = watch(".")
    assert pages.due() == ["model.md", "page.md"]
    assert pages.due() == []


def test_a_page_that_was_saved_is_due_once(folder: Path) -> None:
    pages = watch("page.md", "model.md")
    pages.due()
    (folder / "page.md").write_text(RIGHT + "\n", encoding="utf-8")
    assert pages.due() == ["page.md"]
    assert pages.due() == []


def test_a_page_is_due_when_one_that_it_takes_over_was_saved(folder: Path) -> None:
    pages = watch("page.md")
    pages.due()
    pages.takes_over("page.md", {"model.md", "none.md"})
    assert pages.due() == []
    (folder / "model.md").write_text(MODEL + "\n", encoding="utf-8")
    assert pages.due() == ["page.md"]
    (folder / "none.md").write_text(MODEL, encoding="utf-8")
    assert pages.due() == ["page.md"]
    pages.takes_over("page.md", ())
    (folder / "model.md").write_text(MODEL, encoding="utf-8")
    assert pages.due() == []


def test_the_page_that_was_saved_comes_before_those_that_take_it_over(
    folder: Path,
) -> None:
    pages = watch("page.md", "model.md")
    pages.due()
    pages.takes_over("page.md", {"model.md"})
    (folder / "model.md").write_text(MODEL + "\n", encoding="utf-8")
    assert pages.due() == ["model.md", "page.md"]


def test_a_page_that_is_deleted_is_due_and_so_is_its_return(folder: Path) -> None:
    pages = watch("page.md")
    pages.due()
    (folder / "page.md").unlink()
    assert pages.due() == ["page.md"]
    assert [pages.due() for _ in range(LOOKS)] == [[]] * LOOKS
    (folder / "page.md").write_text(RIGHT, encoding="utf-8")
    assert pages.due() == ["page.md"]


def test_a_page_that_is_new_in_a_folder_is_due_before_long(folder: Path) -> None:
    pages = watch(".")
    pages.due()
    (folder / "new.md").write_text(MODEL, encoding="utf-8")
    due = [page for _ in range(LOOKS) for page in pages.due()]
    assert due == ["new.md"]


# --- the command ---------------------------------------------------------------------


def heeds_interrupts() -> None:
    """Undoes what a shell does to a command in its background: no Ctrl-C for it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def command() -> Iterator[subprocess.Popen[str]]:
    """The command as it watches a page; it ends with the test, or after a minute."""
    process = subprocess.Popen(
        [sys.executable, "-m", "derivcheck", "check", "--watch", "page.md"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        preexec_fn=heeds_interrupts if os.name == "posix" else None,
    )
    late = threading.Timer(60, process.kill)
    late.start()
    with process:
        yield process
        process.kill()
    late.cancel()


def lines_until(process: subprocess.Popen[str], last: str) -> list[str]:
    """What the command prints up to a line, which must come."""
    assert process.stdout is not None
    told: list[str] = []
    while not told or told[-1] != last:
        line = process.stdout.readline()
        assert line, f"it ended after {told}"
        told.append(line.rstrip("\n"))
    return told


@pytest.mark.skipif(
    sys.platform == "win32", reason="no process gets Ctrl-C there alone"
)
def test_the_command_tells_each_change_until_it_is_interrupted(
    folder: Path, command: subprocess.Popen[str]
) -> None:
    assert lines_until(command, "    inputs: x")[0] == "page.md: 1 relation: 1 holds"
    (folder / "model.md").write_text(MODEL.replace("^2", "^3"), encoding="utf-8")
    true = r"    true: \frac{\partial E}{\partial x} = 3 x^2"
    assert lines_until(command, true)[-6:-3] == [
        "page.md: 1 relation: 1 fails",
        "page.md:4:15: fails",
        "    \\frac{dE}{dx} = 2 x",
    ]
    (folder / "page.md").unlink()
    lost = "page.md:1:1: the file cannot be read: No such file or directory"
    assert lines_until(command, lost)[-2:] == ["page.md: 0 relations", lost]
    (folder / "page.md").write_bytes(b"$$ \xff")
    half = "page.md:1:1: the file is not UTF-8 text: byte 0xff"
    assert lines_until(command, half)[-2:] == ["page.md: 0 relations", half]
    command.send_signal(signal.SIGINT)
    output, errors = command.communicate()
    assert (output, errors, command.returncode) == ("", "", 0)
