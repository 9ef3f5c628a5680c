"""What stands in a file, or why nothing does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from derivcheck.documents.files import (
    UnreadableError,
    beside,
    read_bytes,
    read_text,
    text_of,
)


def test_every_line_end_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert read_bytes(str(path)) == b"\xef\xbb\xbfa\r\nb\rc\n"
    assert read_text(str(path)) == "a\nb\nc\n"


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    with pytest.raises(UnreadableError) as caught:
        text_of(b"a\r\nb \xc3(\n")
    assert caught.value.message == "the file is not UTF-8 text: byte 0xc3"
    assert caught.value.line == 2


@pytest.mark.skipif(sys.platform == "win32", reason="it has another sentence there")
def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(str(tmp_path))
    assert caught.value.message == "the file cannot be read: Is a directory"


def test_a_name_that_no_file_has_is_no_page(tmp_path: Path) -> None:
    load = beside(str(tmp_path / "a.md"))
    assert load("a\0b.md") is None
    assert load("n" * 300) is None


def test_a_page_takes_over_what_stands_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("$x$", encoding="utf-8")
    reads: set[str] = set()
    load = beside(str(tmp_path / "b.tex"), reads)
    assert load("a.md") == "$x$"
    assert load("none.md") is None
    assert load(str(tmp_path / "a.md")) is None
    assert reads == {str(tmp_path / "a.md"), str(tmp_path / "none.md")}
