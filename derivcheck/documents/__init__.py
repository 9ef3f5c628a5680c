"""A file -> its mathematics, code and directives, each with its place.

In: the text of a Markdown page, a LaTeX document, a notebook or a script, and its name.
Out: a `Page`: pieces in reading order, whose places are offsets in the text.

    >>> from derivcheck.documents import read_document
    >>> page = read_document("So $a = b$ holds.", "page.md")
    >>> [piece.tex for piece in page.mathematics], page.place(4)
    (['a = b'], (1, 5))

Modules, each importing only from those above it:

    page             what a page is made of: code, formulas, directives, with places
    directive_names  which directives of MyST hold text, and which hold code
    macro_tables     macros as MathJax, KaTeX and MyST have them -> definitions in LaTeX
    inclusion        a page and the files that it includes -> one page
    unread_marks     text that looks like a formula and is not read -> problems
    indentation      lines without what their container puts before them
    markdown_marks   the marks of Markdown at which something begins
    markdown         Markdown text -> its pieces
    directives       the words of a page to the checker
    tex              a LaTeX document -> its pieces
    rst              a page in reStructuredText -> its pieces
    notebooks        notebooks and scripts in cells -> the pieces of their text
    formats          a file -> the page that it holds, by the ending of its name
    files            paths -> the texts of the files there
    watching         files that change -> the pages that are due
    code             a block of code, run -> what it printed, or how it failed
    equation_labels  the numbers of equations, and where they are
"""

from __future__ import annotations

from .code import Failed, Namespace, Printed, block_problem, run_block
from .directives import (
    Control,
    ForReaders,
    Fresh,
    Layout,
    Live,
    NumbersFrom,
    TryChanges,
    Unchecked,
    Unknown,
    With,
    WrongAt,
    directive_problem,
    read_directive,
)
from .equation_labels import LABEL, EquationLabel, anchor, did_you_mean, labels
from .files import (
    NoPageError,
    UnreadableError,
    beside,
    including,
    project_folder,
    read_bytes,
    read_text,
    text_of,
)
from .formats import (
    IN_FOLDERS,
    INCLUDING,
    Loader,
    included_by,
    read_document,
    read_macros,
)
from .inclusion import IncludeError
from .macro_tables import MacrosError
from .markdown import read_page
from .notebooks import CELL, markdown_of
from .page import (
    CodeBlock,
    Directive,
    HiddenCode,
    Mathematics,
    Page,
    PageProblem,
    SourceFile,
)
from .tex import read_tex
from .watching import PAUSE, Watch

__all__ = [
    "CELL",
    "INCLUDING",
    "IN_FOLDERS",
    "LABEL",
    "PAUSE",
    "CodeBlock",
    "Control",
    "Directive",
    "EquationLabel",
    "Failed",
    "ForReaders",
    "Fresh",
    "HiddenCode",
    "IncludeError",
    "Layout",
    "Live",
    "Loader",
    "MacrosError",
    "Mathematics",
    "Namespace",
    "NoPageError",
    "NumbersFrom",
    "Page",
    "PageProblem",
    "Printed",
    "SourceFile",
    "TryChanges",
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
    "included_by",
    "including",
    "labels",
    "markdown_of",
    "project_folder",
    "read_bytes",
    "read_directive",
    "read_document",
    "read_macros",
    "read_page",
    "read_tex",
    "read_text",
    "run_block",
    "text_of",
]
