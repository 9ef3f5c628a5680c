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
from dataclasses import dataclass
from pathlib import PurePath

from ..checking import Found
from .counting import Totals, grand_total_line, totals, totals_lines
from .text_and_json import as_text, shortly

MARKUP = re.compile(r"[\\`*_{}\[\]()#+\-.!|<>~$&:@]")  # what Markdown takes as marks
COMMAND = re.compile(r"^([ \t]*)(?=::|##\[)", re.M)
MOST_SHOWN = 10  # annotations of a level: GitHub shows no more of one step
MOST_LISTED = 500  # findings in a summary, which GitHub drops where it is too long


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note beside a line; `level` is error or notice."""

    level: str
    command: str


def as_log(
    pages: Sequence[Found], texts: Mapping[str, str], *, hints: bool = False
) -> str:
    """The commands for a workflow's log, then the report, in which nothing is one."""
    return log(as_annotations(pages, hints=hints), as_text(pages, texts, hints=hints))


def log(commands: str, report: str) -> str:
    """Commands, then a report between a word that nobody can guess."""
    word = secrets.token_hex(16)
    plain = COMMAND.sub(r"\1| ", report)
    lines = [f"::stop-commands::{word}", plain, f"::{word}::"]
    return "\n".join([commands, *lines] if commands else lines)


def as_summary(pages: Sequence[Found]) -> str:
    """The counts of the pages in Markdown, with a line for each finding."""
    return summary(
        [line for page in pages for line in summary_lines(page)],
        [totals([page]) for page in pages],
    )


def summary(findings: Sequence[str], pages: Sequence[Totals]) -> str:
    """The totals in Markdown, then as many findings as GitHub has room for."""
    lines = ["### Derivations", "", _plain(grand_total_line(pages))]
    if findings:
        lines += ["", *findings[:MOST_LISTED]]
    if more := len(findings) - MOST_LISTED:
        lines += [f"- and {more} more, in the log"] if more > 0 else []
    return "\n".join(lines) + "\n"


def summary_lines(page: Found) -> list[str]:
    """The counts of a page with findings, and a line for each of them."""
    found = [
        f"{r.line}: {r.verdict.word}: {r.left} {r.sign} {r.right}"
        for r in page.relations
        if not r.expected
    ]
    found += [f"{p.line}: {p.message}" for p in page.problems]
    if not found:
        return []
    lines = [f"    - {_plain('line ' + text)}" for text in found]
    return [f"- {_plain(totals_lines(page)[0])}", *lines]


def _plain(text: str) -> str:
    """Text in Markdown that is shown as it is, on one line."""
    return MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def as_annotations(pages: Iterable[Found], *, hints: bool = False) -> str:
    """A command for each finding, and one notice with what holds and what does not."""
    return commands(
        [one for page in pages for one in annotations_of(page, hints=hints)]
    )


def commands(found: Sequence[Annotation]) -> str:
    """As many commands as GitHub shows, the last of a level with how many are left."""
    lines: list[str] = []
    for level in ("error", "notice"):
        alike = [one.command for one in found if one.level == level]
        if (more := len(alike) - MOST_SHOWN + 1) > 1:
            said = f"and {more} more, in the log and in the summary of the job"
            alike[MOST_SHOWN - 1 :] = [f"::{level} title=derivcheck::{said}"]
        lines += alike
    return "\n".join(lines)


def annotations_of(page: Found, *, hints: bool = False) -> Iterator[Annotation]:
    """What GitHub is to show beside the lines of a page."""
    for relation in page.relations:
        if not relation.expected:
            told = shortly(relation, page, hints=hints)
            word = relation.verdict.word
            yield _annotation(page, "error", relation.line, relation.column, word, told)
    for p in page.problems:
        yield _annotation(page, "error", p.line, p.column, "problem", [p.message])
    for line, column, left in page.definitions:
        told = [f"{left} = … looks like a definition: write :="]
        yield _annotation(page, "notice", line, column, "definition", told)


def _annotation(
    page: Found, level: str, line: int, column: int, title: str, told: list[str]
) -> Annotation:
    properties = {
        "file": PurePath(page.path).as_posix(),
        "line": str(line),
        "col": str(column),
        "title": f"derivcheck: {title}",
    }
    said = ",".join(f"{key}={_property(text)}" for key, text in properties.items())
    return Annotation(level, f"::{level} {said}::{_message(chr(10).join(told))}")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
