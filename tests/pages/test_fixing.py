"""Writing `:=` into a file: that alone, the file as a whole, and never a lost one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from derivcheck.checking.records import Found
from derivcheck.documents.files import text_of
from derivcheck.documents.formats import read_document
from derivcheck.pages.fixing import (
    ChangedError,
    difference,
    with_definitions,
    write_back,
)
from derivcheck.pages.page_check import check_page

PAGE = "é $$ y &= x^2 $$\n\n$z = 2 y$ and $y = x x$\n"
FIXED = "é $$ y &:= x^2 $$\n\n$z := 2 y$ and $y = x x$\n"


def checked(raw: bytes, path: str = "a.md") -> Found:
    return check_page(read_document(text_of(raw), path), path)


@pytest.mark.parametrize("front", ["", "\ufeff"], ids=["bare", "with a mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_line_ends_and_the_mark_at_the_front_stay(front: str, end: str) -> None:
    raw = (front + PAGE.replace("\n", end)).encode()
    wanted = (front + FIXED.replace("\n", end)).encode()
    assert with_definitions(raw, checked) == wanted
    assert with_definitions(wanted, checked) == wanted


NOTEBOOK = (
    '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": '
    r'["$$\n", "\\nu = \\frac{x}{2},\u0020y = x^2\n", "$$"]}]}'
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.tex", "\\begin{document} % $a = b$\n\\[ y = x^2 \\]\n\\end{document}"),
        ("a.py", "# %% [markdown]\n#   $y = x^2$\n# %%\ny = '$z = x$'"),
        ("a.ipynb", NOTEBOOK),
    ],
)
def test_every_kind_of_document_is_written_into(path: str, text: str) -> None:
    wanted = text.replace("y = x^2", "y := x^2").replace(r"\\nu =", r"\\nu :=")
    found = with_definitions(text.encode(), lambda raw: checked(raw, path))
    assert found.decode() == wanted


def test_the_difference_shows_the_lines_that_differ() -> None:
    assert difference("a.md", PAGE, FIXED) == (
        "--- a.md\n"
        "+++ a.md\n"
        "@@ -1,3 +1,3 @@\n"
        "-é $$ y &= x^2 $$\n"
        "+é $$ y &:= x^2 $$\n"
        " \n"
        "-$z = 2 y$ and $y = x x$\n"
        "+$z := 2 y$ and $y = x x$"
    )
    assert difference("a.md", PAGE, PAGE) == ""


def test_a_file_keeps_its_permissions_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_back(str(path), b"old", b"new")
    assert path.read_bytes() == b"new"
    if sys.platform != "win32":  # which has no such permissions
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_bytes(b"old")
    link.symlink_to(path)
    write_back(str(link), b"old", b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_file_that_has_changed_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"newer")
    with pytest.raises(ChangedError) as caught:
        write_back(str(path), b"old", b"new")
    assert str(caught.value) == "the file has changed since it was read: not written"
    assert path.read_bytes() == b"newer"
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_disk_that_is_full_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: str) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    monkeypatch.setattr("shutil.copymode", full)
    with pytest.raises(OSError, match="No space left on device"):
        write_back(str(path), b"old", b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.md"]
