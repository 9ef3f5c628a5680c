r"""Names that nothing gives, on a page that gives others so much alike -> faults.

`a_1` where nothing but `a` is defined, bold `\mathbf P` beside `P_{ij} := …`,
`\alpha_T(j)` beside `\alpha_t(j) := …`: taken for inputs of their own, they would make
every derivative zero, and what is wrong hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ..expressions import Fault, errors, walk
from ..expressions import nodes as n
from ..latex import Names, Pattern, thin
from .given import Given


def other_spellings(
    given: Given, names: Names, declared: Collection[str], unread: Collection[str]
) -> Iterator[tuple[str, Fault]]:
    """The inputs that may be what the page gives under another spelling."""
    patterns = {
        names.identity(pattern): pattern
        for found in names.patterns.values()
        for pattern in found
    }
    made = {name for name, known in given.quantities.items() if known.rows}
    made |= {*unread}
    by_letter: dict[str, list[str]] = {}
    for name in made:
        if name in patterns:
            by_letter.setdefault(_letter(patterns[name]), []).append(name)
    inputs = {n: p for n, p in patterns.items() if n in given.quantities}
    for name, known in given.quantities.items():
        if known.rows or name in declared or name in made or name not in patterns:
            continue
        for entry in _components(patterns[name], inputs):
            yield name, errors.AnotherSpelling(_said(patterns[name]), _said(entry))
        for entry in _matrices(given, patterns[name], inputs, declared):
            yield name, errors.AnotherSpelling(_said(patterns[name]), entry.base)
        if name in given.parts and given.parts[name][0] not in unread:
            continue  # read as a component
        own = patterns[name]
        if own.base in given.functions and own.sub:
            yield name, errors.CalledAndIndexed(_said(own), own.base)
            continue
        for other in by_letter.get(_letter(own), ()):
            if _may_be_one(own, patterns[other]) and not _reads(given, other, name):
                found = patterns[other]
                yield name, errors.AnotherSpelling(_said(own), _said(found))
                break


def _components(own: Pattern, inputs: Mapping[str, Pattern]) -> Iterator[Pattern]:
    """What may be a component of a bold array that nothing gives: its thin name."""
    light = thin(own.base)
    if light != own.base and not own.sub:
        alike = (p for p in inputs.values() if p.base == light and p.slots)
        yield from list(alike)[:1]


def _matrices(
    given: Given,
    own: Pattern,
    inputs: Mapping[str, Pattern],
    declared: Collection[str],
) -> Iterator[Pattern]:
    """What an entry in small letters may be of: a declared matrix in capitals."""
    for name, pattern in inputs.items():
        large = thin(pattern.base)
        if name in declared and large != own.base == large.lower():
            slots = given.quantities[name].slots
            if slots == own.slots > 1 and own.sup is None is pattern.sup:
                yield pattern


def _letter(pattern: Pattern) -> str:
    """The letters of a name, without its weight and what is in its brackets."""
    return thin(pattern.base).partition("(")[0].partition("_")[0]


def _said(pattern: Pattern) -> str:
    """A name with the places of its indices."""
    tags = ["·" if tag is None else tag for tag in pattern.sub]
    if "(" in pattern.base or not tags:
        return pattern.name
    above = replace(pattern, sub=()).name
    return f"{above}_{{{','.join(tags)}}}" if len(tags) > 1 else f"{above}_{tags[0]}"


def _may_be_one(one: Pattern, other: Pattern) -> bool:
    """Whether one has what the other has below it, and more, or a bracket differs."""
    if "(" in one.base and "(" in other.base:
        return True
    if one.sup != other.sup:
        return False
    short, long = sorted((one.sub, other.sub), key=len)
    return all(tag in {None, at} for tag, at in zip(short, long, strict=False))


def _reads(given: Given, name: str, other: str) -> bool:
    """Whether a definition reads a name itself: `W := W_1 + W_2` tells them apart."""
    found = given.quantities.get(name)
    rows = found.rows if found is not None else ()
    nodes = (node for row in rows for node in walk(row.value))
    return any(isinstance(one, n.Symbol) and one.name == other for one in nodes)
