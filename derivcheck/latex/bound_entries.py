r"""Sums over the values of an entry, `\sum_{h_i \in \{0, 1\}}` -> over a letter.

The entry is one letter then, below the sign and in what the sign is before.
"""

from __future__ import annotations

from dataclasses import replace

from .marks import Mark, Marks
from .nesting import end_of_body, partition
from .scripts import flat
from .statements import Statement

SIGNS = {"=", r"\in"}


def with_bound_entries(statements: list[Statement]) -> None:
    """Writes one letter for an entry over whose values a sum runs."""
    for statement in statements:
        statement.sides = [_written(side) for side in statement.sides]
        statement.marks = _written(statement.marks)


def _written(marks: Marks) -> Marks:
    """The marks with such letters, the innermost sums first."""
    marks = tuple(mark.with_parts(tuple(map(_written, mark.parts))) for mark in marks)
    for place in reversed(range(len(marks))):
        if marks[place].kind == "big":
            marks = _from(marks, place)
    return marks


def _from(marks: Marks, place: int) -> Marks:
    """The marks with the letter of the sum at a place, if it runs over an entry."""
    after = place + 1
    while after < len(marks) and marks[after].kind in {"sub", "sup"}:
        after += 1
    scripts = marks[place + 1 : after]
    entry = next(filter(None, map(_entry_of, scripts)), ())
    if not entry:
        return marks
    letter = _letter(entry)
    end = end_of_body(marks, after)
    return (
        *marks[: place + 1],
        *_replaced(scripts, entry, letter),
        *_replaced(marks[after:end], entry, letter),
        *marks[end:],
    )


def _entry_of(script: Mark) -> Marks:
    r"""The `h_i` of `h_i \in \{0, 1\}` below a sign, or nothing."""
    if script.kind != "sub":
        return ()
    sides, signs = partition(script.parts[0], {"relation", "comma"})
    match sides[0]:
        case (Mark("letter" | "name"), Mark("sub")) as entry if (
            len(signs) == 1 and signs[0].text in SIGNS
        ) or (signs and signs[0].text == r"\in"):
            return entry
        case _:
            return ()


def _letter(entry: Marks) -> Mark:
    """The entry as one letter."""
    name, below = entry
    inside = "".join(mark.text for mark in flat(below.parts[0]))
    text = f"{name.text}_{inside}" if len(inside) == 1 else f"{name.text}_{{{inside}}}"
    return replace(name, kind="letter", text=text, end=below.end)


def _replaced(marks: Marks, entry: Marks, letter: Mark) -> Marks:
    """The marks with the letter wherever the entry stands, inside of marks too."""
    wanted = [mark.text for mark in flat(entry)]
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        if [mark.text for mark in flat(marks[place : place + 2])] == wanted:
            start, end = marks[place].start, marks[place + 1].end
            glued = marks[place].glued
            found.append(replace(letter, start=start, end=end, glued=glued))
            place += 2
            continue
        mark = marks[place]
        parts = tuple(_replaced(part, entry, letter) for part in mark.parts)
        found.append(mark.with_parts(parts))
        place += 1
    return tuple(found)
