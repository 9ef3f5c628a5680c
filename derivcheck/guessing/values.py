"""A worked example: the numbers that a text gives its inputs -> conditions.

`Let $w_1 = 0.5$ and $x_1 = 2$.` What fails for all inputs may hold for these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..checking import Reading
from ..expressions import nodes as n
from ..latex import Mark, Marks, Names, lone_occurrence
from ..models import Model
from ..words import Scope

ENDS = {"comma", "text", "wide", "newline", "amp"}


@dataclass(frozen=True, slots=True)
class Value:
    """The number that a text gives an input, as a condition and as it is written."""

    name: str
    condition: n.Comparison
    written: str


def values_in(reading: Reading) -> list[Value]:
    """The numbers that a text gives its inputs, each once."""
    found: dict[n.Symbol, Value] = {}
    for marks, number in _equalities(reading.scope):
        symbol = _symbol(reading.names, reading.model, marks)
        if symbol is not None:
            written = f"{reading.model.spelled(symbol.name)}"
            for position in symbol.indices:
                written += f"_{position.value}" if isinstance(position, n.Fixed) else ""
            condition = n.Comparison(symbol, "=", number)
            said = f"{written} = {number.text}"
            found.setdefault(symbol, Value(symbol.name, condition, said))
    return list(found.values())


def _equalities(scope: Scope) -> Iterator[tuple[Marks, n.Number]]:
    """The names before each number that ends an equality, with the number."""
    for passage in (*scope.passages, *scope.mentions):
        marks = tuple(m for m in passage.marks if m.kind != "amp")
        for at, mark in enumerate(marks):
            if mark.text not in {"=", ":="}:
                continue
            number, last = _number(marks, at + 1)
            ends = last >= len(marks) or marks[last].kind in ENDS
            start = at
            while start > 0 and marks[start - 1].kind not in ENDS:
                start -= 1
            if number is not None and ends and start < at:
                yield marks[start:at], number


def _number(marks: Marks, at: int) -> tuple[n.Number | None, int]:
    """The number at a place, with its sign, and the place behind it."""
    sign = marks[at].text if at < len(marks) and marks[at].text in {"+", "-"} else ""
    at += bool(sign)
    mark = marks[at] if at < len(marks) else Mark("unknown", "", 0, 0)
    if mark.kind != "number":
        return None, at
    text = (sign if sign == "-" else "") + mark.text
    try:
        return n.Number(Fraction(text), text), at + 1
    except ValueError:
        return None, at


def _symbol(names: Names, model: Model, marks: Marks) -> n.Symbol | None:
    """The input that some marks are, or an entry of one by its number."""
    found = lone_occurrence(names, marks)
    matched = None if found is None else names.match(found)
    if matched is None:
        return None
    pattern, items = matched
    if any(item.kind != "number" for item in items):
        return None
    quantity = model.quantities.get(names.identity(pattern))
    if quantity is None or quantity.rows or quantity.slots != len(items):
        return None
    indices = tuple(n.Fixed(int(item.text)) for item in items)
    return n.Symbol(quantity.name, indices)
