"""Two sides over all points and index values: holds, fails, vacuous or undecided.

*Fails* is shown at a point; *holds* is evidence, and says how much.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import inf

from ..evaluation import (
    BOTH_SIGNS,
    MOST_OPERATIONS,
    REACH,
    SPREAD,
    USUAL,
    Leaves,
    Mixed,
    NearCorner,
    OutOfDomain,
    Placing,
    Sample,
    Sampler,
    Special,
    TooMuch,
)
from ..evaluation import ball_arithmetic as balls
from ..expressions import Key, NotUnderstood
from ..models import slot
from .claim import Claim, Unsatisfied, Verdict
from .comparison import (
    TOO_NEAR,
    at_point,
    is_near,
    margin,
    no_entry,
    touches,
)
from .numbers_read import largest_read, sizes_read
from .outcomes import failure, summary, undecided_by_rounding
from .proportions import MOST_POINTS, POINTS, proportional
from .rounding import rounded
from .searching import Coordinates, lowest, movable
from .thresholds import at_thresholds
from .trial import (
    Trial,
    covered,
    differ_in_general,
    hidden,
    reads_choices,
    reads_partial,
    ready,
)

OPERATIONS_AT_LONGER = 5_000
LONGEST = 24
LONG_ENOUGH = 5  # what longer sizes are without more
MANY = 12  # entries with which a bound that counts them is tried
POINTS_AT_BOUNDS = 12  # a few miss a threshold or bound that is a little off
ENOUGH_FOR_BRANCHES = 14
SIZES = (1, 2, 3, 4, 6, 7, 10, 12, 25, 100, 1000)
MOST_FREE = 2  # sizes that are tried together at all of these


def judge(claim: Claim, sampler: Sampler, *, briefly: bool = False) -> Verdict:
    """The verdict on a claim; `briefly` at the sizes of one assignment, in floats.

    Raises `NotUnderstood` where the claim turns out to have no meaning.
    """
    if claim.one_text and claim.sign == "=":
        return Verdict("vacuous", "both sides are the same text")
    trial = None
    try:
        if claim.sign == r"\approx":
            return rounded(claim, sampler)
        trial = ready(claim, sampler.machine)
        if claim.sign == r"\propto":
            return proportional(trial, sampler)
        tried = _over_points(trial, sampler, briefly=briefly)
        if tried is None and not briefly:
            tried = _where_likely(trial, sampler)
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
    for longer in () if briefly else _longer_sizes(trial, sampler):
        found = _longer(trial, sampler, longer)
        if found is not None:
            return found
    return _elsewhere(trial, sampler, briefly=briefly)


def _longer_sizes(trial: Trial, sampler: Sampler) -> list[int]:
    """The assignments in which the sizes that matter are longer, if any do.

    Where something has not shown yet, all are, so that no number is beyond them; nor is
    one beyond the sizes that a claim reads.
    """
    beyond = min(largest_read(trial) + 2, LONGEST)
    if hidden(trial) is not None:
        found = [sampler.longer(frozenset({None}), beyond)]
    else:
        read = sizes_read(trial)
        found = [sampler.longer(read)]
        if beyond > LONG_ENOUGH:
            found.append(sampler.longer(read, beyond))
    return [assignment for assignment in found if assignment is not None]


@dataclass(slots=True)
class _Budget:
    """The bound on operations is for many points of a claim together."""

    spent: int = 0


def _usual_points(
    trial: Trial, sampler: Sampler, assignment: int, budget: _Budget
) -> Verdict | None:
    """Tries inputs of size about one; a verdict where the sides differ."""
    wanted = POINTS if len(sampler.assignments) > 1 else POINTS + 1
    bounds = trial.sites or trial.claim.sign not in {"=", r"\ne"}
    if bounds or reads_choices(trial):
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
        if isinstance(trouble, NearCorner) and point.placing == USUAL:
            trial.cornered = True
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
        branches = bool(trial.sites) or reads_choices(trial)
        for number in range(POINTS_AT_BOUNDS if branches else POINTS):
            point = sampler.point(assignment, number)
            found = _try(trial, point, budget, trial.beyond)
            if isinstance(found, Verdict):
                return found
            if found and not branches:
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
            return undecided_by_rounding(TOO_NEAR, trial)
        trial.sure |= before
    if trial.doubtful - trial.sure or (trial.doubtful and not balls.present()):
        return undecided_by_rounding(TOO_NEAR, trial)
    return None


def _placings(trial: Trial) -> Iterator[tuple[Placing, int]]:
    """Where else a claim is tried, and at how many points each."""
    claim = trial.claim
    if claim.sign != "=":
        if not differ_in_general(trial):
            yield Special(), 9
        yield from ((placing, 4) for placing in SPREAD)
        yield Mixed(), 8
    if reads_partial(trial):
        yield BOTH_SIGNS, 4
    if trial.sites or (claim.sign == "=" and (trial.turns or hidden(trial))):
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


def _where_likely(trial: Trial, sampler: Sampler) -> Verdict | None:
    """Tries points that are searched for; a verdict where the sides differ."""
    if not trial.tried:
        return None
    if (found := _at_sizes(trial, sampler)) is not None:
        return found
    budget = _Budget()
    with suppress(TooMuch, Unsatisfied):
        bounds = trial.claim.sign != "=" and not differ_in_general(trial)
        if bounds and (found := _at_many(trial, sampler)) is not None:
            return found
    with suppress(TooMuch):
        for point in sampler.others(trial.tried[0]):
            tried = _try(trial, point, budget, trial.beyond)
            if isinstance(tried, Verdict):
                return tried
        if differ_in_general(trial):
            return _where_alike(trial, sampler)
        if trial.claim.sign != "=":
            return _where_least(trial, sampler)
        if trial.sites or trial.turns or hidden(trial):
            attempt = partial(_try, trial, budget=budget, kept=[])
            return at_thresholds(trial, sampler, attempt)
    return None


def _at_sizes(trial: Trial, sampler: Sampler) -> Verdict | None:
    """Tries what is said of sizes alone at sizes from one on."""
    claim, read = trial.claim, sizes_read(trial)
    reads_inputs = map(trial.model.inputs_of, (claim.left, claim.right))
    free = [key for key in sampler.free if key in read]
    if any(reads_inputs) or not 0 < len(free) <= MOST_FREE:
        return None
    budget = _Budget()
    every = itertools.product(SIZES, repeat=len(free))
    for values in sorted(every, key=lambda values: 1 in values):
        with suppress(TooMuch):
            point = sampler.sized(dict(zip(free, values, strict=True)))
            found = point and _try(trial, point, budget, [])
            if isinstance(found, Verdict):
                return _unless_of_one(found) if 1 in values else found
    return None


def _unless_of_one(found: Verdict) -> Verdict:
    """Undecided: a page that means longer sizes alone need not have said so."""
    sizes = (found.counterexample or {}).get("sizes")
    assert isinstance(sizes, dict)
    ones = [name for name, size in sizes.items() if size == 1]
    if not ones:
        return found
    larger = ", ".join(rf"{name} \ge 2" for name in ones)
    said = f"this is false where {', '.join(f'{name} = 1' for name in ones)}"
    return Verdict("undecided", f"{said}; if that is not meant, write for ${larger}$")


def _where_least(trial: Trial, sampler: Sampler) -> Verdict | None:
    """Tries an inequality where its sides come nearest to each other."""
    start = trial.tried[0]
    entries = movable(trial, start)
    budget = _Budget()

    def point_at(values: Coordinates) -> Sample:
        exact = map(Fraction, values)
        return sampler.beside(start, dict(zip(entries, exact, strict=True)))

    def margin_at(values: Coordinates) -> float:
        try:
            return margin(trial, point_at(values))
        except Unsatisfied:
            return inf

    if not entries or differ_in_general(trial):
        return None
    for values, is_lowest in lowest(trial, trial.tried, entries, margin_at):
        try:
            point = point_at(values)
        except Unsatisfied:
            continue
        found = _try(trial, point, budget, [])
        trial.unsure = None
        if isinstance(found, Verdict):
            return found
        if found and is_lowest and touches(trial, point):
            trial.tied = point
    return None


def _at_many(trial: Trial, sampler: Sampler) -> Verdict | None:
    """Tries what is no equation with entries that are all alike: bounds count them.

    There are many, and as many as the largest number that the claim has. Matrices are
    like the identity too.
    """
    told, own = largest_read(trial), _sizes_of_inputs(trial)
    for many in (MANY, told) if 1 < told <= LONGEST else (MANY,):
        assignment = sampler.longer(own or frozenset({None}), many)
        for number in range(4 if assignment is not None else 0):
            assert assignment is not None
            point = sampler.point(assignment, number, Special())
            found = _try(trial, point, _Budget(), [])
            trial.unsure = None
            if isinstance(found, Verdict):
                return found
    return None


def _sizes_of_inputs(trial: Trial) -> frozenset[Key]:
    """The sizes of the inputs that a claim reads."""
    model = trial.model
    names = model.inputs_of(trial.claim.left) | model.inputs_of(trial.claim.right)
    return frozenset(
        model.extents.find(slot(name, number))
        for name in names
        for number in range(model.quantities.slots_of(name))
    )


def _where_alike(trial: Trial, sampler: Sampler) -> Verdict | None:
    r"""Undecided where arrays that differ in general are equal at some point.

    `AB \ne BA` says often that they are not equal everywhere.
    """
    point = sampler.point(0, 0, Special())
    if isinstance(_try(trial, point, _Budget(), []), Verdict):
        return Verdict(
            "undecided",
            "the sides differ in general, and are equal at some points, as where all "
            "inputs are 0; if they are never equal, say what keeps them apart",
        )
    return None


def _nowhere_sure(trial: Trial) -> Verdict | None:
    """The verdict where no point told which side is larger."""
    if trial.claim.sign == "=" or trial.unsure is None:
        return None
    if not trial.sure:
        return undecided_by_rounding(trial.unsure, trial)
    trial.unsure = None
    trial.left_out += 1
    return None
