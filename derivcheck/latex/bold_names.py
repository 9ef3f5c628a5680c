r"""Thin components of bold arrays -> components of those arrays.

`x_i` is a component of the $\mathbf x$ that a page gives, where it gives no other x.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .marks import Mark, Marks
from .statement_kinds import given_names
from .statements import Statement

WEIGHT = re.compile(r"\\(?:mathbf|vec)\{((?:[^{}]|\{[^{}]*\})*)\}")


def thin(name: str) -> str:
    r"""A name without its bold letters and arrows: `\hat{\mathbf{y}}` is `\hat{y}`."""
    return WEIGHT.sub(r"\1", name)


def embolden(statements: list[Statement]) -> None:
    """Write the thin components as what they are of, in the statements' marks."""
    given = [(m[0].text, _below(m)) for m in given_names(statements)]
    bold: dict[str, str | None] = {}
    for name, _ in given:
        if (plain := thin(name)) != name:
            bold[plain] = name if bold.get(plain, name) == name else None
    others = {(n, below) for n, below in given if n in bold}
    taken = {n for n, below in others if not (below and below.isdigit())}
    meant = {n: whole for n, whole in bold.items() if whole and n not in taken}
    if not meant:
        return
    for statement in statements:
        statement.sides = [_changed(side, meant, others) for side in statement.sides]
        statement.marks = _changed(statement.marks, meant, others)


def _below(marks: Marks) -> str | None:
    """The subscript of the name that opens some marks, as it is written."""
    for mark in marks[1:3]:
        if mark.kind == "sub":
            return "".join(m.text for m in mark.parts[0])
        if mark.kind != "sup":
            break
    return None


def _changed(
    marks: Marks, meant: dict[str, str], others: set[tuple[str, str | None]]
) -> Marks:
    found: list[Mark] = []
    for place, mark in enumerate(marks):
        if mark.kind in {"letter", "name"} and mark.text in meant:
            below = _below(marks[place : place + 3])
            if below is not None and (mark.text, below) not in others:
                mark = replace(mark, text=meant[mark.text])
        elif mark.parts and mark.kind != "sub":
            parts = tuple(_changed(part, meant, others) for part in mark.parts)
            mark = mark.with_parts(parts)
        found.append(mark)
    return tuple(found)
