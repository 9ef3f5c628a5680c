r"""The slope of a function by a complex step, where the function carries one.

For an analytic $f$ the slope of $f$ along $v$ is $Im f(x + i h v) / h$ up to $h^2$:
nothing is subtracted, so $h$ can be so small that only rounding is left (Squire and
Trapp, "Using complex variables to estimate derivatives of real functions", SIAM
Review 40, 1998). Code with an absolute value, a real part or a conversion in it
loses the imaginary part without a word; so a real difference stands guard.
"""

from __future__ import annotations

import numpy as np

from .user_function import Array, NotCarried, UserFunction

STEP = 1e-40
GUARD = 2.0 ** -np.array([13, 16])  # steps of the real difference
SINGLE = 2.0 ** -np.array([6, 8])  # the same where f computes in single precision
CLOSER = 1 / 64  # of these steps, where they may have gone beyond a kink close by
LOST = 1e-7  # of a slope: a part that is lost by complex steps, and seen


def complex_slope(f: UserFunction, x: Array, v: Array) -> Array:
    """The slope of f at x along v, (m,), nan where f is not finite.

    x may lie beside the point of f.
    """
    value, h = _stepped(f, x, v, 1)
    return np.asarray(np.where(np.isfinite(value), value.imag / h, np.nan))


def _stepped(f: UserFunction, x: Array, v: Array, sign: int) -> tuple[Array, float]:
    """The value of f, (m,), a step up or down along i v; how many v the step has."""
    h = STEP / (max(float(v.max()), -float(v.min())) or 1.0)
    z = f.room
    z.real = x
    np.multiply(v, sign * h, out=z.imag)
    return f.at_complex(z), h


def try_complex(f: UserFunction, v: Array) -> Array:
    """Where f has a kink along v, (m,); NotCarried where complex numbers do not pass.

    v changes each entry by about its size.
    """
    (ahead, h), (behind, _) = (_stepped(f, f.x, v, sign) for sign in (1, -1))
    if not np.isfinite(ahead).all():
        raise NotCarried("its value is not finite")
    slope, error, bent, around = _difference(f, v)
    near = 4096 * f.eps * np.abs(f.value) + STEP * around + np.finfo(float).tiny
    if (np.abs(ahead.real - f.value) > near).any():
        raise NotCarried("its real part is another than for real numbers")
    right, left = ahead.imag / h, -behind.imag / h
    size = np.maximum(np.abs(right), np.abs(left))
    kink = np.abs(right - left) > 1e-6 * size
    gap = np.abs(right - slope)
    seen = np.isfinite(error) & ~kink
    lost = seen & ~bent & (gap > LOST * np.maximum(size, abs(slope)) + error)
    if (lost | seen & bent).any():
        slope, error = (one / CLOSER for one in _difference(f, v * CLOSER)[:2])
        agree = (np.abs(right - slope) <= LOST * size + error) & (error < gap / 4)
        lost, bent = lost & ~agree, bent & ~agree
    if lost.any():
        raise NotCarried("it loses imaginary parts, as np.abs and .real do")
    return np.asarray(kink | bent)


def confirmed(f: UserFunction, v: Array, slope: Array, claimed: Array) -> bool:
    """Whether a real difference does not side with the claim against the slope.

    It is not asked where its rounding is too large to tell the two apart.
    """
    rounding = 8 * f.eps * np.abs(f.value) / (SINGLE if f.precision < 8 else GUARD)[-1]
    if not (np.abs(slope - claimed) > rounding).any():
        return True
    value, error, *_ = _difference(f, v)
    to_claim, to_slope = np.abs(value - claimed), np.abs(value - slope)
    sides = (to_claim <= error) & (to_slope > 4 * error) & np.isfinite(error)
    return not bool(sides.any())


def _difference(f: UserFunction, v: Array) -> tuple[Array, Array, Array, Array]:
    """The slope along v by central differences, its error, and where f has a kink.

    And how large f is there and beside, for at a minimum it may vanish.
    """
    steps = SINGLE if f.precision < 8 else GUARD
    kind = f.x.dtype
    ahead = np.array([f.near((f.x + t * v).astype(kind, copy=False)) for t in steps])
    behind = np.array([f.near((f.x - t * v).astype(kind, copy=False)) for t in steps])
    slopes = (ahead - behind) / (2 * steps[:, None])
    order = (steps[0] / steps[1]) ** 2
    better = slopes[1] + (slopes[1] - slopes[0]) / (order - 1)
    around = np.abs(f.value) + np.nan_to_num(np.abs(ahead).max(axis=0))
    steep = np.abs((ahead - f.value) / steps[:, None]).max(axis=0)
    noise = 8 * f.eps * (around + steep) / steps[-1]  # of f, and of the points
    error = np.abs(slopes[1] - slopes[0]) + noise
    bends = (ahead - 2 * f.value + behind) / steps[:, None]
    last, size = np.abs(bends[-1]), np.abs(bends[-1]) + np.abs(slopes[-1])
    bent = (last > 0.7 * np.abs(bends[-2])) & (last > 1e-4 * size) & (last > 8 * noise)
    return better, np.where(np.isfinite(error), error, np.inf), bent, around
