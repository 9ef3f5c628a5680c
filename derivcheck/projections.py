r"""A derivative held against slopes along random directions.

In: a claimed derivative and a way to measure slopes. Out: for each direction what was
claimed, what was measured, and by how much the two may differ through rounding.

A slope along $v$ is $\sum_j v_j \partial f / \partial x_j$: one measurement asks all
entries at once. Three things keep a mistake from hiding in the sum. Entries are asked
in groups of like magnitude. Within a group each is weighted by the inverse of its
claimed value, so that an error counts by its relative size. And the random factors
lie in $\pm[0.5, 1.5]$: away from zero, so one wrong entry always shows; continuous,
so errors do not cancel but by chance, and that chance is known (`Projected.missed`).

The differences are linear in $v$: half of the entries are measured, the other half
follows, and the wrong entry among n is found in log2 n measurements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from .complexstep import complex_slope
from .functions import Array, Function, NotCarried
from .slopes import DOUBT, entry_sizes, slopes_along

DIRECTIONS = 3  # of each group
ZEROS = 127  # the number of the group of zeros
DECADES = 3.0  # of magnitude in a group
NEGLIGIBLE = 1e-10  # of the largest entry, in double precision: taken with zeros
SEEN = 32  # units in the last place of the largest term: the least tolerance
JITTER = 16  # times the shift by rounding x that is allowed
MARGIN = 1e3  # tolerances within which a difference is looked into
WIDEST, FEW = 0.125, 9  # of the steps of real differences, where these will do
FINE = 1e-7  # of a slope: real differences known so well will do
FAR = 2.0**-20  # how far x is moved to see rounding that its last digits do not show
WIDESPREAD = 8  # wrong parts from which on single entries are no longer searched

Moved = Callable[[int], tuple[Array, Array]]  # a number -> x nearby and the claim there


@dataclass(frozen=True)
class Group:
    """Entries that are asked together: their positions and weights, both (k,).

    size: how large a relative error of one in a typical entry is along a direction.
    zero: whether they are claimed to be zero, or next to it.
    """

    number: int
    at: Array
    weight: Array
    zero: bool


@dataclass(frozen=True)
class Projected:
    """The two sides along one direction, and the difference allowed; all (m,).

    resolution: the relative error in one entry of which the difference is twice the
    tolerance at most; in a group of zeros relative to the largest.
    """

    group: Group
    turn: int
    claimed: Array
    measured: Array
    tolerance: Array
    resolution: float

    @property
    def wrong(self) -> Array:
        """Which outputs differ for certain, as an array of bool."""
        return np.asarray(~(np.abs(self.claimed - self.measured) <= self.tolerance))

    @property
    def marginal(self) -> bool:
        """Whether it is wrong, by so little that rounding must be asked again."""
        gap = np.abs(self.claimed - self.measured)
        return bool(self.wrong.any() and (gap <= MARGIN * self.tolerance).all())


@dataclass(frozen=True)
class Part:
    """Entries of a group in which an error lies, and its size along the direction."""

    at: Array
    difference: Array


class Referee:
    """Measures slopes of f along directions, by complex steps or real differences.

    claimed: the derivative, (m, n). noise: rounding of f, (m,), for real differences;
    None for complex steps. moved: x and the claim beside the point, or None.
    claim_noise: how far rounding moves the claim, (m, n).
    """

    def __init__(
        self,
        f: Function,
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
        self.groups = self._groups()

    def _around(self) -> Array:
        """How large f is, and how much it changes where it is claimed to be flat."""
        step = entry_sizes(self.f.x)
        beside = self.f.near((self.f.x + step).astype(self.f.x.dtype))
        change = np.nan_to_num(np.abs(beside - self.f.value))
        return np.asarray(change + np.abs(self.f.value))

    def _groups(self) -> list[Group]:
        """The entries by magnitude of the claim, zeros last."""
        size = np.abs(self.claimed).max(axis=0).astype(np.float64)
        sizes = entry_sizes(self.f.x).reshape(-1)
        if self.noise is not None:
            size *= sizes
        top = float(size.max()) or 1.0
        bucket = np.full(size.shape, ZEROS, np.int8)
        shown = size > max(NEGLIGIBLE, 1e4 * self.eps) * top
        bucket[shown] = np.log10(top / size[shown]) // DECADES
        groups = []
        for number, value in enumerate(np.unique(bucket)):
            at = np.flatnonzero(bucket == value).astype(np.int32)
            steps = self.noise is not None or value == ZEROS
            weight = sizes[at] if steps else 1 / size[at]
            weight /= np.abs(weight / sizes[at]).max()
            groups.append(Group(number, at, weight, bool(value == ZEROS)))
        return groups

    def direction(self, group: Group, turn: int) -> Array:
        """A random direction within a group, (n,); the same for the same numbers."""
        draw = np.random.default_rng([self.seed, group.number, turn])
        u = draw.random(group.at.size)
        u -= 0.5
        u *= 2
        u += np.copysign(0.5, u)
        u *= group.weight
        if group.at.size == self.f.x.size:
            return np.asarray(u)
        v = np.zeros(self.f.x.size)
        v[group.at] = u
        return v

    def slope(self, v: Array) -> tuple[Array, Array]:
        """The slope of f along v and its error, (m,) each."""
        shaped = v.reshape(self.f.x.shape)
        if self.noise is None:
            slope = complex_slope(self.f, self.f.x, shaped)
            if not np.isfinite(slope).all():
                raise NotCarried("a slope is not finite")
            return slope, np.zeros(slope.shape)
        found = slopes_along(self.f, shaped, self.noise, WIDEST, FEW)
        if not (DOUBT * found.error <= FINE * np.abs(found.value)).all():
            found = slopes_along(self.f, shaped, self.noise)
        return found.value, DOUBT * found.error

    def ask(self) -> list[Projected]:
        """All groups along their directions."""
        return [found for group in self.groups for found in self._ask(group)]

    def _ask(self, group: Group) -> Iterator[Projected]:
        shift, looked = np.zeros(self.f.value.size), False
        for turn in range(DIRECTIONS):
            v = self.direction(group, turn)
            claimed = self.claimed @ v
            measured, error = self.slope(v)
            if turn == 0:
                shift = self._shift(v, claimed - measured, range(1))
            found = self._projected(group, turn, v, claimed, measured, error + shift)
            if self.noise is None and found.marginal and not looked:
                looked = True
                again = 4 * self._shift(v, claimed - measured, range(1, 9))
                shift = np.maximum(shift, again)
                found = self._projected(group, turn, v, claimed, measured, shift)
            yield found

    def _shift(self, v: Array, difference: Array, numbers: range) -> Array:
        """How far rounding x moves the difference of the two sides, (m,)."""
        worst = np.zeros(difference.shape)
        for number in numbers if self.noise is None else ():
            x, claimed = self.moved(number) if self.moved else self.beside(number)
            other = claimed @ v - complex_slope(self.f, x, v.reshape(x.shape))
            worst = np.fmax(worst, np.abs(other - difference))
        return JITTER * worst

    def beside(self, number: int) -> tuple[Array, Array]:
        """A point next to x, and the claim at x itself."""
        return jittered(self.f, self.seed, number, False), self.claimed

    def _projected(
        self,
        group: Group,
        turn: int,
        v: Array,
        claimed: Array,
        measured: Array,
        error: Array,
    ) -> Projected:
        products = self.claimed * v
        terms = np.sqrt(np.einsum("ij,ij->i", products, products))
        # Over many entries the shift by jitter is the better estimate.
        length = min(float(np.sqrt(v @ v)), 4 * float(np.abs(v).max()))
        floor = SEEN * self.eps * (terms + np.abs(measured) + self.largest * length)
        floor += np.finfo(float).tiny
        if not self.largest.any():
            floor += SEEN * self.eps * self.around
        tolerance = floor + error
        typical = terms / np.sqrt(group.at.size)
        if group.zero:
            typical = self.largest * length if self.largest.any() else self.around
        known = typical > 0
        ratio = np.where(known, tolerance / np.where(known, typical, 1), 0)
        resolution = float(ratio.max())
        return Projected(group, turn, claimed, measured, tolerance, resolution)

    def search(self, found: Projected, most: int) -> tuple[list[Part], bool]:
        """The entries in which a wrong direction is wrong; whether these are all.

        `most` is the number of wrong parts from which on there is no end to it.
        """
        v = self.direction(found.group, found.turn)
        parts = [Part(found.group.at, found.claimed - found.measured)]
        while any(part.at.size > 1 for part in parts):
            parts = [half for part in parts for half in self._halves(part, v, found)]
            if len(parts) >= most and any(part.at.size > 1 for part in parts):
                return [part for part in parts if part.at.size == 1], False
        return parts, True

    def _halves(self, part: Part, v: Array, found: Projected) -> Iterator[Part]:
        if part.at.size == 1:
            yield part
            return
        left, right = np.array_split(part.at, 2)
        cut = np.zeros(v.size)
        cut[left] = v[left]
        first = self.claimed @ cut - self.slope(cut)[0]
        for at, difference in ((left, first), (right, part.difference - first)):
            if (np.abs(difference) > found.tolerance).any():
                yield Part(at, difference)

    def entry(self, at: int, found: Projected) -> Projected:
        """One entry by itself, with the tolerance of the group it lies in."""
        group = replace(found.group, at=np.array([at]))
        v = np.zeros(self.f.x.size)
        where = np.flatnonzero(found.group.at == at)[0]
        v[at] = found.group.weight[where]
        measured, error = self.slope(v)
        tolerance = found.tolerance if self.noise is None else error
        return replace(
            found,
            group=group,
            claimed=self.claimed[:, at],
            measured=measured / v[at],
            tolerance=tolerance / v[at],
        )


def jittered(f: Function, seed: int, number: int, far: bool) -> Array:
    """A point next to that of f: each entry one or two units in the last place off.

    Or 2^-20 of itself, `far`: where values have saturated, nothing less changes how
    they round.
    """
    draw = np.random.default_rng([seed, 2**20 + number])
    steps = draw.integers(0, 4, f.x.shape, dtype=np.int8)
    unit = max(float(np.finfo(f.x.dtype).eps), FAR if far else 0.0)
    factor = (np.array([-2.0, -1.0, 1.0, 2.0]) * unit).astype(f.x.dtype)[steps]
    factor += 1
    factor *= f.x
    return np.asarray(factor)
