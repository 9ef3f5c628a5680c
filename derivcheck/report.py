"""Verdicts into text, JSON and SARIF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from .chains import remarks
from .check import Found
from .claims import Relation
from .diagnosis import Told
from .story import Excerpt, Story, pointed, short, story
from .totals import WORDS, grand_total_lines, totals_lines

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
SENTENCE = ("reason", "values", "wanted", "note")  # what stands on one line
RESTS_ON = ("tried", "sizes", "closeness", "needs", "read")  # told of a page as one

# --- text ----------------------------------------------------------------------------


def as_text(
    pages: list[Found], texts: Mapping[str, str], *, hints: bool = False
) -> str:
    """A block for each relation that is not as its page wants it, then the totals."""
    lines: list[str] = []
    for page in pages:
        text = texts.get(page.path, "")
        source = text.split("\n")
        for line, column, message in page.problems:
            lines += [f"{page.path}:{line}:{column}: {message}"]
            lines += _excerpt_lines(pointed(source, line, column))
        said = remarks(page)
        for relation in page.relations:
            if not relation.expected:
                lines += relation_lines(page, relation, source, hints=hints)
            if relation.start in said:
                lines.append(f"    {said[relation.start]}")
        lines += totals_lines(page, empty=not text.strip())
    if len(pages) > 1:
        lines += grand_total_lines(pages)
    return "\n".join(lines)


def relation_lines(
    page: Found, relation: Relation, source: Sequence[str], *, hints: bool = False
) -> list[str]:
    """A relation that is not as the page wants it."""
    found = story(page, relation, source, hints=hints, ends={})
    lines = [f"{found.path}:{found.line}:{found.column}: {found.word}"]
    lines += _excerpt_lines(found.excerpt)
    return lines + [f"    {line}" for line in _told_lines(found)]


def _told_lines(found: Story) -> list[str]:
    """What is told, a line for each thing; why and the values are one sentence."""
    lines: list[str] = []
    for together, group in groupby(found.told, lambda one: one.kind in SENTENCE):
        said = [plain(one) for one in group if one.kind not in RESTS_ON]
        lines += ["; ".join(said)] if together else said
    return lines or [found.word]


def plain(one: Told) -> str:
    """One thing that is told, as characters."""
    match one.kind:
        case "odd":
            return f"odd: {one.text}"
        case "repair":
            return f"{one.text}: holds"
        case "values":
            return one.text.replace("`", "")
    return one.text


def _excerpt_lines(found: Excerpt) -> list[str]:
    lines = [f"    {line}" for line in found.lines]
    return lines if found.at is None else [*lines, "    " + " " * found.at + "^"]


# --- JSON ----------------------------------------------------------------------------


def as_json(pages: Iterable[Found], *, hints: bool = False) -> str:
    """One object, as the language of a page describes it."""
    return json.dumps(
        {"version": 1, "pages": [page_object(page, hints=hints) for page in pages]},
        ensure_ascii=False,
        indent=1,
    )


def page_object(page: Found, *, hints: bool = False) -> dict[str, Any]:
    """A page's verdicts as plain data."""
    ends = remarks(page)
    return {
        "path": page.path,
        "relations": [
            relation_object(r, page, ends, hints=hints) for r in page.relations
        ],
        "unchecked": [
            {"line": line, "reason": reason} for line, reason, _ in page.unchecked
        ],
        "problems": [
            {"line": line, "column": column, "message": message}
            for line, column, message in page.problems
        ],
        "totals": page.totals(),
    }


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
        "read": next(iter(told.of("read")), None),
        "expected": relation.expected,
    }


def _story(
    relation: Relation, page: Found, *, hints: bool, ends: Mapping[int, str]
) -> Story:
    """What is told; of a relation that is wrong on purpose, without a diagnosis."""
    known = () if relation.expected else None
    return story(page, relation, (), hints=hints, ends=ends, known=known)


# --- SARIF ---------------------------------------------------------------------------


def as_sarif(pages: Iterable[Found], *, hints: bool = False) -> str:
    """Annotations for a code review (SARIF 2.1.0): what is not as the page wants it."""
    results = []
    for page in pages:
        for relation in page.relations:
            if not relation.expected:
                place = (relation.line, relation.column)
                message = _message(relation, page, hints=hints)
                results.append(
                    _result(page.path, *place, relation.verdict.word, message)
                )
        for line, column, message in page.problems:
            results.append(_result(page.path, line, column, "problem", message))
    rules = [
        {"id": word.replace(" ", "-")} for word in (*WORDS[1:5], "holds", "problem")
    ]
    driver = {"name": "derivcheck", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _message(relation: Relation, page: Found, *, hints: bool) -> str:
    """The relation, what was found in its numbers, and the first repair."""
    found = _story(relation, page, hints=hints, ends={})
    said = [plain(one) for one in found.told if one.kind in SENTENCE]
    read = f"{relation.left} {relation.sign} {relation.right}".strip()
    message = f"{short(read)}  {found.word}: {'; '.join(said) or found.word}"
    repairs = found.of("repair")
    return f"{message}; {repairs[0]}: holds" if repairs else message


def _result(
    path: str, line: int, column: int, word: str, message: str
) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    name = PurePath(path).as_posix().encode("utf-8", "surrogateescape")
    uri = "stdin" if path == "-" else quote(name)
    location = {"artifactLocation": {"uri": uri}, "region": region}
    level = "error" if word in {"fails", "problem", "holds"} else "warning"
    return {
        "ruleId": word.replace(" ", "-"),
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
    }
