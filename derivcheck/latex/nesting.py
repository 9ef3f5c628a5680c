"""Brackets: what they hold, what is outside them, and where they close."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate

from ..expressions import NotUnderstood
from .marks import Mark, MarkKind, Marks
from .vocabulary import IMPLYING, UNREAD_RELATIONS

STEPS: dict[MarkKind, int] = {"open": 1, "close": -1}


def depths(marks: Iterable[Mark]) -> Iterator[int]:
    """How many brackets are open behind each mark; less than 0 where too many close."""
    return accumulate(STEPS.get(mark.kind, 0) for mark in marks)


def outside(marks: Iterable[Mark]) -> Iterator[tuple[int, Mark]]:
    """The marks that no brackets hold, each with its place; the brackets are left out.

    A bracket that closes nothing holds nothing.
    """
    depth = 0
    for place, mark in enumerate(marks):
        if (step := STEPS.get(mark.kind)) is not None:
            depth += step
        elif depth <= 0:
            yield place, mark


def split_at(marks: Marks, kinds: Collection[MarkKind]) -> list[Marks]:
    """The parts between marks of some kinds that are outside brackets."""
    parts, _ = partition(marks, kinds)
    return parts


def partition(
    marks: Marks, kinds: Collection[MarkKind]
) -> tuple[list[Marks], list[Mark]]:
    """The same parts, and the marks between them: sides, and their relations."""
    parts: list[Marks] = []
    signs: list[Mark] = []
    start = 0
    for place, mark in outside(marks):
        if mark.kind in kinds:
            parts.append(marks[start:place])
            signs.append(mark)
            start = place + 1
    return [*parts, marks[start:]], signs


def reach(marks: Marks, start: int) -> int:
    """How far one gets from a place without leaving the brackets that hold it.

    That is to the bracket that closes them, or to the end of the marks.
    """
    behind = enumerate(depths(marks[start:]), start)
    return next((place for place, depth in behind if depth < 0), len(marks))


def end_of_body(marks: Marks, place: int) -> int:
    """Where the body of a big sign ends: at the next + or -, or what closes it."""
    end = reach(marks, place)
    signs = (
        place + ahead
        for ahead, mark in outside(marks[place:end])
        if ahead and mark.kind == "operator" and mark.text in {"+", "-"}
    )
    return next(signs, end)


def relations_in(marks: Iterable[Mark]) -> list[Mark]:
    """The relation signs at any depth, but for those in the scripts of names and signs.

    There they are bounds, indicators and labels: parts of a term.
    """
    found: list[Mark] = []
    for mark in marks:
        if mark.kind == "relation":
            found.append(mark)
        elif mark.kind not in {"sub", "sup"}:
            for part in mark.parts:
                found += relations_in(part)
    return found


def every_sign(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The signs of relations at any depth, in scripts too, and arrows that lead on."""
    for mark in marks:
        if mark.kind == "relation" or mark.text in {*IMPLYING, *UNREAD_RELATIONS}:
            yield mark
        for part in mark.parts:
            yield from every_sign(part)


def closing(marks: Marks, opening: int) -> int:
    """The place of the bracket that closes the one at `opening`.

    Raises `NotUnderstood` where none does.
    """
    end = reach(marks, opening + 1)
    if end == len(marks):
        mark = marks[opening]
        raise NotUnderstood(f"the bracket {mark.text} is not closed", mark.start)
    return end


def unwrapped(marks: Marks) -> Marks:
    """The marks without brackets that stand round all of them."""
    while len(marks) > 2 and marks[0].kind == "open" and marks[-1].kind == "close":
        if not all(depths(marks[:-1])):
            break  # they close before the end
        marks = marks[1:-1]
    return marks


def left_open(tex: str, brackets: str = "()[]{}") -> int:
    """How many brackets a text opens and does not close; less than 0: the reverse.

    `brackets` are those that count, each with its partner behind it.
    """
    opens, closes = brackets[::2], brackets[1::2]
    return sum((sign in opens) - (sign in closes) for sign in tex)


def balanced(tex: str, start: int, end: int, brackets: str = "{}") -> tuple[int, int]:
    """A stretch of a text, made longer until each of its brackets has its partner.

    It ends with the text where one has none.
    """
    lacking = left_open(tex[start:end], brackets)
    while lacking > 0 and end < len(tex):
        lacking += left_open(tex[end], brackets)
        end += 1
    while lacking < 0 and start > 0:
        start -= 1
        lacking += left_open(tex[start], brackets)
    return start, end


def of_entries(condition: Marks) -> bool:
    """Whether a condition behind a colon compares names with indices, `C_i = 1`."""
    signs = [mark.text for mark in condition if mark.kind == "relation"]
    indexed = any(mark.kind == "sub" for mark in condition)
    return indexed and bool(signs) and r"\in" not in signs


def conditions_below(marks: Marks) -> Iterator[Marks]:
    """The conditions behind the colon of what a sum runs over that are of entries."""
    colons = (n for n, mark in enumerate(marks) if mark.kind in {"colon", "bar"})
    behind = marks[next(colons, len(marks)) + 1 :]
    yield from (part for part in split_at(behind, {"comma"}) if of_entries(part))
