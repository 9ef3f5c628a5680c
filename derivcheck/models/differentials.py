r"""Differentials: $dL = \sum_i \frac{\partial L}{\partial x_i}\, dx_i$.

A relation between differentials is tried along a random direction. What moves are the
quantities whose differentials stand in it and the inputs whose differentials stand near
it, those that depend on others of them excepted; all the rest is held fixed (Magnus and
Neudecker, Matrix Differential Calculus, chapter 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from ..expressions import (
    Classes,
    Expression,
    Fault,
    NotUnderstood,
    changed,
    names,
    parts,
    walk,
)
from ..expressions import nodes as n
from .model import Model
from .sizes import DIRECTION

fresh = count(1)


@dataclass(frozen=True, slots=True)
class Motion:
    """What moves on a part of a page: the inputs whose differentials stand there.

    `still` are those that it holds constant. `unclear` is what is wrong with the words
    that hold something constant. `losses` are numbers at the end of the
    model of which no differential is on the page, nor one of an expression.
    """

    moving: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()
    losses: frozenset[str] = frozenset()
    unclear: Fault | None = None


def standing(side: Expression) -> Iterator[n.Call]:
    """The differentials that are in a side outside denominators."""
    match side:
        case n.Call(function) if function == n.DIFFERENTIAL:
            yield side
        case n.Quotient(over, _):
            yield from standing(over)
        case _:
            for part in parts(side):
                yield from standing(part)


def differentiated(found: n.Call) -> str | None:
    r"""The quantity of which it is the differential, $dv$ or $dv^\top$, if of one."""
    of = found.arguments[0]
    while isinstance(of, n.Transpose | n.Entry):
        of = of.of
    return of.name if isinstance(of, n.Symbol) else None


def wants_no_slope(
    model: Model, sides: Iterable[Expression], motion: Motion, at: int
) -> None:
    """Refuses $dy$ that may be the derivative of a loss by y."""
    for found in (found for side in sides for found in _differentials(side)):
        name = differentiated(found)
        for loss in sorted(motion.losses):
            if name is not None and name in model.reaches(loss):
                y, end = model.spelled(name), model.spelled(loss)
                raise NotUnderstood(
                    f"d{y} could be the differential of {y} or the derivative of "
                    rf"{end} by it; define d{y} := \frac{{\partial {end}}}"
                    rf"{{\partial {y}}}, or relate the differential d{end} to d{y}",
                    found.at or at,
                )


def wants_known_motion(sides: Iterable[Expression], motion: Motion, at: int) -> None:
    """Refuses differentials beside words of constancy that are not read."""
    if motion.unclear is not None and any(map(_differentials, sides)):
        raise NotUnderstood(motion.unclear, at)


def moving_too(
    model: Model, sides: Iterable[Expression], motion: Motion
) -> tuple[str, ...]:
    """What moves though its differential does not stand in these sides."""
    of = [found for side in sides for found in _differentials(side)]
    reached = {k for found in of for k in model.read_by(found.arguments[0])}
    own = {*map(differentiated, of)}
    return tuple(sorted((motion.moving - motion.still - own) & reached))


def held_fixed(
    model: Model, sides: Iterable[Expression], motion: Motion, *, inside: bool = False
) -> tuple[str, ...]:
    """The inputs on which what is differentiated depends, and which do not move.

    With `inside`, of the differentials of expressions alone, without what is constant.
    """
    of = [found for side in sides for found in _differentials(side)]
    if not of:
        return ()
    stop = {*_base(model, of, motion)}
    stack = {
        name
        for part in of
        if not (inside and differentiated(part))
        for name in names(part.arguments[0])
    }
    found: set[str] = set()
    seen: set[str] = set()
    while stack:
        name = stack.pop()
        seen.add(name)
        quantity = model.quantities.get(name)
        if name in stop or (quantity is None and name not in model.functions):
            continue
        if quantity is None or quantity.rows:
            stack |= model.direct(name) - seen
        elif not isinstance(quantity.domain, Classes):
            found.add(name)
    return tuple(sorted(found - motion.still if inside else found))


def along(
    model: Model, left: Expression, right: Expression, at: int, motion: Motion
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
    base = _base(model, found, motion)

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


def _base(model: Model, of: list[n.Call], motion: Motion) -> list[str]:
    """The quantities that move of themselves."""
    alone = {*filter(None, map(differentiated, of))} | motion.moving
    moving = alone or {
        node.name
        for found in of
        for node in walk(found.arguments[0])
        if isinstance(node, n.Symbol)
    }
    moving = {
        name
        for name in moving - motion.still
        if not motion.still or not _rests(model, name, motion)
    }
    return sorted(
        name for name in moving if not (model.reaches(name) - {name}) & moving
    )


def _rests(model: Model, name: str, motion: Motion) -> bool:
    """Whether a defined quantity depends on nothing but what is held constant."""
    quantity = model.quantities.get(name)
    inputs = model.inputs_of(n.Symbol(name)) - {name}
    return bool(quantity and quantity.rows and inputs) and inputs <= motion.still


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
