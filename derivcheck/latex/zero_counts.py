r"""Slots of declared arrays that the page counts from zero.

`w \in \mathbb{R}^n` beside `\sum_{k=0}^{n-1} w_k` has the entries 0 to n - 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .marks import Marks
from .names import Names, Occurrence
from .scripts import Item
from .statement_kinds import is_range, listed
from .statements import Statement


def counted_from_zero(
    names: Names, statements: Iterable[Statement], occurrences: Iterable[Occurrence]
) -> set[tuple[str, int]]:
    """The slots in which only letters stand that begin at zero: name and number."""
    first: dict[str, set[str]] = {}
    for statement in statements:
        if is_range(statement):
            begin = listed(statement.sides[1])[0]
            for member in filter(None, listed(statement.sides[0])):
                first.setdefault(member[0].text, set()).add(begin[0].text)
        for side in statement.sides:
            for letter, start in _begun(side):
                first.setdefault(letter, set()).add(start)
    zero = {letter for letter, begins in first.items() if begins == {"0"}}
    if not zero:
        return set()
    found: dict[tuple[str, int], set[bool]] = {}
    for occurrence in occurrences:
        matched = names.match(occurrence) or names.loosely(occurrence)
        if matched is None or matched[0] not in names.arrays.get(occurrence.base, {}):
            continue
        for number, item in enumerate(matched[1]):
            if item.kind == "letter" and {*item.letters} <= first.keys():
                says = _is_of(item, zero)
                found.setdefault((names.identity(matched[0]), number), set()).add(says)
    return {slot for slot, says in found.items() if says == {True}}


def _is_of(item: Item, letters: set[str]) -> bool:
    """Whether letters are added that all begin at zero, and nothing is."""
    adds = all(sign > 0 for sign, _ in item.more)
    return adds and not item.shift and letters.issuperset(item.letters)


def _begun(marks: Marks) -> Iterator[tuple[str, str]]:
    """The letters that big signs run over, each with what it begins at."""
    for place, mark in enumerate(marks):
        if mark.kind == "big":
            for script in marks[place + 1 : place + 3]:
                inside = script.parts[0] if script.kind == "sub" else ()
                kinds = [m.kind for m in inside]
                if kinds == ["letter", "relation", "number"] and inside[1].text == "=":
                    yield inside[0].text, inside[2].text
        for part in mark.parts:
            yield from _begun(part)
