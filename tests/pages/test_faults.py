"""Inputs that once went wrong, each an example of its kind, are judged rightly now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivcheck.command_line import check_path

FAULTS = Path(__file__).parents[1] / "faults"
EXPECTED = json.loads((FAULTS / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_input_that_went_wrong_gets_the_verdicts_that_are_right(
    name: str, request: pytest.FixtureRequest
) -> None:
    wanted = EXPECTED[name]
    if "open" in wanted:  # what is still wrong is known, and told where it is mended
        heavy = wanted["open"] == "too much"
        known = pytest.mark.xfail(strict=True, run=not heavy, reason=wanted["open"])
        request.applymarker(known)
    found, _ = check_path(str(FAULTS / name))
    words = [relation.verdict.word for relation in found.relations]
    assert len(words) == len(wanted["verdicts"]), words
    for word, right in zip(words, wanted["verdicts"], strict=True):
        assert word in right, words
    assert bool(found.problems) == bool(wanted["problems"])
