r"""Sums and products over an index, of arrays, and columns with dots."""

from __future__ import annotations

from dataclasses import replace

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    free_letters,
    mismatch,
    sides,
    substituted,
    walk,
)
from ..expressions import nodes as n
from .elementwise import condition_entry, number
from .lowering import DelayedArray, Lowering, Positions, listed
from .shape import Shape, of_sizes

CHAINS = {"prod": "chain", "backward": "chain backward"}  # from left to right


def over(arrays: Lowering, over: n.Over) -> DelayedArray:
    """What a sign with an index makes of its body."""
    body = arrays.lower(over.body)
    if over.sign == "stack":
        return _stacked(arrays, over, body.shape)
    if over.sign in CHAINS and body.shape.kind != "number":
        return _chain(arrays, over, body)
    if over.sign == "backward":
        over = replace(over, sign="prod")  # numbers commute
    return _by_entries(arrays, over, body)


def _by_entries(arrays: Lowering, over: n.Over, body: DelayedArray) -> DelayedArray:
    """A sum of arrays, or a product of numbers."""
    for side in sides(over.condition):
        number(arrays, side, "a condition relates numbers", over.at)

    def entry(at: Positions) -> Expression:
        if any(over.letter in free_letters(n.Running(position)) for position in at):
            raise NotUnderstood(
                f"{over.letter} runs inside these brackets and is the index at them; "
                "give one of them another letter",
                over.at,
            )
        condition = over.condition
        if condition is not None:
            condition = condition_entry(arrays, condition, ())
        return replace(over, body=body.entry(at), condition=condition)

    return DelayedArray(body.shape, entry)


def _stacked(arrays: Lowering, over: n.Over, shape: Shape) -> DelayedArray:
    """A column with dots: of numbers, or of columns that become its rows."""
    if shape.kind not in {"number", "column"}:
        raise mismatch(
            f"expected a column of entries, found {arrays.say(shape)}", over.at
        )
    return DelayedArray(
        of_sizes((_last(arrays, over), *shape.sizes)),
        lambda at: arrays.entry(substituted(over.body, over.letter, at[0]), at[1:]),
    )


def _last(arrays: Lowering, over: n.Over) -> Key:
    """How many entries a column with dots has."""
    match over.upper:
        case n.Extent(name, 0):
            return arrays.extents.name_size(name)
        case n.Fixed(value):
            return arrays.counted(value)
        case None if (key := _slot_of(arrays, over)) is not None:
            return key
        case _:
            raise NotUnderstood(
                "the last entry beside dots must be a size or a number", over.at
            )


def _slot_of(arrays: Lowering, over: n.Over) -> Key | None:
    """The side of an array in which the letter stands."""
    for node in walk(over.body):
        if isinstance(node, n.Symbol) and n.Letter(over.letter) in node.indices:
            place = node.indices.index(n.Letter(over.letter))
            return arrays.extents.at(node.name, place, node.indices)
    return None


def _chain(arrays: Lowering, over: n.Over, body: DelayedArray) -> DelayedArray:
    """A product of square matrices: its entries are functions of all of theirs."""
    if body.shape.kind != "matrix" or not arrays.fits(*body.shape.sizes):
        raise _not_square(arrays, over, body.shape)

    def entry(at: Positions) -> Expression:
        if over.condition is not None:
            raise NotUnderstood(
                "a product of matrices runs between two limits, without a condition",
                over.at,
            )
        factors = replace(over, sign="list", body=listed(body, over.at))
        return n.Call(CHAINS[over.sign], (factors, *map(n.Running, at)), 0, over.at)

    return DelayedArray(body.shape, entry)


def _not_square(arrays: Lowering, over: n.Over, shape: Shape) -> NotUnderstood:
    if over.letter.startswith("·"):
        return mismatch(
            f"a product with dots needs square matrices; {arrays.say(shape)} "
            "stands in it",
            over.at,
        )
    return NotUnderstood(
        "a product over an index needs square matrices; it runs to the next + "
        rf"or -, so put it into brackets, (\prod_{over.letter} …) x",
        over.at,
    )
