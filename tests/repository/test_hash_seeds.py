"""The same page, the same words: the order in which sets are held decides nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    "tests/derivations/gated-unit.md",
    "tests/derivations/two-layer-slips.md",
    "tests/cases/softmax-ce-question.md",
]
BROKEN_TWICE = r"""
$x, y \in \mathbb{R}^n$.

$$ s := x_j, \quad t := y_k, \quad E := s\, t $$

$$ E = t s, \quad E^2 = s^2 t^2 $$
"""


@cache
def reported(seed: str, page: str) -> str:
    """What a process of its own reports of a page, with strings hashed by a seed."""
    found = subprocess.run(
        [sys.executable, "-m", "derivcheck", "check", "--json", page],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert found.stderr == ""
    return found.stdout


@pytest.mark.parametrize("seed", ["1", "2"])
@pytest.mark.parametrize("page", PAGES)
def test_a_report_does_not_depend_on_the_hashes_of_strings(
    page: str, seed: str
) -> None:
    assert reported(seed, page) == reported("0", page)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_of_two_definitions_without_a_meaning_the_first_is_named(
    tmp_path: Path, seed: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(BROKEN_TWICE, encoding="utf-8")
    said = "the definition of s is not understood: j is free on its right"
    assert reported(seed, str(page)).count(said) == 2
