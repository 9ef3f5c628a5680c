"""What a part of a page shows, as it is spelled: marks, statements, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..latex import (
    Marks,
    Names,
    Statement,
    bound_letters,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    listed,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a page as it is spelled: all its marks, its statements, its names.

    `statements` have letters for words still; `names` are those of the first reading.
    """

    marks: tuple[Marks, ...]
    statements: tuple[Statement, ...]
    names: Names

    def given(self) -> Iterator[Marks]:
        """What definitions define and declarations declare."""
        yield from (left for left in self._lefts() if left)

    def _lefts(self) -> Iterator[Marks]:
        for statement in self.statements:
            if is_definition(statement):
                yield statement.sides[0]
            elif is_membership(statement):
                yield from listed(statement.sides[0])
            elif is_mapping(statement):
                left = statement.sides[0]
                place = next(n for n, m in enumerate(left) if m.kind == "colon")
                yield from listed(left[:place])

    def mapped(self) -> set[str]:
        """The names that a declaration makes functions."""
        mappings = [s for s in self.statements if is_mapping(s)]
        return {s.sides[0][0].text for s in mappings if s.sides[0]}

    def running(self) -> frozenset[str]:
        """The letters that a sum binds, or that a range lets run."""
        bound = {c for marks in self.marks for c in bound_letters(marks)}
        return frozenset(letter.rstrip("'") for letter in bound) | self.ranged()

    def counting(self) -> frozenset[str]:
        """The letters that run, and those that stand in slots as indices do.

        None that the page gives is one of the latter.
        """
        given = {left[0].text for left in self.given() if len(left) == 1}
        return self.running() | (self.names.indices - given)

    def ranged(self) -> frozenset[str]:
        """The letters that a range lets run."""
        ranges = [s for s in self.statements if is_range(s)]
        return frozenset(m[0].text for s in ranges for m in listed(s.sides[0]))

    def every(self) -> Iterator[tuple[Marks, int]]:
        """Each place at which a mark stands, inside of marks too."""
        for marks in self.marks:
            yield from _every(marks)


def _every(marks: Marks) -> Iterator[tuple[Marks, int]]:
    for place, mark in enumerate(marks):
        yield marks, place
        for part in mark.parts:
            yield from _every(part)
