"""A step that turns some marks into others -> the marks with it taken everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..latex import Mark, Marks

Rewriting = Callable[[Marks, int], tuple[Marks, int] | None]


def rewritten(marks: Marks, step: Rewriting) -> Marks:
    """The marks with a step taken wherever it applies, inside of marks too."""
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        taken = step(marks, place)
        if taken is None:
            found.append(_inside(marks[place], step))
            place += 1
        else:
            found += [_inside(mark, step) for mark in taken[0]]
            place = taken[1]
    return tuple(found)


def _inside(mark: Mark, step: Rewriting) -> Mark:
    if not mark.parts:
        return mark
    return replace(mark, parts=tuple(rewritten(part, step) for part in mark.parts))
