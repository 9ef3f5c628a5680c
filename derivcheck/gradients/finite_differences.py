r"""The slopes of a function, measured, and how well each of them is known.

In: a `UserFunction` at its point x. Out: its slopes along directions, with their
errors, and the rounding noise of its values.

The slope of $f$ along a direction is measured by central differences over steps that
halve, extrapolated to step zero (Richardson; Ridders, "Accurate computation of F'(x)
and F'(x) F''(x)", Advances in Engineering Software 4, 1982). The extrapolation table
says how well the slope is known, and so does the rounding noise of $f$, which is
measured beforehand (the difference table of More and Wild, "Estimating computational
noise", SIAM J. Sci. Comput. 33, 2011). No tolerance is fixed in advance.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import pairwise

import numpy as np

from .user_function import Array, UserFunction

RUNGS = 20  # halvings of the step: from 1/4 to 5e-7 of an entry's size
QUICK = (2.0**-6, 2.0**-8, 2.0**-10)  # steps of a first attempt
MOST = 5  # steps of it, each a quarter of another
COLUMNS = 6  # of the extrapolation table; further ones only collect rounding
DOUBT = 8  # two numbers differ for certain when they do by this many estimated errors
NOISE_POINTS = 9  # along a line, from which the rounding noise is read


@dataclass(frozen=True)
class Slopes:
    """Slopes of f, all arrays of one shape: (m,) along one direction, (m, n) along n.

    value and error: the derivative; nan and infinite where it was not resolved.
    left, right and side_error: the slopes of the two sides.
    secant: how steep f is over the widest step, to compare with.
    """

    value: Array
    error: Array
    left: Array
    right: Array
    side_error: Array
    secant: Array

    def kinks(self) -> Array:
        """Where the slopes of the two sides differ for certain, as an array of bool."""
        gap = np.abs(self.right - self.left)
        size = np.maximum(np.abs(self.right), np.abs(self.left))
        seen = np.isfinite(self.side_error) & (gap > 1e-6 * size)
        return np.asarray(seen & (gap > DOUBT * self.side_error))

    def between(self, claimed: Array) -> Array:
        """Where a claim lies between the slopes of the two sides, up to their error."""
        slack = self.slack(claimed)
        low, high = np.minimum(self.left, self.right), np.maximum(self.left, self.right)
        return np.asarray((low - slack <= claimed) & (claimed <= high + slack))

    def slack(self, claimed: Array) -> Array:
        """How far outside of them a claim may lie, for rounding alone."""
        return np.asarray(DOUBT * self.side_error + 1e-9 * np.abs(claimed))


def entry_slopes(f: UserFunction, noise: Array, largest: float, fine: float) -> Slopes:
    """The slopes along every entry of x, (m, n).

    `noise` is that of f, (m,). Slopes known to the fraction `fine` of themselves or
    of `largest` will do.
    """
    found = [_entry_slopes(f, at, noise, largest, fine) for at in range(f.x.size)]
    return Slopes(
        *(
            np.stack([getattr(slopes, part.name) for slopes in found], axis=1)
            for part in fields(Slopes)
        )
    )


def _entry_slopes(
    f: UserFunction, at: int, noise: Array, largest: float, fine: float
) -> Slopes:
    """The slopes along one entry, (m,): wider or narrower steps if need be."""
    direction = np.zeros(f.x.shape)
    direction.flat[at] = 1
    sizes = entry_sizes(f.x)
    first = float(sizes.flat[at])
    slopes = slopes_along(f, direction, noise, first)
    for reach in (first * 2**10, first / 2**14, float(sizes.mean()), 1.0):
        known = slopes.error <= fine * np.fmax(largest, np.abs(slopes.value))
        if (known | slopes.kinks()).all():
            break
        slopes = _finer(slopes, slopes_along(f, direction, noise, reach))
    return slopes


def _finer(old: Slopes, new: Slopes) -> Slopes:
    """For each output the slope with the smaller error, unless the two disagree."""
    agree = np.abs(new.value - old.value) <= 4 * (new.error + old.error)
    take = (new.error < old.error) & (agree | ~np.isfinite(old.error))
    names = ("value", "error", "left", "right", "side_error")
    better: dict[str, Array] = {
        name: np.where(take, getattr(new, name), getattr(old, name)) for name in names
    }
    return replace(old, **better)


def slopes_along(
    f: UserFunction, direction: Array, noise: Array, reach: float = 1
) -> Slopes:
    """The slopes along a direction, (m,), in units of it.

    `direction` has the shape of x, `noise` is that of f, (m,). The widest step is a
    quarter of `reach` directions; it is halved up to the number of `RUNGS`.
    """
    steps = 0.25 / 2.0 ** np.arange(RUNGS)
    steps = reach * steps[steps >= 32 * np.finfo(f.x.dtype).eps]
    higher, lower = _side(f, steps, direction), _side(f, -steps, direction)
    return _slopes(f, steps, higher, lower, noise, 2)


def _slopes(
    f: UserFunction,
    steps: Array,
    ahead: tuple[Array, Array],
    behind: tuple[Array, Array],
    noise: Array,
    ratio: int,
) -> Slopes:
    """What values of f on both sides say, after steps of which each is 1 / `ratio`."""
    (higher, forth), (lower, back) = ahead, behind
    top = np.fmax(np.abs(higher), np.abs(lower))
    rounding = (noise + f.eps * top) / steps[:, None]
    value, error = _extrapolate((higher - lower) / (forth - back), rounding, ratio**2)
    right, right_error = _extrapolate((higher - f.value) / forth, 2 * rounding, ratio)
    left, left_error = _extrapolate((lower - f.value) / back, 2 * rounding, ratio)
    rise = np.fmax(np.abs(higher[0] - f.value), np.abs(lower[0] - f.value))
    secant = np.nan_to_num(rise / steps[0])
    return Slopes(value, error, left, right, left_error + right_error, secant)


def _side(f: UserFunction, steps: Array, direction: Array) -> tuple[Array, Array]:
    """The values of f after each step, (rungs, m), and the steps made, (rungs, 1).

    A step that is made ends at a rounded point, and is measured up to there.
    """
    at = np.unravel_index(direction.argmax(), direction.shape)
    if not direction[at] > 0:
        at = np.unravel_index(direction.argmin(), direction.shape)
    values, made = [], []
    for step in steps:
        x = (f.x + step * direction).astype(f.x.dtype, copy=False)
        values.append(f.near(x))
        made.append((float(x[at]) - float(f.x[at])) / float(direction[at]))
    return np.array(values), np.array(made)[:, None]


def _extrapolate(quotients: Array, rounding: Array, base: int) -> tuple[Array, Array]:
    """Difference quotients over shrinking steps, taken to step zero: values, errors.

    `quotients` and `rounding` are (rungs, m); the error of the quotients has the
    powers of `base` ** -rung: the ratio of steps for one-sided ones, its square for
    central ones. Of all estimates in the table the one with the smallest error is
    taken.
    """
    table, values, errors = quotients, [], []
    for column in range(1, min(COLUMNS, len(quotients))):
        finer = table[1:] + (table[1:] - table[:-1]) / (base**column - 1)
        spread = np.maximum(np.abs(finer - table[1:]), np.abs(finer - table[:-1]))
        error = spread + 2 * rounding[column:]
        sound = np.isfinite(error) & _settled(quotients, rounding, finer, error)
        values.append(finer)
        errors.append(np.where(sound, error, np.inf))
        table = finer
    all_values, all_errors = np.concatenate(values), np.concatenate(errors)
    best = all_errors.argmin(axis=0)[None]
    value = np.take_along_axis(all_values, best, axis=0)[0]
    error = np.take_along_axis(all_errors, best, axis=0)[0]
    return np.asarray(np.where(np.isfinite(error), value, np.nan)), np.asarray(error)


def _settled(quotients: Array, rounding: Array, finer: Array, error: Array) -> Array:
    """Whether the shorter steps bear out each estimate of a column, of its shape.

    An estimate that they contradict has converged to the wrong thing: they must be no
    further from it than they moved last, or half as much again. (At a jump, where
    quotients double, they are twice as far.)
    """
    rungs, column = len(quotients), len(quotients) - len(finer)
    changes = np.abs(np.diff(quotients, axis=0, prepend=np.nan))
    gaps = np.abs(quotients - finer[:, None])
    allowed = 4 * (error[:, None] + rounding) + 1.5 * changes
    shorter = np.arange(rungs) > np.arange(len(finer))[:, None] + column
    return np.asarray(((gaps <= allowed) | ~shorter[:, :, None]).all(axis=1))


def quick_slopes(
    f: UserFunction, direction: Array, noise: Array, enough: Array | float
) -> Slopes:
    """The slopes along a direction by six to ten values of f, as `slopes_along`.

    Steps are added until the error is at most `enough`: wider ones where rounding
    stands against narrower ones. The error is infinite where the two sides do not
    grow alike, as at a kink.
    """
    sides = {step: _pair(f, step, direction) for step in QUICK}
    while True:
        found = _by_pairs(f, sides, noise)
        if len(sides) == MOST or (found.error <= enough).all():
            return found
        rounding = (noise + f.eps * np.abs(f.value)) / min(sides)
        wider = (4 * rounding > enough).any()
        step = 4 * max(sides) if wider else min(sides) / 4
        sides[step] = _pair(f, step, direction)


def central_slope(f: UserFunction, x: Array, direction: Array) -> Array:
    """The slope at x, (m,), by six values of f that are always the same.

    So it changes with x as smoothly as f does, and has slopes itself.
    """
    table = [
        (f.near(x + step * direction) - f.near(x - step * direction)) / (2 * step)
        for step in QUICK
    ]
    for gain in (16, 256):
        table = [b + (b - a) / (gain - 1) for a, b in pairwise(table)]
    return np.asarray(table[0])


def _pair(f: UserFunction, step: float, direction: Array) -> tuple[Array, ...]:
    """The values of f a step ahead and behind, (1, m), and the steps made, (1, 1)."""
    steps = np.array([step])
    return *_side(f, steps, direction), *_side(f, -steps, direction)


def _by_pairs(
    f: UserFunction, sides: dict[float, tuple[Array, ...]], noise: Array
) -> Slopes:
    """What pairs of values say, whose steps are each a quarter of another."""
    steps = np.array(sorted(sides, reverse=True))
    parts = zip(*(sides[step] for step in steps), strict=True)
    higher, forth, lower, back = map(np.concatenate, parts)
    found = _slopes(f, steps, (higher, forth), (lower, back), noise, 4)
    bends = np.abs(higher - 2 * f.value + lower) / steps[:, None]
    rounding = 4 * (noise + f.eps * np.abs(f.value)) / steps[-1]
    bent = bends[-1] > np.maximum(rounding, 0.5 * bends[-2])
    return replace(found, error=np.where(bent, np.inf, found.error))


def rounding_noise(f: UserFunction, rng: np.random.Generator) -> Array:
    """The rounding noise of each output at x, (m,).

    Fourth differences of f over points that lie close together are noise alone.
    """
    line = max(2.0**-23, 8 * f.eps) * random_direction(f.x, rng)
    values = [f.value]
    for k in range(1, NOISE_POINTS):
        values.append(f.near((f.x + k * line).astype(f.x.dtype, copy=False)))
    differences = np.diff(values, n=4, axis=0)
    spread = 3 * np.sqrt((differences**2).mean(axis=0) / 70)
    last = f.eps * np.abs(f.value) + np.finfo(float).smallest_subnormal
    return np.asarray(np.fmax(np.nan_to_num(spread), last))


def random_direction(x: Array, rng: np.random.Generator) -> Array:
    """A direction in which each entry changes by about its size, of the shape of x."""
    size = np.abs(x.astype(np.float64, copy=False))
    if not size.all():
        size[size == 0] = size.mean() or 1.0
    size *= factors(x.shape, rng)
    return np.asarray(size)


def factors(shape: int | tuple[int, ...], rng: np.random.Generator) -> Array:
    """Random numbers between 0.5 and 1.5 in size, of either sign."""
    u = np.empty(shape)
    fill(u, np.empty(shape), rng)
    return u


def fill(u: Array, spare: Array, rng: np.random.Generator) -> None:
    """Fill u with such numbers; `spare` is room of the same shape."""
    rng.random(out=u)
    u *= 2
    u -= 1
    np.copysign(0.5, u, out=spare)
    u += spare


def length(v: Array) -> float:
    """The length of v, also where squares are too large or too small for numbers."""
    with np.errstate(over="ignore"):
        square = float(v @ v)
    if 1e-280 < square < np.inf:
        return float(np.sqrt(square))
    widest = max(float(v.max()), -float(v.min()))
    return widest * length(v / widest) if 0 < widest < np.inf else widest


def entry_sizes(x: Array) -> Array:
    """How large each entry is, as a power of two, so that steps are exact."""
    size = np.abs(x.astype(np.float64, copy=False))
    if not size.all():
        size[size == 0] = size.mean() or 1.0
    fraction, exponent = np.frexp(size)
    exponent -= fraction < np.sqrt(0.5)
    return np.ldexp(1.0, exponent)
