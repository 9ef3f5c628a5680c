"""A text that declares nothing -> what defines in it, and what its names may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ..expressions import NotUnderstood
from ..latex import (
    FOLLOWS,
    Mark,
    Marks,
    Names,
    Statement,
    balanced,
    flat,
    is_definition,
    is_mapping,
    is_membership,
    is_transpose,
    listed,
    read_statements,
)
from ..readings import (
    Alternative,
    DifferentialAsName,
    NameKey,
    NameUse,
    key_of,
    meanings,
    open_losses,
    seen_names,
    signs_of,
)
from .counts import as_count, counted
from .implicit_definitions import Meant, equalities_that_define
from .reading import Reading
from .scope import Passage, Scope, text_names

OWN = "the text's own equality of derivatives says so"
GRADIENTS = "a d stands before names, and the text differentiates a loss"
ONE_HOT = re.compile(r"\bone[- ]hot\b", re.IGNORECASE)
IDENTITY = ("I", (), ())
TARGETS = {"y", "t", r"\mathbf{y}", r"\mathbf{t}"}


def options_of(
    scope: Scope, strict: Reading, text: str
) -> dict[NameKey, list[Alternative]]:
    """What each name may be that the text does not give."""
    names = strict.names
    texts = [(p.mathematics.tex, p.marks) for p in scope.passages]
    seen = seen_names(names, texts)
    statements = list(statements_of(scope))
    given = {key for s in statements for key in _given(names, s)}
    defined, used = _links(names, statements)
    ends = [
        seen[key].written.get(0, seen[key].base)
        for key in defined
        if key not in used and key in seen
    ]
    losses = set(_above_partials(names, scope))
    made = dict(_own_equalities(names, scope))
    every = [mark for _, marks in texts for mark in flat(marks)]
    arrays = any(one.shows_arrays for one in seen.values())
    arrays = arrays or any(m.kind == "sup" and is_transpose(m.parts[0]) for m in every)
    hot = ONE_HOT.search(text) is not None
    differentials = any(_has_differentials(p.marks) for p in scope.passages)
    counts = counted(scope)
    found: dict[NameKey, list[Alternative]] = {}
    for key, one in seen.items():
        if key in given or (key == IDENTITY and arrays):
            continue
        one.is_one_hot = hot and one.base in TARGETS and one.levels <= {0, 1}
        ways = meanings(one, names.sizes, arrays=arrays)
        if key == ("d", (), ()) and differentials:
            ways = _gradients(seen, losses - used - given, scope)
            if not ways:
                continue  # in front of a name it is no number
        elif one.base in counts and key == (one.base, (), ()):
            ways = [as_count(one.base, counts[one.base])]
        elif key in made:
            ways = [made[key], *ways]
        elif key in losses and key not in used and one.levels == {0} and ends:
            taken = {base for base, _, _ in seen}
            ways = [*open_losses(one, ends, taken), *ways]
        found[key] = ways
    return found


def statements_of(scope: Scope) -> Iterator[Statement]:
    """What the passages say, as far as statements are told apart."""
    known = text_names(scope)
    for passage in scope.passages:
        if passage.error is None:
            try:
                yield from read_statements(passage.marks, known, passage.stands)
            except NotUnderstood:
                continue


def _given(names: Names, statement: Statement) -> Iterator[NameKey]:
    """The names that a statement defines or declares."""
    for left in _lefts(statement):
        for found in list(names.occurrences(left))[:1]:
            yield key_of(names, found)


def _lefts(statement: Statement) -> list[Marks]:
    if is_definition(statement):
        return [statement.sides[0]]
    if is_membership(statement) or is_mapping(statement):
        return listed(statement.sides[0])
    return []


def _links(
    names: Names, statements: list[Statement]
) -> tuple[dict[NameKey, None], set[NameKey]]:
    """What the text defines, in order, and what its definitions use."""
    defined: dict[NameKey, None] = {}
    used: set[NameKey] = set()
    for statement in statements:
        if is_definition(statement):
            own = list(_given(names, statement))[:1]
            defined |= dict.fromkeys(own)
            right = (key_of(names, o) for o in names.occurrences(statement.sides[1]))
            used |= {key for key in right if key not in own}
    return defined, used


def _above_partials(names: Names, scope: Scope) -> Iterator[NameKey]:
    """The names of which the text takes derivatives."""
    for passage in scope.passages:
        for part in _slopes(passage.marks, 0):
            if (key := _alone(names, part[1:])) is not None:
                yield key


def _alone(names: Names, marks: Marks) -> NameKey | None:
    """The name that some marks are, with its scripts and no more."""
    if not marks or marks[0].kind not in {"letter", "name"}:
        return None
    try:
        found, after = names.occurrence(marks, 0)
    except NotUnderstood:
        return None
    return key_of(names, found) if after == len(marks) else None


def _gradients(
    seen: Mapping[NameKey, NameUse], losses: set[NameKey], scope: Scope
) -> list[Alternative]:
    r"""`dy` for the derivative of the loss by y, in a text that has such names."""
    loss = next((seen[key].shortest for key in seen if key in losses), None)
    bases = frozenset(base for p in scope.passages for base in _behind_d(p.marks))
    if loss is None or not bases:
        return []
    names = [one.written[max(one.levels)] for one in seen.values() if one.base in bases]
    lines = (
        rf"d{name} := \frac{{\partial {loss}}}{{\partial {name}}}" for name in names
    )
    role = f"the derivative of {loss} by the name behind the d"
    told = ", ".join(f"d{name}" for name in names)
    named = DifferentialAsName(bases)
    return [Alternative((named,), GRADIENTS, 1, tuple(lines), told, role)]


def _has_differentials(marks: Marks) -> bool:
    """Whether a d is glued to a name somewhere, in derivatives too."""
    pairs = ((here, behind) for here, behind in pairwise(marks) if behind.glued)
    glued = any(a.text == "d" and b.kind in {"letter", "name"} for a, b in pairs)
    return glued or any(_has_differentials(p) for mark in marks for p in mark.parts)


def _behind_d(marks: Marks) -> Iterator[str]:
    """The letters behind a d that is glued to them, outside of derivatives."""
    for here, behind in pairwise(marks):
        named = behind.kind in {"letter", "name"} and behind.glued
        if here.text == "d" and here.kind == "letter" and named:
            yield behind.text
    for mark in marks:
        if not (
            mark.kind == "frac" and mark.parts[0][:1] and mark.parts[0][0].text == "d"
        ):
            for part in mark.parts:
                yield from _behind_d(part)


def _own_equalities(
    names: Names, scope: Scope
) -> Iterator[tuple[NameKey, Alternative]]:
    r"""`\frac{\partial A}{\partial x} = \frac{\partial}{\partial x} B` makes A be B."""
    for passage in scope.passages:
        tex = passage.mathematics.tex
        for statement in statements_of(replace(scope, passages=(passage,))):
            for left, right in pairwise(statement.sides):
                match left, right:
                    case (Mark("frac", parts=(over, under)),), (
                        Mark("frac", parts=((Mark("partial"),), by)),
                        *rest,
                    ) if rest and signs_of(under) == signs_of(by):
                        key = _alone(names, over[1:])
                        if key is not None:
                            name, value = (
                                _sliced(tex, tuple(side)) for side in (over[1:], rest)
                            )
                            line = f"{name} := {value}"
                            yield key, Alternative((), OWN, 1, (line,), name, value)
                    case _:
                        pass


def _sliced(tex: str, marks: Marks) -> str:
    """How some marks are written."""
    start, end = balanced(tex, marks[0].start, marks[-1].end)
    return " ".join(tex[start:end].replace("&", " ").split())


def _slopes(marks: Marks, place: int) -> Iterator[Marks]:
    """What stands above the bars of derivatives, at place 0, or below them, at 1."""
    for mark in marks:
        if mark.kind == "frac" and mark.parts[place]:
            first = mark.parts[place][0]
            if first.kind == "partial" or first.text == "d":
                yield mark.parts[place]
        for part in mark.parts:
            yield from _slopes(part, place)


def with_definitions_marked(scope: Scope) -> Scope:
    """The same with := for each = that defines, by its form.

    Behind an arrow stands what follows, and what the text has taken derivatives by is
    no result.
    """
    solutions = frozenset(_solutions(scope))
    meant = equalities_that_define(scope)
    return marked(scope, [one for one in meant if one.start not in solutions])


def marked(scope: Scope, meant: Iterable[Meant]) -> Scope:
    """The same with := for each = that is meant to define."""
    places = frozenset(one.start for one in meant)
    passages = tuple(_with_colons(p, places) for p in scope.passages)
    return replace(scope, passages=passages)


def _solutions(scope: Scope) -> Iterator[int]:
    """The places of the = of equations that are solved."""
    varied: set[tuple[str, ...]] = set()
    for passage in scope.passages:
        for statement in statements_of(replace(scope, passages=(passage,))):
            left = signs_of(statement.sides[0]) if statement.sides else ()
            if statement.relations and (FOLLOWS in statement.said or left in varied):
                yield passage.offset(statement.relations[0].start)
        varied |= {signs_of(part[1:]) for part in _slopes(passage.marks, 1)}


def _with_colons(passage: Passage, places: frozenset[int]) -> Passage:
    def turned(mark: Mark) -> Mark:
        if mark.kind == "relation" and mark.text == "=":
            defines = passage.offset(mark.start) in places
            return replace(mark, text=":=") if defines else mark
        if mark.parts:
            parts = tuple(tuple(map(turned, part)) for part in mark.parts)
            return replace(mark, parts=parts)
        return mark

    return replace(passage, marks=tuple(map(turned, passage.marks)))
