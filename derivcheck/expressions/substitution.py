"""An expression with letters replaced by positions, its bound letters kept apart."""

from __future__ import annotations

from dataclasses import replace

from . import nodes as n
from .nodes import Condition, Expression, Position
from .positions import shifted
from .traversal import changed, free_letters, placed


def substituted(body: Expression, letter: str, position: Position) -> Expression:
    """The body with a position in the place of a letter that is not moved."""

    def same(_: Expression) -> None:
        return None

    def move(found: Position) -> Position:
        return position if found == n.Letter(letter) else found

    return changed(body, same, move)


Moves = dict[str, Position]


def moved(position: Position, moves: Moves) -> Position:
    """A position with letters replaced, those inside it among them."""
    return placed(position, lambda inner: _letter(inner, moves))


def _letter(position: Position, moves: Moves) -> Position:
    match position:
        case n.Letter(name, shift) if name in moves:
            return shifted(moves[name], shift)
    return position


def moved_expression(node: Expression, moves: Moves) -> Expression:
    """An expression with its free letters replaced; sums keep theirs apart."""
    if not moves:
        return node
    taken = {m for p in moves.values() for m in free_letters(n.Running(p))}

    def change(inner: Expression) -> Expression | None:
        if not isinstance(inner, n.Over) or inner.letter not in taken | moves.keys():
            return None
        letter = inner.letter
        within = {k: p for k, p in moves.items() if k != letter}
        while letter in taken:
            letter = f"·{letter}"
        if letter != inner.letter:
            within[inner.letter] = n.Letter(letter)
        return replace(
            inner,
            letter=letter,
            lower=inner.lower and moved(inner.lower, moves),
            upper=inner.upper and moved(inner.upper, moves),
            condition=moved_condition(inner.condition, within),
            body=moved_expression(inner.body, within),
        )

    return changed(node, change, lambda position: _letter(position, moves))


def moved_condition(condition: Condition | None, moves: Moves) -> Condition | None:
    """A condition with letters replaced."""

    def inner(test: n.Comparison) -> n.Comparison:
        left, right = (moved_expression(e, moves) for e in (test.left, test.right))
        return n.Comparison(left, test.sign, right)

    match condition:
        case None:
            return None
        case n.Comparison():
            return inner(condition)
        case n.Every(conditions):
            return n.Every(tuple(map(inner, conditions)))
