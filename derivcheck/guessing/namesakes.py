"""Names that a text gives twice -> verdicts that do not depend on which is meant.

A second `y = …` is a new definition where the words before it say so. Where they do
not, it may as well be a claim about the first: what differs between the two is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..checking import Judged, Reading, Relation, Said, Stated, Unread
from ..expressions import Sentence
from ..judging import Claim, Verdict, not_understood
from ..models import Model
from ..readings import Alternative
from ..words import Scope
from .implicit_definitions import Meant, equalities_that_define_again

ANEW = re.compile(
    r"\b(?:second|third|new|other|another|different) "
    r"(?:model|network|loss|cost|function|case|definition|choice|version|activation)"
    r"|\bnow (?:suppose|let|consider|take|use|replace)\b"
    r"|^\s*\((?:[b-h]|ii+|iv|[2-9])\)|^\s*#+ ",
    re.IGNORECASE | re.MULTILINE,
)
SAID = "the words before it say that it is defined again"


def given_again(scope: Scope, text: str) -> tuple[list[Meant], list[Meant]]:
    """The `=` that words make second definitions, and those that may be some."""
    found = equalities_that_define_again(scope)
    said = [one for one in found if ANEW.search(_words_before(scope, text, one))]
    return said, [one for one in found if one not in said]


def _words_before(scope: Scope, text: str, one: Meant) -> str:
    """The words between the formula that it is in and the one before."""
    start, end = 0, 0
    for passage in scope.passages:
        if passage.mathematics.start > one.start:
            break
        start, end = end, passage.mathematics.start
        if passage.mathematics.end < one.start:
            end = passage.mathematics.end
    return text[start:end]


def told(said: Sequence[Meant]) -> tuple[Alternative, ...]:
    """What is said of second definitions."""
    return tuple(
        Alternative((), SAID, 0, (), one.name, "defined a second time") for one in said
    )


def without_stale(reading: Reading) -> Reading:
    """The same with claims not understood that rest on a definition that is replaced.

    `L` defined by the first y keeps its meaning, and the text may mean the second.
    """
    said = tuple(_said(one, reading.model) for one in reading.said)
    return replace(reading, said=said)


def _said(said: Said, model: Model) -> Said:
    return replace(said, stated=tuple(_stated(one, model) for one in said.stated))


def _stated(stated: Stated, model: Model) -> Stated:
    match stated.read:
        case Claim() as claim:
            stale = next(_stale(claim, model, stated.order), None)
            if stale is not None:
                return replace(stated, read=Unread(Sentence(_which([stale]))))
        case _:
            pass
    return stated


def _stale(claim: Claim, model: Model, order: int) -> Iterator[str]:
    """The names that a claim reads as they were before they were given again."""
    for name in sorted(model.read_by(claim.left) | model.read_by(claim.right)):
        spelled = model.spelled(name)
        versions = [version for _, version in model.versions.get(spelled, ())]
        if name in versions and model.version(spelled, order) != name:
            yield spelled


def _which(names: Sequence[str]) -> str:
    given = " and ".join(dict.fromkeys(names))
    return f"{given} is given twice, by different right sides: which one is meant here?"


def settle(judged: Judged, anew: Judged, again: Sequence[Meant]) -> None:
    """Keeps the verdicts that are the same whether names are given again or not.

    What is given by an equality that holds is one quantity, however it is written:
    a derivative without a path through the first way has one through the other.
    """
    ours = {r.start: r.verdict.word for r in _relations(judged)}
    others = {r.start: r for r in _relations(anew)}
    for relation in _relations(judged):
        other = others.get(relation.start)
        before = [one for one in again if one.start <= relation.start]
        names = [one.name for one in before if ours.get(one.start) != "holds"]
        if other is None and relation.verdict.word == "fails" and names:
            said = f"the sides differ, or {names[-1]} is defined again: say which"
            relation.verdict = Verdict("undecided", said)
        elif names and other and other.verdict.word != relation.verdict.word:
            relation.verdict = not_understood(Sentence(_which(names)))
        elif before and other and relation.verdict.word == "not understood":
            relation.verdict, relation.claim = other.verdict, other.claim
            relation.sampler, relation.ground = other.sampler, other.ground


def _relations(judged: Judged) -> Iterator[Relation]:
    for piece in judged.pieces:
        yield from piece.relations
