r"""A derivative held against slopes along random directions.

In: a claimed derivative and a way to measure slopes. Out: for each direction what was
claimed, what was measured, and by how much the two may differ through rounding.

A slope along $v$ is $\sum_j v_j \partial f / \partial x_j$: one measurement asks all
entries at once. Three things keep a mistake from hiding in the sum. Each entry is
weighted by the inverse of its claimed value, so that an error counts by its relative
size; entries that are claimed to be zero are asked by themselves. The random factors
lie in $\pm[0.5, 1.5]$: away from zero, so one wrong entry always shows; continuous,
so errors do not cancel but by chance, and that chance is known (`Report.missed`).

Small entries have large weights, and so has what rounding does to them. Where a
difference is more than rounding was measured to make it, but less than it might make
beside the smallest entries, it is looked into (`wrong_entries`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .complex_step import complex_slope
from .finite_differences import (
    DOUBT,
    entry_sizes,
    fill,
    length,
    quick_slopes,
    slopes_along,
)
from .user_function import Array, NotCarried, UserFunction

DIRECTIONS = 3  # of each group
NEGLIGIBLE = 1e-10  # of the largest entry, in double precision: taken with zeros
ROUNDED = 1e4  # so are entries below this many units in its last place
LEAST = 2.0**-20  # of the largest: no smaller entry has a larger weight
UNSEEN = 1e-6  # of what the largest entry changes: taken with zeros, by differences
LARGE = 1e-3  # of that: the first group, by differences
OCTAVES = 3  # of magnitude in each part of a group that is looked at more closely
PARTS = 2  # the number of the first such part
SEEN = 32  # units in the last place of the largest term: the least tolerance
DOUBTFUL = 256  # how much less than the tolerance rounding may be seen to need
JITTER = 16  # times the shift by rounding x that is allowed
AGAIN = range(1, 5)  # the points at which rounding is asked again
MARGIN = 1e3  # tolerances within which a difference is looked into
FINE = 1e-7  # of the terms of a slope: real differences known so well will do
CLEAR = 1e-2  # of a wrong entry's share of the gap: so is this error of its slope
COARSE = 2.0**-10  # so is what rounding leaves of a slope by a step of this size
ENOUGH = 1e-3  # of a level: what is to be seen there by differences
COARSEST = 0.1  # of what the largest entry changes: no level is higher
LOSSY = 1e-8  # of an entry: what an array may have lost where formulas cancel
FAR = 2.0**-20  # how far x is moved to see rounding that its last digits do not show

Moved = Callable[[int], tuple[Array, Array]]  # a number -> x nearby and the claim there


class Kinked(Exception):
    """Real differences along a direction show a kink at x."""


@dataclass(frozen=True)
class EntryGroup:
    """Entries that are asked together, by their positions, (k,).

    level: the magnitude below which weights are those of larger entries.
    zero: whether they are claimed to be zero, or next to it.
    """

    number: int
    at: Array
    level: float
    zero: bool


@dataclass(frozen=True)
class Projected:
    """The two sides along one direction, and the difference allowed; all (m,).

    shown: how much of the tolerance rounding was measured to need.
    resolution: the relative error in one entry of which the difference is twice the
    tolerance at most; in a group of zeros relative to the largest.
    """

    group: EntryGroup
    turn: int
    claimed: Array
    measured: Array
    tolerance: Array
    shown: Array
    resolution: float

    @property
    def gap(self) -> Array:
        """How much more is claimed than was measured."""
        return np.asarray(self.claimed - self.measured)

    @property
    def wrong(self) -> Array:
        """Which outputs differ for certain, as an array of bool."""
        return np.asarray(~(np.abs(self.gap) <= self.tolerance))

    @property
    def marginal(self) -> bool:
        """Whether it is wrong, by so little that rounding must be asked again."""
        near = np.abs(self.gap) <= MARGIN * self.tolerance
        return bool(self.wrong.any() and near.all())

    @property
    def doubtful(self) -> bool:
        """Whether the difference is more than rounding was measured to make it."""
        return bool((np.abs(self.gap) > self.shown).any())


class Referee:
    """Measures slopes of f along directions, by complex steps or real differences.

    claimed: the derivative, (m, n). noise: rounding of f, (m,), for real differences;
    None for complex steps. moved: x and the claim beside the point, or None.
    """

    def __init__(
        self,
        f: UserFunction,
        claimed: Array,
        seed: int,
        *,
        noise: Array | None = None,
        moved: Moved | None = None,
    ) -> None:
        self.f, self.claimed, self.seed = f, claimed, seed
        self.noise, self.moved = noise, moved
        self.eps = max(f.eps, float(np.finfo(claimed.dtype).eps))
        self.largest = np.abs(claimed).max(axis=1).astype(np.float64)
        self.around = self._around() if not self.largest.any() else self.largest
        self._steps = None if noise is None else entry_sizes(f.x).reshape(-1)
        self.groups = self._groups()
        self._beside = {0: self._near(0)} if noise is None else {}
        self._v = np.zeros(f.x.size)

    def _around(self) -> Array:
        """How large f is, and how much it changes where it is claimed to be flat."""
        step = entry_sizes(self.f.x)
        beside = self.f.near((self.f.x + step).astype(self.f.x.dtype))
        change = np.nan_to_num(np.abs(beside - self.f.value))
        return np.asarray(change + np.abs(self.f.value))

    def _groups(self) -> list[EntryGroup]:
        """The entries that are claimed, and the rest: zeros and what is next to them.

        For real differences the small ones, by what a step changes, are with the rest.
        """
        size = self._size(slice(None))
        top = float(size.max())
        if self.noise is None:
            bound = min(1.0, max(NEGLIGIBLE, ROUNDED * self.eps)) * top
            first = size > bound
            levels = LEAST * top, bound * float((size[~first] > 0).any())
        else:
            first = size > LARGE * top
            seen = float(self._rounding().max()) / ENOUGH
            levels = (
                min(COARSEST * top, max(LARGE * top, seen)),
                min(LARGE * top, max(UNSEEN * top, seen)),
            )
        self.top = top
        self.least = float(size[first].min(initial=top)) / (top or 1.0)
        small = self.noise is not None and bool((size[~first] > levels[1]).any())
        parts = ((first, levels[0], False), (~first, levels[1], not small))
        return [
            EntryGroup(number, np.flatnonzero(part).astype(np.int32), level, zero)
            for number, (part, level, zero) in enumerate(parts)
            if part.any()
        ]

    @property
    def down_to(self) -> float:
        """The part of the largest entry from which on errors count by relative size."""
        if not self.top:
            return 0.0
        if self.noise is None:
            return self.groups[-1].level / self.top if self.groups[-1].zero else 0.0
        if len(self.groups) > 1 and self.groups[0].level <= LARGE * self.top:
            return self.groups[1].level / self.top
        return self.groups[0].level / self.top

    def _rounding(self) -> Array:
        """What rounding leaves of a slope by real differences of coarse steps, (m,)."""
        noise = self.f.eps * np.abs(self.f.value)
        noise = noise if self.noise is None else noise + self.noise
        return np.asarray(DOUBT * noise / COARSE)

    def _size(self, at: Array | slice) -> Array:
        """The magnitude of claims, times the step for real differences."""
        size = np.abs(self.claimed[0, at]).astype(np.float64, copy=False)
        for row in self.claimed[1:]:
            np.maximum(size, np.abs(row[at]), out=size)
        if self._steps is not None:
            size *= self._steps[at]
        return np.asarray(size)

    def _weight(self, group: EntryGroup) -> Array:
        """By what random factors are multiplied, (k,).

        The inverse of the claim, but of small ones as if they were larger. For real
        differences a step of the size of x, shorter where it changes much, by the
        square root: so that much of what it changes is left to be seen.
        """
        at = slice(None) if group.at.size == self.f.x.size else group.at
        if group.zero:
            steps = self._steps
            steps = entry_sizes(self.f.x).reshape(-1) if steps is None else steps
            return np.asarray(steps[at])
        size = self._size(at)
        np.maximum(size, group.level, out=size)
        np.divide(group.level, size, out=size)
        if self._steps is not None:
            np.sqrt(size, out=size)
            size *= self._steps[at]
        return size

    def direction(self, group: EntryGroup, turn: int) -> Array:
        """A random direction within a group, (n,); the same for the same numbers.

        The next one takes its place in memory.
        """
        draw = np.random.default_rng([self.seed, group.number, turn])
        room = self.f.room.view(np.float64).reshape(2, -1)
        if group.at.size == self.f.x.size:
            fill(self._v, room[0], draw)
            self._v *= self._weight(group)
        else:
            u, spare = room[:, : group.at.size]
            fill(u, spare, draw)
            self._v[:] = 0
            self._v[group.at] = u * self._weight(group)
        return self._v

    def slope(self, v: Array, enough: Array | float = 0.0) -> tuple[Array, Array]:
        """The slope of f along v and its error, (m,) each.

        Real differences are few where they give an error of at most `enough`.
        """
        shaped = v.reshape(self.f.x.shape)
        if self.noise is None:
            slope = complex_slope(self.f, self.f.x, shaped)
            if not np.isfinite(slope).all():
                raise NotCarried("a slope is not finite")
            return slope, np.zeros(slope.shape)
        if np.any(enough) and self.f.x.dtype.itemsize > 2:
            found = quick_slopes(self.f, shaped, self.noise, enough / DOUBT)
            if (DOUBT * found.error <= enough).all():
                return found.value, DOUBT * found.error
        found = slopes_along(self.f, shaped, self.noise)
        if found.kinks().any():
            raise Kinked
        return found.value, DOUBT * found.error

    def decades(self, group: EntryGroup) -> list[EntryGroup]:
        """The parts of a group that are of one magnitude, where it has several."""
        if self.noise is not None or group.zero:
            return []
        octave = np.frexp(self._size(group.at))[1]
        decade = (octave.max() - octave) // OCTAVES
        parts = [group.at[decade == one] for one in np.unique(decade)]
        return [
            EntryGroup(PARTS + number, at, group.level, False)
            for number, at in enumerate(parts)
        ] * (len(parts) > 1)

    def turns(self, group: EntryGroup, number: int) -> list[Projected]:
        """A group along a number of directions."""
        all_of_them: list[Projected] = []
        shift, looked = np.zeros(self.f.value.size), False
        for turn in range(number):
            v = self.direction(group, turn)
            claimed, terms = self.claimed @ v, self._terms(v)
            measured, error = self.slope(v, self._enough(terms))
            if self.noise is not None and (np.abs(claimed - measured) > error).any():
                measured, error = self.slope(v)
            if turn == 0:
                shift = self._shift(v, claimed - measured, range(1))
            sides = claimed, measured, terms
            found = self._projected(group, turn, v, sides, error + shift)
            if self.moved is not None and found.marginal and not looked:
                looked = True
                again = 4 * self._shift(v, claimed - measured, AGAIN)
                shift = np.maximum(shift, again)
                found = self._projected(group, turn, v, sides, shift)
            all_of_them.append(found)
        return all_of_them

    def _enough(self, terms: Array) -> Array:
        """What error of a slope by real differences is small enough, (m,)."""
        if self.noise is None:
            return np.zeros(terms.shape)
        return np.asarray(FINE * terms + self._rounding())

    def _terms(self, v: Array) -> Array:
        """How large the terms of a slope along v are together, (m,)."""
        return np.array([length(row * v) for row in self.claimed])

    def _shift(self, v: Array, difference: Array, numbers: range) -> Array:
        """How far rounding x moves the difference of the two sides, (m,)."""
        worst = np.zeros(difference.shape)
        for number in numbers if self.noise is None else ():
            x, claimed = self._beside.get(number) or self._near(number)
            moved = claimed @ v - complex_slope(self.f, x, v.reshape(x.shape))
            worst = np.fmax(worst, np.abs(moved - difference))
        return JITTER * worst

    def _near(self, number: int) -> tuple[Array, Array]:
        """A point beside x and the claim there.

        For an array it is so near that the claim at x itself serves.
        """
        if self.moved is not None:
            return self.moved(number)
        return jittered(self.f, self.seed, number), self.claimed

    def _projected(
        self,
        group: EntryGroup,
        turn: int,
        v: Array,
        sides: tuple[Array, Array, Array],
        error: Array,
    ) -> Projected:
        """The two sides, claimed and measured, and the size of their terms."""
        claimed, measured, terms = sides
        # Over many entries the shift by jitter is the better estimate.
        widest = max(float(v.max()), -float(v.min()))
        long = min(length(v), 4 * widest)
        shown = SEEN * self.eps * (terms + np.abs(measured)) + np.finfo(float).tiny
        if not self.largest.any():
            shown += SEEN * self.eps * self.around
        beside = SEEN * self.eps * self.largest * long
        shown += error + beside / DOUBTFUL
        tolerance = shown + beside
        if self.noise is None and self.moved is None:
            tolerance += LOSSY * np.abs(self.claimed * v).max(axis=1)
        typical = terms / np.sqrt(group.at.size)
        if group.zero:
            typical = self.largest * long if self.largest.any() else self.around
        elif self.noise is None:
            typical = typical * min(1.0, self.least / LEAST)
        else:
            typical = np.full(terms.shape, group.level)
        known = typical > 0
        ratio = np.where(known, tolerance / np.where(known, typical, 1), 0)
        if not known.all():  # zero in this group, or too small to be held
            ratio[~known & self.claimed[:, group.at].any(axis=1)] = np.inf
        resolution = float(ratio.max())
        return Projected(group, turn, claimed, measured, tolerance, shown, resolution)

    def entry(self, column: int, factor: float, found: Projected) -> Projected:
        """One entry by itself, times a factor with the tolerance of the direction."""
        v, group = np.zeros(self.f.x.size), found.group
        if group.at.size == 1:
            v[column] = self.direction(group, found.turn)[column]
            measured, tolerance = found.measured, found.tolerance
        else:
            v[column] = factor
            share = np.abs(found.gap) / np.sqrt(group.at.size)
            measured, error = self.slope(v, CLEAR * share)
            tolerance = found.tolerance if self.noise is None else error
        return replace(
            found,
            group=replace(group, at=np.array([column])),
            claimed=self.claimed[:, column],
            measured=measured / v[column],
            tolerance=tolerance / np.abs(v[column]),
        )


def jittered(f: UserFunction, seed: int, number: int, far: float = 0.0) -> Array:
    """A point next to that of f: each entry one or two units in the last place off.

    Or one or two times `far` of itself: where values have saturated, nothing less
    changes how they round.
    """
    draw = np.random.default_rng([seed, 2**20 + number])
    steps = draw.integers(0, 4, f.x.shape, dtype=np.int8)
    unit = max(float(np.finfo(f.x.dtype).eps), far)
    factor = (np.array([-2.0, -1.0, 1.0, 2.0]) * unit + 1).astype(f.x.dtype)[steps]
    factor *= f.x
    return np.asarray(factor)
