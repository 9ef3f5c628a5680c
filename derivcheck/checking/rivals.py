"""Readings that rival each other -> verdicts that all of them give.

Where a relation holds under one reading and fails under another, as the page stands or
with as much of it read, it is undecided, and both are named. How the page stands is no
rival of what it says itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..judging import Verdict, spelled_claim
from .choosing import Attempt, Chosen
from .known_verdicts import KnownVerdicts
from .records import Judged, Relation
from .verdicts import judge_reading

OPPOSITE = {"holds": "fails", "fails": "holds"}


def judge_chosen(
    chosen: Chosen, seed: int, known: KnownVerdicts | None = None
) -> Judged:
    """The verdicts under the reading that was chosen, where no rival turns them."""
    judged = judge_reading(chosen.best.reading, seed, known)
    for rival in chosen.rivals:
        other_verdicts = judge_reading(rival.reading, seed, known)
        others = {r.start: r for r in _read(other_verdicts)}
        for relation in _relations(judged):
            other = others.get(relation.start)
            if other and OPPOSITE.get(relation.verdict.word) == other.verdict.word:
                relation.verdict = _depends(relation, chosen.best, rival)
    rivals = tuple(r.chosen[0] for r in chosen.rivals if _says_more(r, chosen.best))
    return replace(judged, choices=chosen.best.chosen, rivals=rivals)


def _says_more(rival: Attempt, best: Attempt) -> bool:
    """Whether a choice reads as much as the best ones, and not the same."""
    if not rival.chosen or rival.lacks > best.lacks:
        return False
    return _claimed(rival) != _claimed(best)


def _claimed(one: Attempt) -> list[str]:
    """What is claimed under a reading, in plain text."""
    claims = (claim for said in one.reading.said for claim in said.claims)
    return [spelled_claim(claim) for claim in claims]


def _read(judged: Judged) -> Iterator[Relation]:
    """The relations of the formulas of which all was read."""
    wrong = [at for at, _ in judged.problems]
    for piece in judged.pieces:
        place = range(piece.mathematics.start, piece.mathematics.end)
        words = {relation.verdict.word for relation in piece.relations}
        if "not understood" not in words and not any(at in place for at in wrong):
            yield from piece.relations


def _relations(judged: Judged) -> Iterator[Relation]:
    for piece in judged.pieces:
        yield from piece.relations


def _depends(relation: Relation, best: Attempt, rival: Attempt) -> Verdict:
    """Undecided, with what the one reading takes for granted and the other."""
    word = relation.verdict.word
    ours = "; ".join(choice.told for choice in best.chosen)
    theirs = rival.chosen[0].told if rival.chosen else "it is read as it stands"
    return Verdict(
        "undecided",
        f"it {word} if {ours}, and {OPPOSITE[word]} if {theirs}: write out which is "
        "meant",
    )
