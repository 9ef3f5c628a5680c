"""Where the values of an input lie."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .positions import Key


@dataclass(frozen=True, slots=True)
class Interval:
    """Real numbers between two bounds; None where there is none."""

    low: Fraction | None
    high: Fraction | None
    low_inside: bool = False
    high_inside: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether a number lies strictly between the bounds."""
        above = self.low is None or self.low < value
        return above and (self.high is None or value < self.high)

    def closed_ends(self) -> list[Fraction]:
        """The bounds that belong to it."""
        ends = ((self.low, self.low_inside), (self.high, self.high_inside))
        return [end for end, inside in ends if inside and end is not None]


@dataclass(frozen=True, slots=True)
class Simplex:
    """Numbers that sum to one over the last slot, none of them negative."""


@dataclass(frozen=True, slots=True)
class OneHot:
    """One at one place of the last slot, zero elsewhere."""


@dataclass(frozen=True, slots=True)
class Classes:
    """A label: a whole number from one to a size."""

    size: Key


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few numbers."""

    values: tuple[Fraction, ...]


Domain = Interval | Simplex | OneHot | Classes | Choice
REAL = Interval(None, None)
