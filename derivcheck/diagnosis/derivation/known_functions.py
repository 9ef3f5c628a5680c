r"""Known functions: as definitions write them out, and what their slopes are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...expressions import (
    TWO,
    ZERO,
    Expression,
    Moves,
    changed,
    constant_value,
    moved_expression,
    other_sign,
)
from ...expressions import nodes as n
from .term_algebra import Algebra
from .terms import ONE_TERM, Sum, Unwritten, negative, scaled, term_of

Z = n.Symbol("·z")  # what a function is of
ROOT = n.Call("sqrt", (n.Call("pi", ()),))
BELL = n.Call("exp", (n.Negative(n.Power(Z, TWO)),))
SLOPES: dict[str, Expression] = {
    "softplus": n.Call("sigmoid", (Z,)),
    "sin": n.Call("cos", (Z,)),
    "cos": n.Negative(n.Call("sin", (Z,))),
    "tan": n.Plus((n.ONE, n.Power(n.Call("tan", (Z,)), TWO))),
    "sinh": n.Call("cosh", (Z,)),
    "cosh": n.Call("sinh", (Z,)),
    "sech": n.Negative(n.Product((n.Call("sech", (Z,)), n.Call("tanh", (Z,))), ("",))),
    "arctan": n.Quotient(n.ONE, n.Plus((n.ONE, n.Power(Z, TWO)))),
    "erf": n.Quotient(n.Product((TWO, BELL), ("",)), ROOT),
}

# --- as definitions write them out ---------------------------------------------------


def sigmoid(node: Expression) -> Expression | None:
    r"""What a sigmoid is of, $1/(1 + e^{-z})$ or $e^z/(1 + e^z)$."""
    match node:
        case n.Quotient(n.Number(value), n.Plus(terms)) if value == 1:
            inside = _one_and_exponential(terms)
            return None if inside is None else other_sign(inside)
        case n.Power(n.Plus(terms), exponent) if constant_value(exponent) == -1:
            inside = _one_and_exponential(terms)
            return None if inside is None else other_sign(inside)
        case n.Quotient(n.Call("exp", (inside,), 0), n.Plus(terms)):
            return inside if _one_and_exponential(terms) == inside else None
    return None


def _one_and_exponential(terms: tuple[Expression, ...]) -> Expression | None:
    match terms:
        case (n.Number(value), n.Call("exp", (inside,), 0)) if value == 1:
            return inside
        case (n.Call("exp", (inside,), 0), n.Number(value)) if value == 1:
            return inside
    return None


def hyperbolic(node: Expression) -> Expression | None:
    r"""What a hyperbolic tangent is of, $(e^z - e^{-z})/(e^z + e^{-z})$."""
    match node:
        case n.Quotient(
            n.Plus((n.Call("exp", (a,), 0), n.Negative(n.Call("exp", (b,), 0)))),
            n.Plus((n.Call("exp", (c,), 0), n.Call("exp", (d,), 0))),
        ) if a == c and b == d and b == other_sign(a):
            return a
    return None


def known_function(node: Expression) -> tuple[str, Expression] | None:
    """Which function of one number a definition is, and what it is of."""
    if (inside := sigmoid(node)) is not None:
        return "sigmoid", inside
    if (inside := hyperbolic(node)) is not None:
        return "tanh", inside
    return None


@dataclass(frozen=True, slots=True)
class Softmax:
    r"""$e^{above} / \sum_{letter} e^{below}$, and the slot over which that sum runs."""

    slot: int
    letter: str
    above: Expression
    below: Expression


def softmax(node: Expression, name: n.Symbol) -> Softmax | None:
    """The definition of a name as a softmax, if it is one."""
    match node:
        case n.Quotient(
            n.Call("exp", (above,), 0),
            n.Over("sum", letter, _, _, None, n.Call("exp", (below,), 0)),
        ):
            for number, position in enumerate(name.indices):
                if isinstance(position, n.Letter):
                    move: Moves = {position.name: n.Letter(letter, -position.shift)}
                    found = moved_expression(above, move) == below != above
                else:
                    found = moved_expression(below, {letter: position}) == above
                if found:
                    return Softmax(number, letter, above, below)
    return None


# --- slopes --------------------------------------------------------------------------


def slope_of(
    algebra: Algebra, function: str, inside: Expression, inner: Sum, value: Expression
) -> Sum:
    """The slope of a known function of one number, in the name of its own value.

    `inner` is the slope of what it is of, `inside`.
    """
    own = (term_of(value),)
    below = algebra.power(own, Fraction(-1))
    match function:
        case "exp":
            return algebra.product(inner, own)
        case "sigmoid":
            return algebra.product(own, (ONE_TERM, *negative(own)), inner)
        case "tanh":
            square = algebra.power(own, Fraction(2))
            return algebra.product((ONE_TERM, *negative(square)), inner)
        case "sqrt":
            return scaled(algebra.product(below, inner), Fraction(1, 2))
        case "abs":
            return algebra.product(algebra.read(inside), below, inner)
    return algebra.product(_slope_inside(algebra, function, inside), inner)


def _slope_inside(algebra: Algebra, function: str, inside: Expression) -> Sum:
    """The slope in what the function is of."""
    match function:
        case "ln":
            return algebra.power(algebra.read(inside), Fraction(-1))
        case "relu":
            return algebra.indicator(n.Comparison(inside, ">", ZERO))
    known = SLOPES.get(function)
    if known is None:
        raise Unwritten(f"no rule for {function}")
    return algebra.read(changed(known, lambda node: inside if node == Z else None))
