r"""Scripts as they are read: `u^T_k` is `u_k^\top`, `x^2_i` is `x_i^2`.

A superscript in front of a subscript is a power or a transpose of what the subscript
picks, but where the page makes it part of the name: `h^2_i` beside `h^l_i := …`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from .marks import Mark, Marks
from .scripts import bracketed, is_transpose
from .statement_kinds import given_names
from .statements import Statement

LAYERS = {"0", "1"}  # no power that anybody writes


def order_scripts(statements: list[Statement]) -> None:
    """Writes powers and transposes behind the subscripts, in the statements' marks."""
    if not any(map(_out_of_order, _sides(statements))):
        return
    given = list(given_names(statements))
    layered = {base for marks in given for base, _ in _above(marks, deep=False)}
    layered |= {
        base
        for side in _sides(statements)
        for base, inside in _above(side, deep=True)
        if not _is_power(inside)
    }
    alone = {m[0].text for m in given if not any(s.kind == "sub" for s in m)}
    below = {m[0].text for m in given if any(s.kind == "sub" for s in m)}
    orderer = _Orderer(layered, alone - below)
    for statement in statements:
        statement.sides = [orderer.ordered(side) for side in statement.sides]
        statement.marks = orderer.ordered(statement.marks)


def _sides(statements: Iterable[Statement]) -> Iterator[Marks]:
    for statement in statements:
        yield from statement.sides


def _out_of_order(marks: Marks) -> bool:
    """Whether a subscript stands behind a superscript, anywhere in the marks."""
    return any(
        one.kind == "sup" and other.kind == "sub" for one, other in pairwise(marks)
    ) or any(_out_of_order(part) for mark in marks for part in mark.parts)


def _above(marks: Marks, *, deep: bool) -> Iterator[tuple[str, Marks]]:
    """Names with a bare superscript that is no transpose, and what it holds."""
    for place, mark in enumerate(marks):
        if mark.kind in {"letter", "name"}:
            for script in _scripts(marks, place):
                inside = script.parts[0] if script.kind == "sup" else ()
                if inside and not is_transpose(inside) and bracketed(inside) is None:
                    yield mark.text, inside
        if deep:
            for part in mark.parts:
                yield from _above(part, deep=True)


def _scripts(marks: Marks, place: int) -> Iterator[Mark]:
    """What is below and above the name at a place."""
    for mark in marks[place + 1 :]:
        if mark.kind not in {"sub", "sup", "prime"}:
            return
        yield mark


def _is_power(inside: Marks) -> bool:
    """Whether a superscript is a number that is no layer, `2` or `-1`."""
    *sign, number = inside
    return number.kind == "number" and (
        [mark.text for mark in sign] == ["-"] if sign else number.text not in LAYERS
    )


class _Orderer:
    """Puts scripts in order.

    `layered` are names with superscripts of their own, `whole` those of quantities
    that the page gives without a subscript: there a transpose comes first,
    `W^T_{ij}`, and a power too where more than one letter follows.
    """

    def __init__(self, layered: set[str], whole: set[str]) -> None:
        self.layered = layered
        self.whole = whole

    def ordered(self, marks: Marks) -> Marks:
        found: list[Mark] = []
        base: Mark | None = None
        for mark in marks:
            if mark.parts:
                mark = mark.with_parts(tuple(map(self.ordered, mark.parts)))
            above = found[-1] if found and found[-1].kind == "sup" else None
            if (
                mark.kind == "sub"
                and above is not None
                and base is not None
                and self._behind(base, above.parts[0], mark.parts[0])
            ):
                found[-1:] = [mark, replace(above, end=mark.end)]
                continue
            found.append(mark)
            if mark.kind not in {"sub", "sup", "prime"}:
                base = mark if mark.kind in {"letter", "name"} else None
        return tuple(found)

    def _behind(self, base: Mark, above: Marks, below: Marks) -> bool:
        """Whether a superscript acts on what the subscript picks."""
        if not above:
            return False
        if is_transpose(above):
            return base.text not in self.whole
        if base.text in self.layered or not _is_power(above):
            return False
        return base.text not in self.whole or (
            len(below) == 1 and above[0].kind == "number"
        )
