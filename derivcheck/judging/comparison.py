"""A claim -> its sides at points, compared for all values of the indices.

Floats first, with a scale from the terms met; then balls, where python-flint is
installed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import assert_never

from ..evaluation import (
    BALL,
    BOTH_SIGNS,
    FLOAT,
    NOTHING,
    SCALED,
    USUAL,
    Frame,
    Leaves,
    Magnified,
    Mixed,
    NoValue,
    OutOfDomain,
    Placing,
    Sample,
    Scalar,
    Special,
    Surroundings,
    Tied,
    Usual,
    real,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    Fixed,
    Moves,
    NotUnderstood,
    errors,
    moved_expression,
)
from .claim import Claim
from .trial import Difference, Settings, Trial, frames

ORDERS = {
    "<": {"less"},
    ">": {"more"},
    r"\le": {"less", "equal"},
    r"\ge": {"more", "equal"},
}
STRICT = {"<", ">", r"\ne"}
CLOSE = 1e-12
TOUCHES = 1e-12
AGREES = 1e-9
TOO_NEAR = "the sides are too near to each other to tell which is larger"
TRUSTED = 1e6  # times the largest summand; a scale beyond that is no measure
DIFFERS = 1e-6


def at_point(trial: Trial, point: Sample) -> Difference | None:
    """Compares the sides at one point, for all values of the indices."""
    if trial.claim.whole and trial.claim.sign == r"\ne":
        return _alike(trial, point)
    before = trial.compared
    for frame, a, b in _both_sides(trial, point):
        if not _agree(trial, point, frame, a, b):
            return Difference(point, frame, a, b)
    if trial.compared > before:
        trial.made.append(point)
        trial.shown |= point.visited
    return None


def _alike(trial: Trial, point: Sample) -> Difference | None:
    r"""Where whole arrays are equal in all entries; `\ne` wants some to differ."""
    tied = trial.tied
    found: dict[Settings, Difference | None] = {}
    unsure: dict[Settings, str | None] = {}
    for frame, a, b in _both_sides(trial, point):
        free = tuple((n, v) for n, v in frame.items() if not n.startswith("·"))
        if free in found and found[free] is None:
            continue
        trial.unsure = None
        found[free] = None
        trial.tied = tied
        if not _agree(trial, point, frame, a, b):
            found[free] = Difference(point, frame, a, b)
            unsure[free] = unsure.get(free) or trial.unsure
    trial.unsure = None
    for free, same in found.items():
        if same is not None:
            trial.unsure = unsure[free]
            return same
    return None


def margin(trial: Trial, point: Sample) -> float:
    """By how much a relation is true, less than zero where it is false.

    Infinite where it says nothing, or a side has no value.
    """
    env, found = point.at(FLOAT), []
    sign = trial.claim.sign
    try:
        for frame in frames(trial, point):
            if trial.truth is not None and not trial.truth(env, frame):
                continue
            more = real(trial.left(env, frame)) - real(trial.right(env, frame))
            found.append({r"\ne": abs(more), "<": -more, r"\le": -more}.get(sign, more))
    except (OutOfDomain, OverflowError, ZeroDivisionError, Leaves):
        return math.inf
    most = max if trial.claim.whole and sign == r"\ne" else min
    least = most(found, default=math.inf)
    return least if math.isfinite(least) else math.inf


def touches(trial: Trial, point: Sample) -> bool:
    """Whether the sides of a strict relation are equal but for rounding."""
    if trial.claim.sign not in STRICT:
        return False
    scales = [_scale(trial, point, frame)[0] for frame in frames(trial, point)]
    return margin(trial, point) <= TOUCHES * max(scales, default=0.0)


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
        for number, (_, truth) in enumerate(trial.thresholds):
            trial.met.add((number, truth(env, frame)))
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
            if sign in STRICT and in_balls(trial, point, frame) == "close":
                trial.tied = point
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
        case Usual() | Special() | Tied():
            return True
        case _:
            assert_never(placing)


def _one_tree(claim: Claim, frame: Frame) -> bool:
    """Whether both sides are the same text once letters have their values."""
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
        trial.unsure = "interval arithmetic could not decide"
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
