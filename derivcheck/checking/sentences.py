"""What the sentences of the running text give from one formula to the next.

A condition is of the formula that it stands right behind, or leads on to; "and" goes on
from the one before; what is assumed holds from there on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..expressions import Fault, Sentence
from ..latex import (
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
from .beside import DEFINED_BY_CASES, OF_THE_OTHERS, WRITE_IF, Chain, Draft, Neighbours
from .conditions import (
    Stipulation,
    may_be_condition,
    of_inputs,
    relates_indices,
    restricts,
)
from .prose import Around, Otherwise, Setting
from .scope import Passage

OF_WHICH = (
    "this condition stands behind a formula of several claims; write it beside the one "
    "that it is of"
)


SET = (
    'what a sentence sets is not read: write := where it defines, "assume" where it '
    'holds from there on, or "if" beside the claim that it is for'
)


@dataclass(frozen=True, slots=True)
class Spent:
    """A formula that is a condition of another, or is `assumed`, and claims nothing.

    `fault` is what is wrong with it as a condition.
    """

    assumed: bool = False
    fault: Fault | None = None


@dataclass(slots=True)
class Sentences:
    """Reads what stands before each formula.

    `waiting` and `reasons` are of the formula that comes next; `governed` are the
    claims that took the conditions of the formula before.
    """

    waiting: list[Stipulation] = field(default_factory=list)
    reasons: list[int] = field(default_factory=list)
    governed: list[Chain] = field(default_factory=list)

    def row_of(
        self,
        drafts: Sequence[Draft],
        names: Names,
        quantities: Mapping[str, Quantity],
    ) -> Neighbours | Spent:
        """What stands before the last of the drafts, unless it goes with another.

        `quantities` are those that the page gives so far.
        """
        draft = drafts[-1]
        passage, sentence = draft.passage, draft.passage.sentence
        row = Neighbours(always=self.waiting, always_reasons=self.reasons)
        governed, self.governed = self.governed, []
        self.waiting, self.reasons = [], []
        before = _chains_at(sentence.behind, drafts)
        match sentence.remark:
            case If() | Unclear() | Joined() | Reason() if not _explains(draft):
                found = _stipulated(sentence, passage, draft.statements)
                if sentence.joined:
                    before = governed
                if isinstance(sentence.remark, Joined) and not (
                    (before or row.always)
                    and all(of_inputs(s, names, quantities) for s in draft.statements)
                ):
                    found = []
                if found and before:
                    self.govern(before, found)
                    return Spent()
                if found and sentence.leads_on:
                    self.waiting = row.always + found
                    return Spent()
                if found and _defines_at(sentence.behind, drafts):
                    return Spent(fault=Sentence(DEFINED_BY_CASES))
            case Otherwise():
                row.always = [Stipulation((), refused=OF_THE_OTHERS)]
            case Setting() if all(
                of_inputs(s, names, quantities)
                and not relates_indices(s, names)
                and not is_definition(s)
                for s in draft.statements
            ):
                found = _stipulated(sentence, passage, draft.statements)
                if not sentence.leads_on:
                    found = [replace(one, refused=SET) for one in found]
                self.waiting = row.always + found
                return Spent()
            case Assuming() if _may_be_assumed(draft.statements):
                return Spent(assumed=True)
            case Reason() if passage.display is None:
                row.as_reason = True
                row.leads_on = sentence.leads_on and not before
                row.own = before[-1] if before else None
            case _:
                pass
        return row

    def govern(self, chains: list[Chain], found: list[Stipulation]) -> None:
        """Gives the conditions behind a formula of the text to the claims in it."""
        if len(chains) > 1:
            found = [replace(one, refused=OF_WHICH) for one in found]
        for chain in chains:
            chain.conditions += found
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
