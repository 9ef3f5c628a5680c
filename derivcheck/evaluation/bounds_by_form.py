"""Between which numbers a value lies at every point, as far as its form shows.

A branch that no point can reach is not waited for: the second of $|e^x|$.
"""

from __future__ import annotations

from math import inf, prod

from ..expressions import Expression, Interval, OneHot, Simplex, constant_value
from ..expressions import nodes as n
from ..models import Model

MOST_DEFINITIONS = 8  # that are followed into each other
ANY = (-inf, inf)
POSITIVE = (0.0, inf)
RANGES = {
    "sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "sin": (-1.0, 1.0),
    "cos": (-1.0, 1.0), "erf": (-1.0, 1.0), "exp": POSITIVE, "softplus": POSITIVE,
    "cosh": (1.0, inf), "sqrt": POSITIVE, "abs": POSITIVE, "relu": POSITIVE,
    "norm": POSITIVE, "norm_1": POSITIVE,
}  # fmt: skip  # a list of words

Bounds = tuple[float, float]


def value_bounds(model: Model, expression: Expression, depth: int = 0) -> Bounds:
    """A number that the value is never below, and one that it is never above."""

    def of(part: Expression) -> Bounds:
        return value_bounds(model, part, depth)

    match expression:
        case n.Number(value):
            return float(value), float(value)
        case n.Symbol(name):
            return _of_quantity(model, name, depth)
        case n.Negative(term):
            low, high = of(term)
            return -high, -low
        case n.Plus(terms):
            found = [of(term) for term in terms]
            return sum(low for low, _ in found), sum(high for _, high in found)
        case n.Product(factors):
            return _of_product([of(factor) for factor in factors], factors)
        case n.Quotient(over, under):
            (low, _), (least, _) = of(over), of(under)
            return POSITIVE if low >= 0 and least >= 0 else ANY
        case n.Power(base, exponent):
            constant = constant_value(exponent)
            even = constant is not None and constant % 2 == 0
            return POSITIVE if even or of(base)[0] >= 0 else ANY
        case n.Call("max" | "min" as function, arguments, 0):
            best = max if function == "max" else min
            found = [of(argument) for argument in arguments]
            return best(low for low, _ in found), best(high for _, high in found)
        case n.Call(function, _, 0) if function not in model.functions:
            return RANGES.get(function, ANY)
        case n.Over("sum" | "prod", body=body):
            return POSITIVE if of(body)[0] >= 0 else ANY
        case n.Indicator():
            return 0.0, 1.0
        case _:
            return ANY


def _of_quantity(model: Model, name: str, depth: int) -> Bounds:
    quantity = model.quantities.get(name)
    if quantity is None or quantity.starts:
        return ANY
    if quantity.rows:
        if len(quantity.rows) > 1 or depth == MOST_DEFINITIONS:
            return ANY
        return value_bounds(model, quantity.rows[0].value, depth + 1)
    match quantity.domain:
        case Interval(low, high):
            return -inf if low is None else float(low), inf if high is None else float(
                high
            )
        case Simplex() | OneHot():
            return 0.0, 1.0
        case _:
            return ANY


def _of_product(found: list[Bounds], factors: tuple[Expression, ...]) -> Bounds:
    if len(factors) == 2 and factors[0] == factors[1]:
        return POSITIVE
    if any(low < 0 for low, _ in found):
        return ANY
    highs = [high for _, high in found]
    return prod(low for low, _ in found), inf if inf in highs else prod(highs)
