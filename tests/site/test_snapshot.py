"""The memory of a Python that has the checker is made once, and kept."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from derivcheck.site.katex import find_node, find_package
from derivcheck.site.snapshot import snapshot

PYODIDE = find_package().parent / "pyodide"


def test_what_was_made_is_taken_for_the_same_checker(tmp_path: Path) -> None:
    program = tmp_path / "node"
    program.write_text("#!/bin/sh\necho made\n", "utf-8")
    program.chmod(0o755)
    first = snapshot(b"one", PYODIDE, program, tmp_path / "kept")
    assert gzip.decompress(first) == b"made\n"
    program.write_text("#!/bin/sh\necho other\n", "utf-8")
    assert snapshot(b"one", PYODIDE, program, tmp_path / "kept") == first
    other = snapshot(b"two", PYODIDE, program, tmp_path / "kept")
    assert gzip.decompress(other) == b"other\n"
    assert len([*(tmp_path / "kept").iterdir()]) == 1


def test_a_checker_that_does_not_start_ends_the_build(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape('Pyodide ended early: ')}"):
        snapshot(b"no archive", PYODIDE, find_node(), tmp_path)
