"""What a person is told of a relation that fails, worked out when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .check import Found
from .claims import Relation, own_error
from .oddities import oddities
from .plainest import Plainest, plainest
from .repair import Repairs, bench_for, search, writer_for

MOST_REPAIRED = 20  # relations of a page: the rest can wait until these are right
LEFT_OUT = f"from here on no edits are looked for: {MOST_REPAIRED} relations are off"


Kind = Literal[
    "reason", "values", "wanted", "note",  # one sentence
    "before", "odd", "trouble", "repair", "search", "ends",
    "tried", "sizes", "closeness", "needs", "mutants", "read",
]  # fmt: skip  # those of a relation that fails, and those of one that holds


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told of a relation; formulas stand between backticks."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is odd, the plainest numbers at which it fails, and what would hold."""

    odd: tuple[str, ...] = ()
    plain: Plainest | None = None
    repairs: Repairs = field(default_factory=Repairs)
    trouble: str | None = None


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
        if word == "not understood":
            found = Repairs() if left_out else search(bench, page.pieces)
            return Diagnosis(repairs=found)
        writer = writer_for(bench, page.pieces)
        odd = oddities(bench, writer)
        plain = plainest(bench, writer)
        repairs = Repairs() if left_out else search(bench, page.pieces)
        if not odd and not repairs.found and bench.failing.sign == "=":
            odd = _missing(plain)
    except Exception as error:  # whatever it is, the verdict is told
        page.keep(error)
        return Diagnosis(trouble=own_error(error))
    told = LEFT_OUT if before == MOST_REPAIRED else None
    return Diagnosis(tuple(odd), plain, repairs, told)


def _before(relation: Relation, page: Found) -> int:
    """How many relations before it are not as the page wants them."""
    return sum(not r.expected and r.start < relation.start for r in page.relations)


def _missing(plain: Plainest | None) -> list[str]:
    """How much is missing, where nothing else can be said."""
    if plain is None:
        return []
    return [
        f"what is missing on the right is worth {plain.left - plain.right:.6g} there"
    ]


def told_by(found: Diagnosis, *, hints: bool = False) -> list[Told]:
    """The plainest values, what is odd, then what would hold; not so with `hints`."""
    told = [] if found.plain is None else [Told("values", found.plain.text)]
    told += [Told("odd", sentence) for sentence in found.odd]
    if found.trouble is not None:
        told.append(Told("trouble", found.trouble))
    if hints:
        return told
    repairs = found.repairs
    told += [Told("repair", repair.text) for repair in repairs.found]
    if repairs.several:
        told.append(Told("search", "several other single edits hold as well"))
    if repairs.ran_out:
        told.append(Told("search", f"the search ended after {repairs.tried} edits"))
    return told
