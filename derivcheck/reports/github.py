"""Verdicts -> what GitHub shows: notes beside the lines of a change, and a summary.

The form is that of the workflow commands of GitHub Actions: `::error file=…,line=…::…`,
with what would end a property or the line written as `%` and its hexadecimal code. The
report quotes lines of the pages, which may look like commands: it stands where GitHub
reads none, between `::stop-commands::` and a word that nobody can guess; a line that
would open like a command has a bar before it, for programs that know no such word.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from ..checking import Found
from .counting import grand_total_lines, totals_lines
from .text_and_json import as_text, shortly

MARKUP = re.compile(r"[\\`*_{}\[\]()#+\-.!|<>~$&:@]")  # what Markdown takes as marks
COMMAND = re.compile(r"^([ \t]*)(?=::|##\[)", re.M)


def as_log(
    pages: Sequence[Found], texts: Mapping[str, str], *, hints: bool = False
) -> str:
    """The commands for a workflow's log, then the report, in which nothing is one."""
    word = secrets.token_hex(16)
    report = COMMAND.sub(r"\1| ", as_text(pages, texts, hints=hints))
    lines = [f"::stop-commands::{word}", report, f"::{word}::"]
    commands = as_annotations(pages, hints=hints)
    return "\n".join([commands, *lines] if commands else lines)


def as_summary(pages: Sequence[Found]) -> str:
    """The counts of the pages in Markdown, with a line for each finding."""
    lines = ["### Derivations", ""]
    for page in pages:
        found = [
            f"{r.line}: {r.verdict.word}: {r.left} {r.sign} {r.right}"
            for r in page.relations
            if not r.expected
        ]
        found += [f"{p.line}: {p.message}" for p in page.problems]
        lines.append(f"- {_plain(totals_lines(page)[0])}")
        lines += [f"    - {_plain('line ' + text)}" for text in found]
    if len(pages) > 1:
        lines += ["", *map(_plain, grand_total_lines(pages))]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text in Markdown that is shown as it is, on one line."""
    return MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def as_annotations(pages: Iterable[Found], *, hints: bool = False) -> str:
    """A command for each finding, and one notice with what holds and what does not."""
    return "\n".join(line for page in pages for line in _page(page, hints=hints))


def _page(page: Found, *, hints: bool) -> Iterator[str]:
    for relation in page.relations:
        if not relation.expected:
            told = shortly(relation, page, hints=hints)
            word = relation.verdict.word
            yield _command(page, "error", relation.line, relation.column, word, told)
    for p in page.problems:
        yield _command(page, "error", p.line, p.column, "problem", [p.message])
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
