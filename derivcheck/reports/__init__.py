"""reports."""

from __future__ import annotations

from . import precomputed
from .counting import (
    Totals,
    grand_total_lines,
    rests_on,
    together,
    totals,
    totals_lines,
)
from .explanation import Story, story
from .github import as_annotations
from .html import Typeset, as_html, story_html, told_html, totals_html
from .precomputed import Figure, Measured, Mutants, digest, entry, measured, write
from .readback import described, reading_lines, readings
from .text_and_json import as_json, as_sarif, as_text, finding_lines, relation_lines

__all__ = [
    "Figure",
    "Measured",
    "Mutants",
    "Story",
    "Totals",
    "Typeset",
    "as_annotations",
    "as_html",
    "as_json",
    "as_sarif",
    "as_text",
    "described",
    "digest",
    "entry",
    "finding_lines",
    "grand_total_lines",
    "measured",
    "precomputed",
    "reading_lines",
    "readings",
    "relation_lines",
    "rests_on",
    "story",
    "story_html",
    "together",
    "told_html",
    "totals",
    "totals_html",
    "totals_lines",
    "write",
]
