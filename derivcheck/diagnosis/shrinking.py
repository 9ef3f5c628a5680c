"""The plainest numbers at which a relation still fails.

Sizes are brought down and inputs to short decimals, one after the other, as long as the
sides still differ (delta debugging: Zeller and Hildebrandt 2002).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..evaluation import (
    COMPARE,
    NOTHING,
    DrawnEntry,
    Frame,
    Sample,
    real,
    sizes_in_order,
    with_totals,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import Choice, Fixed, Interval, Key, Label
from ..judging import Claim, Trial, ready
from ..models import Writer
from .failing_claim import NO_VALUE, Bench, claimed

DIFFERS = 1e-3  # of the larger side: what can be seen in the digits that are shown
NOISE = 1e-12
VISIBLE = 1e-4  # a side that was not zero stays above this
MOST_INPUTS = 24
PLAIN = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(-1))


@dataclass(frozen=True, slots=True)
class Plainest:
    """Where a relation fails: both values, the indices, and every input, in words."""

    left: float
    right: float
    indices: dict[str, int]
    given: tuple[str, ...]

    @property
    def text(self) -> str:
        """The two values, then what they are the values at, each between backticks."""
        text = f"left {self.left:.6g}, right {self.right:.6g}"
        if self.indices:
            text += " at " + ", ".join(f"`{k} = {v}`" for k, v in self.indices.items())
        if self.given:
            text += ", where " + ", ".join(f"`{one}`" for one in self.given)
        return text


def plainest(
    bench: Bench, writer: Writer, failed: Sample | None = None
) -> Plainest | None:
    """The plainest point found, or one that is assumed as it is; None without any.

    `failed` is a point at which it fails, for where the usual points show nothing.
    """
    ground = bench.ground
    force = ground.assumed.in_force(ground.order)
    assumed = ground.assumed.relevant(bench.failing, force).chosen
    try:
        trial = ready(bench.failing, bench.sampler.machine)
        for alive in (BOTH, (True, False), (False, True)):
            point = _start(trial, bench, alive, assumed=bool(assumed))
            if point is not None:
                break
        else:
            alive, point = (False, False), failed
            if point is None:
                return None
        if not assumed:
            point = _rounded(trial, _smaller(trial, point, alive), alive)
        found = _apart(trial, point, alive) or _as_it_is(trial, point)
    except NO_VALUE:
        return None
    if found is None:
        return None
    frame, left, right = found
    given = [claim for _, claim in bench.ground.assumed.assumptions if assumed]
    met = _read_by(point, [bench.failing, *given])
    inputs = _inputs(point, writer, met)
    told = (*_sizes(trial, point), *_labels(point, writer), *inputs)
    shown = {k: v for k, v in frame.items() if not k.startswith("·")}
    return Plainest(left, right, shown, told)


Sides = tuple[bool, bool]  # which of them must not come near zero
BOTH = (True, True)


def _apart(
    trial: Trial, point: Sample, alive: Sides
) -> tuple[Frame, float, float] | None:
    """Where a relation is clearly false at a point; None where it is not."""
    try:
        for env, frame in claimed(trial, point):
            left, right = trial.left(env, frame), trial.right(env, frame)
            a, b = (0.0 if v is NOTHING else real(v) for v in (left, right))
            if not (math.isfinite(a) and math.isfinite(b)):
                return None
            largest = max(abs(a), abs(b))
            seen = all(
                abs(v) > VISIBLE or not w for v, w in zip((a, b), alive, strict=True)
            )
            apart = abs(a - b) > max(DIFFERS * largest, VISIBLE / 2)
            if seen and apart and _contradicts(trial.claim.sign, a, b):
                return frame, _clean(a, largest), _clean(b, largest)
    except NO_VALUE:
        return None
    return None


def _as_it_is(trial: Trial, point: Sample) -> tuple[Frame, float, float] | None:
    """Both numbers where a relation is false by less than can be seen beside others."""
    for env, frame in claimed(trial, point):
        left, right = real(trial.left(env, frame)), real(trial.right(env, frame))
        if left != right and _contradicts(trial.claim.sign, left, right):
            return frame, left, right
    return None


def _contradicts(sign: str, left: float, right: float) -> bool:
    """Whether two numbers that differ are not so related."""
    return sign not in COMPARE or not COMPARE[sign](left, right)


def _clean(value: float, largest: float) -> float:
    """The value, zero where it is the rounding of what is larger."""
    return value if abs(value) > NOISE * largest else 0.0


def _start(trial: Trial, bench: Bench, alive: Sides, *, assumed: bool) -> Sample | None:
    """A point at which the sides clearly differ; one that was moved stays as it is."""
    for assignment in range(len(bench.sampler.assignments)):
        for number in range(6):
            found = bench.sampler.point(assignment, number)
            point = found if assumed else _copy(found, dict(found.sizes))
            if _apart(trial, point, alive) is not None:
                return point
    return None


def _copy(point: Sample, sizes: dict[Key, int]) -> Sample:
    return Sample(point.model, point.machine, sizes, point.seed, point.number)


def _smaller(trial: Trial, point: Sample, alive: Sides) -> Sample:
    """The point with each size brought down, one at the least, where it can be."""
    extents = point.model.extents
    for key in sorted(point.sizes, key=repr):
        if key in extents.number or extents.together(key) is not None:
            continue
        for size in range(max(1, extents.least.get(key, 1)), point.sizes[key]):
            sizes = with_totals(extents, {**point.sizes, key: size})
            smaller = _copy(point, sizes)
            if min(sizes.values()) < 1 or not sizes_in_order(extents, sizes):
                continue
            if _apart(trial, smaller, alive) is not None:
                point = smaller
                break
    return point


def _rounded(trial: Trial, point: Sample, alive: Sides) -> Sample:
    """The point with each input, one after the other, at a plain number."""
    for key in _entries(point)[:MOST_INPUTS]:
        for value in _plainer(point, key):
            moved = _moved(point, key, value)
            if _apart(trial, moved, alive) is not None:
                point = moved
                break
    _apart(trial, point, alive)  # draws what it reads
    return point


def _entries(point: Sample) -> list[DrawnEntry]:
    return sorted(point.drawn)


def _plainer(point: Sample, key: DrawnEntry) -> Iterator[Fraction]:
    """Plain numbers that an input may be, the plainest first."""
    quantity = point.model.quantities.get(key[0])
    domain = Interval(None, None) if quantity is None else quantity.domain
    if isinstance(domain, Choice) or not isinstance(domain, Interval):
        return
    value = Fraction(float(point.drawn[key])).limit_denominator(10**6)
    for number in (*PLAIN, round(value, 1), round(value, 2)):
        low = domain.low is None or number > domain.low
        high = domain.high is None or number < domain.high
        if low and high:
            yield number


def _moved(point: Sample, key: DrawnEntry, value: Fraction) -> Sample:
    """The point with one input at another value."""
    found = _copy(point, point.sizes)
    found.drawn.update(point.drawn)
    found.given.update(point.given)
    ball = balls.ball(value) if balls.present() else float(value)
    found.given[key] = (float(value), ball)
    return found


def _sizes(trial: Trial, point: Sample) -> Iterator[str]:
    """The sizes that the claim met, those that the page named and did not fix."""
    extents = point.model.extents
    met = {key: key for _, key in trial.letters}
    for name, indices in _read(point):
        fixed = tuple(map(Fixed, indices))
        keys = (extents.at(name, n, fixed) for n in range(len(indices)))
        met.update((extents.find(key), key) for key in keys)
    for key, name in list(extents.named.items()):
        root = extents.find(key)
        if root in met and root not in extents.number:
            size = point.sizes.get(root, point.sizes.get(met[root]))
            if size is not None:  # None for the width of a layer in general
                yield f"{name} = {size}"


def _labels(point: Sample, writer: Writer) -> Iterator[str]:
    """The labels in the page's names, each with its class."""
    for (name, indices), value in sorted(point.classes.items()):
        label = Label(name, tuple(map(Fixed, indices)))
        yield f"{writer.position(label)} = {value}"


def _read_by(point: Sample, claims: Iterable[Claim]) -> set[str]:
    """The quantities on which the sides of some claims depend."""
    sides = (side for claim in claims for side in (claim.left, claim.right))
    return set[str]().union(*map(point.model.read_by, sides))


def _inputs(point: Sample, writer: Writer, met: set[str]) -> Iterator[str]:
    """The inputs in the page's names that are `met`, each with its value."""
    for name, indices in (one for one in _read(point) if one[0] in met):
        value = point.drawn.get((name, indices))
        if (name, indices) in point.given:
            value = point.given[name, indices][0]
        if value is not None:
            symbol = writer.symbol(name, tuple(map(Fixed, indices)))
            yield f"{symbol} = {float(value):.4g}"


def _read(point: Sample) -> list[DrawnEntry]:
    return sorted({*point.drawn, *point.given})
