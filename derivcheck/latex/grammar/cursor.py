"""A list of marks, how far it was read, and what steers the reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from ...expressions import Expression, NotUnderstood, Position
from .. import PARTNER, Item, Mark, Marks, Names, closing
from .mark_queries import say, without_null

MOST_NESTING = 60


@dataclass(slots=True)
class Context:
    """What steers the reading: the names, the functions, and what is local.

    `functions` maps the name of each function of the page to its number of arguments,
    `named` that of each with a body to the letters of its parameters;
    `arrays` maps a name to how many of its slots may be left out.
    """

    names: Names
    functions: dict[str, int] = field(default_factory=dict)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    slots: dict[str, int] = field(default_factory=dict)
    defining: bool = False
    layout: str | None = None
    outside: frozenset[str] = frozenset()


class Cursor:
    """A list of marks and how far it was read."""

    def __init__(
        self,
        marks: Marks,
        context: Context,
        at: int,
        bound: frozenset[str] = frozenset(),
        depth: int = 0,
    ) -> None:
        self.marks = without_null(
            tuple(m for m in marks if m.kind not in {"wide", "amp"})
        )
        self.context = context
        self.names = context.names
        self.place = 0
        self.bound = bound
        self.depth = depth
        self.end = self.marks[-1].end if self.marks else at

    # --- the list ------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> Mark | None:
        """The mark that comes next, or one further on."""
        place = self.place + ahead
        return self.marks[place] if place < len(self.marks) else None

    def next(self) -> Mark:
        """Takes the next mark."""
        mark = self.marks[self.place]
        self.place += 1
        return mark

    def at(self) -> int:
        """Where the next mark stands."""
        mark = self.peek()
        return self.end if mark is None else mark.start

    def finish(self) -> None:
        """Raises where marks are left over."""
        mark = self.peek()
        if mark is None:
            return
        if mark.kind == "close":
            raise NotUnderstood(f"the bracket {mark.text} closes nothing", mark.start)
        if mark.kind == "comma":
            raise NotUnderstood(
                f"a sign was wanted here; {mark.text} stood there", mark.start
            )
        raise NotUnderstood(
            f"the end of the side was wanted here; {say(mark)} stood there", mark.start
        )

    def inside(self, marks: Marks, at: int) -> Self:
        """A parser for what stands inside a mark."""
        if self.depth > MOST_NESTING:
            raise NotUnderstood(f"nested more than {MOST_NESTING} deep", at)
        return type(self)(marks, self.context, at, self.bound, self.depth + 1)

    def whole(self, marks: Marks, at: int) -> Expression:
        """The expression that all of the marks make."""
        parser = self.inside(marks, at)
        found = parser.additive()
        parser.finish()
        return found

    def closing(self, opening: int) -> int:
        """The place of the bracket that closes the one at `opening`."""
        end = closing(self.marks, opening)
        first, last = self.marks[opening], self.marks[end]
        if last.text != PARTNER.get(first.text, first.text):
            raise NotUnderstood(
                f"the bracket {first.text} is closed by {last.text}", last.start
            )
        return end

    # --- what the grammar gives ----------------------------------------------------

    def additive(self) -> Expression:
        """A sum of terms."""
        raise NotImplementedError

    def signed(self) -> Expression:
        """A product with its sign."""
        raise NotImplementedError

    def factor(self) -> Expression:
        """A factor with its scripts."""
        raise NotImplementedError

    def begins_factor(self, mark: Mark) -> bool:
        """Whether a factor may begin with the mark."""
        raise NotImplementedError

    def product(self, *, stops: Callable[[Mark], bool] | None = None) -> Expression:
        """Factors, up to the mark where `stops` is true."""
        raise NotImplementedError

    def superscript(self, found: Expression, mark: Mark) -> Expression:
        """What was read, with the superscript behind it."""
        raise NotImplementedError

    def position(self, item: Item) -> Position:
        """What an item of a script means in a slot."""
        raise NotImplementedError

    def big(self, mark: Mark) -> Expression:
        """A sum, product or extreme over an index."""
        raise NotImplementedError
