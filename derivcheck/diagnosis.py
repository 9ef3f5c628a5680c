"""What a person is told of a relation that fails, worked out when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from .answer import Answer, answer
from .check import Found
from .claims import Relation, own_error
from .oddities import oddities
from .plainest import Plainest, plainest
from .repair import Repairs, bench_for, search, writer_for

MOST_REPAIRED = 20  # relations of a page: the rest can wait until these are right
LEFT_OUT = f"from here on no edits are looked for: {MOST_REPAIRED} relations are off"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is odd, the plainest numbers at which it fails, and what would hold.

    `derivative` is the formula of the side that is a derivative, if it was found.
    """

    odd: tuple[str, ...] = ()
    plain: Plainest | None = None
    repairs: Repairs = field(default_factory=Repairs)
    trouble: str | None = None
    derivative: Answer | None = None


def diagnose(relation: Relation, page: Found, *, hints: bool = False) -> Diagnosis:
    """The diagnosis of a relation that fails; with `hints`, without its repairs.

    Of one whose sides do not fit each other, and so have no value, it is repairs alone.
    """
    word = relation.verdict.word
    bench = bench_for(relation) if word in {"fails", "not understood"} else None
    if bench is None:
        return Diagnosis()
    before = 0 if hints else _before(relation, page)
    left_out = hints or before >= MOST_REPAIRED
    try:
        writer = writer_for(bench, page.pieces)
        repairs = Repairs() if left_out else search(bench, page.pieces)
        derivative = None if hints else answer(bench, writer)
        if word == "not understood":
            return Diagnosis(repairs=repairs, derivative=derivative)
        odd = oddities(bench, writer)
        plain = plainest(bench, writer)
    except Exception as error:  # whatever it is, the verdict is told
        page.keep(error)
        return Diagnosis(trouble=own_error(error))
    told = LEFT_OUT if before == MOST_REPAIRED else None
    return Diagnosis(tuple(odd), plain, repairs, told, derivative)


def _before(relation: Relation, page: Found) -> int:
    """How many relations before it are not as the page wants them."""
    return sum(not r.expected and r.start < relation.start for r in page.relations)


def diagnosis_lines(found: Diagnosis, *, hints: bool = False) -> list[str]:
    """What is odd, what would hold, what is true; with `hints`, what is odd alone."""
    lines = [f"odd: {sentence}" for sentence in found.odd]
    if found.trouble is not None:
        lines.append(found.trouble)
    if hints:
        return lines
    repairs = found.repairs
    lines += [f"{repair.text}: holds" for repair in repairs.found]
    if repairs.several:
        lines.append("several other single edits hold as well")
    if repairs.ran_out:
        lines.append(f"the search ended after {repairs.tried} edits")
    if found.derivative is not None:
        lines.append(f"true: {found.derivative.text}")
    return lines
