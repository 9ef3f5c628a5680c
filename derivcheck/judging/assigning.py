r"""Assumptions that say what an input is -> that value, put in its place at a point.

`K = P H^\top S^{-1}` gives K where nothing on the right rests on K, and `P = P^\top`
the entries on one side of the diagonal. No equation has to be solved for these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..evaluation import BALL, FLOAT, Leaves, Sample, real
from ..evaluation import ball_arithmetic as balls
from ..expressions import REAL, Expression, Letter, Symbol
from ..models import Model
from .claim import Claim
from .trial import frames, ready


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assumption that gives an input, or entries of it by others."""

    claim: Claim
    given: Symbol
    turned: bool


def assigned(model: Model, claims: Sequence[Claim]) -> list[Assigned]:
    """The assumptions that give inputs, in an order in which each can be taken."""
    found = filter(None, (_assigned(model, claim) for claim in claims))
    kept = [one for one in found if _is_free(model, one, claims)]
    return sorted(kept, key=lambda one: not one.turned)


def _assigned(model: Model, claim: Claim) -> Assigned | None:
    if claim.sign != "=" or claim.condition is not None:
        return None
    for given, other in ((claim.left, claim.right), (claim.right, claim.left)):
        if not isinstance(given, Symbol) or not _is_input(model, given):
            continue
        if isinstance(other, Symbol) and other.name == given.name:
            turned = sorted(map(str, other.indices)) == sorted(map(str, given.indices))
            first = given is claim.left
            return Assigned(claim, given, turned=True) if turned and first else None
        if given.name not in model.read_by(other):
            return Assigned(claim, given, turned=False)
    return None


def _is_input(model: Model, symbol: Symbol) -> bool:
    """Whether it is any entry of an input that may have every value."""
    quantity = model.quantities.get(symbol.name)
    letters = [p for p in symbol.indices if isinstance(p, Letter) and not p.shift]
    return (
        quantity is not None
        and not quantity.rows
        and not quantity.starts
        and quantity.domain == REAL
        and len({p.name for p in letters}) == len(symbol.indices)
    )


def _is_free(model: Model, one: Assigned, claims: Sequence[Claim]) -> bool:
    """Whether no other assumption is about what it gives."""
    sides = [s for c in claims if c is not one.claim for s in (c.left, c.right)]
    return all(one.given.name not in model.read_by(side) for side in sides)


def assign(point: Sample, one: Assigned) -> None:
    """Gives an input the values that an assumption says, at a point."""
    trial = ready(one.claim, point.machine)
    other: Expression = one.claim.right
    closure = trial.right
    if one.given is one.claim.right:
        other, closure = one.claim.left, trial.left
    for frame in frames(trial, point):
        key = (one.given.name, tuple(_places(one.given, frame)))
        if one.turned and key[1] >= tuple(_places(other, frame)):
            continue
        try:
            value = closure(point.at(FLOAT), dict(frame))
            ball = value
            if balls.present():
                with balls.precision():
                    ball = balls.plain(closure(point.at(BALL), dict(frame)))
        except Leaves:
            continue
        point.given[key] = (real(value), ball)
    point.surroundings.clear()


def _places(symbol: Expression, frame: dict[str, int]) -> Iterator[int]:
    """The entry that a symbol with letters for indices is at."""
    indices = symbol.indices if isinstance(symbol, Symbol) else ()
    yield from (frame[p.name] for p in indices if isinstance(p, Letter))
