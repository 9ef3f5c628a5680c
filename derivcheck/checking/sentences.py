"""What the sentences of the running text give from one formula to the next.

A condition is of the formula that it stands right behind, or leads on to; "and" goes on
from the one before; what is assumed holds from there on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..expressions import Fault, Sentence
from ..latex import (
    Aside,
    Assuming,
    If,
    Joined,
    Names,
    Reason,
    Statement,
    Unclear,
    is_definition,
    is_range,
)
from ..models import Quantity
from ..words import Around, Case, Demand, Otherwise, Passage, Setting
from .beside import (
    DEFINED_BY_CASES,
    IS_ASSUMED,
    OF_THE_OTHERS,
    OR_BETWEEN,
    WIDER,
    WRITE_IF,
    Chain,
    Draft,
)
from .conditions import (
    Stipulation,
    may_be_condition,
    of_inputs,
    relates_indices,
    restricts,
)
from .declaring import is_demanded, is_plain, says_a_place, says_more
from .neighbours import OF_EITHER, Neighbours, may_claim
from .reading import ReasonKind

IS_OPEN = "the words before this leave open whether it is so; write what holds"
IS_DENIED = (
    "the words beside this deny it; write what holds, or "
    "<!-- derivcheck: wrong at 1 --> before it"
)
OF_WHICH = (
    "this condition follows a formula of several claims; write it beside the claim "
    "that it restricts"
)


SET = (
    'what a sentence sets is not read: write := where it defines, "assume" where it '
    'holds from there on, or "if" beside the claim that it is for'
)


NOT_NEXT = (
    "this formula stands in the sentence of a condition, and whether it is made under "
    f"it is not clear; {WRITE_IF}"
)


@dataclass(frozen=True, slots=True)
class Spent:
    """A formula that is a condition of another, or is `assumed`, and claims nothing.

    `fault` is what is wrong with it as a condition, `doubt` as an assumption: whether
    it is one is then not known.
    """

    assumed: bool = False
    fault: Fault | None = None
    doubt: Fault | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Conditions before a formula: of the `following` one, or others up to `last`.

    `taken` where a claim of the sentence has them already; `beside` are claims whose
    own conditions a comma parts from these.
    """

    conditions: tuple[Stipulation, ...] = ()
    following: int | None = None
    last: int = -1
    taken: bool = False
    beside: tuple[Chain, ...] = ()

    def at(self, place: int) -> list[Stipulation]:
        """Those of a formula at a place; refused where words part it from them."""
        if place == self.following:
            return [*self.conditions]
        if place <= self.last:
            return [replace(one, refused=NOT_NEXT) for one in self.conditions]
        return []

    def let_go(self) -> list[Stipulation]:
        """What names a case of the text: conditions that no claim behind them has.

        A claim before them may be made under them too, and is refused.
        """
        if self.taken:
            return []
        for chain in self.beside:
            chain.conditions.append(Stipulation((), refused=WIDER))
        return [*self.conditions]


@dataclass(slots=True)
class Sentences:
    """Reads what is before each formula.

    `held` are conditions that wait, `reasons` are of the formula that comes next;
    `governed` are the claims that took the conditions of the formula before, and
    `before` is what that formula was if it was spent.
    """

    held: Pending = field(default_factory=Pending)
    reasons: list[int] = field(default_factory=list)
    governed: list[Chain] = field(default_factory=list)
    before: Spent | None = None
    handed_on: list[Stipulation] = field(default_factory=list)
    """Those that the formula before has from a claim before it."""
    named: list[Stipulation] = field(default_factory=list)
    """Conditions that no claim took: they name a case of the text."""

    def row_of(
        self,
        drafts: Sequence[Draft],
        names: Names,
        quantities: Mapping[str, Quantity],
    ) -> Neighbours | Spent:
        """What is before the last of the drafts, unless it goes with another.

        `quantities` are those that the page gives so far.
        """
        draft = drafts[-1]
        passage, sentence = draft.passage, draft.passage.sentence
        waiting, self.held = self.held, Pending()
        row = Neighbours(
            always=waiting.at(passage.mathematics.start), always_reasons=self.reasons
        )
        if not row.always:
            self.named += waiting.let_go()
        if waiting.taken and not any(map(may_claim, draft.statements)):
            row.always = []
        governed, self.governed = self.governed, []
        spent, self.before = self.before, None
        self.reasons = []
        before = _chains_at(sentence.behind, drafts)
        inputs = all(of_inputs(s, names, quantities) for s in draft.statements)
        if passage.display is None and says_more(
            sentence, draft.statements, quantities
        ):
            self.before = _assumed(Assuming(), spent, sentence)
            return self.before
        match sentence.remark:
            case remark if _is_assumed(remark, spent, sentence, inputs=inputs) and (
                _may_be_assumed(draft.statements)
            ):
                if isinstance(remark, Assuming) and before:
                    self.govern(
                        before, _stipulated(sentence, passage, draft.statements)
                    )
                    return Spent()
                self.before = _assumed(remark, spent, sentence)
                return self.before
            case If() | Unclear() | Joined() | Reason() if not _explains(draft):
                found = _stipulated(sentence, passage, draft.statements)
                if sentence.joined:
                    before = governed
                if isinstance(sentence.remark, Joined) and not (
                    (before or row.always) and inputs
                ):
                    found = []
                towards = sentence.towards
                if found and before and towards != "behind":
                    if towards == "either":
                        found = [replace(one, refused=OF_EITHER) for one in found]
                    self.govern(before, found)
                    if towards == "before":
                        self.wait_for_more(sentence, found)
                        return Spent()
                earlier = [] if waiting.taken else row.always
                if found and (sentence.leads_on or (inputs and _of_case(remark))):
                    following = sentence.following if sentence.leads_on else None
                    parted = sentence.said.startswith(",")
                    own = tuple(governed) if parted else waiting.beside
                    self.held = Pending(
                        (*earlier, *found), following, sentence.last, beside=own
                    )
                    return Spent()
                if found and _defines_at(sentence.behind, drafts):
                    return Spent(fault=Sentence(DEFINED_BY_CASES))
            case Case() if inputs:
                found = _stipulated(sentence, passage, draft.statements)
                if found:
                    following = sentence.following if sentence.leads_on else None
                    self.held = Pending((*found,), following, sentence.last)
                    return Spent()
            case _ if passage.display is None and says_a_place(
                sentence, draft.statements, quantities
            ):
                self.before = Spent(doubt=Sentence(IS_ASSUMED))
                return self.before
            case Demand() | Setting() as remark if is_demanded(
                remark, passage.marks, defined=not inputs
            ):
                row.as_reason = ReasonKind("demand")
                row.leads_on = sentence.leads_on and not before
            case Otherwise():
                row.always = [Stipulation((), refused=OF_THE_OTHERS)]
            case Setting() | Demand() if inputs and not any(
                relates_indices(s, names) or is_definition(s) for s in draft.statements
            ):
                found = _stipulated(sentence, passage, draft.statements)
                if not sentence.leads_on:
                    found = [replace(one, refused=SET) for one in found]
                if found:
                    always = (*row.always, *found)
                    self.held = Pending(always, sentence.following, sentence.last)
                    return Spent()
            case Reason() if passage.display is None:
                row.as_reason = ReasonKind("reason")
                row.leads_on = sentence.leads_on and not before
                row.own = before[-1] if before else None
            case _:
                pass
        if sentence.either and not all(map(is_plain, draft.statements)):
            row.always = [*row.always, Stipulation((), refused=OR_BETWEEN)]
        if sentence.left_open:
            row.always = [*row.always, Stipulation((), refused=IS_OPEN)]
        if sentence.untrue and passage.wrong is None:
            row.always = [*row.always, Stipulation((), refused=IS_DENIED)]
        self.handed_on = row.always if waiting.taken else []
        if waiting.conditions:
            following = sentence.following if sentence.leads_on else None
            self.held = Pending(waiting.conditions, following, waiting.last, taken=True)
        return row

    def wait_for_more(self, sentence: Around, found: list[Stipulation]) -> None:
        """Refuses what follows a condition in its sentence and may be under it.

        Words that are not read stand behind the condition, or words of consequence.
        """
        if not sentence.ends or sentence.concludes:
            self.held = Pending((*found,), None, sentence.last, taken=True)

    def take_named(self) -> list[Stipulation]:
        """The conditions that named a case, given away."""
        found, self.named = self.named, []
        return found

    def let_go(self) -> list[Stipulation]:
        """Those that still wait where all is read: they name a case."""
        waiting, self.held = self.held, Pending()
        return waiting.let_go()

    def govern(self, chains: list[Chain], found: list[Stipulation]) -> None:
        """Gives the conditions behind a formula of the text to the claims in it."""
        if len(chains) > 1:
            found = [replace(one, refused=OF_WHICH) for one in found]
        for chain in chains:
            own = (one for one in chain.conditions if one not in self.handed_on)
            chain.conditions = [*own, *found]
        self.governed = chains


def _chains_at(place: int | None, drafts: Sequence[Draft]) -> list[Chain]:
    """The chains of claims in the formula at a place, if it is the one before."""
    found: dict[int, Chain] = {}
    for draft in drafts[-2:-1]:
        if draft.passage.mathematics.start == place:
            found = {id(waiting.chain): waiting.chain for waiting in draft.waiting}
    return [*found.values()]


def _defines_at(place: int | None, drafts: Sequence[Draft]) -> bool:
    """Whether the formula at a place, if it is the one before, ends in a definition."""
    return any(
        draft.passage.mathematics.start == place and is_definition(statement)
        for draft in drafts[-2:-1]
        for statement in draft.statements[-1:]
    )


def _is_assumed(
    remark: object, spent: Spent | None, sentence: Around, *, inputs: bool
) -> bool:
    """Whether a formula is said to be assumed, or goes on from one that is."""
    match remark:
        case Assuming() | Unclear(_, "assumption"):
            return True
        case Joined() | Aside():
            goes_on = sentence.listed and spent is not None and spent != Spent()
            return goes_on and (inputs or sentence.joined)
        case _:
            return False


def _assumed(remark: object, spent: Spent | None, sentence: Around) -> Spent:
    """What is assumed, or not clear to be: words deny it, or ways are left open."""
    either = isinstance(remark, Joined) and remark.either
    if isinstance(remark, Unclear) or either or not sentence.lasts:
        return Spent(doubt=Sentence(IS_ASSUMED))
    return Spent(assumed=True) if isinstance(remark, Assuming) else spent or Spent()


def _of_case(remark: object) -> bool:
    """Whether words of condition stand before a formula, read or not."""
    match remark:
        case If() | Unclear(_, "condition"):
            return True
        case _:
            return False


def _explains(draft: Draft) -> bool:
    """Whether it is said to be a reason, and states more than the case of an input."""
    cases = all(statement.stands == "case" for statement in draft.statements)
    return isinstance(draft.passage.sentence.remark, Reason) and not cases


def _may_be_stipulated(statement: Statement) -> bool:
    """Whether it may be a condition of the text: one relation, or bounds."""
    one = len(statement.relations) == 1 or restricts(statement)
    return may_be_condition(statement) and one and not is_range(statement)


def _may_be_assumed(statements: Sequence[Statement]) -> bool:
    """Whether all of them may be assumed."""
    return all(may_be_condition(s) and not is_range(s) for s in statements)


def _stipulated(
    sentence: Around, passage: Passage, statements: Sequence[Statement]
) -> list[Stipulation]:
    """The conditions that the sentence before a passage makes of it; none if none."""
    if not all(map(_may_be_stipulated, statements)):
        return []
    opens, negated, either, refused = True, False, False, ""
    match sentence.remark:
        case If(negated, either):
            pass
        case Joined(either):
            opens = False
        case Unclear(words):
            refused = f'"{words}" before a condition is not read; {WRITE_IF}'
        case _:
            pass
    if not sentence.ends and not sentence.leads_on:
        refused = refused or WIDER
    return [
        Stipulation(
            s.marks,
            opens and not number,
            negated,
            either and not number,
            refused,
            passage.places(s.marks),
        )
        for number, s in enumerate(statements)
    ]
