"""Two sides over all points and index values: holds, fails, vacuous or undecided.

*Fails* is shown at a point; *holds* is evidence, and says how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from ..evaluation import (
    BOTH_SIGNS,
    FLOAT,
    LONG,
    MOST_OPERATIONS,
    REACH,
    SPREAD,
    Frame,
    Leaves,
    Mixed,
    OutOfDomain,
    Placing,
    Sample,
    Sampler,
    Special,
    TooMuch,
    real,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    Expression,
    Negative,
    NotUnderstood,
    Number,
    free_letters,
    numbered,
    walk,
)
from ..models import slot
from .claim import Claim, Verdict
from .comparison import (
    AGREES,
    TOO_NEAR,
    Difference,
    Trial,
    at_point,
    covered,
    frames,
    in_balls,
    is_near,
    no_entry,
    passed_over,
    reads_partial,
    reads_sizes,
    ready,
    unvisited,
)

POINTS = 3
OPERATIONS_AT_LONGER = 40_000
POINTS_AT_BOUNDS = 12  # a few miss a threshold or bound that is a little off
MOST_POINTS = 24
ENOUGH_FOR_BRANCHES = 14


class Unsatisfied(Exception):
    """No point satisfies the assumptions, as far as was tried."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
        tried = _over_points(trial, sampler, briefly=briefly)
        return tried or summary(trial, closely=not briefly)
    except TooMuch as bound:
        return Verdict("undecided", _unfinished(bound, trial))
    except RecursionError:
        return Verdict("undecided", "definitions build on each other too deeply")
    except Leaves as leaves:
        raise NotUnderstood(no_entry(leaves), claim.at) from None


def _unfinished(bound: TooMuch, trial: Trial | None) -> str:
    """The bound that was passed, and how far the comparison had come by then."""
    if trial is None or not trial.letters or not trial.compared:
        return str(bound)
    values = "1 value" if trial.compared == 1 else f"{trial.compared} values"
    return (
        f"{bound}: {values} of the indices had been compared, without a difference; "
        "declare a smaller size"
    )


def _over_points(trial: Trial, sampler: Sampler, *, briefly: bool) -> Verdict | None:
    """Tries the points; a verdict where the sides differ, else None."""
    most = 1 if briefly else 2
    budget = _Budget()
    for assignment in range(min(most, len(sampler.assignments))):
        found = _usual_points(trial, sampler, assignment, budget)
        if found is not None:
            return found
    if (unsure := _nowhere_sure(trial)) is not None:
        return unsure
    if sampler.free and not briefly and reads_sizes(trial):
        found = _longer(trial, sampler)
        if found is not None:
            return found
    return _elsewhere(trial, sampler, briefly=briefly)


@dataclass(slots=True)
class _Budget:
    """The bound on operations is for many points of a claim together."""

    spent: int = 0


def _usual_points(
    trial: Trial, sampler: Sampler, assignment: int, budget: _Budget
) -> Verdict | None:
    """Tries inputs of size about one; a verdict where the sides differ."""
    wanted = POINTS if len(sampler.assignments) > 1 else POINTS + 1
    if trial.sites or trial.claim.sign not in {"=", r"\ne"}:
        wanted = POINTS_AT_BOUNDS
    good = 0
    for number in range(MOST_POINTS):
        before = trial.compared + trial.empty
        point = sampler.point(assignment, number)
        tried = _try(trial, point, budget, trial.tried)
        if isinstance(tried, Verdict):
            return tried
        if not tried:
            continue
        if trial.compared + trial.empty > before or not trial.real_condition:
            good += 1
        if good >= wanted and (covered(trial) or number >= ENOUGH_FOR_BRANCHES):
            break
    return None


def _try(
    trial: Trial, point: Sample, budget: _Budget, kept: list[Sample]
) -> Verdict | bool:
    """The verdict where the sides differ; else whether both have values."""
    point.operations = budget.spent
    try:
        difference = at_point(trial, point)
    except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
        trial.trouble = str(trouble) or "a number too large"
        return False
    finally:
        budget.spent = point.operations
    if difference is not None:
        return failure(trial, difference)
    kept.append(point)
    return True


def _longer(trial: Trial, sampler: Sampler) -> Verdict | None:
    """Tries sizes of at least five; a verdict where the sides differ."""
    budget = _Budget(MOST_OPERATIONS - OPERATIONS_AT_LONGER)
    with suppress(TooMuch, Unsatisfied):  # the verdict names the sizes that were tried
        for number in range(POINTS_AT_BOUNDS if trial.sites else POINTS):
            point = sampler.point(LONG, number)
            found = _try(trial, point, budget, trial.beyond)
            if isinstance(found, Verdict):
                return found
    return None


def _elsewhere(trial: Trial, sampler: Sampler, *, briefly: bool) -> Verdict | None:
    """Tries inputs of other magnitudes, where the relation might differ there."""
    ordered = trial.claim.sign != "="
    if briefly and not ordered:
        return None
    for placing, many in _placings(trial):
        trial.unsure = None
        left_out = trial.left_out
        before, trial.sure = trial.sure, set()
        try:
            found = _at_placing(trial, sampler, placing, many)
        except (TooMuch, Unsatisfied):
            trial.sure |= before
            continue
        if found is not None:
            return found
        if (
            ordered
            and is_near(placing)
            and trial.left_out > left_out
            and not trial.sure
        ):
            return Verdict("undecided", TOO_NEAR, notes=notes(trial))
        trial.sure |= before
    if trial.doubtful - trial.sure or (trial.doubtful and not balls.present()):
        return Verdict("undecided", TOO_NEAR, notes=notes(trial))
    return None


def _placings(trial: Trial) -> Iterator[tuple[Placing, int]]:
    """Where else a claim is tried, and at how many points each."""
    claim = trial.claim
    if claim.sign != "=":
        if not (claim.whole and claim.sign == r"\ne"):  # arrays differ in general
            yield Special(), 9
        yield from ((placing, 4) for placing in SPREAD)
        yield Mixed(), 8
    if reads_partial(trial):
        yield BOTH_SIGNS, 4
    if trial.sites:
        yield from ((placing, 4) for placing in REACH)
        yield Mixed(), 12


def _at_placing(
    trial: Trial, sampler: Sampler, placing: Placing, many: int
) -> Verdict | None:
    """Tries some points; one at which nothing is sure is left out and counted."""
    budget = _Budget()
    for number in range(many):
        point = sampler.point(0, number, placing)
        found = _try(trial, point, budget, trial.beyond)
        if isinstance(found, Verdict):
            return found
        if trial.unsure is not None:
            trial.unsure = None
            trial.left_out += 1
    return None


def _nowhere_sure(trial: Trial) -> Verdict | None:
    """The verdict where no point told which side is larger."""
    if trial.claim.sign == "=" or trial.unsure is None:
        return None
    if not trial.sure:
        return Verdict("undecided", trial.unsure, notes=notes(trial))
    trial.unsure = None
    trial.left_out += 1
    return None


def _rounded(claim: Claim, sampler: Sampler) -> Verdict:
    """The verdict on a quantity beside a decimal, which it has to round to."""
    right, left = decimal(claim.right), decimal(claim.left)
    printed = right or left
    if printed is None:
        raise NotUnderstood(
            r"\approx is read between a quantity and a rounded decimal; between two "
            "expressions write =, or state how far they may differ",
            claim.at,
        )
    number, digits = printed
    half = Fraction(1, 2 * 10**digits)
    low, high = number - half, number + half
    margin = 1e-13 * max(1.0, abs(float(number)))
    trial = ready(claim, sampler.machine)
    side = trial.left if right else trial.right
    for assignment in range(len(sampler.assignments)):
        for n in range(POINTS):
            point = sampler.point(assignment, n)
            point.operations = 0
            env = point.at(FLOAT)
            try:
                for frame in frames(trial, point):
                    if trial.truth is not None and not trial.truth(env, frame):
                        continue
                    value = real(side(env, frame))
                    trial.compared += 1
                    if not float(low) - margin <= value <= float(high) + margin:
                        a, b = value, float(number)
                        a, b = (a, b) if right else (b, a)
                        return failure(trial, Difference(point, frame, a, b))
            except (OutOfDomain, OverflowError, ZeroDivisionError) as trouble:
                trial.trouble = str(trouble)
                continue
            trial.tried.append(point)
    if (nothing := nothing_compared(trial)) is not None:
        return nothing
    return Verdict("holds", points=len(trial.tried), values=trial.compared)


def _proportional(trial: Trial, sampler: Sampler) -> Verdict:
    if not trial.letters:
        return Verdict("vacuous", "any two numbers are in proportion")
    worst, longest = 0.0, 0
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
            worst, longest = max(worst, found), max(longest, len(table))
            trial.tried.append(point)
            good += 1
            if good >= POINTS:
                break
    if not trial.tried:
        return Verdict("undecided", f"no point was found: {trial.trouble}")
    if longest < 2:
        return Verdict(
            "vacuous", "there is one value, and any two numbers are in proportion"
        )
    return Verdict(
        "holds", error=worst, points=len(trial.tried), values=trial.compared,
        notes=notes(trial),
    )  # fmt: skip  # one fact a word


def _table(trial: Trial, point: Sample) -> Iterator[tuple[Frame, float, float]]:
    env = point.at(FLOAT)
    for frame in frames(trial, point):
        try:
            if trial.truth is not None and not trial.truth(env, frame):
                continue
            left, right = real(trial.left(env, frame)), real(trial.right(env, frame))
        except Leaves as leaves:
            passed_over(trial, leaves)
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
            verdict = failure(trial, Difference(point, other, a, b))
            verdict.reason = "the ratio of the sides is not the same for all indices"
            return verdict
    if any(a for _, a, _ in kept) != any(b for _, _, b in kept):
        verdict = failure(trial, Difference(point, frame, a0, b0))
        verdict.reason = "one side is zero, the other is not"
        return verdict
    if a0 * b0 < 0:
        verdict = failure(trial, Difference(point, frame, a0, b0))
        verdict.reason = "the sides are in proportion, by a negative number"
        return verdict
    return worst


NEVER = "the condition is true at no value"


def failure(trial: Trial, found: Difference) -> Verdict:
    """The sides differ: the verdict, with the point and what may explain it."""
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
        notes=notes(trial),
    )


def _said(frame: Frame) -> dict[str, int]:
    """The values of the indices; those of whole sides by what they number."""
    own = [letter for letter in frame if letter.startswith("·")]
    words = ("entry",) if len(own) == 1 else ("row", "column")
    called = dict(zip(own, words, strict=False))
    return {called.get(letter, letter): value for letter, value in frame.items()}


def _hint(trial: Trial, found: Difference) -> str | None:
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
    """The sizes with a name; of those made of others, the ones that a slot has."""
    model, extents = point.model, point.model.extents
    slots = {
        extents.find(slot(quantity.name, number))
        for quantity in model.quantities.values()
        for number in range(quantity.slots)
    }
    return {
        name: point.sizes[root]
        for root, name in extents.named.items()
        if root in point.sizes and (root in slots or extents.together(root) is None)
    }


def notes(trial: Trial) -> tuple[str, ...]:
    """What a reader should know of how the claim was tried."""
    notes = []
    if trial.skipped:
        one = trial.skipped == 1
        values = "1 value that leaves" if one else f"{trial.skipped} values that leave"
        notes.append(f"not claimed at {values} the array")
    if trial.pathless:
        notes.append("a derivative is zero because no path leads there")
    if trial.left_out:
        one = trial.left_out == 1
        points = "1 point" if one else f"{trial.left_out} points"
        notes.append(f"{points} left out, where the sides are too near to tell")
    return tuple(notes)


def summary(trial: Trial, *, closely: bool) -> Verdict:
    """No difference was found: the verdict, and what it rests on."""
    if trial.unsure is not None:
        return Verdict("undecided", trial.unsure, notes=notes(trial))
    if (nothing := nothing_compared(trial)) is not None:
        return nothing
    if trial.one_sided:
        return Verdict("undecided", _where_both_exist(trial), notes=notes(trial))
    if closely and (branch := unvisited(trial)) is not None:
        reason = f"no point was found at which {numbered(branch)}"
        return Verdict("undecided", reason, notes=notes(trial))
    closing = _close_with_balls(trial) if closely else None
    if closing is not None:
        return closing
    points = (*trial.tried, *trial.beyond)
    assigned = {id(p.sizes): p for p in points}.values()
    sizes = tuple(tuple(sorted(_sizes(p).items())) for p in assigned)
    return Verdict(
        "holds",
        error=trial.worst,
        points=len(points),
        values=trial.compared,
        sizes=sizes,
        notes=notes(trial),
    )


def _where_both_exist(trial: Trial) -> str:
    """What to declare, where one side has a value and the other has none."""
    claim = trial.claim
    word = "equal" if claim.sign == "=" else "true"
    names = sorted(
        trial.model.inputs_of(claim.left) | trial.model.inputs_of(claim.right)
    )
    for name in names:
        if all(_positive(p, name) for p in (*trial.tried, *trial.beyond)) and not any(
            _positive(p, name) for p in trial.one_sided
        ):
            spelled = trial.model.spelled(name)
            return f"{word} where both sides exist; declare ${spelled} > 0$"
    return f"{word} where both sides exist; one has no value at some points"


def _positive(point: Sample, name: str) -> bool:
    """Whether all entries of an input were positive."""
    return all(float(v) > 0 for (key, _), v in point.drawn.items() if key == name)


def nothing_compared(trial: Trial) -> Verdict | None:
    """The verdict where no two values were set side by side.

    Raises `NotUnderstood` where a recursion has no start.
    """
    if not trial.tried:
        return Verdict("undecided", f"no point was found: {trial.trouble}")
    if not trial.compared and trial.unstarted:
        raise NotUnderstood(trial.unstarted, trial.claim.at)
    return None if trial.compared else Verdict("vacuous", _emptiness(trial))


def _emptiness(trial: Trial) -> str:
    """Why nothing was compared."""
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
                return failure(trial, Difference(point, frame, left, right))
            if found == "wide":
                return Verdict(
                    "undecided", "the balls are too wide to decide", notes=notes(trial)
                )
    return None


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
