"""A claim with branches -> its verdict at points round its thresholds, and on them.

Both sides of each threshold are found along lines. A claim that is false on a threshold
alone is undecided: a page that means all other values need not have said so.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from functools import partial

from ..evaluation import TIED, DrawnEntry, Sample, Sampler
from ..expressions import NotUnderstood
from .claim import Unsatisfied, Verdict
from .searching import Branches, cross_thresholds, lines
from .trial import Trial

Trying = Callable[[Sample], Verdict | bool]

TIES = 12
ON_A_THRESHOLD = (
    "this is false where two numbers that it compares are equal, as at {}; if that is "
    "not meant, write for which values it is claimed"
)


def at_thresholds(trial: Trial, sampler: Sampler, attempt: Trying) -> Verdict | None:
    """Tries a claim on both sides of each threshold along a line, then on them."""
    start = (*trial.made, *trial.tried)[0]
    met = {site for site, _ in (*trial.sites, *trial.quiet)}  # none of assumptions
    failures: list[Verdict] = []

    def visit(key: DrawnEntry, value: float) -> Branches:
        if failures:
            return None
        try:
            point = sampler.beside(start, {key: Fraction(value)})
        except Unsatisfied:
            return None
        found = attempt(point)
        trial.unsure = None
        if isinstance(found, Verdict):
            failures.append(found)
        branches = frozenset(visit for visit in point.visited if visit[0] in met)
        return branches if found else None

    ties: list[Sample] = []
    for key, values in lines(trial, start):
        for value in cross_thresholds(values, partial(visit, key)):
            with suppress(Unsatisfied):
                point = sampler.beside(start, {key: Fraction(value)})
                point.placing = TIED
                ties.append(point)
    if failures:
        return failures[0]
    own = {site for site, _ in trial.sites} - trial.conditional
    if not (own and trial.compared):
        return None
    return _on_thresholds(trial, sampler, attempt, ties)


def _on_thresholds(
    trial: Trial, sampler: Sampler, attempt: Trying, ties: list[Sample]
) -> Verdict | None:
    """Undecided where a claim is false at a point on a threshold."""
    with suppress(Unsatisfied):
        ties += [sampler.point(0, number, TIED) for number in range(TIES)]
    for point in ties:
        try:
            found = attempt(point)
        except (NotUnderstood, Unsatisfied):
            continue  # two rows of cases may meet there
        trial.unsure = None
        if isinstance(found, Verdict):
            told = (found.counterexample or {}).get("inputs")
            assert isinstance(told, dict)
            at = ", ".join(f"{name} = {value:g}" for name, value in told.items())
            return Verdict("undecided", ON_A_THRESHOLD.format(at))
    return None
