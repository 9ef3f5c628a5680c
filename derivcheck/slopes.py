r"""The slopes of a function, measured, and how well each of them is known.

In: a `Function` at its point x. Out: its slopes along directions, with their errors,
and the rounding noise of its values.

The slope of $f$ along a direction is measured by central differences over steps that
halve, extrapolated to step zero (Richardson; Ridders, "Accurate computation of F'(x)
and F'(x) F''(x)", Advances in Engineering Software 4, 1982). The extrapolation table
says how well the slope is known, and so does the rounding noise of $f$, which is
measured beforehand (the difference table of More and Wild, "Estimating computational
noise", SIAM J. Sci. Comput. 33, 2011). No tolerance is fixed in advance.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from .functions import Array, Function

RUNGS = 20  # halvings of the step: from 1/4 to 5e-7 of an entry's size
COLUMNS = 6  # of the extrapolation table; further ones only collect rounding
DOUBT = 8  # two numbers differ for certain when they do by this many estimated errors
NOISE_POINTS = 9  # evaluations along a line, from which the rounding noise is read


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


def entry_slopes(f: Function, noise: Array, largest: float, fine: float) -> Slopes:
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
    f: Function, at: int, noise: Array, largest: float, fine: float
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
    f: Function, direction: Array, noise: Array, reach: float = 1, rungs: int = RUNGS
) -> Slopes:
    """The slopes along a direction, (m,), in units of it.

    `direction` has the shape of x, `noise` is that of f, (m,). The widest step is a
    quarter of `reach` directions; it is halved `rungs` - 1 times.
    """
    steps = 0.25 / 2.0 ** np.arange(rungs)
    steps = reach * steps[steps >= 32 * np.finfo(f.x.dtype).eps]
    higher, forth = _side(f, steps, direction)
    lower, back = _side(f, -steps, direction)

    top = np.fmax(np.abs(higher), np.abs(lower))
    rounding = (noise + f.eps * top) / steps[:, None]
    value, error = _extrapolate((higher - lower) / (forth - back), rounding, 4)
    right, right_error = _extrapolate((higher - f.value) / forth, 2 * rounding, 2)
    left, left_error = _extrapolate((lower - f.value) / back, 2 * rounding, 2)
    rise = np.fmax(np.abs(higher[0] - f.value), np.abs(lower[0] - f.value))
    secant = np.nan_to_num(rise / steps[0])
    return Slopes(value, error, left, right, left_error + right_error, secant)


def _side(f: Function, steps: Array, direction: Array) -> tuple[Array, Array]:
    """The values of f after each step, (rungs, m), and the steps made, (rungs, 1).

    A step that is made ends at a rounded point, and is measured up to there.
    """
    points = [(f.x + step * direction).astype(f.x.dtype) for step in steps]
    at = np.unravel_index(np.abs(direction).argmax(), direction.shape)
    made = [(float(x[at]) - float(f.x[at])) / float(direction[at]) for x in points]
    return np.array([f.near(x) for x in points]), np.array(made)[:, None]


def _extrapolate(quotients: Array, rounding: Array, base: int) -> tuple[Array, Array]:
    """Difference quotients over halving steps, taken to step zero: values, errors.

    `quotients` and `rounding` are (rungs, m); the error of the quotients has the
    powers of `base` ** -rung: 4 for central ones, 2 for one-sided ones. Of all
    estimates in the table the one with the smallest error is taken.
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


def rounding_noise(f: Function, rng: np.random.Generator) -> Array:
    """The rounding noise of each output at x, (m,).

    Fourth differences of f over points that lie close together are noise alone.
    """
    line = max(2.0**-23, 8 * f.eps) * random_direction(f.x, rng)
    points = [(f.x + k * line).astype(f.x.dtype) for k in range(NOISE_POINTS)]
    differences = np.diff([f.near(x) for x in points], n=4, axis=0)
    spread = 3 * np.sqrt((differences**2).mean(axis=0) / 70)
    return np.asarray(np.fmax(np.nan_to_num(spread), f.eps * np.abs(f.value)))


def random_direction(x: Array, rng: np.random.Generator) -> Array:
    """A direction in which each entry changes by about its size, of the shape of x."""
    signs = rng.choice([-1.0, 1.0], x.shape) * rng.uniform(0.5, 1.5, x.shape)
    return np.asarray(entry_sizes(x) * signs)


def entry_sizes(x: Array) -> Array:
    """How large each entry is, as a power of two, so that steps are exact."""
    size = np.abs(x.astype(np.float64))
    size = np.where(size > 0, size, size.mean() or 1.0)
    return np.asarray(np.exp2(np.round(np.log2(size))))
