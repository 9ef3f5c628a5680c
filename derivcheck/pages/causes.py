"""Faults that follow from another -> where the first of them is.

What an undeclared name, or a definition without a meaning, keeps from being read is one
mistake: it is told once, at its place, and the rest waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..checking import Found
from ..expressions import Fault, errors
from ..latex import is_definition, names_seen

Place = tuple[int, int]  # a line and a column


@dataclass(frozen=True, slots=True)
class Causes:
    """What waits for what: where the cause of a relation or a problem stands.

    `relations` are by their starts, `problems` by their numbers; `waiting` has the
    lines that wait for a cause by its place.
    """

    relations: dict[int, Place] = field(default_factory=dict)
    problems: dict[int, Place] = field(default_factory=dict)
    waiting: dict[Place, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A relation, by its start, or a problem, by its number, that was not read."""

    place: Place
    fault: Fault
    relation: int | None = None
    problem: int | None = None

    @property
    def follows(self) -> bool:
        """Whether it is told of what is built on the thing that is wrong."""
        return isinstance(self.fault, errors.BuiltOnBroken)


def first_causes(found: Found) -> Causes:
    """What waits for what, part by part of a page."""
    causes = Causes()
    unread = _read_by_what_is_not(found)
    alike: dict[tuple[int, Fault | str], list[_Refused]] = {}
    for one in sorted(_refused(found), key=lambda one: one.place):
        part = _part_of(found, found.page.offset(*one.place))
        key = _key(one.fault)
        match one.fault:
            case errors.ClaimedOnly(name) | errors.AnotherSpelling(_, name):
                key = unread.get((part, name), key)
            case _:
                pass
        alike.setdefault((part, key), []).append(one)
    for (_, key), several in alike.items():
        first = min(several, key=lambda one: one.follows)
        rest = [one for one in several if one is not first]
        if isinstance(key, Fault):  # the same slip at two places is made twice
            rest = [one for one in rest if one.fault != key]
        for one in rest:
            if one.relation is not None:
                causes.relations[one.relation] = first.place
            if one.problem is not None:
                causes.problems[one.problem] = first.place
        lines = tuple(dict.fromkeys(one.place[0] for one in rest))
        if lines:
            causes.waiting[first.place] = lines
    return causes


def _key(fault: Fault) -> Fault | str:
    """What faults with one cause have in common: a name, or what is wrong itself."""
    cause = errors.first_cause(fault)
    return errors.lacking(cause) or cause


def _read_by_what_is_not(found: Found) -> dict[tuple[int, Fault | str], Fault | str]:
    """By the part and a name in a definition that was not read: what keeps it so."""
    problems = [(found.page.offset(p.line, p.column), p.fault) for p in found.problems]
    keys: dict[tuple[int, Fault | str], Fault | str] = {}
    for part in found.parts:
        if part.reading is None:
            continue
        for piece in part.pieces:
            for statement in filter(is_definition, piece.statements):
                here = range(piece.offset(statement.start), piece.offset(statement.end))
                fault = next((f for at, f in problems if at in here), None)
                if fault is not None:
                    number = _part_of(found, here.start)
                    for seen in names_seen(part.reading.names, statement):
                        keys.setdefault((number, seen.identity), _key(fault))
    return keys


def _refused(found: Found) -> Iterator[_Refused]:
    for number, problem in enumerate(found.problems):
        place = problem.line, problem.column
        yield _Refused(place, problem.fault, problem=number)
    for relation in found.relations:
        fault = relation.verdict.fault
        if fault is not None and not relation.expected:
            place = relation.line, relation.column
            yield _Refused(place, fault, relation=relation.start)


def _part_of(found: Found, at: int) -> int:
    """The number of the part of a page, from one `fresh` to the next."""
    starts = [p.pieces[0].mathematics.start for p in found.parts if p.pieces]
    return sum(start <= at for start in starts)
