"""The names of a page -> where each is, and what it was read as.

A quantity may be spelled in several ways; what the model takes for one name is one
here. A letter that runs has no place of its own: it means something else elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..checking import Found, Judged
from ..latex import (
    Mark,
    Marks,
    Names,
    NameShown,
    NameSighting,
    Occurrence,
    balanced,
    flat,
    fuse,
    letters_seen,
    names_seen,
)
from ..reports import NameRow, part_rows
from ..words import Passage


@dataclass(frozen=True, slots=True)
class NamePlace:
    """A name where it is, with its indices up to `end`, and bare up to `bare`."""

    start: int
    bare: int
    end: int
    shown: NameShown | None


@dataclass(slots=True)
class NamePlaces:
    """A name, and its places in the order of the page."""

    identity: str
    places: list[NamePlace] = field(default_factory=list)

    def given(self, before: int | None = None) -> NamePlace | None:
        """Where it is defined, else declared: the last of these before a place."""
        for shown in ("defined", "declared"):
            found = [place for place in self.places if place.shown == shown]
            earlier = [p for p in found if before is None or p.start <= before]
            if found:
                return earlier[-1] if earlier else found[0]
        return None


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """A letter that runs, where it is."""

    letter: str
    start: int


def names_on(page: Found, part: Judged) -> dict[str, NamePlaces]:
    """The names of a part of a page, by what the model takes for one name."""
    if part.reading is None:
        return {}
    names, found = part.reading.names, dict[str, NamePlaces]()
    for passage, seen, marks in _seen(part):
        own = found.setdefault(seen.identity, NamePlaces(seen.identity))
        place = _placed(passage, seen.occurrence, seen.shown, marks)
        if is_here(page, place.start):
            own.places.append(place)
    for passage in part.reading.scope.mentions:
        marks = fuse(names, passage.marks)
        for occurrence in names.occurrences(marks):
            identity = _identity(names, occurrence)
            place = _placed(passage, occurrence, None, marks)
            if identity in found and is_here(page, place.start):
                found[identity].places.append(place)
    for own in found.values():
        own.places = sorted(set(own.places), key=lambda place: place.start)
    return found


def only_declared(page: Found, part: Judged) -> Iterator[NamePlace]:
    """Where names are declared that stand nowhere else."""
    if part.reading is None:
        return
    names = part.reading.names
    first: dict[str, tuple[Passage, NameSighting, Marks]] = {}
    used: set[str] = set()
    for passage, seen, marks in _seen(part):
        if seen.shown != "declared":
            used.add(seen.identity)
        first.setdefault(seen.identity, (passage, seen, marks))
    alone = first.keys() - used
    for passage in part.reading.scope.mentions if alone else ():
        for occurrence in names.occurrences(fuse(names, passage.marks)):
            alone.discard(_identity(names, occurrence))
    for identity in alone:
        passage, seen, marks = first[identity]
        place = _placed(passage, seen.occurrence, seen.shown, marks)
        if is_here(page, place.start):
            yield place


def letters_on(page: Found, part: Judged) -> Iterator[LetterPlace]:
    """The letters that run, where a script, a big sign or a range has them."""
    if part.reading is None:
        return
    names = part.reading.names
    for said in part.reading.said:
        for statement in said.statements:
            for seen in letters_seen(names, statement):
                at = said.passage.offset(seen.at)
                runs = seen.letter in names.indices and seen.shown != "compared"
                if runs and is_here(page, at):
                    yield LetterPlace(seen.letter, at)


def is_here(page: Found, offset: int) -> bool:
    """Whether a place is in the page's own file, and in none that it includes."""
    return not page.page.parts or page.page.file_at(offset).path == page.page.path


def rows_on(page: Found, part: Judged) -> dict[str, NameRow]:
    """What each name was read as, by the name that the model takes it for."""
    return {row.identity or row.name: row for row in part_rows(page, part)}


def part_at(page: Found, offset: int) -> Judged | None:
    """The part of a page in which a place lies."""
    found: Judged | None = None
    for part in page.parts:
        first = min((p.mathematics.start for p in part.pieces), default=None)
        if first is not None and (found is None or first <= offset):
            found = part
    return found


def name_at(page: Found, offset: int) -> tuple[NamePlaces, NamePlace] | None:
    """The name that is at a place: the innermost where several do."""
    part = part_at(page, offset)
    if part is None:
        return None
    around = [
        (own, place)
        for own in names_on(page, part).values()
        for place in own.places
        if place.start <= offset <= place.end
    ]
    bare = [pair for pair in around if offset <= pair[1].bare]
    return min(
        bare or around, key=lambda pair: pair[1].end - pair[1].start, default=None
    )


def _seen(part: Judged) -> Iterator[tuple[Passage, NameSighting, Marks]]:
    assert part.reading is not None  # the caller asked
    for said in part.reading.said:
        for statement in said.statements:
            marks = tuple(mark for side in statement.sides for mark in side)
            for seen in names_seen(part.reading.names, statement):
                yield said.passage, seen, marks


def _identity(names: Names, occurrence: Occurrence) -> str:
    matched = names.match(occurrence) or names.loosely(occurrence)
    if matched is None:
        return occurrence.base
    own = names.identity(matched[0])
    return names.parts.get(own, (own, 0))[0]


def _placed(
    passage: Passage, found: Occurrence, shown: NameShown | None, marks: Marks
) -> NamePlace:
    tex = passage.mathematics.tex
    end = min((mark.start for mark in found.scripts.rest), default=found.end)
    start, end = balanced(tex, found.at, end)
    bare = next((m.end for m in flat(marks) if _is_base(m, found)), end)
    _, bare = balanced(tex, found.at, bare)
    return NamePlace(
        passage.offset(start), passage.offset(bare), passage.offset(end), shown
    )


def _is_base(mark: Mark, found: Occurrence) -> bool:
    return mark.start == found.at and mark.kind in {"letter", "name"}
