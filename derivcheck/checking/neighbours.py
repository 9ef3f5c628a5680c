"""What stands beside a statement of a display, and which claim a condition is of.

A condition goes forward where its claim follows it on its line, or where words, a colon
or a stop part it from the claim before; backward where it ends a line. Where neither is
clear it is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

from ..latex import If, Joined, Names, Statement, is_for_some
from .beside import (
    BESIDE_NO_CLAIM,
    DEFINED_BY_CASES,
    FOR_SOME,
    OR_BETWEEN,
    Chain,
)
from .conditions import JUDGED, Stipulation, relates_indices, restricts
from .reading import ReasonKind

Direction = Literal["before", "behind", "either"]

OF_EITHER = (
    "the condition between this claim and the next could be of either: end a claim and "
    'its condition with a semicolon, or write "then" between a condition and its claim'
)
OF_BOTH = (
    "the condition beside these claims could be of one or of both: write it beside "
    "each, or a semicolon between them"
)
FOLLOWING = re.compile(
    r"(?:then|thus|hence|also|so|we (?:get|have|find|obtain|see)|it follows)\b"
)
OPENING = {"and", "but", "so", "then", "thus", "hence", "now", "while", "whereas",
           "moreover", "furthermore", "similarly", "likewise", "also", "further",
           "finally"}  # fmt: skip  # what a new clause opens with
STRONG = {";", "."}


def follows(said: str) -> bool:
    """Whether words lead from a condition to what is so under it."""
    return bool(FOLLOWING.match(said.strip(" ,;.").lower()))


def opens_clause(statement: Statement) -> bool:
    """Whether its words open a clause of their own: "and if", "If"."""
    words = statement.said.lower().replace(",", " ").split()
    return statement.said[:1].isupper() or (words[:1] != [] and words[0] in OPENING)


def _parts(statement: Statement, found: Stipulation) -> bool:
    """Whether a condition behind another opens a clause, behind a comma or point."""
    return found.opens and bool(statement.stop) and opens_clause(statement)


def _is_condition(statement: Statement, names: Names) -> bool:
    """Whether a statement is a condition by its words or its form."""
    if isinstance(statement.remark, If):
        return True
    plain = not statement.said or isinstance(statement.remark, Joined)
    form = relates_indices(statement, names) or restricts(statement)
    return bool(statement.relations) and plain and form and statement.before != "colon"


def _by_stops(stop: str, behind: Statement, *, parted: bool) -> Direction:
    """Which way a condition goes by the stops before and behind it.

    `parted` where it has a line of its own, at the end of which no stop is wanted.
    """
    if (stop in STRONG) != (behind.stop in STRONG):
        return "behind" if stop in STRONG else "before"
    if not stop and (parted or behind.stop or behind.said):
        return "before" if not (parted and behind.stop) else "either"
    return "either"


@dataclass(slots=True)
class Neighbours:
    """What stands beside a statement of a passage.

    `own` is the chain before it, in line `number`; `held` and `reasons` wait for the
    claim behind them; `bound` where a condition stands right before. `always` is what
    the sentence before the passage says of all its claims, `claims` how many there are
    so far. Definitions, the last of them at `defined_at`, are made without conditions:
    `of_definitions` is told. What follows a "there exists" is so for `some` alone.
    `begun` is the last line in which a condition is before its claim, `towards` the
    way in which the last condition goes, which is `bound_before` where it stands right
    before, and `first` that of the first. `paired` is the claim that "and" joins to the
    newest.
    """

    own: Chain | None = None
    number: int = -1
    held: list[Stipulation] = field(default_factory=list)
    of_definitions: list[Stipulation] = field(default_factory=list)
    reasons: list[int] = field(default_factory=list)
    bound: bool = False
    assuming: bool = False
    previous: str = ""
    alone_so_far: bool = True
    always: list[Stipulation] = field(default_factory=list)
    always_taken: bool = False
    defined_at: int | None = None
    always_reasons: list[int] = field(default_factory=list)
    as_reason: ReasonKind | None = None
    some: bool = False
    leads_on: bool = False
    claims: int = 0
    begun: int = -1
    towards: Direction | None = None
    first: Direction | None = None
    bound_before: bool = False
    paired: Chain | None = None

    def alone(self, rest: Sequence[Statement]) -> bool:
        """Whether a statement is the only one of its passage."""
        return self.alone_so_far and not rest

    def beside(self, statement: Statement) -> bool:
        """Whether a claim is before a statement on its line."""
        own = self.own
        return (
            own is not None and own.newest is not None and self.number == statement.row
        )

    def stipulate(
        self,
        found: Stipulation,
        statement: Statement,
        rest: Sequence[Statement],
        names: Names,
    ) -> None:
        """Gives a condition to the claim before it, or keeps it for the one behind.

        Where it could be of either, both are refused.
        """
        self.towards = self.direction(found, statement, rest, names)
        self.first = self.first or self.towards
        if self.towards == "either":
            found = replace(found, refused=found.refused or OF_EITHER)
        if self.own is None or self.towards != "before":
            self.held.append(found)
            self.begun = statement.row
        elif self.own.newest is None:
            self.of_definitions.append(found)
        else:
            self.own.conditions.append(found)
            self.share(self.paired)
        if self.own is not None and self.towards == "either":
            self.own.conditions.append(Stipulation((), refused=OF_EITHER))
        self.bound = True

    def direction(
        self,
        found: Stipulation,
        statement: Statement,
        rest: Sequence[Statement],
        names: Names,
    ) -> Direction:
        """Which of the claims round a condition it is of.

        One that goes on from another is of the same claim.
        """
        beside = self.beside(statement)
        here = [s for s in rest if s.row == statement.row or not beside]
        group = [*takewhile(lambda s: _is_condition(s, names), here)]
        behind = here[len(group) :]
        if self.own is None:
            return "behind"
        if self.towards and self.bound_before and not _parts(statement, found):
            return self.towards
        if any(s.before == "colon" or follows(s.said) for s in behind[:1]):
            return "behind"
        if not any(may_claim(s) and not _is_condition(s, names) for s in behind):
            return "before"
        if not beside and any(
            s.row == statement.row and may_claim(s) for s in behind[:1]
        ):
            return "behind"
        if (beside and self.begun == statement.row) or self.first == "behind":
            return "behind"
        if opens_clause(statement):
            return "behind"
        related = [s for s in here if s.relations]
        if related and _is_condition(related[-1], names):
            return "before"
        return _by_stops(statement.stop, behind[0], parted=not beside)

    def share_on(
        self,
        before: Chain,
        statement: Statement,
        rest: Sequence[Statement],
        names: Names,
    ) -> None:
        """Refuses the newest claim where a condition may be of the one before alone.

        That is before both, and neither a stop nor a condition of its own parts it.
        """
        parted = statement.stop in STRONG or opens_clause(statement)
        own = any(_is_condition(s, names) for s in rest[:1])
        given = any(one not in self.always for one in before.conditions)
        first = given and self.begun == self.number
        joint = isinstance(statement.remark, Joined)
        if first and self.own is not None and not own and (joint or not parted):
            self.own.conditions.append(Stipulation((), refused=OF_BOTH))

    def share(self, other: Chain | None) -> None:
        """Refuses a claim that "and" joins to one with a condition."""
        if other is not None and not other.conditions:
            other.conditions.append(Stipulation((), refused=OF_BOTH))

    def of_no_claim(self, *, display: bool) -> list[tuple[Stipulation, int, str]]:
        """The conditions that no claim took, with the places where to say what.

        Text may name a case and stop.
        """
        alone = self.take() if display else []
        found = [(one, BESIDE_NO_CLAIM) for one in alone]
        found += [(one, DEFINED_BY_CASES) for one in self.of_definitions]
        self.of_definitions = []
        told = [(one, one.marks[0].start, words) for one, words in found if one.marks]
        if self.always and not self.always_taken and self.defined_at is not None:
            at = self.defined_at
            told += [(one, at, DEFINED_BY_CASES) for one in self.always[:1]]
            self.always = self.always[1:]
        return told

    def unclaimed(self) -> list[Stipulation]:
        """The conditions that still wait, and so name a case of the text."""
        return [*self.held, *([] if self.always_taken else self.always)]

    def hear(self, statement: Statement) -> None:
        """Takes in a quantifier behind a claim, or before what follows."""
        if is_for_some(statement.said):
            if self.own is not None and self.beside(statement):
                self.own.conditions.append(Stipulation((), refused=FOR_SOME))
            else:
                self.some = True

    def refuse_before(self, message: str) -> None:
        """Refuses the claim before an "or" together with the one behind it."""
        if message == OR_BETWEEN and self.own is not None:
            self.own.conditions.append(Stipulation((), refused=message))

    def take(self) -> list[Stipulation]:
        """The conditions that waited, given away."""
        found, self.held = self.held, []
        return found

    def take_reasons(self) -> list[int]:
        """The reasons that waited, given away."""
        found, self.reasons = self.reasons, []
        return found


def may_claim(statement: Statement) -> bool:
    """Whether a statement has a relation that may be a claim."""
    return any(sign.text in JUDGED for sign in statement.relations) and not restricts(
        statement
    )
