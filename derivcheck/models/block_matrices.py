r"""Matrices written out, of numbers and of blocks: $[b, W]$, $[1; h]$.

A block $v$ that begins behind $k$ others has the entries $\sum_q 1_{q+k=p}\, v_q$, so
that no index is asked for outside its array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    Position,
    mismatch,
    product_of_two,
)
from ..expressions import nodes as n
from .lowering import DelayedArray, Lowering, Positions, new_letter
from .shape import Shape, of_sides
from .sizes import Extents

Cells = tuple[tuple[DelayedArray, ...], ...]
Lengths = tuple[Key | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The blocks by rows, with the height of each row and the width of each column.

    A height or width is None where it is one.
    """

    cells: Cells
    heights: Lengths
    widths: Lengths


def block_matrix(arrays: Lowering, rows: n.Rows) -> DelayedArray:
    """A matrix that is written out: each entry is what the blocks give to it."""
    found = _grid(arrays, rows)
    shape = of_sides(_total(arrays, found.heights), _total(arrays, found.widths))

    def entry(at: Positions) -> Expression:
        row = at[0] if shape.height is not None else None
        column = at[-1] if shape.width is not None else None
        terms = [
            _block(arrays.extents, found, (r, row), (c, column))
            for r in range(len(found.heights))
            for c in range(len(found.widths))
        ]
        return n.Plus(tuple(terms)) if len(terms) > 1 else terms[0]

    return DelayedArray(shape, entry)


def _grid(arrays: Lowering, rows: n.Rows) -> Grid:
    """The blocks of a matrix that is written out.

    A list in brackets has its parts beside each other or below each other, as their
    shapes allow. Raises `NotUnderstood` where both do, or neither.
    """
    cells = tuple(tuple(map(arrays.lower, row)) for row in rows.rows)
    if not rows.listed:
        return _fitted(arrays, cells, rows.at)
    (parts,) = cells
    beside = _possible(arrays, (parts,), rows.at)
    below = _possible(arrays, tuple((part,) for part in parts), rows.at)
    if beside is not None and below is not None:
        raise mismatch(
            "a list in brackets could be a row or a column here; write "
            r"\begin{pmatrix} … \end{pmatrix}, or (…)^\top for a column",
            rows.at,
        )
    return beside or below or _fitted(arrays, cells, rows.at)


def _possible(arrays: Lowering, cells: Cells, at: int) -> Grid | None:
    try:
        return _fitted(arrays, cells, at)
    except NotUnderstood:
        return None


def _fitted(arrays: Lowering, cells: Cells, at: int) -> Grid:
    """The blocks as they stand; raises where two in one line differ in length."""
    shapes = [[cell.shape for cell in row] for row in cells]
    heights = [_shared(arrays, row, "height", at) for row in shapes]
    columns = zip(*shapes, strict=True)
    widths = [_shared(arrays, column, "width", at) for column in columns]
    return Grid(cells, tuple(heights), tuple(widths))


def _shared(
    arrays: Lowering,
    shapes: Sequence[Shape],
    side: Literal["height", "width"],
    at: int,
) -> Key | None:
    """The one height or width of the blocks that are in a line."""
    first: Key | None = getattr(shapes[0], side)
    for shape in shapes[1:]:
        length: Key | None = getattr(shape, side)
        if first is None and length is None:
            continue
        if first is None or length is None or not arrays.fits(first, length):
            raise mismatch(
                f"{arrays.say(shapes[0])} and {arrays.say(shape)} stand in one line of "
                f"a matrix and differ in {side}",
                at,
            )
    return first


def _total(arrays: Lowering, lengths: Lengths) -> Key | None:
    """The length of a side that is made of these."""
    long = [arrays.extents.find(length) for length in lengths if length is not None]
    ones = len(lengths) - len(long)
    if len(lengths) == 1:
        return long[0] if long else None
    if not long:
        return arrays.counted(ones)
    return arrays.extents.sum_of(long, ones)


def _block(
    extents: Extents,
    found: Grid,
    row: tuple[int, Position | None],
    column: tuple[int, Position | None],
) -> Expression:
    """What one block gives to an entry: its own, where the entry lies in it."""
    conditions: list[n.Comparison] = []
    inner: list[Position] = []
    sums: list[tuple[str, Key]] = []
    for (number, asked), lengths in ((row, found.heights), (column, found.widths)):
        length = lengths[number]
        if asked is None:
            continue
        if len(lengths) == 1 and length is not None:
            inner.append(asked)
            continue
        before = _before(extents, lengths[:number])
        if length is None:
            place: Expression = n.Plus((*before, n.Number(n.ONE.value, "1")))
        else:
            letter = new_letter()
            sums.append((letter.name, length))
            inner.append(letter)
            place = n.Plus((n.Running(letter), *before))
        conditions.append(n.Comparison(n.Running(asked), "=", place))
    value = found.cells[row[0]][column[0]].entry(tuple(inner))
    for condition in conditions:
        value = product_of_two(n.Indicator(condition), value)
    for name, key in sums:
        value = n.Over("sum", name, None, None, None, value, 0, key)
    return value


def _before(extents: Extents, lengths: Lengths) -> tuple[Expression, ...]:
    """How many entries lie before a block, as terms of a sum."""
    ones = sum(length is None for length in lengths)
    named = [extents.called(length) for length in lengths if length is not None]
    return (
        n.Number(n.ONE.value * ones, str(ones)),
        *(n.Running(n.Extent(name)) for name in named),
    )
