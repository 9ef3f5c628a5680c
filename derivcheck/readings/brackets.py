"""Brackets behind names: parameters, parts of the name, or nothing that is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ..latex import (
    Mark,
    Marks,
    bounds,
    flat,
    is_definition,
    is_membership,
    listed,
    split_at,
)
from .alternative import Alternative
from .places import (
    base_end,
    bracket_end,
    is_index,
    is_primed,
    scripts_end,
    signs_of,
)
from .respellings import BracketsInName, NoArgument
from .shown import Shown

FUNCTIONS = {r"\sigma", r"\delta", "I", r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}",
             r"\mathbb{I}"}  # fmt: skip  # that no page has to give


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`f(…)` that a page gives: the name, and what is in the brackets."""

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
        elif bounds(statement):
            lefts = [m for side in statement.sides for m in listed(side)]
        else:
            continue
        for left in lefts:
            if (found := _opens_with_brackets(left)) is not None:
                yield Bracketed(*found, declared=not is_definition(statement))


def parameters_given(shown: Shown) -> Iterator[Marks]:
    """What is in brackets on the left of definitions."""
    for one in _given_with_brackets(shown):
        if not one.declared:
            yield one.inside


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
    running, ranged = shown.counting(), shown.ranged()
    taken = {left[0].text for left in shown.given() if len(left) == 1}
    taken |= shown.mapped() | _differentiated(shown)
    certain = _counted_only(shown, running) | _declared_so(shown, ranged)
    stamps = _stamps(shown, taken)
    handed = _handed_on(shown, certain - taken) | stamps.keys()
    running |= handed
    counted = sorted(_counted_only(shown, running) - taken)
    found = dict.fromkeys(counted, True)
    found |= {base: True for bases in stamps.values() for base in sorted(bases)}
    for one in _given_with_brackets(shown):
        if one.base in taken or not _names_things(one.inside):
            continue
        if _takes_others(shown, one, running):
            continue  # parameters, for which other arguments are put
        plain = all(len(member) == 1 for member in listed(one.inside))
        plain = plain and not any(m.kind == "bar" for m in one.inside)
        if plain and not {m.text for m in one.inside} & running and not one.declared:
            continue  # parameters
        letters = {member[0].text for member in listed(one.inside)}
        counts = letters <= ranged | handed or not letters.isdisjoint(ranged)
        sure = (one.declared or not plain or counts) and not _stands_bare(shown, one)
        found[one.base] = found.get(one.base, False) or sure
    same = _at_the_same(shown, found, running) - taken - found.keys()
    found |= dict.fromkeys(sorted(same), True)
    said = tuple(_mentioned(shown, same))
    each = {base: _in_name(shown, base, running) for base in found}
    known = [base for base, sure in found.items() if sure]
    if len(known) > 1:
        together = tuple(each[base] for base in known)
        yield Alternative(together, _why_named(together), 0, said)
    for base, named in each.items():
        yield Alternative((named,), _why_named((named,)), 0 if found[base] else 2)


def _at_the_same(
    shown: Shown, found: Collection[str], running: Collection[str]
) -> set[str]:
    """Names that nothing gives, always of what is in brackets behind others.

    Beside `x(s, a)`, where a runs, `q(s, a)` and `b(s)` are quantities too.
    """
    places = {*running}
    for base in found:
        for _, inside in _calls(shown, base):
            places |= {
                member[0].text
                for member in split_at(inside, {"comma", "bar"})
                if len(member) == 1 and member[0].kind == "letter"
            }
    without = FUNCTIONS | {left[0].text for left in shown.given() if left}
    always: set[str] = set()
    for name, members in _before_brackets(shown):
        if members and all(len(m) == 1 and m[0].text in places for m in members):
            always.add(name)
        elif name not in running:  # an index may have the same letter
            without.add(name)
    return always - without


def _before_brackets(shown: Shown) -> Iterator[tuple[str, list[Marks] | None]]:
    """Each name that stands, with what brackets right behind it list; None without."""
    for marks, place in shown.every():
        if marks[place].kind in {"letter", "name"}:
            opening = scripts_end(marks, place + 1)
            close = bracket_end(marks, opening)
            inside = marks[opening + 1 : close] if close else ()
            members = split_at(inside, {"comma", "bar"}) if close else None
            yield marks[place].text, members


def _mentioned(shown: Shown, bases: Collection[str]) -> Iterator[str]:
    """Declarations of names with brackets that are in the text alone: $b(s)$."""
    for marks in shown.marks:
        if marks and marks[0].text in bases:
            opening = scripts_end(marks, 1)
            if bracket_end(marks, opening) == len(marks) - 1:
                yield rf"{''.join(signs_of(marks))} \in \mathbb{{R}}"


def _takes_others(shown: Shown, one: Bracketed, running: Collection[str]) -> bool:
    """Whether bare names are in its brackets, and elsewhere the same with scripts."""
    members = split_at(one.inside, {"comma", "bar"})
    plain = all(len(m) == 1 and m[0].kind != "number" for m in members)
    if one.declared or not plain or any(m[0].text in running for m in members):
        return False
    for _, inside in _calls(shown, one.base):
        others = split_at(inside, {"comma", "bar"})
        if len(others) == len(members) and all(
            len(other) > 1 and other[0].text == member[0].text
            for member, other in zip(members, others, strict=True)
        ):
            return True
    return False


def _declared_so(shown: Shown, ranged: Collection[str]) -> set[str]:
    """The names that are declared with letters in brackets that ranges let run."""
    return {
        one.base
        for one in _given_with_brackets(shown)
        if one.declared and all(m[0].text in ranged for m in listed(one.inside))
    }


def _handed_on(shown: Shown, counted: Collection[str]) -> set[str]:
    """The letters of `y[m] := …` that are in the brackets of names alone: indices."""
    found: set[str] = set()
    for statement in filter(is_definition, shown.statements):
        left = _opens_with_brackets(statement.sides[0])
        if left is not None and all(len(m) == 1 for m in listed(left[1])):
            letters = {mark.text for mark in left[1] if mark.kind == "letter"}
            kept = {m.text for m in flat(_without(statement.sides[1], counted))}
            inside = {mark.text for mark in flat(statement.sides[1])}
            found |= (letters & inside) - kept
    return found


def _stamps(shown: Shown, taken: Collection[str]) -> dict[str, set[str]]:
    """The letters that are on the page in brackets behind names alone, as `w(n)`.

    By each the names that have it. Two definitions at least are of such names, so that
    the letter says when, and no name of them is a function.
    """
    if any(_is_bare_nabla(marks, place) for marks, place in shown.every()):
        return {}  # the gradient by what is in the brackets
    alone: dict[str, set[str]] = {}
    elsewhere = {left[0].text for left in shown.given() if len(left) == 1}
    for marks in shown.marks:
        if len(marks) > 1:
            for letter, base in _where_letters_stand(marks):
                if base:
                    alone.setdefault(letter, set()).add(base)
                else:
                    elsewhere.add(letter)
    defined = [
        (one.base, one.inside[0].text)
        for one in _given_with_brackets(shown)
        if len(one.inside) == 1 and not one.declared
    ]
    functions = {*taken} | FUNCTIONS - {base for base, _ in defined}
    return {
        letter: bases
        for letter, bases in alone.items()
        if letter not in elsewhere
        and bases.isdisjoint(functions)
        and len({base for base, inside in defined if inside == letter}) > 1
    }


def _is_bare_nabla(marks: Marks, place: int) -> bool:
    behind = marks[place + 1 : place + 2]
    return marks[place].kind == "nabla" and all(m.kind != "sub" for m in behind)


def _where_letters_stand(marks: Marks) -> Iterator[tuple[str, str]]:
    """Each letter with the name in whose brackets it stands, alone or one step on."""
    place = 0
    while place < len(marks):
        mark = marks[place]
        place += 1
        for part in mark.parts:
            yield from _where_letters_stand(part)
        if mark.kind not in {"letter", "name", "text"}:
            continue
        opening = scripts_end(marks, place)
        close = bracket_end(marks, opening)
        inside = marks[opening + 1 : close] if close else ()
        if close and inside and is_index(inside, {inside[0].text}):
            for script in marks[place:opening]:
                for part in script.parts:
                    yield from _where_letters_stand(part)
            yield inside[0].text, mark.text
            place = close + 1
        else:
            yield mark.text, ""


def _without(marks: Marks, counted: Collection[str]) -> Marks:
    """The marks without what is in brackets behind some names."""
    found: list[Mark] = []
    place = 0
    while place < len(marks):
        mark = marks[place]
        parts = tuple(_without(part, counted) for part in mark.parts)
        found.append(mark.with_parts(parts))
        place += 1
        if mark.text in counted:
            opening = scripts_end(marks, place)
            close = bracket_end(marks, opening)
            place = place if close is None else close + 1
    return tuple(found)


def _why_named(named: Sequence[BracketsInName]) -> str:
    """Why brackets are part of names: indices are in them, or no parameters."""
    words = ", ".join(f"{one.base}(…)" for one in named)
    if all(one.slots for one in named):
        return f"indices stand in the brackets of {words}"
    if len(named) == 1:
        return f"{words} is given, and its brackets hold no list of parameters"
    return f"{words} are given, and their brackets hold no list of parameters"


def _stands_bare(shown: Shown, one: Bracketed) -> bool:
    """Whether the name stands with the same below it and no brackets behind."""
    for marks, place in shown.every():
        end = base_end(marks, place, one.base)
        if end is not None and len(marks) > 1:  # alone it may be a tag, `q_\pi`
            behind = scripts_end(marks, end)
            if bracket_end(marks, behind) is None and (behind > end) == one.scripted:
                return True
    return False


def _counted_only(shown: Shown, running: frozenset[str]) -> set[str]:
    """The names that have letters that run alone in brackets wherever they stand.

    Not where the page gives such a name without brackets: then it may be a factor.
    """
    without = {left[0].text for left in shown.given() if not _opens_with_brackets(left)}
    found: set[str] = set()
    for name, members in _before_brackets(shown):
        if members is None:
            without.add(name)
        elif all(len(m) == 1 and m[0].text in running for m in members):
            found.add(name)
    return found - without - FUNCTIONS


def _in_name(shown: Shown, base: str, running: frozenset[str]) -> BracketsInName:
    """The choice, with the places at which some letter that runs is alone."""
    fixed = shown.names.sizes | {*shown.names.labels} | {*shown.names.labelled}
    surely = shown.running() | _beside_numbers(shown, base)
    slots: set[int] = set()
    counted = False
    for scripts, inside in _calls(shown, base):
        for number, member in enumerate(split_at(inside, {"comma", "bar"})):
            counts = not running.isdisjoint(m.text for m in member)
            one = len(member) > 1 and member[0].text in shown.names.labelled
            if (counts or one) and is_index(member, running, fixed):
                slots.add(number)
        below = flat(tuple(script for script in scripts if script.kind == "sub"))
        counted = counted or not surely.isdisjoint(mark.text for mark in below)
    runs = running | (_beside_running(shown, base, running) & fixed)
    return BracketsInName(base, runs, frozenset(slots), counted, frozenset(fixed))


def _beside_running(shown: Shown, base: str, running: frozenset[str]) -> set[str]:
    """The o of `P(O = o)` where a letter that runs is there too, `P(O = w)`."""
    events: dict[tuple[str, ...], set[str]] = {}
    for _, inside in _calls(shown, base):
        for member in split_at(inside, {"comma", "bar"}):
            if [m.kind for m in member[-2:]] == ["relation", "letter"]:
                said = signs_of(member[:-1])
                events.setdefault(said, set()).add(member[-1].text)
    met = [letters for letters in events.values() if letters & running]
    return set().union(*met)


def _beside_numbers(shown: Shown, base: str) -> set[str]:
    """The letters that are below a name with brackets where a number does too."""
    below = [
        script.parts[0]
        for scripts, _ in _calls(shown, base)
        for script in scripts
        if script.kind == "sub"
    ]
    if not any([m.kind for m in marks] == ["number"] for marks in below):
        return set()
    return {m.text for marks in below for m in marks[:1] if m.kind == "letter"}


def logarithm_with_brackets(
    shown: Shown, base: str, word: str
) -> BracketsInName | None:
    r"""The name `\log p(x)`, where the page gives it with brackets behind."""
    given = False
    for left in filter(None, shown.given()):
        if left[0].text == word and left[1:2] and left[1].text == base:
            found = _opens_with_brackets(left[1:])
            given = given or (found is not None and _names_things(found[1]))
    if not given:
        return None
    named = _in_name(shown, base, shown.counting())
    return replace(named, base=rf"\{word} {base}")


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
    counting, scripted = shown.counting(), set[str]()
    for one in _given_with_brackets(shown):
        if counting.isdisjoint(mark.text for mark in one.inside):
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
    """The scripts of a name, and what is in brackets behind them."""
    for marks, place in shown.every():
        end = base_end(marks, place, base)
        if end is None:
            continue
        opening = scripts_end(marks, end)
        close = bracket_end(marks, opening)
        if close is not None:
            yield marks[end:opening], marks[opening + 1 : close]
