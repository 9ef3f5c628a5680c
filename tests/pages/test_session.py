"""Pages that are checked again: what an edit leaves as it was is not judged again."""

from __future__ import annotations

import random
from unittest import mock

import pytest

from derivcheck.checking import Found
from derivcheck.pages import Session, check_text
from derivcheck.pages import page_check as checks
from tests.docs import MARKDOWN

PAGE = r"""
$x \in \mathbb{R}$, $y := x^2$

$$ \frac{dy}{dx} = 2x $$

<!-- derivcheck: fresh -->

$a \in \mathbb{R}$

$$ (a + 1)^2 = a^2 + 1 $$
"""


def words(found: Found) -> list[tuple[int, int, str]]:
    """Each relation with its place and its verdict, and each problem."""
    relations = [(r.line, r.column, r.verdict.word) for r in found.relations]
    return relations + [(p.line, p.column, p.message) for p in found.problems]


def test_what_is_as_it_was_is_not_read_again() -> None:
    session = Session()
    before = check_text(PAGE, session=session)
    with mock.patch.object(checks, "choose", side_effect=AssertionError):
        again = check_text(PAGE + "\nOne more word.\n", session=session)
    assert words(again) == words(before)


def test_what_was_edited_is_judged_again() -> None:
    session = Session()
    check_text(PAGE, session=session)
    edited = check_text(PAGE.replace("a^2 + 1 $$", "a^2 + 2a + 1 $$"), session=session)
    assert [r.verdict.word for r in edited.relations] == ["holds", "holds"]


def test_another_seed_is_another_check() -> None:
    session = Session()
    check_text(PAGE, session=session)
    with mock.patch.object(checks, "choose", side_effect=AssertionError):
        found = check_text(PAGE, seed=1, session=session)
    assert {relation.verdict.word for relation in found.relations} == {"undecided"}


def test_a_check_does_not_change_what_the_one_before_found() -> None:
    session = Session()
    before = check_text(PAGE, session=session)
    again = check_text("\n" + PAGE[1:].replace(" ", "\n", 1), session=session)
    assert before.relations[0] is not again.relations[0]
    assert [relation.line for relation in before.relations] == [4, 10]


@pytest.mark.parametrize("name", ["softmax-jacobian.md", "chain-rule.md"])
def test_pages_with_edits_have_the_verdicts_that_they_have_anew(name: str) -> None:
    session, draw = Session(), random.Random(name)
    text = MARKDOWN[name]
    for _ in range(4):
        at = draw.randrange(len(text))
        text = text[:at] + draw.choice(["-", "2", " ", "\n\n", "$", "x"]) + text[at:]
        again = check_text(text, name, load=MARKDOWN.get, session=session)
        assert words(again) == words(check_text(text, name, load=MARKDOWN.get))


def test_what_was_guessed_is_no_memory_of_what_is_read_strictly() -> None:
    session, text = Session(), "Let $y = wx$. Then $$ dy/dw = x $$"
    guessed = check_text(text, guess=True, session=session)
    assert [relation.verdict.word for relation in guessed.relations] == ["holds"]
    strict = check_text(text, session=session)
    assert words(strict) == words(check_text(text))
