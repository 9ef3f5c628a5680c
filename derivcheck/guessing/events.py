r"""Names with an event in their brackets, `P(O = o \mid C = c)` -> one name each.

The letters of an event that are below names where a sum runs are its indices.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..expressions import NotUnderstood
from ..latex import Mark, Marks, closing, split_at
from ..readings import Alternative, BracketsInName
from ..words import Scope
from .labels import letters_of

EVENT = "its brackets hold an event"
PLAIN = {"letter", "name", "number", "sub", "sup", "prime", "comma", "bar", "relation",
         "text"}  # fmt: skip
NEVER = {r"\sigma", r"\delta", "1", r"\mathbf{1}", r"\mathbb{1}", "I", r"\mathbb{I}"}


def events_named(scope: Scope) -> Iterator[Alternative]:
    """Each name that has an event in brackets behind it, and no function elsewhere."""
    passages = (*scope.passages, *scope.mentions)
    found: dict[str, list[Marks]] = {}
    others = set[str](NEVER)
    for passage in passages:
        for base, inside in _before_brackets(passage.marks):
            if _is_event(inside):
                found.setdefault(base, []).append(inside)
            else:
                others.add(base)
    letters = letters_of(scope)
    running = frozenset(
        letter
        for letter in (letters.slots.keys() | letters.bound.keys()) - letters.ends
        if letter in letters.bound or letters.beside(letter)
    )
    for base in sorted(found.keys() - others):
        members = [split_at(inside, {"comma", "bar"}) for inside in found[base]]
        slots = frozenset(
            place
            for listed_ in members
            for place, member in enumerate(listed_)
            if len(member) == 1 and member[0].text in running
        )
        named = BracketsInName(base, running, slots)
        yield Alternative((named,), EVENT, 0, role="a probability")


def _before_brackets(marks: Marks) -> Iterator[tuple[str, Marks]]:
    """Each name right before round brackets, with what these hold."""
    for at, mark in enumerate(marks):
        for part in mark.parts:
            yield from _before_brackets(part)
        after = at + 1
        while after < len(marks) and marks[after].kind in {"sub", "sup", "prime"}:
            after += 1
        if mark.kind in {"letter", "name", "text"} and after < len(marks):
            inside = _inside(marks, after)
            if inside:
                yield mark.text, inside


def _inside(marks: Marks, opening: int) -> Marks:
    if marks[opening].text != "(":
        return ()
    try:
        return marks[opening + 1 : closing(marks, opening)]
    except NotUnderstood:
        return ()


def _is_event(inside: Marks) -> bool:
    """Whether names are there with one bar between them, or with an equality."""
    bars = sum(mark.kind == "bar" for mark in inside)
    signs = [mark.text for mark in inside if mark.kind == "relation"]
    plain = all(mark.kind in PLAIN for mark in inside)
    sides = split_at(inside, {"comma", "bar", "relation"})
    return (
        plain
        and all(sides)
        and bars < 2
        and bool(bars or signs)
        and {*signs} <= {"="}
        and not any(_is_double(mark) for mark in inside)
    )


def _is_double(mark: Mark) -> bool:
    r"""Whether it is the `\|` of a divergence."""
    return mark.text in {"||", r"\|"}
