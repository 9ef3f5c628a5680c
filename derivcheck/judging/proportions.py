"""Two sides in proportion: one ratio for all values of the indices of a point."""

from __future__ import annotations

from collections.abc import Iterator

from ..evaluation import FLOAT, Frame, Leaves, OutOfDomain, Sample, Sampler, real
from .claim import Verdict
from .comparison import AGREES, passed_over
from .outcomes import failure, notes
from .trial import Difference, Trial, frames

POINTS = 3
MOST_POINTS = 24


def proportional(trial: Trial, sampler: Sampler) -> Verdict:
    """The verdict on two sides that are in proportion."""
    if not trial.letters:
        return Verdict("vacuous", "any two numbers are in proportion")
    worst, longest = 0.0, 0
    for assignment in range(len(sampler.assignments)):
        good = 0
        for number in range(MOST_POINTS):
            point = sampler.point(assignment, number)
            point.operations = 0
            try:
                table = list(_table(trial, point))
            except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
                trial.trouble = str(trouble)
                continue
            found = _one_ratio(trial, point, table)
            if isinstance(found, Verdict):
                return found
            worst, longest = max(worst, found), max(longest, len(table))
            trial.tried.append(point)
            good += 1
            if good >= POINTS:
                break
    if not trial.tried:
        return Verdict("undecided", f"no point was found: {trial.trouble}")
    if longest < 2:
        return Verdict(
            "vacuous", "there is one value, and any two numbers are in proportion"
        )
    return Verdict(
        "holds", error=worst, points=len(trial.tried), values=trial.compared,
        notes=notes(trial),
    )  # fmt: skip  # one fact a word


def _table(trial: Trial, point: Sample) -> Iterator[tuple[Frame, float, float]]:
    env = point.at(FLOAT)
    for frame in frames(trial, point):
        try:
            if trial.truth is not None and not trial.truth(env, frame):
                continue
            left, right = real(trial.left(env, frame)), real(trial.right(env, frame))
        except Leaves as leaves:
            passed_over(trial, leaves)
            continue
        trial.compared += 1
        yield frame, left, right


def _one_ratio(
    trial: Trial, point: Sample, table: list[tuple[Frame, float, float]]
) -> Verdict | float:
    """The spread of the ratios at a point, or the verdict that they differ."""
    scale = max((max(abs(a), abs(b)) for _, a, b in table), default=0.0)
    kept = [(f, a, b) for f, a, b in table if max(abs(a), abs(b)) > AGREES * scale]
    if not kept:
        return 0.0
    frame, a0, b0 = max(kept, key=lambda row: abs(row[2]))
    worst = 0.0
    for other, a, b in kept:
        spread = abs(a * b0 - b * a0) / (abs(a * b0) + abs(b * a0) or 1.0)
        worst = max(worst, spread)
        if spread > AGREES:
            verdict = failure(trial, Difference(point, other, a, b))
            verdict.reason = "the ratio of the sides is not the same for all indices"
            return verdict
    if any(a for _, a, _ in kept) != any(b for _, _, b in kept):
        verdict = failure(trial, Difference(point, frame, a0, b0))
        verdict.reason = "one side is zero, the other is not"
        return verdict
    if a0 * b0 < 0:
        verdict = failure(trial, Difference(point, frame, a0, b0))
        verdict.reason = "the sides are in proportion, by a negative number"
        return verdict
    return worst
