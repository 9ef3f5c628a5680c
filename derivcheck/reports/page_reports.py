"""A page -> its part of a report; the parts of all pages -> the report.

A part is plain data: another process may make it, and the report is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from ..checking import Found
from .counting import Totals, grand_total_line, totals
from .github import Annotation, annotations_of, commands, log, summary, summary_lines
from .html import html_document, page_html
from .palette import PLAIN, Palette
from .sarif import FixFinder, results, sarif_document
from .text_and_json import json_document, page_lines, page_object

ReportForm = Literal["text", "json", "sarif", "html", "github"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is to be like; `sarif` are the findings for a file beside it."""

    form: ReportForm = "text"
    hints: bool = False
    quiet: bool = False
    palette: Palette = PLAIN
    sarif: bool = False


@dataclass(frozen=True, slots=True)
class PageReport:
    """The part of a page: `body` is text, or an object of the JSON."""

    good: bool
    totals: Totals
    body: Any
    results: tuple[dict[str, Any], ...] = ()
    annotations: tuple[Annotation, ...] = ()
    findings: tuple[str, ...] = ()


def page_report(
    page: Found, text: str, asked: Asked, changes: FixFinder | None = None
) -> PageReport:
    """The report on one page; `changes` finds the edits that SARIF has for it."""
    hints = asked.hints
    body: Any = None
    noted: tuple[Annotation, ...] = ()
    listed: tuple[str, ...] = ()
    match asked.form:
        case "json":
            body = page_object(page, hints=hints)
        case "html":
            body = page_html(page, text.split("\n"), hints=hints)
        case "text" | "github":
            lines = page_lines(
                page, text, hints=hints, quiet=asked.quiet, palette=asked.palette
            )
            body = "\n".join(lines)
            if asked.form == "github":
                noted = tuple(annotations_of(page, hints=hints))
                listed = tuple(summary_lines(page))
        case "sarif":
            pass
        case _:
            assert_never(asked.form)
    wanted = asked.sarif or asked.form == "sarif"
    found = tuple(results(page, hints, changes)) if wanted else ()
    return PageReport(page.good, totals([page]), body, found, noted, listed)


def whole_report(asked: Asked, pages: Sequence[PageReport]) -> str:
    """The report on all pages."""
    match asked.form:
        case "json":
            return json_document([page.body for page in pages])
        case "html":
            counts = [page.totals for page in pages]
            return html_document([page.body for page in pages], counts)
        case "sarif":
            return sarif_of(pages)
        case "text":
            return _text(asked, pages)
        case "github":
            noted = [one for page in pages for one in page.annotations]
            return log(commands(noted), _text(asked, pages))
        case _:
            assert_never(asked.form)


def _text(asked: Asked, pages: Sequence[PageReport]) -> str:
    bodies = [page.body for page in pages if page.body]
    return "\n".join([*bodies, *last_lines(asked, pages)])


def last_lines(asked: Asked, pages: Sequence[PageReport]) -> list[str]:
    """What a text ends with: the totals of all pages, where there are several."""
    if asked.quiet or len(pages) < 2:
        return []
    return [grand_total_line([page.totals for page in pages])]


def sarif_of(pages: Sequence[PageReport]) -> str:
    """The findings of all pages in SARIF."""
    return sarif_document([one for page in pages for one in page.results])


def summary_of(pages: Sequence[PageReport]) -> str:
    """What GitHub shows as the summary of a job."""
    findings = [line for page in pages for line in page.findings]
    return summary(findings, [page.totals for page in pages])
