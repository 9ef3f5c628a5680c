r"""Sums and matrices with dots, $x_1 + \cdots + x_n$: the ends show what runs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .expression import (
    Expression,
    Fixed,
    Letter,
    Negative,
    NotUnderstood,
    Over,
    Position,
    Rows,
    Transpose,
    changed,
    parts,
    positions,
)


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots in the place of terms."""

    at: int


def with_series(
    terms: list[Expression | Dots], sign: str, taken: Collection[str]
) -> list[Expression]:
    """The terms, those around dots gathered into one that runs."""
    found: list[Expression] = []
    place = 0
    while place < len(terms):
        term = terms[place]
        if not isinstance(term, Dots):
            found.append(term)
            place += 1
            continue
        last = terms[place + 1] if place + 1 < len(terms) else None
        if not found or last is None or isinstance(last, Dots):
            raise NotUnderstood(
                "dots want a term before and after them that show what runs", term.at
            )
        first = len(found) - 1
        while first > 0 and _step(found[first - 1], found[first]):
            first -= 1
        run = _difference(found[first], last)
        if run is None or not isinstance(run[0], Fixed):
            raise NotUnderstood(
                "the terms around these dots differ in more than one index: what runs "
                "is not clear",
                term.at,
            )
        low, high = run
        letter = next(c for c in ("·" + "'" * n for n in range(99)) if c not in taken)
        body = _template(found[first], last, low, letter)
        inside = body.term if isinstance(body, Negative) else body
        over = Over(sign, letter, low, high, None, inside, term.at)
        found[first:] = [Negative(over) if isinstance(body, Negative) else over]
        place += 2
    return found


def with_dots(cells: tuple[tuple[Expression | Dots, ...], ...], at: int) -> Expression:
    r"""A matrix written out; where entries are dots, its corners show what runs.

    Raises `NotUnderstood` where they do not.
    """
    kept = [
        [cell for cell in row if not isinstance(cell, Dots)]
        for row in cells
        if not all(isinstance(cell, Dots) for cell in row)
    ]
    if not kept or len({len(row) for row in kept}) != 1 or not kept[0]:
        raise NotUnderstood("dots fill whole rows and columns of a matrix", at)
    down, across = len(kept) < len(cells), len(kept[0]) < len(cells[0])
    if not down and not across:
        return Rows(tuple(tuple(row) for row in kept), at)
    rows = [_run(row, "·across", at) for row in kept] if across else None
    if rows is None:
        if len(kept[0]) > 1:
            raise NotUnderstood("a matrix with dots wants them both ways", at)
        return _run([row[0] for row in kept], "·down", at)
    return _run(rows, "·down", at) if down else Transpose(rows[0], at)


def _run(entries: list[Expression], letter: str, at: int) -> Expression:
    """The column of what first and last entry show; those between must fit in."""
    first, *between, last = entries
    run = _difference(first, last) if len(entries) > 1 else None
    if run is None or run[0] != Fixed(1):
        raise NotUnderstood(
            "the first and last entry beside these dots must differ in one index, "
            "which is 1 in the first",
            at,
        )
    body = _template(first, last, run[0], letter)
    for number, entry in enumerate(between, 2):
        if placed(body, letter, Fixed(number)) != entry:
            raise NotUnderstood(f"entry {number} beside these dots does not fit", at)
    return Over("stack", letter, run[0], run[1], None, body, at)


def placed(body: Expression, letter: str, position: Position) -> Expression:
    """The body with a position in the place of a letter."""

    def same(_: Expression) -> None:
        return None

    def move(found: Position) -> Position:
        return position if found == Letter(letter) else found

    return changed(body, same, move)


def _step(one: Expression, other: Expression) -> bool:
    run = _difference(one, other)
    if run is None:
        return False
    low, high = run
    return (
        isinstance(low, Fixed)
        and isinstance(high, Fixed)
        and high.value == low.value + 1
    )


def _difference(one: Expression, other: Expression) -> tuple[Position, Position] | None:
    """The one pair of positions in which two terms differ, or None."""
    pairs: set[tuple[Position, Position]] = set()
    if not _differences(one, other, pairs) or len(pairs) != 1:
        return None
    return next(iter(pairs))


def _differences(
    one: Expression, other: Expression, pairs: set[tuple[Position, Position]]
) -> bool:
    if type(one) is not type(other):
        return False
    mine, its = positions(one), positions(other)
    if len(mine) != len(its):
        return False
    pairs.update((a, b) for a, b in zip(mine, its, strict=True) if a != b)
    inner, outer = parts(one), parts(other)
    if len(inner) != len(outer):
        return False
    if not inner and not mine and one != other:
        return False
    if not inner and getattr(one, "name", None) != getattr(other, "name", None):
        return False
    return all(_differences(a, b, pairs) for a, b in zip(inner, outer, strict=True))


def _template(
    one: Expression, other: Expression, low: Position, letter: str
) -> Expression:
    """The first term with the letter where the two differ."""
    marks: list[bool] = []

    def gather(a: Expression, b: Expression) -> None:
        marks.extend(p != q for p, q in zip(positions(a), positions(b), strict=True))
        for p, q in zip(parts(a), parts(b), strict=True):
            gather(p, q)

    gather(one, other)
    order = iter(marks)

    def same(_: Expression) -> None:
        return None

    def move(position: Position) -> Position:
        differs = next(order, False)
        return Letter(letter) if differs and position == low else position

    return changed(one, same, move)
