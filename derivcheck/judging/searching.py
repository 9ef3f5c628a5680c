r"""A claim whose points show no difference -> points where one is likely.

Random points miss what is so in a narrow range. An inequality is tried where its sides
come nearest to each other (a grid over magnitudes of both signs, then the simplex of
Nelder and Mead 1965), a claim with branches on both sides of every threshold that is
found on a line through a point (by bisection).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction

from ..evaluation import DrawnEntry, Sample
from ..expressions import Interval
from .trial import Trial

Coordinates = tuple[float, ...]
Branches = frozenset[tuple[int, int]] | None  # None where a claim has no value
Margin = Callable[[Coordinates], float]

MOST_ENTRIES = 6  # that a search moves
ON_A_GRID = 2
AROUND = 3  # so many of the smallest are gone on from
STEPS = 160
SETTLED = 1e-14  # between the margins of all corners, where a search is at its end
FINE = tuple(10.0 ** (n / 8) for n in range(-24, 25))
COARSE = tuple(10.0 ** (n / 2) for n in range(-4, 5))
NICE = 12  # the largest denominator of a number that a minimum is likely to be at
NEAR_NICE = 1e-4
DISTANCE = 1e-2  # from a minimum to where the sides are apart again
APART = 1e-9
FINEST = 1e-6  # of its size, between the points on either side of a threshold
UNEVEN = 0.382  # so that a bisection does not come to numbers like zero
LINE = tuple(1.17 * 10.0 ** (n / 2) for n in range(-14, 7))  # no nice numbers


def movable(trial: Trial, point: Sample) -> list[DrawnEntry]:
    """The real entries of inputs on which a claim depends; none where they are many."""
    model = trial.model
    inputs = model.inputs_of(trial.claim.left) | model.inputs_of(trial.claim.right)
    inputs |= {name for name, _ in point.given}  # what assumptions tie to them
    found = sorted(key for key in point.drawn if key[0] in inputs)
    found = [key for key in found if _interval(trial, key) is not None]
    return found if len(found) <= MOST_ENTRIES else []


def _interval(trial: Trial, key: DrawnEntry) -> Interval | None:
    quantity = trial.model.quantities.get(key[0])
    if quantity is not None and quantity.definite:
        return None  # no entry of it moves by itself
    domain = Interval(None, None) if quantity is None else quantity.domain
    return domain if isinstance(domain, Interval) else None


def _inside(interval: Interval, value: float) -> bool:
    if not math.isfinite(value):
        return False
    exact = Fraction(value)
    return interval.holds(exact) or exact in interval.closed_ends()


def _on_grid(interval: Interval, magnitudes: tuple[float, ...]) -> list[float]:
    """Numbers of a domain, in order."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        many = len(magnitudes) + 1
        width = float(high - low)
        return [float(low) + width * (n - UNEVEN) / many for n in range(1, many)]
    if low is not None:
        return [float(low) + m for m in magnitudes]
    if high is not None:
        return [float(high) - m for m in reversed(magnitudes)]
    return [-m for m in reversed(magnitudes)] + [0.0, *magnitudes]


# --- where the sides come nearest to each other ----------------------------------


def lowest(
    trial: Trial, points: list[Sample], entries: list[DrawnEntry], margin: Margin
) -> Iterator[tuple[Coordinates, bool]]:
    """Where a margin is least, each with whether it is so much less than around."""
    intervals = [i for key in entries if (i := _interval(trial, key)) is not None]

    def bounded(values: Coordinates) -> float:
        if not all(map(_inside, intervals, values)):
            return math.inf
        return margin(values)

    if len(entries) <= ON_A_GRID:
        magnitudes = FINE if len(entries) == 1 else COARSE
        axes = [_on_grid(i, magnitudes) for i in intervals]
        starts = list(itertools.product(*axes))
    else:
        alike = [p for p in points if all(key in p.drawn for key in entries)]
        starts = [tuple(float(p.drawn[key]) for key in entries) for p in alike]
    ranked = sorted((bounded(values), values) for values in starts)
    taken: list[Coordinates] = []
    for least, values in ranked:
        if len(taken) == AROUND or not math.isfinite(least):
            break
        if any(_near(values, other) for other in taken):
            continue
        taken.append(values)
        found = _descended(bounded, values)
        if math.isfinite(bounded(_nice(found))):
            yield _nice(found), False
        yield found, _is_lowest(bounded, found)


def _near(one: Coordinates, other: Coordinates) -> bool:
    """Whether two starts are of one valley, as far as a step of the grid shows."""
    return all(
        abs(a - b) <= 0.5 * max(abs(a), abs(b)) for a, b in zip(one, other, strict=True)
    )


def _nice(values: Coordinates) -> Coordinates:
    """The same where they are close to numbers with small denominators."""
    found = []
    for value in values:
        nice = float(Fraction(value).limit_denominator(NICE))
        close = abs(nice - value) <= NEAR_NICE * max(1.0, abs(value))
        found.append(nice if close else value)
    return tuple(found)


def _is_lowest(margin: Margin, values: Coordinates) -> bool:
    """Whether the margin is greater on both sides, along some input."""
    least = margin(values)
    for number, value in enumerate(values):
        step = DISTANCE * max(1.0, abs(value))
        around = [
            margin((*values[:number], value + way * step, *values[number + 1 :]))
            for way in (1, -1)
        ]
        if all(math.isfinite(m) and m > least + APART for m in around):
            return True
    return False


def _descended(margin: Margin, start: Coordinates) -> Coordinates:
    """Where the simplex of Nelder and Mead comes to."""
    corners = [(margin(start), start)]
    for number, value in enumerate(start):
        step = 0.2 * abs(value) or 0.01
        moved = (*start[:number], value + step, *start[number + 1 :])
        corners.append((margin(moved), moved))
    for _ in range(STEPS):
        corners.sort()
        (best, _), (worst, last) = corners[0], corners[-1]
        if worst - best <= SETTLED:
            break
        middle = [
            sum(at) / len(start)
            for at in zip(*(c for _, c in corners[:-1]), strict=True)
        ]

        def along(
            t: float, middle: list[float] = middle, last: Coordinates = last
        ) -> Coordinates:
            return tuple(m + t * (m - x) for m, x in zip(middle, last, strict=True))

        turned = _at(margin, along(1.0))
        if turned[0] < best:
            corners[-1] = min(turned, _at(margin, along(2.0)))
            continue
        if turned[0] < corners[-2][0]:
            corners[-1] = turned
            continue
        inner = _at(margin, along(-0.5))
        if inner[0] < worst:
            corners[-1] = inner
            continue
        first = corners[0][1]
        corners = [corners[0]] + [
            _at(margin, tuple((a + b) / 2 for a, b in zip(first, c, strict=True)))
            for _, c in corners[1:]
        ]
    return min(corners)[1]


def _along(middle: Coordinates, last: Coordinates, far: float) -> Coordinates:
    """The worst corner turned over about the middle of the others, so far."""
    return tuple(m + far * (m - x) for m, x in zip(middle, last, strict=True))


def _at(margin: Margin, values: Coordinates) -> tuple[float, Coordinates]:
    return margin(values), values


# --- both sides of every threshold -------------------------------------------------


def lines(trial: Trial, point: Sample) -> Iterator[tuple[DrawnEntry, list[float]]]:
    """Each real input on which a claim depends, with the numbers it is moved to."""
    for key in movable(trial, point):
        interval = _interval(trial, key)
        if interval is not None:
            yield key, [value for value in _on_grid(interval, LINE) if value]


def cross_thresholds(
    values: list[float], visit: Callable[[float], Branches]
) -> Iterator[float]:
    """Visits numbers in order, and both sides of each threshold between them.

    Gives the thresholds that are numbers with small denominators.
    """
    seen = [(value, visit(value)) for value in values]
    for one, other in itertools.pairwise(seen):
        for found in _between(one, other, visit):
            (nice,) = _nice((found,))
            if nice != found:
                yield nice


def _between(
    one: tuple[float, Branches],
    other: tuple[float, Branches],
    visit: Callable[[float], Branches],
) -> Iterator[float]:
    """Bisects; a third kind of branches between two parts what is left."""
    if None in (one[1], other[1]):
        return
    differ = one[1] != other[1]
    while one[1] != other[1] and _are_apart(one[0], other[0]):
        value = one[0] + UNEVEN * (other[0] - one[0])
        branches = visit(value)
        if branches is None:
            return
        if branches == one[1]:
            one = value, branches
        elif branches == other[1]:
            other = value, branches
        else:
            yield from _between(one, (value, branches), visit)
            one = value, branches
    if differ:
        yield (one[0] + other[0]) / 2


def _are_apart(one: float, other: float) -> bool:
    return abs(one - other) > FINEST * max(abs(one), abs(other))
