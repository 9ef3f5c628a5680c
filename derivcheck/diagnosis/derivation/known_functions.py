r"""Definitions that are known functions written out: sigmoid, tanh and softmax."""

from __future__ import annotations

from ...expressions import (
    Expression,
    Moves,
    constant_value,
    moved_expression,
    other_sign,
)
from ...expressions import nodes as n
from .terms import Unwritten


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


def softmax(node: Expression, name: n.Symbol) -> tuple[int, str] | None:
    """The slot over which a definition is a softmax, and the letter of its sum."""
    match node:
        case n.Quotient(
            n.Call("exp", (inside,), 0),
            n.Over("sum", letter, _, _, None, n.Call("exp", (inner,), 0)),
        ):
            for number, position in enumerate(name.indices):
                if isinstance(position, n.Letter):
                    move: Moves = {position.name: n.Letter(letter, -position.shift)}
                    if moved_expression(inside, move) == inner != inside:
                        return number, letter
                elif moved_expression(inner, {letter: position}) == inside:
                    return number, letter
    return None


def summand(under: Expression) -> Expression:
    """What stands in the exponent below the fraction of a softmax."""
    match under:
        case n.Over(body=n.Call("exp", (inner,))):
            return inner
    raise Unwritten("no softmax")
