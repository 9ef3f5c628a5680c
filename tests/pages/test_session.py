"""Pages that are checked again: what an edit leaves as it was is not judged again."""

from __future__ import annotations

import random
import re
from unittest import mock

import pytest

from derivcheck.checking import Assumed, Found
from derivcheck.judging import spelled_claim
from derivcheck.pages import Session, check_text, gathering
from derivcheck.pages import page_check as checks
from tests.docs import MARKDOWN

FRESH = re.compile("(?=<!-- derivcheck: fresh)")
judge = Assumed.judge

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


def test_a_part_that_an_edit_before_it_moved_is_not_read_again() -> None:
    session = Session()
    check_text(PAGE, session=session)
    with mock.patch.object(checks, "choose", side_effect=AssertionError):
        moved = check_text("A line.\n" + PAGE, session=session)
    assert words(moved) == words(check_text("A line.\n" + PAGE))


def test_a_claim_over_the_same_model_is_not_judged_again() -> None:
    session = Session()
    check_text(PAGE, session=session)
    longer = PAGE.replace("2x $$", "2x $$\n\n$$ \\frac{dy}{dx} = x + x $$")
    with mock.patch.object(Assumed, "judge", autospec=True, side_effect=judge) as asked:
        found = check_text(longer, session=session)
    assert [r.verdict.word for r in found.relations] == ["holds", "holds", "fails"]
    assert [spelled_claim(call.args[1]) for call in asked.call_args_list] == [
        "(∂y / ∂x) = (x + x)"
    ]


def test_a_claim_under_other_assumptions_is_judged_again() -> None:
    session, claim = Session(), "\n\n$$ a + b = 1 $$\n"
    given = r"$a \in \mathbb{R}$, $b \in \mathbb{R}$"
    assumed = rf"{given}. $$ \text{{assume }} a + b = 1 $$ "
    words_of = [
        [r.verdict.word for r in check_text(text + claim, session=session).relations]
        for text in (given, assumed, given)
    ]
    assert words_of == [["fails"], ["vacuous"], ["fails"]]


def test_a_page_that_others_take_over_is_read_where_it_changed() -> None:
    session, pages = Session(), {"network.md": "$x \\in \\mathbb{R}$, $y := x^2$"}
    text = "<!-- derivcheck: with network.md -->\n\n$$ \\frac{dy}{dx} = 2x $$"

    def verdict() -> str:
        found = check_text(text, load=pages.get, session=session)
        return found.relations[0].verdict.word

    assert verdict() == "holds"
    with mock.patch.object(gathering, "definitions_of", side_effect=AssertionError):
        assert verdict() == "holds"
    pages["network.md"] = "$x \\in \\mathbb{R}$, $y := x^3$"
    assert verdict() == "fails"


def edited(text: str, draw: random.Random) -> str:
    """A text with a sign, a letter or a line more or less, mostly in a formula."""
    spots = [at for at, sign in enumerate(text) if sign in "=+-_^{}\\$"]
    at = draw.choice(spots) if draw.random() < 0.75 else draw.randrange(len(text))
    match draw.randrange(4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            start = text.find("\n", at) + 1
            return text[:start] + text[text.find("\n", start) + 1 :]
        case _:
            put_in = ["-", "2", " ", "\n\n", "$", "x", "_j", "^2", "=", "{"]
            return text[:at] + draw.choice(put_in) + text[at:]


@pytest.mark.parametrize("name", ["bias.md"])
def test_pages_with_edits_have_the_verdicts_that_they_have_anew(name: str) -> None:
    session, draw = Session(), random.Random(name)
    text = "".join(FRESH.split(MARKDOWN[name])[:2])
    for _ in range(3):
        text = edited(text, draw)
        again = check_text(text, name, load=MARKDOWN.get, session=session)
        assert words(again) == words(check_text(text, name, load=MARKDOWN.get))


def test_what_was_guessed_is_no_memory_of_what_is_read_strictly() -> None:
    session, text = Session(), "Let $y = wx$. Then $$ dy/dw = x $$"
    guessed = check_text(text, guess=True, session=session)
    assert [relation.verdict.word for relation in guessed.relations] == ["holds"]
    strict = check_text(text, session=session)
    assert words(strict) == words(check_text(text))
