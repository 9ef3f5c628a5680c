"""documents."""

from __future__ import annotations

from .code import Failed, Namespace, Printed, block_problem, run_block
from .directives import (
    Fresh,
    Layout,
    Unchecked,
    Unknown,
    With,
    WrongAt,
    directive_problem,
    read_directive,
)
from .equation_labels import LABEL, Label, anchor, did_you_mean, labels
from .files import (
    NoPageError,
    UnreadableError,
    beside,
    pages_at,
    read_bytes,
    read_text,
    text_of,
)
from .formats import Loader, read_document
from .markdown import read_page
from .notebooks import CELL, markdown_of
from .page import CodeBlock, Directive, HiddenCode, Mathematics, Page
from .tex import read_tex
from .watching import PAUSE, Watch

__all__ = [
    "CELL",
    "LABEL",
    "PAUSE",
    "CodeBlock",
    "Directive",
    "Failed",
    "Fresh",
    "HiddenCode",
    "Label",
    "Layout",
    "Loader",
    "Mathematics",
    "Namespace",
    "NoPageError",
    "Page",
    "Printed",
    "Unchecked",
    "Unknown",
    "UnreadableError",
    "Watch",
    "With",
    "WrongAt",
    "anchor",
    "beside",
    "block_problem",
    "did_you_mean",
    "directive_problem",
    "labels",
    "markdown_of",
    "pages_at",
    "read_bytes",
    "read_directive",
    "read_document",
    "read_page",
    "read_tex",
    "read_text",
    "run_block",
    "text_of",
]
