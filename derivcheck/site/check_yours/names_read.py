r"""What a text was read as -> what is told of its names, and may be changed.

In: what was found, under a guess or as it is written. Out: one entry for names of one
letter that were read alike, with what else they could be; the names that the text
itself gives, each with its line; and those of which nothing says what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...checking import Found, Piece
from ...expressions import Fault, errors
from ...models import UNNAMED, Model, Quantity
from ...readings import Alternative
from .pasted_text import Pasted


@dataclass(frozen=True, slots=True)
class GuessedNames:
    """Names of one letter that are taken for the same, and what else they could be."""

    names: tuple[str, ...]
    role: str
    because: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name that the text itself gives: its sizes, and the line of its definition."""

    name: str
    sizes: str
    line: int | None


def guesses(found: Found) -> list[GuessedNames]:
    """What was guessed of names, all layers of a letter together."""
    alike: dict[tuple[str, str, tuple[str, ...]], list[Alternative]] = {}
    for choice in found.choices:
        if choice.name:
            key = (_letter(choice.name), choice.role, choice.others)
            alike.setdefault(key, []).append(choice)
    return [
        GuessedNames(
            tuple(dict.fromkeys(c.name for c in same)), role, same[0].because, others
        )
        for (_, role, others), same in alike.items()
    ]


def _letter(name: str) -> str:
    """A name without what stands above and below it."""
    return name.partition("^")[0].partition("_")[0]


def stated(found: Found, pasted: Pasted) -> list[NameInText]:
    """The names that the text itself gives, in its order."""
    guessed = {_letter(choice.name) for choice in found.choices if choice.name}
    told: dict[str, NameInText] = {}
    for piece in found.pieces:
        if piece.machine is None:
            continue
        model = piece.machine.model
        for quantity in model.told():
            name = model.spelled(quantity.name)
            if name in told or (not quantity.rows and _letter(name) in guessed):
                continue
            at = _defined_at(quantity, found.pieces)
            line = None if at is None else pasted.line(at)
            told[name] = NameInText(name, _sizes(model, quantity), line)
    return sorted(told.values(), key=lambda one: one.line or 0)


def _sizes(model: Model, quantity: Quantity) -> str:
    """How many entries a quantity has, where names say it."""
    slots = range(quantity.slots)
    sizes = [model.extents.say_slot(quantity.name, slot) for slot in slots]
    return "" if UNNAMED in sizes else r" \times ".join(sizes)


def _defined_at(quantity: Quantity, pieces: list[Piece]) -> int | None:
    """The place of the first definition of a quantity."""
    orders = [row.order for row in quantity.rows]
    for piece in pieces:
        for order, statement in enumerate(piece.statements, piece.first):
            if order in orders:
                return piece.offset(statement.start)
    return None


def unknown(found: Found) -> list[str]:
    """The names of which nothing says what they are, in the order of the text."""
    faults = [r.verdict.fault for r in found.relations if r.verdict.fault is not None]
    faults += [problem.fault for problem in found.problems]
    names = (name for fault in faults for name in _unknown_in(fault))
    return list(dict.fromkeys(names))


def _unknown_in(fault: Fault) -> Iterator[str]:
    match fault:
        case errors.Undeclared(near=None):
            yield fault.name
        case errors.ClaimedOnly(name) | errors.CallOrProduct(name):
            yield name
        case errors.Broken(_, why) | errors.BuiltOnBroken(_, why):
            yield from _unknown_in(why)
        case _:
            pass
