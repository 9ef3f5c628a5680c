"""A short run of the fuzzer, and that it tells of what it is there to find."""

from __future__ import annotations

import pytest

from derivcheck.checking import scope_reader
from derivcheck.checking.assumptions import Assumed
from derivcheck.judging.claim import Claim, Verdict
from derivcheck.latex.macros import Macros
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.marks import Marks
from derivcheck.pages import gathering, page_check
from derivcheck.pages.page_check import check_text
from tests import fuzz

PAGE = "$x \\in \\mathbb{R}$\n\n$$ x + x = 2 x $$\n\n$$ x = x + 0 $$\n"


def test_random_mathematics_is_read_or_refused_with_a_place() -> None:
    fuzz.reading(1500, seed=7)


def test_mutated_pages_come_to_a_verdict_or_a_problem_with_its_place() -> None:
    words, _ = fuzz.checking(60, seed=7)
    assert {"holds", "fails", "not understood"} <= set(words)


def break_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(self: object, claim: Claim, order: int) -> Verdict:
        raise LookupError("nobody foresaw this")

    monkeypatch.setattr(Assumed, "judge", judge)


def test_an_error_of_the_checker_is_said_to_be_one_and_leaves_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_judging(monkeypatch)
    found = check_text(PAGE)
    assert [r.verdict.word for r in found.relations] == ["undecided", "undecided"]
    assert [(r.line, r.column) for r in found.relations] == [(3, 10), (5, 6)]
    reason = found.relations[0].verdict.reason
    assert reason is not None
    start = (
        "this is an error of derivcheck, not of the page: LookupError in test_fuzz.py"
    )
    assert reason.startswith(start)
    assert len(found.mistakes) == 2
    assert found.mistakes[0].endswith("LookupError: nobody foresaw this\n")


def test_an_error_outside_a_statement_leaves_its_scope_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def learn(statements: object) -> None:
        raise LookupError("nobody foresaw this")

    monkeypatch.setattr(scope_reader, "learn", learn)
    found = check_text(PAGE)
    assert [r.verdict.word for r in found.relations] == ["undecided"] * 2
    assert len(found.problems) == 1
    assert not found.good


def test_an_error_while_a_piece_is_read_leaves_the_other_pieces_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(text: str, macros: Macros) -> Marks:
        if "0" in text:
            raise LookupError("nobody foresaw this")
        return read_marks(text, macros)

    monkeypatch.setattr(page_check, "read_marks", read)
    found = check_text(PAGE)
    words = [relation.verdict.word for relation in found.relations]
    assert words == ["holds", "not understood"]
    assert len(found.mistakes) == 1


def test_an_error_in_a_page_taken_over_is_told_at_the_directive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def definitions(text: str, load: object, seen: object) -> None:
        raise LookupError("nobody foresaw this")

    monkeypatch.setattr(gathering, "definitions_of", definitions)
    page = "<!-- derivcheck: with other.md -->\n\n" + PAGE
    found = check_text(page, load={"other.md": ""}.get)
    (problem,) = found.problems
    assert (problem.line, problem.column) == (1, 1)
    start = (
        "with other.md: this is an error of derivcheck, not of the page: LookupError"
    )
    assert problem.message.startswith(start)
    assert [relation.verdict.word for relation in found.relations] == ["holds"] * 2


def test_the_fuzzer_fails_on_an_error_of_the_checker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_judging(monkeypatch)
    with pytest.raises(AssertionError, match="nobody foresaw this"):
        fuzz.checking(20, seed=1)
