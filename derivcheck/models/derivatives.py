r"""Derivatives by numbers and by arrays, as the page's layout arranges them."""

from __future__ import annotations

from dataclasses import replace

from ..expressions import NotUnderstood, errors, mismatch
from ..expressions import nodes as n
from .lowering import DelayedArray, Lowering, Positions
from .shape import Shape, of_sides


def partial(arrays: Lowering, partial: n.Partial) -> DelayedArray:
    """A derivative by numbers, by one array, or by two columns."""
    if (turned := _turned(arrays, partial)) is not None:
        return arrays.lower(turned)
    of = arrays.lower(partial.of)
    by = [arrays.shape(symbol) for symbol in partial.by]
    if all(shape.kind == "number" for shape in by):
        return DelayedArray(of.shape, lambda at: replace(partial, of=of.entry(at)))
    if of.shape.kind == "number" and [shape.kind for shape in by] == ["column"] * 2:
        return _second(partial, of, by)
    if len(by) > 1:
        raise NotUnderstood(
            "a higher derivative by arrays is read of a number, by two columns",
            partial.at,
        )
    if of.shape.kind == "number":
        return _gradient(partial, of, by[0])
    _wants_columns(arrays, partial, of.shape, by[0])
    return _jacobian(partial, of, by[0])


def _turned(arrays: Lowering, partial: n.Partial) -> n.Transpose | None:
    r"""`\nabla_W E^\top` of a number E is the gradient, transposed."""
    match partial:
        case n.Partial(of=n.Transpose(of, at), sign="nabla") if (
            arrays.shape(of).kind == "number"
        ):
            return n.Transpose(replace(partial, of=of), at)
        case _:
            return None


def _second(partial: n.Partial, of: DelayedArray, by: list[Shape]) -> DelayedArray:
    """The second derivatives of a number by two columns."""
    one, other = partial.by

    def entry(at: Positions) -> n.Partial:
        row, column = at
        return replace(partial, of=of.entry(()), by=(_at(one, row), _at(other, column)))

    return DelayedArray(Shape("matrix", by[0].sizes + by[1].sizes), entry)


def _gradient(partial: n.Partial, of: DelayedArray, by: Shape) -> DelayedArray:
    """The derivative of a number: as what it is taken by, or as the row of that."""
    (symbol,) = partial.by
    is_row = (
        partial.layout == "jacobian" and partial.sign != "nabla" and by.kind == "column"
    )
    return DelayedArray(
        by.turned if is_row else by,
        lambda at: replace(partial, of=of.entry(()), by=(_at(symbol, *at),)),
    )


def _jacobian(partial: n.Partial, of: DelayedArray, by: Shape) -> DelayedArray:
    """The derivatives of a column by a column."""
    (symbol,) = partial.by
    sides = of.shape.height, by.height
    denominator = partial.layout == "denominator"

    def entry(at: Positions) -> n.Partial:
        above, below = at[::-1] if denominator else at
        return replace(partial, of=of.entry((above,)), by=(_at(symbol, below),))

    return DelayedArray(of_sides(*(sides[::-1] if denominator else sides)), entry)


def _at(symbol: n.Variable, *positions: n.Position) -> n.Variable:
    """An entry of an array."""
    return replace(symbol, indices=(*symbol.indices, *positions))


def _wants_columns(
    arrays: Lowering, partial: n.Partial, above: Shape, by: Shape
) -> None:
    """Refuse derivatives of arrays that are not of a column by a column, laid out."""
    if above.kind == "row":
        raise mismatch(
            f"the derivative of {arrays.say(above)} by {arrays.say(by)} is not read: "
            "take that of the column, in a layout that the page names",
            partial.at,
        )
    if above.kind == "matrix" or by.kind == "matrix":
        raise mismatch(
            f"the derivative of {arrays.say(above)} by {arrays.say(by)} has more than "
            "two indices; write it by components",
            partial.at,
        )
    if partial.layout is None:
        raise NotUnderstood(errors.NoLayout(), partial.at)
