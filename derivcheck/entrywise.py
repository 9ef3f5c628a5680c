"""A claimed derivative judged entry by entry, and at a kink.

In: a problem. Out: a report. A small x without complex numbers, or at a kink, is
measured entry by entry (`comparison`), and once more by all entries together; where
the entries of a kink are too many for that, along random directions on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .comparison import Comparison, compare
from .findings import Entry, Report
from .functions import Array, Claim, rounding_of
from .mistakes import name_mistake
from .problem import Problem
from .projections import DIRECTIONS, Referee
from .slopes import DOUBT, slopes_along

# The coarsest relative error in one entry that must be seen in what is called right.
ENOUGH = {8: 1e-3, 4: 1e-2, 2: 1e-1}
BY_ENTRY = "central differences, extrapolated to step zero"
BY_DIRECTION = "central differences along random directions"


def entry_by_entry(problem: Problem, seed: int) -> Report:
    """The verdict on the entries one by one, then on all together."""
    derivative = problem.derivative or problem.claimed
    noise = rounding_of(problem.name, derivative, problem.f.x, problem.claimed)
    problem.calls += 2 * int(callable(derivative))
    claim = Claim(problem.name, problem.claimed, noise)
    c = compare(problem.f, claim, np.random.default_rng(seed))
    report = _one_by_one(problem, c)
    if report.verdict in ("right", "cannot tell"):
        report = _together(c, report, seed)
    return replace(report, method=BY_ENTRY)


def _one_by_one(problem: Problem, c: Comparison) -> Report:
    """The verdict on the entries one by one."""
    gap = np.abs(c.claimed - c.slopes.value)
    compared = ~c.kinks & np.isfinite(c.slopes.error)
    off = np.where(compared, gap, 0) / np.maximum(c.tolerance, np.finfo(float).tiny)
    order = np.argsort(-off, axis=None, kind="stable")
    wrong = tuple(_entry(problem, c, int(at)) for at in order if off.flat[at] > 1)
    resolution = c.resolution()
    if wrong:
        count, size, name = len(wrong), c.claimed.size, problem.name
        verb = "is" if count == 1 else "are"
        why = f"{count} of {size} entries of the {name} {verb} off"
        if size == 1:
            why = f"the {name} is not the slope of f"
        mistake = name_mistake(problem.to_repair(), _entry_differences(c, compared))
        return Report("wrong", why, wrong[0], wrong, mistake, resolution=resolution)
    if c.kinks.any():
        return _at_kink(problem, c)
    if resolution > c.enough:
        return _unresolved(problem, c)
    count = c.claimed.size
    agree = "the entry agrees" if count == 1 else f"all {count} entries agree"
    why = f"{agree} with the slopes of f"
    worst = _entry(problem, c, int(order[0]))
    return Report("right", why, worst, resolution=resolution)


def _entry_differences(c: Comparison, compared: Array) -> Callable[[Array], Array]:
    """What a repair leaves of the differences of the entries measured."""
    tolerance = np.maximum(c.tolerance, np.finfo(float).tiny)[compared]
    return lambda value: (value - c.slopes.value)[compared] / tolerance


def _at_kink(problem: Problem, c: Comparison) -> Report:
    """The report on slopes that differ from side to side."""
    kinks = [int(at) for at in np.flatnonzero(c.kinks)]
    low = np.minimum(c.slopes.left, c.slopes.right) - DOUBT * c.slopes.side_error
    high = np.maximum(c.slopes.left, c.slopes.right) + DOUBT * c.slopes.side_error
    inside = (low <= c.claimed) & (c.claimed <= high)
    outside = [at for at in kinks if not inside.flat[at]]
    at = (outside or kinks)[0]
    left, right = float(c.slopes.left.flat[at]), float(c.slopes.right.flat[at])
    entry = replace(_entry(problem, c, at), true=float("nan"))
    said = "outside of them" if outside else "between them, a subgradient"
    why = (
        f"f has no derivative along {entry.place}: its slope is "
        f"{left:.6g} on the left and {right:.6g} on the right; the claimed "
        f"{entry.claimed:.6g} lies {said}"
    )
    resolution = c.resolution()
    accepted = not outside and resolution <= c.enough
    return Report(
        "kink",
        why,
        entry,
        slopes=(left, right),
        subgradient=accepted,
        resolution=resolution,
    )


def _unresolved(problem: Problem, c: Comparison) -> Report:
    """The report on an entry whose slope is not known well enough."""
    at = int(c.tolerance.argmax())
    entry, resolution = _entry(problem, c, at), c.resolution()
    if resolution >= 1:
        why = (
            f"the slope along {entry.place} does not settle as the steps get shorter, "
            f"or f is not finite on both sides of x"
        )
        return Report("cannot tell", why)
    why = (
        f"an error of {entry.place} below {resolution:.0e} of the largest would not be "
        f"seen, for f carries a rounding noise of {c.noise.max():.0e}"
    )
    return Report("cannot tell", why, entry, resolution=resolution)


def _together(c: Comparison, report: Report, seed: int) -> Report:
    """The report, once the entries together give the slope in a random direction.

    Each may agree by itself at a point where f has a kink off the axes.
    """
    where = f"in a random direction (seed {seed})"
    kinks = c.along.kinks()
    if kinks.any():
        at = int(np.flatnonzero(kinks)[0])
        claimed = float(c.claimed[at] @ c.direction)
        left, right = float(c.along.left[at]), float(c.along.right[at])
        return _along_kink(where, left, right, claimed, report.resolution)
    if report.verdict != "right":
        return report
    allowed = DOUBT * c.along.error + c.tolerance @ np.abs(c.direction)
    gap = np.abs(c.claimed @ c.direction - c.along.value)
    if (gap <= allowed).all() and np.isfinite(allowed).all():
        return report
    why = f"the entries agree one by one, but their sum does not agree {where}"
    return replace(report, verdict="cannot tell", why=why)


def kinked(problem: Problem, seed: int, noise: Array) -> Report:
    """The report on a kink where entries are too many to be measured one by one.

    The claim is a subgradient when along each direction it lies between the slopes
    of the two sides.
    """
    referee = Referee(problem.f, problem.claimed, seed, noise=noise)
    where = f"in a random direction (seed {seed})"
    reports = [
        _side_by_side(problem, referee.direction(group, turn), noise, where)
        for group in referee.groups
        for turn in range(DIRECTIONS)
    ]
    resolution = max(report.resolution for report in reports)
    shown = next((report for report in reports if not report.subgradient), reports[0])
    accepted = bool(shown.subgradient and resolution <= ENOUGH[problem.f.precision])
    return replace(
        shown,
        subgradient=accepted,
        resolution=resolution,
        directions=DIRECTIONS,
        method=BY_DIRECTION,
    )


def _side_by_side(problem: Problem, v: Array, noise: Array, where: str) -> Report:
    """The slopes on both sides along v, for the output that shows most by them."""
    along = slopes_along(problem.f, v.reshape(problem.f.x.shape), noise)
    claimed = problem.claimed @ v
    slack = DOUBT * along.side_error + 1e-9 * np.abs(claimed)
    low, high = np.minimum(along.left, along.right), np.maximum(along.left, along.right)
    inside = (low - slack <= claimed) & (claimed <= high + slack)
    at = int(np.argmax(~inside)) if not inside.all() else int(np.argmax(high - low))
    terms = np.linalg.norm(problem.claimed[at] * v)
    typical = float(terms) / np.sqrt(np.count_nonzero(v))
    resolution = float(slack[at]) / typical if typical else 0.0
    left, right = float(along.left[at]), float(along.right[at])
    report = _along_kink(where, left, right, float(claimed[at]), resolution)
    return replace(report, subgradient=bool(inside.all()))


def _along_kink(
    where: str, left: float, right: float, claimed: float, resolution: float
) -> Report:
    """The report on a kink along a direction."""
    slack = 1e-6 * max(abs(left), abs(right))
    inside = min(left, right) - slack <= claimed <= max(left, right) + slack
    said = "between them, a subgradient" if inside else "outside of them"
    why = (
        f"f has no derivative {where}: its slope there is {left:.6g} on one side and "
        f"{right:.6g} on the other; the claimed {claimed:.6g} lies {said}"
    )
    return Report(
        "kink", why, slopes=(left, right), subgradient=inside, resolution=resolution
    )


def _entry(problem: Problem, c: Comparison, at: int) -> Entry:
    """The entry at a position of the flattened derivative."""
    row, column = divmod(at, problem.f.x.size)
    return problem.entry(
        row, column, float(c.claimed.flat[at]), float(c.slopes.value.flat[at])
    )
