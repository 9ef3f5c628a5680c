"""What moves in the differentials of each claim of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ..expressions import Expression, NotUnderstood, Sentence, walk
from ..expressions import nodes as n
from ..latex import flat, listed, read_marks
from ..latex.grammar import Context, read_expression
from ..models import Model, Motion, differentiated, standing
from ..words import Constancy, Passage
from .beside import Draft, Waiting

UNCLEAR = (
    "what is held constant here is not read: write it as "
    '"with $x$ held fixed" right before the formula, or as dx = 0'
)


@dataclass(slots=True)
class Motions:
    """What moves, by headings and by places.

    `sections` are by the number of the heading above; `lasting` holds from its place on
    under its heading, and `said` of the claims in a stretch of the page.
    """

    sections: dict[int, Motion] = field(default_factory=dict)
    lasting: list[tuple[int, int, Motion]] = field(default_factory=list)
    said: list[tuple[int, int, Motion]] = field(default_factory=list)

    def of(self, waiting: Waiting) -> Motion:
        """What moves in the differentials of a relation."""
        section, place = waiting.passage.section, waiting.place
        found = self.sections.get(section, Motion())
        last = max(place, waiting.passage.mathematics.end)
        for under, start, motion in self.lasting:
            if under == section and start <= last:
                found = _both(found, motion)
        for start, end, motion in self.said:
            if start <= place <= end:
                found = _both(found, motion)
        return found


def read_motions(
    model: Model,
    context: Context,
    drafts: Iterable[Draft],
    mentions: Iterable[Passage] = (),
) -> Motions:
    """Whose differentials stand under each heading, and what is constant where."""
    found = Motions()
    told: set[str | None] = set()
    order = 0
    for draft in drafts:
        section = draft.passage.section
        for waiting in draft.waiting:
            sides = list(_sides(waiting, context))
            every = [d for side in sides for d in standing(side)]
            of = [_version(model, d, waiting.order) for d in every]
            told |= {*of}
            inputs = {name for name in of if name and not _is_defined(model, name)}
            known = found.sections.get(section, Motion())
            if _is_zero(waiting, sides):
                still = Motion(still=frozenset(inputs))
                found.lasting.append((section, draft.passage.mathematics.start, still))
            elif of:
                known = replace(known, moving=known.moving | inputs)
            found.sections[section] = known
    if not told:
        return found
    for passage, order in _in_order(drafts, mentions):
        for one in passage.constancy:
            motion = _said(model, context, one, order)
            if one.lasting:
                found.lasting.append((passage.section, one.start, motion))
            else:
                found.said.append((one.start, one.end, motion))
    losses = frozenset(_losses(model))
    if not (None in told or losses & told):
        for section, motion in found.sections.items():
            found.sections[section] = replace(motion, losses=losses)
    return found


def _in_order(
    drafts: Iterable[Draft], mentions: Iterable[Passage]
) -> Iterator[tuple[Passage, int]]:
    """The passages, each with the order of the last statement up to it."""
    every = [(d.passage, d.first + len(d.statements) - 1) for d in drafts]
    yield from every
    for passage in mentions:
        start = passage.mathematics.start
        before = [order for one, order in every if one.mathematics.start <= start]
        yield passage, max(before, default=0)


def _both(motion: Motion, other: Motion) -> Motion:
    """A motion where another is said of it too, which counts where they disagree."""
    return replace(
        motion,
        moving=motion.moving - other.still | other.moving,
        still=motion.still - other.moving | other.still,
        unclear=motion.unclear or other.unclear,
    )


def _said(model: Model, context: Context, said: Constancy, order: int) -> Motion:
    """What words of constancy make of the inputs that they name."""
    try:
        still = {*_named(model, context, said.still, order)}
        moving = {*_named(model, context, said.moving, order)}
    except NotUnderstood:
        return Motion(unclear=Sentence(UNCLEAR))
    unclear = said.unclear or any(_is_defined(model, name) for name in still | moving)
    if unclear or still & moving:
        return Motion(unclear=Sentence(UNCLEAR))
    return Motion(frozenset(moving), frozenset(still))


def _named(
    model: Model, context: Context, found: Iterable[str], order: int
) -> Iterator[str]:
    """The quantities that pieces of LaTeX name."""
    for tex in found:
        for part in listed(read_marks(tex, {})):
            plain = tuple(mark for mark in part if mark.kind != "wide")
            match read_expression(plain, context, 0):
                case n.Symbol(name):
                    yield model.version(name, order)
                case _:
                    raise NotUnderstood(UNCLEAR)


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
