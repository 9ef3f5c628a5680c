"""A quantity beside a decimal, which it has to round to at every point."""

from __future__ import annotations

from fractions import Fraction

from ..evaluation import FLOAT, OutOfDomain, Sampler, real
from ..expressions import NotUnderstood
from .claim import Claim, Verdict
from .outcomes import decimal, failure, nothing_compared
from .proportions import POINTS
from .trial import Difference, frames, ready


def rounded(claim: Claim, sampler: Sampler) -> Verdict:
    """The verdict on a quantity beside a decimal, which it has to round to."""
    right, left = decimal(claim.right), decimal(claim.left)
    printed = right or left
    if printed is None:
        raise NotUnderstood(
            r"\approx is read between a quantity and a rounded decimal; between two "
            "expressions write =, or state how far they may differ",
            claim.at,
        )
    number, digits = printed
    half = Fraction(1, 2 * 10**digits)
    low, high = number - half, number + half
    margin = 1e-13 * max(1.0, abs(float(number)))
    trial = ready(claim, sampler.machine)
    side = trial.left if right else trial.right
    for assignment in range(len(sampler.assignments)):
        for n in range(POINTS):
            point = sampler.point(assignment, n)
            point.operations = 0
            env = point.at(FLOAT)
            try:
                for frame in frames(trial, point):
                    if trial.truth is not None and not trial.truth(env, frame):
                        continue
                    value = real(side(env, frame))
                    trial.compared += 1
                    if not float(low) - margin <= value <= float(high) + margin:
                        a, b = value, float(number)
                        a, b = (a, b) if right else (b, a)
                        return failure(trial, Difference(point, frame, a, b))
            except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
                trial.trouble = str(trouble)
                continue
            trial.tried.append(point)
    if (nothing := nothing_compared(trial)) is not None:
        return nothing
    return Verdict("holds", points=len(trial.tried), values=trial.compared)
