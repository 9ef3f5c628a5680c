"""The verdicts on the site, whatever the points drawn, and without python-flint."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from derivcheck.checking.choosing import Chosen, choose
from derivcheck.checking.rivals import judge_chosen
from derivcheck.documents.markdown import read_page
from derivcheck.pages.gathering import scopes_of
from tests.docs import MARKDOWN, checked

ROOT = Path(__file__).parents[2]
WITHOUT_BALLS = r"""
import sys
sys.modules["flint"] = None  # an import of it fails
from derivcheck.evaluation import ball_arithmetic as balls
from tests.site.test_seeds import words
assert not balls.present()
for name, word in words(0):
    print(name, word, sep="\t")
"""


def words(seed: int) -> Iterator[tuple[str, str]]:
    """Page and verdict of every relation of the site, which is read once."""
    for name, parts in read().items():
        for number, chosen in enumerate(parts):
            for piece in judge_chosen(chosen, 1000 * seed + number).pieces:
                for relation in piece.relations:
                    yield name, str(relation.verdict.word)


@cache
def read() -> dict[str, list[Chosen]]:
    """The parts of each page, as they are read."""
    return {
        name: [choose(scope) for scope in scopes_of(read_page(text), MARKDOWN.get)]
        for name, text in MARKDOWN.items()
    }


@pytest.fixture(scope="module")
def usual() -> list[tuple[str, str]]:
    """The verdicts that the site is published with."""
    return [(p, str(r.verdict.word)) for p in MARKDOWN for r in checked(p).relations]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_seed_changes_a_verdict_on_the_site(
    usual: list[tuple[str, str]], seed: int
) -> None:
    assert list(words(seed)) == usual


def test_without_balls_a_verdict_is_the_same_or_undecided(
    usual: list[tuple[str, str]],
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BALLS],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    found = [tuple(line.split("\t")) for line in done.stdout.splitlines()]
    assert len(found) == len(usual)
    for (name, word), (page, without) in zip(usual, found, strict=True):
        assert name == page
        assert without in {word, "undecided"}, name
