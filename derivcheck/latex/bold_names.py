r"""Thin components of bold arrays, and bold arrays of thin components, as one name.

`x_i` is a component of the $\mathbf x$ that a page gives, where it gives no other x,
and $\mathbf y$ is the array of the `y_i` that it gives, where it gives no other y.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .marks import Mark, Marks
from .scripts import flat
from .statement_kinds import given_names
from .statements import Statement

WEIGHT = re.compile(r"\\(?:mathbf|vec)\{((?:[^{}]|\{[^{}]*\})*)\}")


def thin(name: str) -> str:
    r"""A name without its bold letters and arrows: `\hat{\mathbf{y}}` is `\hat{y}`."""
    return WEIGHT.sub(r"\1", name)


def embolden(statements: list[Statement]) -> None:
    """Write thin components and bold arrays as one name, in the statements' marks."""
    given = [(m[0].text, _below(m)) for m in given_names(statements)]
    _make_thin(statements, given)
    bold: dict[str, str | None] = {}
    for name, _ in given:
        if (plain := thin(name)) != name:
            bold[plain] = name if bold.get(plain, name) == name else None
    stamps = {(m[0].text, _above(m)) for m in given_names(statements)}
    others = {
        (m[0].text, _below(m))
        for m in given_names(statements)
        if m[0].text in bold and not _of_another_step(m, bold[m[0].text], stamps)
    }
    taken = {n for n, below in others if not (below and below.isdigit())}
    meant = {n: whole for n, whole in bold.items() if whole and n not in taken}
    if not meant:
        return
    for statement in statements:
        statement.sides = [_changed(side, meant, others) for side in statement.sides]
        statement.marks = _changed(statement.marks, meant, others)


def _make_thin(
    statements: list[Statement], given: list[tuple[str, str | None]]
) -> None:
    """Writes a bold name that nothing gives thin, where thin components are given."""
    below: dict[str, set[int]] = {}
    for name, script in given:
        below.setdefault(name, set()).add(len(script or ""))
    bold = {
        mark.text
        for statement in statements
        for side in statement.sides
        for mark in flat(side)
        if mark.kind in {"letter", "name"} and thin(mark.text) != mark.text
    }
    meant = {
        name: min(below[thin(name)])
        for name in bold - below.keys()
        if thin(name) in below and min(below[thin(name)])
    }
    if meant:
        for statement in statements:
            statement.sides = [_thinned(side, meant) for side in statement.sides]
            statement.marks = _thinned(statement.marks, meant)


def _thinned(marks: Marks, meant: dict[str, int]) -> Marks:
    """The marks with thin names for bold ones that have less below them."""
    found: list[Mark] = []
    for place, mark in enumerate(marks):
        if mark.kind in {"letter", "name"} and mark.text in meant:
            if len(_below(marks[place : place + 3]) or "") < meant[mark.text]:
                mark = replace(mark, text=thin(mark.text))
        elif mark.parts:
            mark = mark.with_parts(tuple(_thinned(part, meant) for part in mark.parts))
        found.append(mark)
    return tuple(found)


def _below(marks: Marks) -> str | None:
    """The subscript of the name that opens some marks, as it is written."""
    for mark in marks[1:3]:
        if mark.kind == "sub":
            return "".join(m.text for m in mark.parts[0])
        if mark.kind != "sup":
            break
    return None


def _above(marks: Marks) -> str | None:
    """The superscript of the name that opens some marks, as it is written."""
    for mark in marks[1:3]:
        if mark.kind == "sup":
            return "".join(m.text for m in mark.parts[0])
        if mark.kind != "sub":
            break
    return None


def _of_another_step(
    marks: Marks, bold: str | None, stamps: set[tuple[str, str | None]]
) -> bool:
    r"""Whether components are given, `h_j^{(t)}`, of a step that no array is given of.

    They are of the array all the same where it is given of other steps alone,
    `\mathbf h^{(t-1)}`.
    """
    own = {above for name, above in stamps if name == bold}
    above = _above(marks)
    return above is not None and None not in own and above not in own


def _changed(
    marks: Marks, meant: dict[str, str], others: set[tuple[str, str | None]]
) -> Marks:
    found: list[Mark] = []
    for place, mark in enumerate(marks):
        if mark.kind in {"letter", "name"} and mark.text in meant:
            below = _below(marks[place : place + 3])
            if below is not None and (mark.text, below) not in others:
                mark = replace(mark, text=meant[mark.text])
        elif mark.parts and (mark.kind != "sub" or _names_variable(marks, place)):
            parts = tuple(_changed(part, meant, others) for part in mark.parts)
            mark = mark.with_parts(parts)
        found.append(mark)
    return tuple(found)


def _names_variable(marks: Marks, place: int) -> bool:
    r"""Whether a quantity is in it, as in `\partial_{x_i}` and `\nabla^2_{x_i}`."""
    before = [m.kind for m in marks[max(place - 2, 0) : place]]
    return before[-1:] in (["partial"], ["nabla"]) or before in (
        ["partial", "sup"],
        ["nabla", "sup"],
    )
