"""Small expressions put together: products, deltas, signs turned round."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from .nodes import (
    ONE,
    Comparison,
    Expression,
    Indicator,
    Negative,
    Number,
    Over,
    Position,
    Product,
    Running,
)

TURNED = {"=": r"\ne", r"\ne": "=", "<": ">", ">": "<", r"\le": ">", r"\ge": "<"}
TWO = Number(Fraction(2), "2")
Operand = TypeVar("Operand")


def other_sign(term: Expression) -> Expression:
    """The term with the other sign."""
    return term.term if isinstance(term, Negative) else Negative(term)


def product_of_two(a: Expression, b: Expression) -> Expression:
    """Two numbers, multiplied."""
    return Product((a, b), ("",))


def product_of(factors: list[Expression], signs: list[str], at: int) -> Expression:
    """The factors as a product; one alone stays itself."""
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), tuple(signs), at)


def side_by_side(factors: Sequence[Expression]) -> Expression:
    """A product without signs; one where there is nothing."""
    if not factors:
        return ONE
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), ("",) * (len(factors) - 1))


def sum_over(letter: str, body: Expression) -> Over:
    """The sum over all values of a letter."""
    return Over("sum", letter, None, None, None, body)


def compared(one: Position, sign: str, other: Position) -> Comparison:
    """Two positions, compared as numbers."""
    return Comparison(Running(one), sign, Running(other))


def delta(one: Position, other: Position) -> Expression:
    """Kronecker's delta: one where two positions are the same, else zero."""
    return Indicator(compared(one, "=", other))


def put(items: tuple[Operand, ...], place: int, item: Operand) -> tuple[Operand, ...]:
    """The items with another one in a place."""
    return (*items[:place], item, *items[place + 1 :])
