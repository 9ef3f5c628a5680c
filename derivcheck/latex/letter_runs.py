"""Runs of letters -> the names that they spell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..expressions import NotUnderstood
from .marks import Mark, MarkKind, Marks
from .names import OPERATOR_WORDS, Names, Occurrence, opens_with_d
from .vocabulary import CHANGES, FUNCTIONS

LONGEST_RUN = 100


def fuse(names: Names, marks: Marks) -> Marks:
    """The marks with runs of letters made into the names that they spell."""
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        place = _fuse_one(names, marks, place, found)
    return tuple(found)


def _fuse_one(names: Names, marks: Marks, place: int, found: list[Mark]) -> int:
    """Puts what is at a place onto `found`; gives the place behind it."""
    mark = marks[place]
    if mark.text in CHANGES and place + 1 < len(marks):
        word = f"{mark.text} {marks[place + 1].text}"
        if word in names.words:
            end = marks[place + 1].end
            found.append(replace(mark, kind="name", text=word, end=end))
            return _joined(names, marks, place + 2, found, "prime")
    if mark.kind == "letter" and len(mark.text) == 1:
        run = letters_glued(marks, place)
        found += _words_of(names, run)
        place += len(run)
    else:
        found.append(_fused_inside(names, mark))
        place += 1
        if mark.kind not in {"letter", "name"}:
            return place
    place = _joined(names, marks, place, found, "number")
    return _joined(names, marks, place, found, "prime")


def _words_of(names: Names, run: Marks) -> Iterator[Mark]:
    at = 0
    for word in words_in(names, "".join(m.text for m in run)):
        kind: MarkKind = "letter" if len(word) == 1 else "name"
        if word in FUNCTIONS and word not in names.words:
            kind = "function"
        piece = run[at]
        if kind != "letter":
            end = run[at + len(word) - 1].end
            piece = replace(piece, kind=kind, text=word, end=end)
        yield piece
        at += len(word)


def _fused_inside(names: Names, mark: Mark) -> Mark:
    """A mark with the runs in its parts fused; a subscript only where it relates."""
    relates = any(m.kind == "relation" for part in mark.parts for m in part)
    if not mark.parts or (mark.kind == "sub" and not relates):
        return mark
    if mark.kind == "frac" and all(map(opens_with_d, mark.parts)):
        parts = tuple(part[:1] + fuse(names, part[1:]) for part in mark.parts)
    else:
        parts = tuple(fuse(names, part) for part in mark.parts)
    return mark.with_parts(parts)


def _joined(
    names: Names, marks: Marks, place: int, found: list[Mark], kind: MarkKind
) -> int:
    r"""Takes the number or the prime at a place into the name before it.

    `i1` and `\mu'` are one name each where a declaration says so.
    """
    if place < len(marks) and marks[place].kind == kind and marks[place].glued:
        word, end = found[-1].text + marks[place].text, marks[place].end
        if word in names.words:
            found[-1] = replace(found[-1], kind="name", text=word, end=end)
            return place + 1
    return place


def lone_occurrence(names: Names, marks: Marks) -> Occurrence | None:
    """The name that some marks are, with its scripts and no more."""
    fused = fuse(names, marks)
    if not fused or fused[0].kind not in {"letter", "name"}:
        return None
    try:
        found, after = names.occurrence(fused, 0)
    except NotUnderstood:
        return None
    return found if after == len(fused) else None


def words_in(names: Names, run: str) -> list[str]:
    """The names in a run of letters: the longest declared, or the whole run."""
    if run in names.words or len(run) == 1 or len(run) > LONGEST_RUN:
        return [run]
    found = _parted(names, run, {})
    if found is not None:
        return found
    return list(run) if len(run) == 2 else [run]


def _parted(
    names: Names, run: str, seen: dict[str, list[str] | None]
) -> list[str] | None:
    if not run:
        return []
    if run in seen:
        return seen[run]
    seen[run] = None
    for length in range(len(run), 0, -1):
        word = run[:length]
        known = word in names.words or (length > 1 and word in FUNCTIONS)
        if length == 1:
            known = known or word in names.singles
        if known and (rest := _parted(names, run[length:], seen)) is not None:
            seen[run] = [word, *rest]
            break
    return seen[run]


def letters_glued(marks: Marks, place: int) -> Marks:
    r"""The letters from `place` on with no space between them, and no `\,` either."""
    end = place + 1
    while (
        end < len(marks)
        and marks[end].kind == "letter"
        and len(marks[end].text) == 1
        and marks[end].glued
        and marks[end].start <= marks[end - 1].end
    ):
        end += 1
    return marks[place:end]


def long_runs(names: Names, marks: Marks) -> Iterator[str]:
    """Runs of three and more letters that no declared names spell."""
    place = 0
    while place < len(marks):
        mark = marks[place]
        if mark.kind == "letter" and len(mark.text) == 1:
            run = letters_glued(marks, place)
            word = "".join(m.text for m in run)
            spelled = word in FUNCTIONS | OPERATOR_WORDS
            if len(word) > 2 and not spelled and words_in(names, word) == [word]:
                yield word
            place += len(run)
            continue
        if mark.kind != "sub":
            for part in mark.parts:
                yield from long_runs(names, part)
        place += 1


def lone_letters(marks: Marks, most: int = 1) -> Iterator[str]:
    """The letters in runs of no more than so many that are glued together."""
    place = 0
    while place < len(marks):
        mark = marks[place]
        run = letters_glued(marks, place) if mark.kind == "letter" else (mark,)
        if mark.kind == "letter" and len(run) <= most and len(mark.text) == 1:
            yield from (letter.text for letter in run)
        if mark.kind != "sub":
            for part in mark.parts:
                yield from lone_letters(part, most)
        place += len(run)
