"""A model into points: sizes, inputs, labels and open functions to try it with.

Everything is drawn from a seed by hashing, so that a value depends on its name and
indices alone and never on what was asked for before it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from ..expressions import (
    Choice,
    Classes,
    Interval,
    Key,
    NotUnderstood,
    OneHot,
    Simplex,
)
from ..models import Model, slot
from .closures import Machine
from .environment import Surroundings
from .open_functions import Waves, louder
from .placings import (
    BOTH_SIGNS,
    USUAL,
    Magnified,
    Mixed,
    Placing,
    Special,
    Tied,
    Usual,
)
from .points import BALL, SCALED, Leaves, width
from .scalars import Scalar, Scaled
from .tried_sizes import (
    LONG,
    free_sizes,
    sizes_in,
    sizes_in_order,
    sizes_of,
    with_totals,
)

MASK = (1 << 64) - 1
SIGNED_POINTS = 6
GONE_THROUGH = 4  # from this point on a label takes its values in turn
SPECIAL = (0, 1, -1)

DrawnEntry = tuple[str, tuple[int, ...]]  # a name and indices


def _mix(number: int) -> int:
    """Splitmix64 (Steele, Lea and Flood 2014): one well mixed number from another."""
    number = (number + 0x9E3779B97F4A7C15) & MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & MASK
    return number ^ (number >> 31)


@dataclass(slots=True)
class Sample:
    """One point: `given` holds the entries that an assumption has moved."""

    model: Model
    machine: Machine
    sizes: dict[Key, int]
    seed: int
    number: int = 0
    placing: Placing = USUAL
    rough: bool = False
    operations: int = 0
    visited: set[tuple[int, int]] = field(default_factory=set)
    overrides: frozenset[str] = frozenset()
    given: dict[DrawnEntry, tuple[float, Scalar]] = field(default_factory=dict)
    hashes: dict[str, int] = field(default_factory=dict)
    surroundings: dict[int, Surroundings] = field(default_factory=dict)
    drawn: dict[DrawnEntry, float | Fraction] = field(default_factory=dict)
    classes: dict[DrawnEntry, int] = field(default_factory=dict)

    chosen: dict[tuple[str, int, int], Waves] = field(default_factory=dict)

    @property
    def exactly(self) -> bool:
        """Whether numbers that come out the same are equal, as they are small ones."""
        return isinstance(self.placing, Tied)

    @property
    def alike(self) -> bool:
        """Whether all entries are, as at the first of the points at special values."""
        special = isinstance(self.placing, Special | Tied)
        return special and self.number < len(SPECIAL)

    def at(self, tier: int) -> Surroundings:
        """The values at this point, in floats, balls or scaled floats."""
        found = self.surroundings.get(tier)
        if found is None:
            found = self.surroundings[tier] = Surroundings(self.machine, self, tier)
        return found

    def forget(self) -> None:
        """Lets go of what was worked out here; what was drawn stays as it is."""
        for surroundings in self.surroundings.values():
            surroundings.forget()
        self.surroundings.clear()

    def uniform(self, name: str, indices: tuple[int, ...], turn: int = 0) -> float:
        """A number in (0, 1) that belongs to an entry, of 32 binary digits."""
        start = self.hashes.get(name)
        if start is None:
            start = self.hashes[name] = _mix(self.seed ^ zlib.crc32(name.encode()))
        for index in indices:
            start = _mix(start + index)
        return ((_mix(start + turn) >> 32) + 0.5) / 4294967296.0

    def draw(self, name: str, indices: tuple[int, ...], tier: int) -> Scalar:
        """The value of an input's entry."""
        moved = self.given.get((name, indices))
        if moved is not None:
            if tier == BALL:
                return moved[1]
            return Scaled(moved[0]) if tier == SCALED else moved[0]
        key = (name, indices)
        value = self.drawn.get(key)
        if value is None:
            value = self.drawn[key] = self.exact(name, indices)
        if tier == BALL and isinstance(value, Fraction):
            return self.machine.ball(value) if self.machine.ball else float(value)
        if tier == BALL and self.machine.ball:
            return self.machine.ball(Fraction(value))
        return Scaled(float(value)) if tier == SCALED else float(value)

    def exact(self, name: str, indices: tuple[int, ...]) -> float | Fraction:
        """An input's value, a float or a fraction."""
        quantity = self.model.quantities.get(name)
        domain = quantity.domain if quantity is not None else Interval(None, None)
        if quantity is not None and quantity.definite and len(indices) > 1:
            return self.of_definite(name, indices, flat=quantity.flat)
        match domain:
            case Interval():
                return self.placed(domain, name, indices)
            case Simplex():
                return self.share(name, indices)
            case OneHot():
                return float(self.hot(name, indices) == indices[-1])
            case Choice(values) if self.alike:
                return values[self.number % len(values)]
            case Choice(values):
                return values[int(self.uniform(name, indices) * len(values))]
            case Classes():
                raise NotUnderstood(f"{name} is a label, and no number", 0)

    def placed(self, domain: Interval, name: str, indices: tuple[int, ...]) -> float:
        """A number of a domain, where the placing of the point has it."""
        u = self.uniform(name, indices)
        match self.placing:
            case Usual():
                return self.real(u, domain.low, domain.high)
            case Magnified() | Mixed():
                return self.magnified(u, self.factor(name, indices), domain)
            case Special() | Tied():
                values = [float(v) for v in SPECIAL if domain.holds(Fraction(v))]
                values += [float(end) for end in domain.closed_ends()]
                if not values:
                    return self.real(u, domain.low, domain.high)
                if self.number == len(SPECIAL) and len(indices) > 1 and 0 in values:
                    same = float(indices[-1] == indices[-2])
                    return same if same in values else 0.0  # as an identity has them
                if self.alike:
                    return values[self.number % len(values)]
                return values[int(u * len(values))]
            case _:
                assert_never(self.placing)

    def real(self, u: float, low: Fraction | None, high: Fraction | None) -> float:
        """A number of a domain, away from its ends and from nice values."""
        if low is not None and high is not None:
            return float(low) + float(high - low) * (0.15 + 0.7 * u)
        if low is not None:
            return float(low) + 0.25 + 1.5 * u
        if high is not None:
            return float(high) - 0.25 - 1.5 * u
        if self.positive:
            return 0.2 + 0.75 * u
        return 0.25 + 3 * u if u < 0.5 else 0.25 - 3 * (u - 0.5) - 0.5

    @property
    def positive(self) -> bool:
        """Whether all inputs are: some of many points, and every second pair."""
        if isinstance(self.placing, Magnified):
            return self.number % 4 > 1
        return self.number >= SIGNED_POINTS and self.number % 2 == 1

    def factor(self, name: str, indices: tuple[int, ...]) -> float:
        """How much larger than usual an input is."""
        match self.placing:
            case Magnified(factor):
                return factor
            case Mixed():
                return 10.0 ** (int(7 * self.uniform(name, indices, 5)) - 3)
            case _:
                return 1.0

    def magnified(self, u: float, factor: float, domain: Interval) -> float:
        """A number of another magnitude; between two ends, near one of them."""
        low, high = domain.low, domain.high
        turned = isinstance(self.placing, Magnified) and self.number % 2 == 1
        if low is not None and high is not None:
            inside = float(high - low) * min(factor, 1 / factor) * (0.15 + 0.7 * u)
            at_top = turned != (factor > 1)
            return float(high) - inside if at_top else float(low) + inside
        if low is not None:
            return float(low) + (0.25 + 1.5 * u) * factor
        if high is not None:
            return float(high) - (0.25 + 1.5 * u) * factor
        value = self.real(u, None, None) * factor
        return -value if turned else value

    def of_definite(
        self, name: str, indices: tuple[int, ...], *, flat: bool
    ) -> Fraction:
        """An entry of M times its transpose, and of the identity where it is not flat.

        At every second point a flat one has a single column, and so no inverse.
        """
        *outer, row, column = indices
        many = self.last(name, len(indices) - 1, indices)
        columns = range(1, 2 if flat and self.number % 2 else many + 1)
        real = Interval(None, None)
        one, other = (
            [Fraction(self.placed(real, name, (*outer, at, k))) for k in columns]
            for at in (row, column)
        )
        found = sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))
        return found + (Fraction(1, 8) if row == column and not flat else 0)

    def share(self, name: str, indices: tuple[int, ...]) -> Fraction:
        """An entry of a point of the simplex: with the others it is one.

        At special values it is the centre, then corners and middles of faces.
        """
        whole = indices[:-1]
        last = self.last(name, len(indices) - 1, indices)
        parts = [self.part(name, (*whole, n)) for n in range(1, last + 1)]
        if isinstance(self.placing, Special) and self.number:
            chosen, corner = 1 + self.number // 2 % last, self.number % 2 == 1
            kept = [n for n in range(1, last + 1) if (n == chosen) == corner]
            parts = [Fraction(int(n in (kept or [1]))) for n in range(1, last + 1)]
        return parts[indices[-1] - 1] / sum(parts)

    def part(self, name: str, indices: tuple[int, ...]) -> Fraction:
        """What an entry of the simplex is, before they are made to sum to one."""
        if isinstance(self.placing, Special | Tied):
            return Fraction(1)
        found = Fraction(int(1 + 1000 * self.uniform(name, indices)))
        factor = self.factor(name, indices)
        large = Fraction(max(factor, 1 / factor))
        return found * large if self.uniform(name, indices, 6) < 0.5 else found

    def hot(self, name: str, indices: tuple[int, ...]) -> int:
        """The entry of a one-hot vector that is one, counted from one."""
        last = self.last(name, len(indices) - 1, indices)
        return 1 + int(self.uniform(name, (*indices[:-1], 0), 7) * last)

    def last(self, name: str, number: int, indices: tuple[int, ...] = ()) -> int:
        """How far an axis of an array runs at this point."""
        extents = self.model.extents
        wide = extents.widths.get(slot(name, number))
        if wide is not None:
            return width(self, wide.family, indices[wide.driver] + wide.shift)
        return self.sizes[extents.find(slot(name, number))]

    def label(self, name: str, indices: tuple[int, ...]) -> int:
        """The class that a label stands for at this point."""
        if name not in self.model.labels:
            raise NotUnderstood(f"the declaration of {name} is not understood", 0)
        key = self.model.extents.find(self.model.labels[name])
        last = self.sizes[key]
        for number, value in enumerate(indices):
            if not 1 <= value <= self.last(name, number):
                raise Leaves(name, number, value, self.last(name, number))
        value = 1 + int(self.uniform(name, indices, 3) * last)
        if self.number >= GONE_THROUGH:
            turns = (self.number - GONE_THROUGH) // last  # so that no two go together
            turn = self.number + turns * sorted(self.model.labels).index(name)
            value = 1 + (turn + zlib.crc32(name.encode()) + sum(indices)) % last
        self.classes[name, indices] = value
        return value

    def smooth(self, function: str, arguments: int, tier: int) -> Waves:
        """The function that stands for an open one at this point."""
        key = (function, arguments, tier)
        found = self.chosen.get(key)
        if found is None:
            numbers = self._choose(function, arguments)
            factor = self.factor("·" + function, ())
            if factor != 1:
                numbers = louder(numbers, arguments, factor)
            if tier == BALL and self.machine.ball is not None:
                numbers = [self.machine.ball(Fraction(number)) for number in numbers]
            found = self.chosen[key] = Waves(numbers, arguments)
        return found

    def _choose(self, function: str, arguments: int) -> list[Scalar]:
        """Numbers of size about one."""
        found: list[Scalar] = []
        for number in range(2 * (arguments + 2) + 1 + arguments):
            u = self.uniform("·" + function, (number,))
            found.append(0.4 + 0.8 * u if u < 0.5 else -0.4 - 0.8 * (u - 0.5))
        return found


@dataclass(slots=True)
class Sampler:
    """The points of a model, made once and kept, for two assignments of sizes."""

    model: Model
    machine: Machine
    seed: int
    made: dict[tuple[int, int, Placing], Sample] = field(default_factory=dict)
    assignments: list[dict[Key, int]] = field(default_factory=list)
    free: list[Key] = field(default_factory=list)
    long: dict[tuple[frozenset[Key], int], dict[Key, int]] = field(default_factory=dict)

    def prepare(self) -> None:
        """Chooses the sizes; a model without free ones has a single assignment."""
        self.free = free_sizes(self.model)
        first = sizes_of(self.model, 0, {})
        self.assignments = [first]
        layered = self.model.extents.layered
        if self.free or any(key in layered for key in sizes_in(self.model)):
            self.assignments.append(sizes_of(self.model, 1, first))

    def longer(self, read: frozenset[Key | None], least: int = 0) -> int | None:
        """The assignment in which the sizes that are read are longer, `least` or more.

        All that are free are, where it is not known which are read. None where all that
        are read are given.
        """
        wanted = frozenset(key for key in read if key not in self.model.extents.number)
        if not (wanted and self.free):
            return None
        long = frozenset(key for key in wanted if key in self.free)
        if len(long) < len(wanted):
            long = frozenset(self.free)
        key = long, least
        if key not in self.long:
            self.long[key] = sizes_of(self.model, 0, {}, long, least)
        return LONG + list(self.long).index(key)

    def point(self, assignment: int, number: int, placing: Placing = USUAL) -> Sample:
        """The point of that number for that assignment of sizes."""
        key = (assignment, number, placing)
        found = self.made.get(key)
        if found is None:
            drawn = number // 2 if isinstance(placing, Magnified) else number
            turn = min(assignment, LONG)
            seed = _mix(_mix(self.seed + 2 * drawn + turn) + turn)
            sizes = self.sizes(assignment)
            found = Sample(
                self.model, self.machine, sizes, seed, number=number, placing=placing
            )
            self.made[key] = found
        return found

    def sized(self, values: Mapping[Key, int]) -> Sample | None:
        """A point with some free sizes as given; None where the page rules them out."""
        extents = self.model.extents
        sizes = {**self.sizes(0), **values}
        sizes = with_totals(extents, sizes)
        short = any(size < extents.least.get(key, 1) for key, size in sizes.items())
        if short or not sizes_in_order(extents, sizes):
            return None
        return Sample(self.model, self.machine, sizes, _mix(self.seed))

    def beside(self, point: Sample, values: Mapping[DrawnEntry, Fraction]) -> Sample:
        """A point as another one, with some entries of inputs at other values."""
        found = Sample(
            self.model, self.machine, point.sizes, point.seed, placing=BOTH_SIGNS
        )
        found.drawn.update(point.drawn)
        found.drawn.update(values)
        found.given.update({k: v for k, v in point.given.items() if k not in values})
        return found

    def others(self, point: Sample) -> Iterator[Sample]:
        """Points of another solution of what a point satisfies: none here."""
        yield from ()

    def forget(self) -> None:
        """Lets go of what was worked out at the points."""
        for point in self.made.values():
            point.forget()

    def sizes(self, assignment: int) -> dict[Key, int]:
        """The sizes of an assignment."""
        if assignment < LONG:
            return self.assignments[assignment]
        return list(self.long.values())[assignment - LONG]
