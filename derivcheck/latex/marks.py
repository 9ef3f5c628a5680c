"""Marks: what a reader sees, grouped as it is printed.

Fractions, scripts, roots, environments and words are one mark each. What a mark means
is a question for the grammar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..expressions import NotUnderstood

MarkKind = Literal[
    "number", "letter", "name", "frac", "sqrt", "sub", "sup", "slice", "prime", "big",
    "function", "operator", "open", "close", "bar", "relation", "comma", "colon",
    "newline", "wide", "amp", "text", "environment", "dots", "partial", "nabla",
    "constant", "call", "unknown",
]  # fmt: skip  # a list of words


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of notation, from `start` to `end` in its text.

    `parts` holds what is printed inside: numerator and denominator, a script, what
    is below a name for a part of it (a "slice", `1:d`, axis by axis), the
    rows of an environment (cell by cell, each row closed by a mark "newline").
    `loose` is true for a comma with space after it, and where a command for a space
    stands behind it.
    """

    kind: MarkKind
    text: str
    start: int
    end: int
    glued: bool = False
    parts: tuple[tuple[Mark, ...], ...] = ()
    loose: bool = False

    def with_parts(self, parts: tuple[Marks, ...]) -> Mark:
        """The same with other parts inside."""
        if parts == self.parts:
            return self
        return Mark(
            self.kind, self.text, self.start, self.end, self.glued, parts, self.loose
        )


Marks = tuple[Mark, ...]


def whole(mark: Mark) -> int:
    """The value of a number without a point, of at most six digits."""
    if not mark.text.isascii() or not mark.text.isdigit() or len(mark.text) > 6:
        raise NotUnderstood(f"expected a whole number, found {mark.text}", mark.start)
    return int(mark.text)
