"""Verdicts on what was read: the reading is data that judging takes as it is."""

from __future__ import annotations

import copy

import pytest

from derivcheck.checking.assumptions import Assumed
from derivcheck.checking.reading import Reading
from derivcheck.checking.records import Judged, Relation
from derivcheck.checking.verdicts import judge_reading, undecided
from derivcheck.documents import read_document
from derivcheck.expressions import Sentence
from derivcheck.judging.claim import Claim, Verdict
from derivcheck.pages.gathering import scopes_of
from tests.checking.readings import in_words, reading_of, stated

PAGE = """$x, y \\in \\mathbb{R}$, $u \\in \\mathbb{R}^n$

$$ E := x^2 + u^\\top u \\label{eq:e} $$

$$ \\frac{\\partial E}{\\partial x} = 2 x = x $$

$$ x = 1 \\quad \\text{if } x = 1 $$

$$ u = x $$

$$ dE = 2 x\\,dx + 2 u^\\top du $$

$$ x = \\unknown $$
"""


def relations(judged: Judged) -> list[Relation]:
    return [relation for piece in judged.pieces for relation in piece.relations]


def words(judged: Judged) -> list[str]:
    return [relation.verdict.word for relation in relations(judged)]


def as_text(reading: Reading) -> list[object]:
    """All that was read, as it can be compared."""
    model = reading.model
    return [
        [in_words(relation.read) for relation in stated(reading)],
        [in_words(c) for said in reading.said for c in said.definitions],
        [in_words(claim) for _, claim in reading.assumptions],
        reading.problems,
        copy.deepcopy(reading.names),
        copy.deepcopy(model.quantities),
        dict(model.functions),
        dict(model.broken),
        dict(model.extents.named),
        dict(model.extents.number),
        dict(model.extents.least),
    ]


def test_what_was_read_gets_its_verdicts() -> None:
    assert words(judge_reading(reading_of(PAGE), 1)) == [
        "holds",
        "fails",
        "vacuous",
        "not understood",
        "holds",
        "not understood",
    ]


def test_judging_changes_nothing_of_what_was_read() -> None:
    reading = reading_of(PAGE)
    before = as_text(reading)
    judge_reading(reading, 1)
    assert as_text(reading) == before


def test_a_judge_that_raises_changes_nothing_of_what_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def judge(self: object, claim: Claim, order: int) -> Verdict:
        raise LookupError("nobody foresaw this")

    reading = reading_of(PAGE)
    before = as_text(reading)
    monkeypatch.setattr(Assumed, "judge", judge)
    judged = judge_reading(reading, 1)
    assert as_text(reading) == before
    assert as_text(reading_of(PAGE))[:4] == before[:4]
    assert words(judged) == [
        "undecided",
        "undecided",
        "vacuous",
        "not understood",
        "undecided",
        "not understood",
    ]
    assert len(judged.mistakes) == 3
    monkeypatch.undo()
    assert "undecided" not in words(judge_reading(reading, 1))


def test_one_reading_is_judged_alike_with_one_seed() -> None:
    reading = reading_of(PAGE)
    first, second = (relations(judge_reading(reading, 7)) for _ in range(2))
    assert [relation.verdict for relation in first] == [
        relation.verdict for relation in second
    ]


def test_a_relation_that_was_compared_keeps_what_its_verdict_rests_on() -> None:
    found = relations(judge_reading(reading_of(PAGE), 1))
    holds, fails, vacuous, shapes, _, unread = found
    for relation in (holds, fails):
        assert relation.claim is not None
        assert relation.sampler is not None
        assert relation.ground is not None
    assert (vacuous.claim, vacuous.ground) == (None, None)
    assert shapes.claim is not None
    assert shapes.sampler is None
    assert unread.claim is None


def test_formulas_are_the_definitions_with_a_label_and_the_claims() -> None:
    judged = judge_reading(reading_of(PAGE), 1)
    signs = [[claim.sign for claim in piece.formulas] for piece in judged.pieces]
    assert signs[2:4] == [[":="], ["=", "="]]


def test_a_page_of_which_nothing_was_read_is_undecided_with_the_reason() -> None:
    (scope,) = scopes_of(read_document(PAGE))
    judged = undecided(scope, RecursionError())
    assert set(words(judged)) == {"undecided"}
    assert judged.problems == ((1, Sentence("nested too deeply")),)
    assert judged.mistakes == ()
    assert all(piece.machine is None for piece in judged.pieces)
