"""A name with its scripts -> a quantity, an index, a size or a label."""

from __future__ import annotations

import re
from dataclasses import replace

from ...expressions import (
    Expression,
    Fault,
    NotUnderstood,
    Position,
    Sentence,
    affine,
    errors,
)
from ...expressions import nodes as n
from .. import NO_INPUTS, Item, Names, Occurrence, Pattern, Scripts, terms_of
from .parser import Parser

USUAL_INDICES = frozenset("ijklmnpqrst")


def symbol(parser: Parser, occurrence: Occurrence) -> Expression:
    """Base scripts: what the name stands for."""
    names, base, at = parser.names, occurrence.base, occurrence.at
    sub, sup = occurrence.scripts.sub, occurrence.scripts.sup
    bare = not sub and sup is None
    if bare and base in parser.bound:
        return n.Running(n.Letter(base))
    if any(item.text == ":" for item in sub):
        return _sliced(parser, occurrence)
    if bare and base in names.labels:
        return n.Running(n.Label(base))
    if (matched := names.match(occurrence)) is not None:
        pattern, slots = matched
        indices = tuple(position(parser, item) for item in slots)
        name = names.identity(pattern)
        if pattern in names.classes:
            return n.Running(n.Label(name, indices))
        return n.Symbol(name, indices, at)
    if (size := _size(parser, occurrence)) is not None:
        return n.Running(n.Extent(size))
    if bare and base in names.indices:
        return n.Running(n.Letter(base))
    if base == r"\pi" and bare and _behind_number(parser, at):
        return n.Call("pi", (), 0, at)
    if (array := names.loosely(occurrence)) is not None:
        pattern, slots = array
        if pattern in names.classes:
            raise NotUnderstood(
                f"{base} is a label for each example; write one of them, "
                f"{_dotted(pattern)}",
                at,
            )
        indices = tuple(position(parser, item) for item in slots)
        return n.Symbol(names.identity(pattern), indices, at)
    if base == r"\pi" and bare:
        return n.Call("pi", (), 0, at)
    raise NotUnderstood(_undeclared(parser, occurrence), at)


def is_undeclared_number(parser: Parser, found: n.Variable) -> bool:
    """Whether it is a number for nothing says more of it than where it is."""
    names, indices = parser.names, len(found.indices)
    return (
        isinstance(found, n.Symbol)
        and parser.context.slots.get(found.name, 0) <= indices
        and re.split("[_^]", found.name)[0] not in names.singles | names.introduced
    )


def _size(parser: Parser, occurrence: Occurrence) -> str | None:
    """The size that a name spells with its tags, `n_x` or `n^{[l]}`."""
    scripts = occurrence.scripts
    above = scripts.sup if scripts.bracketed else None
    below = scripts.sub or above or ()
    tags = "_" + "".join(item.written for item in below) if below else ""
    size = occurrence.base + tags
    return size if size in parser.names.sizes and scripts.sup == above else None


def _behind_number(parser: Parser, at: int) -> bool:
    r"""Whether a number is before what begins there, as in `2\pi`."""
    before = [mark for mark in parser.marks if mark.end <= at]
    return bool(before) and before[-1].kind == "number"


def _sliced(parser: Parser, occurrence: Occurrence) -> Expression:
    r"""`W_{j:}` is a row, `x_{:,n}` a column of a matrix."""
    scripts, at = occurrence.scripts, occurrence.at
    whole = symbol(parser, replace(occurrence, scripts=replace(scripts, sub=())))
    match scripts.sub:
        case (Item(text=":"), column) if column.text != ":":
            indices = (position(parser, column),)
            return n.Entry(n.Transpose(whole, at), indices, at)
        case (row, Item(text=":")) if row.text != ":":
            indices = (position(parser, row),)
            return n.Transpose(n.Entry(whole, indices, at), at)
        case _:
            raise NotUnderstood(
                "one index and one colon are read here: W_{j:} is a row, "
                "W_{:j} a column",
                at,
            )


def _undeclared(parser: Parser, occurrence: Occurrence) -> Fault:
    """What is wrong with a name that nothing gives."""
    base = occurrence.base
    if base in NO_INPUTS:
        return errors.Operator(base)
    below = "".join(item.text for item in occurrence.scripts.sub)
    found = errors.Undeclared(base, below, parser.names.nearest(base))
    if len(families := _families(parser, base)) > 1:
        index = "".join(item.written for item in occurrence.scripts.sub)
        ways = [rf"{base}_{{\text{{{tag}}}_{{{index}}}}}" for tag in families]
        return Sentence(
            f"{base} is told apart by the letters below it here, "
            f"{' and '.join(f'{base}_{{{tag}}}' for tag in families)}, and "
            f"{base}_{{{index}}} could be of each: write {' or '.join(ways)}"
        )
    if known := parser.names.patterns.get(base):
        if (whole := _whole_of(parser.names, occurrence)) is not None:
            name, more = whole
            asked = base + _script(below)
            return errors.AsksForEntry(name, asked, _space(parser, more))
        written = ", ".join(_dotted(p) for p in known.patterns[:4])
        return Sentence(
            f"{found.name} is not declared; {base} is declared as {written}"
        )
    return found


def _families(parser: Parser, base: str) -> list[str]:
    """The letters that tell quantities of one letter apart, where such are names."""
    begins = f"{base}_"
    behind = [
        known[len(begins) :].strip("{}")
        for known in parser.names.patterns
        if known.startswith(begins)
    ]
    return [letters for letters in behind if letters.isalpha()]


def _whole_of(names: Names, occurrence: Occurrence) -> tuple[str, int] | None:
    """The name that a name with more indices asks for entries of, and how many more."""
    scripts = occurrence.scripts
    letters = [
        text
        for item in scripts.sub
        for text in ([*item.text] if item.kind == "word" else [item.written])
    ]
    if scripts.sup is not None or any(item.tag for item in scripts.sub):
        return None
    known = names.patterns.get(occurrence.base, ())
    for pattern in sorted(known, key=lambda p: -len(p.sub)):
        more = len(letters) - len(pattern.sub)
        pairs = zip(pattern.sub, letters, strict=False)
        begins = all(tag in {None, text} for tag, text in pairs)
        if pattern.sup is None and 0 < more < 3 and begins:
            return pattern.base + _script("".join(letters[:-more])), more
    return None


def _script(below: str) -> str:
    """A subscript, in braces where it has more than one sign."""
    single = len(below) < 2 or (below[0] == "\\" and below[1:].isalpha())
    return f"_{below}" if below and single else f"_{{{below}}}" if below else ""


def _space(parser: Parser, axes: int) -> str:
    """Arrays with so many indices, of lengths with letters that are free."""
    names = parser.names
    taken = {*names.patterns, *names.indices, *names.sizes, *names.labels}
    free = [letter for letter in "dmnpq" if letter not in taken]
    sizes = r" \times ".join([*free, "d", "m"][:axes])
    return rf"\mathbb{{R}}^{sizes if axes == 1 else f'{{{sizes}}}'}"


def _dotted(pattern: Pattern) -> str:
    """A declared pattern with dots in its slots."""
    sub = "".join("·" if tag is None else tag for tag in pattern.sub)
    sup = "".join("·" if tag is None else tag for tag in pattern.sup or ())
    return pattern.base + (f"^({sup})" if sup else "") + (f"_{sub}" if sub else "")


def position(parser: Parser, item: Item) -> Position:
    """What an item of a script means in a slot."""
    names = parser.names
    if item.kind == "label":
        return _label(parser, item)
    if item.more:
        terms = [(sign, position(parser, term)) for sign, term in terms_of(item)]
        return affine(terms, item.shift)
    if item.text in parser.bound:
        return n.Letter(item.text, item.shift)
    if item.kind == "word" and item.text not in names.indices:
        raise NotUnderstood(f"{item.text} is no index", item.at)
    if (
        item.kind == "letter"
        and item.text not in names.indices
        and item.text not in names.labels
        and item.text not in names.sizes
        and item.text in names.singles
        and not (item.text in USUAL_INDICES and _has_slots(names, item.text))
    ):
        raise NotUnderstood(
            f"{item.text} is a declared quantity, and no index", item.at
        )
    return names.position(item)


def _has_slots(names: Names, base: str) -> bool:
    """Whether a name is never given without an index: beside `k_j`, k may be one."""
    given = [p for p in names.patterns.get(base, ()) if p not in names.classes]
    return bool(given) and all(p.slots and not any(p.sub) for p in given)


def _label(parser: Parser, item: Item) -> n.Label:
    """The label of one example, where it stands as an index."""
    scripts = Scripts(item.below, item.above, item.above is not None)
    match symbol(parser, Occurrence(item.text, scripts, item.at, item.at)):
        case n.Running(n.Label() as label):
            return label
        case _:
            raise NotUnderstood(f"{item.text} is no index", item.at)
