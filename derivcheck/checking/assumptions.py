r"""Assumptions: points are moved onto them, and claims tried with and without each.

Gauss-Newton steps (Nocedal and Wright, chapter 10) move the inputs that an assumption
reads; in balls a Krawczyk step (Rump, Acta Numerica 2010) encloses the point, so that
a true conditional claim is never refuted by a residue. Where no point is found that
is an error, and nothing is said to hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..evaluation import (
    USUAL,
    DrawnEntry,
    Machine,
    OutOfDomain,
    Placing,
    Sample,
    Sampler,
)
from ..expressions import (
    Comparison,
    Domain,
    Every,
    Expression,
    Interval,
    NotUnderstood,
    comparisons,
    free_letters,
)
from ..judging import (
    NEVER,
    Claim,
    Unsatisfied,
    Verdict,
    inputs_of,
    judge,
    narrowed,
    of_indices,
    repeats,
    satisfy,
    side_of,
)
from ..models import Model
from .reading import Declared, Ended

TRIES = 24
MOST_SOLVED = 2  # inputs that are solved for from many starts
STARTS = tuple(way * 1.17 * 10.0 ** (n / 2) for n in range(-6, 7) for way in (1, -1))
NEAR = 1e-6
MAY_HAVE_ENDED = (
    "this needs {}, and {} before it may end that: where it still holds, write it once "
    "more below; where it does not, write <!-- derivcheck: fresh --> there"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is in force at a place: the numbers of assumptions, and declared sets.

    `domains` are those of inputs that are declared again, and `free` the inputs that
    are tried in all numbers.
    """

    chosen: tuple[int, ...] = ()
    domains: tuple[tuple[str, Domain], ...] = ()
    free: tuple[str, ...] = ()


class Assumed:
    """The samplers of a scope, one for each set of assumptions in force."""

    def __init__(
        self,
        model: Model,
        machine: Machine,
        seed: int,
        assumptions: list[tuple[int, Claim]],
        ended: Sequence[Ended] = (),
        declared: Sequence[Declared] = (),
    ) -> None:
        self.model = model
        self.machine = machine
        self.seed = seed
        self.assumptions = assumptions
        self.ended = ended
        self.declared = declared
        self.given: dict[str, list[Declared]] = {}
        for one in declared:
            for name in one.names:
                self.given.setdefault(name, []).append(one)
        self.again = model.declared_again()
        self.samplers: dict[Facts, Sampler] = {}

    def sampler(self, force: Facts) -> Sampler:
        """The points that satisfy what is in force."""
        found = self.samplers.get(force)
        if found is None:
            claims = [self.assumptions[n][1] for n in force.chosen]
            base = self.model.within(dict(force.domains)).freed(force.free)
            domains, claims = narrowed(base, claims)
            model, machine = base, self.machine
            if domains or force.domains or force.free:
                model = base.within(domains)
                machine = Machine(model, machine.ball)
            found = Sampler(model, machine, self.seed)
            if claims:
                found = AssumedSampler(model, machine, self.seed, claims=claims)
            found.prepare()
            self.samplers[force] = found
        return found

    def in_force(self, order: int) -> Facts:
        """What is in force at a place of the page."""
        chosen = tuple(
            number
            for number, (at, claim) in enumerate(self.assumptions)
            if at < order
            and not any(
                one.sure and one.ends(at, order) and one.is_of(self.read_by(claim))
                for one in self.ended
            )
        )
        again = tuple((one.name, one.domain_at(order)) for one in self.again)
        return Facts(chosen, again)

    def read_by(self, claim: Claim) -> frozenset[str]:
        """The names on which the sides of a claim depend."""
        return self.model.read_by(claim.left) | self.model.read_by(claim.right)

    def forget(self) -> None:
        """Lets go of what was worked out at the points, which is much."""
        for sampler in self.samplers.values():
            sampler.forget()

    def judge(self, claim: Claim, order: int) -> Verdict:
        """The verdict under the assumptions before the claim, and which it needs."""
        force = self.in_force(order)
        for number in force.chosen:
            if repeats(claim, self.assumptions[number][1]):
                return Verdict("vacuous", "this repeats an assumption in force")
        force = self.relevant(claim, force)
        try:
            found = judge(claim, self.sampler(force))
        except Unsatisfied as error:
            return Verdict("undecided", error.reason)
        if found.reason == NEVER:
            return self.on_condition(claim, force) or found
        if found.word == "holds" and force.chosen:
            found.needs = tuple(self.needed(claim, force))
        if found.word == "holds" and self.ended:
            return self.where_it_ended(claim, order, force) or found
        return found

    def where_it_ended(self, claim: Claim, order: int, force: Facts) -> Verdict | None:
        """The question whether what a claim needs is in force, where words may end it.

        None where it holds without.
        """
        narrow = {
            name: self.given_at(name, order)
            for name in sorted(self.read_by(claim))
            if self.model.is_narrow(name, order)
        }
        chosen, free, said, words = {*force.chosen}, set[str](), [], ""
        for one in self.ended if chosen or narrow else ():
            if one.sure:
                continue
            for number in sorted(chosen):
                at, assumption = self.assumptions[number]
                unlike = not one.unlike or one.unlike != side_of(assumption)
                about = unlike and one.is_of(self.read_by(assumption))
                if about and one.ends(at, order):
                    chosen.discard(number)
                    said.append(assumption.text)
                    words = one.words
            for name, given in narrow.items() if one.reach != "assumed" else ():
                domain = self.model.quantities[name].domain_at(order)
                about = isinstance(domain, Interval) or not one.unlike
                about = about and name not in free and one.is_of({name})
                if about and one.ends(given.order, order):
                    free.add(name)
                    said.append(given.written or self.model.spelled(name))
                    words = one.words
        if not words:
            return None
        rest = tuple(number for number in force.chosen if number in chosen)
        less = replace(force, chosen=rest, free=tuple(sorted(free)))
        try:
            without = judge(claim, self.sampler(less))
        except (Unsatisfied, NotUnderstood):
            without = None
        if without is not None and without.word == "holds":
            return None
        return Verdict("undecided", MAY_HAVE_ENDED.format(" and ".join(said), words))

    def given_at(self, name: str, order: int) -> Declared:
        """The declaration of a name that is in force at a place."""
        every = self.given.get(name, [])
        before = [one for one in every if one.order <= order]
        return [Declared(0, frozenset(), ""), *every[:1], *before[-1:]][-1]

    def on_condition(self, claim: Claim, force: Facts) -> Verdict | None:
        """The verdict at points moved onto the equations of a claim's condition.

        None where it has none between real quantities.
        """
        equations, rest = _split(claim)
        if not equations:
            return None
        if any(free_letters(side) for c in equations for side in (c.left, c.right)):
            return Verdict(
                "undecided",
                "the condition is an equation at each value of an index, and no point "
                "that was drawn satisfies it; write it as an assumption",
            )
        claims = [self.assumptions[n][1] for n in force.chosen]
        claims += [Claim(c.left, c.sign, c.right, at=claim.at) for c in equations]
        model, machine = self.model, self.machine
        if force.domains:
            model = model.within(dict(force.domains))
            machine = Machine(model, machine.ball)
        sampler = AssumedSampler(
            model, machine, self.seed, claims=claims, said="condition"
        )
        sampler.prepare()
        try:
            return judge(replace(claim, condition=rest), sampler)
        except Unsatisfied as error:
            return Verdict("undecided", error.reason)

    def sampler_for(self, claim: Claim, order: int) -> Sampler:
        """The points on which a claim at that place of the page is judged."""
        return self.sampler(self.relevant(claim, self.in_force(order)))

    def relevant(self, claim: Claim, force: Facts) -> Facts:
        """The assumptions that share an input with the claim, directly or not."""
        model = self.model
        reach = {n: inputs_of(model, self.assumptions[n][1]) for n in force.chosen}
        touched = inputs_of(model, claim)
        kept: set[int] = set()
        while True:
            fresh = {n for n in reach if n not in kept and reach[n] & touched}
            if not fresh:
                return replace(force, chosen=tuple(sorted(kept)))
            kept |= fresh
            for number in fresh:
                touched |= reach[number]

    def needed(self, claim: Claim, force: Facts) -> list[str]:
        """The assumptions without which the claim fails."""
        found = []
        for number in force.chosen:
            rest = tuple(n for n in force.chosen if n != number)
            try:
                less = self.sampler(replace(force, chosen=rest))
                without = judge(claim, less, briefly=True)
            except (Unsatisfied, NotUnderstood):
                continue
            if without.word != "holds":
                found.append(self.assumptions[number][1].text)
        return found


def _solution(point: Sample, moved: list[DrawnEntry]) -> list[float]:
    """Where the assumptions moved some inputs to."""
    return [point.given[key][0] for key in moved]


def _are_apart(one: list[float], other: list[float]) -> bool:
    return any(
        abs(a - b) > NEAR * max(1.0, abs(a)) for a, b in zip(one, other, strict=True)
    )


def _split(claim: Claim) -> tuple[list[Comparison], Every | None]:
    """The equations of real quantities in a claim's condition, and what else it has."""
    equations: list[Comparison] = []
    rest: list[Comparison] = []
    for comparison in comparisons(claim.condition):
        sides: tuple[Expression, ...] = (comparison.left, comparison.right)
        real_equation = comparison.sign == "=" and not of_indices(*sides)
        (equations if real_equation else rest).append(comparison)
    return equations, Every(tuple(rest)) if rest else None


class AssumedSampler(Sampler):
    """Points moved onto assumptions; those that cannot be are passed over."""

    def __init__(
        self,
        model: Model,
        machine: Machine,
        seed: int,
        *,
        claims: list[Claim],
        said: str = "assumption",
    ) -> None:
        super().__init__(model, machine, seed)
        self.claims = claims
        self.said = said
        self.kept: dict[int, list[Sample]] = {}
        self.next: dict[int, int] = {}
        self.moved: dict[tuple[int, int, Placing], Sample] = {}

    def point(self, assignment: int, number: int, placing: Placing = USUAL) -> Sample:
        """The point of that number among those that satisfy the assumptions."""
        if placing != USUAL:
            return self._moved(assignment, number, placing)
        kept = self.kept.setdefault(assignment, [])
        reason = ""
        while len(kept) <= number:
            at = self.next.get(assignment, 0)
            if at > (number + 1) * TRIES:
                raise Unsatisfied(
                    f"no point was found that satisfies the {self.said}: {reason}"
                )
            self.next[assignment] = at + 1
            point = Sampler.point(self, assignment, at)
            try:
                satisfy(point, self.claims)
            except Unsatisfied as error:
                reason = error.reason
                continue
            except (OutOfDomain, OverflowError, ZeroDivisionError) as error:
                reason = str(error)
                continue
            kept.append(point)
        return kept[number]

    def beside(self, point: Sample, values: Mapping[DrawnEntry, Fraction]) -> Sample:
        """The same, moved onto equations that are assumed; not back inside a bound."""
        found = Sampler.beside(self, point, values)
        try:
            satisfy(found, self.claims)
        except (OutOfDomain, OverflowError, ZeroDivisionError) as error:
            raise Unsatisfied(str(error)) from None
        equations = any(claim.sign == "=" for claim in self.claims)
        if not equations and found.given.keys() & values.keys():
            raise Unsatisfied("it moves what was given, back inside a bound")
        return found

    def others(self, point: Sample) -> Iterator[Sample]:
        """Points from far and near of one input, where the assumptions have a few."""
        moved = [key for key in point.given if key in point.drawn]
        if not 0 < len(moved) <= MOST_SOLVED:
            return
        met = [_solution(point, moved)]
        for key, start in itertools.product(moved, STARTS):
            found = Sampler.beside(self, point, {key: Fraction(start)})
            try:
                satisfy(found, self.claims)
            except (Unsatisfied, OutOfDomain, OverflowError, ZeroDivisionError):
                continue
            if not found.given.keys() >= {*moved}:
                continue
            solved = _solution(found, moved)
            if all(_are_apart(solved, other) for other in met):
                met.append(solved)
                yield found

    def _moved(self, assignment: int, number: int, placing: Placing) -> Sample:
        """The point of that number in a placing, moved onto the assumptions."""
        point = Sampler.point(self, assignment, number, placing)
        if self.moved.get((assignment, number, placing)) is None:
            try:
                satisfy(point, self.claims)
            except (OutOfDomain, OverflowError, ZeroDivisionError) as error:
                raise Unsatisfied(str(error)) from None
            self.moved[assignment, number, placing] = point
        return point
