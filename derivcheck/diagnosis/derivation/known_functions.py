r"""Definitions that are known functions written out: sigmoid, tanh and softmax."""

from __future__ import annotations

from ...expressions import (
    Call,
    Expression,
    Letter,
    Moves,
    Negative,
    Number,
    Over,
    Plus,
    Power,
    Quotient,
    Symbol,
    constant_value,
    moved_expression,
    other_sign,
)
from .terms import Unwritten


def sigmoid(node: Expression) -> Expression | None:
    r"""What a sigmoid is of, $1/(1 + e^{-z})$ or $e^z/(1 + e^z)$."""
    match node:
        case Quotient(Number(value), Plus(terms)) if value == 1:
            inside = _one_and_exponential(terms)
            return None if inside is None else other_sign(inside)
        case Power(Plus(terms), exponent) if constant_value(exponent) == -1:
            inside = _one_and_exponential(terms)
            return None if inside is None else other_sign(inside)
        case Quotient(Call("exp", (inside,), 0), Plus(terms)):
            return inside if _one_and_exponential(terms) == inside else None
    return None


def _one_and_exponential(terms: tuple[Expression, ...]) -> Expression | None:
    match terms:
        case (Number(value), Call("exp", (inside,), 0)) if value == 1:
            return inside
        case (Call("exp", (inside,), 0), Number(value)) if value == 1:
            return inside
    return None


def hyperbolic(node: Expression) -> Expression | None:
    r"""What a hyperbolic tangent is of, $(e^z - e^{-z})/(e^z + e^{-z})$."""
    match node:
        case Quotient(
            Plus((Call("exp", (a,), 0), Negative(Call("exp", (b,), 0)))),
            Plus((Call("exp", (c,), 0), Call("exp", (d,), 0))),
        ) if a == c and b == d and b == other_sign(a):
            return a
    return None


def softmax(node: Expression, name: Symbol) -> tuple[int, str] | None:
    """The slot over which a definition is a softmax, and the letter of its sum."""
    match node:
        case Quotient(
            Call("exp", (inside,), 0),
            Over("sum", letter, _, _, None, Call("exp", (inner,), 0)),
        ):
            for number, position in enumerate(name.indices):
                if isinstance(position, Letter):
                    move: Moves = {position.name: Letter(letter, -position.shift)}
                    if moved_expression(inside, move) == inner != inside:
                        return number, letter
                elif moved_expression(inner, {letter: position}) == inside:
                    return number, letter
    return None


def summand(under: Expression) -> Expression:
    """What stands in the exponent below the fraction of a softmax."""
    match under:
        case Over(body=Call("exp", (inner,))):
            return inner
    raise Unwritten("no softmax")
