r"""A place on a page -> what is there: a name with its places, or a verdict.

A name that a page takes over has places on that page too. A new name is written only
where every verdict stays what it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from ..checking import Found, Relation
from ..diagnosis import DIAGNOSED, Told, told_by
from ..documents import LABEL, With, labels, read_directive, read_document
from ..pages import check_page
from ..reports import NameRow, story
from .desk import OpenPage, diagnosis_of
from .names import (
    NamePlace,
    NamePlaces,
    letters_on,
    name_at,
    names_on,
    part_at,
    rows_on,
)
from .underlines import sign_end

TOKENS = ("variable", "parameter", "property", "function", "enumMember", "type")
OF_ROLE = {
    "input": "variable",
    "label": "variable",
    "differential": "variable",
    "defined": "property",
    "second name": "property",
    "function": "function",
    "open function": "function",
    "constant": "enumMember",
    "index": "parameter",
    "size": "type",
    "set": "type",
    "tag": "type",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a stretch of the page, as Markdown."""

    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page, by its path; an empty one is the page that is open."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LabelledEquation:
    """A labelled equation, its number, and the stretch of its display."""

    label: str
    number: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RoleToken:
    """A stretch of the page, and what kind of name it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class ShapeHint:
    """The shape of an array, behind the place where it is first written."""

    at: int
    shape: str


class RenameError(Exception):
    """Why a name is not written otherwise."""


# --- what is there ----------------------------------------------------------------


def described(checked: OpenPage, offset: int) -> Described | None:
    """The verdict at the sign of a relation; else what a name was read as."""
    page = checked.found
    relation = relation_at(page, offset)
    if relation is not None:
        end = sign_end(page.page.text, relation.start)
        return Described(relation.start, end, _verdict(checked, relation))
    found = name_at(page, offset)
    part = part_at(page, offset)
    if found is None or part is None:
        return None
    own, place = found
    row = rows_on(page, part).get(own.identity)
    if row is None:
        return None
    return Described(place.start, place.end, _name(row, own, page))


def relation_at(page: Found, offset: int) -> Relation | None:
    """The relation whose sign is at a place."""
    for relation in page.relations:
        if relation.start <= offset <= sign_end(page.page.text, relation.start):
            return relation
    return None


def _verdict(checked: OpenPage, relation: Relation) -> str:
    page, known = checked.found, None
    if relation.verdict.word in DIAGNOSED:
        known = [] if relation.expected else told_by(diagnosis_of(checked, relation))
    found = story(page, relation, (), known=known)
    wanted = ", as the page expects" if relation.wanted != "holds" else ""
    right = wanted if relation.expected else ""
    told = [_markdown(one) for one in found.told if one.kind != "hint"]
    return "\n\n".join([f"**{found.word}**{right}", *told])


def _markdown(one: Told) -> str:
    """One thing that is told, with its formulas between backticks."""
    match one.kind:
        case "repair":
            return f"{one.text}: holds"
        case "derivative":
            return f"true: `{one.text}`"
        case "read":
            return f"read as `{one.text}`"
        case _:
            return one.text


def _name(row: NameRow, own: NamePlaces, page: Found) -> str:
    said = [f"`{row.name}`: {row.told}", row.why]
    given = own.given()
    if given is not None:
        text = page.page.text
        start = text.rfind("\n", 0, given.start) + 1
        line = text[start:].partition("\n")[0].strip()
        said.append(f"```latex\n{line}\n```")
    return "\n\n".join(said)


# --- where a name stands --------------------------------------------------------------


def definition(checked: OpenPage, offset: int) -> Stretch | None:
    """Where the name at a place is defined or declared, on this page or another."""
    found = name_at(checked.found, offset)
    if found is None:
        return None
    own, place = found
    given = own.given(place.start)
    if given is not None:
        return Stretch("", given.start, given.end)
    for path, _, other in _taken_over(checked, own.identity, offset):
        given = other.given()
        if given is not None:
            return Stretch(path, given.start, given.end)
    return None


def references(
    checked: OpenPage, offset: int, *, with_given: bool = True
) -> list[Stretch]:
    """Every place of the name at a place, here and on the pages taken over."""
    found = name_at(checked.found, offset)
    if found is None:
        return []
    places = [("", place) for place in found[0].places]
    for path, _, other in _taken_over(checked, found[0].identity, offset):
        places += [(path, place) for place in other.places]
    kept = {"defined", "declared"}
    return [
        Stretch(path, place.start, place.end)
        for path, place in places
        if with_given or place.shown not in kept
    ]


def renaming(checked: OpenPage, offset: int) -> tuple[NamePlace, str]:
    """The stretch of the name at a place without its indices, and its text."""
    found = name_at(checked.found, offset)
    if found is None:
        raise RenameError("there is no name of a quantity here")
    place = found[1]
    return place, checked.found.page.text[place.start : place.bare]


def renamed(checked: OpenPage, offset: int, name: str) -> list[Stretch]:
    """Where a new name is to be written, on each page.

    Raises `RenameError` where a verdict would change.
    """
    found = name_at(checked.found, offset)
    if found is None:
        raise RenameError("there is no name of a quantity here")
    identity, places = found[0].identity, [*found[0].places]
    others: dict[str, tuple[str, list[Stretch]]] = {}
    for path, text, other in _taken_over(checked, identity, offset):
        stretches = [Stretch(path, p.start, p.bare) for p in other.places]
        others[path] = text, stretches
    if others:  # it has the new name wherever the page does not give another
        for part in checked.found.parts:
            again = names_on(checked.found, part).get(identity)
            if again is not None and again.given() is None:
                places += again.places
    own = [Stretch("", p.start, p.bare) for p in dict.fromkeys(places)]
    after = {path: _written(text, all_, name) for path, (text, all_) in others.items()}
    text = _written(checked.found.page.text, own, name)
    if not _says_the_same(checked, text, after):
        raise RenameError(
            f"renaming it to {name} would change what the page says: not renamed"
        )
    return [*own, *(one for _, stretches in others.values() for one in stretches)]


def _written(text: str, stretches: list[Stretch], name: str) -> str:
    for one in sorted({*stretches}, key=lambda one: -one.start):
        behind = text[one.end : one.end + 1]
        apart = " " if name[-1:].isalpha() and "\\" in name and behind.isalpha() else ""
        text = text[: one.start] + name + apart + text[one.end :]
    return text


def _says_the_same(checked: OpenPage, text: str, others: dict[str, str]) -> bool:
    """Whether a text has the verdicts of the page, beside others as they would be."""
    folder = os.path.dirname(checked.opened.name)

    def load(name: str) -> str | None:
        found = others.get(os.path.join(folder, name))
        return checked.load(name) if found is None else found

    name = checked.opened.name
    after = check_page(read_document(text, name), name, load=load)
    return _words(after) == _words(checked.found)


def _words(page: Found) -> tuple[list[str], int, list[int]]:
    """The verdicts, and how many names there are: two may not become one."""
    words: list[str] = [relation.verdict.word for relation in page.relations]
    names = [len(names_on(page, part)) for part in page.parts]
    return words, len(page.problems), names


def _taken_over(
    checked: OpenPage, identity: str, offset: int
) -> Iterator[tuple[str, str, NamePlaces]]:
    """The pages that are taken over before a place, and where a name is there."""
    folder = os.path.dirname(checked.opened.name)
    for name in _with(checked, offset):
        text = checked.load(name)
        if text is None:
            continue
        path = os.path.join(folder, name)
        page = check_page(read_document(text, path), path, load=checked.load)
        for part in page.parts[-1:]:  # what it gives is what holds at its end
            own = names_on(page, part).get(identity)
            if own is not None:
                yield path, text, own


def _with(checked: OpenPage, offset: int) -> Iterator[str]:
    for directive in checked.found.page.directives:
        match read_directive(directive.text):
            case With(page) if directive.start <= offset:
                yield page
            case _:
                pass


# --- the page as a whole --------------------------------------------------------------


def symbols(page: Found) -> Iterator[LabelledEquation]:
    """The labelled equations, in the order of the page."""
    numbers = {label: own.number for label, own in labels(page.page, page.path)}
    for formula in page.page.mathematics:
        for found in LABEL.finditer(formula.tex):
            label = found["label"]
            yield LabelledEquation(label, numbers[label], formula.start, formula.end)


def tokens(page: Found) -> list[RoleToken]:
    """The names of a page by their role, none over another."""
    found: dict[int, RoleToken] = {}
    for part in page.parts:
        rows = rows_on(page, part)
        for letter in letters_on(page, part):
            end = letter.start + len(letter.letter)
            found[letter.start] = RoleToken(letter.start, end, "parameter")
        for own in names_on(page, part).values():
            row = rows.get(own.identity)
            if row is None:
                continue
            for place in own.places:
                kind = OF_ROLE[row.role]
                found[place.start] = RoleToken(place.start, place.bare, kind)
    kept: list[RoleToken] = []
    for _, token in sorted(found.items()):
        if not kept or kept[-1].end <= token.start:
            kept.append(token)
    return kept


def shapes(page: Found) -> Iterator[ShapeHint]:
    """The shapes of arrays, each where it is first written."""
    for part in page.parts:
        rows = rows_on(page, part)
        for own in names_on(page, part).values():
            row, first = rows.get(own.identity), _first(own)
            if row is not None and row.shape and first is not None:
                yield ShapeHint(first.end, row.shape)


def _first(own: NamePlaces) -> NamePlace | None:
    given = own.given()
    return given if given is not None else next(iter(own.places), None)
