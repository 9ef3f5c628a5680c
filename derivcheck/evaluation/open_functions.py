"""Smooth functions chosen by numbers, for those that a page leaves open.

A linear part and two waves: no identity of a textbook's activation holds for it.
"""

from __future__ import annotations

from operator import mul

from . import scalars
from .scalars import Dual, Scalar


def louder(numbers: list[Scalar], many: int, factor: float) -> list[Scalar]:
    """The numbers of a function of so many, with its heights times a factor."""
    heights = {0, many + 2, 2 * many + 4, *range(2 * many + 5, len(numbers))}
    return [x * factor if n in heights else x for n, x in enumerate(numbers)]


class Waves:
    """One such function of so many numbers.

    Its value and its slopes at floats are kept: the derivatives at a point, by one
    quantity after another, ask for them at the same ones.
    """

    __slots__ = ("first", "kept", "rates", "waves")

    def __init__(self, numbers: list[Scalar], many: int) -> None:
        self.first, self.rates = numbers[0], numbers[-many:] if many else []
        self.waves = [
            (numbers[at], numbers[at + 1 : at + 1 + many], numbers[at + 1 + many])
            for at in (1, many + 3)
        ]
        self.kept: dict[tuple[Scalar, ...], tuple[Scalar, list[Scalar]]] = {}

    def __call__(self, values: list[Scalar]) -> Scalar:
        """The value; one with derivatives for numbers that have some."""
        level = max([v.level for v in values if type(v) is Dual], default=None)
        if level is None:
            return self.at(values)[0]
        inner: list[Scalar] = []
        changes: list[tuple[int, Scalar]] = []
        for number, value in enumerate(values):
            if type(value) is Dual and value.level == level:
                changes.append((number, value.eps))
                value = value.re
            inner.append(value)
        found, slopes = self.at(inner)
        total: Scalar = scalars.NOTHING
        for number, eps in changes:
            total = total + slopes[number] * eps
        return Dual(level, found, total)

    def at(self, values: list[Scalar]) -> tuple[Scalar, list[Scalar]]:
        """The value and the slope in each number."""
        if any(type(value) is not float for value in values):
            return self._worked_out(values)
        key = tuple(values)
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = self._worked_out(values)
        return found

    def _worked_out(self, values: list[Scalar]) -> tuple[Scalar, list[Scalar]]:
        total = sum(map(mul, self.rates, values), start=self.first)
        slopes = list(self.rates)
        for phase, turns, height in self.waves:
            at = sum(map(mul, turns, values), start=phase)
            sine, cosine = scalars.sine_and_cosine(at)
            total = total + height * sine
            steep = height * cosine
            slopes = [s + steep * turn for s, turn in zip(slopes, turns, strict=True)]
        return total, slopes
