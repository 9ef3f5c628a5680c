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
    NotUnderstood,
)
from .claim import Claim, Verdict
from .comparison import (
    AGREES,
    TOO_NEAR,
    at_point,
    is_near,
    no_entry,
    passed_over,
)
from .outcomes import decimal, failure, notes, nothing_compared, summary
from .trial import (
    Difference,
    Trial,
    covered,
    frames,
    reads_partial,
    ready,
    sizes_read,
)

POINTS = 3
OPERATIONS_AT_LONGER = 5_000
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
        found = tried or summary(trial, closely=not briefly)
        return _unless_it_moves(claim, found, sampler)
    except TooMuch as bound:
        return Verdict("undecided", _unfinished(bound, trial))
    except RecursionError:
        return Verdict("undecided", "definitions build on each other too deeply")
    except Leaves as leaves:
        raise NotUnderstood(no_entry(leaves), claim.at) from None


def _unless_it_moves(claim: Claim, found: Verdict, sampler: Sampler) -> Verdict:
    """Undecided where a claim holds, but not when all that it differentiates moves."""
    freely = claim.freely
    if found.word != "holds" or freely is None:
        return found
    if judge(freely, sampler, briefly=True).word == "holds":
        return found
    said = " and ".join(freely.held)
    return Verdict(
        "undecided",
        f"this holds only with {said} held fixed, and nothing says that: write "
        + ", ".join(f"d{name} = 0" for name in freely.held),
        notes=found.notes,
    )


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
    longer = None if briefly else sampler.longer(sizes_read(trial))
    if longer is not None:
        found = _longer(trial, sampler, longer)
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


def _longer(trial: Trial, sampler: Sampler, assignment: int) -> Verdict | None:
    """Tries an assignment of longer sizes; a verdict where the sides differ."""
    budget = _Budget(MOST_OPERATIONS - OPERATIONS_AT_LONGER)
    with suppress(TooMuch, Unsatisfied):  # the verdict names the sizes that were tried
        for number in range(POINTS_AT_BOUNDS if trial.sites else POINTS):
            point = sampler.point(assignment, number)
            found = _try(trial, point, budget, trial.beyond)
            if isinstance(found, Verdict):
                return found
            if found and not trial.sites:
                break  # one shows what any would, where the sides have no branches
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
