"""Mutants: each relation that holds, with one thing changed, to see if it still would.

A page is judged by the share of its mutants that are found false. What still holds is
true for a reason (an equivalent mutant), or shows what the checker does not see. The
words are those of mutation analysis (DeMillo, Lipton and Sayward 1978).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..checking import Found, Relation
from ..evaluation import Sampler
from ..expressions import TURNED, Expression, NotUnderstood, comparisons
from ..judging import Claim, Unsatisfied, Verdict, judge, not_understood, spelled_claim
from ..models import Model, by_components
from .canonical import meaning
from .edits import letters_of, slips, slips_of_arrays, steps, symbols_of, turned


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed relation: where, what was changed, what it became, and its verdict."""

    line: int
    column: int
    relation: str
    change: str
    becomes: str
    verdict: Verdict

    @property
    def caught(self) -> bool:
        """Whether it is told from a relation that holds."""
        return self.verdict.word in {"fails", "not understood"}

    @property
    def survives(self) -> bool:
        """Whether a page with this slip would pass."""
        return self.verdict.word == "holds"


@dataclass(frozen=True, slots=True)
class EquivalentMutants:
    """Survivors of a relation that a person found to be true."""

    page: str
    relation: str
    becomes: tuple[str, ...]


def read_judged(text: str) -> tuple[EquivalentMutants, ...]:
    """The judgements of a TOML file, in tables called `judged`.

    Raises `ValueError` where the text is no TOML or an entry lacks one of `page`,
    `relation`, `becomes` (a list) and `reason`.
    """
    found = []
    for number, entry in enumerate(tomllib.loads(text).get("judged", []), 1):
        for key, kind in (("page", str), ("relation", str), ("becomes", list)):
            if not isinstance(entry.get(key), kind):
                raise ValueError(f"judgement {number} has no {key}")
        if not str(entry.get("reason", "")).strip():
            raise ValueError(f"judgement {number} has no reason")
        becomes = tuple(map(str, entry["becomes"]))
        found.append(EquivalentMutants(entry["page"], entry["relation"], becomes))
    return tuple(found)


def mutants_of(found: Found) -> Iterator[Mutant]:
    """Every mutant of every relation of a page that holds, with its verdict.

    What plain algebra turns into the original, into another mutant of it or into an
    identity is no mutant.
    """
    for piece in found.pieces:
        for relation in piece.relations:
            if relation.verdict.word != "holds" or relation.claim is None:
                continue
            if relation.sampler is not None:
                yield from _of_relation(relation, relation.claim, relation.sampler)


def _of_relation(
    relation: Relation, claim: Claim, sampler: Sampler
) -> Iterator[Mutant]:
    text = f"{relation.left} {relation.sign} {relation.right}"
    place = relation.line, relation.column
    for change, mutant in changed_claims(claim, sampler.model):
        verdict = _judged(mutant, sampler)
        yield Mutant(*place, text, change, spelled_claim(mutant), verdict)
    if claim.whole and claim.said is not None:
        for change, mutant, verdict in _of_arrays(claim, claim.said, sampler):
            yield Mutant(*place, text, change, spelled_claim(mutant), verdict)


def _of_arrays(
    claim: Claim, said: tuple[Expression, str, Expression], sampler: Sampler
) -> Iterator[tuple[str, Claim, Verdict]]:
    """The changes that are made to arrays as wholes."""
    model = sampler.model
    left, sign, right = said
    changed = [(e, e.whole, right) for e in slips_of_arrays(model, left)]
    changed += [(e, left, e.whole) for e in slips_of_arrays(model, right)]
    seen = {meaning(claim)}
    for edit, one, other in changed:
        mutant = replace(claim, said=(one, sign, other), whole=(), one_text=False)
        try:
            one, other, _ = by_components(model, one, other, 0, claim.motion)
        except NotUnderstood as error:
            yield edit.kind, mutant, not_understood(error.fault)
            continue
        lowered = replace(mutant, left=one, right=other)
        if meaning(lowered) not in seen:
            seen.add(meaning(lowered))
            yield edit.kind, mutant, _judged(lowered, sampler)


def _judged(claim: Claim, sampler: Sampler) -> Verdict:
    try:
        return judge(claim, sampler)
    except NotUnderstood as error:
        return not_understood(error.fault)
    except Unsatisfied as error:
        return Verdict("undecided", error.reason)


def changed_claims(claim: Claim, model: Model) -> Iterator[tuple[str, Claim]]:
    """The claim with one thing changed, without what is the same in other words."""
    seen = {meaning(claim)}
    for change, mutant in _every_change(
        replace(claim, one_text=False, said=None), model
    ):
        found = meaning(mutant)
        if found in seen:
            continue
        seen.add(found)
        if mutant.sign == "=" and found[0] == found[2]:
            continue
        yield change, mutant


def _every_change(claim: Claim, model: Model) -> Iterator[tuple[str, Claim]]:
    condition = claim.condition
    letters, others = letters_of(claim), symbols_of(claim.left, claim.right)
    for edit in slips(claim.right, letters, others):
        yield edit.kind, replace(claim, right=edit.whole)
    for edit in slips(claim.left, letters, others):
        yield edit.kind, replace(claim, left=edit.whole)
    for edit in steps(model, claim.right):
        yield edit.kind, replace(claim, right=edit.whole)
    for edit in steps(model, claim.left):
        yield edit.kind, replace(claim, left=edit.whole)
    if condition is not None and comparisons(condition):
        yield "condition lost", replace(claim, condition=None)
        for other in turned(condition):
            yield "condition", replace(claim, condition=other)
    if claim.sign in TURNED and claim.sign != "=":
        yield "relation", replace(claim, sign=TURNED[claim.sign])


# --- the account ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """The mutants of a page, sorted.

    `open` are survivors that nobody judged, `stale` judgements that fit no survivor.
    """

    path: str
    mutants: tuple[Mutant, ...]
    open: tuple[Mutant, ...]
    stale: tuple[tuple[EquivalentMutants, str], ...]

    def count(self, word: str) -> int:
        """How many have that verdict."""
        return sum(m.verdict.word == word for m in self.mutants)

    @property
    def equivalent(self) -> int:
        """How many hold and were judged to be true."""
        return self.count("holds") - len(self.open)

    @property
    def good(self) -> bool:
        """Whether no survivor is left to judge, and no judgement without its mutant."""
        return not self.open and not self.stale


def account(
    path: str, mutants: Iterable[Mutant], judged: Iterable[EquivalentMutants]
) -> Account:
    """Sorts the mutants of a page by what became of them."""
    found = tuple(mutants)
    mine = [j for j in judged if PurePath(path).match(j.page)]
    held = {(m.relation, m.becomes) for m in found if m.survives}
    known = {(j.relation, text) for j in mine for text in j.becomes}
    left = tuple(
        m for m in found if m.survives and (m.relation, m.becomes) not in known
    )
    stale = tuple(
        (j, text) for j in mine for text in j.becomes if (j.relation, text) not in held
    )
    return Account(path, found, left, stale)


def account_lines(page: Account) -> list[str]:
    """The counts of a page, then every survivor that is left to judge."""
    counts = _counts([page])
    lines = [f"{page.path}: {counts}"]
    for m in page.mutants:
        if m.verdict.word in {"vacuous", "undecided"} or m in page.open:
            reason = f" ({m.verdict.reason})" if m.verdict.reason else ""
            lines += [
                f"{page.path}:{m.line}:{m.column}: {m.change}: "
                f"{m.verdict.word}{reason}",
                f"    of  {m.relation}",
                f"    now {m.becomes}",
            ]
    for entry, text in page.stale:
        lines += [
            f"{page.path}: judged, and no survivor any more",
            f"    of  {entry.relation}",
            f"    now {text}",
        ]
    return lines


def total_line(pages: Sequence[Account]) -> str:
    """The counts of all pages, and the shares of what is not equivalent."""
    many = sum(len(p.mutants) - p.equivalent for p in pages)
    fails = sum(p.count("fails") for p in pages)
    caught = fails + sum(p.count("not understood") for p in pages)
    line = f"all: {_counts(pages)}"
    if many:
        line += (
            f"; of those not equivalent {100 * caught / many:.2f} % are caught, "
            f"{100 * fails / many:.2f} % by fails"
        )
    return line


def _counts(pages: Sequence[Account]) -> str:
    total = sum(len(p.mutants) for p in pages)
    refused = sum(p.count("vacuous") + p.count("undecided") for p in pages)
    words = [
        f"{sum(p.count('fails') for p in pages)} fail",
        f"{sum(p.count('not understood') for p in pages)} not understood",
        f"{sum(p.equivalent for p in pages)} equivalent (judged)",
        f"{sum(len(p.open) for p in pages)} survive",
    ]
    if refused:
        words.insert(2, f"{refused} vacuous or undecided")
    return f"{total} mutants: " + ", ".join(words)
