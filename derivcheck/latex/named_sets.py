r"""Sets with a name -> what they hold: `\sum_{c \in \mathcal C}` runs from 1 to m.

Where the page gives `\mathcal C := \{1, \dots, m\}`, both say how far a letter runs. A
set that is below a sum, or that letters below names are of, and that is given
nowhere, has a length of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .marks import Mark, Marks
from .scripts import flat
from .set_notation import REALS
from .statement_kinds import index_set, is_index_set, is_membership, listed
from .statements import Statement

NO_INDICES = REALS | {r"\Delta", r"\mathbb{N}", r"\mathbb{Z}", r"\mathbb{C}"}


def write_out_sets(statements: list[Statement]) -> None:
    """Writes the members of named sets where a letter runs over them."""
    ends = _given(statements)
    for statement in statements:
        for side in statement.sides:
            for name in _below_big_signs(side):
                ends.setdefault(name.text, (name,))
    for name in _of_indices(statements):
        ends.setdefault(name.text, (name,))
    if not ends:
        return
    for statement in statements:
        statement.marks = _written_out(statement.marks, ends)
        signs = statement.relations
        if _names_set(statement):
            inside, _ = index_set(statement.sides[1])
            statement.relations = [replace(signs[0], text="=")]
            statement.sides = [statement.sides[0], inside]
            continue
        for number, sign in enumerate(signs, 1):
            side = statement.sides[number]
            if sign.text == r"\in" and len(side) == 1 and side[0].text in ends:
                statement.sides[number] = _members(side[0], ends[side[0].text])
        statement.sides = [_written_out(side, ends) for side in statement.sides]


def _given(statements: list[Statement]) -> dict[str, Marks]:
    """The sets that the page gives, each with where it ends."""
    found: dict[str, Marks] = {}
    for statement in filter(_names_set, statements):
        inside, _ = index_set(statement.sides[1])
        last = max(place for place, m in enumerate(inside) if m.kind == "comma")
        found[statement.sides[0][0].text] = inside[last + 1 :]
    return found


def _names_set(statement: Statement) -> bool:
    r"""Whether it is `S := \{1, \dots, n\}`, of one letter."""
    if [sign.text for sign in statement.relations] not in ([":="], ["="]):
        return False
    left, right = statement.sides
    plain = is_index_set(right) and right[1].text == "1" and right[-1].text == "}"
    return plain and [mark.kind for mark in left] in (["letter"], ["name"])


def _of_indices(statements: list[Statement]) -> Iterator[Mark]:
    """The names of sets of which letters are that are below names."""
    named = [s for s in statements if is_membership(s) and _is_name(s.sides[1])]
    if not named:
        return
    below = {
        mark.text
        for statement in statements
        for side in statement.sides
        for script in flat(side)
        if script.kind == "sub"
        for mark in script.parts[0]
    }
    for statement in named:
        members = listed(statement.sides[0])
        if all(len(m) == 1 and m[0].text in below for m in members):
            yield statement.sides[1][0]


def _is_name(marks: Marks) -> bool:
    """Whether it is one name, and no set of numbers."""
    kinds = [mark.kind for mark in marks]
    return kinds in (["letter"], ["name"]) and marks[0].text not in NO_INDICES


def _below_big_signs(marks: Marks) -> Iterator[Mark]:
    r"""The names of sets over which letters run, the S of `\sum_{j \in S}`."""
    for place, mark in enumerate(marks):
        if mark.kind == "big":
            for script in marks[place + 1 : place + 3]:
                if script.kind == "sub":
                    yield from _sets_in(script.parts[0])
                elif script.kind != "sup":
                    break
        for part in mark.parts:
            yield from _below_big_signs(part)


def _sets_in(condition: Marks) -> Iterator[Mark]:
    for place, mark in enumerate(condition):
        behind = [m.kind for m in condition[place + 1 : place + 3]]
        named = behind in (["letter"], ["name"]) or (
            behind[:1] in (["letter"], ["name"]) and behind[1:] == ["comma"]
        )
        name = condition[place + 1] if named else None
        if mark.text == r"\in" and name is not None and name.text not in NO_INDICES:
            yield name


def _written_out(marks: Marks, ends: dict[str, Marks]) -> Marks:
    r"""The marks with `\in \{1, \dots, n\}` for `\in S` in scripts, and n for |S|."""
    found: list[Mark] = []
    for mark in marks:
        if mark.parts:
            parts = tuple(_written_out(part, ends) for part in mark.parts)
            if mark.kind == "sub":
                parts = tuple(_with_members(part, ends) for part in parts)
            mark = mark.with_parts(parts)
        found.append(mark)
        bars = [m.text for m in found[-3::2]] == ["|", "|"]
        if bars and found[-2].text in ends:
            found[-3:] = ends[found[-2].text]
    return tuple(found)


def _with_members(marks: Marks, ends: dict[str, Marks]) -> Marks:
    found: list[Mark] = []
    for mark in marks:
        if found and found[-1].text == r"\in" and mark.text in ends:
            found += _members(mark, ends[mark.text])
        else:
            found.append(mark)
    return tuple(found)


def _members(name: Mark, end: Marks) -> Marks:
    r"""`\{1, \dots, n\}` in the place of a name."""
    start, stop = name.start, name.end
    comma = Mark("comma", ",", start, stop)
    return (
        Mark("open", "{", start, stop),
        Mark("number", "1", start, stop),
        comma,
        Mark("dots", r"\dots", start, stop),
        comma,
        *end,
        Mark("close", "}", start, stop),
    )
