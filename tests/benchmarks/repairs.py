"""`python -m tests.benchmarks.repairs`: what is told of slips: repairs, derivatives.

A sample of the site's own mutants that fail, by kind. A mutant is repaired where an
offered edit of the same side gives back the original or what is equal to it. Exit
status 1 below the share, or where something is told that does not hold. `--all` takes
every slip for the derivatives, `--missed` lists what was not repaired or written.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from derivcheck.checking.assumptions import Assumed
from derivcheck.checking.records import Found, Ground, Piece, Relation
from derivcheck.diagnosis.canonical import meaning
from derivcheck.diagnosis.diagnosis import diagnose
from derivcheck.diagnosis.failing_claim import Bench, bench_for, bench_of, writer_for
from derivcheck.diagnosis.mutants import changed_claims
from derivcheck.diagnosis.repair import Repair, search
from derivcheck.diagnosis.true_derivative import Answer, answer, derivative_of
from derivcheck.expressions.nodes import Negative
from derivcheck.judging.claim import Claim, spelled_claim
from tests.docs import MARKDOWN, checked

SAMPLE = 150
SHARE = 0.8
SLOWEST = 0.3  # seconds of the processor, for the report on a relation of the site
OTHER_SEED = 77
KINDS = ("sign", "number", "index", "swapped indices", "factor dropped",
         "factor doubled", "term dropped", "sum lost", "one for delta", "function",
         "function lost", "power", "denominator lost", "variable of the derivative",
         "numerator and denominator", "derivative lost")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """A relation of the site with one thing changed, so that it fails."""

    kind: str
    original: Claim
    mutant: Claim
    relation: Relation
    ground: Ground
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was offered for a slip, and how long that took."""

    slip: Slip
    bench: Bench
    offered: tuple[Repair, ...]
    seconds: float

    @property
    def restored(self) -> bool:
        """Whether one of the offers has the meaning of the original, to the letter.

        With the other sign on both sides it has it too.
        """
        original = self.slip.original
        left, right = Negative(original.left), Negative(original.right)
        turned = replace(original, left=left, right=right)
        wanted = {meaning(original), meaning(turned)}
        return any(meaning(repair.claim) in wanted for repair in self.offered)

    @property
    def repaired(self) -> bool:
        """Whether one gives the original back or changes the side that was changed.

        It holds, and the other side is that of the original: so it equals the original.
        """
        on_left = self.slip.mutant.left != self.slip.original.left
        same = any(repair.on_left == on_left for repair in self.offered)
        return same or self.restored

    @property
    def false(self) -> list[str]:
        """The offers that do not hold at points of another seed."""
        ground = self.slip.ground
        return [r.text for r in self.offered if not holds_elsewhere(r.claim, ground)]


@dataclass(frozen=True, slots=True)
class Told:
    """The derivative that was told of a relation, and how long that took."""

    bench: Bench
    derivative: Answer | None
    seconds: float

    @property
    def confirmed(self) -> bool:
        """Whether the formula holds at points of another seed."""
        found = self.derivative
        return found is not None and holds_elsewhere(found.claim, self.bench.ground)


def holds_elsewhere(claim: Claim, ground: Ground) -> bool:
    """Whether a claim holds at points of another seed."""
    old = ground.assumed
    other = Assumed(old.model, old.machine, OTHER_SEED, old.assumptions)
    return other.judge(claim, ground.order).word == "holds"


def pages() -> list[Found]:
    """All pages of the site, checked."""
    return [checked(name) for name in MARKDOWN]


def slips() -> Iterator[Slip]:
    """The mutants of the site of the kinds that people make."""
    for page in pages():
        for relation in page.relations:
            claim, ground = relation.claim, relation.ground
            if relation.verdict.word != "holds" or claim is None or ground is None:
                continue
            if claim.sign != "=" or claim.whole:
                continue  # entry by entry no page could say what is changed in arrays
            for kind, mutant in changed_claims(claim, ground.assumed.model):
                if kind in KINDS and mutant.condition == claim.condition:
                    pieces = tuple(page.pieces)
                    yield Slip(kind, claim, mutant, relation, ground, pieces)


@cache
def sampled(many: int = SAMPLE) -> tuple[Slip, ...]:
    """Slips that fail, the same in every run: as many of each kind as there are."""
    said = ((spelled_claim(s.mutant).encode(), n, s) for n, s in enumerate(slips()))
    found = [(zlib.crc32(text), n, s) for text, n, s in said]
    by_kind: dict[str, list[Slip]] = {kind: [] for kind in KINDS}
    for _, _, slip in sorted(found, key=lambda one: one[:2]):
        by_kind[slip.kind].append(slip)
    total = sum(map(len, by_kind.values()))
    kept: list[Slip] = []
    for kind in KINDS:
        wanted = max(3, round(many * len(by_kind[kind]) / total))
        fails = (slip for slip in by_kind[kind] if _fails(slip))
        kept += [slip for slip, _ in zip(fails, range(wanted), strict=False)]
    return tuple(kept)


def _fails(slip: Slip) -> bool:
    try:
        verdict = slip.ground.assumed.judge(slip.mutant, slip.ground.order)
    except Exception:  # what is not judged is no slip that fails
        return False
    return verdict.word == "fails"


def outcome(slip: Slip) -> Outcome:
    """What is offered for a slip."""
    assert slip.relation.sampler is not None  # it holds
    start = time.process_time()
    bench = bench_of(slip.mutant, slip.ground, slip.relation.sampler)
    found = search(bench, slip.pieces)
    return Outcome(slip, bench, found.found, time.process_time() - start)


def told(bench: Bench, pieces: Sequence[Piece]) -> Told | None:
    """What is told of a relation with a derivative on its left; None for others."""
    if derivative_of(bench.model, bench.failing.left) is None:
        return None
    start = time.process_time()
    found = answer(bench, writer_for(bench, pieces))
    return Told(bench, found, time.process_time() - start)


def of_the_site() -> list[Told]:
    """The derivatives that the site's own wrong lines state, and what they are."""
    found = []
    site = pages()
    _set_aside()
    for page in site:
        for relation in page.relations:
            bench = bench_for(relation)
            if relation.verdict.word == "fails" and bench is not None:
                found.append(told(bench, page.pieces))
    return [one for one in found if one is not None]


def of_slips(chosen: Iterable[Slip]) -> list[Told]:
    """The same of slips."""
    found = []
    for slip in chosen:
        assert slip.relation.sampler is not None  # it holds
        bench = bench_of(slip.mutant, slip.ground, slip.relation.sampler)
        found.append(told(bench, slip.pieces))
    return [one for one in found if one is not None]


def derivatives(name: str, found: Sequence[Told]) -> bool:
    """Prints how many were told and how long they are; whether all are confirmed."""
    given = [one for one in found if one.derivative is not None]
    confirmed = sum(one.confirmed for one in given)
    print(f"{name}: {len(found)}, told {len(given)} ({len(given) / len(found):.0%}), "
          f"confirmed at another seed {confirmed}")  # fmt: skip  # one sentence
    lengths = [len(one.derivative.text) for one in given if one.derivative is not None]
    times = [1e3 * one.seconds for one in found]
    middle, most = statistics.median(times), max(times)
    print(f"    characters, median and most: {statistics.median(lengths):.0f}, "
          f"{max(lengths)}; ms: {middle:.0f}, {most:.0f}")  # fmt: skip  # one line
    if "--missed" in sys.argv:
        for one in found:
            if one.derivative is None:
                print("    not written:", spelled_claim(one.bench.failing))
    return confirmed == len(given)


def report_times() -> list[float]:
    """Seconds for all that is told of each relation of the site that fails."""
    found = []
    site = pages()
    _set_aside()
    for page in site:
        for relation in page.relations:
            if relation.verdict.word == "fails":
                start = time.process_time()
                diagnose(relation, page)
                found.append(time.process_time() - start)
    return found


def _set_aside() -> None:
    """Lets the collector pass over what is there: a person has one page, not all."""
    gc.collect()
    gc.freeze()


def main() -> int:
    """Prints the share by kind, then the derivatives."""
    sample = sampled()
    _set_aside()
    outcomes = [outcome(slip) for slip in sample]
    kinds = Counter(one.slip.kind for one in outcomes)
    print(f"{'':28}{'slips':>6}{'repaired':>10}{'to the letter':>15}")
    for kind in KINDS:
        mine = [one for one in outcomes if one.slip.kind == kind]
        repaired = sum(one.repaired for one in mine)
        restored = sum(one.restored for one in mine)
        print(f"{kind:28}{kinds[kind]:6}{repaired:10}{restored:15}")
    share = sum(one.repaired for one in outcomes) / len(outcomes)
    restored = sum(one.restored for one in outcomes)
    false = [text for one in outcomes for text in one.false]
    times = [one.seconds for one in outcomes]
    middle, slowest = statistics.median(times), max(times)
    print(f"{'all':28}{len(outcomes):6}{share:10.0%}{restored / len(outcomes):15.0%}")
    print(f"offered and false: {len(false)}")
    print(f"ms for a slip, median and most: {1e3 * middle:.0f}, {1e3 * slowest:.0f}")
    reports = report_times()
    middle, slowest = statistics.median(reports), max(reports)
    print(f"ms for a report, median and most: {1e3 * middle:.0f}, {1e3 * slowest:.0f}")
    if "--missed" in sys.argv:
        worst = max(outcomes, key=lambda one: one.seconds)
        print("slowest:", worst.slip.kind, "|", spelled_claim(worst.slip.mutant))
        for one in outcomes:
            if not one.repaired:
                print(one.slip.kind, "|", one.slip.relation.left, "=",
                      one.slip.relation.right, "|", spelled_claim(one.slip.mutant),
                      "|", [r.text for r in one.offered])  # fmt: skip  # a row
    chosen = slips() if "--all" in sys.argv else sample
    true = derivatives("derivatives of the site that fail", of_the_site())
    fails = (slip for slip in chosen if _fails(slip))
    true &= derivatives("slips with a derivative on the left", of_slips(fails))
    return 0 if share >= SHARE and not false and true and slowest <= SLOWEST else 1


if __name__ == "__main__":
    sys.exit(main())
