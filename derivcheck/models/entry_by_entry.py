r"""Powers and quotients of arrays that can only be meant entry by entry.

`\frac{y}{a}` of columns has no other meaning. `h^2` could be the number `h^\top h` too:
beside `\odot` and in `\operatorname{diag}` the place needs an array, and a relation
needs one where the number has no meaning in it. Elsewhere it stays what it is, a power
of an array, which is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product as combinations

from ..expressions import Expression, changed, walk
from ..expressions import nodes as n
from .components import is_zero
from .lowering import Lowering
from .products import ELEMENTWISE

MOST_POWERS = 4  # of different arrays in one relation


def entry_by_entry(arrays: Lowering, expression: Expression) -> Expression:
    """The expression with each quotient by an array, and each power, that is clear."""

    def inner(part: Expression) -> Expression:
        return entry_by_entry(arrays, part)

    def change(node: Expression) -> Expression | None:
        match node:
            case n.Quotient(over, under) if _divides_entries(arrays, under):
                return n.Product((inner(over), inner(under)), (r"\oslash",))
            case n.Power(n.Call(order=0), each=False) if _is_power(arrays, node):
                return replace(node, base=inner(node.base), each=True)
            case n.Product(factors):
                spread = tuple(_spread_factors(arrays, node))
                if spread == factors:
                    return None
                return replace(node, factors=tuple(map(inner, spread)))
            case n.Call("diag", (of,)) if (spread_of := _spread(arrays, of)) != of:
                return replace(node, arguments=(inner(spread_of),))
            case _:
                return None

    return changed(expression, change)


def _divides_entries(arrays: Lowering, under: Expression) -> bool:
    """Whether what is below can only divide entry by entry.

    A square matrix could be meant as its inverse.
    """
    if not arrays.has_shape(under):
        return False
    shape = arrays.shape(under)
    square = shape.kind == "matrix" and arrays.extents.same(*shape.sizes)
    return shape.kind != "number" and not square


def _is_power(arrays: Lowering, node: Expression) -> bool:
    """Whether it is a power of an array, but for those of a square matrix."""
    match node:
        case n.Power(base, exponent, each=False):
            numbered = arrays.has_shape(exponent)
            return (
                numbered
                and arrays.shape(exponent).kind == "number"
                and _divides_entries(arrays, base)
            )
        case _:
            return False


def _spread_factors(arrays: Lowering, product: n.Product) -> Iterator[Expression]:
    r"""The factors, with the powers in those that are alone beside an `\odot`."""
    signs = ("", *product.signs, "")
    entries = [sign in ELEMENTWISE for sign in signs]
    entries[0] = entries[-1] = True
    several = any(entries[1:-1])
    for place, factor in enumerate(product.factors):
        alone = several and entries[place] and entries[place + 1]
        yield _spread(arrays, factor) if alone else factor


def _spread(arrays: Lowering, expression: Expression) -> Expression:
    """What has to be an array, with its powers taken entry by entry."""

    def inner(part: Expression) -> Expression:
        return _spread(arrays, part)

    match expression:
        case n.Power() if _is_power(arrays, expression):
            return replace(expression, each=True)
        case n.Negative(term):
            return n.Negative(inner(term))
        case n.Plus(terms):
            return n.Plus(tuple(map(inner, terms)))
        case n.Transpose(of):
            return replace(expression, of=inner(of))
        case n.Quotient(over, under):
            return n.Quotient(inner(over), under)
        case n.Product(factors, signs) if ELEMENTWISE.isdisjoint(signs):
            others = [f for f in factors if not _is_power(arrays, f)]
            numbers = all(
                arrays.has_shape(f) and arrays.shape(f).kind == "number" for f in others
            )
            if not numbers or len(others) != len(factors) - 1:
                return expression
            return replace(expression, factors=tuple(map(inner, factors)))
        case _:
            return expression


def settled(
    arrays: Lowering, left: Expression, right: Expression
) -> tuple[Expression, Expression]:
    """The sides of a relation, entry by entry where nothing else has a meaning."""
    one, other = (entry_by_entry(arrays, side) for side in (left, right))
    powers = dict.fromkeys(
        node
        for side in (one, other)
        for node in walk(side)
        if isinstance(node, n.Power) and _is_power(arrays, node)
    )
    if any(arrays.shape(p.base).kind == "matrix" for p in powers):
        return one, other
    if not powers or len(powers) > MOST_POWERS:
        return one, other
    each, *mixed = combinations(*(_readings(arrays, power) for power in powers))
    found, *others = (
        tuple(_with(side, dict(zip(powers, way, strict=True))) for side in (one, other))
        for way in (each, *mixed)
    )
    if not _fit(arrays, *found) or any(_fit(arrays, *sides) for sides in others):
        return one, other
    left, right = found
    return left, right


def _readings(arrays: Lowering, power: n.Power) -> Iterator[Expression]:
    """Entry by entry, and of a square the inner product that it may mean."""
    yield replace(power, each=True)
    base, turned = power.base, n.Transpose(power.base)
    if power.exponent == n.Number(Fraction(2), "2"):
        column = arrays.shape(base).kind == "column"
        yield n.Product((turned, base) if column else (base, turned), ("",))


def _with(side: Expression, meant: dict[Expression, Expression]) -> Expression:
    return changed(side, meant.get)


def _fit(arrays: Lowering, left: Expression, right: Expression) -> bool:
    """Whether both sides have a shape, and the same one."""
    if not arrays.has_shape(left) or not arrays.has_shape(right):
        return False
    if is_zero(left) or is_zero(right):
        return True
    return arrays.same(arrays.shape(left), arrays.shape(right))
