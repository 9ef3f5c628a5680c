r"""Functions of several values -> whether a side may turn where no branch is seen.

$\sqrt{(x - 2)^2}$ is $2 - x$ on one side of 2 and $x - 2$ on the other;
$\ln (x - 9)^2$ and $\arctan \tan x$ turn likewise. Points near zero
alone do not show it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..evaluation import value_bounds
from ..expressions import Expression, constant_value, walk
from ..expressions import nodes as n
from ..models import Model

MOST_DEFINITIONS = 8  # that are followed into each other


def turns(model: Model, found: Iterable[Expression]) -> bool:
    """Whether expressions, or what they are defined by, have such a place."""
    sides = [*found]
    names = {name for side in sides for name in model.read_by(side)}
    sides += [row.value for name in names & model.quantities.keys()
              for row in model.quantities[name].rows]  # fmt: skip  # in two lines
    bodies = (model.functions[name].body for name in names & model.functions.keys())
    sides += [body for body in bodies if body is not None]
    return any(_turns(model, node) for side in sides for node in walk(side))


def _turns(model: Model, node: Expression) -> bool:
    match node:
        case n.Call("sqrt" | "ln", (of,)):
            return _touches_zero(model, of)
        case n.Call("norm", (of,)):
            low, high = value_bounds(model, of)
            return low < 0 < high
        case n.Power(base, exponent):
            constant = constant_value(exponent)
            whole = constant is None or constant.denominator == 1
            return not whole and _touches_zero(model, base)
        case n.Call("arctan", (of,)):
            inner = [*walk(of)]
            return any(
                isinstance(one, n.Quotient)
                or (isinstance(one, n.Call) and one.function == "tan")
                for one in inner
            )
        case _:
            return False


def _touches_zero(model: Model, of: Expression) -> bool:
    """Whether it may come down to zero and rise again: a square, and what has one."""
    return value_bounds(model, of)[0] <= 0 and _has_square(model, of, 0)


def _has_square(model: Model, of: Expression, depth: int) -> bool:
    """Whether a square is in it outside sums over an index.

    A sum of several squares is zero in so few places that its sides are connected.
    """

    def inside(part: Expression) -> bool:
        return _has_square(model, part, depth)

    match of:
        case n.Power(base, exponent):
            constant = constant_value(exponent)
            even = constant is not None and constant % 2 == 0
            return even or inside(base)
        case n.Call("abs" | "norm" | "sqrt" | "relu" | "max" | "min"):
            return True
        case n.Product(factors):
            return len({*factors}) < len(factors) or any(map(inside, factors))
        case n.Plus(terms):
            return any(map(inside, terms))
        case n.Negative(part):
            return inside(part)
        case n.Quotient(over, under):
            return inside(over) or inside(under)
        case n.Symbol(name) if depth < MOST_DEFINITIONS:
            quantity = model.quantities.get(name)
            rows = () if quantity is None else quantity.rows
            return any(_has_square(model, row.value, depth + 1) for row in rows)
        case n.Call(function, arguments):
            own = model.functions.get(function)
            body = None if own is None else own.body
            if body is not None and depth < MOST_DEFINITIONS:
                return _has_square(model, body, depth + 1)
            return any(map(inside, arguments))
        case _:
            return False
