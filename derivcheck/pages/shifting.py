"""A part of a page that an edit before it moved -> the same at its new place."""

from __future__ import annotations

from dataclasses import replace

from ..checking import (
    Judged,
    Passage,
    Piece,
    Reading,
    Relation,
    Said,
    Scope,
    Stated,
    Unread,
)
from ..documents import Mathematics


def shift_between(before: Scope, after: Scope) -> int | None:
    """By how far a part of a page moved as a whole; None where it is another one."""
    if len(before.passages) != len(after.passages):
        return None
    if len(before.mentions) != len(after.mentions):
        return None
    pairs = [
        *zip(before.passages, after.passages, strict=True),
        *zip(before.mentions, after.mentions, strict=True),
    ]
    by = pairs[0][1].mathematics.start - pairs[0][0].mathematics.start if pairs else 0
    same = all(shifted_passage(old, by) == new for old, new in pairs)
    return by if same and before.imported == after.imported else None


def shifted_passage(passage: Passage, by: int) -> Passage:
    """A passage, so much further on."""
    if by == 0:
        return passage
    sentence = passage.sentence
    behind, following = sentence.behind, sentence.following
    return replace(
        passage,
        mathematics=_mathematics(passage.mathematics, by),
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


def shifted_judged(judged: Judged, by: int) -> Judged:
    """What came of a part of a page, so much further on.

    Its relations are its own: what a check notes of them is noted of that check.
    """
    return replace(
        judged,
        pieces=tuple(_piece(piece, by) for piece in judged.pieces),
        problems=tuple((at + by, fault) for at, fault in judged.problems),
        reading=None if judged.reading is None else _reading(judged.reading, by),
    )


def _piece(piece: Piece, by: int) -> Piece:
    return replace(
        piece,
        passage=shifted_passage(piece.passage, by),
        relations=tuple(_relation(relation, by) for relation in piece.relations),
    )


def _relation(relation: Relation, by: int) -> Relation:
    verdict = relation.verdict
    if verdict.place is not None and by:
        verdict = replace(verdict, place=verdict.place + by)
    return replace(relation, start=relation.start + by, verdict=verdict, place=None)


def _reading(reading: Reading, by: int) -> Reading:
    """A reading; what relations rest on is the one that they were judged on."""
    if by == 0:
        return reading
    return replace(
        reading,
        said=tuple(_said(said, by) for said in reading.said),
        problems=tuple((at + by, fault) for at, fault in reading.problems),
    )


def _said(said: Said, by: int) -> Said:
    return replace(
        said,
        passage=shifted_passage(said.passage, by),
        stated=tuple(_stated(stated, by) for stated in said.stated),
        accounted=tuple(at + by for at in said.accounted),
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
