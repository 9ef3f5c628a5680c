"""Where the values of an open function lie: all numbers, or an open interval."""

from __future__ import annotations

from ..expressions import REAL, Interval, NotUnderstood
from ..latex import Set, Statement, flat

CLOSED = {"[", "]", "+", r"\ge", r"\geq", r"\geqslant", r"\le", r"\leq", r"\leqslant"}


def codomain_of(found: Set, statement: Statement) -> Interval:
    """The codomain that a statement writes."""
    match found.domain:
        case None | Interval(None, None):
            return REAL
        case Interval() if not CLOSED & {m.text for m in flat(statement.sides[1])}:
            return found.domain
        case _:
            raise NotUnderstood(
                "the values of an open function are real numbers or lie in an open "
                r"interval, as in f : \mathbb{R} \to (0, 1) or \to \mathbb{R}_{>0}",
                statement.start,
            )
