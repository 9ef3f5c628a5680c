r"""Conditions: which statements are the condition of the claim beside them, and as one.

`i \ne j` beside a claim, "for x > 0" behind it, and the rows of cases.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..expressions import comparisons
from ..expressions import nodes as n
from ..latex import ASSUMING, CONDITION_WORDS, Marks, Names, Statement
from ..latex.grammar import Context, read_condition

JUDGED = {"=", r"\ne", "<", ">", r"\le", r"\ge", r"\approx", r"\propto"}


def is_condition(statement: Statement, names: Names) -> bool:
    """Whether the statement is the condition of the claim beside it."""
    if any(r.text not in JUDGED for r in statement.relations):
        return False
    if statement.goes_on:
        return False
    if statement.words & ASSUMING:
        return False
    if statement.stands == "case":
        return True
    if statement.words & (CONDITION_WORDS - {"where", "with"}):
        return True
    return _of_indices(statement, names)


def _of_indices(statement: Statement, names: Names) -> bool:
    """Whether a statement relates only indices, labels and sizes."""
    marks = [m for side in statement.sides for m in side]
    found = 0
    for place, mark in enumerate(marks):
        if mark.kind in {"number", "operator"}:
            continue
        if mark.kind == "sub" and place and marks[place - 1].kind == "letter":
            continue
        if mark.kind in {"letter", "name"} and mark.text in names.labelled:
            found += 1
            continue
        above = mark.kind == "sup" and place > 0
        if above and marks[place - 1].text in names.labelled:
            continue
        if mark.kind not in {"letter", "name"}:
            return False
        text = mark.text
        following = marks[place + 1] if place + 1 < len(marks) else None
        if following is not None and following.kind == "sub":
            inside = "".join(m.text for m in following.parts[0])
            text = f"{mark.text}_{inside}"
            if text not in names.sizes:
                return False
        index = text in names.indices or text in names.labels or text in names.sizes
        bare = any(p.slots == 0 for p in names.patterns.get(text, ())) and (
            text not in names.labels
        )
        if not index or bare:
            return False
        found += 1
    return found > 0


def condition_of(waiting: Iterable[Marks], context: Context) -> n.Condition | None:
    """The conditions that stand beside a claim, as one."""
    found: list[n.Comparison] = []
    for marks in waiting:
        found += comparisons(read_condition(marks, context))
    if not found:
        return None
    return found[0] if len(found) == 1 else n.Every(tuple(found))
