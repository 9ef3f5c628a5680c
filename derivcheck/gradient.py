"""Is this array the derivative of that function? A verdict, and what it rests on.

In: a function, the derivative that is claimed for it, and a point. Out: a report.

An entry is called wrong when it is further from the slope of the function, which
`slopes` measures, than several times the error of that measurement: no tolerance is
fixed in advance, and scaling f or x changes no verdict. What was not resolved is
never called right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from .comparison import Comparison, compare
from .functions import (
    Array,
    Claim,
    Derivative,
    Function,
    derivative_at,
    point,
    rounding_of,
)
from .slopes import DOUBT

Verdict = Literal["right", "wrong", "kink", "cannot tell"]
Index = tuple[int, ...]

METHOD = "central differences, extrapolated to step zero"
LISTED = 5  # wrong entries that a report names


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
    evaluations: how often f was called.
    """

    verdict: Verdict
    why: str
    worst: Entry | None = None
    wrong: tuple[Entry, ...] = ()
    slopes: tuple[float, float] | None = None
    resolution: float = float("inf")
    evaluations: int = 0

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
        lines.append(f"    {seen}, {self.evaluations} evaluations of f, {METHOD}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Verdict, why and the worst entry on one line, as a failed assertion shows."""
        worst = "" if self.worst is None else f"; the worst is {self.worst}"
        return f"<{self.verdict}: {self.why}{worst}>"


def check_gradient(
    f: Callable[[Array], Any], gradient: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a gradient with the slopes of `f` at `x`, entry by entry.

    `f` maps an array of the shape of `x` to a number. `gradient` is a function of
    the same array, or an array already computed at `x`; its shape is that of `x`.
    `seed` chooses the random direction along which the rounding noise of f is
    measured and in which the entries are confirmed together.

    TypeError or ValueError tell what is wrong with an argument, an `f` that changes
    its argument or answers differently the second time included.
    """
    x = point(x)
    function = Function(f, x, vector=False)
    claimed = derivative_at("gradient", gradient, x)
    if claimed.shape != x.shape:
        raise ValueError(
            f"the gradient has shape {claimed.shape}, x has shape {x.shape}"
        )
    noise = rounding_of("gradient", gradient, x, claimed)
    return _check(function, Claim("gradient", claimed, noise), seed)


def check_jacobian(
    f: Callable[[Array], Any], jacobian: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a Jacobian with the slopes of `f` at `x`, entry by entry.

    `f` maps an array of shape (n,) to an array of shape (m,). `jacobian` is a
    function of the same array, or an array already computed at `x`; its shape is
    (m, n), numerator layout: row i holds the slopes of output i. `seed` and errors
    are those of `check_gradient`.
    """
    x = point(x)
    if x.ndim != 1:
        raise ValueError(f"x must be a vector, of shape (n,); it has shape {x.shape}")
    function = Function(f, x, vector=True)
    shape = (function.value.size, x.size)
    claimed = derivative_at("Jacobian", jacobian, x)
    if claimed.shape != shape:
        hint = ", its transpose" if claimed.shape == shape[::-1] else ""
        raise ValueError(
            f"the Jacobian has shape {claimed.shape}{hint}; f has {shape[0]} outputs "
            f"and x has {shape[1]} entries, so in numerator layout, with a row for "
            f"each output, its shape is {shape}"
        )
    noise = rounding_of("Jacobian", jacobian, x, claimed)
    return _check(function, Claim("Jacobian", claimed, noise), seed)


# The verdict


def _check(f: Function, claim: Claim, seed: int) -> Report:
    """The verdict on a claim: on its entries one by one, then on all together."""
    report = _not_finite(f, claim)
    if report is None:
        with np.errstate(all="ignore"):  # numbers that overflow resolve nothing
            comparison = compare(f, claim, np.random.default_rng(seed))
        report = _one_by_one(comparison)
        if report.verdict in ("right", "cannot tell"):
            report = _together(comparison, report, seed)
    return replace(report, evaluations=f.calls)


def _not_finite(f: Function, claim: Claim) -> Report | None:
    """The report on an infinity or a nan at x itself, where there is one."""
    bad = np.flatnonzero(~np.isfinite(f.value))
    if bad.size:
        place = f"f(x)[{bad[0]}]" if f.vector else "f(x)"
        why = f"{place} is {f.value[bad[0]]}, not a finite number"
        return Report("cannot tell", why)
    bad = np.flatnonzero(~np.isfinite(claim.value))
    if bad.size:
        place = f"{_place(_index(claim, bad[0]))} of the {claim.name}"
        why = f"{place} is {claim.value.flat[bad[0]]}, not a finite number"
        return Report("cannot tell", why)
    return None


def _one_by_one(c: Comparison) -> Report:
    """The verdict on the entries one by one."""
    gap = np.abs(c.claimed - c.slopes.value)
    compared = ~c.kinks & np.isfinite(c.slopes.error)
    off = np.where(compared, gap, 0) / np.maximum(c.tolerance, np.finfo(float).tiny)
    order = np.argsort(-off, axis=None, kind="stable")
    wrong = tuple(_entry(c, int(at)) for at in order if off.flat[at] > 1)
    resolution = c.resolution()
    if wrong:
        why = _why_wrong(c, len(wrong))
        return Report("wrong", why, wrong[0], wrong, resolution=resolution)
    if c.kinks.any():
        return _at_kink(c)
    if resolution > c.enough:
        return _unresolved(c)
    count = c.claimed.size
    agree = "the entry agrees" if count == 1 else f"all {count} entries agree"
    why = f"{agree} with the slopes of f"
    return Report("right", why, _entry(c, int(order[0])), resolution=resolution)


def _why_wrong(c: Comparison, count: int) -> str:
    """How much is wrong, in a clause, and whether the transpose would be right."""
    size, name = c.claimed.size, c.claim.name
    if size == 1:
        return f"the {name} is not the slope of f"
    why = f"{count} of {size} entries of the {name} {'is' if count == 1 else 'are'} off"
    rows, columns = c.claimed.shape
    if rows == columns and (np.abs(c.claimed.T - c.slopes.value) <= c.tolerance).all():
        why += "; its transpose is right"
    return why


def _at_kink(c: Comparison) -> Report:
    """The report on a slope that differs from side to side."""
    at = int(np.flatnonzero(c.kinks)[0])
    claimed = float(c.claimed.flat[at])
    left, right = float(c.slopes.left.flat[at]), float(c.slopes.right.flat[at])
    slack = DOUBT * float(c.slopes.side_error.flat[at])
    between = min(left, right) - slack <= claimed <= max(left, right) + slack
    why = (
        f"f has no derivative along {_place(_index(c.claim, at))}: its slope is "
        f"{left:.6g} on the left and {right:.6g} on the right; the claimed "
        f"{claimed:.6g} lies {'between' if between else 'outside of'} them"
    )
    entry = replace(_entry(c, at), true=float("nan"))
    return Report("kink", why, entry, slopes=(left, right), resolution=c.resolution())


def _unresolved(c: Comparison) -> Report:
    """The report on an entry whose slope is not known well enough."""
    at = int(c.tolerance.argmax())
    place, resolution = _place(_index(c.claim, at)), c.resolution()
    if resolution >= 1:
        why = (
            f"the slope along {place} does not settle as the steps get shorter, or f "
            f"is not finite on both sides of x"
        )
        return Report("cannot tell", why)
    why = (
        f"an error of {place} below {resolution:.0e} of the largest would not be seen, "
        f"for f carries a rounding noise of {c.noise.max():.0e}"
    )
    return Report("cannot tell", why, _entry(c, at), resolution=resolution)


def _together(c: Comparison, report: Report, seed: int) -> Report:
    """The report, once the entries together give the slope in a random direction.

    Each may agree by itself at a point where f has a kink off the axes.
    """
    where = f"in a random direction (seed {seed})"
    kinks = c.along.kinks()
    if kinks.any():
        at = int(np.flatnonzero(kinks)[0])
        left, right = float(c.along.left[at]), float(c.along.right[at])
        why = (
            f"f has no derivative {where}: its slope there is {left:.6g} on one side "
            f"and {right:.6g} on the other"
        )
        return Report("kink", why, slopes=(left, right), resolution=report.resolution)
    if report.verdict != "right":
        return report
    allowed = DOUBT * c.along.error + c.tolerance @ np.abs(c.direction)
    gap = np.abs(c.claimed @ c.direction - c.along.value)
    if (gap <= allowed).all() and np.isfinite(allowed).all():
        return report
    why = f"the entries agree one by one, but their sum does not agree {where}"
    return replace(report, verdict="cannot tell", why=why)


# Words


def _entry(c: Comparison, at: int) -> Entry:
    """The entry at a position of the flattened derivative."""
    claimed, true = float(c.claimed.flat[at]), float(c.slopes.value.flat[at])
    return Entry(_index(c.claim, at), claimed, true)


def _index(claim: Claim, at: int) -> Index:
    """The index, in the derivative as the caller shapes it, of a flat position."""
    return tuple(int(n) for n in np.unravel_index(at, claim.value.shape))


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
