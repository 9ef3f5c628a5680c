r"""Assumptions: points are moved onto them, and claims tried with and without each.

Gauss-Newton steps (Nocedal and Wright, chapter 10) move the inputs that an assumption
reads; in balls a Krawczyk step (Rump, Acta Numerica 2010) encloses the point, so that
a true conditional claim is never refuted by a residue. Where no point is found that
is an error, and nothing is said to hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import inf

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
    Letter,
    NotUnderstood,
    Symbol,
    comparisons,
    constant_value,
    free_letters,
)
from ..models import Model
from .claim import Claim, Unsatisfied, Verdict
from .judging import judge
from .outcomes import NEVER
from .satisfying import inputs_of, satisfy
from .trial import of_indices

TRIES = 24
MOST_SOLVED = 2  # inputs that are solved for from many starts
STARTS = tuple(way * 1.17 * 10.0 ** (n / 2) for n in range(-6, 7) for way in (1, -1))
NEAR = 1e-6
TURNED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}


class Assumed:
    """The samplers of a scope, one for each set of assumptions in force."""

    def __init__(
        self,
        model: Model,
        machine: Machine,
        seed: int,
        assumptions: list[tuple[int, Claim]],
    ) -> None:
        self.model = model
        self.machine = machine
        self.seed = seed
        self.assumptions = assumptions
        self.samplers: dict[tuple[int, ...], Sampler] = {}

    def sampler(self, chosen: tuple[int, ...]) -> Sampler:
        """The points that satisfy the chosen assumptions."""
        found = self.samplers.get(chosen)
        if found is None:
            claims = [self.assumptions[n][1] for n in chosen]
            domains, claims = narrowed(self.model, claims)
            model, machine = self.model, self.machine
            if domains:
                model = model.within(domains)
                machine = Machine(model, machine.ball)
            found = Sampler(model, machine, self.seed)
            if claims:
                found = AssumedSampler(model, machine, self.seed, claims=claims)
            found.prepare()
            self.samplers[chosen] = found
        return found

    def forget(self) -> None:
        """Lets go of what was worked out at the points, which is much."""
        for sampler in self.samplers.values():
            sampler.forget()

    def judge(self, claim: Claim, order: int) -> Verdict:
        """The verdict under the assumptions before the claim, and which it needs."""
        chosen = tuple(n for n, (at, _) in enumerate(self.assumptions) if at < order)
        for number in chosen:
            if repeats(claim, self.assumptions[number][1]):
                return Verdict("vacuous", "this repeats an assumption in force")
        chosen = self.relevant(claim, chosen)
        try:
            found = judge(claim, self.sampler(chosen))
        except Unsatisfied as error:
            return Verdict("undecided", error.reason)
        if found.reason == NEVER:
            return self.on_condition(claim, chosen) or found
        if found.word == "holds" and chosen:
            found.needs = tuple(self.needed(claim, chosen))
        return found

    def on_condition(self, claim: Claim, chosen: tuple[int, ...]) -> Verdict | None:
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
        claims = [self.assumptions[n][1] for n in chosen]
        claims += [Claim(c.left, c.sign, c.right, at=claim.at) for c in equations]
        sampler = AssumedSampler(
            self.model, self.machine, self.seed, claims=claims, said="condition"
        )
        sampler.prepare()
        try:
            return judge(replace(claim, condition=rest), sampler)
        except Unsatisfied as error:
            return Verdict("undecided", error.reason)

    def sampler_for(self, claim: Claim, order: int) -> Sampler:
        """The points on which a claim at that place of the page is judged."""
        chosen = tuple(n for n, (at, _) in enumerate(self.assumptions) if at < order)
        return self.sampler(self.relevant(claim, chosen))

    def relevant(self, claim: Claim, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """The assumptions that share an input with the claim, directly or not."""
        model = self.model
        reach = {n: inputs_of(model, self.assumptions[n][1]) for n in chosen}
        touched = inputs_of(model, claim)
        kept: set[int] = set()
        while True:
            fresh = {n for n in chosen if n not in kept and reach[n] & touched}
            if not fresh:
                return tuple(sorted(kept))
            kept |= fresh
            for number in fresh:
                touched |= reach[number]

    def needed(self, claim: Claim, chosen: tuple[int, ...]) -> list[str]:
        """The assumptions without which the claim fails."""
        found = []
        for number in chosen:
            rest = tuple(n for n in chosen if n != number)
            try:
                without = judge(claim, self.sampler(rest), briefly=True)
            except (Unsatisfied, NotUnderstood):
                continue
            if without.word != "holds":
                found.append(self.assumptions[number][1].text)
        return found


def narrowed(
    model: Model, claims: list[Claim]
) -> tuple[dict[str, Interval], list[Claim]]:
    """Where the inputs lie of which bounds are assumed, and what else is."""
    domains: dict[str, Interval] = {}
    rest = []
    for claim in claims:
        bound = _bound_of(model, claim)
        if bound is None:
            rest.append(claim)
            continue
        name, interval = bound
        known = domains.get(name, model.quantities[name].domain)
        both = interval if known is None else _overlap(known, interval)
        if both is None:
            rest.append(claim)
        else:
            domains[name] = both
    return domains, rest


def _bound_of(model: Model, claim: Claim) -> tuple[str, Interval] | None:
    """The input that an assumption bounds by a number, and between which numbers."""
    left, right, sign = claim.left, claim.right, claim.sign
    if constant_value(left) is not None:
        left, right, sign = right, left, TURNED.get(sign, sign)
    value = constant_value(right)
    match left:
        case Symbol(name, indices) if (
            sign in TURNED
            and value is not None
            and claim.condition is None
            and (quantity := model.quantities.get(name)) is not None
            and not (quantity.rows or quantity.starts)
            and all(isinstance(p, Letter) and not p.shift for p in indices)
            and len({*indices}) == len(indices)
        ):
            inside = sign in {r"\le", r"\ge"}
            if sign in {">", r"\ge"}:
                return name, Interval(value, None, inside, False)
            return name, Interval(None, value, False, inside)
        case _:
            return None


def _overlap(one: Domain, other: Interval) -> Interval | None:
    """The numbers in both, where both are intervals and there are any."""
    if not isinstance(one, Interval):
        return None
    low, low_inside = max(
        (one.low, not one.low_inside), (other.low, not other.low_inside), key=_least
    )
    high, high_inside = min(
        (one.high, one.high_inside), (other.high, other.high_inside), key=_most
    )
    if low is not None and high is not None and low >= high:
        return None
    return Interval(low, high, not low_inside, high_inside)


def _least(end: tuple[Fraction | None, bool]) -> tuple[float, bool]:
    return (-inf if end[0] is None else float(end[0])), end[1]


def _most(end: tuple[Fraction | None, bool]) -> tuple[float, bool]:
    return (inf if end[0] is None else float(end[0])), end[1]


def repeats(claim: Claim, assumption: Claim) -> bool:
    """Whether a claim is an assumption said once more, in either order."""
    if claim.said is None or assumption.said is None:
        return False
    left, sign, right = claim.said
    back = (right, TURNED.get(sign, sign), left)
    return assumption.said in {claim.said, back} and (
        claim.condition == assumption.condition
    )


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
