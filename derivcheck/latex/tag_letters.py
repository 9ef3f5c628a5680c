r"""Letters below a name that tell quantities apart -> words: tags, and no indices.

`a_f := \sigma(w_f x), a_c := \tanh(w_c x)` defines two quantities: the right sides
still differ when c is written for f. Were they the same, one index would do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from .marks import Mark, Marks
from .statement_kinds import is_definition
from .statements import Statement


def tag_letters(
    statements: Sequence[Statement], indices: Collection[str]
) -> frozenset[str]:
    """The letters in which two definitions in force differ, that are no indices."""
    rights: dict[str, dict[str, Marks]] = {}
    for statement in statements:
        if is_definition(statement) and (found := _tagged(statement.sides[0])):
            base, letter = found
            rights.setdefault(base, {})[letter] = statement.sides[1]
    tags: set[str] = set()
    for by_letter in rights.values():
        for one, other in combinations(by_letter, 2):
            renamed = _spelled(by_letter[one], {one: other})
            if not {one, other} & {*indices} and renamed != _spelled(by_letter[other]):
                tags |= {one, other}
    return frozenset(tags)


def with_tags(marks: Marks, tags: Collection[str]) -> Marks:
    """The marks in which these letters, alone below a name, are words."""
    return tuple(_with_tags(mark, tags) for mark in marks)


def _with_tags(mark: Mark, tags: Collection[str]) -> Mark:
    if not mark.parts:
        return mark
    if mark.kind == "sub" and len(mark.parts[0]) == 1:
        (only,) = mark.parts[0]
        if only.kind == "letter" and only.text in tags:
            return mark.with_parts(((replace(only, kind="text"),),))
    return mark.with_parts(tuple(with_tags(part, tags) for part in mark.parts))


def _tagged(left: Marks) -> tuple[str, str] | None:
    """The name and the letter below it, where a left side is no more than these."""
    match left:
        case (Mark("letter" | "name", base), Mark("sub", parts=((only,),))):
            return (base, only.text) if only.kind == "letter" else None
        case _:
            return None


def _spelled(marks: Marks, renamed: dict[str, str] | None = None) -> tuple[str, ...]:
    """The signs of some marks, those inside among them, with letters renamed."""
    return tuple(_signs(marks, renamed or {}))


def _signs(marks: Marks, renamed: dict[str, str]) -> Iterator[str]:
    for mark in marks:
        yield renamed.get(mark.text, mark.text)
        for part in mark.parts:
            yield "{"
            yield from _signs(part, renamed)
            yield "}"
