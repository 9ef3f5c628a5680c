"""A claim in half precision: judged in double precision, by its own rounding, or not.

In: a problem. Out: a report. Numbers of half precision have three digits: slopes of
what computes with them are not known. Where f takes double precision it is asked in
that, and so is the formula of the derivative; of a derivative that has three digits
whatever it is given, each entry is held against the slope by itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .complex_step import complex_slope, try_complex
from .finite_differences import (
    DOUBT,
    entry_slopes,
    random_direction,
    rounding_noise,
)
from .judging import SMALL, judge
from .problem import Problem
from .report import DerivativeEntry, Report
from .user_function import Array, NotCarried, UserFunction

HALF = 2  # bytes of such a number
MOST = 1024  # entries of x of which each is asked by itself
ROUNDED = 32  # units in the last place that an entry may be off
CANCELLED = 4  # the same of the largest entry: what terms lose that cancel
PLAIN = 0.05  # of the largest entry: off by so much an entry is wrong
FINER = "compute it in float32 or float64"


def judge_by_precision(problem: Problem, seed: int) -> Report:
    """The verdict on a claim; where half precision is at work, in double."""
    f = problem.f
    if min(f.precision, problem.claimed.dtype.itemsize) > HALF:
        return judge(problem, seed)
    if not (np.isfinite(f.value).all() and np.isfinite(problem.claimed).all()):
        return judge(problem, seed)
    finer = UserFunction(f.f, f.x.astype(np.float64), f.vector)
    if finer.precision <= HALF:
        why = f"f returns half precision, which hides its slopes: {FINER}"
        report = Report("cannot tell", why)
    else:
        report = _in_double(problem, finer, seed)
    calls = f.calls + finer.calls + problem.calls
    return replace(report, evaluations=calls)


def _in_double(problem: Problem, f: UserFunction, seed: int) -> Report:
    """The verdict on the formula where it takes double precision, else by entries."""
    if problem.derivative is not None:
        problem.calls += 1
        claimed = problem.derivative(f.x).reshape(problem.claimed.shape)
        if claimed.dtype.itemsize > HALF:
            promoted = Problem(
                problem.name, f, claimed, problem.layout, problem.derivative
            )
            report = judge(promoted, seed)
            problem.calls += promoted.calls
            off = np.abs(claimed - problem.claimed.astype(np.float64))
            return _said(problem, report, off, np.abs(claimed).max())
    with np.errstate(all="ignore"):
        return _by_entries(problem, f, seed)


def _said(problem: Problem, report: Report, off: Array, largest: float) -> Report:
    """The report on a formula, and where it loses its digits in half precision."""
    method = f"{report.method}, in double precision"
    least = CANCELLED * float(np.finfo(np.float16).eps)
    hidden = all(
        abs(e.claimed - e.true) <= least * (abs(e.true) + largest) for e in report.wrong
    )
    if report.wrong and hidden:
        why = (
            f"{report.why}, but by no more than half precision rounds, which the "
            f"{problem.name} may do inside: {FINER}"
        )
        return replace(
            report, verdict="cannot tell", why=why, mistake="", method=method
        )
    if report.verdict != "right" or off.max() <= PLAIN * largest:
        return replace(report, method=method)
    row, column = divmod(int(off.argmax()), problem.f.x.size)
    place = problem.entry(row, column, 0, 0).place
    why = (
        f"{report.why} in double precision; in half precision {place} loses its digits"
    )
    return replace(report, verdict="cannot tell", why=why, method=method)


def _by_entries(problem: Problem, f: UserFunction, seed: int) -> Report:
    """Each entry of a claim in half precision beside its slope."""
    name, claimed = problem.name, problem.claimed.astype(np.float64)
    measured = _slopes(f, float(np.abs(claimed).max()), seed)
    if measured is None:
        return Report("cannot tell", f"the {name} is in half precision: {FINER}")
    slopes, error = measured
    eps = float(np.finfo(np.float16).eps)
    largest = float(max(np.abs(claimed).max(), np.abs(slopes).max()))
    tolerance = eps * (ROUNDED * np.abs(claimed) + CANCELLED * largest) + error
    gap = np.abs(claimed - slopes)
    order = np.argsort(-gap, axis=None, kind="stable")
    entries = [_entry(problem, slopes, int(at)) for at in order]
    resolution = float(tolerance.max() / largest) if largest else float("inf")
    base = Report(
        "right",
        f"all {claimed.size} entries agree with the slopes of f, as far as half "
        f"precision tells",
        entries[0],
        resolution=resolution,
        method="entry by entry, in half precision",
    )
    off = [
        e
        for e, at in zip(entries, order, strict=True)
        if gap.flat[at] > tolerance.flat[at]
    ]
    if not off and resolution <= PLAIN:
        return base
    plain = tuple(e for e in off if abs(e.claimed - e.true) > PLAIN * largest)
    if plain:
        verb = "is" if len(plain) == 1 else "are"
        why = f"{len(plain)} of {claimed.size} entries of the {name} {verb} off"
        return replace(base, verdict="wrong", why=why, wrong=plain)
    why = (
        f"the {name} is in half precision, whose rounding may explain how far "
        f"{entries[0].place} is off: {FINER}"
    )
    return replace(base, verdict="cannot tell", why=why)


def _entry(problem: Problem, slopes: Array, at: int) -> DerivativeEntry:
    """The entry at a position of the flattened derivative."""
    row, column = divmod(at, problem.f.x.size)
    values = float(problem.claimed.flat[at]), float(slopes.flat[at])
    return problem.entry(row, column, *values)


def _slopes(f: UserFunction, largest: float, seed: int) -> tuple[Array, Array] | None:
    """The slopes along every entry, (m, n), with their errors; None if not known."""
    rng, n = np.random.default_rng(seed), f.x.size
    if n > MOST:
        return None
    try:
        if not try_complex(f, random_direction(f.x, rng)).any():
            rows = [complex_slope(f, f.x, one.reshape(f.x.shape)) for one in np.eye(n)]
            found = np.stack(rows, axis=1)
            return found, np.zeros_like(found)
    except NotCarried:
        pass
    if n > SMALL:
        return None
    real = entry_slopes(f, rounding_noise(f, rng), largest, 1e-3)
    known = np.isfinite(real.error).all() and not real.kinks().any()
    return (real.value, DOUBT * real.error) if known else None
