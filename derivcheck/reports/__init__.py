"""Verdicts -> text, JSON, SARIF, GitHub's commands and HTML; what was read.

In: the verdicts on pages, and their texts. Out: what each form of report shows; a form
says nothing that another does not know.

    >>> from derivcheck.pages import check_text
    >>> from derivcheck.reports import as_text
    >>> text = "$$ y := x $$ $$ y = x $$"
    >>> as_text([check_text(text, "page.md")], {"page.md": text}).splitlines()[0]
    'page.md: 1 relation: 1 holds'

Modules, each importing only from those above it:

    name_table     what each name was read as, why, and what else it could have been
    readback       a page -> what was read, statement by statement
    counting       pages -> their counts, and what those rest on
    explanation    a relation -> all that there is to say of it, in order
    palette        the colours of a report on a terminal
    text_and_json  verdicts and stories -> text and JSON
    not_as_wanted  verdicts -> what is not as the page expects, for other tools
    sarif          verdicts -> SARIF, with what each kind of finding is
    github         verdicts -> what GitHub shows beside the lines of a change
    html           verdicts and stories -> HTML
    page_reports   a page -> its part of a report, and all parts -> the report
    precomputed    figures that take long, in a file beside the pages
"""

from __future__ import annotations

from . import precomputed
from .counting import (
    Totals,
    grand_total_line,
    rests_on,
    together,
    totals,
    totals_lines,
)
from .explanation import Story, story
from .github import as_annotations, as_log, as_summary
from .html import Typesetter, as_html, fold, story_html, told_html, totals_html
from .name_table import NameRow, name_rows, part_rows
from .not_as_wanted import Finding, findings
from .page_reports import (
    Asked,
    PageReport,
    ReportForm,
    last_lines,
    page_report,
    sarif_of,
    summary_of,
    whole_report,
)
from .palette import PLAIN, Palette
from .precomputed import (
    Figure,
    Measured,
    Mutants,
    current,
    digest,
    entry,
    measured,
    renewal,
    write,
)
from .readback import described, reading_lines, readings, stated
from .sarif import as_sarif
from .text_and_json import (
    as_json,
    as_text,
    finding_lines,
    readings_as_json,
    relation_lines,
    told_lines,
)

__all__ = [
    "PLAIN",
    "Asked",
    "Figure",
    "Finding",
    "Measured",
    "Mutants",
    "NameRow",
    "PageReport",
    "Palette",
    "ReportForm",
    "Story",
    "Totals",
    "Typesetter",
    "as_annotations",
    "as_html",
    "as_json",
    "as_log",
    "as_sarif",
    "as_summary",
    "as_text",
    "current",
    "described",
    "digest",
    "entry",
    "finding_lines",
    "findings",
    "fold",
    "grand_total_line",
    "last_lines",
    "measured",
    "name_rows",
    "page_report",
    "part_rows",
    "precomputed",
    "reading_lines",
    "readings",
    "readings_as_json",
    "relation_lines",
    "renewal",
    "rests_on",
    "sarif_of",
    "stated",
    "story",
    "story_html",
    "summary_of",
    "together",
    "told_html",
    "told_lines",
    "totals",
    "totals_html",
    "totals_lines",
    "whole_report",
    "write",
]
