r"""Assumptions: points are moved onto them, and claims tried with and without each.

Gauss-Newton steps (Nocedal and Wright, chapter 10) move the inputs that an assumption
reads; in balls a Krawczyk step (Rump, Acta Numerica 2010) encloses the point, so that
a true conditional claim is never refuted by a residue. Where no point is found that
is an error, and nothing is said to hold.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..evaluation import (
    BALL,
    COMPARE,
    FLOAT,
    USUAL,
    Closure,
    DrawnEntry,
    Frame,
    Leaves,
    Machine,
    OutOfDomain,
    Placing,
    Sample,
    Sampler,
    Scalar,
    Surroundings,
    independent_rows,
    least_squares_step,
    pivots,
    real,
    solve,
    tangent,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    REAL,
    Comparison,
    Every,
    Expression,
    Interval,
    NotUnderstood,
    comparisons,
    free_letters,
)
from ..models import Model
from .claim import Claim, Verdict
from .comparison import frames, of_indices, ready
from .judging import NEVER, Unsatisfied, judge

STEPS = 40
REFINEMENTS = 12
MOST_UNKNOWNS = 60
TRIES = 24


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
            found = Sampler(self.model, self.machine, self.seed)
            if claims:
                found = AssumedSampler(
                    self.model, self.machine, self.seed, claims=claims
                )
            found.prepare()
            self.samplers[chosen] = found
        return found

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
        reach = {n: _inputs(model, self.assumptions[n][1]) for n in chosen}
        touched = _inputs(model, claim)
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


def repeats(claim: Claim, assumption: Claim) -> bool:
    """Whether a claim is an assumption said once more, in either order."""
    turned = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
    if claim.said is None or assumption.said is None:
        return False
    left, sign, right = claim.said
    back = (right, turned.get(sign, sign), left)
    return assumption.said in {claim.said, back} and (
        claim.condition == assumption.condition
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


def _inputs(model: Model, claim: Claim) -> set[str]:
    """The inputs and labels on which both sides of a claim depend."""
    return model.inputs_of(claim.left) | model.inputs_of(claim.right)


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


def satisfy(point: Sample, claims: list[Claim]) -> None:
    """Moves the inputs of a point so that the claims are true there.

    Raises `Unsatisfied` where Newton's method does not get there.
    """
    equations = _equations(point, [c for c in claims if c.sign == "="])
    bounds = _equations(point, [c for c in claims if c.sign not in {"=", r"\ne"}])
    crossed: list[Equation] = []
    for _ in range(1 + len(bounds)):
        if equations or crossed:
            _move(point, equations, crossed, claims)
        env = point.at(FLOAT)
        fresh = [b for b in bounds if b not in crossed and not b.kept(env)]
        if not fresh:
            break
        crossed += fresh
    for claim in claims:
        if claim.sign != "=":
            _require(point, claim)


def _move(
    point: Sample,
    equations: list[Equation],
    crossed: list[Equation],
    claims: list[Claim],
) -> None:
    """Moves a point onto the equations, and inside the bounds that it crossed."""
    unknowns = _unknowns(point, [c for c in claims if crossed or c.sign == "="])
    if not unknowns:
        wrong = any(abs(real(e(point.at(FLOAT)))) > 1e-9 for e in equations)
        if wrong or crossed:
            raise Unsatisfied("nothing in it can be moved")
        return
    if len(unknowns) > MOST_UNKNOWNS:
        raise Unsatisfied("it reads too many inputs")
    jacobian = _newton(point, [*equations, *crossed], unknowns)
    if not equations or not balls.present():
        return
    rows = independent_rows(jacobian[: len(equations)])
    pivot = [unknowns[p] for p in pivots([jacobian[r] for r in rows])]
    with balls.precision():
        _enclose(point, [equations[r] for r in rows], pivot)
        _follow(point, [e for n, e in enumerate(equations) if n not in rows])


class Equation:
    """Left minus right at given values of the indices; inside a bound, by how much."""

    def __init__(
        self,
        left: Closure,
        right: Closure,
        frame: Frame,
        sign: str = "=",
        inside: float = 0.0,
    ) -> None:
        self.left, self.right, self.frame, self.sign = left, right, frame, sign
        self.inside = inside

    def __call__(self, env: Surroundings) -> Scalar:
        """What is left of the equation at a point: left side minus right side."""
        left = self.left(env, dict(self.frame))
        return left - self.right(env, dict(self.frame)) - self.inside

    def kept(self, env: Surroundings) -> bool:
        """Whether the point lies inside the bound."""
        left = real(self.left(env, dict(self.frame)))
        right = real(self.right(env, dict(self.frame)))
        return COMPARE[self.sign](left, right)


def _inside(point: Sample, claim: Claim, number: int) -> float:
    """How far inside a bound a point that crossed it is moved, with its sign."""
    far = (0.25 + 1.5 * point.uniform(f"·{number}", ())) * point.factor("·", ())
    match claim.sign:
        case ">" | r"\ge":
            return far
        case "<" | r"\le":
            return -far
        case _:
            return 0.0


def _equations(point: Sample, claims: list[Claim]) -> list[Equation]:
    found: list[Equation] = []
    for claim in claims:
        trial = ready(claim, point.machine)
        for frame in frames(trial, point):
            try:
                if trial.truth is not None and not trial.truth(point.at(FLOAT), frame):
                    continue
                inside = _inside(point, claim, len(found))
                equation = Equation(trial.left, trial.right, frame, claim.sign, inside)
                equation(point.at(FLOAT))
            except Leaves:
                continue
            found.append(equation)
    return found


def _require(point: Sample, claim: Claim) -> None:
    trial = ready(claim, point.machine)
    env = point.at(FLOAT)
    for frame in frames(trial, point):
        try:
            if trial.truth is not None and not trial.truth(env, frame):
                continue
            a, b = real(trial.left(env, frame)), real(trial.right(env, frame))
        except Leaves:
            continue
        apart = claim.sign != r"\ne" or abs(a - b) > 1e-6
        if not (apart and COMPARE[claim.sign](a, b)):
            raise Unsatisfied("the points drawn do not satisfy it")


def _unknowns(point: Sample, claims: list[Claim]) -> list[DrawnEntry]:
    """The entries of inputs that the equations read, and that may move."""
    model = point.model
    names: set[str] = set()
    for claim in claims:
        names |= _inputs(model, claim)
    found = []
    for key in point.drawn:
        quantity = model.quantities.get(key[0])
        if (
            key[0] in names
            and quantity is not None
            and isinstance(quantity.domain, Interval)
        ):
            found.append(key)
    return sorted(found)


def _newton(
    point: Sample, equations: list[Equation], unknowns: list[DrawnEntry]
) -> list[list[float]]:
    """Float values of the unknowns on the assumption; gives the slopes there."""
    values = {key: float(point.drawn[key]) for key in unknowns}
    jacobian: list[list[float]] = []
    for _ in range(STEPS):
        _place(point, values)
        env = point.at(FLOAT)
        residual = [real(e(env)) for e in equations]
        jacobian = [_row(e, env, unknowns) for e in equations]
        if max(map(abs, residual)) < 1e-15 * (1 + max(map(abs, values.values()))):
            break
        step = least_squares_step(jacobian, residual)
        if step is None:
            raise Unsatisfied("Newton's method finds no way onto it")
        values = {k: values[k] - s for k, s in zip(unknowns, step, strict=True)}
        if max(abs(v) for v in values.values()) > 1e6:
            raise Unsatisfied("Newton's method leaves every bound")
    residual = [real(e(point.at(FLOAT))) for e in equations]
    if max(map(abs, residual)) > 1e-12 * (1 + max(map(abs, values.values()))):
        raise Unsatisfied("Newton's method does not converge")
    _in_domain(point, values)
    return jacobian


def _in_domain(point: Sample, values: dict[DrawnEntry, float]) -> None:
    for key, value in values.items():
        domain = point.model.quantities[key[0]].domain
        if isinstance(domain, Interval) and domain != REAL:
            low = domain.low is None or value > domain.low
            high = domain.high is None or value < domain.high
            if not (low and high):
                raise Unsatisfied(f"{key[0]} leaves its domain on it")


def _place(point: Sample, values: dict[DrawnEntry, float]) -> None:
    """Gives the unknowns their values, and forgets what was worked out from others."""
    for key, value in values.items():
        ball = balls.ball(Fraction(value)) if balls.present() else value
        point.given[key] = (value, ball)
    point.surroundings.clear()


def _row(
    equation: Equation, env: Surroundings, unknowns: list[DrawnEntry]
) -> list[float]:
    row = []
    for name, indices in unknowns:
        inner, level = env.child(name, indices)
        row.append(real(tangent(equation(inner), level)))
    return row


def _enclose(point: Sample, equations: list[Equation], pivot: list[DrawnEntry]) -> None:
    """Balls for the pivots within which an exact solution lies; others stay exact."""
    if len(pivot) != len(equations):
        point.rough = True
        return
    for _ in range(REFINEMENTS):
        env = point.at(BALL)
        residual = [balls.middle(e(env)) for e in equations]
        jacobian = [_ball_row(e, env, pivot) for e in equations]
        middle = [[balls.middle(x) for x in row] for row in jacobian]
        step = solve(middle, residual)
        if step is None:
            raise Unsatisfied("the assumption is degenerate at the point")
        for key, s in zip(pivot, step, strict=True):
            value = balls.middle(point.given[key][1]) - balls.middle(s)
            point.given[key] = (point.given[key][0], value)
        point.surroundings.pop(BALL, None)
        if all(balls.tiny(s) for s in step):
            break
    _krawczyk(point, equations, pivot)


def _follow(point: Sample, dependent: list[Equation]) -> None:
    """Takes the point for a rough one where an equation left out does not follow."""
    if point.rough:
        return
    env = point.at(BALL)
    point.rough = not all(balls.plain(e(env)).contains(0) for e in dependent)


def _krawczyk(
    point: Sample, equations: list[Equation], pivot: list[DrawnEntry]
) -> None:
    env = point.at(BALL)
    residual = [e(env) for e in equations]
    middle = [[balls.middle(x) for x in _ball_row(e, env, pivot)] for e in equations]
    centre = [point.given[key][1] for key in pivot]
    for widening in range(1, 8):
        wide = [balls.widened(c, widening) for c in centre]
        for key, value in zip(pivot, wide, strict=True):
            point.given[key] = (point.given[key][0], value)
        point.surroundings.pop(BALL, None)
        env = point.at(BALL)
        spread = [_ball_row(e, env, pivot) for e in equations]
        enclosed = balls.krawczyk(centre, wide, residual, middle, spread, solve)
        if enclosed is not None:
            for key, value in zip(pivot, enclosed, strict=True):
                point.given[key] = (float(balls.middle(value)), value)
            point.surroundings.clear()
            return
    raise Unsatisfied("the point on it could not be enclosed")


def _ball_row(
    equation: Equation, env: Surroundings, pivot: list[DrawnEntry]
) -> list[Scalar]:
    row = []
    for name, indices in pivot:
        inner, level = env.child(name, indices)
        row.append(balls.plain(tangent(equation(inner), level)))
    return row
