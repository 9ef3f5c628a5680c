"""What opens below a line: sentences in which LaTeX is marked, and the mark itself."""

from __future__ import annotations

import pytest

from derivcheck.judging.claim import Unstated, Verdict
from derivcheck.site.check_yours.telling import mark_of, typeset


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("nothing gives w_{1}.", "nothing gives `w_{1}`."),
        (r"write \odot, or x^\top y", r"write `\odot`, or `x^\top` y"),
        ("it holds if $i = 1$, and so on", "it holds if `i = 1`, and so on"),
        ("with `a_1 b`, as before", "with `a_1 b`, as before"),
        ("a plain sentence: 1.5 of 3", "a plain sentence: 1.5 of 3"),
    ],
)
def test_each_word_of_latex_in_a_sentence_stands_between_backticks(
    text: str, marked: str
) -> None:
    assert typeset(text) == marked


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        (Verdict("holds"), "holds"),
        (Verdict("fails"), "fails"),
        (Verdict("undecided"), "asks"),
        (Verdict("vacuous"), "asks"),
        (Verdict("not understood"), "asks"),
        (Verdict("undecided", unstated=Unstated("x > 0", "inputs")), "if"),
    ],
)
def test_a_verdict_has_one_of_four_marks(verdict: Verdict, mark: str) -> None:
    assert mark_of(verdict) == mark
