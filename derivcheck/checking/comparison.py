"""A claim -> its sides at points, compared for all values of the indices.

Floats first, with a scale from the terms met; then balls, where python-flint is
installed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..evaluation import (
    BALL,
    FLOAT,
    NOTHING,
    SCALED,
    Closure,
    Frame,
    Leaves,
    Machine,
    NoLayer,
    OutOfDomain,
    Sample,
    Surroundings,
    TooMuch,
    Truth,
    Whole,
    is_whole,
    length,
    real,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    Affine,
    Expression,
    Fault,
    Key,
    Letter,
    NotUnderstood,
    comparisons,
    condition_letters,
    errors,
    free_letters,
    mismatch,
    positions_of,
    sides,
    walk,
)
from ..models import Extents, Model, range_of
from .claim import Claim

Settings = tuple[tuple[str, int], ...]  # values of the free indices
CLOSE = 1e-12
AGREES = 1e-9
DIFFERS = 1e-6
MOST_VALUES = 20_000


@dataclass(slots=True)
class Trial:
    """A claim made ready: closures, the letters that run, what was met so far."""

    claim: Claim
    model: Model
    left: Closure
    right: Closure
    truth: Truth | None
    letters: list[tuple[str, Key]]
    real_condition: bool
    shifted: bool
    sites: list[tuple[int, int]]
    compared: int = 0
    empty: int = 0
    skipped: int = 0
    pathless: bool = False
    worst: float = 0.0
    unsure: str | None = None
    tried: list[Sample] = field(default_factory=list)
    trouble: str = ""
    unstarted: Fault | None = None

    def defined(self, name: str) -> bool:
        """Whether the page gives a quantity by a definition."""
        known = self.model.quantities.get(name)
        return known is not None and bool(known.rows)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the sides differ."""

    point: Sample
    frame: Frame
    left: float
    right: float


def ready(claim: Claim, machine: Machine) -> Trial:
    """A claim made ready to be tried."""
    letters = dict.fromkeys(free_letters(claim.left))
    letters.update(dict.fromkeys(free_letters(claim.right)))
    letters.update(dict.fromkeys(condition_letters(claim.condition)))
    model = machine.model
    everything = (claim.left, claim.right, *sides(claim.condition))
    own = {f"·{n}": size for n, size in enumerate(claim.whole, 1)}
    ranges: list[tuple[str, Key]] = []
    for letter in letters:
        key = range_of(model.extents, everything, letter, model.ranged, model.labels)
        key = own.get(letter) if key is None else key
        key = _along_the_chain(model, claim, letter) if key is None else key
        if key is None:
            raise mismatch(
                f"how far {letter} runs is not known: it stands in no slot of an array",
                claim.at,
            )
        ranges.append((letter, model.extents.find(key)))
    machine.gathered = []
    left, right = machine.closure(claim.left), machine.closure(claim.right)
    truth = None
    if claim.condition is not None:
        truth = machine.truth(claim.condition)
    sites = list(machine.gathered)
    for expression in everything:
        for name in sorted(model.read_by(expression)):
            sites += machine.compiled(name).sites
    inner = [c for c in comparisons(claim.condition) if not of_indices(c.left, c.right)]
    ranges = _layers_first(model.extents, ranges)
    return Trial(
        claim, model, left, right, truth, ranges, bool(inner), _shifted(everything),
        sites,
    )  # fmt: skip  # in the order of the fields


def _along_the_chain(model: Model, claim: Claim, letter: str) -> Key | None:
    """How far a letter runs in another side of the chain that the claim is part of."""
    for side in claim.beside:
        if letter in free_letters(side):
            try:
                key = range_of(model.extents, (side,), letter, {}, model.labels)
            except NotUnderstood:
                continue  # told where that side is judged
            if key is not None:
                return key
    return None


def of_indices(*found: Expression) -> bool:
    """Whether the sides of a condition are indices, labels and numbers alone."""
    return all(map(is_whole, found))


def _shifted(found: tuple[Expression, ...]) -> bool:
    return any(
        isinstance(p, Affine) or (isinstance(p, Letter) and p.shift)
        for e in found
        for node in walk(e)
        for p in positions_of(node)
    )


def frames(trial: Trial, point: Sample) -> Iterator[Frame]:
    """All values of the free letters."""
    found: list[Frame] = [{}]
    env = point.at(FLOAT)
    for letter, key in trial.letters:
        zero = key in point.model.extents.zero
        first = point.model.lows.get(letter, 0 if zero else 1)
        last = length(point.model, key)
        found = [
            {**frame, letter: value}
            for frame in found
            for value in range(first, _ends(last, env, frame) + 1)
        ]
        if len(found) > MOST_VALUES:
            raise TooMuch(f"more than {MOST_VALUES} values of the free indices")
    yield from found


def _ends(last: Whole, env: Surroundings, frame: Frame) -> int:
    """How far a free letter runs; once where it is of a layer that is not there."""
    try:
        return last(env, frame)
    except NoLayer:
        return 1


def _layers_first(
    extents: Extents, ranges: list[tuple[str, Key]]
) -> list[tuple[str, Key]]:
    """The letters in an order in which each comes after the layer it depends on."""

    def depends(pair: tuple[str, Key]) -> bool:
        layered = extents.layered.get(pair[1])
        return layered is not None and isinstance(layered[1], Letter)

    return sorted(ranges, key=depends)


def covered(trial: Trial) -> bool:
    """Whether the points met every branch of every case and maximum."""
    if not trial.sites:
        return True
    seen = {visit for point in trial.tried for visit in point.visited}
    return all((site, n) in seen for site, many in trial.sites for n in range(many))


def at_point(trial: Trial, point: Sample) -> Difference | None:
    """Compares the sides at one point, for all values of the indices."""
    if trial.claim.whole and trial.claim.sign == r"\ne":
        return _alike(trial, point)
    for frame, a, b in _both_sides(trial, point):
        if not _agree(trial, point, frame, a, b):
            return Difference(point, frame, a, b)
    return None


def _alike(trial: Trial, point: Sample) -> Difference | None:
    r"""Where whole arrays are equal in all entries; `\ne` wants some to differ."""
    found: dict[Settings, Difference | None] = {}
    unsure: dict[Settings, str | None] = {}
    for frame, a, b in _both_sides(trial, point):
        free = tuple((n, v) for n, v in frame.items() if not n.startswith("·"))
        if free in found and found[free] is None:
            continue
        trial.unsure = None
        found[free] = None
        if not _agree(trial, point, frame, a, b):
            found[free] = Difference(point, frame, a, b)
            unsure[free] = unsure.get(free) or trial.unsure
    trial.unsure = None
    for free, same in found.items():
        if same is not None:
            trial.unsure = unsure[free]
            return same
    return None


def _both_sides(trial: Trial, point: Sample) -> Iterator[tuple[Frame, float, float]]:
    """Both numbers, at all values of the indices at which the claim is made."""
    env = point.at(FLOAT)
    for frame in frames(trial, point):
        try:
            if trial.truth is not None and not trial.truth(env, frame):
                continue
            left, right = trial.left(env, frame), trial.right(env, frame)
        except Leaves as leaves:
            passed_over(trial, leaves)
            continue
        if left is NOTHING and right is NOTHING:
            trial.empty += 1
            continue
        if left is NOTHING or right is NOTHING:
            trial.pathless = True
        a, b = real(left), real(right)
        if not (math.isfinite(a) and math.isfinite(b)):
            raise OutOfDomain("a side is not finite")
        trial.compared += 1
        yield frame, a, b


def passed_over(trial: Trial, leaves: Leaves) -> None:
    """A value of an index for which the claim is not made, or has no meaning."""
    if not trial.shifted:
        raise NotUnderstood(no_entry(leaves), trial.claim.at) from None
    trial.skipped += 1
    if leaves.value == 0 and trial.defined(leaves.name):
        trial.unstarted = no_entry(leaves)


def no_entry(leaves: Leaves) -> errors.NoEntry:
    """The entry that an array does not have, in the page's name."""
    name = leaves.name.partition("#")[0].partition("_·")[0]
    return errors.NoEntry(name, leaves.value, leaves.last)


def _agree(trial: Trial, point: Sample, frame: Frame, a: float, b: float) -> bool:
    """Whether the relation is true of two numbers, judged by their scale."""
    sign = trial.claim.sign
    distance = abs(a - b)
    if sign in {"<", r"\le", ">", r"\ge"}:
        gap = b - a if sign in {"<", r"\le"} else a - b
        if gap > CLOSE * max(abs(a), abs(b)):
            return True
        equal = _equal(trial, point, frame, a, b, distance)
        return equal and sign in {r"\le", r"\ge"}
    equal = _equal(trial, point, frame, a, b, distance)
    return not equal if sign == r"\ne" else equal


def _equal(
    trial: Trial, point: Sample, frame: Frame, a: float, b: float, distance: float
) -> bool:
    largest = max(abs(a), abs(b))
    if distance <= CLOSE * largest:
        if largest:
            trial.worst = max(trial.worst, distance / largest)
        return True
    scale = max(_scale(trial.left, point, frame), _scale(trial.right, point, frame))
    ratio = distance / max(scale, largest)
    if ratio <= CLOSE:
        trial.worst = max(trial.worst, ratio)
        return True
    if balls.present():
        return _equal_in_balls(trial, point, frame, ratio)
    if ratio <= DIFFERS:
        trial.unsure = (
            f"the sides differ by {ratio:.1e} of the scale, more than rounding and "
            "less than a mistake; python-flint would decide"
        )
        return True
    return False


def _scale(side: Closure, point: Sample, frame: Frame) -> float:
    try:
        value = side(point.at(SCALED), dict(frame))
    except (OutOfDomain, OverflowError, ZeroDivisionError, Leaves):
        return 0.0
    while hasattr(value, "re"):
        value = value.re
    return float(getattr(value, "scale", abs(float(value))))


def _equal_in_balls(trial: Trial, point: Sample, frame: Frame, ratio: float) -> bool:
    """Decides by balls what floats leave open."""
    found = None if point.rough else in_balls(trial, point, frame)
    if found is None:
        if ratio > DIFFERS:
            return False
        trial.unsure = f"the sides differ by {ratio:.1e} of the scale"
        return True
    if found == "apart":
        return False
    if found == "wide" and ratio > AGREES:
        trial.unsure = "the balls are too wide to decide"
    return True


def in_balls(trial: Trial, point: Sample, frame: Frame) -> str | None:
    """What the balls of both sides say; None where they cannot be had.

    "apart" where they exclude equality, "close" where they agree to a hundred
    digits, "wide" else.
    """
    env = point.at(BALL)
    if env.machine.ball is None:
        return None
    with balls.precision():
        try:
            left, right = trial.left(env, dict(frame)), trial.right(env, dict(frame))
            return balls.compare(left, right)
        except (OutOfDomain, OverflowError, ZeroDivisionError, Leaves):
            return None
