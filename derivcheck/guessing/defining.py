"""A text that writes = for everything -> := where it defines, by its form.

What an equation is solved for is no definition, nor what would go round in a circle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from ..expressions import NotUnderstood
from ..latex import (
    NO_REMARK,
    Mark,
    Marks,
    Names,
    Occurrence,
    Statement,
    fuse,
    is_definition,
    is_range,
    learn,
    lone_occurrence,
    outside,
    read_statements,
)
from ..readings import NameKey, key_of, signs_of, with_products
from ..words import Passage, Scope, text_names
from .implicit_definitions import Meant, equalities_that_define

WORD = 3  # letters below a name that are a word, and no indices


def statements_of(scope: Scope) -> Iterator[Statement]:
    """What the passages say, as far as statements are distinguished."""
    known = text_names(scope)
    for passage in scope.passages:
        if passage.error is None:
            try:
                yield from read_statements(passage.marks, known, passage.stands)
            except NotUnderstood:
                continue


def slopes(marks: Marks, place: int) -> Iterator[Marks]:
    """What is above the bars of derivatives, at place 0, or below them, at 1."""
    for mark in marks:
        if mark.kind == "frac" and mark.parts[place]:
            first = mark.parts[place][0]
            if first.kind == "partial" or first.text == "d":
                yield mark.parts[place]
        for part in mark.parts:
            yield from slopes(part, place)


def with_definitions_marked(scope: Scope, text: str) -> Scope:
    """The same with := for each = that defines, by its form.

    Behind an arrow stands what follows; what the text has taken derivatives by, and
    what its words solve for, is no result, and what would go round in a circle neither.
    """
    solutions = frozenset(_solutions(scope, text))
    meant = [one for one in equalities_that_define(scope) if one.start not in solutions]
    named = _without_circles(scope, list(_without_wholes(scope, meant)))
    named = _turned(named, frozenset(_middles_that_name(named)), ":=")
    return _turned(named, frozenset(_ends_that_name(named)), "=:")


def _middles_that_name(scope: Scope) -> Iterator[int]:
    """The = behind a name in the middle of a definition, `p = y = f(z)`.

    Nothing else gives that name.
    """
    definitions = list(_definitions(scope))
    names = learn([statement for _, statement in definitions])
    lefts = (_lone_name(names, statement.sides[0]) for _, statement in definitions)
    given = {left for left in lefts if left is not None}
    for passage in scope.passages:
        for statement in statements_of(replace(scope, passages=(passage,))):
            signs = [sign.text for sign in statement.relations]
            if signs[:2] != [":=", "="] or not statement.sides[2]:
                continue
            middle = _lone_name(names, statement.sides[1])
            value = _lone_name(names, statement.sides[2])
            if middle is not None and value is None and middle not in given:
                yield passage.offset(statement.relations[1].start)


def with_updates_marked(scope: Scope) -> Scope:
    r"""The same with $\leftarrow$ where a name gets a new value, made of the old."""
    return _turned(scope, frozenset(_updates(scope)), r"\leftarrow")


def _updates(scope: Scope) -> Iterator[int]:
    r"""The = of updates, `w = w - \eta g`: the old value is a term of the new one."""
    for passage in scope.passages:
        for statement in statements_of(replace(scope, passages=(passage,))):
            if len(statement.sides) != 2 or is_range(statement):
                continue
            left, right = statement.sides
            terms = [signs_of(term) for term in _terms(right)]
            named = bool(left) and left[0].kind in {"letter", "name"}
            if named and len(terms) > 1 and signs_of(left) in terms:
                yield passage.offset(statement.relations[0].start)


def _terms(side: Marks) -> Iterator[Marks]:
    """What plus and minus part outside of brackets."""
    signs = [at for at, mark in outside(side) if mark.text in {"+", "-"}]
    for start, end in pairwise([-1, *signs, len(side)]):
        yield side[start + 1 : end]


def _ends_that_name(scope: Scope) -> Iterator[int]:
    r"""The = before a name that ends a chain, is given nowhere, and used behind it.

    `\frac{\partial E}{\partial z} = p - y = \delta` gives $\delta$.
    """
    parted = [
        (passage, statement)
        for passage in scope.passages
        for statement in statements_of(replace(scope, passages=(passage,)))
    ]
    names = learn([statement for _, statement in parted])
    names = with_products(names, (p.marks for p in scope.passages))
    stands: dict[NameKey, list[int]] = {}
    for passage in scope.passages:
        for one in names.occurrences(fuse(names, passage.marks)):
            stands.setdefault(key_of(names, one), []).append(passage.offset(one.at))
    for passage, statement in parted:
        signs = [sign.text for sign in statement.relations]
        sides = statement.sides
        if signs[-1:] != ["="] or set(signs) != {"="} or statement.remark != NO_REMARK:
            continue
        end, before = (_lone_name(names, side) for side in (sides[-1], sides[-2]))
        places = stands.get(end, []) if end is not None else []
        first = passage.offset(sides[-1][0].start) if sides[-1] else 0
        known = end is None or before is not None or not sides[-2]
        if not known and places and min(places) >= first and max(places) > first:
            yield passage.offset(statement.relations[-1].start)


def _lone_name(names: Names, side: Marks) -> NameKey | None:
    """The name that a side is, with letters below it and no more."""
    found = lone_occurrence(names, side)
    if found is None or found.scripts.rest:
        return None
    plain = all(item.kind == "letter" and not item.shift for item in found.scripts.sub)
    return key_of(names, found) if plain else None


def _without_wholes(scope: Scope, meant: list[Meant]) -> Iterator[Meant]:
    r"""The same without arrays that are given by their entries: after `p_i` a `p`.

    What is made of such entries, `x = \sum_i x_i`, is another quantity.
    """
    turned = marked(scope, meant)
    places = {one.start: one for one in meant}
    definitions = list(_definitions(turned))
    names = learn([statement for _, statement in definitions])
    entries: set[NameKey] = set()
    for start, statement in definitions:
        left = list(names.occurrences(fuse(names, statement.sides[0])))[:1]
        key = key_of(names, left[0]) if left else None
        slots = left[0].scripts.sub if left else ()
        used = names.occurrences(fuse(names, statement.sides[1]))
        right = {key_of(names, one) for one in used}
        whole = bool(left) and not slots and key not in right
        if start in places and not (whole and key in entries):
            yield places[start]
        if key is not None and slots:
            entries.add(key)


def _definitions(scope: Scope) -> Iterator[tuple[int, Statement]]:
    """What defines, with the place of its sign."""
    for passage in scope.passages:
        for statement in statements_of(replace(scope, passages=(passage,))):
            if is_definition(statement):
                yield passage.offset(statement.relations[0].start), statement


def _without_circles(scope: Scope, meant: list[Meant]) -> Scope:
    """The same with := for the = that are meant to define, and go in no circle."""
    for one in meant:
        alone_ = marked(scope, [other for other in meant if other.start <= one.start])
        if _circular(alone_, one):
            return _without_circles(scope, [o for o in meant if o is not one])
    return marked(scope, meant)


def _circular(scope: Scope, newest: Meant) -> bool:
    """Whether the newest definition depends on itself."""
    statements = [s for s in statements_of(scope) if is_definition(s)]
    names = with_products(learn(statements), (p.marks for p in scope.passages))
    uses: dict[Numbered, set[Numbered]] = {}
    own: Numbered | None = None
    for passage in scope.passages:
        for statement in statements_of(replace(scope, passages=(passage,))):
            if is_definition(statement):
                found = _uses(names, statement)
                if found is not None:
                    uses.setdefault(found[0], set()).update(found[1])
                if passage.offset(statement.relations[0].start) == newest.start:
                    own = found[0] if found is not None else None
    if own is None:
        return False
    reached: set[Numbered] = set()
    left = [*uses.get(own, ())]
    while left:
        one = left.pop()
        if one not in reached:
            reached.add(one)
            left += uses.get(one, ())
    return own in reached


Numbered = tuple[NameKey, tuple[str, ...]]  # a name, and the numbers below it


def _uses(names: Names, statement: Statement) -> tuple[Numbered, set[Numbered]] | None:
    """What a definition gives, and what it reads, but for steps before and others.

    Of a name with other indices than on the left, `h_{t-1}` or `x` beside `x_i`, it
    is not said that it is the same.
    """
    left = list(names.occurrences(fuse(names, statement.sides[0])))[:1]
    if not left:
        return None
    (own,) = left
    parameters = {o.base for o in names.occurrences(fuse(names, statement.sides[0]))}
    found: set[Numbered] = set()
    for one in names.occurrences(fuse(names, statement.sides[1])):
        if _is_power(own) and one.base == own.base and not one.scripts.sup:
            found.add(_node(names, own))  # `x^2 = 2x` is an equation
        same = one.base == own.base and _slots(one) != _slots(own)
        shifted = any(item.shift or item.more for item in one.scripts.sub)
        if (
            not same
            and not shifted
            and (one.base == own.base or one.base not in parameters)
        ):
            found.add(_node(names, one))
    return _node(names, own), found


def _node(names: Names, one: Occurrence) -> Numbered:
    """The name, with the numbers below it, or the word: `h_{prev}` is no entry of h."""
    items = one.scripts.sub
    letters = [item.text for item in items if item.kind == "letter"]
    if len(letters) == len(items) >= WORD and not {*letters} <= names.indices:
        return key_of(names, one), ("".join(letters),)
    numbers = (item.text for item in items if item.kind == "number")
    return key_of(names, one), tuple(numbers)


def _is_power(one: Occurrence) -> bool:
    """Whether a number is above it, in no brackets."""
    above = one.scripts.sup or ()
    return not one.scripts.bracketed and [i.kind for i in above] == ["number"]


def _slots(one: Occurrence) -> tuple[str, ...]:
    return tuple(item.written for item in one.scripts.sub)


def marked(scope: Scope, meant: Iterable[Meant]) -> Scope:
    """The same with := for each = that is meant to define."""
    return _turned(scope, frozenset(one.start for one in meant), ":=")


def _turned(scope: Scope, places: frozenset[int], sign: str) -> Scope:
    """The same with another sign for the = at some places."""
    passages = tuple(_with_sign(p, places, sign) for p in scope.passages)
    return replace(scope, passages=passages)


SOLVED = re.compile(
    r"\b(?:solv(?:e|es|ed|ing)|zero|vanish(?:es)?|(?:min|max)imi[sz]ed?|(?:min|max)im(?:al|um)|"
    r"optim(?:al|um)|stationary|critical|inverse|invert(?:ed|ing)?|root)\b",
    re.I,
)


def _solutions(scope: Scope, text: str) -> Iterator[int]:
    """The places of the = of equations that are solved."""
    varied: set[tuple[str, ...]] = set()
    read: set[str] = set()
    before = 0
    for passage in scope.passages:
        words = text[before : passage.mathematics.start].rpartition("\n\n")[2]
        solving = SOLVED.search(words) is not None
        before = passage.mathematics.end
        for statement in statements_of(replace(scope, passages=(passage,))):
            left = signs_of(statement.sides[0]) if statement.sides else ()
            known = bool(left) and left[0] in read
            if statement.relations and (
                statement.follows or left in varied or (solving and known)
            ):
                yield passage.offset(statement.relations[0].start)
            read |= {sign for side in statement.sides[1:] for sign in signs_of(side)}
        varied |= {signs_of(part[1:]) for part in slopes(passage.marks, 1)}


def _with_sign(passage: Passage, places: frozenset[int], sign: str) -> Passage:
    def turned(mark: Mark) -> Mark:
        if mark.kind == "relation" and mark.text in {"=", ":="}:
            is_meant = passage.offset(mark.start) in places
            return replace(mark, text=sign) if is_meant else mark
        if mark.parts:
            parts = tuple(tuple(map(turned, part)) for part in mark.parts)
            return replace(mark, parts=parts)
        return mark

    return replace(passage, marks=tuple(map(turned, passage.marks)))
