r"""Differentials: $dL = \sum_i \frac{\partial L}{\partial x_i}\, dx_i$.

A relation between differentials is tried along a random direction. What moves are the
quantities whose differentials stand in it, those that depend on others of them
excepted; all the rest stays (Magnus and Neudecker, Matrix Differential Calculus,
chapter 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from ..expressions import Expression, NotUnderstood, changed, walk
from ..expressions import nodes as n
from .model import Model
from .sizes import DIRECTION

fresh = count(1)


def along(
    model: Model, left: Expression, right: Expression, at: int
) -> tuple[Expression, Expression]:
    """Both sides with their differentials as changes along one direction.

    Raises `NotUnderstood` where a side is not linear in them.
    """
    found = [node for side in (left, right) for node in _differentials(side)]
    if not found:
        return left, right
    for side in (left, right):
        if side != n.ZERO and _degree(side) != 1:
            raise NotUnderstood(
                "both sides of a relation between differentials are linear in them: "
                "one d in each term",
                at,
            )
    base = _base(model, [node.arguments[0] for node in found])

    def change(node: Expression) -> Expression | None:
        if isinstance(node, n.Call) and node.function == n.DIFFERENTIAL:
            return _total(model, node.arguments[0], base, node.at)
        return None

    return changed(left, change), changed(right, change)


def directions(sides: Iterable[Expression]) -> list[str]:
    """The directions along which the sides of relations move, each once."""
    symbols = (k for side in sides for k in walk(side) if isinstance(k, n.Symbol))
    found = (symbol.name for symbol in symbols if symbol.name.startswith(DIRECTION))
    return list(dict.fromkeys(found))


def _differentials(side: Expression) -> list[n.Call]:
    return [
        node
        for node in walk(side)
        if isinstance(node, n.Call) and node.function == n.DIFFERENTIAL
    ]


def _degree(expression: Expression) -> int:
    """How many differentials stand in each term."""
    match expression:
        case n.Call(function, (of,)) if function == n.DIFFERENTIAL:
            if _differentials(of):
                raise NotUnderstood("second differentials are not read", expression.at)
            return 1
        case n.Plus(terms):
            degrees = {_degree(term) for term in terms if term != n.ZERO}
            return degrees.pop() if len(degrees) == 1 else -1
        case n.Product(factors):
            return sum(map(_degree, factors))
        case n.Negative(of):
            return _degree(of)
        case n.Over("sum", body=body):
            return _degree(body)
        case n.Quotient(over, under):
            return _degree(over) - 2 * len(_differentials(under))
        case _:
            return -9 if _differentials(expression) else 0


def _base(model: Model, of: list[Expression]) -> list[str]:
    """The quantities that move of themselves."""
    alone = {part.name for part in of if isinstance(part, n.Symbol)}
    moving = alone or {
        node.name for part in of for node in walk(part) if isinstance(node, n.Symbol)
    }
    return sorted(
        name for name in moving if not (model.reaches(name) - {name}) & moving
    )


def _total(model: Model, of: Expression, base: list[str], at: int) -> Expression:
    """The change of an expression when the base moves along its direction."""
    if isinstance(of, n.Symbol) and of.name in base:
        return n.Symbol(DIRECTION + of.name, of.indices, of.at)
    reached = model.read_by(of)
    terms = [_share(model, of, name, at) for name in base if name in reached]
    if not terms:
        return n.ZERO
    return terms[0] if len(terms) == 1 else n.Plus(tuple(terms))


def _share(model: Model, of: Expression, name: str, at: int) -> Expression:
    """What one quantity of the base gives to a change: a sum over its entries."""
    many = model.quantities[name].slots
    letters = tuple(n.Letter(f"·d{next(fresh)}") for _ in range(many))
    slope = n.Partial(of, (n.Symbol(name, letters, at),), at=at)
    direction = n.Symbol(DIRECTION + name, letters, at)
    found: Expression = n.Product((slope, direction), ("",), at)
    for number, letter in reversed(list(enumerate(letters))):
        key = model.extents.at(name, number, letters)
        found = n.Over("sum", letter.name, None, None, None, found, at, key)
    return found
