"""The symbols of a page: what each is, where it is declared, where it is.

In: a page and what was found on it. Out: a list of the names that its displays use, and
the place of each use in the LaTeX of a display.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..checking import Found, Piece
from ..documents import (
    LABEL,
    Loader,
    Mathematics,
    With,
    read_directive,
    read_document,
    read_page,
)
from ..latex import Marks, Names, fuse, is_definition, is_mapping, is_membership
from ..pages import quantity_in_numbers
from ..reports import described

SymbolSpan = tuple[int, int, int]  # where a symbol begins and ends, and its number


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A name as the page writes it, what it is, its value, and where it is declared.

    That is the start of a formula of the page, or another page and a label there, which
    is empty where the formula has none.
    """

    tex: str
    what: str
    value: str  # empty where the page has no numbers for it
    declared: int | None
    elsewhere: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Symbols:
    """The symbols of a page, and by the start of a display where they stand in it."""

    known: tuple[GlossaryEntry, ...] = ()
    spans: dict[int, tuple[SymbolSpan, ...]] = field(default_factory=dict)

    @property
    def declared(self) -> list[int]:
        """The starts of the formulas that declare one of them, in reading order."""
        return sorted({one.declared for one in self.known if one.declared is not None})


def symbols(
    found: Found,
    text: str,
    load: Loader | None,
    values: Mapping[int, Mapping[str, Any]] | None = None,
) -> Symbols:
    """The symbols in the displays of a page, in the order in which they occur.

    `values` are those in force at a display, by where it begins.
    """
    others = _others(text, load)
    naming = {
        id(relation.ground.assumed.machine): relation.ground.names
        for relation in found.relations
        if relation.ground is not None
    }
    declared = _declared(found, naming)
    numbers: dict[tuple[int, str], int] = {}
    known: dict[GlossaryEntry, int] = {}
    spans: dict[int, tuple[SymbolSpan, ...]] = {}
    for piece in found.pieces:
        names = naming.get(id(piece.machine))
        if names is None or piece.machine is None or piece.display is None:
            continue
        what = described(piece.machine.model)
        here: list[SymbolSpan] = []
        for name, start, end in _uses(piece, names, piece.passage.marks):
            if name not in what or (here and start < here[-1][1]):
                continue
            key = id(piece.machine), name
            if key not in numbers:
                tex = piece.mathematics.tex[start:end]
                place = declared.get(key)
                other = None if place is not None else _elsewhere(tex, others)
                given = (values or {}).get(piece.mathematics.start)
                value = given and quantity_in_numbers(piece.machine, name, given)
                symbol = GlossaryEntry(tex, what[name], value or "", place, other)
                numbers[key] = known.setdefault(symbol, len(known))
            here.append((start, end, numbers[key]))
        spans[piece.mathematics.start] = tuple(here)
    return Symbols(tuple(known), spans)


def _declared(found: Found, naming: dict[int, Names]) -> dict[tuple[int, str], int]:
    """Where the formula begins that defines or declares a name, section by section."""
    places: dict[tuple[int, str], int] = {}
    for piece in found.pieces:
        names = naming.get(id(piece.machine))
        for statement in piece.statements if names is not None else ():
            introduces = (
                is_definition(statement)
                or is_membership(statement)
                or is_mapping(statement)
            )
            if introduces and names is not None:
                for name, _, _ in _uses(piece, names, statement.sides[0]):
                    key = id(piece.machine), name
                    places.setdefault(key, piece.mathematics.start)
    return places


def _others(text: str, load: Loader | None) -> dict[str, list[Mathematics]]:
    """The formulas with a label of the pages that a page takes over."""
    found: dict[str, list[Mathematics]] = {}
    for directive in read_page(text).directives:
        asked = read_directive(directive.text)
        if isinstance(asked, With) and load is not None:
            formulas = read_document(load(asked.page) or "", asked.page).mathematics
            found[asked.page] = [f for f in formulas if LABEL.search(f.tex)]
    return found


def _elsewhere(
    tex: str, others: dict[str, list[Mathematics]]
) -> tuple[str, str] | None:
    """The page that was taken over, and the label of the equation that defines it."""
    for page, formulas in others.items():
        for formula in formulas:
            if LABEL.sub("", formula.tex).strip().startswith(f"{tex} :="):
                label = LABEL.search(formula.tex)
                return page, label["label"] if label is not None else ""
    return next(((page, "") for page in others), None)


def wrapped(tex: str, spans: tuple[SymbolSpan, ...]) -> str:
    r"""The LaTeX with each symbol in an `\htmlData` that bears its number."""
    for start, end, number in reversed(spans):
        symbol = rf"{{\htmlData{{s={number}}}{{{tex[start:end]}}}}}"
        tex = tex[:start] + symbol + tex[end:]
    return tex


def _uses(piece: Piece, names: Names, marks: Marks) -> Iterator[tuple[str, int, int]]:
    """The names in some marks of a piece, in order, with their places in its LaTeX."""
    tex = piece.mathematics.tex
    occurrences = sorted(names.occurrences(fuse(names, marks)), key=lambda o: o.at)
    for occurrence in occurrences:
        matched = names.match(occurrence) or names.loosely(occurrence)
        if matched is None:
            continue
        start, end = occurrence.at, occurrence.end
        while end < len(tex) and tex.count("{", start, end) > tex.count(
            "}", start, end
        ):
            end += 1
        if tex.count("{", start, end) == tex.count("}", start, end):
            yield names.identity(matched[0]), start, end
