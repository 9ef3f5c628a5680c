"""Verdicts -> SARIF 2.1.0, the format that tools for code review read.

A result is what is not as its page expects, with its place, and with the edits of the
page under which it would be: those were tried on the page itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ..checking import Found, Relation
from ..diagnosis import Change
from ..expressions import NotUnderstood
from ..latex import scan
from .text_and_json import shortly

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
DISTRIBUTION = "checked-backprop"
LONGEST_SIGN = 80  # characters that are looked at for the end of a sign

FixFinder = Callable[[Found, Relation], Sequence[Change]]
"""The edits of a page under which a relation is as the page expects."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: what a reviewer is told of it, and how bad it is."""

    word: str
    level: str
    short: str
    full: str
    page: str = "verdicts.md#five-words"  # of the documentation

    @property
    def name(self) -> str:
        """Its name, in which no space stands."""
        return self.word.replace(" ", "-")


RULES = (
    Rule(
        "fails",
        "error",
        "The two sides differ.",
        "At the numbers that the message shows, the two sides of this relation have "
        "different values.",
    ),
    Rule(
        "vacuous",
        "warning",
        "The relation says nothing.",
        "Both sides are the same text, or there was nothing to compare: a condition is "
        "never true, or a sum is empty.",
    ),
    Rule(
        "undecided",
        "warning",
        "It was not found out whether the relation holds.",
        "The relation was read, and the message says why its two sides could not be "
        "compared well enough.",
    ),
    Rule(
        "not understood",
        "warning",
        "The relation was not read.",
        "The message says what was expected, what was found, and what to write "
        "instead.",
    ),
    Rule(
        "holds",
        "error",
        "The relation holds, and the page says that it is wrong.",
        "A comment before this formula says that the relation is wrong on purpose. It "
        "holds: correct the comment, or the formula.",
        "writing-a-page.md#words-to-the-checker",
    ),
    Rule(
        "problem",
        "error",
        "Something on the page cannot be used.",
        "A definition, a declaration, a comment to the checker or the file itself is "
        "not right; what rests on it is not checked.",
        "writing-a-page.md#words-to-the-checker",
    ),
    Rule(
        "definition",
        "note",
        "The line looks like a definition.",
        "A name that nothing defines stands alone on the left of an equals sign. Where "
        "it is meant as a definition, write := there.",
        "commands.md#where-everything-is",
    ),
)
BY_WORD = {rule.word: rule for rule in RULES}


def as_sarif(
    pages: Iterable[Found], *, hints: bool = False, changes: FixFinder | None = None
) -> str:
    """Annotations for a code review (SARIF 2.1.0): what is not as the page expects."""
    found = (one for page in pages for one in results(page, hints, changes))
    return sarif_document(list(found))


def sarif_document(found: Sequence[Mapping[str, Any]]) -> str:
    """The document that holds the results of the pages."""
    driver = {
        "name": "derivcheck",
        "fullName": f"derivcheck, of {DISTRIBUTION}",
        "rules": [_rule(rule, _address()) for rule in RULES],
        **_version(),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": found,
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def results(
    page: Found, hints: bool, changes: FixFinder | None = None
) -> Iterator[dict[str, Any]]:
    """What is not as a page expects, as plain data."""
    for relation in page.relations:
        if not relation.expected:
            place = (relation.line, relation.column)
            message = _message(relation, page, hints=hints)
            made = changes(page, relation) if changes and not hints else ()
            yield _result(page, *place, relation.verdict.word, message, made)
    for p in page.problems:
        yield _result(page, p.line, p.column, "problem", p.message)
    for line, column, left in page.definitions:
        message = f"{left} = … looks like a definition: write :="
        start = page.page.offset(line, column)
        made = (Change(start, start, ":", "`:=` for `=`, as in a definition"),)
        yield _result(page, line, column, "definition", message, made)


def _message(relation: Relation, page: Found, *, hints: bool) -> str:
    """The relation, what was found in its numbers, and the first repair."""
    head, sentence, *repairs = shortly(relation, page, hints=hints)
    return "; ".join([f"{head}: {sentence}", *repairs[:1]])


def _rule(rule: Rule, address: str | None) -> dict[str, Any]:
    help_ = {} if address is None else {"helpUri": f"{address}/{rule.page}"}
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.short},
        "fullDescription": {"text": rule.full},
        "defaultConfiguration": {"level": rule.level},
        **help_,
    }


def _version() -> dict[str, str]:
    """The version of this package, where it is installed."""
    try:
        return {"version": metadata(DISTRIBUTION)["Version"]}
    except PackageNotFoundError:
        return {}


def _address() -> str | None:
    """Where the documentation is, if the package names an address; a release does."""
    try:
        named = metadata(DISTRIBUTION).get_all("Project-URL", [])
    except PackageNotFoundError:
        return None
    addresses = dict(entry.split(", ", 1) for entry in named)
    return addresses.get("Documentation")


def _result(
    page: Found,
    line: int,
    column: int,
    word: str,
    message: str,
    changes: Sequence[Change] = (),
) -> dict[str, Any]:
    region = {
        "startLine": line,
        "startColumn": column,
        "endColumn": column + _length(page, line, column),
    }
    file = _file(page.path)
    place = {"artifactLocation": file, "region": region}
    fixes = [_fix(page, file, change) for change in changes]
    return {
        "ruleId": BY_WORD[word].name,
        "level": BY_WORD[word].level,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
        **({"fixes": fixes} if fixes else {}),
    }


def _file(path: str) -> dict[str, str]:
    name = PurePath(path).as_posix().encode("utf-8", "surrogateescape")
    return {"uri": "stdin" if path == "-" else quote(name)}


def _length(page: Found, line: int, column: int) -> int:
    """How long the sign is that is at a place; one where there is no text."""
    start = page.page.offset(line, column)
    text = page.page.text[start : start + LONGEST_SIGN].split("\n")[0]
    try:
        tokens = scan(text)
    except NotUnderstood:
        return 1
    return tokens[0].end if tokens and not tokens[0].start else 1


def _fix(page: Found, file: Mapping[str, str], change: Change) -> dict[str, Any]:
    """An edit as what is taken out and what is put in."""
    (line, column), (last, end) = map(page.page.place, (change.start, change.end))
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": last,
        "endColumn": end,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": change.text}}
    return {
        "description": {"text": change.name},
        "artifactChanges": [{"artifactLocation": file, "replacements": [replacement]}],
    }
