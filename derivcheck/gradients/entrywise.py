"""A claimed derivative judged entry by entry, and at a kink.

In: a problem. Out: a report. A small x without complex numbers, or at a kink, is
measured entry by entry (`comparison`), and once more by all entries together; where
the entries of a kink are too many for that, along random directions on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .finite_differences import (
    DOUBT,
    Slopes,
    entry_sizes,
    entry_slopes,
    length,
    random_direction,
    rounding_noise,
    slopes_along,
)
from .known_mistakes import name_mistake
from .problem import Problem
from .random_directions import DIRECTIONS, Referee
from .report import DerivativeEntry, Report
from .user_function import Array, UserFunction, rounding_of

# The coarsest relative error in one entry that must be seen in what is called right.
ENOUGH = {8: 1e-3, 4: 1e-2, 2: 1e-1}
BY_ENTRY = "central differences, extrapolated to step zero"
BY_DIRECTION = "central differences along random directions"


def entry_by_entry(problem: Problem, seed: int) -> Report:
    """The verdict on the entries one by one, then on all together."""
    noise = rounding_of(problem.derivative, problem.f.x, problem.claimed)
    problem.calls += 2 * int(problem.derivative is not None)
    c = compare(problem.f, problem.claimed, noise, np.random.default_rng(seed))
    report = _one_by_one(problem, c)
    if report.verdict in ("right", "cannot tell"):
        report = _together(c, report, seed)
    return replace(report, method=BY_ENTRY)


def _one_by_one(problem: Problem, c: SlopeComparison) -> Report:
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


def _entry_differences(c: SlopeComparison, compared: Array) -> Callable[[Array], Array]:
    """What a repair leaves of the differences of the entries measured."""
    tolerance = np.maximum(c.tolerance, np.finfo(float).tiny)[compared]
    return lambda value: (value - c.slopes.value)[compared] / tolerance


def _at_kink(problem: Problem, c: SlopeComparison) -> Report:
    """The report on slopes that differ from side to side."""
    kinks = [int(at) for at in np.flatnonzero(c.kinks)]
    inside = c.slopes.between(c.claimed)
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
    kink = Report(
        "kink",
        why,
        entry,
        slopes=(left, right),
        subgradient=not outside,
        resolution=resolution,
    )
    return _accepted(kink, resolution <= c.enough)


def _unresolved(problem: Problem, c: SlopeComparison) -> Report:
    """The report on an entry whose slope is not known well enough."""
    at = int(c.tolerance.argmax())
    entry, resolution = _entry(problem, c, at), c.resolution()
    if resolution >= 1:
        why = (
            f"the slope along {entry.place} does not settle as the steps get shorter: "
            f"rounding hides it, or f is not finite on both sides of x"
        )
        return Report("cannot tell", why)
    why = (
        f"an error of {entry.place} below {resolution:.0e} of the largest would not be "
        f"seen, for f carries a rounding noise of {c.noise.max():.0e}"
    )
    return Report("cannot tell", why, entry, resolution=resolution)


def _together(c: SlopeComparison, report: Report, seed: int) -> Report:
    """The report, once the entries together give the slope in a random direction.

    Each may agree by itself at a point where f has a kink off the axes.
    """
    where = f"in a random direction (seed {seed})"
    claimed, resolved = c.claimed @ c.direction, report.verdict == "right"
    if c.along.kinks().any():
        kink = _along_kink(where, c.along, claimed, report.resolution)
        return _accepted(kink, resolved)
    if not resolved:
        return report
    allowed = DOUBT * c.along.error + c.tolerance @ np.abs(c.direction)
    gap = np.abs(claimed - c.along.value)
    if (gap <= allowed).all() and np.isfinite(allowed).all():
        return report
    why = f"the entries agree one by one, but their sum does not agree {where}"
    return replace(report, verdict="cannot tell", why=why)


def kinked(problem: Problem, seed: int, noise: Array) -> Report:
    """The report on a kink where entries are too many to be measured one by one.

    The claim is a subgradient when along each direction it lies between the slopes
    of the two sides. An error less than they lie apart is not seen there.
    """
    referee = Referee(problem.f, problem.claimed, seed, noise=noise)
    where = f"in a random direction (seed {seed})"
    sides = [
        _side_by_side(problem, referee.direction(group, turn), noise, where)
        for group in referee.groups
        for turn in range(DIRECTIONS)
    ]
    reports, slacks = zip(*sides, strict=True)
    resolution = max(report.resolution for report in reports)
    shown = max(reports, key=lambda one: (not one.subgradient, _bend(one)))
    shown = replace(
        shown, resolution=resolution, directions=DIRECTIONS, method=BY_DIRECTION
    )
    return _accepted(shown, max(slacks) <= ENOUGH[problem.f.precision])


def _side_by_side(
    problem: Problem, v: Array, noise: Array, where: str
) -> tuple[Report, float]:
    """The report on the slopes on both sides along v, and how well they are known."""
    along = slopes_along(problem.f, v.reshape(problem.f.x.shape), noise)
    claimed = problem.claimed @ v
    terms = np.array([length(row * v) for row in problem.claimed])
    around = np.abs(problem.claimed).max(axis=1) * length(v)
    steep = np.maximum(np.abs(along.left), np.abs(along.right))
    typical = terms / np.sqrt(np.count_nonzero(v))
    for instead in (around, steep):  # where zero is claimed for all that v moves
        typical = np.where(typical > 0, typical, instead)
    typical[typical == 0] = np.inf  # f is flat, and said to be
    slack = along.slack(claimed)
    hidden = np.abs(along.right - along.left) + slack
    report = _along_kink(where, along, claimed, float((hidden / typical).max()))
    return report, float((slack / typical).max())


def _along_kink(where: str, along: Slopes, claimed: Array, resolution: float) -> Report:
    """The report on a kink along a direction, for the output that shows most by it."""
    inside = along.between(claimed)
    at = int(np.where(inside, np.abs(along.right - along.left), np.inf).argmax())
    left, right = float(along.left[at]), float(along.right[at])
    said = "between them, a subgradient" if inside[at] else "outside of them"
    why = (
        f"f has no derivative {where}: its slope there is {left:.6g} on one side and "
        f"{right:.6g} on the other; the claimed {claimed[at]:.6g} lies {said}"
    )
    accepted = bool(inside.all())
    return Report(
        "kink", why, slopes=(left, right), subgradient=accepted, resolution=resolution
    )


def _accepted(kink: Report, resolved: bool) -> Report:
    """A subgradient, where all else that is claimed was resolved."""
    if resolved or not kink.subgradient:
        return kink
    why = f"{kink.why}; but errors below {kink.resolution:.0e} would not be seen"
    return replace(kink, subgradient=False, why=why)


def _bend(report: Report) -> float:
    """How far the slopes of the two sides lie apart."""
    left, right = report.slopes or (0.0, 0.0)
    return abs(right - left)


def _entry(problem: Problem, c: SlopeComparison, at: int) -> DerivativeEntry:
    """The entry at a position of the flattened derivative."""
    row, column = divmod(at, problem.f.x.size)
    return problem.entry(
        row, column, float(c.claimed.flat[at]), float(c.slopes.value.flat[at])
    )


# The coarsest resolution with which a derivative is still called right, by the
# size in bytes of the numbers computed with: double, single, half precision.
FINE_ENOUGH = {8: 1e-6, 4: 1e-3, 2: 1e-2}


@dataclass(frozen=True)
class SlopeComparison:
    """A claim beside what was found about f at x.

    claimed, tolerance and kinks are (m, n), as the arrays of `slopes` are: a row for
    each output, a column for each entry of x. `along` holds the slopes in a random
    `direction`, (n,), and `noise` is that of f, (m,). Errors are compared with
    `scale`; `enough` is the coarsest resolution that is called right.
    """

    claimed: Array
    slopes: Slopes
    tolerance: Array
    kinks: Array
    direction: Array
    along: Slopes
    noise: Array
    scale: float
    enough: float

    def resolution(self) -> float:
        """The error that would be seen in every entry, relative to the largest."""
        seen = float(np.where(self.kinks, 0, self.tolerance).max())
        if seen == 0:
            return 0.0
        return max(seen / self.scale, 2.0**-52) if self.scale > 0 else float("inf")


def compare(
    f: UserFunction, claimed: Array, rounding: Array, rng: np.random.Generator
) -> SlopeComparison:
    """Measure the slopes along every entry of x and in a random direction.

    `rounding` says how far rounding alone may move the claim; both are (m, n).
    """
    noise = rounding_noise(f, rng)
    direction = random_direction(f.x, rng)
    along = slopes_along(f, direction, noise)
    enough = FINE_ENOUGH[min(f.precision, claimed.dtype.itemsize)]
    largest = float(np.abs(claimed).max())
    slopes = entry_slopes(f, noise, largest, enough / 100)
    around = float(along.secant.max() / np.abs(direction).max())
    flat = float(np.abs(f.value).max() / entry_sizes(f.x).max())
    return SlopeComparison(
        claimed=claimed,
        slopes=slopes,
        tolerance=DOUBT * slopes.error + rounding,
        kinks=slopes.kinks(),
        direction=direction.reshape(-1),
        along=along,
        noise=noise,
        scale=_scale(largest, slopes, around, flat),
        enough=enough,
    )


def _scale(largest: float, slopes: Slopes, around: float, flat: float) -> float:
    """The size that errors are compared with: that of the `largest` entry.

    Where no entry can be told from zero it is the steepest slope `around` x; where
    f does not change at all, and none is claimed to do so, its value over the size of
    x, `flat`.
    """
    error = np.where(np.isfinite(slopes.error), slopes.error, 0)
    size = np.where(np.isfinite(slopes.error), np.abs(slopes.value), 0)
    unsure = DOUBT * float(error.max())
    scale = max(largest, float(np.where(size > DOUBT * error, size, 0).max()))
    for instead in (max(around, float(slopes.secant.max())), flat * (largest == 0)):
        if scale <= unsure:
            scale = max(scale, instead)
    return scale
