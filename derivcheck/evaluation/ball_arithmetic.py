"""Balls of python-flint (Johansson 2017), where it is installed: numbers with a bound.

A ball that excludes zero proves that a difference is not zero at that point.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

try:
    import flint
except ImportError:  # the checker works without it, in floats
    flint = None  # type: ignore[assignment]  # no module, no balls

from .scalars import NOTHING, Scalar

BITS = 400
MOST_BITS = 2000
DIGITS = 100


def present() -> bool:
    """Whether balls can be had."""
    return flint is not None


def take_up() -> None:
    """Have balls from now on, where python-flint came later, as in a browser."""
    global flint
    import flint


@contextmanager
def precision(bits: int = BITS) -> Iterator[None]:
    """400 bits within, or more, what was set before outside."""
    kept = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = kept


def ball(value: Fraction) -> Any:
    """A fraction as a ball."""
    with precision():
        return flint.arb(flint.fmpq(value.numerator, value.denominator))


def plain(x: Scalar) -> Any:
    """A number as a ball, without its derivatives."""
    while hasattr(x, "re"):
        x = x.re
    return flint.arb(0) if x is NOTHING else flint.arb(x)


def compare(left: Scalar, right: Scalar) -> str | None:
    """Say "apart", "close" (to a hundred digits) or "wide"; None if not finite."""
    a, b = plain(left), plain(right)
    difference = a - b
    if not difference.is_finite():
        return None
    if not difference.contains(0):
        return "apart"
    bound = float(difference.rad())
    scale = max(1.0, abs(float(a.mid())), abs(float(b.mid())))
    return "close" if bound <= scale * 10.0**-DIGITS else "wide"


def order(left: Scalar, right: Scalar) -> str | None:
    """Say "less", "more" or "equal" where the balls prove it, else None."""
    difference = plain(left) - plain(right)
    if not difference.is_finite():
        return None
    if difference > 0:
        return "more"
    if difference < 0:
        return "less"
    return "equal" if difference.is_exact() else None


def middle(x: Scalar) -> Any:
    """The centre of a ball, as an exact ball."""
    return plain(x).mid()


def tiny(x: Scalar) -> bool:
    """Whether a Newton step is below what 400 bits can tell."""
    return abs(float(plain(x).mid())) < 2.0**-380


def widened(centre: Any, times: int) -> Any:
    """A ball about a centre, wide enough for the last Newton step."""
    return centre + flint.arb(0, 2.0 ** (-370 + 8 * times))


def krawczyk(
    centre: list[Any],
    wide: list[Any],
    residual: list[Any],
    middle_jacobian: list[list[Any]],
    spread: list[list[Any]],
    solve: Any,
) -> list[Any] | None:
    """The enclosure K(X) = c - Y f(c) + (1 - Y J(X)) (X - c), if it lies inside X.

    Y is the inverse of the Jacobian at the centre. Where K(X) lies inside X there is
    exactly one solution in it (Krawczyk 1969).
    """
    size = len(centre)
    one = flint.arb(1)
    columns = [
        solve(middle_jacobian, [one if r == c else flint.arb(0) for r in range(size)])
        for c in range(size)
    ]
    if any(column is None for column in columns):
        return None
    inverse = [[middle(columns[c][r]) for c in range(size)] for r in range(size)]
    found = []
    for r in range(size):
        value = centre[r]
        for k in range(size):
            value = value - inverse[r][k] * plain(residual[k])
        for c in range(size):
            entry = one if r == c else flint.arb(0)
            for k in range(size):
                entry = entry - inverse[r][k] * spread[k][c]
            value = value + entry * (wide[c] - centre[c])
        found.append(value)
    if all(w.contains(v) for w, v in zip(wide, found, strict=True)):
        return found
    return None
