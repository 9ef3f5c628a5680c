r"""Brackets that hold a statement of their own, and intervals with brackets outward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .marks import Mark, Marks
from .nesting import closing
from .remarks import If, Reason, Unclear, read_remark


def take_remarks(marks: Marks, remarks: list[Marks]) -> Marks:
    r"""Takes out bracketed remarks, `[if i ≠ 1, A = 0]`, each a claim of its own.

    Sizes compared in brackets behind a set, `\mathbb{R}^{m \times n}\ (m < n)`, are one
    too.
    """
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        mark = marks[place]
        ahead = marks[place + 1] if place + 1 < len(marks) else None
        opens = mark.kind == "open" and mark.text in "[("
        said = ahead is not None and ahead.kind == "text" and read_remark(ahead.text)
        if opens and isinstance(said, If | Reason | Unclear):
            end = closing(marks, place)
            inside = marks[place + 1 : end]
            if sum(m.kind == "relation" for m in inside) > 1 and mark.text == "[":
                remarks.append(_parted_behind_condition(inside))
            else:
                found.extend(inside)
            place = end + 1
            continue
        if opens and _compares_behind_set(found, marks[place:]):
            end = closing(marks, place)
            found.append(Mark("comma", ",", mark.start, mark.end, loose=True))
            found.extend(marks[place + 1 : end])
            place = end + 1
            continue
        found.append(mark)
        place += 1
    return tuple(found)


def facing_inward(marks: Marks) -> Marks:
    r"""The marks with `]0, 1[` behind `\in` as `(0, 1)`, and its half open kin."""
    found = [*marks]
    for place, mark in enumerate(marks):
        if mark.text != r"\in" or place + 1 == len(marks):
            continue
        first = place + 1 + (marks[place + 1].kind == "wide")
        brackets = [k for k, m in enumerate(marks) if k >= first and m.text in "()[]"]
        if len(brackets) < 2 or brackets[0] != first:
            continue
        last = brackets[1]
        opens, closes = marks[first].text, marks[last].text
        commas = sum(mark.kind == "comma" for mark in marks[first:last])
        if commas == 1 and (opens == "]" or (opens == "[" and closes == "[")):
            opening, closing = opens == "[", closes == "]"
            found[first] = replace(
                found[first], kind="open", text="[" if opening else "("
            )
            found[last] = replace(
                found[last], kind="close", text="]" if closing else ")"
            )
    return tuple(found)


def _compares_behind_set(before: Sequence[Mark], behind: Marks) -> bool:
    """Whether brackets behind a set of arrays hold a comparison of letters."""
    signs = [mark.text for mark in before if mark.kind == "relation"]
    kinds = [mark.kind for mark in behind[1:5]]
    return (
        signs[-1:] == [r"\in"]
        and any(mark.kind == "sup" for mark in before[-2:])
        and kinds == ["letter", "relation", "letter", "close"]
    )


def _parted_behind_condition(inside: Marks) -> Marks:
    """A remark in which a comma parts after the first relation, with no space too."""
    first = next(place for place, m in enumerate(inside) if m.kind == "relation")
    return inside[:first] + tuple(
        replace(m, loose=True) if m.kind == "comma" else m for m in inside[first:]
    )
