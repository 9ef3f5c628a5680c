"""A claim -> its sides at points, compared for all values of the indices.

Floats first, with a scale from the terms met; then balls, where python-flint is
installed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import assert_never

from ..evaluation import (
    BALL,
    BOTH_SIGNS,
    FLOAT,
    NOTHING,
    SCALED,
    USUAL,
    Closure,
    Frame,
    Leaves,
    Machine,
    Magnified,
    Mixed,
    NoLayer,
    NoValue,
    OutOfDomain,
    Placing,
    Sample,
    Scalar,
    Special,
    Surroundings,
    TooMuch,
    Truth,
    Usual,
    Whole,
    is_whole,
    length,
    real,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    Affine,
    Call,
    Expression,
    Extent,
    Fault,
    Fixed,
    Key,
    Label,
    Letter,
    Moves,
    NotUnderstood,
    Over,
    Power,
    Running,
    Where,
    comparisons,
    condition_letters,
    constant_value,
    errors,
    free_letters,
    mismatch,
    moved_expression,
    positions_of,
    sides,
    walk,
)
from ..models import Extents, Model, range_of
from .claim import Claim

Settings = tuple[tuple[str, int], ...]  # values of the free indices
ORDERS = {
    "<": {"less"},
    ">": {"more"},
    r"\le": {"less", "equal"},
    r"\ge": {"more", "equal"},
}
CLOSE = 1e-12
AGREES = 1e-9
TOO_NEAR = "the sides are too near to each other to tell which is larger"
TRUSTED = 1e6  # times the largest summand; a scale beyond that is no measure
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
    branches: dict[int, tuple[str | None, ...]]
    compared: int = 0
    sure: set[Settings] = field(default_factory=set)
    doubtful: set[Settings] = field(default_factory=set)
    left_out: int = 0
    beyond: list[Sample] = field(default_factory=list)
    one_sided: list[Sample] = field(default_factory=list)
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
        sites, machine.branches,
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


def reads_sizes(trial: Trial) -> bool:
    """Whether steps, layers, shifts, fixed entries or sizes as numbers are read."""
    claim, model = trial.claim, trial.model
    if model.extents.families:
        return True
    found = [claim.left, claim.right, *sides(claim.condition)]
    names = {name for side in found for name in model.read_by(side)}
    for name in names & model.quantities.keys():
        found += [row.value for row in model.quantities[name].rows]
    return any(map(_reads_sizes, found))


def _reads_sizes(expression: Expression) -> bool:
    for node in walk(expression):
        bounded = isinstance(node, Over) and (node.upper or node.lower)
        if bounded or (isinstance(node, Running) and isinstance(node.position, Extent)):
            return True
        for position in positions_of(node):
            if not isinstance(position, Letter | Label) or (
                isinstance(position, Letter) and position.shift
            ):
                return True
    return False


def reads_partial(trial: Trial) -> bool:
    """Whether the sides as written have functions that not all numbers have."""
    functions = trial.model.functions
    found = [trial.claim.left, trial.claim.right]
    calls = [node for side in found for node in walk(side) if isinstance(node, Call)]
    own = (functions[c.function].body for c in calls if c.function in functions)
    found += [body for body in own if body is not None]
    return any(_is_partial(node) for side in found for node in walk(side))


def _is_partial(node: Expression) -> bool:
    match node:
        case Call(function):
            return function in {"ln", "sqrt"}
        case Power(_, exponent):
            constant = constant_value(exponent)
            return constant is not None and constant.denominator > 1
        case _:
            return False


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
        ends = [_ends(last, env, frame) for frame in found]
        if sum(end + 1 - first for end in ends) > MOST_VALUES:
            raise TooMuch(f"more than {MOST_VALUES} values of the free indices")
        found = [
            {**frame, letter: value}
            for frame, end in zip(found, ends, strict=True)
            for value in range(first, end + 1)
        ]
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
    return not trial.sites or unvisited(trial) is None


def unvisited(trial: Trial) -> str | None:
    """What would be so in a branch that no point met; not where values are given."""
    sides = (trial.claim.left, trial.claim.right)
    if any(isinstance(node, Where) for side in sides for node in walk(side)):
        return None
    points = (*trial.tried, *trial.beyond)
    seen = {visit for point in points for visit in point.visited}
    for site, many in trial.sites:
        for number in range(many):
            said = trial.branches[site][number]
            if said is not None and (site, number) not in seen:
                return said
    return None


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
                if trial.real_condition:
                    _visit(trial, env, frame)
                continue
            left, right = _values(trial, point, env, frame)
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


def _visit(trial: Trial, env: Surroundings, frame: Frame) -> None:
    """Sees which branches the sides have where the condition is not true."""
    for side in (trial.left, trial.right):
        with suppress(OutOfDomain, OverflowError, ZeroDivisionError, Leaves):
            side(env, frame)


def _values(
    trial: Trial, point: Sample, env: Surroundings, frame: Frame
) -> tuple[Scalar, Scalar]:
    """Both numbers; a point where one side alone has none is remembered."""
    found: list[Scalar] = []
    missing: list[OutOfDomain] = []
    for side in (trial.left, trial.right):
        try:
            found.append(side(env, frame))
        except OutOfDomain as trouble:
            missing.append(trouble)
    if len(found) == 2:
        return found[0], found[1]
    usual = point.placing in {USUAL, BOTH_SIGNS}
    if usual and found and isinstance(missing[0], NoValue) and not missing[0].inside:
        trial.one_sided.append(point)
    raise missing[0]


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
    if sign == "=":
        return _equal(trial, point, frame, a, b)
    order = _order(trial, point, frame, a, b)
    values = tuple(frame.items())
    if order is None and _one_tree(trial.claim, frame):
        order = "equal"
    if order is None:
        trial.unsure = TOO_NEAR
        if is_near(point.placing):
            trial.doubtful.add(values)
        return True
    trial.sure.add(values)
    return order != "equal" if sign == r"\ne" else order in ORDERS[sign]


def is_near(placing: Placing) -> bool:
    """Whether the inputs of a point are of a magnitude up to one."""
    match placing:
        case Magnified(factor):
            return factor <= 1
        case Mixed():
            return False
        case Usual() | Special():
            return True
        case _:
            assert_never(placing)


def _one_tree(claim: Claim, frame: Frame) -> bool:
    """Whether both sides are one text, where letters are the numbers they stand for."""
    moves: Moves = {letter: Fixed(value) for letter, value in frame.items()}
    return moved_expression(claim.left, moves) == moved_expression(claim.right, moves)


def _order(trial: Trial, point: Sample, frame: Frame, a: float, b: float) -> str | None:
    """How the left side lies to the right, by floats where they are far apart."""
    scale, _ = _scale(trial, point, frame)
    if abs(a - b) > DIFFERS * max(scale, abs(a), abs(b)):
        return "more" if a > b else "less"
    if point.rough or not balls.present():
        return None
    for bits in (balls.BITS, balls.MOST_BITS):
        found = _in_balls(trial, point, frame, balls.order, bits)
        if found is not None:
            return found
    at_most = trial.claim.sign in {r"\le", r"\ge"}
    close = at_most and in_balls(trial, point, frame) == "close"
    return "equal" if close else None


def _equal(trial: Trial, point: Sample, frame: Frame, a: float, b: float) -> bool:
    distance = abs(a - b)
    largest = max(abs(a), abs(b))
    if distance <= CLOSE * largest:
        if largest:
            trial.worst = max(trial.worst, distance / largest)
        return True
    scale, summand = _scale(trial, point, frame)
    trusted = max(largest, min(scale, TRUSTED * summand))
    ratio = distance / trusted
    if ratio <= CLOSE:
        trial.worst = max(trial.worst, ratio)
        return True
    if balls.present():
        return _equal_in_balls(trial, point, frame, ratio)
    if distance <= DIFFERS * max(scale, largest):
        trial.unsure = (
            f"the sides differ by {ratio:.1e} of the scale, more than rounding and "
            "less than a mistake; python-flint would decide"
        )
        return True
    return False


def _scale(trial: Trial, point: Sample, frame: Frame) -> tuple[float, float]:
    """The scale of the terms of both sides, and the largest summand."""
    scales, summands = [0.0], [0.0]
    for side in (trial.left, trial.right):
        try:
            value = side(point.at(SCALED), dict(frame))
        except (OutOfDomain, OverflowError, ZeroDivisionError, Leaves):
            continue
        while hasattr(value, "re"):
            value = value.re
        scales.append(getattr(value, "scale", abs(float(value))))
        summands.append(getattr(value, "summand", abs(float(value))))
    return max(scales), max(summands)


def _equal_in_balls(trial: Trial, point: Sample, frame: Frame, ratio: float) -> bool:
    """Decides by balls what floats leave open."""
    found = None if point.rough else in_balls(trial, point, frame)
    if found is None:
        if ratio > DIFFERS and point.placing == USUAL:
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
    return _in_balls(trial, point, frame, balls.compare, balls.BITS)


def _in_balls(
    trial: Trial,
    point: Sample,
    frame: Frame,
    ask: Callable[[Scalar, Scalar], str | None],
    bits: int,
) -> str | None:
    env = point.at(BALL)
    if env.machine.ball is None:
        return None
    if bits > balls.BITS:
        env = Surroundings(env.machine, point, BALL)
    with balls.precision(bits):
        try:
            return ask(trial.left(env, dict(frame)), trial.right(env, dict(frame)))
        except (OutOfDomain, OverflowError, ZeroDivisionError, Leaves):
            return None
