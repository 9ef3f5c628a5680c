"""A claimed derivative judged: right, wrong, a kink, or not to be told.

In: a problem. Out: a report. Both sides are held together along a few random
directions (`random_directions`), by complex steps where f carries complex numbers
(`complex_step`), by real differences where not. A difference counts when it is larger
than several times what rounding was measured to do to it: no tolerance is fixed in
advance, and scaling f or x changes no verdict. What was not resolved is never called
right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .complex_step import confirmed, try_complex
from .entrywise import BY_DIRECTION, ENOUGH, entry_by_entry, kinked
from .finite_differences import entry_sizes, random_direction, rounding_noise
from .known_mistakes import ask_of_iteration, name_before_softmax, name_mistake
from .problem import Problem
from .random_directions import DIRECTIONS, Kinked, Projected, Referee
from .report import LISTED, DerivativeEntry, Report
from .user_function import Array, NotCarried
from .wrong_entries import Search, closer

SMALL = 64  # entries of x up to which a wrong derivative is listed entry by entry
WIDESPREAD = 8  # wrong parts from which on single entries are no longer searched
FEW = 4  # the same where all entries may be listed
BY_COMPLEX_STEP = "complex steps along random directions"


def judge(problem: Problem, seed: int) -> Report:
    """The verdict on a claim, by the surest method that f allows."""
    report = _not_finite(problem)
    if report is None:
        with np.errstate(all="ignore"):  # numbers that overflow resolve nothing
            report = _measured(problem, seed)
    if report.verdict == "wrong" and not report.mistake:
        values = [(entry.claimed, entry.true) for entry in report.wrong]
        asked = ask_of_iteration(problem.claimed, values)
        report = replace(report, mistake=asked)
    return replace(report, evaluations=problem.f.calls + problem.calls)


def _not_finite(problem: Problem) -> Report | None:
    """The report on an infinity or a nan at x itself, where there is one."""
    f, claimed = problem.f, problem.claimed
    bad = np.flatnonzero(~np.isfinite(f.value))
    if bad.size:
        place = f"f(x)[{bad[0]}]" if f.vector else "f(x)"
        why = f"{place} is {f.value[bad[0]]}, not a finite number"
        return Report("cannot tell", why)
    bad = np.flatnonzero(~np.isfinite(claimed))
    if bad.size:
        row, column = divmod(int(bad[0]), f.x.size)
        value = float(claimed[row, column])
        place = problem.entry(row, column, value, value).place
        why = f"{place} of the {problem.name} is {value}, not a finite number"
        return Report("cannot tell", why)
    return None


def _measured(problem: Problem, seed: int) -> Report:
    f = problem.f
    if problem.of_slopes:
        report = _by_differences(problem, seed)
        method = f"{report.method}, of slopes of f by {problem.of_slopes}"
        return replace(report, method=method)
    try:
        kink = try_complex(f, random_direction(f.x, np.random.default_rng(seed)))
        if not kink.any():
            return _projected(
                problem, Referee(f, problem.claimed, seed, moved=problem.moved(seed))
            )
        why = ""
    except NotCarried as error:
        why = f"; no complex steps, for with complex numbers {error}"
    report = _by_differences(problem, seed)
    return replace(report, method=report.method + why)


def _by_differences(problem: Problem, seed: int) -> Report:
    """The verdict by real differences, entry by entry where there are few."""
    f = problem.f
    noise = rounding_noise(f, np.random.default_rng(seed))
    small = f.x.size <= SMALL
    try:
        report = _projected(problem, Referee(f, problem.claimed, seed, noise=noise))
    except Kinked:
        return entry_by_entry(problem, seed) if small else kinked(problem, seed, noise)
    if not small or report.wrong or report.verdict == "right":
        return report
    report = entry_by_entry(problem, seed)
    if report.verdict != "kink":
        return report
    why = f"{report.why}; but along a random direction there is no kink to be seen"
    return replace(report, verdict="cannot tell", subgradient=False, why=why)


# Along random directions


def _projected(problem: Problem, referee: Referee) -> Report:
    """The verdict on a claim along the directions of a referee."""
    found = _asked(referee)
    resolution = max(one.resolution for one in found)
    method = BY_COMPLEX_STEP if referee.noise is None else BY_DIRECTION
    base = Report(
        "right",
        _agreement(problem, len(found)),
        resolution=resolution,
        down_to=referee.down_to,
        directions=DIRECTIONS,
        method=method,
    )
    if not all(np.isfinite(one.measured).all() for one in found):
        why = "the slope along a random direction is not finite, or does not settle"
        return Report("cannot tell", why, method=method)
    if any(one.wrong.any() for one in found):
        return _wrong(problem, referee, found, base)
    enough = ENOUGH[min(problem.f.precision, problem.claimed.dtype.itemsize)]
    if resolution <= enough:
        return base
    why = (
        f"a relative error below {resolution:.0e} in an entry would not be seen, for "
        f"rounding hides it"
    )
    if not np.isfinite(resolution):
        why = "f and its slopes are too small or too large for numbers to hold them"
    return replace(base, verdict="cannot tell", why=why)


def _asked(referee: Referee) -> list[Projected]:
    """All directions, and those of groups that are looked at more closely."""
    found = []
    for group in referee.groups:
        turns = referee.turns(group, DIRECTIONS)
        found += turns
        doubtful = any(one.doubtful for one in turns)
        if doubtful and not any(one.wrong.any() for one in turns):
            found += closer(referee, turns)
    return found


def _agreement(problem: Problem, directions: int) -> str:
    count = problem.claimed.size
    entries = "the entry agrees" if count == 1 else f"all {count} entries agree"
    return f"{entries} with the slopes of f along {directions} random directions"


def _wrong(
    problem: Problem, referee: Referee, found: list[Projected], base: Report
) -> Report:
    """The report on a claim that is wrong along a direction: where, and how."""
    wrong, all_of_them = _wrong_entries(problem, referee, found)
    mistake = name_mistake(problem.to_repair(), _differences(referee, found))
    if not mistake and len(wrong) > 1:
        mistake = _of_layer(problem, referee)
    size, name = problem.claimed.size, problem.name
    count = len(wrong)
    if size == 1:
        why = f"the {name} is not the slope of f"
    elif all_of_them:
        verb = "is" if count == 1 else "are"
        why = f"{count} of {size} entries of the {name} {verb} off"
    else:
        why = f"many of the {size} entries of the {name} are off"
    worst = wrong[0] if wrong else None
    return replace(
        base, verdict="wrong", why=why, worst=worst, wrong=wrong, mistake=mistake
    )


def _of_layer(problem: Problem, referee: Referee) -> str:
    """The mistake in a layer, where slopes are known well enough to see it."""
    if referee.noise is not None or problem.f.vector or problem.f.precision < 8:
        return ""
    return name_before_softmax(problem.to_repair(), lambda v: referee.slope(v)[0][0])


def _wrong_entries(
    problem: Problem, referee: Referee, found: list[Projected]
) -> tuple[tuple[DerivativeEntry, ...], bool]:
    """The wrong entries, the worst first, and whether they are all that there are.

    NotCarried when a real difference does not bear out the worst.
    """
    measured: list[tuple[int, int, float, float]] = []
    complete = True
    for number in dict.fromkeys(one.group.number for one in found if one.wrong.any()):
        turns = [one for one in found if one.group.number == number]
        singles, all_of_them = _singles(problem, referee, turns)
        complete = complete and all_of_them
        for one in singles:
            column = int(one.group.at[0])
            for row in np.flatnonzero(one.wrong):
                values = float(one.claimed[row]), float(one.measured[row])
                measured.append((int(row), column, *values))
    measured.sort(key=lambda one: -abs(one[2] - one[3]))
    if measured and referee.noise is None and not _sure(problem, *measured[0]):
        raise NotCarried("some imaginary part is lost")
    return tuple(problem.entry(*one) for one in measured), complete


def _singles(
    problem: Problem, referee: Referee, turns: list[Projected]
) -> tuple[list[Projected], bool]:
    """Entries of a wrong group by themselves; whether no others are wrong.

    Where the search for them does not end, all of a few, or the largest of many.
    """
    few = problem.f.x.size <= SMALL
    search = Search(referee, turns)
    singles, complete = search.entries(FEW if few else WIDESPREAD)
    if complete:
        return singles, True
    columns = at = turns[0].group.at
    if not few:
        size = np.abs(referee.claimed[:, at]).max(axis=0)
        columns = at[np.argsort(-size)[:LISTED]]
    return [search.entry(int(column)) for column in columns], few


def _sure(problem: Problem, row: int, column: int, claimed: float, true: float) -> bool:
    """Whether a real difference bears out what was measured of an entry."""
    v = np.zeros(problem.f.x.size)
    v[column] = entry_sizes(problem.f.x).reshape(-1)[column]
    sides = np.full((2, problem.f.value.size), np.nan)
    sides[:, row] = true * v[column], claimed * v[column]
    return confirmed(problem.f, v.reshape(problem.f.x.shape), *sides)


def _differences(referee: Referee, found: list[Projected]) -> Callable[[Array], Array]:
    """What a repair leaves of the differences along the directions asked."""

    def differences(value: Array) -> Array:
        rows = []
        for one in found:
            v = referee.direction(one.group, one.turn)
            rows.append((value @ v - one.measured) / one.tolerance)
        return np.concatenate(rows)

    return differences
