"""Which entries of a quantity one entry of another can reach, by their indices alone.

Where row n of an array is made of row n of others, a change in row 2 leaves row 1 as it
was; where layer l is made of layer l - 1, a change in layer 2 leaves layer 1 as it was:
what does not move is then not worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..expressions import Expression, names, parts
from ..expressions import nodes as n
from ..models import Model, Quantity, Row


class SlotPair(NamedTuple):
    """An entry with v in `slot` depends on the base's with v, or up to v, in `of`."""

    slot: int
    of: int
    equal: bool


Pairs = frozenset[SlotPair]


def aligned(model: Model, base: str, moving: frozenset[str]) -> dict[str, Pairs]:
    """For each moving quantity the slots that are filled as slots of the base are.

    It is the greatest fixed point: pairs are taken away until each row of each
    definition allows those that are left.
    """
    wide = model.quantities[base].slots
    found = {
        name: frozenset(
            SlotPair(s, t, equal)
            for s in range(model.quantities[name].slots)
            for t in range(wide)
            for equal in (True, False)
        )
        for name in moving
    }
    found[base] = frozenset(
        SlotPair(t, t, equal) for t in range(wide) for equal in (True, False)
    )
    left = set(moving)
    while left:
        name = left.pop()
        kept = _allowed(model, model.quantities[name], found)
        if kept != found[name]:
            found[name] = kept
            left |= {other for other in moving if name in model.direct(other)}
    return {name: _needed(pairs) for name, pairs in found.items() if pairs}


def _needed(pairs: Pairs) -> Pairs:
    """Without those that follow from another."""
    return frozenset(p for p in pairs if p.equal or p._replace(equal=True) not in pairs)


def _allowed(model: Model, quantity: Quantity, found: dict[str, Pairs]) -> Pairs:
    kept = found[quantity.name]
    for row in quantity.rows:
        kept &= _of_row(model, row, found, kept)
    return kept


def _of_row(model: Model, row: Row, found: dict[str, Pairs], kept: Pairs) -> Pairs:
    """The pairs that all entries which a row reads allow."""
    letters = {
        p.name: s
        for s, p in enumerate(row.indices)
        if isinstance(p, n.Letter) and not p.shift
    }
    for symbol, bound in _reads(model, row.value, frozenset(), frozenset(found)):
        if symbol is None:
            return frozenset()
        through = {
            SlotPair(letters[p.name], t, equal)
            for inner, t, equal in found.get(symbol.name, ())
            if inner < len(symbol.indices)
            and isinstance(p := symbol.indices[inner], n.Letter)
            and (p.shift == 0 if equal else p.shift <= 0)
            and p.name in letters
            and p.name not in bound
        }
        kept &= through
    return kept


def _reads(
    model: Model,
    expression: Expression,
    bound: frozenset[str],
    moving: frozenset[str],
) -> Iterator[tuple[n.Symbol | None, frozenset[str]]]:
    """The moving entries that are read, with the letters bound there; None for any."""
    match expression:
        case n.Symbol(name):
            if name in moving:
                yield expression, bound
            return
        case n.Partial() | n.Where():
            if model.read_by(expression) & moving:
                yield None, bound
            return
        case n.Call(function):
            body = model.functions.get(function)
            if body is not None and body.body is not None and names(body.body) & moving:
                yield None, bound
        case _:
            pass
    inner = bound | {expression.letter} if isinstance(expression, n.Over) else bound
    for part in parts(expression):
        yield from _reads(model, part, inner, moving)
