r"""Constant arrays with their sizes below: `I_d`, `\mathbf 1_n`, `0_{m \times n}`.

What is below is a size on the page, and nothing else gives the name.
"""

from __future__ import annotations

from dataclasses import replace

from .marks import Mark, Marks
from .names import Names
from .set_notation import factors_of, size_marks, terms_of_size
from .statements import Statement

IDENTITY = {"I", r"\mathbf{I}", r"\mathbb{I}", r"\mathrm{I}"}
ONES = {r"\mathbf{1}", r"\mathbb{1}", r"\vec{1}"}
ZEROS = {r"\mathbf{0}", r"\vec{0}", "0"}
KINDS = {name: kind for kind, names in (("identity", IDENTITY), ("ones", ONES),
                                        ("zeros", ZEROS))
         for name in names}  # fmt: skip  # a table


def with_sized_constants(names: Names, statements: list[Statement]) -> None:
    """Writes each constant and its sizes as one mark, in the statements' marks."""
    for statement in statements:
        statement.sides = [_joined(names, side) for side in statement.sides]
        statement.marks = _joined(names, statement.marks)


def _joined(names: Names, marks: Marks) -> Marks:
    found: list[Mark] = []
    for mark in marks:
        if mark.parts and mark.kind != "sub":
            parts = tuple(_joined(names, part) for part in mark.parts)
            mark = mark.with_parts(parts)
        constant = found[-1] if found and mark.kind == "sub" else None
        kind = KINDS.get(constant.text) if constant is not None else None
        if constant is None or kind is None or constant.text in names.singles:
            found.append(mark)
        elif _are_sizes(names, kind, factors_of(mark.parts[0])):
            found[-1] = replace(constant, kind="constant", text=kind, parts=mark.parts)
        else:
            found.append(mark)
    return tuple(found)


def _are_sizes(names: Names, kind: str, sides: list[Marks]) -> bool:
    """Whether what is below are sizes of the page; a number is one of several."""
    most = 1 if kind == "identity" else 2
    square = kind == "identity" and len(sides) == 2
    if len(sides) > most and not (square and _same(*sides)):
        return False
    said = [_is_size(names, side) for side in sides]
    return all(said)


def _same(one: Marks, other: Marks) -> bool:
    return [mark.text for mark in one] == [mark.text for mark in other]


def _is_size(names: Names, marks: Marks) -> bool:
    if [mark.kind for mark in marks] == ["number"]:
        return True
    found = terms_of_size(marks)
    return found is not None and names.sizes.issuperset(name for _, name in found[0])


def sizes_of(constant: Mark) -> list[str | int]:
    """How long the sides of a constant are, each once where they are alike."""
    sides = factors_of(constant.parts[0])
    if len(sides) == 2 and constant.text == "identity":
        sides = sides[:1]
    return [
        int(side[0].text) if side[0].kind == "number" else size_marks(side) or ""
        for side in sides
    ]
