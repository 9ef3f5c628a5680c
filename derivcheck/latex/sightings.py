"""Statements -> where each name and each letter stands, and what that shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..expressions import NotUnderstood
from .letter_usage import condition_letters, members_of, uppers
from .marks import Mark, Marks
from .names import Names, Occurrence
from .nesting import unwrapped
from .scripts import Item, is_transpose
from .set_notation import factors_of, terms_of_size
from .statement_kinds import (
    bound_marks,
    index_set,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    listed,
)
from .statements import Statement

NameShown = Literal["declared", "defined", "read", "claimed"]
LetterShown = Literal[
    "set", "ranged", "bound", "carried", "slot", "compared", "tag", "length", "end"
]


@dataclass(frozen=True, slots=True)
class NameSighting:
    """A name where it is: what is said of it there, and what fills its slots.

    `identity` is the name as the model has it.
    """

    identity: str
    shown: NameShown
    occurrence: Occurrence
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSighting:
    """A letter where it runs, is below or above a name, or ends what runs.

    `of` is the letter or word of the name at which it stands.
    """

    letter: str
    shown: LetterShown
    at: int
    of: str = ""


def names_seen(names: Names, statement: Statement) -> Iterator[NameSighting]:
    """The names of one statement, in order."""
    for found, shown in _occurrences(names, statement):
        matched = names.match(found) or names.loosely(found)
        if matched is None:
            yield NameSighting(found.base, shown, found)
        else:
            own = names.identity(matched[0])
            whole, _ = names.parts.get(own, (own, 0))
            yield NameSighting(whole, shown, found, tuple(matched[1]))


def _occurrences(
    names: Names, statement: Statement
) -> Iterator[tuple[Occurrence, NameShown]]:
    if not statement.sides or is_range(statement):
        return
    left, *others = statement.sides
    if is_definition(statement):
        yield from ((o, "defined") for o in list(names.occurrences(left))[:1])
        for number, side in enumerate(others):
            shown: NameShown = "claimed" if number else "read"
            yield from ((o, shown) for o in names.occurrences(side))
    elif is_membership(statement) or is_mapping(statement):
        colons = (n for n, mark in enumerate(left) if mark.kind == "colon")
        end = next(colons, None) if is_mapping(statement) else None
        yield from ((o, "declared") for o in members_of(names, left[:end]))
    else:
        for side in statement.sides:
            yield from ((o, "claimed") for o in names.occurrences(side))


def letters_seen(names: Names, statement: Statement) -> Iterator[LetterSighting]:
    """What one statement shows of its letters, the plainest first."""
    if not statement.sides:
        return
    yield from _declared(names, statement)
    for side in statement.sides:
        for mark in bound_marks(side):
            yield LetterSighting(mark.text, "bound", mark.start)
        for marks in uppers(side):
            yield from _sizes(marks, "end")
    found = list(names_seen(names, statement))
    if is_definition(statement):
        right = {c for f in found[1:] for item in f.items for c in item.letters}
        for item in found[0].items if found else ():
            if item.kind == "letter" and item.text in right:
                base = found[0].occurrence.base
                yield LetterSighting(item.text, "carried", item.at, base)
    for one in found:
        yield from _beside(one)
    for letter in condition_letters(names, statement):
        yield LetterSighting(letter, "compared", statement.start)


def _beside(found: NameSighting) -> Iterator[LetterSighting]:
    """The letters below and above a name: in its slots, or parts of it."""
    filled = {item.at for item in found.items}
    scripts = found.occurrence.scripts
    for item in (*scripts.sub, *(scripts.sup or ())):
        shown: LetterShown = "slot" if item.at in filled else "tag"
        for letter in item.letters:
            yield LetterSighting(letter, shown, item.at, found.occurrence.base)


def _declared(names: Names, statement: Statement) -> Iterator[LetterSighting]:
    """What ranges and sets show: letters that run, and the sizes that end them."""
    if is_range(statement):
        members, inside = listed(statement.sides[0]), statement.sides[1]
    elif is_membership(statement) and is_index_set(statement.sides[1]):
        members = listed(statement.sides[0])
        inside = index_set(statement.sides[1])[0]
    else:
        if is_membership(statement):
            base = next((o.base for o in members_of(names, statement.sides[0])), "")
            for mark in statement.sides[1]:
                for factor in factors_of(mark.parts[0]) if mark.kind == "sup" else ():
                    yield from _sizes(factor, "length", base)
        return
    is_set = is_range(statement) and any(m.text == "{" for m in statement.marks)
    shown: LetterShown = "set" if is_set else "ranged"
    for member in members:
        if len(member) == 1:
            yield LetterSighting(member[0].text, shown, member[0].start)
    yield from _sizes(listed(inside)[-1], "end")


def _sizes(marks: Marks, shown: LetterShown, of: str = "") -> Iterator[LetterSighting]:
    found = terms_of_size(unwrapped(marks))
    if found is not None:
        for _, name in found[0]:
            yield LetterSighting(name, shown, marks[0].start, of)


def signs_seen(names: Names, statement: Statement) -> Iterator[Mark]:
    r"""The names that mean something of their own there: `\pi`, `e^x`, `\sigma(z)`."""
    for side in statement.sides:
        yield from _signs(names, side)


def _signs(names: Names, marks: Marks) -> Iterator[Mark]:
    for place, mark in enumerate(marks):
        if mark.kind == "letter" or mark.kind == "name":
            try:
                found, after = names.occurrence(marks, place)
            except NotUnderstood:
                continue
            if names.is_sign(found, marks[after] if after < len(marks) else None):
                yield mark
        elif mark.kind != "sub" and not (
            mark.kind == "sup" and is_transpose(mark.parts[0])
        ):
            for part in mark.parts:
                yield from _signs(names, part)
