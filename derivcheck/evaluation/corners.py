"""Numbers beside each other -> which is larger, unless rounding alone could tell."""

from __future__ import annotations

from .scalars import Dual, NearCorner, OutOfDomain, Scalar, Scaled, real

NEAREST = 1e-9
PLAIN = {float, Scaled}  # numbers without slopes or radii


def too_near(one: float, other: float) -> bool:
    """Whether rounding could turn round which of two numbers is larger."""
    return abs(one - other) < NEAREST * max(1.0, abs(one), abs(other))


def extreme(
    values: list[Scalar], largest: bool, *, exactly: bool = False
) -> tuple[Scalar, int]:
    """The largest or smallest of some numbers, and which it is.

    Raises `OutOfDomain` where there is none, or two are too near to each other; numbers
    that are `exactly` equal are a tie.
    """
    if not values:
        raise OutOfDomain(f"a {'maximum' if largest else 'minimum'} of no numbers")
    reals = [real(v) for v in values]
    order = sorted(range(len(reals)), key=reals.__getitem__, reverse=largest)
    exact = not any(type(v) is Dual or v != values[0] for v in values)
    if exactly and len(order) > 1:
        first, second = values[order[0]], values[order[1]]
        plain = type(first) in PLAIN and type(second) in PLAIN
        exact = exact or (plain and real(first) == real(second))
    near = len(order) > 1 and too_near(reals[order[0]], reals[order[1]])
    if near and not exact:
        raise NearCorner
    return values[order[0]], order[0]
