r"""What a text was read as -> what is reported about its names, and may be changed.

In: what was found, under a guess or as it is written. Out: one entry for names of one
letter that were read alike, with what else they could be; the names that the text
itself gives; and those of which nothing says what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...checking import Found
from ...expressions import Fault, errors
from ...readings import Alternative
from ...reports import NameRow, name_rows

STATED = {"input", "defined", "second name", "label", "function", "open function"}


@dataclass(frozen=True, slots=True)
class GuessedNames:
    """Names of one letter that are taken for the same, and what else they could be.

    The role `is_formula` where a definition was guessed.
    """

    names: tuple[str, ...]
    role: str
    because: str
    others: tuple[str, ...]
    is_formula: bool = False


def guesses(found: Found) -> list[GuessedNames]:
    """What was guessed of names, all layers of a letter together."""
    alike: dict[tuple[str, str, tuple[str, ...]], list[Alternative]] = {}
    for choice in found.choices:
        if choice.name:
            key = (_letter(choice.name), choice.role, choice.others)
            alike.setdefault(key, []).append(choice)
    return [
        GuessedNames(
            tuple(dict.fromkeys(choice.name for choice in same)),
            role,
            same[0].because,
            others,
            any(f"{choice.name} := {role}" in choice.lines for choice in same),
        )
        for (_, role, others), same in alike.items()
    ]


def _letter(name: str) -> str:
    """A name without what is above and below it."""
    return name.partition("^")[0].partition("_")[0]


def stated(found: Found) -> list[NameRow]:
    """The names that the text itself gives, in its order."""
    given = (row for row in name_rows(found) if row.role in STATED and not row.guessed)
    told = {row.name: row for row in given}
    return sorted(told.values(), key=lambda row: row.place or (0, 0))


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
