"""A claimed derivative beside the slopes of its function, with the size of a doubt.

In: a `Function` and a claim. Out: for each entry of the derivative the slope that
was measured, and how far from it the claim may lie before it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .finite_differences import (
    DOUBT,
    Slopes,
    entry_sizes,
    entry_slopes,
    random_direction,
    rounding_noise,
    slopes_along,
)
from .user_function import Array, Function

# The coarsest resolution with which a derivative is still called right, by the
# size in bytes of the numbers computed with: double, single, half precision.
FINE_ENOUGH = {8: 1e-6, 4: 1e-3, 2: 1e-2}


@dataclass(frozen=True)
class Comparison:
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
    f: Function, claimed: Array, rounding: Array, rng: np.random.Generator
) -> Comparison:
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
    return Comparison(
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
