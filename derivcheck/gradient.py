r"""Is this array the derivative of that function? A verdict, and what it rests on.

The slope of $f$ along each entry of $x$ is measured by central differences over
steps that halve, extrapolated to step zero (Richardson; Ridders, "Accurate
computation of F'(x) and F'(x) F''(x)", Advances in Engineering Software 4, 1982).
The extrapolation table says how well each slope is known, and so does the rounding
noise of $f$, which is measured beforehand (the difference table of More and Wild,
"Estimating computational noise", SIAM J. Sci. Comput. 33, 2011). An entry is
called wrong when it is further from the slope than several times that error: no
tolerance is fixed in advance, and scaling $f$ or $x$ changes no verdict.

What was not resolved is never called right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Function = Callable[[Array], Any]
Derivative = Callable[[Array], Any] | npt.ArrayLike
Verdict = Literal["right", "wrong", "kink", "cannot tell"]
Index = tuple[int, ...]

METHOD = "central differences, extrapolated to step zero"
RUNGS = 20  # halvings of the step: from 1/4 to 5e-7 of an entry's size
COLUMNS = 6  # of the extrapolation table; further ones only collect rounding
DOUBT = 8  # an entry is wrong when it is off by this many estimated errors
NOISE_POINTS = 9  # evaluations along a line, from which the rounding noise is read
LISTED = 5  # wrong entries that a report names

# The coarsest resolution with which a derivative is still called right, by the
# size in bytes of the numbers computed with: double, single, half precision.
FINE_ENOUGH = {8: 1e-6, 4: 1e-3, 2: 1e-2}


@dataclass(frozen=True)
class Entry:
    """One entry of a derivative: what was claimed, and what the slope of f is.

    `true` is the measured slope; nan at a kink, where there is none.
    """

    index: Index
    claimed: float
    true: float

    def __str__(self) -> str:
        """The two values, to as many digits as tell them apart."""
        claimed, true = _apart(self.claimed, self.true)
        return f"{_place(self.index)}: claimed {claimed}, measured {true}"


@dataclass(frozen=True, repr=False)
class Report:
    """What a check found. It is true only when the derivative is right.

    verdict: "right"; "wrong"; "kink", when the slopes on the two sides of x differ,
        so that there is no derivative to compare with; or "cannot tell".
    why: what the verdict rests on, as a clause.
    worst: the entry that is furthest off for what is known of it; at a kink, the
        entry along which it lies; None when no entry was compared.
    wrong: all entries that are wrong, the worst first.
    slopes: at a kink, the slope towards smaller and towards larger x.
    resolution: an error of this size would have been seen, in units of the largest
        entry; infinite when nothing was resolved.
    evaluations: how often f was called. method: how the slopes were measured.
    """

    verdict: Verdict
    why: str
    worst: Entry | None = None
    wrong: tuple[Entry, ...] = ()
    slopes: tuple[float, float] | None = None
    resolution: float = float("inf")
    evaluations: int = 0
    method: str = METHOD

    def __bool__(self) -> bool:
        """Whether the derivative is right; a kink and a doubt are not."""
        return self.verdict == "right"

    def __str__(self) -> str:
        """The verdict and why; the worst entry; what it took."""
        lines = [f"{self.verdict}: {self.why}"]
        if self.verdict == "wrong":
            lines += [f"    {entry}" for entry in self.wrong[:LISTED]]
            if len(self.wrong) > LISTED:
                lines.append(f"    and {len(self.wrong) - LISTED} more")
        elif self.worst is not None and self.verdict != "kink":
            lines.append(f"    worst: {self.worst}")
        seen = f"resolution {self.resolution:.0e} of the largest entry"
        lines.append(f"    {seen}, {self.evaluations} evaluations of f, {self.method}")
        return "\n".join(lines)

    __repr__ = __str__


def check_gradient(
    f: Function, gradient: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a gradient with the slopes of `f` at `x`, entry by entry.

    `f` maps an array of the shape of `x` to a number. `gradient` is a function of
    the same array, or an array already computed at `x`; its shape is that of `x`.
    `seed` chooses the random direction along which the rounding noise of f is
    measured and in which the entries are confirmed together.

    TypeError or ValueError tell what is wrong with an argument, an `f` that changes
    its argument or answers differently the second time included.
    """
    x = _point(x)
    function = _Function(f, x, ())
    claimed = _derivative("gradient", gradient, x)
    if claimed.shape != x.shape:
        raise ValueError(
            f"the gradient has shape {claimed.shape}, x has shape {x.shape}"
        )
    rows = claimed.reshape(1, -1)
    jitter = _claim_noise("gradient", gradient, x, rows)
    return _check(function, "gradient", rows, jitter, x.shape, seed)


def check_jacobian(
    f: Function, jacobian: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a Jacobian with the slopes of `f` at `x`, entry by entry.

    `f` maps an array of shape (n,) to an array of shape (m,). `jacobian` is a
    function of the same array, or an array already computed at `x`; its shape is
    (m, n), numerator layout: row i holds the slopes of output i. `seed` and errors
    are those of `check_gradient`.
    """
    x = _point(x)
    if x.ndim != 1:
        raise ValueError(f"x must be a vector, of shape (n,); it has shape {x.shape}")
    function = _Function(f, x, (None,))
    shape = (function.value.size, x.size)
    claimed = _derivative("Jacobian", jacobian, x)
    if claimed.shape != shape:
        hint = ", its transpose" if claimed.shape == shape[::-1] else ""
        raise ValueError(
            f"the Jacobian has shape {claimed.shape}{hint}; f has {shape[0]} outputs "
            f"and x has {shape[1]} entries, so in numerator layout, with a row for "
            f"each output, its shape is {shape}"
        )
    jitter = _claim_noise("Jacobian", jacobian, x, claimed)
    return _check(function, "Jacobian", claimed, jitter, shape, seed)


# The function, called with care


@dataclass
class _Function:
    """The function f, its value at x, and the count of its calls.

    `shape` is () for a function that returns a number and (None,) for one that
    returns a vector; inside, both return vectors of double precision.
    """

    f: Function
    x: Array
    shape: tuple[None, ...]
    calls: int = 0
    eps: float = 0.0
    precision: int = 8
    value: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Call f at x, twice, and learn its precision."""
        first = self._call(self.x)
        value = self._checked(first)
        again = self._checked(self._call(self.x))
        if not np.array_equal(value, again, equal_nan=True):
            raise ValueError(
                f"f is not deterministic: two calls at the same x returned {first} "
                f"and then {again if self.shape else again[0]}. Fix its seed first."
            )
        kinds = [a.dtype for a in (self.x, np.asarray(first)) if a.dtype.kind == "f"]
        self.eps = max(float(np.finfo(kind).eps) for kind in kinds)
        self.precision = min(*(kind.itemsize for kind in kinds), 8)
        self.value = value

    def near(self, x: Array) -> Array:
        """The value of f beside x; nan where it has no finite one."""
        try:
            value = self._checked(self._call(x))
        except (ArithmeticError, ValueError):  # as math.log(-1) does
            return np.full_like(self.value, np.nan)
        if value.shape != self.value.shape:
            raise ValueError(
                f"f returned {self.value.size} numbers at x and {value.size} beside it"
            )
        return np.asarray(np.where(np.isfinite(value), value, np.nan))

    def _call(self, x: Array) -> Any:
        self.calls += 1
        given = x.copy()
        with np.errstate(all="ignore"):  # a value that is not finite is found anyway
            value = self.f(given)
        _require_unchanged("f", given, x)
        return value

    def _checked(self, returned: Any) -> Array:
        """What f returned, as a vector, when it is what it should be."""
        number = "an array of real numbers" if self.shape else "a real number"
        value = _real(f"f must return {number}; what it returned is", returned)
        if self.shape == () and value.ndim:
            raise ValueError(
                f"f must return a number; it returned an array of shape {value.shape}"
            )
        if self.shape and value.ndim == 0:
            raise ValueError(
                "f must return a vector, of shape (m,); it returned a number, whose "
                "derivative is the business of check_gradient"
            )
        if self.shape and value.ndim != 1:
            raise ValueError(
                f"f must return a vector, of shape (m,); it returned an array of "
                f"shape {value.shape}"
            )
        if value.size == 0:
            raise ValueError("f returned an array without entries")
        return value.astype(np.float64).reshape(-1)


# Slopes


@dataclass(frozen=True)
class _Slope:
    """The slopes of all outputs in one direction, each array of shape (m,).

    value and error: the derivative. left, right and side_error: the slopes of the
    two sides. secant: how steep f is over the widest step, to compare with.
    """

    value: Array
    error: Array
    left: Array
    right: Array
    side_error: Array
    secant: Array

    def kinks(self) -> Array:
        """Where the slopes of the two sides differ for certain, (m,) of bool."""
        gap = np.abs(self.right - self.left)
        size = np.maximum(np.abs(self.right), np.abs(self.left))
        seen = np.isfinite(self.side_error) & (gap > 1e-6 * size)
        return np.asarray(seen & (gap > DOUBT * self.side_error))


def _slope(f: _Function, direction: Array, noise: Array) -> _Slope:
    """The slopes of f along `direction`, of which the widest step is a quarter."""
    steps = 0.25 / 2.0 ** np.arange(RUNGS)
    steps = steps[steps >= 32 * np.finfo(f.x.dtype).eps]
    up = [(f.x + step * direction).astype(f.x.dtype) for step in steps]
    down = [(f.x - step * direction).astype(f.x.dtype) for step in steps]
    higher = np.array([f.near(x) for x in up])
    lower = np.array([f.near(x) for x in down])
    forth = np.array([_length(x, f.x, direction) for x in up])[:, None]
    back = np.array([_length(f.x, x, direction) for x in down])[:, None]

    top = np.fmax(np.abs(higher), np.abs(lower))
    rounding = (noise + f.eps * top) / steps[:, None]
    value, error = _extrapolate((higher - lower) / (forth + back), rounding, 4)
    right, right_error = _extrapolate((higher - f.value) / forth, 2 * rounding, 2)
    left, left_error = _extrapolate((f.value - lower) / back, 2 * rounding, 2)
    widest = np.fmax(np.abs(higher[0] - f.value), np.abs(f.value - lower[0])) / steps[0]
    return _Slope(
        value, error, left, right, left_error + right_error, np.nan_to_num(widest)
    )


def _length(end: Array, start: Array, direction: Array) -> float:
    """How far two rounded points lie apart, in units of `direction`."""
    at = np.unravel_index(np.abs(direction).argmax(), direction.shape)
    return (float(end[at]) - float(start[at])) / float(direction[at])


def _extrapolate(quotients: Array, rounding: Array, base: int) -> tuple[Array, Array]:
    """Difference quotients over halving steps, taken to step zero: values, errors.

    `quotients` and `rounding` are (rungs, m); the error of the quotients has the
    powers of `base` ** -rung: 4 for central ones, 2 for one-sided ones. An estimate
    that the shorter steps contradict has converged to the wrong thing and is dropped:
    those must be no further from it than they moved last, or half as much again. (At
    a jump, where quotients double, they are twice as far.)
    """
    changes = np.abs(np.diff(quotients, axis=0, prepend=np.nan))
    table, values, errors = quotients, [], []
    for column in range(1, min(COLUMNS, len(quotients))):
        finer = table[1:] + (table[1:] - table[:-1]) / (base**column - 1)
        spread = np.maximum(np.abs(finer - table[1:]), np.abs(finer - table[:-1]))
        error = spread + 2 * rounding[column:]
        gaps = np.abs(quotients - finer[:, None])
        allowed = 4 * (error[:, None] + rounding) + 1.5 * changes
        shorter = np.arange(len(quotients)) > np.arange(len(finer))[:, None] + column
        agrees = ((gaps <= allowed) | ~shorter[:, :, None]).all(axis=1)
        values.append(finer)
        errors.append(np.where(agrees & np.isfinite(error), error, np.inf))
        table = finer
    all_values, all_errors = np.concatenate(values), np.concatenate(errors)
    best = all_errors.argmin(axis=0)[None]
    value = np.take_along_axis(all_values, best, axis=0)[0]
    error = np.take_along_axis(all_errors, best, axis=0)[0]
    return np.asarray(np.where(np.isfinite(error), value, np.nan)), np.asarray(error)


def _noise(f: _Function, sizes: Array, rng: np.random.Generator) -> Array:
    """The rounding noise of each output at x, (m,).

    Fourth differences of f over points that lie close together are noise alone.
    """
    line = max(2.0**-23, 8 * f.eps) * sizes * _signs(rng, sizes.shape)
    values = np.array(
        [f.near((f.x + k * line).astype(f.x.dtype)) for k in range(NOISE_POINTS)]
    )
    differences = np.diff(values, n=4, axis=0)
    spread = 3 * np.sqrt((differences**2).mean(axis=0) / 70)
    return np.asarray(np.fmax(np.nan_to_num(spread), f.eps * np.abs(f.value)))


def _signs(rng: np.random.Generator, shape: Index) -> Array:
    """Random factors of either sign, bounded away from zero."""
    return np.asarray(rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape))


def _sizes(x: Array) -> Array:
    """How large each entry is, as a power of two, so that steps are exact."""
    size = np.abs(x.astype(np.float64))
    size = np.where(size > 0, size, size.mean() or 1.0)
    return np.asarray(np.exp2(np.round(np.log2(size))))


def _along(
    f: _Function, at: int, sizes: Array, noise: Array, largest: float, fine: float
) -> _Slope:
    """The slopes along entry `at`, from steps that fit: wider or narrower if need be.

    Slopes known to the fraction `fine` of themselves or of `largest` will do.
    """
    first = float(sizes.flat[at])
    slope = _along_once(f, at, first, noise)
    for size in (first * 2**10, first / 2**14, float(sizes.mean()), 1.0):
        known = slope.error <= fine * np.fmax(largest, np.abs(slope.value))
        if (known | slope.kinks()).all():
            break
        slope = _finer(slope, _along_once(f, at, size, noise))
    return slope


def _along_once(f: _Function, at: int, size: float, noise: Array) -> _Slope:
    """The slopes along entry `at`, from steps up to a quarter of `size`."""
    direction = np.zeros(f.x.shape)
    direction.flat[at] = size
    s = _slope(f, direction, noise)
    measured = (s.value, s.error, s.left, s.right, s.side_error, s.secant)
    return _Slope(*(part / size for part in measured))


def _finer(old: _Slope, new: _Slope) -> _Slope:
    """For each output the slope with the smaller error, unless the two disagree."""
    agree = np.abs(new.value - old.value) <= 4 * (new.error + old.error)
    take = (new.error < old.error) & (agree | ~np.isfinite(old.error))
    names = ("value", "error", "left", "right", "side_error")
    better: dict[str, Array] = {
        name: np.where(take, getattr(new, name), getattr(old, name)) for name in names
    }
    return replace(old, **better)


# The comparison


@dataclass(frozen=True)
class _Measured:
    """What was found about f at x, beside the claimed derivative.

    claimed, true, error, tolerance and kinks are (m, n), noise is (m,). `slopes` has
    one for each entry of x, `random` is the slope along the random `direction`.
    `enough` is the coarsest resolution at which the derivative is called right.
    """

    claimed: Array
    true: Array
    error: Array
    tolerance: Array
    kinks: Array
    noise: Array
    slopes: list[_Slope]
    random: _Slope
    direction: Array
    enough: float
    scale: float


def _check(
    f: _Function, what: str, claimed: Array, jitter: Array, shape: Index, seed: int
) -> Report:
    """The verdict on `claimed`, (m, n), whose entries are named as in `shape`."""
    report = _not_finite(f, what, claimed, shape)
    if report is None:
        with np.errstate(all="ignore"):  # numbers that overflow resolve nothing
            measured = _measure(f, claimed, jitter, np.random.default_rng(seed))
        report = _judge(what, measured, shape)
        if report.verdict in ("right", "cannot tell"):
            report = _together(measured, report, seed)
    return replace(report, evaluations=f.calls)


def _not_finite(f: _Function, what: str, claimed: Array, shape: Index) -> Report | None:
    """The report on an infinity or a nan at x itself, where there is one."""
    if not np.isfinite(f.value).all():
        at = int(np.flatnonzero(~np.isfinite(f.value))[0])
        name = f"f(x)[{at}]" if f.shape else "f(x)"
        return Report("cannot tell", f"{name} is {f.value[at]}, not a finite number")
    if not np.isfinite(claimed).all():
        at = int(np.flatnonzero(~np.isfinite(claimed.reshape(-1)))[0])
        value = claimed.reshape(-1)[at]
        place = _place(_index(at, shape))
        why = f"{place} of the {what} is {value}, not a finite number"
        return Report("cannot tell", why)
    return None


def _measure(
    f: _Function, claimed: Array, jitter: Array, rng: np.random.Generator
) -> _Measured:
    """The slopes along every entry of x and in a random direction."""
    sizes = _sizes(f.x)
    noise = _noise(f, sizes, rng)
    direction = sizes * _signs(rng, sizes.shape)
    random = _slope(f, direction, noise)
    largest = float(np.abs(claimed).max())
    enough = FINE_ENOUGH[min(f.precision, claimed.dtype.itemsize)]
    slopes = [
        _along(f, at, sizes, noise, largest, enough / 100) for at in range(f.x.size)
    ]
    true = np.stack([slope.value for slope in slopes], axis=1)
    error = np.stack([slope.error for slope in slopes], axis=1)
    kinks = np.stack([slope.kinks() for slope in slopes], axis=1)
    around = [float(random.secant.max() / np.abs(direction).max())]
    around += [float(slope.secant.max()) for slope in slopes]
    flat = float(np.abs(f.value).max() / sizes.max())
    return _Measured(
        claimed=claimed,
        true=true,
        error=error,
        tolerance=DOUBT * error + jitter,
        kinks=kinks,
        noise=noise,
        slopes=slopes,
        random=random,
        direction=direction.reshape(-1),
        enough=enough,
        scale=_scale(largest, true, error, max(around), flat),
    )


def _scale(
    largest: float, true: Array, error: Array, around: float, flat: float
) -> float:
    """The size that errors are compared with: that of the largest entry.

    Where no entry can be told from zero it is the steepest slope `around` x; where
    f does not change at all, its value over the size of x, `flat`.
    """
    known = np.isfinite(error) & (np.abs(true) > DOUBT * error)
    unsure = float(np.where(np.isfinite(error), error, 0).max())
    scale = max(largest, float(np.where(known, np.abs(true), 0).max()))
    for size in (around, flat):
        if scale <= DOUBT * unsure:
            scale = max(scale, size)
    return scale


def _judge(what: str, m: _Measured, shape: Index) -> Report:
    """The verdict on the entries one by one."""
    gap = np.abs(m.claimed - m.true)
    compared = ~m.kinks & np.isfinite(m.error)
    off = np.where(compared, gap, 0) / np.maximum(m.tolerance, np.finfo(float).tiny)
    order = np.argsort(-off, axis=None, kind="stable")
    wrong = tuple(_entry(m, int(at), shape) for at in order if off.flat[at] > 1)
    resolution = _resolution(m)
    if wrong:
        why = _why_wrong(what, m, len(wrong))
        return Report("wrong", why, wrong[0], wrong, resolution=resolution)
    if m.kinks.any():
        return _at_kink(m, shape, resolution)
    if resolution > m.enough:
        return _unresolved(m, shape, resolution)
    count = m.claimed.size
    agree = "the entry agrees" if count == 1 else f"all {count} entries agree"
    worst = _entry(m, int(order[0]), shape)
    return Report(
        "right", f"{agree} with the slopes of f", worst, resolution=resolution
    )


def _resolution(m: _Measured) -> float:
    """The error that would have been seen in every entry, relative to the largest."""
    seen = float(np.where(m.kinks, 0, m.tolerance).max())
    if seen == 0:
        return 0.0
    return max(seen / m.scale, 2.0**-52) if m.scale > 0 else float("inf")


def _entry(m: _Measured, at: int, shape: Index) -> Entry:
    """The entry at a position of the flattened derivative."""
    return Entry(_index(at, shape), float(m.claimed.flat[at]), float(m.true.flat[at]))


def _why_wrong(what: str, m: _Measured, count: int) -> str:
    """How much is wrong, in a clause, and whether the transpose would be right."""
    size = m.claimed.size
    if size == 1:
        return f"the {what} is not the slope of f"
    why = f"{count} of {size} entries of the {what} {'is' if count == 1 else 'are'} off"
    rows, columns = m.claimed.shape
    if rows == columns and (np.abs(m.claimed.T - m.true) <= m.tolerance).all():
        why += "; its transpose is right"
    return why


def _at_kink(m: _Measured, shape: Index, resolution: float) -> Report:
    """The report on a slope that differs from side to side."""
    at = int(np.flatnonzero(m.kinks)[0])
    output, column = divmod(at, m.claimed.shape[1])
    slope, claimed = m.slopes[column], float(m.claimed.flat[at])
    left, right = float(slope.left[output]), float(slope.right[output])
    slack = DOUBT * float(slope.side_error[output])
    between = min(left, right) - slack <= claimed <= max(left, right) + slack
    why = (
        f"f has no derivative along {_place(_index(at, shape))}: its slope is "
        f"{left:.6g} on the left and {right:.6g} on the right; the claimed "
        f"{claimed:.6g} lies {'between' if between else 'outside of'} them"
    )
    entry = Entry(_index(at, shape), claimed, float("nan"))
    return Report("kink", why, entry, slopes=(left, right), resolution=resolution)


def _unresolved(m: _Measured, shape: Index, resolution: float) -> Report:
    """The report on an entry whose slope is not known well enough."""
    at = int(m.tolerance.argmax())
    place = _place(_index(at, shape))
    if resolution >= 1:
        why = (
            f"the slope along {place} does not settle as the steps get shorter, or f "
            f"is not finite on both sides of x"
        )
        return Report("cannot tell", why)
    why = (
        f"an error of {place} below {resolution:.0e} of the largest would not be seen, "
        f"for f carries a rounding noise of {m.noise.max():.0e}"
    )
    return Report("cannot tell", why, _entry(m, at, shape), resolution=resolution)


def _together(m: _Measured, report: Report, seed: int) -> Report:
    """The report, once the entries together give the slope in a random direction.

    Each may agree by itself at a point where f has a kink off the axes.
    """
    where = f"in a random direction (seed {seed})"
    kinks = m.random.kinks()
    if kinks.any():
        at = int(np.flatnonzero(kinks)[0])
        left, right = float(m.random.left[at]), float(m.random.right[at])
        why = (
            f"f has no derivative {where}: its slope there is {left:.6g} on one side "
            f"and {right:.6g} on the other"
        )
        return Report("kink", why, slopes=(left, right), resolution=report.resolution)
    if report.verdict != "right":
        return report
    allowed = DOUBT * m.random.error + m.tolerance @ np.abs(m.direction)
    gap = np.abs(m.claimed @ m.direction - m.random.value)
    if (gap <= allowed).all() and np.isfinite(allowed).all():
        return report
    why = f"the entries agree one by one, but their sum does not agree {where}"
    return replace(report, verdict="cannot tell", why=why)


# Arguments


def _point(x: npt.ArrayLike) -> Array:
    """The point x as an array of its own, of floating point numbers."""
    point = _real("x must be an array of real numbers; it is", x)
    if point.size == 0:
        raise ValueError(f"x has no entries to check; its shape is {point.shape}")
    if not np.isfinite(point).all():
        raise ValueError("x has an entry that is not a finite number")
    return point.astype(np.float64) if point.dtype.itemsize > 8 else point.copy()


def _real(must: str, values: Any) -> Array:
    """The values as an array of floating point numbers; TypeError for anything else.

    `must` is the message, up to what the values are instead.
    """
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise TypeError(f"{must} a list whose rows have several lengths") from error
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "iub":
        return array.astype(np.float64)
    if array.dtype.kind == "c":
        raise TypeError(f"{must} complex")
    name = type(values).__name__
    raise TypeError(f"{must} {'None' if values is None else f'of type {name!r}'}")


def _derivative(name: str, derivative: Derivative, x: Array) -> Array:
    """The claimed derivative at x, as an array."""
    must = f"the {name} must be an array of real numbers; it is"
    if not callable(derivative):
        return _real(must, derivative)
    given = x.copy()
    with np.errstate(all="ignore"):  # a value that is not finite is found anyway
        claimed = derivative(given)
    _require_unchanged(f"the {name}", given, x)
    return _real(must, claimed).copy()


def _claim_noise(name: str, derivative: Derivative, x: Array, claimed: Array) -> Array:
    """How far rounding alone may move the entries of the claimed derivative, (m, n).

    For a function it is measured, by moving x by a unit in the last place.
    """
    eps = max(float(np.finfo(kind).eps) for kind in (x.dtype, claimed.dtype))
    size = np.abs(claimed.astype(np.float64))
    noise = 32 * eps * size
    if callable(derivative):
        for sign in (-1, 1):
            moved = (x * (1 + sign * float(np.finfo(x.dtype).eps))).astype(x.dtype)
            other = _derivative(name, derivative, moved).reshape(claimed.shape)
            shift = np.nan_to_num(np.abs(other - claimed).astype(np.float64))
            noise = np.maximum(noise, 4 * np.minimum(shift, 1e3 * eps * size.max()))
    return np.asarray(noise)


def _require_unchanged(name: str, given: Array, x: Array) -> None:
    """Raise ValueError when the array that was handed over is not what it was."""
    if not np.array_equal(given, x):
        raise ValueError(
            f"{name} changed the array it was given; it must leave x as it is, "
            f"for example by working on x.copy()"
        )


# Words


def _index(at: int, shape: Index) -> Index:
    """The index, in an array of that shape, of a position in the flattened one."""
    return tuple(int(n) for n in np.unravel_index(at, shape)) if shape else ()


def _place(index: Index) -> str:
    """An entry as a report names it."""
    return f"entry {list(index)}" if index else "the derivative"


def _apart(first: float, second: float) -> tuple[str, str]:
    """Two numbers, with six digits or as many as tell them apart."""
    for digits in range(6, 17):
        pair = f"{first:.{digits}g}", f"{second:.{digits}g}"
        if pair[0] != pair[1]:
            return pair
    return f"{first:.6g}", f"{second:.6g}"
