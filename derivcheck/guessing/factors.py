r"""Products in a chain, factor by factor -> names that the text gives by them.

In `\frac{\partial E}{\partial a} \frac{\partial a}{\partial z} = \delta a (1 - a)` the
$\delta$ that nothing defines is what is in its place on the left, and the rest is
claimed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from ..latex import (
    Mark,
    Marks,
    Names,
    Statement,
    balanced,
    closing,
    fuse,
    outside,
)
from ..readings import Alternative, NameKey
from .network import alone, slopes_in

PLACE = "it stands for that factor in the text's own equality"


def names_by_place(
    names: Names,
    chains: list[tuple[str, Statement]],
    known: Collection[NameKey],
) -> dict[NameKey, Alternative]:
    """The names that stand for a derivative in the same place of a product before.

    `known` are those that something gives.
    """
    found: dict[NameKey, Alternative] = {}
    before: Marks = ()
    tex_before = ""
    for tex, statement in chains:
        sides = list(statement.sides)
        texts = [tex] * len(sides)
        if statement.goes_on and before:
            sides[0], texts[0] = before, tex_before
        for (left, right), where in zip(pairwise(sides), texts, strict=False):
            for key, alternative in _paired(names, left, right, where, tex, known):
                found.setdefault(key, alternative)
        before, tex_before = sides[-1] if sides else (), tex
    return found


def _paired(
    names: Names,
    left: Marks,
    right: Marks,
    tex_left: str,
    tex: str,
    known: Collection[NameKey],
) -> Iterator[tuple[NameKey, Alternative]]:
    """The names at both ends of a product that stand for derivatives."""
    slopes, factors = list(_factors(names, left)), list(_factors(names, right))
    if len(slopes) < 2 or len(factors) < 2:
        return
    at_start = list(_stand_for(names, slopes, factors, known))
    at_end = list(_stand_for(names, slopes[::-1], factors[::-1], known))
    taken = len(at_start) + len(at_end)
    if taken > len(slopes) or taken >= len(factors):
        return  # the equality would claim nothing any more
    for name, slope in (*at_start, *at_end):
        key = _key(names, name)
        written = _sliced(tex, name)
        value = _sliced(tex_left, slope)
        if key is not None:
            line = f"{written} := {value}"
            yield key, Alternative((), PLACE, 1, (line,), written, value)


def _stand_for(
    names: Names,
    slopes: list[Marks],
    factors: list[Marks],
    known: Collection[NameKey],
) -> Iterator[tuple[Marks, Marks]]:
    for slope, factor in zip(slopes, factors, strict=False):
        key = _key(names, factor)
        if key is None or key in known or not _is_slope(names, slope):
            return
        if (_letters(slope) ^ _letters(factor)) & names.indices:
            return
        yield factor, slope


def _key(names: Names, factor: Marks) -> NameKey | None:
    """The name that a factor is; a letter with a number glued to it is one too."""
    match factor:
        case (Mark(kind="letter", text=letter), Mark(kind="number", text=number)):
            return letter + number, (), ()
        case (Mark(kind="name", text=word),):
            return word, (), ()
        case _:
            return alone(names, factor)


def _is_slope(names: Names, marks: Marks) -> bool:
    return len(marks) == 1 and any(slopes_in(names, marks))


def _letters(marks: Marks) -> set[str]:
    """The letters that are below names."""
    found: set[str] = set()
    for mark in marks:
        for part in mark.parts:
            found |= {m.text for m in part if mark.kind == "sub" and m.kind == "letter"}
            found |= _letters(part)
    return found


def _factors(names: Names, side: Marks) -> Iterator[Marks]:
    """The factors of a side that is one product, those in its brackets too."""
    if any(m.text in {"+", "-"} for _, m in outside(side)):
        return
    at = 0
    side = fuse(names, side)
    while at < len(side):
        mark = side[at]
        if mark.kind == "big":
            at += 2 if side[at + 1 : at + 2] and side[at + 1].kind == "sub" else 1
        elif mark.kind == "operator":
            at += 1
        elif mark.kind == "open":
            end = closing(side, at)
            inside = list(_factors(names, side[at + 1 : end]))
            yield from inside or [side[at : end + 1]]
            at = end + 1
        else:
            end = at + 1
            while end < len(side) and _belongs(side[end]):
                end += 1
            yield side[at:end]
            at = end


def _belongs(mark: Mark) -> bool:
    """Whether it belongs to the name before it."""
    glued = mark.kind == "number" and mark.glued
    return glued or mark.kind in {"sub", "sup", "prime"}


def _sliced(tex: str, marks: Marks) -> str:
    start, end = balanced(tex, marks[0].start, marks[-1].end)
    return " ".join(tex[start:end].replace("&", " ").split())
