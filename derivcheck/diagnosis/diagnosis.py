"""What a person is told of a relation that fails, worked out when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..checking import Found, Relation, go_on, own_error
from ..judging import Unstated
from ..models import Writer
from ..pages import chains
from .canonical import meaning
from .failing_claim import Bench, bench_for, writer_for
from .repair import Repair, Repairs, missing_index, search
from .shrinking import Plainest, plainest
from .symptoms import Oddity, oddities
from .true_derivative import Answer, answer

DIAGNOSED = {"fails", "not understood"}
MOST_REPAIRED = 20  # relations of a page: the rest can wait until these are right
LEFT_OUT = f"from here on no edits are looked for: {MOST_REPAIRED} relations are off"


Topic = Literal[
    "reason", "values", "wanted", "note",  # one sentence
    "before", "odd", "hint", "trouble", "repair", "search", "derivative",
    "ends",
    "tried", "sizes", "closeness", "needs", "mutants", "read",
]  # fmt: skip  # those of a relation that fails, and those of one that holds


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told of a relation; formulas stand between backticks.

    A hint is what is odd and what a repair says too: for who does not see repairs.
    """

    kind: Topic
    text: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is odd, the plainest numbers at which it fails, and what would hold.

    `derivative` is the formula of the side that is a derivative, or of the one with
    which a chain begins that is right up to here; None where none was found.
    """

    odd: tuple[Oddity, ...] = ()
    plain: Plainest | None = None
    repairs: Repairs = field(default_factory=Repairs)
    trouble: str | None = None
    derivative: Answer | None = None

    @property
    def unstated(self) -> Unstated | None:
        """What would make the relation hold if the page stated it."""
        return next(
            (one.unstated for one in self.odd if one.unstated is not None), None
        )


def diagnose(relation: Relation, page: Found, *, hints: bool = False) -> Diagnosis:
    """The diagnosis of a relation that fails; with `hints`, without its repairs.

    Of one whose sides do not fit each other, and so have no value, it is repairs alone;
    of one that is undecided because a text leaves names open, an index that is missing.
    """
    word = relation.verdict.word
    if relation.verdict.differ:
        return _without_its_index(relation, page)
    bench = bench_for(relation) if word in DIAGNOSED else None
    if bench is None:
        return Diagnosis()
    before = 0 if hints else _before(relation, page)
    left_out = hints or before >= MOST_REPAIRED
    try:
        writer = writer_for(bench, page.pieces)
        go_on()
        repairs = Repairs() if left_out else search(bench, page.pieces)
        derivative = None if hints else _derivative(relation, page, bench, writer)
        if word == "not understood":
            return Diagnosis(repairs=repairs, derivative=derivative)
        odd = oddities(bench, writer)
        plain = plainest(bench, writer, relation.verdict.point)
    except Exception as error:  # whatever it is, the verdict is told
        page.keep(error)
        return Diagnosis(trouble=own_error(error))
    told = LEFT_OUT if before == MOST_REPAIRED else None
    return Diagnosis(tuple(odd), plain, repairs, told, derivative)


def _without_its_index(relation: Relation, page: Found) -> Diagnosis:
    """The index without which a relation differs, whatever a text leaves open."""
    bench = bench_for(relation)
    try:
        found = None if bench is None else missing_index(bench, page.pieces)
    except Exception as error:  # whatever it is, the verdict is told
        page.keep(error)
        return Diagnosis(trouble=own_error(error))
    return Diagnosis() if found is None else Diagnosis(repairs=Repairs((found,)))


def _derivative(
    relation: Relation, page: Found, bench: Bench, writer: Writer
) -> Answer | None:
    """The derivative that a relation states, or the chain that it is in."""
    found = answer(bench, writer)
    if found is None:
        first = _first(relation, page)
        begun = None if first is None else bench_for(first)
        if begun is not None:
            found = answer(begun, writer, bench.claim.right)
    return found


def _first(relation: Relation, page: Found) -> Relation | None:
    """The first relation of a chain, where all those before this one hold."""
    for chain in chains(page):
        links = [link.relation for link in chain]
        if relation in links:
            before = links[: links.index(relation)]
            right = all(other.verdict.word == "holds" for other in before)
            return before[0] if before and right else None
    return None


def _before(relation: Relation, page: Found) -> int:
    """How many relations before it are not as the page expects."""
    return sum(not r.expected and r.start < relation.start for r in page.relations)


def _in_words(repair: Repair, derivative: Answer | None) -> str:
    """A repair with the whole side, unless what is told as true is just that."""
    if derivative is not None and meaning(derivative.claim) == meaning(repair.claim):
        return repair.text
    return repair.in_full


def told_by(found: Diagnosis, *, hints: bool = False) -> list[Told]:
    """The plainest values, what is odd, then what would hold; not so with `hints`."""
    told = [] if found.plain is None else [Told("values", found.plain.text)]
    repaired = {meaning(repair.claim) for repair in found.repairs.found}
    for one in found.odd:
        again = one.claim is not None and meaning(one.claim) in repaired
        told.append(Told("hint" if again else "odd", one.text))
    if found.trouble is not None:
        told.append(Told("trouble", found.trouble))
    if hints:
        return told
    repairs = found.repairs
    told += [Told("repair", _in_words(r, found.derivative)) for r in repairs.found]
    if repairs.several:
        told.append(Told("search", "several other single edits hold as well"))
    if repairs.ran_out:
        told.append(Told("search", f"the search ended after {repairs.tried} edits"))
    if found.derivative is not None:
        told.append(Told("derivative", found.derivative.text))
    return told
