"""Two sides over all points and index values: holds, fails, vacuous or undecided.

Floats first, with a scale from the terms met; then balls, where python-flint is
installed. *Fails* is shown at a point; *holds* is evidence, and says how much.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from . import balls
from .evaluate import Machine, constant_value
from .expression import (
    Affine,
    Condition,
    Expression,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    comparisons,
    condition_letters,
    free_letters,
    positions,
    sides,
    walk,
)
from .extents import Extents, Key, range_of
from .indices import is_whole, length
from .model import Model
from .sample import Sample, Sampler
from .scalars import NOTHING, OutOfDomain, real
from .surroundings import (
    BALL,
    FLOAT,
    SCALED,
    Closure,
    Frame,
    Leaves,
    NoLayer,
    Surroundings,
    TooMuch,
    Truth,
    Whole,
)

Settings = tuple[tuple[str, int], ...]  # values of the free indices
Word = Literal["holds", "fails", "vacuous", "undecided", "not understood"]

CLOSE = 1e-12
AGREES = 1e-9
DIFFERS = 1e-6
POINTS = 3
POINTS_AT_BOUNDS = 12  # a few miss a threshold or bound that is a little off
MOST_POINTS = 24
ENOUGH_FOR_BRANCHES = 14
MOST_VALUES = 20_000
NEVER = "the condition is true at no value"


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation: two sides, the sign between them, and when it is claimed.

    `whole` are the sizes of the sides where they were arrays: `·1` runs to the first.
    `beside` are the sides of its chain, which may tell how far a letter runs.
    """

    left: Expression
    sign: str
    right: Expression
    condition: Condition | None = None
    at: int = 0
    text: str = ""
    whole: tuple[Key, ...] = ()
    said: tuple[Expression, str, Expression] | None = None
    one_text: bool = False
    beside: tuple[Expression, ...] = field(default=(), repr=False, compare=False)


@dataclass(slots=True)
class Verdict:
    """What was found; `counterexample` has indices, both numbers, and the inputs."""

    word: Word
    reason: str | None = None
    error: float | None = None
    counterexample: dict[str, object] | None = None
    points: int = 0
    values: int = 0
    sizes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    place: int | None = None


@dataclass(slots=True)
class Trial:
    """A claim made ready: closures, the letters that run, what was met so far."""

    claim: Claim
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


@dataclass(frozen=True, slots=True)
class _Difference:
    """Where the sides differ."""

    point: Sample
    frame: Frame
    left: float
    right: float


def judge(claim: Claim, sampler: Sampler, *, briefly: bool = False) -> Verdict:
    """The verdict on a claim; `briefly` at the sizes of one assignment, in floats.

    Raises `NotUnderstood` where the claim turns out to have no meaning.
    """
    if claim.one_text and claim.sign == "=":
        return Verdict("vacuous", "both sides are one text")
    trial = None
    try:
        if claim.sign == r"\approx":
            return _rounded(claim, sampler)
        trial = ready(claim, sampler.machine)
        if claim.sign == r"\propto":
            return _proportional(trial, sampler)
        tried = _over_points(trial, sampler, 1 if briefly else 2)
        return tried or _summary(trial, closely=not briefly)
    except TooMuch as bound:
        return Verdict("undecided", _unfinished(bound, trial))
    except RecursionError:
        return Verdict("undecided", "definitions build on each other too deeply")
    except Leaves as leaves:
        raise NotUnderstood(_outside(leaves), claim.at) from None


def _unfinished(bound: TooMuch, trial: Trial | None) -> str:
    """The bound that was passed, and how far the comparison had come by then."""
    if trial is None or not trial.letters or not trial.compared:
        return str(bound)
    values = "1 value" if trial.compared == 1 else f"{trial.compared} values"
    return (
        f"{bound}: {values} of the indices had been compared, without a difference; "
        "declare a smaller size"
    )


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
            raise NotUnderstood(
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
        claim, left, right, truth, ranges, bool(inner), _shifted(everything), sites
    )


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
        for p in positions(node)
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


def _over_points(trial: Trial, sampler: Sampler, most: int) -> Verdict | None:
    """Tries the points; a verdict where the sides differ, else None."""
    spent = 0  # the bound on operations is for all the points of a claim together
    for assignment in range(min(most, len(sampler.assignments))):
        wanted = POINTS if len(sampler.assignments) > 1 else POINTS + 1
        if trial.sites or trial.claim.sign not in {"=", r"\ne"}:
            wanted = POINTS_AT_BOUNDS
        good = 0
        for number in range(MOST_POINTS):
            point = sampler.point(assignment, number)
            point.operations = spent
            before = trial.compared + trial.empty
            try:
                difference = _at_point(trial, point)
            except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
                trial.trouble = str(trouble) or "a number too large"
                continue
            finally:
                spent = point.operations
            if difference is not None:
                return _failure(trial, difference)
            trial.tried.append(point)
            if trial.compared + trial.empty > before or not trial.real_condition:
                good += 1
            if good >= wanted and (_covered(trial) or number >= ENOUGH_FOR_BRANCHES):
                break
    return None


def _covered(trial: Trial) -> bool:
    if not trial.sites:
        return True
    seen = {visit for point in trial.tried for visit in point.visited}
    return all((site, n) in seen for site, many in trial.sites for n in range(many))


def _at_point(trial: Trial, point: Sample) -> _Difference | None:
    """Compares the sides at one point, for all values of the indices."""
    if trial.claim.whole and trial.claim.sign == r"\ne":
        return _alike(trial, point)
    for frame, a, b in _both_sides(trial, point):
        if not _agree(trial, point, frame, a, b):
            return _Difference(point, frame, a, b)
    return None


def _alike(trial: Trial, point: Sample) -> _Difference | None:
    r"""Where whole arrays are equal in all entries; `\ne` wants some to differ."""
    found: dict[Settings, _Difference | None] = {}
    unsure: dict[Settings, str | None] = {}
    for frame, a, b in _both_sides(trial, point):
        free = tuple((n, v) for n, v in frame.items() if not n.startswith("·"))
        if free in found and found[free] is None:
            continue
        trial.unsure = None
        found[free] = None
        if not _agree(trial, point, frame, a, b):
            found[free] = _Difference(point, frame, a, b)
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
            _leaves(trial, leaves)
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


def _leaves(trial: Trial, leaves: Leaves) -> None:
    """A value of an index for which the claim is not made, or has no meaning."""
    if not trial.shifted:
        raise NotUnderstood(_outside(leaves), trial.claim.at) from None
    trial.skipped += 1


def _outside(leaves: Leaves) -> str:
    name = leaves.name.partition("#")[0].partition("_·")[0]
    said = f"{name} has no entry {leaves.value}"
    if leaves.value > 0:
        return f"{said}: it ends at {leaves.last}"
    return (
        f"{said}: it begins at 1; define or mention where it starts, or declare "
        f"{name}_{leaves.value} as a name of its own"
    )


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


def _failure(trial: Trial, found: _Difference) -> Verdict:
    if trial.unsure is not None and trial.claim.sign == r"\ne":
        return Verdict("undecided", trial.unsure)
    inputs = dict(list(_inputs(found.point).items())[:40])
    counterexample: dict[str, object] = {
        "left": found.left,
        "right": found.right,
        "indices": _said(found.frame),
        "inputs": inputs,
        "sizes": _sizes(found.point),
    }
    return Verdict(
        "fails",
        _hint(trial, found),
        abs(found.left - found.right),
        counterexample,
        notes=_notes(trial),
    )


def _said(frame: Frame) -> dict[str, int]:
    """The values of the indices; those of whole sides by what they number."""
    own = [letter for letter in frame if letter.startswith("·")]
    words = ("entry",) if len(own) == 1 else ("row", "column")
    called = dict(zip(own, words, strict=False))
    return {called.get(letter, letter): value for letter, value in frame.items()}


def _hint(trial: Trial, found: _Difference) -> str | None:
    claim = trial.claim
    free_left, free_right = (
        set(free_letters(claim.left)),
        set(free_letters(claim.right)),
    )
    for mine, its, other in (
        (free_left, claim.right, "right"),
        (free_right, claim.left, "left"),
    ):
        bound = {getattr(node, "letter", None) for node in walk(its)}
        side = "left" if other == "right" else "right"
        for letter in sorted(mine & bound - set(free_letters(its)) - {None}):
            return (
                f"the index {letter} is free on the {side} and bound on the {other}: "
                "they are two different letters"
            )
    if claim.sign == "=":
        for printed, value in ((claim.right, found.left), (claim.left, found.right)):
            if _rounds(printed, value):
                return r"the number is rounded; write \approx for ="
    return None


def _inputs(point: Sample) -> dict[str, float]:
    found = {}
    for (name, indices), value in point.drawn.items():
        at = ",".join(map(str, indices))
        found[name + (f"[{at}]" if indices else "")] = float(value)
    for (name, indices), (value, _) in point.given.items():
        at = ",".join(map(str, indices))
        found[name + (f"[{at}]" if indices else "")] = value
    return found


def _sizes(point: Sample) -> dict[str, int]:
    extents = point.model.extents
    return {
        name: point.sizes[root]
        for root, name in extents.named.items()
        if root in point.sizes
    }


def _notes(trial: Trial) -> tuple[str, ...]:
    notes = []
    if trial.skipped:
        notes.append(f"not claimed at {trial.skipped} values that leave the array")
    if trial.pathless:
        notes.append("a derivative is zero because no path leads there")
    if trial.sites and not _covered(trial):
        notes.append("not every branch was visited")
    return tuple(notes)


def _summary(trial: Trial, *, closely: bool) -> Verdict:
    if trial.unsure is not None:
        return Verdict("undecided", trial.unsure, notes=_notes(trial))
    if not trial.tried:
        return Verdict("undecided", f"no point was found: {trial.trouble}")
    if not trial.compared:
        return Verdict("vacuous", _emptiness(trial))
    closing = _close_with_balls(trial) if closely else None
    if closing is not None:
        return closing
    sizes = tuple(
        ", ".join(f"{k} = {v}" for k, v in sorted(_sizes(p).items()))
        for p in {id(p.sizes): p for p in trial.tried}.values()
    )
    return Verdict(
        "holds",
        error=trial.worst,
        points=len(trial.tried),
        values=trial.compared,
        sizes=sizes,
        notes=_notes(trial),
    )


def _emptiness(trial: Trial) -> str:
    if trial.empty:
        return "no path leads from what is below to what is above, on either side"
    if trial.skipped:
        return "the claim leaves the array at every value of its index"
    return NEVER


def _close_with_balls(trial: Trial) -> Verdict | None:
    """One point for each assignment of sizes again, in balls of 400 bits."""
    if not balls.present() or trial.claim.sign not in {"=", r"\propto"}:
        return None
    last = {id(point.sizes): point for point in trial.tried}
    for point in last.values():
        if point.rough:
            continue
        for frame in frames(trial, point):
            try:
                skip = trial.truth is not None and not trial.truth(
                    point.at(FLOAT), frame
                )
            except (OutOfDomain, Leaves):
                continue
            if skip:
                continue
            found = in_balls(trial, point, frame)
            if found == "apart":
                try:
                    left = real(trial.left(point.at(FLOAT), frame))
                    right = real(trial.right(point.at(FLOAT), frame))
                except (OutOfDomain, Leaves):
                    continue
                return _failure(trial, _Difference(point, frame, left, right))
            if found == "wide":
                return Verdict(
                    "undecided", "the balls are too wide to decide", notes=_notes(trial)
                )
    return None


# --- rounded decimals and proportion -------------------------------------------------


def decimal(expression: Expression) -> tuple[Fraction, int] | None:
    """A printed number and how many digits stand after its point."""
    if isinstance(expression, Negative):
        inner = decimal(expression.term)
        return None if inner is None else (-inner[0], inner[1])
    if isinstance(expression, Number) and expression.text:
        _, _, digits = expression.text.partition(".")
        return expression.value, len(digits)
    return None


def _rounds(printed: Expression, value: float) -> bool:
    found = decimal(printed)
    if found is None or found[1] == 0:
        return False
    number, digits = found
    return abs(value - float(number)) <= 0.5000001 * 10.0**-digits


def _rounded(claim: Claim, sampler: Sampler) -> Verdict:
    right = decimal(claim.right)
    turned = right is None
    if turned:
        if decimal(claim.left) is None:
            raise NotUnderstood(
                r"\approx is read between a quantity and a rounded decimal; between "
                "two expressions write =, or state how far they may differ",
                claim.at,
            )
        claim = Claim(claim.right, claim.sign, claim.left, claim.condition, claim.at)
    printed = decimal(claim.right)
    if printed is None or (turned and constant_value(claim.left) is not None):
        raise NotUnderstood("a quantity and a decimal were wanted", claim.at)
    number, digits = printed
    half = Fraction(1, 2 * 10**digits)
    low, high = number - half, number + half
    margin = 1e-13 * max(1.0, abs(float(number)))
    trial = ready(claim, sampler.machine)
    for assignment in range(len(sampler.assignments)):
        for n in range(POINTS):
            point = sampler.point(assignment, n)
            try:
                for frame in frames(trial, point):
                    if trial.truth is not None and not trial.truth(
                        point.at(FLOAT), frame
                    ):
                        continue
                    value = real(trial.left(point.at(FLOAT), frame))
                    trial.compared += 1
                    if not float(low) - margin <= value <= float(high) + margin:
                        found = _Difference(point, frame, value, float(number))
                        return _failure(trial, found)
            except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
                trial.trouble = str(trouble)
                continue
            trial.tried.append(point)
    if not trial.tried:
        return Verdict("undecided", f"no point was found: {trial.trouble}")
    if not trial.compared:
        return Verdict("vacuous", _emptiness(trial))
    return Verdict("holds", points=len(trial.tried), values=trial.compared)


def _proportional(trial: Trial, sampler: Sampler) -> Verdict:
    if not trial.letters:
        return Verdict("vacuous", "any two numbers are in proportion")
    worst = 0.0
    for assignment in range(len(sampler.assignments)):
        good = 0
        for number in range(MOST_POINTS):
            point = sampler.point(assignment, number)
            point.operations = 0
            try:
                table = list(_table(trial, point))
            except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
                trial.trouble = str(trouble)
                continue
            found = _one_ratio(trial, point, table)
            if isinstance(found, Verdict):
                return found
            worst = max(worst, found)
            trial.tried.append(point)
            good += 1
            if good >= POINTS:
                break
    if not trial.tried:
        return Verdict("undecided", f"no point was found: {trial.trouble}")
    if trial.compared < 2:
        return Verdict(
            "vacuous", "there is one value, and any two numbers are in proportion"
        )
    return Verdict(
        "holds", error=worst, points=len(trial.tried), values=trial.compared,
        notes=_notes(trial),
    )  # fmt: skip  # one fact a word


def _table(trial: Trial, point: Sample) -> Iterator[tuple[Frame, float, float]]:
    env = point.at(FLOAT)
    for frame in frames(trial, point):
        try:
            if trial.truth is not None and not trial.truth(env, frame):
                continue
            left, right = real(trial.left(env, frame)), real(trial.right(env, frame))
        except Leaves as leaves:
            _leaves(trial, leaves)
            continue
        trial.compared += 1
        yield frame, left, right


def _one_ratio(
    trial: Trial, point: Sample, table: list[tuple[Frame, float, float]]
) -> Verdict | float:
    """The spread of the ratios at a point, or the verdict that they differ."""
    scale = max((max(abs(a), abs(b)) for _, a, b in table), default=0.0)
    kept = [(f, a, b) for f, a, b in table if max(abs(a), abs(b)) > AGREES * scale]
    if not kept:
        return 0.0
    frame, a0, b0 = max(kept, key=lambda row: abs(row[2]))
    worst = 0.0
    for other, a, b in kept:
        spread = abs(a * b0 - b * a0) / (abs(a * b0) + abs(b * a0) or 1.0)
        worst = max(worst, spread)
        if spread > AGREES:
            verdict = _failure(trial, _Difference(point, other, a, b))
            verdict.reason = "the ratio of the sides is not the same for all indices"
            return verdict
    if any(a for _, a, _ in kept) != any(b for _, _, b in kept):
        verdict = _failure(trial, _Difference(point, frame, a0, b0))
        verdict.reason = "one side is zero, the other is not"
        return verdict
    if a0 * b0 < 0:
        verdict = _failure(trial, _Difference(point, frame, a0, b0))
        verdict.reason = "the sides are in proportion, by a negative number"
        return verdict
    return worst
