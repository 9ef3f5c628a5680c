"""Verdicts into text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..checking import Found, Relation
from ..diagnosis import Told
from ..pages import Causes, first_causes, remarks
from .counting import grand_total_line, totals, totals_lines
from .explanation import Excerpt, Story, pointed, short, story
from .name_table import row_objects
from .palette import PLAIN, Palette
from .readback import guess_lines, stated

VERSION = 1  # of the JSON: more when a program that reads it has to change
SENTENCE = ("reason", "values", "wanted", "note")  # what is on one line
RESTS_ON = ("tried", "sizes", "closeness", "needs", "read")  # told of a page as one
UNSAID = (*RESTS_ON, "hint")

# --- text ----------------------------------------------------------------------------


def as_text(
    pages: Sequence[Found], texts: Mapping[str, str], *, hints: bool = False
) -> str:
    """A block for each relation with an unexpected verdict, then the totals.

    The reading of a guessed text comes first.
    """
    lines: list[str] = []
    for page in pages:
        lines += page_lines(page, texts.get(page.path, ""), hints=hints)
    if len(pages) > 1:
        lines.append(grand_total_line([totals([page]) for page in pages]))
    return "\n".join(lines)


def page_lines(
    page: Found,
    text: str,
    *,
    hints: bool = False,
    quiet: bool = False,
    palette: Palette = PLAIN,
) -> list[str]:
    """The report on a page; a quiet one has the findings and no more."""
    found = finding_lines(page, text.split("\n"), hints=hints, palette=palette)
    if quiet:
        return list(found)
    guessed = guess_lines(page) if page.guessed else []
    return [*guessed, *found, *totals_lines(page, empty=not text.strip())]


def finding_lines(
    page: Found,
    source: list[str],
    *,
    hints: bool = False,
    palette: Palette = PLAIN,
) -> Iterator[str]:
    """The problems of a page, and a block for each relation that is not as wanted."""
    causes = first_causes(page)
    waiting = dict(causes.waiting)
    for number, problem in enumerate(page.problems):
        line, column = problem.line, problem.column
        if number not in causes.problems:
            yield f"{palette.place(page.at(line, column))} {problem.message}"
            yield from _excerpt_lines(pointed(source, line, column), palette)
            yield from _waiting(waiting.pop((line, column), ()))
    said = remarks(page)
    for relation in page.relations:
        if not relation.expected and relation.start not in causes.relations:
            yield from relation_lines(
                page, relation, source, hints=hints, palette=palette
            )
            place = (relation.line, relation.column)
            yield from _waiting(waiting.pop(place, ()))
        if relation.start in said:
            yield f"    {said[relation.start]}"


def _waiting(lines: Sequence[int]) -> Iterator[str]:
    """The lines that can be read once the finding before them is fixed."""
    if lines:
        listed = ", ".join(map(str, lines))
        many = (
            "1 more line depends"
            if len(lines) == 1
            else f"{len(lines)} more lines depend"
        )
        yield f"    {many} on this: {listed}"


def relation_lines(
    page: Found,
    relation: Relation,
    source: Sequence[str],
    *,
    hints: bool = False,
    palette: Palette = PLAIN,
) -> list[str]:
    """A relation that is not as the page expects."""
    found = story(page, relation, source, hints=hints, ends={})
    lines = [f"{palette.place(found.place)} {palette.verdict(found.word)}"]
    lines += _excerpt_lines(found.excerpt, palette)
    return lines + [f"    {line}" for line in told_lines(found)]


def told_lines(found: Story) -> list[str]:
    """What is told, a line for each thing; why and the values are one sentence."""
    lines: list[str] = []
    for together, group in groupby(found.told, lambda one: one.kind in SENTENCE):
        said = [plain(one) for one in group if one.kind not in UNSAID]
        lines += ["; ".join(said)] if together else said
    return lines or [found.word]


def plain(one: Told) -> str:
    """One thing that is told, as characters."""
    match one.kind:
        case "odd":
            return f"odd: {one.text}"
        case "repair":
            return f"{one.text}: holds"
        case "derivative":
            return f"true: {one.text}"
        case "values":
            return one.text.replace("`", "")
    return one.text


def _excerpt_lines(found: Excerpt, palette: Palette) -> list[str]:
    lines = [f"    {line}" for line in found.lines]
    mark = palette.mark("^")
    return lines if found.at is None else [*lines, "    " + " " * found.at + mark]


def shortly(relation: Relation, page: Found, *, hints: bool = False) -> list[str]:
    """The relation with its verdict, what was found in its numbers, its repairs."""
    found = _story(relation, page, hints=hints, ends={})
    said = [plain(one) for one in found.told if one.kind in SENTENCE]
    read = f"{relation.left} {relation.sign} {relation.right}".strip()
    repairs = [plain(one) for one in found.told if one.kind == "repair"]
    return [f"{short(read)}  {found.word}", "; ".join(said) or found.word, *repairs]


# --- JSON ----------------------------------------------------------------------------


def as_json(pages: Iterable[Found], *, hints: bool = False) -> str:
    """One JSON object with every relation of the pages, as `check --json` prints it."""
    return json_document([page_object(page, hints=hints) for page in pages])


def json_document(objects: Sequence[Mapping[str, Any]]) -> str:
    """The object that holds those of the pages."""
    whole = {"version": VERSION, "pages": objects}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def page_object(page: Found, *, hints: bool = False) -> dict[str, Any]:
    """A page's verdicts as plain data."""
    ends = remarks(page)
    causes = first_causes(page)
    return {
        "path": page.path,
        "relations": [
            relation_object(r, page, ends, hints=hints)
            | {"cause": _place(causes.relations.get(r.start))}
            for r in page.relations
        ],
        "unchecked": [
            {"line": line, "reason": reason} for line, reason, _ in page.unchecked
        ],
        "definitions": [
            {"line": line, "column": column, "left": left}
            for line, column, left in page.definitions
        ],
        "choices": _choices(page),
        "reading": row_objects(page),
        "problems": _problems(page, causes),
        "totals": page.totals(),
    }


def readings_as_json(pages: Iterable[Found]) -> str:
    """What each page was read as, in one object: its names and its statements."""
    objects = [
        {
            "path": page.path,
            "reading": row_objects(page),
            "choices": _choices(page),
            "statements": [
                {"line": line, "column": column, "kind": kind, "text": text}
                for piece in page.own_pieces
                for line, column, kind, text in stated(page.page, piece)
            ],
            "problems": _problems(page, first_causes(page)),
        }
        for page in pages
    ]
    return json_document(objects)


def _choices(page: Found) -> list[dict[str, Any]]:
    """What was spelled otherwise than the page has it."""
    return [
        {"read": choice.told, "because": choice.because}
        for choice in page.choices
        if not choice.name
    ]


def _problems(page: Found, causes: Causes) -> list[dict[str, Any]]:
    return [
        {
            "line": p.line,
            "column": p.column,
            "message": p.message,
            "cause": _place(causes.problems.get(number)),
        }
        for number, p in enumerate(page.problems)
    ]


def _place(place: tuple[int, int] | None) -> dict[str, int] | None:
    return None if place is None else {"line": place[0], "column": place[1]}


def relation_object(
    relation: Relation, page: Found, ends: Mapping[int, str], *, hints: bool = False
) -> dict[str, Any]:
    """A relation's verdict as plain data, and what the text tells of it."""
    verdict = relation.verdict
    told = _story(relation, page, hints=hints, ends=ends)
    return {
        "line": relation.line,
        "column": relation.column,
        "display": relation.display,
        "ordinal": relation.ordinal,
        "left": relation.left,
        "relation": relation.sign,
        "right": relation.right,
        "verdict": verdict.word,
        "reason": verdict.reason,
        "error": verdict.error,
        "needs": list(verdict.needs),
        "counterexample": verdict.counterexample,
        "values": next(iter(told.of("values")), None),
        "notes": told.of("note"),
        "remarks": told.of("wanted", "before", "odd", "trouble", "search", "ends"),
        "repairs": told.of("repair"),
        "derivative": next(iter(told.of("derivative")), None),
        "read": next(iter(told.of("read")), None),
        "expected": relation.expected,
    }


def _story(
    relation: Relation, page: Found, *, hints: bool, ends: Mapping[int, str]
) -> Story:
    """What is told; of a relation that is wrong on purpose, without a diagnosis."""
    known = () if relation.expected else None
    return story(page, relation, (), hints=hints, ends=ends, known=known)
