r"""Vectors and matrices by components: $(W x)_i = \sum_k W_{ik} x_k$.

One rule for each operator: which shapes it takes, which it gives, and what is at
each entry of that, an expression of numbers alone. One core decides them all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    Position,
    delta,
    mismatch,
)
from ..expressions import nodes as n
from . import elementwise
from .array_functions import call
from .big_operators import over
from .block_matrices import block_matrix
from .derivatives import partial
from .lowering import DelayedArray, Lowering
from .parts_of_arrays import part_of
from .products import product, wants_no_function
from .shape import NUMBER, of_sizes

LAST_STEP = n.Running(n.Extent("T"))  # above an array it is the sign of a transpose
MOST_FACTORS = 9  # of a power of a matrix


class Arrays(Lowering):
    """The table of array operators."""

    def rule(self, expression: Expression) -> DelayedArray:
        """What the operator of an expression makes of its parts."""
        match expression:
            case n.Number() | n.Running() | n.Parameter():
                return DelayedArray(NUMBER, lambda at: expression)
            case n.Symbol():
                return _symbol(self, expression)
            case n.Known():
                return _known(self, expression)
            case n.Negative(term):
                return elementwise.negative(self, term)
            case n.Plus(terms):
                return elementwise.plus(self, terms)
            case n.Quotient(above, below):
                return elementwise.quotient(self, above, below)
            case n.Power(base, exponent) if exponent == LAST_STEP and (
                self.shape(base) != NUMBER
            ):
                return _transpose(self.lower(base))
            case n.Power() if (repeated := _repeated(self, expression)) is not None:
                return self.lower(repeated)
            case n.Power():
                return elementwise.power(self, expression)
            case n.Indicator(condition):
                return elementwise.indicator(self, condition)
            case n.Cases():
                return elementwise.cases(self, expression)
            case n.Product():
                return product(self, expression)
            case n.Call():
                return call(self, expression)
            case n.Over():
                return over(self, expression)
            case n.Partial():
                return partial(self, expression)
            case n.Where():
                return _where(self, expression)
            case n.Transpose(of):
                return _transpose(self.lower(of))
            case n.Entry():
                return _component(self, expression)
            case n.Slice():
                return part_of(self, expression)
            case n.Rows():
                return block_matrix(self, expression)
            case _:
                assert_never(expression)


def _symbol(arrays: Lowering, symbol: n.Symbol) -> DelayedArray:
    """A quantity: its unwritten indices are the sides of an array."""
    given, slots = len(symbol.indices), arrays.slots(symbol.name)
    sizes = tuple(
        [arrays.extents.at(symbol.name, k, symbol.indices) for k in range(given, slots)]
    )
    if len(sizes) > 2:
        raise NotUnderstood(
            f"{symbol.name} has {slots} indices, found {given}: "
            "arrays of more than two are read by components",
            symbol.at,
        )
    return DelayedArray(
        of_sizes(sizes), lambda at: replace(symbol, indices=symbol.indices + at)
    )


def _repeated(arrays: Lowering, power: n.Power) -> Expression | None:
    """A square matrix as often as its power says, or its inverse; None for others."""
    match power:
        case n.Power(base, n.Number(value), each=False) if value.denominator == 1:
            factor, many = base, int(value)
        case n.Power(base, n.Negative(n.Number(value)), each=False) if (
            value.denominator == 1 and value != 1
        ):
            factor = n.Power(base, n.MINUS_ONE, power.at)
            many = int(value)
        case _:
            return None
    shape = arrays.shape(power.base)
    square = shape.kind == "matrix" and arrays.extents.same(*shape.sizes)
    if not square or not 1 < many <= MOST_FACTORS:
        return None
    return n.Product((factor,) * many, ("",) * (many - 1), power.at)


def _known(arrays: Lowering, known: n.Known) -> DelayedArray:
    """The identity, ones or zeros, or a column of zeros with a single one."""
    if known.kind == "unit":
        sides = [arrays.unknown()]
    else:
        sides = [_side(arrays, size) for size in known.indices] or [arrays.unknown()]
    side = sides[0]
    match known.kind:
        case "zeros":
            return DelayedArray(of_sizes(tuple(sides)), lambda at: n.ZERO)
        case "identity":
            return DelayedArray(of_sizes((side, side)), lambda at: delta(at[0], at[1]))
        case "unit":
            (place,) = known.indices
            return DelayedArray(of_sizes((side,)), lambda at: delta(at[0], place))
        case _:
            return DelayedArray(of_sizes(tuple(sides)), lambda at: n.ONE)


def _side(arrays: Lowering, size: Position) -> Key:
    """How long a side of a constant is, by what is below it."""
    match size:
        case n.Fixed(number):
            return arrays.counted(number)
        case n.Extent(name, 0):
            return arrays.extents.name_size(name)
        case _:
            return arrays.unknown()


def _where(arrays: Lowering, where: n.Where) -> DelayedArray:
    """An array, with some quantities given other values."""
    of = arrays.lower(where.of)
    values = [
        (symbol, elementwise.number(arrays, value, "a value is a number", symbol.at))
        for symbol, value in where.values
    ]
    return DelayedArray(
        of.shape,
        lambda at: n.Where(of.entry(at), tuple([(s, v.entry(())) for s, v in values])),
    )


def _transpose(of: DelayedArray) -> DelayedArray:
    return DelayedArray(of.shape.turned, lambda at: of.entry(at[::-1]))


def _component(arrays: Lowering, entry: n.Entry) -> DelayedArray:
    """An entry of an array, or a row of a matrix as a column."""
    wants_no_function(arrays, entry.of)
    of = arrays.lower(entry.of)
    wanted, given = len(of.shape.sizes), len(entry.indices)
    if not 1 <= given <= wanted:
        raise mismatch(
            f"{arrays.say(of.shape)} has {wanted or 'no'} ind"
            f"{'ex' if wanted == 1 else 'ices'}, found {given}",
            entry.at,
        )
    return DelayedArray(
        of_sizes(of.shape.sizes[given:]), lambda at: of.entry((*entry.indices, *at))
    )


def is_zero(expression: Expression) -> bool:
    """Whether a side is the number 0, which stands for an array of zeros too."""
    return expression == n.ZERO
