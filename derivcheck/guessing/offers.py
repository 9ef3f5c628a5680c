"""A text that declares nothing -> what defines in it, and what its names may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ..checking import Reading
from ..latex import (
    Mark,
    Marks,
    Names,
    Statement,
    balanced,
    flat,
    fuse,
    is_definition,
    is_mapping,
    is_membership,
    is_transpose,
    listed,
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
    starts,
    with_products,
)
from ..words import Scope
from .counts import as_count, counted
from .defining import slopes, statements_of
from .factors import names_by_place
from .kinds_said import as_said, kinds_said
from .labels import labels_in, letters_of
from .layers import layered, layers_of
from .network import Network, alone, entry_of, links, single_entries
from .usual import usual_formulas

OWN = "the text's own equality of derivatives says so"
GRADIENTS = "a d stands before names, and the text differentiates a loss"
ONE_HOT = re.compile(r"\bone[- ]hot\b", re.IGNORECASE)
NO_LABEL = Alternative((), "it stands below names", 1, (), "", "an index")
IDENTITY = ("I", (), ())
SETS = {rf"\mathbb{{{letter}}}" for letter in "RNZCQ"}
OPERATORS = {r"\mathbb{E}", r"\mathbb{V}", r"\mathbb{P}", "Var", "Cov", "Re", "Im"}
TARGETS = {"y", "t", r"\mathbf{y}", r"\mathbf{t}"}


def options_of(
    scope: Scope, strict: Reading, text: str, activation: str = ""
) -> dict[NameKey, list[Alternative]]:
    """What each name may be that the text does not give."""
    names = strict.names
    texts = [(p.mathematics.tex, p.marks) for p in scope.passages]
    labels = labels_in(scope, text)
    seen = seen_names(names, texts, labels, letters_of(scope).bound)
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
    usual = usual_formulas(scope, text, seen, given | {*made})
    made |= usual
    lines = [line for one in made.values() for line in one.lines]
    used |= {key for key in seen if any(_reads(line, key) for line in lines)}
    every = [mark for _, marks in texts for mark in flat(marks)]
    arrays = any(one.shows_arrays or one.multiplies for one in seen.values())
    arrays = arrays or any(m.kind == "sup" and is_transpose(m.parts[0]) for m in every)
    hot = ONE_HOT.search(text) is not None
    kinds = kinds_said(text)
    arrays = arrays or bool(
        {"matrix", "matrices", "vector", "vectors"} & {*kinds.values()}
    )
    differentials = any(_has_differentials(p.marks) for p in scope.passages)
    counts = counted(scope)
    found: dict[NameKey, list[Alternative]] = {}
    for key, one in seen.items():
        if key in given or one.is_operator or one.base in SETS | OPERATORS:
            continue  # an operator takes what follows it, and is no factor
        if (key == IDENTITY and arrays) or key[0] in labels:
            continue
        one.is_one_hot = hot and one.base in TARGETS and one.levels <= {0, 1}
        ways = meanings(one, names.sizes, arrays=arrays, used=key in used)
        ways = as_said(one.base, ways, kinds)
        if key == ("d", (), ()) and differentials:
            ways = _gradients(seen, _last(losses, used, given, seen), scope)
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
    for letter, label in labels.items():
        found[letter, (), ("label",)] = [label, replace(NO_LABEL, name=letter)]
    for key, one in seen.items():
        if key in given and one.goes_back and "0" not in one.numbered:
            name = entry_of(key, ("0",))
            found[key[0], key[1], ("start",)] = starts(one, name, arrays=arrays)
    layers = layers_of(seen, given)
    if layers is not None:
        kept = {k: v for k, v in found.items() if not layers.covers(k)}
        above = {key for key in losses if key in seen and not layers.covers(key)}
        return {**kept, **layered(layers, seen, given, above)}
    opened = _networks(scope, names, seen, found, made, activation)
    return {**found, **opened}


def without_kinds_of_losses(scope: Scope) -> Scope:
    """The same without words that call a number what the text differentiates.

    A "scalar loss" is a function of something, and no input.
    """
    above = {
        part[1].text
        for passage in scope.passages
        for part in slopes(passage.marks, 0)
        if len(part) > 1
    }
    kept = (
        passage
        for passage in scope.passages
        if (said := passage.in_words) is None
        or said.name not in above
        or not said.tex.endswith(r"\in \mathbb{R}")
    )
    return replace(scope, passages=tuple(kept))


def _reads(line: str, key: NameKey) -> bool:
    """Whether the right side of a line has a name, as it is written."""
    _, _, right = line.partition(":=")
    return key[0] in right


def _networks(
    scope: Scope,
    names: Names,
    seen: Mapping[NameKey, NameUse],
    found: Mapping[NameKey, list[Alternative]],
    made: Mapping[NameKey, Alternative],
    activation: str,
) -> dict[NameKey, list[Alternative]]:
    """What the names are that derivatives connect, and nothing defines."""
    names = with_products(names, (p.marks for p in scope.passages))
    statements = list(statements_of(scope))
    uses = {
        key: {other for other in seen for line in one.lines if _reads(line, other)}
        for key, one in made.items()
    }
    for statement in filter(is_definition, statements):
        for key in list(_given(names, statement))[:1]:
            uses.setdefault(key, set()).update(_used_at_once(names, statement))
    given = frozenset(key for s in statements for key in _given(names, s)) | {*made}
    used = {key for one, below in uses.items() for key in below if key != one}
    ends = tuple(
        key
        for key in uses
        if key not in used and key in seen and not seen[key].is_called
    )
    ranks = {key: _ranks(key, seen[key], found) for key in seen}
    network = Network(
        links(names, statements, uses),
        given,
        ends,
        seen,
        ranks,
        single_entries(names, statements),
        activation,
    )
    opened = network.ways()
    connected = {*given, *used, *opened, *network.links.edges}
    connected |= {key for below in network.links.edges.values() for key in below}
    placed = names_by_place(names, chains_of(scope), connected)
    ways = {**{key: [one] for key, one in placed.items()}, **opened}
    return {key: [*own, *found.get(key, [])] for key, own in ways.items()}


def _used_at_once(names: Names, statement: Statement) -> Iterator[NameKey]:
    """What a definition uses, but for steps before: `h_{t-1}`."""
    for one in names.occurrences(fuse(names, statement.sides[1])):
        if not any(item.shift for item in one.scripts.sub):
            yield key_of(names, one)


LOSSES = {"L", "E", "J", "C", r"\mathcal{L}", r"\ell", "l", r"\mathcal{J}", "loss"}
RANKS = {"a number": 0, "numbers": 1, "a vector": 1, "a matrix": 2}


def _ranks(
    key: NameKey, one: NameUse, found: Mapping[NameKey, list[Alternative]]
) -> tuple[int, ...]:
    """How many indices a name may have, the usual first."""
    if one.only_numbered or (key[0] in LOSSES and one.levels == {0}):
        return (0,)
    if max(one.levels) > 0:
        return (max(one.levels),) if max(one.levels) < 3 else ()
    if key in found:
        ranks = (RANKS.get(way.role, -1) for way in found[key])
        return tuple(dict.fromkeys(rank for rank in ranks if rank >= 0))
    return (2, 1, 0) if one.capital else (1, 0, 2)


def chains_of(scope: Scope) -> list[tuple[str, Statement]]:
    """What the displays say, each with the text that it is in."""
    return [
        (passage.mathematics.tex, statement)
        for passage in scope.passages
        if passage.display is not None
        for statement in statements_of(replace(scope, passages=(passage,)))
    ]


def _given(names: Names, statement: Statement) -> Iterator[NameKey]:
    """The names that a statement defines or declares."""
    for left in _lefts(statement):
        for found in list(names.occurrences(fuse(names, left)))[:1]:
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
        for part in slopes(passage.marks, 0):
            if (key := alone(names, part[1:])) is not None:
                yield key


def _last(
    losses: set[NameKey],
    used: set[NameKey],
    given: set[NameKey],
    seen: Mapping[NameKey, NameUse],
) -> set[NameKey]:
    """The losses that nothing gives; where the text gives all, its numbers."""
    ends = losses - used
    numbers = {key for key in ends if key in seen and seen[key].levels == {0}}
    return ends - given or numbers


def _gradients(
    seen: Mapping[NameKey, NameUse], losses: set[NameKey], scope: Scope
) -> list[Alternative]:
    r"""`dy` for the derivative of the loss by y, in a text that has such names.

    Beside `dL` of the loss itself these are differentials.
    """
    loss = next((seen[key].shortest for key in seen if key in losses), None)
    bases = frozenset(base for p in scope.passages for base in _behind_d(p.marks))
    if loss is None or not bases or any(base in bases for base, _, _ in losses):
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
                        key = alone(names, over[1:])
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
