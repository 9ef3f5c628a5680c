"""A part of a page that an edit before it moved -> the same at its new place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..checking import Judged, Piece, Reading, Relation, Said, Stated, Unread
from ..documents import Mathematics
from ..words import Ending, Passage, Scope


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many characters, displays and headings something stands further on."""

    by: int = 0
    displays: int = 0
    sections: int = 0


def shift_between(before: Scope, after: Scope) -> Shift | None:
    """By how far a part of a page moved as a whole; None where it is another one."""
    if len(before.passages) != len(after.passages):
        return None
    if len(before.mentions) != len(after.mentions):
        return None
    pairs = [
        *zip(before.passages, after.passages, strict=True),
        *zip(before.mentions, after.mentions, strict=True),
    ]
    numbered = ((a.display, b.display) for a, b in pairs)
    shift = Shift(
        next((b.mathematics.start - a.mathematics.start for a, b in pairs), 0),
        next((b - a for a, b in numbered if a is not None and b is not None), 0),
        next((b.section - a.section for a, b in pairs), 0),
    )
    same = all(shifted_passage(old, shift) == new for old, new in pairs)
    ended = tuple(shifted_ending(one, shift.by) for one in before.endings)
    same = same and ended == after.endings
    return shift if same and before.imported == after.imported else None


def shifted_ending(ending: Ending, by: int) -> Ending:
    """Words that end something, so much further on."""
    since = ending.since and ending.since + by
    until = None if ending.until is None else ending.until + by
    at, upto = ending.at + by, ending.upto + by
    return replace(ending, at=at, since=since, upto=upto, until=until)


def shifted_passage(passage: Passage, shift: Shift) -> Passage:
    """A passage, so much further on."""
    if shift == Shift():
        return passage
    by, display = shift.by, passage.display
    sentence = passage.sentence
    behind, following = sentence.behind, sentence.following
    return replace(
        passage,
        mathematics=_mathematics(passage.mathematics, by),
        display=None if display is None else display + shift.displays,
        section=passage.section + shift.sections,
        wrong_start=passage.wrong_start and passage.wrong_start + by,
        sentence=replace(
            sentence,
            behind=None if behind is None else behind + by,
            following=None if following is None else following + by,
            last=sentence.last if sentence.last < 0 else sentence.last + by,
        ),
        constancy=tuple(
            replace(one, start=one.start + by, end=one.end + by)
            for one in passage.constancy
        ),
    )


def _mathematics(own: Mathematics, by: int) -> Mathematics:
    lines = tuple((here, there + by) for here, there in own.lines)
    return replace(own, start=own.start + by, end=own.end + by, lines=lines)


def shifted_judged(judged: Judged, shift: Shift) -> Judged:
    """What came of a part of a page, so much further on.

    Its relations are its own: what a check notes of them is noted of that check.
    """
    return replace(
        judged,
        pieces=tuple(_piece(piece, shift) for piece in judged.pieces),
        problems=tuple((at + shift.by, fault) for at, fault in judged.problems),
        reading=None if judged.reading is None else _reading(judged.reading, shift),
        twice=tuple(
            replace(one, first=one.first + shift.by, second=one.second + shift.by)
            for one in judged.twice
        ),
    )


def _piece(piece: Piece, shift: Shift) -> Piece:
    return replace(
        piece,
        passage=shifted_passage(piece.passage, shift),
        relations=tuple(_relation(relation, shift.by) for relation in piece.relations),
    )


def _relation(relation: Relation, by: int) -> Relation:
    verdict = relation.verdict
    if verdict.place is not None and by:
        verdict = replace(verdict, place=verdict.place + by)
    return replace(relation, start=relation.start + by, verdict=verdict, place=None)


def _reading(reading: Reading, shift: Shift) -> Reading:
    """A reading; what relations rest on is the one that they were judged on."""
    if shift == Shift():
        return reading
    scope = reading.scope
    return replace(
        reading,
        scope=replace(
            scope,
            passages=tuple(shifted_passage(one, shift) for one in scope.passages),
            mentions=tuple(shifted_passage(one, shift) for one in scope.mentions),
            endings=tuple(shifted_ending(one, shift.by) for one in scope.endings),
        ),
        said=tuple(_said(said, shift) for said in reading.said),
        problems=tuple((at + shift.by, fault) for at, fault in reading.problems),
    )


def _said(said: Said, shift: Shift) -> Said:
    return replace(
        said,
        passage=shifted_passage(said.passage, shift),
        stated=tuple(_stated(stated, shift.by) for stated in said.stated),
        accounted=tuple(at + shift.by for at in said.accounted),
    )


def _stated(stated: Stated, by: int) -> Stated:
    read = stated.read
    match read:
        case Unread(_, int(place)):
            read = replace(read, place=place + by)
        case _:
            pass
    return replace(
        stated,
        start=stated.start + by,
        read=read,
        reasons=tuple(at + by for at in stated.reasons),
    )
