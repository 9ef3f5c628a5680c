"""What a part of a page was read as: its model, and what it states; no verdicts."""

from __future__ import annotations

import traceback
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..expressions import Fault
from ..judging import Claim
from ..latex import Names, Statement
from ..models import Model
from ..words import Passage, Reach, Scope

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class OwnCondition:
    """A claim that is its own condition, and so claims nothing."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a relation is not understood, and where on the page if at one of its signs.

    `claim` is there where its sides were read, and only their shapes do not fit.
    """

    fault: Fault
    place: int | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What nobody foresaw: the sentence for it, and its traceback."""

    reason: str
    trace: str


@dataclass(frozen=True, slots=True)
class Ways:
    """A claim under conditions that are met in several ways: one claim for each."""

    claims: tuple[Claim, ...]


Read = Claim | Ways | OwnCondition | Unread | Mistake


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """A relation that is said to be the reason for another.

    It is judged first. Where it does not hold for all inputs and restricts them, it is
    a condition instead; a `demand` ("set it to zero") is one where it does not hold. A
    comparison that stands as an `aside` behind a claim is one too: which of the two it
    is is asked where neither holds. A `premise` stands left of an arrow, which leads
    `back` too where it has two heads.
    """

    word: Literal["reason", "restriction", "demand", "aside", "premise"]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that a passage states: its place, how it is written, what was read.

    `order` is the number of its statement: what is given before it is in force there.
    `reason` where it is said to be one, `reasons` the places of those beside it.
    """

    start: int
    left: str
    sign: str
    right: str
    order: int
    read: Read
    reason: ReasonKind | None = None
    reasons: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a passage says; `definitions` are those with a label, as formulas.

    `first` is the order of its first statement in what was read; `accounted` are the
    places of the signs that its claims, their conditions and their sides took up.
    """

    passage: Passage
    statements: tuple[Statement, ...]
    first: int
    definitions: tuple[Claim, ...]
    stated: tuple[Stated, ...]
    accounted: tuple[int, ...] = ()

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """What can be called: the definitions with a label, and claims of one way."""
        reads = (stated.read for stated in self.stated)
        return (*self.definitions, *(r for r in reads if isinstance(r, Claim)))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The same with claims in each of their ways."""
        reads = (stated.read for stated in self.stated)
        ways = (claim for r in reads if isinstance(r, Ways) for claim in r.claims)
        return (*self.formulas, *ways)


@dataclass(frozen=True, slots=True)
class Ended:
    """From a statement on, what was said of names before may hold no longer.

    `order` is the number of that statement, `since` and `upto` those between which it
    was said, and `until` the first for which this counts no longer. `names` are None
    where all are meant. It ends for `sure` where a formula gives the names again; else
    that is asked, with the `words`. No relation with the sign in `unlike` is ended.
    """

    order: int
    names: frozenset[str] | None
    words: str
    reach: Reach
    since: int = 0
    upto: int = 0
    until: int | None = None
    unlike: str = ""
    sure: bool = False

    def is_of(self, names: Set[str]) -> bool:
        """Whether it speaks of one of these names."""
        return self.names is None or not self.names.isdisjoint(names)

    def ends(self, at: int, order: int) -> bool:
        """Whether what the statement `at` says is ended for the statement `order`."""
        until = self.until is None or order < self.until
        return self.since <= at < self.upto and self.order <= order and until


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration: the number of its statement, its names, and how it is written."""

    order: int
    names: frozenset[str]
    written: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a part of a page says: by passages, over its names and its model.

    `scope` is what was read; `assumptions` have the number of the statement that makes
    them, `problems` their place on the page. `ended` says what holds no longer, and
    `declared` how the page writes in which sets its names lie.
    """

    scope: Scope
    names: Names
    model: Model
    said: tuple[Said, ...]
    assumptions: tuple[tuple[int, Claim], ...]
    problems: tuple[tuple[int, Fault], ...]
    ended: tuple[Ended, ...] = ()
    declared: tuple[Declared, ...] = ()

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The traceback of each exception that nobody foresaw, once."""
        reads = (stated.read for said in self.said for stated in said.stated)
        return tuple(dict.fromkeys(r.trace for r in reads if isinstance(r, Mistake)))


def mistake(error: Exception) -> Mistake:
    """An exception that nobody foresaw, as something to say and something to keep."""
    return Mistake(own_error(error), "".join(traceback.format_exception(error)))


def own_error(error: Exception) -> str:
    """The sentence for an exception that nobody foresaw, with its place in the code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    path = Path(last.filename)
    inside = path.is_relative_to(PACKAGE)
    file = path.relative_to(PACKAGE).as_posix() if inside else path.name
    return (
        f"this is an error of derivcheck, not of the page: {type(error).__name__} "
        f"in {file}, line {last.lineno}"
    )
