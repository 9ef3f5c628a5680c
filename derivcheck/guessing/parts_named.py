r"""Names for parts of other definitions -> these definitions, by the names.

After `\hat y := \operatorname{softmax}(W x + b)` and `z := W x + b` a text that
differentiates by z means the softmax of z.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..expressions import NotUnderstood
from ..latex import Mark, Marks, closing, is_definition
from ..readings import signs_of
from ..words import Passage, Scope
from .defining import slopes, statements_of


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A name that a text differentiates by, and what it is, as signs."""

    name: Marks
    signs: tuple[str, ...]
    start: int


def with_parts_named(scope: Scope) -> Scope:
    """The same, where definitions have by their names what the text differentiates by.

    It is in brackets there, or all of a side, an exponent or a half of a fraction.
    """
    below = (p for one in scope.passages for p in slopes(one.marks, 1) if len(p) > 1)
    by = {part[1].text for part in below}
    parts = list(_parts(scope, by))
    if not parts:
        return scope
    passages = tuple(_renamed(passage, scope, parts) for passage in scope.passages)
    return replace(scope, passages=passages)


def _parts(scope: Scope, by: set[str]) -> Iterator[NamedPart]:
    for passage in scope.passages:
        for statement in statements_of(replace(scope, passages=(passage,))):
            if is_definition(statement) and len(statement.sides) == 2:
                left, right = map(_plain, statement.sides)
                if len(right) > 2 and left[0].text in by:
                    start = passage.offset(statement.relations[0].start)
                    yield NamedPart(left, signs_of(right), start)


def _plain(marks: Marks) -> Marks:
    """The marks without those that only align."""
    return tuple(mark for mark in marks if mark.kind not in {"amp", "wide"})


def _renamed(passage: Passage, scope: Scope, parts: list[NamedPart]) -> Passage:
    """The same with names in what its definitions define, but for their own."""
    marks = passage.marks
    for statement in statements_of(replace(scope, passages=(passage,))):
        if is_definition(statement):
            sign = passage.offset(statement.relations[0].start)
            others = [part for part in parts if part.start != sign]
            first = statement.sides[1][0].start
            last = statement.sides[1][-1].end
            marks = tuple(_within(marks, range(first, last), others))
    return replace(passage, marks=marks)


def _within(marks: Marks, places: range, parts: list[NamedPart]) -> Iterator[Mark]:
    """The marks with names for parts, in what is at some places."""
    at = 0
    while at < len(marks):
        mark = marks[at]
        at += 1
        if mark.start not in places:
            yield mark
            continue
        inside = tuple(_named(part, parts) for part in mark.parts)
        yield replace(mark, parts=inside) if mark.parts else mark
        if mark.kind == "open" and (end := _closing(marks, at - 1)) > at:
            yield from _named(marks[at:end], parts)
            at = end


def _named(marks: Marks, parts: list[NamedPart]) -> Marks:
    """The name of a part, if the marks are one; else the same inside of them."""
    for part in parts:
        if marks and signs_of(_plain(marks)) == part.signs:
            at = marks[0].start
            return tuple(replace(m, start=at, end=marks[-1].end) for m in part.name)
    if not marks:
        return marks
    return tuple(_within(marks, range(marks[0].start, marks[-1].end + 1), parts))


def _closing(marks: Marks, opening: int) -> int:
    try:
        return closing(marks, opening)
    except NotUnderstood:
        return 0
