"""A claim -> the sizes that it may count with, and the largest number in it."""

from __future__ import annotations

from collections.abc import Iterator

from ..expressions import (
    Expression,
    Extent,
    Fixed,
    Key,
    Label,
    Letter,
    Over,
    Position,
    Running,
    Symbol,
    largest_number,
    positions_of,
    sides,
    walk,
)
from ..models import Model, range_of, slot
from .trial import Trial


def sizes_read(trial: Trial) -> frozenset[Key | None]:
    """The sizes of steps, layers, shifts, fixed entries, and those read as numbers.

    With None among them where it is not known which it is.
    """
    model = trial.model
    extents = model.extents
    found = _read_in(trial)
    read = {key for side in found for key in _sizes_read(model, side)}
    if extents.families:
        drivers = [slot(str(key[1]), w.driver) for key, w in extents.widths.items()]
        read |= {*drivers} or {None}
    return frozenset(key and extents.find(key) for key in read)


def largest_read(trial: Trial) -> int:
    """The largest whole number in a claim and in the definitions that it reads."""
    return largest_number(_read_in(trial))


def _read_in(trial: Trial) -> list[Expression]:
    """The sides of a claim and of its condition, and the definitions they read."""
    claim, model = trial.claim, trial.model
    found = [claim.left, claim.right, *sides(claim.condition)]
    names = {name for side in found for name in model.read_by(side)}
    for name in names & model.quantities.keys():
        found += [row.value for row in model.quantities[name].rows]
    return found


def _sizes_read(model: Model, expression: Expression) -> Iterator[Key | None]:
    for node in walk(expression):
        match node:
            case Running(Extent(name)):
                yield model.extents.of_size(name)
            case Running(Label(name)) if name in model.labels:
                yield model.labels[name]
            case Over():
                if node.lower not in {None, Fixed(1)} or not _is_last(node.upper):
                    yield _runs_over(model, node)
            case Symbol(name, indices):
                for number, position in enumerate(indices):
                    if _is_fixed(position):
                        yield slot(name, number)
            case _:
                if any(map(_is_fixed, positions_of(node))):
                    yield None


def _is_fixed(position: Position) -> bool:
    """Whether a position is a number, or one that is shifted, and so has neighbours."""
    match position:
        case Letter():
            return position.shift != 0
        case Label(_, inner):
            return any(map(_is_fixed, inner))
        case _:
            return True


def _runs_over(model: Model, over: Over) -> Key | None:
    """The size over which the letter of a big sign runs, where its slots say it."""
    inside = (over.body, *sides(over.condition))
    return over.extent or range_of(
        model.extents, inside, over.letter, model.ranged, model.labels
    )


def _is_last(upper: Position | None) -> bool:
    return upper is None or (isinstance(upper, Extent) and not upper.shift)
