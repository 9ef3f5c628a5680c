"""How far a letter runs: what the slots say in which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    comparisons,
    parts,
    positions_of,
    walk,
)
from ..expressions import nodes as n
from .sizes import Extents, slot


def slots_of(
    extents: Extents, expression: Expression, letter: str
) -> Iterator[tuple[Key, str, int]]:
    """The slots in which a free letter stands, with their arrays and places."""
    match expression:
        case n.Symbol(name, indices, at):
            for number, position in enumerate(indices):
                if isinstance(position, n.Letter) and position.name == letter:
                    yield extents.at(name, number, indices), name, at
                elif isinstance(position, n.Label):
                    yield from _slots_of_label(extents, position, letter, at)
        case n.Call(function, arguments, _, at, (n.Letter(name),)) if (
            name == letter and not extents.is_free(slot(function, 0))
        ):
            yield slot(function, 0), function, at
            for part in arguments:
                yield from slots_of(extents, part, letter)
        case n.Running(n.Label() as label):
            yield from _slots_of_label(extents, label, letter, 0)
        case n.Over(letter=bound) if bound == letter:
            return
        case _:
            for part in parts(expression):
                yield from slots_of(extents, part, letter)


def _slots_of_label(
    extents: Extents, label: n.Label, letter: str, at: int
) -> Iterator[tuple[Key, str, int]]:
    for number, position in enumerate(label.indices):
        match position:
            case n.Letter(name) if name == letter:
                yield extents.at(label.name, number, label.indices), label.name, at
            case n.Label():
                yield from _slots_of_label(extents, position, letter, at)
            case _:
                pass


def labels_beside(
    expression: Expression, letter: str, labels: Mapping[str, Key]
) -> Iterator[Key]:
    """The sizes of labels with which a free letter is compared."""
    if isinstance(expression, n.Over) and expression.letter == letter:
        return
    if isinstance(expression, n.Indicator):
        yield from _compared(comparisons(expression.condition), letter, labels)
    for part in parts(expression):
        yield from labels_beside(part, letter, labels)


def _compared(
    found: tuple[n.Comparison, ...], letter: str, labels: Mapping[str, Key]
) -> Iterator[Key]:
    for comparison in found:
        match comparison.left, comparison.right:
            case (n.Running(n.Letter(i)), n.Running(n.Label(y))) | (
                n.Running(n.Label(y)),
                n.Running(n.Letter(i)),
            ) if i == letter and y in labels:
                yield labels[y]
            case _:
                pass


def range_of(
    extents: Extents,
    expressions: tuple[Expression, ...],
    letter: str,
    ranged: Mapping[str, Key],
    labels: Mapping[str, Key],
    seen: frozenset[str] = frozenset(),
) -> Key | None:
    """The one size over which a letter runs in some expressions, None if no slot says.

    Raises `NotUnderstood` where its slots have different sizes.
    """
    found: Key | None = ranged.get(letter)
    met: tuple[str, Key] | None = None
    for expression in expressions:
        for key, name, at in slots_of(extents, expression, letter):
            if found is None:
                found, met = key, (name, key)
            elif not extents.same(found, key):
                twice = met is not None and met[0] == name
                here = _standing(name, key, twice=twice)
                there = (
                    "by declaration" if met is None else _standing(*met, twice=twice)
                )
                raise NotUnderstood(
                    f"{letter} runs to {extents.say(found)} {there} and to "
                    f"{extents.say(key)} {here}: one letter over two different sizes",
                    at,
                )
        for key in labels_beside(expression, letter, labels):
            found = key if found is None else found
    if found is not None:
        return found
    for other in sorted(equated(expressions, letter) - seen):
        reached = range_of(extents, expressions, other, ranged, labels, seen | {letter})
        if reached is not None:
            return reached
    for over in limited_by(expressions, letter):
        inner = (over.body,)
        reached = range_of(extents, inner, over.letter, ranged, labels, seen | {letter})
        if reached is not None:
            return reached
    return None


def limited_by(expressions: tuple[Expression, ...], letter: str) -> Iterator[n.Over]:
    """The sums and products that begin or end at a letter, or leave its value out."""
    for expression in expressions:
        for node in walk(expression):
            if not isinstance(node, n.Over) or node.letter == letter:
                continue
            compared = {
                position
                for c in comparisons(node.condition)
                for side in (c.left, c.right)
                for position in positions_of(side)
            }
            for position in (node.lower, node.upper, *compared):
                if isinstance(position, n.Letter) and position.name == letter:
                    yield node
                    break


def _standing(name: str, key: Key, *, twice: bool) -> str:
    """Where an index stands; as which, where it is in one array `twice`."""
    name = name.partition("#")[0]
    if twice and key[0] == "slot":
        return f"as index {int(str(key[2])) + 1} of {name}"
    return f"in {name}"


def equated(expressions: tuple[Expression, ...], letter: str) -> set[str]:
    """The letters with which a free letter is compared in indicators."""
    found: set[str] = set()
    for expression in expressions:
        if isinstance(expression, n.Over) and expression.letter == letter:
            continue
        if isinstance(expression, n.Indicator):
            for comparison in comparisons(expression.condition):
                match comparison.left, comparison.right:
                    case n.Running(n.Letter(i)), n.Running(n.Letter(j)) if letter in {
                        i,
                        j,
                    }:
                        found |= {i, j} - {letter}
                    case _:
                        pass
        found |= equated(parts(expression), letter)
    return found
