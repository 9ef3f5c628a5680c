"""What the trials of a claim come to: a counterexample, or what a verdict rests on."""

from __future__ import annotations

from fractions import Fraction

from ..evaluation import FLOAT, Frame, Leaves, OutOfDomain, Sample, real
from ..evaluation import ball_arithmetic as balls
from ..expressions import (
    Expression,
    Negative,
    NotUnderstood,
    Number,
    free_letters,
    numbered,
    sides,
    spelled_condition,
    walk,
)
from ..models import slot
from .claim import Verdict
from .comparison import in_balls
from .trial import Difference, Trial, frames, hidden, unmet, unvisited

NEVER = "the condition is true at no value"
AT_CORNERS = (
    "at some points two numbers that are compared are equal, and rounding alone would "
    "tell which is larger"
)


def failure(trial: Trial, found: Difference) -> Verdict:
    """The sides differ: the verdict, with the point and what may explain it."""
    found.point.forget()
    inputs = dict(list(_inputs(trial, found.point).items())[:40])
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
        point=found.point,
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


def _inputs(trial: Trial, point: Sample) -> dict[str, float]:
    """The inputs of a point on which a claim depends, or that were moved with them."""
    claim = trial.claim
    told = (claim.left, claim.right, *sides(claim.condition))
    met = set[str]().union(*map(trial.model.inputs_of, told))
    found = {}
    for (name, indices), value in point.drawn.items():
        if name not in met:
            continue
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
        notes.append(
            "a derivative is 0 because the quantity above does not depend on the "
            "quantity below"
        )
    if trial.left_out:
        one = trial.left_out == 1
        points = "1 point" if one else f"{trial.left_out} points"
        notes.append(f"{points} left out, where the sides are too near to tell")
    if trial.claim.too:
        said = " and ".join(f"d{name}" for name in trial.claim.too)
        notes.append(f"{said} is defined under this heading too, so it varies")
    if trial.claim.by_entries:
        notes.append("powers and quotients of arrays are taken entry by entry")
    if trial.claim.held:
        notes.append(f"with {', '.join(trial.claim.held)} held fixed")
    return tuple(notes)


def undecided_by_rounding(reason: str, trial: Trial) -> Verdict:
    """The verdict where the sides are nearer to each other than floats can tell."""
    return Verdict("undecided", reason, notes=notes(trial), by_rounding=True)


def summary(trial: Trial, *, closely: bool) -> Verdict:
    """No difference was found: the verdict, and what it rests on."""
    if trial.unsure is not None:
        return undecided_by_rounding(trial.unsure, trial)
    if (nothing := nothing_compared(trial)) is not None:
        return nothing
    if trial.one_sided:
        return Verdict("undecided", _where_both_exist(trial), notes=notes(trial))
    if trial.tied is not None:
        return Verdict("undecided", _touching(trial, trial.tied), notes=notes(trial))
    if trial.cornered:
        return Verdict("undecided", AT_CORNERS, notes=notes(trial))
    if closely and (branch := unvisited(trial)) is not None:
        reason = f"no point was found at which {numbered(branch)}"
        return Verdict("undecided", reason, notes=notes(trial))
    if closely and (threshold := unmet(trial)) is not None:
        reason = f"no index or size was tried for which {spelled_condition(threshold)}"
        return Verdict("undecided", reason, notes=notes(trial))
    equation = trial.claim.sign == "="
    if closely and equation and (shown := hidden(trial)) is not None:
        reason = f"no point was found at which {numbered(shown)}"
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


def _touching(trial: Trial, point: Sample) -> str:
    """Where a strict relation may be false, as far as numbers can tell."""
    inputs = trial.model.inputs_of(trial.claim.left)
    inputs |= trial.model.inputs_of(trial.claim.right)
    near = [
        f"{trial.model.spelled(name)} = {float(point.draw(name, (), FLOAT)):.6g}"
        for name, indices in sorted(point.drawn)
        if name in inputs and not indices
    ]
    where = f"near {', '.join(near)}" if near else "at a point"
    return f"{where} the sides come so near that they may be equal"


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
        return (
            "the quantity above does not depend on the quantity below in this model, "
            "so both sides are 0"
        )
    if trial.skipped:
        return "the claim leaves the array at every value of its index"
    return NEVER


def _close_with_balls(trial: Trial) -> Verdict | None:
    """A point of the shortest sizes again, in balls of 400 bits."""
    if not balls.present() or trial.claim.sign not in {"=", r"\propto"}:
        return None
    smooth = [point for point in trial.tried if not point.rough]
    short = min(smooth, key=lambda point: sum(point.sizes.values()), default=None)
    for point in (short,) if short else ():
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
                    "undecided",
                    "interval arithmetic could not decide",
                    notes=notes(trial),
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
