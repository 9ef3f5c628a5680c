r"""Matrices written out, of numbers and of blocks: $[b, W]$, $[1; h]$.

A block $v$ that begins behind $k$ others has the entries $\sum_q 1_{q+k=p}\, v_q$, so
that no index is asked for outside its array.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Protocol

from ..expressions import Expression, Key, NotUnderstood, Position, mismatch
from ..expressions import nodes as n
from .shape import Shape, of_sides
from .sizes import Extents

fresh = count(1)
Cells = tuple[tuple[Expression, ...], ...]


class Shaped(Protocol):
    """Infers the shapes of parts, and gives their entries."""

    extents: Extents

    def shape(self, expression: Expression) -> Shape:
        """The shape of an expression."""

    def entry(self, expression: Expression, at: tuple[Position, ...]) -> Expression:
        """One entry of an expression."""

    def fits(self, one: Key, other: Key) -> bool:
        """Whether two sides have one length."""

    def say(self, shape: Shape) -> str:
        """A shape in words."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The blocks by rows, with the height of each row and the width of each column.

    A height or width is None where it is one.
    """

    cells: Cells
    heights: tuple[Key | None, ...]
    widths: tuple[Key | None, ...]


def grid(arrays: Shaped, rows: n.Rows) -> Grid:
    """The blocks of a matrix that is written out.

    A list in brackets has its parts beside each other or below each other, as their
    shapes allow. Raises `NotUnderstood` where both do, or neither.
    """
    if not rows.listed:
        return _fitted(arrays, rows.rows, rows.at)
    (parts,) = rows.rows
    beside = _possible(arrays, (parts,), rows.at)
    below = _possible(arrays, tuple((part,) for part in parts), rows.at)
    if beside is not None and below is not None:
        raise mismatch(
            "a list in brackets could be a row or a column here; write "
            r"\begin{pmatrix} … \end{pmatrix}, or (…)^\top for a column",
            rows.at,
        )
    if beside is None and below is None:
        return _fitted(arrays, (parts,), rows.at)
    return beside or below  # type: ignore[return-value]  # one of them is there


def _possible(arrays: Shaped, cells: Cells, at: int) -> Grid | None:
    try:
        return _fitted(arrays, cells, at)
    except NotUnderstood:
        return None


def _fitted(arrays: Shaped, cells: Cells, at: int) -> Grid:
    shapes = [[arrays.shape(cell) for cell in row] for row in cells]
    heights = tuple(
        _one(arrays, [s.height for s in row], row, "height", at) for row in shapes
    )
    columns = list(zip(*shapes, strict=True))
    widths = tuple(
        _one(arrays, [s.width for s in column], column, "width", at)
        for column in columns
    )
    return Grid(cells, heights, widths)


def _one(
    arrays: Shaped,
    lengths: list[Key | None],
    shapes: list[Shape] | tuple[Shape, ...],
    side: str,
    at: int,
) -> Key | None:
    """The one length of the blocks that stand in a line."""
    first = lengths[0]
    for length, shape in zip(lengths[1:], shapes[1:], strict=True):
        if (first is None) != (length is None) or (
            first is not None and length is not None and not arrays.fits(first, length)
        ):
            raise mismatch(
                f"{arrays.say(shapes[0])} and {arrays.say(shape)} stand in one line of "
                f"a matrix and differ in {side}",
                at,
            )
    return first


def shape_of(arrays: Shaped, rows: n.Rows) -> Shape:
    """The shape of a matrix that is written out."""
    found = grid(arrays, rows)
    return of_sides(
        _total(arrays.extents, found.heights), _total(arrays.extents, found.widths)
    )


def _total(extents: Extents, lengths: tuple[Key | None, ...]) -> Key | None:
    """The length of a side that is made of these."""
    if lengths == (None,):
        return None
    arrays = [extents.find(length) for length in lengths if length is not None]
    ones = len(lengths) - len(arrays)
    if len(lengths) == 1:
        return arrays[0]
    if not arrays:
        key: Key = ("rows", next(fresh))
        extents.fix(key, ones)
        return key
    return extents.sum_of(arrays, ones)


def entry_of(
    arrays: Shaped, rows: n.Rows, shape: Shape, at: tuple[Position, ...]
) -> Expression:
    """One entry of a matrix that is written out: of each block what stands there."""
    found = grid(arrays, rows)
    row, column = {
        "number": (None, None),
        "column": (at[:1], None),
        "row": (None, at[-1:]),
        "matrix": (at[:1], at[1:]),
    }[shape.kind]
    terms = [
        _block(arrays, found, (r, row), (c, column))
        for r in range(len(found.heights))
        for c in range(len(found.widths))
    ]
    return n.Plus(tuple(terms)) if len(terms) > 1 else terms[0]


Place = tuple[int, tuple[Position, ...] | None]


def _block(arrays: Shaped, found: Grid, row: Place, column: Place) -> Expression:
    """What one block gives to an entry: its own, where the entry lies in it."""
    extents = arrays.extents
    conditions: list[n.Comparison] = []
    inner: list[Position] = []
    sums: list[tuple[str, Key]] = []
    for (number, asked), lengths in ((row, found.heights), (column, found.widths)):
        length = lengths[number]
        if asked is None:
            continue
        if len(lengths) == 1 and length is not None:
            inner.append(asked[0])
            continue
        before = _before(extents, lengths[:number])
        if length is None:
            place: Expression = n.Plus((*before, n.Number(n.ONE.value, "1")))
        else:
            letter = n.Letter(f"·block{next(fresh)}")
            sums.append((letter.name, length))
            inner.append(letter)
            place = n.Plus((n.Running(letter), *before))
        conditions.append(n.Comparison(n.Running(asked[0]), "=", place))
    value = arrays.entry(found.cells[row[0]][column[0]], tuple(inner))
    for condition in conditions:
        value = n.Product((n.Indicator(condition), value), ("",))
    for name, key in sums:
        value = n.Over("sum", name, None, None, None, value, 0, key)
    return value


def _before(
    extents: Extents, lengths: tuple[Key | None, ...]
) -> tuple[Expression, ...]:
    """How many entries lie before a block, as terms of a sum."""
    ones = sum(length is None for length in lengths)
    named = [extents.called(length) for length in lengths if length is not None]
    return (
        n.Number(n.ONE.value * ones, str(ones)),
        *(n.Running(n.Extent(name)) for name in named),
    )
