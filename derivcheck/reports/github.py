"""Verdicts -> workflow commands, which GitHub shows beside the lines of a change.

The form is that of the workflow commands of GitHub Actions: `::error file=…,line=…::…`,
with what would end a property or the line written as `%` and its hexadecimal code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from ..checking import Found
from .text_and_json import shortly


def as_annotations(pages: Iterable[Found], *, hints: bool = False) -> str:
    """A command for each finding, and one notice with what holds and what does not."""
    return "\n".join(line for page in pages for line in _page(page, hints=hints))


def _page(page: Found, *, hints: bool) -> Iterator[str]:
    for relation in page.relations:
        if not relation.expected:
            told = shortly(relation, page, hints=hints)
            word = relation.verdict.word
            yield _command(page, "error", relation.line, relation.column, word, told)
    for line, column, message in page.problems:
        yield _command(page, "error", line, column, "problem", [message])
    for line, column, left in page.definitions:
        told = [f"{left} = … looks like a definition: write :="]
        yield _command(page, "notice", line, column, "definition", told)


def _command(
    page: Found, level: str, line: int, column: int, title: str, told: list[str]
) -> str:
    properties = {
        "file": PurePath(page.path).as_posix(),
        "line": str(line),
        "col": str(column),
        "title": f"derivcheck: {title}",
    }
    said = ",".join(f"{key}={_property(text)}" for key, text in properties.items())
    return f"::{level} {said}::{_message(chr(10).join(told))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
