r"""Spellings of arrays -> the strict language, at one place each.

A letter below a matrix for a row, bars for a determinant, a gradient that does not say
by what it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import assert_never

from ..latex import Mark, Marks
from .places import row_of, scripts_end
from .rewriting import rewritten


@dataclass(frozen=True, slots=True)
class RowsByLetter:
    r"""`W_i v` is a row times a column, $W_{i:} v$."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class BarsAsDeterminant:
    r"""`|K|` is $\det K$."""

    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class NablaBy:
    r"""`\nabla \pi(a \mid s, \theta)` is a gradient by $\theta$."""

    base: str


OfArrays = RowsByLetter | BarsAsDeterminant | NablaBy


def as_of_arrays(marks: Marks, choice: OfArrays) -> Marks:
    """The marks in the spelling that a choice gives them."""
    match choice:
        case RowsByLetter(bases):
            return rewritten(marks, lambda m, at: _as_row(m, at, bases))
        case BarsAsDeterminant(bases):
            return rewritten(marks, lambda m, at: _determinant(m, at, bases))
        case NablaBy(base):
            return rewritten(marks, lambda m, at: _gradient(m, at, base))
        case _:
            assert_never(choice)


def of_arrays_in_words(choice: OfArrays) -> str:
    """What a choice says of the page's spelling."""
    match choice:
        case RowsByLetter(bases):
            told = [f"{base} with a letter below it is a row" for base in bases]
        case BarsAsDeterminant(bases):
            told = [rf"|{base}| is \det {base}" for base in bases]
        case NablaBy(base):
            told = [rf"\nabla is \nabla_{base}"]
        case _:
            assert_never(choice)
    return " and ".join(sorted(told))


def between_bars(marks: Marks, place: int) -> int | None:
    """The place of the bar that closes the one at a place, about one name alone."""
    if marks[place].kind != "bar" or marks[place].text not in {"|", r"\lvert"}:
        return None
    inside = marks[place + 1 : place + 2]
    if not inside or inside[0].kind not in {"letter", "name"}:
        return None
    end = scripts_end(marks, place + 2)
    closes = marks[end : end + 1]
    return end if closes and closes[0].kind == "bar" else None


def _determinant(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A name between bars as the argument of a determinant."""
    end = between_bars(marks, place)
    if end is None or marks[place + 1].text not in bases:
        return None
    first, last = marks[place], marks[end]
    return (
        Mark("function", "det", first.start, first.start),
        Mark("open", "(", first.start, first.end),
        *marks[place + 1 : end],
        Mark("close", ")", last.start, last.end),
    ), end + 1


def bare_nabla(marks: Marks, place: int) -> bool:
    """Whether a gradient is there that does not say by what it is."""
    behind = marks[place + 1 : place + 2]
    return marks[place].kind == "nabla" and all(
        m.kind not in {"sub", "sup"} for m in behind
    )


def _gradient(marks: Marks, place: int, base: str) -> tuple[Marks, int] | None:
    """A gradient with the name by which it is below it."""
    if not bare_nabla(marks, place):
        return None
    sign = marks[place]
    by = Mark("letter", base, sign.end, sign.end)
    below = Mark("sub", "_", sign.end, sign.end, True, ((by,),))
    return (sign, below), place + 1


def _as_row(
    marks: Marks, place: int, bases: Collection[str]
) -> tuple[Marks, int] | None:
    """A name with one letter below it as the row of a matrix, if it is not turned."""
    if marks[place].text not in bases or not row_of(marks, place):
        return None
    below = marks[place + 1]
    colon = Mark("colon", ":", below.end, below.end)
    row = replace(below, parts=((*below.parts[0], colon),))
    return (marks[place], row), place + 2
