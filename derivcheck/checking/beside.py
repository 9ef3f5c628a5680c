"""Claims that wait for the model, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..latex import (
    Mark,
    Marks,
    Statement,
)
from ..words import Passage
from .conditions import (
    Stipulation,
)
from .reading import Read, ReasonKind, Stated

WRITE_IF = 'write "if" and the condition under which the claim is made'
WIDER = (
    "the words behind this condition may narrow or widen it, and are not read; "
    f"{WRITE_IF}"
)
BESIDE_NO_CLAIM = "this condition stands beside no claim"
OF_THE_OTHERS = (
    "a claim for all other cases is not read; write the condition under which it is "
    r"made, or one claim by \begin{cases} … \end{cases}"
)
DEFINED_BY_CASES = (
    "a definition is made without conditions: write its cases in "
    r"\begin{cases} … \end{cases}"
)
FOR_SOME = "what is so for some values alone is not read; write what holds for all"
OR_BETWEEN = 'an "or" between claims is not read; write each claim by itself'
OF_WHICH = (
    "this condition follows a formula of several claims; write it beside the claim "
    "that it restricts"
)
INDEX_ASSUMED = (
    "an index is not assumed to be anything: write this as the condition of each claim "
    'that it is of, behind "if"'
)
IS_ASSUMED = (
    'whether this is assumed is not clear from the words around it: write "Assume" and '
    'the formula in a sentence of its own, or "if" beside the claim that it is for'
)
OTHERWISE = {"otherwise", "else"}
OR_ASSUMED = 'an "or" in an assumption is not read; write the claim for each case'


@dataclass(slots=True)
class Chain:
    """A chain of sides that later lines may go on with; `newest` is its last claim.

    `reasons` are the places of the relations that are said to be its reason.
    """

    conditions: list[Stipulation] = field(default_factory=list)
    last: Marks = ()
    passage: Passage | None = None
    newest: Waiting | None = None
    reasons: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Waiting:
    """A relation whose sides are read once the model is known.

    `written_left` is its left side as the page has it, maybe in a passage before;
    `within` the set that its right side lies in; `reason` what it is the reason for.
    """

    passage: Passage
    sign: Mark
    left: Marks
    right: Marks
    written_left: str
    chain: Chain
    statement: Statement
    order: int
    within: Marks = ()
    within_at: int = 0
    reason: ReasonKind | None = None

    @property
    def place(self) -> int:
        """Where its sign is on the page."""
        return self.passage.offset(self.sign.start)

    def places(self) -> Iterator[int]:
        """Where all the signs stand that it takes up in its passage."""
        yield self.place
        opens = self.statement.goes_on and self.sign is self.statement.relations[0]
        yield from self.passage.places(() if opens else self.left)
        yield from self.passage.places(self.right)
        if self.within:
            yield self.passage.offset(self.within_at)
            yield from self.passage.places(self.within)

    def stated(self, read: Read) -> Stated:
        """The relation with what it was read as."""
        return Stated(
            self.place,
            self.written_left,
            self.sign.text,
            self.passage.written(self.right),
            self.order,
            read,
            self.reason,
            tuple(self.chain.reasons),
        )


@dataclass(slots=True)
class Draft:
    """What a passage says, as far as it can be read before the model is known.

    `first` is the order of its first statement. `definitions` are those with a label,
    and `refused` the relations whose form is none.
    """

    passage: Passage
    statements: Sequence[Statement]
    first: int
    definitions: list[tuple[int, Statement]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    refused: list[Stated] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may be assumed of names from a statement on, and is not read."""

    order: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Assumption:
    """A statement that is taken for true from here on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A statement whose part beside the others is not clear, with what to write.

    It is `doubtful` where it may be an assumption.
    """

    message: str
    doubtful: bool = False
