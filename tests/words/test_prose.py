"""The sentence around a formula of the running text."""

from __future__ import annotations

import pytest

from derivcheck.documents import read_document
from derivcheck.latex import Assuming, If, Joined, Reason, Unclear
from derivcheck.words.prose import Around, Otherwise, Setting, read_sentence


def around(text: str) -> Around:
    """What the sentence makes of the formula $b$ in a text."""
    page = read_document(text)
    (formula,) = (m for m in page.mathematics if m.tex.strip() == "b")
    return read_sentence(page, formula.start, formula.end)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("so for $b$ we get", If()),
        ("unless $b$", If(negated=True)),
        ("even if $b$", Unclear("even if", "condition")),
        ("Assume that $b$.", Assuming()),
        ("Let $b$.", Setting()),
        ("plugging in $b$", Setting()),
        ("since $b$", Reason()),
        ("$a$ and $b$", Joined()),
        ("$a$, or $b$", Joined(either=True)),
        ("$a$ or if $b$", If(alternative=True)),
        ("Also $a$ for $b$", If()),
        (
            "It is not so that $a$ for $b$",
            Unclear("it is not so that for", "condition"),
        ),
        ("$a$, otherwise $b$", Otherwise()),
        ("$a$ and $b$ otherwise.", Otherwise()),
    ],
)
def test_the_words_before_a_formula_say_what_it_is(text: str, remark: object) -> None:
    assert around(text).remark == remark


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("for $b$, we then get $a$", True),
        ("for $b$ and for $a$ we get", True),
        ("for $b$:\n\n$$ a $$", True),
        ("for $b$. Then $a$", False),
        ("for $b$ there is $a$", False),
        ("for $b$", False),
    ],
)
def test_words_of_saying_lead_on_to_the_next_formula(text: str, leads: bool) -> None:
    assert around(text).leads_on == leads


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("$a$ for $b$", True),
        ("$a$ holds whenever $b$", True),
        ("$a$, provided that $b$", True),
        ("$$ a $$\n\nfor $b$", True),
        ("$$ a $$\n\nFor $b$", False),
        ("$a$. For $b$", False),
        ("$a$ and for $b$ we get $c$", False),
        ("$a$, for $b$, $c$", False),
        ("$a$ and so on for $b$", False),
        ("for $b$", False),
    ],
)
def test_a_condition_may_stand_right_behind_a_formula(text: str, behind: bool) -> None:
    assert around(text).behind == (0 if behind else None)
