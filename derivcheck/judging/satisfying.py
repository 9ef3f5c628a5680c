"""A point -> the same point moved so that assumptions hold there: Newton, and balls."""

from __future__ import annotations

from fractions import Fraction

from ..evaluation import (
    BALL,
    COMPARE,
    FLOAT,
    Closure,
    DrawnEntry,
    Frame,
    Leaves,
    Sample,
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
from ..expressions import REAL, Interval
from ..models import Model
from .assigning import assign, assigned
from .claim import Claim, Unsatisfied
from .trial import frames, ready

STEPS = 40


REFINEMENTS = 12


MOST_UNKNOWNS = 60
TINIEST = 1e-100  # a slope below it is nothing in floats


def satisfy(point: Sample, claims: list[Claim]) -> None:
    """Moves the inputs of a point so that the claims are true there.

    Raises `Unsatisfied` where Newton's method does not get there.
    """
    given = assigned(point.model, claims)
    said = [one.claim for one in given]
    claims = [claim for claim in claims if claim not in said]
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
    for one in given:
        assign(point, one)
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
        left_out = [n for n in range(len(equations)) if n not in rows]
        flat = [n for n in left_out if all(abs(s) < TINIEST for s in jacobian[n])]
        if not _meets(point, [equations[n] for n in flat]):
            raise Unsatisfied("its sides are too small to tell apart")
        _follow(point, [equations[n] for n in left_out])


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
        names |= inputs_of(model, claim)
    found = []
    for key in point.drawn:
        quantity = model.quantities.get(key[0])
        if (
            key[0] in names
            and quantity is not None
            and isinstance(quantity.domain, Interval)
            and not quantity.definite
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
    point.rough = point.rough or not _meets(point, dependent)


def _meets(point: Sample, equations: list[Equation]) -> bool:
    """Whether equations may be true at a point, as far as balls tell."""
    env = point.at(BALL)
    return all(balls.plain(e(env)).contains(0) for e in equations)


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


def inputs_of(model: Model, claim: Claim) -> set[str]:
    """The inputs and labels on which both sides of a claim depend."""
    return model.inputs_of(claim.left) | model.inputs_of(claim.right)
