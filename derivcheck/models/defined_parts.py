"""Definitions of parts of an array, $y_{1:d} := …$, together a definition of it all."""

from __future__ import annotations

from dataclasses import dataclass

from ..expressions import Expression, NotUnderstood, Position, changed, shifted
from ..expressions import nodes as n
from ..latex import Set, Statement
from ..latex.grammar import Context, read_expression

FROM_ONE = (
    "the parts of an array are defined one behind the other: the first from 1, each "
    "from behind the end of the one before"
)


@dataclass(frozen=True, slots=True)
class DefinedPart:
    """A part of an array, from one place to another, and its value."""

    low: Position
    high: Position
    value: Expression
    order: int
    at: int


def define_part(
    parts: dict[str, list[DefinedPart]],
    context: Context,
    statement: Statement,
    order: int,
) -> Expression:
    """Takes the definition of a part in, and gives its value.

    A part from 1 begins the array. What it reads of the parts before is there by
    their values. Raises `NotUnderstood` where it is no such definition.
    """
    left, right = statement.sides[0], statement.sides[1]
    match read_expression(left, context, statement.start):
        case n.Slice(n.Symbol(name, ()), low, high, at):
            pass
        case _:
            raise NotUnderstood(
                "expected a part of a column before :=", statement.start
            )
    known = parts.get(name, [])
    begins = low == n.Fixed(1)
    if begins == bool(known) or (known and _behind(known[-1].high) != low):
        raise NotUnderstood(FROM_ONE, at)
    value = read_expression(right, context, statement.start)
    value = _by_parts(name, value, known)
    parts[name] = [*known, DefinedPart(low, high, value, order, at)]
    return value


def whole_of(parts: list[DefinedPart]) -> Expression:
    """An array as its parts below each other."""
    return n.Rows(tuple((part.value,) for part in parts), parts[0].at)


def all_of_it(expression: Expression, found: Set) -> Expression:
    r"""The array of `x_{1:n} \in \mathbb{R}^n`, of which that is all."""
    match expression, found.sizes:
        case n.Slice(n.Symbol() as whole, n.Fixed(1), n.Extent(last, 0)), (length,) if (
            last == length
        ):
            return whole
        case n.Slice(n.Symbol() as whole, n.Fixed(1), n.Fixed(last)), (length,) if (
            last == length
        ):
            return whole
        case _:
            return expression


def _behind(position: Position) -> Position | None:
    """The place behind another."""
    match position:
        case n.Fixed() | n.Extent():
            return shifted(position, 1)
        case _:
            return None


def _by_parts(name: str, value: Expression, parts: list[DefinedPart]) -> Expression:
    """A value in which the parts before stand by what they are defined as."""

    def change(node: Expression) -> Expression | None:
        match node:
            case n.Slice(n.Symbol(own, ()), low, high) if own == name:
                found = (p.value for p in parts if (p.low, p.high) == (low, high))
                return next(found, None)
            case _:
                return None

    return changed(value, change)
