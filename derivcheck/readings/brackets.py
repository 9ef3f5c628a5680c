"""Brackets behind names: parameters, parts of the name, or nothing that is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..latex import Marks, flat, is_definition, is_membership, listed, split_at
from .alternative import Alternative
from .places import base_end, bracket_end, is_primed, scripts_end, signs_of
from .respellings import BracketsInName, NoArgument
from .shown import Shown


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`f(…)` that a page gives: the name, and what stands in the brackets."""

    base: str
    inside: Marks
    scripted: bool
    declared: bool


def _given_with_brackets(shown: Shown) -> Iterator[Bracketed]:
    for statement in shown.statements:
        if is_definition(statement):
            lefts = [statement.sides[0]]
        elif is_membership(statement):
            lefts = listed(statement.sides[0])
        else:
            continue
        for left in lefts:
            if (found := _opens_with_brackets(left)) is not None:
                yield Bracketed(*found, declared=is_membership(statement))


def _opens_with_brackets(left: Marks) -> tuple[str, Marks, bool] | None:
    """The name that a left side opens with, what its brackets hold, and if scripted."""
    if not left or left[0].kind not in {"letter", "name", "text"}:
        return None
    end = _word_end(left)
    opening = scripts_end(left, end)
    close = bracket_end(left, opening)
    if close is None or any(m.kind == "prime" for m in left[end:opening]):
        return None
    base = "".join(m.text for m in left[:end])
    return base, left[opening + 1 : close], opening > end


def _word_end(left: Marks) -> int:
    """The place behind the letters that spell one word."""
    end = 1
    while end < len(left) and left[0].kind == "letter" and len(left[0].text) == 1:
        mark = left[end]
        if mark.kind != "letter" or len(mark.text) > 1 or not mark.glued:
            break
        end += 1
    return end


def names_with_brackets(shown: Shown) -> Iterator[Alternative]:
    """Names with brackets: what these hold is no list of parameters."""
    running, ranged = shown.running(), shown.ranged()
    taken = {left[0].text for left in shown.given() if len(left) == 1}
    taken |= shown.mapped() | _differentiated(shown)
    found: dict[str, bool] = {}
    for one in _given_with_brackets(shown):
        if one.base in taken or not _names_things(one.inside):
            continue
        plain = all(len(member) == 1 for member in listed(one.inside))
        plain = plain and not any(m.kind == "bar" for m in one.inside)
        if plain and not {m.text for m in one.inside} & running and not one.declared:
            continue  # parameters
        counts = all(member[0].text in ranged for member in listed(one.inside))
        found[one.base] = (
            found.get(one.base, False) or one.declared or not plain or counts
        )
    each = [
        Alternative(
            (_in_name(shown, base, running),),
            f"{base}(…) is given, and its brackets hold no list of parameters",
            0 if sure else 2,
        )
        for base, sure in found.items()
    ]
    sure = [choice for choice in each if choice.cost == 0]
    if len(sure) > 1:
        together = tuple(r for choice in sure for r in choice.respellings)
        words = ", ".join(f"{base}(…)" for base, known in found.items() if known)
        because = f"{words} are given, and their brackets hold no list of parameters"
        yield Alternative(together, because, 0)
    yield from each


def _in_name(shown: Shown, base: str, running: frozenset[str]) -> BracketsInName:
    """The choice, with the places at which some letter that runs stands alone."""
    slots: set[int] = set()
    counted = False
    for scripts, inside in _calls(shown, base):
        for number, member in enumerate(split_at(inside, {"comma", "bar"})):
            if [m.text for m in member if m.text in running] and len(member) == 1:
                slots.add(number)
        below = [script for script in scripts if script.kind == "sub"]
        counted = counted or any(mark.text in running for mark in flat(tuple(below)))
    return BracketsInName(base, running, frozenset(slots), counted)


def _names_things(inside: Marks) -> bool:
    """Whether brackets hold names and numbers, and nothing that is worked out."""
    plain = {"letter", "name", "number", "sub", "sup", "prime", "comma", "bar",
             "relation", "text", "colon", "dots"}  # fmt: skip
    steps = sum(m.kind == "operator" for m in inside)
    return (
        bool(inside)
        and steps < 2
        and all(m.kind in plain or m.kind == "operator" for m in inside)
    )


def needless_arguments(shown: Shown) -> Iterator[Alternative]:
    """Functions that are never called with anything but their one argument."""
    found: dict[str, tuple[str, ...]] = {}
    ranged, scripted = shown.ranged(), set[str]()
    for one in _given_with_brackets(shown):
        if ranged.isdisjoint(mark.text for mark in one.inside):
            found[one.base] = signs_of(one.inside)
        if one.scripted:
            scripted.add(one.base)
    for base in shown.mapped() | _differentiated(shown):
        found.pop(base, None)
    for base in list(found):
        asked = [
            signs_of(inside)
            for scripts, inside in _calls(shown, base)
            if not scripts or base in scripted  # `h_i (1 - h_i)` is a product
        ]
        if any(one != found[base] for one in asked):
            del found[base]
    each = [
        Alternative(
            (NoArgument(base, argument),),
            f"{base} has the same argument wherever it is called",
        )
        for base, argument in found.items()
    ]
    if len(each) > 1:
        together = tuple(r for choice in each for r in choice.respellings)
        because = f"{', '.join(found)} have the same argument wherever they are called"
        yield Alternative(together, because)
    yield from each


def _differentiated(shown: Shown) -> set[str]:
    """The names that have a prime in front of brackets, as functions have."""
    return {
        marks[place].text
        for marks, place in shown.every()
        if is_primed(marks, place)
        and bracket_end(marks, scripts_end(marks, place + 1)) is not None
    }


def _calls(shown: Shown, base: str) -> Iterator[tuple[Marks, Marks]]:
    """The scripts of a name, and what stands in brackets behind them."""
    for marks, place in shown.every():
        end = base_end(marks, place, base)
        if end is None:
            continue
        opening = scripts_end(marks, end)
        close = bracket_end(marks, opening)
        if close is not None:
            yield marks[end:opening], marks[opening + 1 : close]
