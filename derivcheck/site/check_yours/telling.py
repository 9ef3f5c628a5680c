r"""A relation -> what opens below its line: why, where, and what would make it right.

In: a relation with its diagnosis, and how its page was checked. Out: sentences in which
formulas stand between backticks, the numbers at which the sides differ, and changes of
the text, each tried before it is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...checking import Found, Piece, Relation
from ...diagnosis import Change, Checking, Diagnosis, Topic, changes, told_by
from ...expressions import Fault, errors
from ...judging import Unstated, Verdict
from ...reports import story
from .pasted_text import Pasted

MarkShown = Literal["holds", "fails", "if", "asks"]
TEX = re.compile(
    r"[A-Za-z0-9]*(?:\\[A-Za-z]+|[_^])(?:\{(?:[^{}]|\{[^{}]*\})*\}|[^\s{},;:?.]|\.(?=\S))*"
)
DOLLARS = re.compile(r"\$([^$`]+)\$")
LAYOUTS = (
    ("numerator", "One row for each entry above"),
    ("denominator", "One row for each entry below"),
)
DETAILS: tuple[Topic, ...] = (
    "sizes", "closeness", "search", "trouble", "ends", "before",
)  # fmt: skip  # a list of words


@dataclass(frozen=True, slots=True)
class FailingNumbers:
    """Both sides at the plainest numbers at which they differ, all of them as LaTeX."""

    left: str
    right: str
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mend:
    """What would make a relation right, and the change of the text that does it."""

    says: str
    change: Change | None = None
    press: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of a relation; `read` is how it was read, bracketed."""

    mark: MarkShown
    headline: str
    values: FailingNumbers | None
    says: tuple[str, ...]
    mends: tuple[Mend, ...]
    details: tuple[str, ...]
    read: str


def mark_of(verdict: Verdict) -> MarkShown:
    """The mark of a verdict, before it is explained."""
    match verdict.word:
        case "holds":
            return "holds"
        case "fails":
            return "fails"
        case "vacuous" | "undecided" | "not understood":
            return "asks" if verdict.unstated is None else "if"


def explain(
    relation: Relation,
    found: Found,
    pasted: Pasted,
    diagnosis: Diagnosis,
    check: Checking,
) -> Explanation:
    """What is reported about a relation, and what may be pressed."""
    told = story(found, relation, (), known=told_by(diagnosis))
    conditions = list(_conditions(relation, found, pasted, diagnosis, check))
    mends = conditions
    if not conditions:
        mends += _repairs(relation, found, pasted, diagnosis, check)
    mends += _layouts(relation.verdict.fault, pasted.top)
    if diagnosis.derivative is not None:
        mends.append(Mend(f"The derivative is `{diagnosis.derivative.text}`."))
    unstated = _unstated(relation, diagnosis)
    headline = _headline(relation.verdict)
    if unstated is not None:
        headline = f"Holds if `{unstated.tex}`, which the text does not say here."
    aside = [] if unstated is not None else told.of("odd")
    said = [*aside, *told.of("note", "needs", "wanted", "tried")]
    return Explanation(
        "if" if unstated is not None else mark_of(relation.verdict),
        typeset(headline),
        _values(relation, diagnosis),
        tuple(typeset(_sentence(one)) for one in said),
        tuple(mends),
        tuple(_sentence(typeset(one)) for one in told.of(*DETAILS)),
        next(iter(told.of("read")), ""),
    )


def typeset(text: str) -> str:
    """A sentence with backticks around each formula, and each word that is LaTeX."""
    parts = DOLLARS.sub(r"`\1`", text).split("`")
    parts[::2] = [TEX.sub(lambda found: f"`{found[0]}`", part) for part in parts[::2]]
    return "`".join(parts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def _headline(verdict: Verdict) -> str:
    reason = verdict.reason or ""
    match verdict.word:
        case "holds":
            return "Holds at every point that was tried."
        case "fails":
            return "The two sides differ."
        case "vacuous":
            return f"Nothing to compare: {reason}."
        case "undecided":
            return f"Undecided: {reason}."
        case "not understood":
            return f"Not understood: {reason}."


def _values(relation: Relation, diagnosis: Diagnosis) -> FailingNumbers | None:
    plain, tried = diagnosis.plain, relation.verdict.counterexample
    if plain is not None:
        indices = [f"{name} = {number}" for name, number in plain.indices.items()]
        return FailingNumbers(
            f"{plain.left:.6g}", f"{plain.right:.6g}", (*indices, *plain.given)
        )
    if tried is None:
        return None
    return FailingNumbers(f"{tried['left']:.6g}", f"{tried['right']:.6g}", ())


# --- what would make it right ---------------------------------------------------------


def _repairs(
    relation: Relation,
    found: Found,
    pasted: Pasted,
    diagnosis: Diagnosis,
    check: Checking,
) -> Iterator[Mend]:
    """The edits under which it holds, and names that were probably meant."""
    repairs = diagnosis.repairs.found
    offered = changes(relation, repairs, found, pasted.text, check)
    by_name = {change.name: change for change in offered}
    for repair in repairs:
        change = by_name.pop(repair.text, None)
        yield Mend(f"Possible fix: {repair.in_full}.", change, "Write this")
    for change in by_name.values():
        yield Mend("", change, f"Write {change.name}")


def _conditions(
    relation: Relation,
    found: Found,
    pasted: Pasted,
    diagnosis: Diagnosis,
    check: Checking,
) -> Iterator[Mend]:
    """The statement under which it would hold, where it does so once it is made."""
    unstated = _unstated(relation, diagnosis)
    piece = _piece(relation, found)
    if unstated is None or piece is None:
        return
    if unstated.of == "inputs":
        said = (
            rf"\text{{assume }} {unstated.tex}"
            if pasted.bare
            else f"Assume ${unstated.tex}$."
        )
        change = Change(pasted.top, pasted.top, f"{said}\n\n", "")
    else:
        start = piece.mathematics.start
        said = f"For ${unstated.tex}$:\n\n"
        if pasted.bare:
            start, said = piece.offset(0), rf"\text{{if }} {unstated.tex}: \ "
        change = Change(start, start, said, "")
    after = check(change.made(pasted.text))
    number = [one.start for one in found.relations].index(relation.start)
    same = len(after.relations) == len(found.relations)
    if same and after.relations[number].verdict.word == "holds":
        yield Mend("", change, f"Say that `{unstated.tex}`")


def _layouts(fault: Fault | None, top: int) -> Iterator[Mend]:
    """The two ways to lay out a derivative of a vector by a vector."""
    match fault:
        case errors.NoLayout():
            for layout, press in LAYOUTS:
                said = f"<!-- derivcheck: layout {layout} -->\n\n"
                yield Mend("", Change(top, top, said, ""), press)
        case errors.Broken(_, why) | errors.BuiltOnBroken(_, why):
            yield from _layouts(why, top)
        case _:
            pass


def _unstated(relation: Relation, diagnosis: Diagnosis) -> Unstated | None:
    """What would make a relation hold if the text stated it."""
    return relation.verdict.unstated or diagnosis.unstated


def _piece(relation: Relation, found: Found) -> Piece | None:
    return next((one for one in found.pieces if relation in one.relations), None)
