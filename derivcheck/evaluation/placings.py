"""Where the inputs of a point lie: about one, larger, smaller, at special values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usual:
    """Inputs of size about one, away from nice values and from the ends of domains."""


@dataclass(frozen=True, slots=True)
class Magnified:
    """Inputs of another magnitude; in an interval, that much nearer to an end.

    Points come in pairs: the second has the inputs of the first with the other sign.
    """

    factor: float


@dataclass(frozen=True, slots=True)
class Mixed:
    """Inputs each of a magnitude of its own."""


@dataclass(frozen=True, slots=True)
class Special:
    """Inputs at 0, 1, -1 and the closed ends of their domains."""


@dataclass(frozen=True, slots=True)
class Tied:
    """The special values, where two numbers that come out the same are equal."""


Placing = Usual | Magnified | Mixed | Special | Tied

USUAL = Usual()
TIED = Tied()
BOTH_SIGNS = Magnified(1.0)
SPREAD = tuple(Magnified(10.0**n) for n in (-3, -2, -1, 1, 2, 3))  # for inequalities
REACH = tuple(Magnified(4.0**n) for n in (1, -1, 2, -2, 3, -3, 4, -4, 5, -5))
