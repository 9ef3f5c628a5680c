"""The reading under which most has a meaning; no verdict has a say in it."""

from __future__ import annotations

import pytest

from derivcheck.checking.choosing import Attempt, choose, unread
from derivcheck.documents import read_document
from derivcheck.pages import check_text
from derivcheck.pages.gathering import scopes_of
from tests.checking.readings import in_words, stated

GATES = r"""
$x \in \mathbb{R}$

$$ z_f := w_f x, \quad z_g := w_g x $$

$$ f := \sigma(z_f), \quad g := \tanh(z_g), \quad E := f g $$

$$ \frac{\partial E}{\partial w_f} = g f (1 - f) x $$
"""
WIRES = r"""
$$ z(h_1) := w x, \quad out(h_1) := \sigma(z(h_1)) $$

$$ \frac{\partial out(h_1)}{\partial w} = out(h_1) (1 - out(h_1)) x $$
"""
PAGES = [GATES, WIRES]


def chosen(page: str) -> Attempt:
    (scope,) = scopes_of(read_document(page))
    return choose(scope).best


@pytest.mark.parametrize("page", PAGES)
def test_everything_is_read(page: str) -> None:
    assert unread(chosen(page).reading) == 0


def test_a_page_that_is_read_strictly_is_left_as_it_is() -> None:
    assert chosen(r"$$ y := x^2 $$ $$ \frac{dy}{dx} = 2 x $$").chosen == ()


@pytest.mark.parametrize("page", PAGES)
def test_a_claim_that_is_wrong_is_read_as_the_right_one_is(page: str) -> None:
    wrong = page.replace("= g f", "= -g f").replace("= out", "= -out")
    assert wrong != page
    assert chosen(wrong).chosen == chosen(page).chosen
    assert [r.verdict.word for r in check_text(wrong).relations] == ["fails"]


def test_no_choice_asks_a_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*_: object) -> None:
        raise AssertionError("a reading asked for a verdict")

    words = [in_words(one.read) for one in stated(chosen(WIRES).reading)]
    for place in (
        "judging.judging.judge",
        "checking.verdicts.judge_reading",
        "checking.assumptions.Assumed.judge",
    ):
        monkeypatch.setattr(f"derivcheck.{place}", judge)
    assert [in_words(one.read) for one in stated(chosen(WIRES).reading)] == words


def test_the_order_of_the_displays_changes_no_choice() -> None:
    first, *displays = GATES.strip().split("\n\n")
    turned = "\n\n".join([first, *reversed(displays)])
    assert chosen(turned).chosen == chosen(GATES).chosen


def test_a_report_says_what_was_read_by_a_choice() -> None:
    (choice,) = check_text(WIRES).choices
    assert choice.told == "z(…) is one name and out(…) is one name"
    assert choice.because == (
        "z(…), out(…) are given, and their brackets hold no list of parameters"
    )
