"""What a model says of an entry, and the names that it has for derivatives."""

from __future__ import annotations

from collections.abc import Iterator

from ...expressions import Expression, Moves, Position, moved, moved_expression, names
from ...expressions import nodes as n
from ...models import Model, Row
from .terms import Sum, Term, Tie


def definitions_of(model: Model, entry: n.Symbol) -> Iterator[tuple[Sum, Expression]]:
    """What an entry is by its definitions, and the deltas of where each holds."""
    for row in _rows(model, entry.name, entry.indices):
        moves, ties = matched(row.indices, entry.indices)
        yield (Term(ties=ties),), moved_expression(row.value, moves)


def _rows(model: Model, name: str, at: tuple[Position, ...]) -> list[Row]:
    """The definitions that give an entry, that of just this entry before all others."""
    quantity = model.quantities.get(name)
    rows = [] if quantity is None else [r for r in quantity.rows if not r.alias]
    general = [r for r in rows if not any(isinstance(p, n.Fixed) for p in r.indices)]
    exact = [r for r in rows if r not in general and not matched(r.indices, at)[1]]
    return exact or general or rows


def matched(
    own: tuple[Position, ...], at: tuple[Position, ...]
) -> tuple[Moves, tuple[Tie, ...]]:
    """What a definition's letters are at an entry, and what must be equal besides."""
    moves: Moves = {}
    ties: list[Tie] = []
    for mine, there in zip(own, at, strict=True):
        if isinstance(mine, n.Letter) and not mine.shift and mine.name not in moves:
            moves[mine.name] = there
        elif (here := moved(mine, moves)) != there:
            ties.append((here, there))
    return moves, tuple(ties)


def recurs(model: Model, name: str) -> bool:
    """Whether a quantity is defined by other entries of itself."""
    return any(name in model.reaches(read) for read in model.direct(name))


# --- names of derivatives ------------------------------------------------------------


def ways_named(model: Model, of: Expression) -> dict[str, list[tuple[str, Row]]]:
    """The names that the page gave to derivatives of `of`, by their variables."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for quantity in model.quantities.values():
        for row in quantity.rows:
            match row.value:
                case n.Partial(whole, (by,), immediate=False) if _alike(whole, of):
                    found.setdefault(by.name, []).append((quantity.name, row))
    return found


def _alike(one: Expression, other: Expression) -> bool:
    """Whether two are one, or entries of one quantity."""
    match one, other:
        case (n.Symbol(name), n.Symbol(again)):
            return name == again
    return one == other


def named_by(model: Model, of: Expression) -> dict[str, frozenset[str]]:
    """For each name of a derivative of `of`, the variable."""
    found: dict[str, frozenset[str]] = {}
    for variable, rows in ways_named(model, of).items():
        for name, _ in rows:
            found[name] = found.get(name, frozenset()) | {variable}
    return found


def hubs_of(model: Model, of: Expression, variable: n.Symbol) -> list[str]:
    """What `of` reads whose derivatives the page has named, as a loss in a penalty."""
    read = model.direct(of.name) if isinstance(of, n.Symbol) else names(of)
    return [
        name
        for name in sorted(read)
        if name != variable.name
        and not (isinstance(of, n.Symbol) and of.name == name)
        and variable.name in model.reaches(name)
        and ways_named(model, n.Symbol(name))
    ]
