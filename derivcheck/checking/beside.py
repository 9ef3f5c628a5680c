"""What part a statement plays beside the others: a claim, a condition, a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..latex import (
    EQUIVALENT,
    IMPLYING,
    LEADING,
    Aside,
    Assuming,
    If,
    Joined,
    Mark,
    Marks,
    Names,
    Reason,
    Statement,
    Unclear,
    is_for_some,
)
from .conditions import (
    JUDGED,
    Stipulation,
    may_be_condition,
    relates_indices,
    restricts,
)
from .reading import Read, ReasonKind, Stated
from .scope import Passage

WRITE_IF = 'write "if" and the condition under which the claim is made'
WIDER = (
    "the words behind this condition may narrow or widen it, and are not read; "
    f"{WRITE_IF}"
)
IN_BRACKETS = f"several conditions in brackets are not read; {WRITE_IF}"
WRITE_WHAT = r"write the relation that holds, \ne or \approx"
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
    "this condition stands behind a formula of several claims; write it beside the one "
    "that it is of"
)
INDEX_ASSUMED = (
    "an index is not assumed to be anything: write this as the condition of each claim "
    'that it is of, behind "if"'
)
IS_ASSUMED = (
    'whether this is assumed is not clear from the words around it: write "Assume" and '
    'the formula in a sentence of its own, or "if" beside the claim that it is for'
)
FALSE = {"false", "never", "untrue", "incorrect"}
NOT_TRUE = re.compile(
    r"\bnot (?:(?:be|always|generally|in general) )?"
    r"(?:true|right|correct|holds?|valid|so|the case)\b|^not$"
)
OTHERWISE = {"otherwise", "else"}
FOLLOWING = re.compile(
    r"(?:then|thus|hence|also|so|we (?:get|have|find|obtain|see)|it follows)\b"
)
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
        """Where its sign stands on the page."""
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


def follows(said: str) -> bool:
    """Whether words lead from a condition to what is so under it."""
    return bool(FOLLOWING.match(said.strip(" ,;.").lower()))


@dataclass(slots=True)
class Neighbours:
    """What stands beside a statement of a passage.

    `own` is the chain before it, in line `number`; `held` and `reasons` wait for the
    claim behind them; `bound` where a condition stands right before. `always` is what
    the sentence before the passage says of all its claims, `claims` how many there are
    so far. Definitions, the last of them at `defined_at`, are made without conditions:
    `of_definitions` is told. What follows a "there exists" is so for `some` alone.
    `begun` is the last line that begins with a condition.
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
    as_reason: bool = False
    some: bool = False
    leads_on: bool = False
    claims: int = 0
    begun: int = -1

    def alone(self, rest: Sequence[Statement]) -> bool:
        """Whether a statement is the only one of its passage."""
        return self.alone_so_far and not rest

    def beside(self, statement: Statement) -> bool:
        """Whether a claim stands before a statement on its line."""
        own = self.own
        return (
            own is not None and own.newest is not None and self.number == statement.row
        )

    def stipulate(
        self, found: Stipulation, statement: Statement, rest: Sequence[Statement]
    ) -> None:
        """Gives a condition to the claim before it, or keeps it for the one behind.

        The line decides: a claim before it there, a claim behind it there, the claim
        of a line before. A colon or "then" gives it to what follows, and so does a
        line that has begun with a condition.
        """
        behind = any(s.row == statement.row and may_claim(s) for s in rest)
        colon = any(s.before == "colon" or follows(s.said) for s in rest[:1])
        if behind and not self.beside(statement):
            self.begun = statement.row
        colon = colon or (behind and self.begun == statement.row)
        goes_on = not found.opens and bool(self.held)
        if (
            self.own is None
            or colon
            or goes_on
            or (behind and not self.beside(statement))
        ):
            self.held.append(found)
        elif self.own.newest is None:
            self.of_definitions.append(found)
        else:
            self.own.conditions.append(found)
        self.bound = True

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


def _ends_as_aside(
    statement: Statement, rest: Sequence[Statement], row: Neighbours
) -> bool:
    """Whether a comparison ends a line that has one equation before it, and no more."""
    newest = row.own.newest if row.own is not None else None
    equation = newest is not None and newest.sign.text == "="
    one = newest is not None and len(newest.statement.relations) == 1
    alone = row.beside(statement) and row.claims == 1 and not rest
    return equation and one and alone and restricts(statement)


def part_of(
    statement: Statement,
    rest: Sequence[Statement],
    row: Neighbours,
    names: Names,
    *,
    bound: bool,
) -> Stipulation | Assumption | Refused | ReasonKind | None:
    """What part a statement plays beside the others; None for a claim.

    Words right behind a condition may take it back, and are not guessed.
    """
    found = _part_of(statement, rest, row, names, bound=bound)
    denied = _denying_words(statement, rest)
    if found is None and denied and not statement.goes_on:
        return Refused(f'"{denied}" beside a relation is not read; {WRITE_WHAT}')
    if not _is_qualified(statement, rest) or not may_be_condition(statement):
        return found
    match found:
        case Stipulation():
            return replace(found, refused=found.refused or WIDER)
        case ReasonKind():
            return Stipulation(statement.marks, refused=WIDER)
        case Assumption():
            return Refused(IS_ASSUMED, doubtful=True)
        case _:
            return found


def _denying_words(statement: Statement, rest: Sequence[Statement]) -> str:
    """The words right before or behind a statement that say that it is not so."""
    behind = [
        s.said
        for s in rest[:1]
        if s.row == statement.row and not (s.relations or s.marks)
    ]
    for said in (statement.said, *behind):
        words = said.lower().replace(":", " ").replace(",", " ").strip(" .()").split()
        plain = " ".join(words).strip("!")
        if FALSE & {*plain.split()} or NOT_TRUE.search(plain):
            return plain
    return ""


def _is_qualified(statement: Statement, rest: Sequence[Statement]) -> bool:
    """Whether words stand right behind a statement, on its line, that are not read."""
    for behind in rest[:1]:
        if behind.row != statement.row or behind.before not in {"text", "comma"}:
            return False
        if behind.relations or behind.marks:
            either = isinstance(behind.remark, Joined) and behind.remark.either
            return either and isinstance(statement.remark, Reason | Assuming)
        if behind.said.endswith(IMPLYING):
            return False
        said = behind.said.lower().strip(" ,.;:()[]").split()
        return not {*said} <= LEADING | OTHERWISE
    return False


def _part_of(
    statement: Statement,
    rest: Sequence[Statement],
    row: Neighbours,
    names: Names,
    *,
    bound: bool,
) -> Stipulation | Assumption | Refused | ReasonKind | None:
    """The same by the words before it and its form."""
    if row.some or is_for_some(statement.said):
        return Refused(FOR_SOME)
    fits = may_be_condition(statement)
    indices = relates_indices(statement, names)
    beside = row.beside(statement) or any(s.before == "colon" for s in rest[:1])
    assuming, row.assuming = row.assuming, False
    match statement.remark:
        case If(negated, alternative) if fits:
            return Stipulation(statement.marks, True, negated, alternative)
        case Joined(either) if bound and fits:
            return Stipulation(statement.marks, False, either=either)
        case Joined(either) if assuming:
            return Refused(OR_ASSUMED) if either else Assumption()
        case Joined(either=True):
            return Refused(OR_BETWEEN)
        case Unclear(words) as unclear if statement.goes_on and unclear.deny:
            return Refused(f'"{words}" before a relation is not read; {WRITE_WHAT}')
        case Unclear(_, "assumption") if fits:
            return Refused(IS_ASSUMED, doubtful=True)
        case Unclear(words, of) if (
            indices or restricts(statement) or ((bound or of == "condition") and fits)
        ):
            return Stipulation(
                statement.marks,
                refused=f'"{words}" before a condition is not read; {WRITE_IF}',
            )
        case Assuming():
            return Stipulation(statement.marks) if beside and fits else Assumption()
        case Reason(_, where=True) if beside and restricts(statement) and not indices:
            return Stipulation(statement.marks)
        case Reason(given) if not indices:
            if restricts(statement) and (beside or not given):
                return ReasonKind("restriction")
            alone = not beside and not any(map(may_claim, rest))
            return Assumption() if given and alone else ReasonKind("reason")
        case Aside(open=True) if statement.said and (indices or restricts(statement)):
            return Stipulation(
                statement.marks,
                refused=f'"{statement.said}" is no word of condition; {WRITE_IF}',
            )
        case _:
            pass
    if any(s.said.endswith(IMPLYING) for s in rest[:1]) and not statement.goes_on:
        zero = [mark.text for mark in statement.sides[-1]] == ["0"]
        both = rest[0].said.endswith(EQUIVALENT)
        return ReasonKind("demand" if zero else "premise", both)
    goes_on = bound and statement.before == "comma" and not statement.said
    bracketed = statement.bracketed and beside and restricts(statement)
    several = any(mark.kind == "comma" for mark in statement.marks)
    if statement.bracketed and beside and several:
        return Stipulation(statement.marks, refused=IN_BRACKETS)
    if indices or bracketed or (goes_on and restricts(statement)):
        return Stipulation(statement.marks, not goes_on)
    if assuming and statement.before == "comma" and restricts(statement):
        return Assumption()
    if _ends_as_aside(statement, rest, row):
        return ReasonKind("aside")
    return None
