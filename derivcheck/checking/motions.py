"""What moves in the differentials of each section of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from ..expressions import Expression, NotUnderstood, walk
from ..expressions import nodes as n
from ..latex import flat
from ..latex.grammar import Context, read_expression
from ..models import Model, Motion, differentiated, standing
from .beside import Draft, Waiting


def read_motions(
    model: Model, context: Context, drafts: Iterable[Draft]
) -> dict[int, Motion]:
    """By the number of the heading above: whose differentials stand, and are zero."""
    found: dict[int, Motion] = {}
    told: set[str | None] = set()
    for draft in drafts:
        section = draft.passage.section
        for waiting in draft.waiting:
            sides = list(_sides(waiting, context))
            every = [d for side in sides for d in standing(side)]
            of = [_version(model, d, waiting.order) for d in every]
            told |= {*of}
            inputs = {name for name in of if name and not _is_defined(model, name)}
            known = found.get(section, Motion())
            if _is_zero(waiting, sides):
                known = replace(known, still=known.still | inputs)
            elif of:
                known = replace(known, moving=known.moving | inputs)
            found[section] = known
    losses = frozenset(_losses(model)) if told else frozenset()
    if None in told or losses & told:
        return found
    return {k: replace(motion, losses=losses) for k, motion in found.items()}


def _sides(waiting: Waiting, context: Context) -> Iterator[Expression]:
    """The sides of a relation that have a d and are read."""
    for marks in (waiting.left, waiting.right):
        if any(mark.text == "d" for mark in flat(marks)):
            with suppress(NotUnderstood):  # told where the relation is read
                yield read_expression(marks, context, waiting.sign.start)


def _version(model: Model, found: n.Call, order: int) -> str | None:
    """The quantity in force of which it is the differential, if of one."""
    name = differentiated(found)
    return None if name is None else model.version(name, order)


def _is_defined(model: Model, name: str) -> bool:
    quantity = model.quantities.get(name)
    return quantity is None or bool(quantity.rows)


def _is_zero(waiting: Waiting, sides: list[Expression]) -> bool:
    """Whether it says that a differential is zero, $dB = 0$."""
    zero = [mark.text for mark in waiting.right] == ["0"]
    return zero and len(sides) == 1 and isinstance(sides[0], n.Call)


def _losses(model: Model) -> Iterator[str]:
    """The defined numbers that nothing else reads; derivatives do not count."""
    forward = {
        name: quantity
        for name, quantity in model.quantities.items()
        if not any(_differentiates(row.value) for row in quantity.rows)
    }
    read = {k for name in forward for k in model.direct(name) - {name}}
    for name, quantity in forward.items():
        if quantity.rows and not quantity.slots and name not in read:
            yield name


def _differentiates(value: Expression) -> bool:
    return any(isinstance(node, n.Partial) for node in walk(value))
