"""The code of a page, run.

In: a block of a page and a namespace. Out: what it printed, or how it failed. A block
fails as a test does: with the line of the page, the lines around it, and the values
that an assertion compared. Whoever calls decides what a failure means.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import doctest
import io
import re
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .page import PYTHON, CodeBlock, HiddenCode, Page

Namespace = dict[str, Any]
Rewrite = Callable[[ast.Module, bytes, str], None]  # makes assertions tell their values


@dataclass(frozen=True)
class Printed:
    """The block ran; this is its standard output."""

    text: str


@dataclass(frozen=True)
class Failed:
    """The block stopped at a line of the page."""

    line: int
    printed: str
    error: str  # the last lines of the traceback: type and message

    def on(self, page: Page) -> str:
        """The failure with the lines of the page around it."""
        return f"{page.around(self.line)}\n\n{self.error}"


def block_problem(block: CodeBlock) -> str | None:
    """Why the site would not show a block as code, or not run what looks like Python.

    What the site shows is what superfences, of the PyMdown extensions, takes for a
    fence; where it takes none, the closing fence opens a block of its own, and hides
    what follows it.
    """
    if block.prefix.strip(" \t>"):
        return "a fence on the line of a list marker is not code: give it its own line"
    opening = block.prefix + block.fence
    if block.closing.expandtabs(4).rstrip() != opening.expandtabs(4):
        return (
            f"this fence is opened by {opening!r} and closed by {block.closing!r}: "
            "both must be the same, indentation included"
        )
    if block.outside:
        return (
            "a line of this block stands further left than its fence, and ends it: "
            "indent it as the fence is"
        )
    if not shown_as_code(block.header):
        return (
            f"the site shows no code under {block.fence}{block.header}: "
            'what follows the language is title="...", hl_lines="1 3-4" or '
            'linenums="1"; marks go in braces, {.python .must-fail}'
        )
    return _language_problem(block)


def _language_problem(block: CodeBlock) -> str | None:
    """Why a fence that seems to announce Python does not."""
    bare = re.match(r"\{[ \t]*(\w+)(?=[ \t}])", block.header)
    if bare and bare[1].lower() in PYTHON:
        return "write a dot before the language in braces: {.python}"
    if block.is_python:
        return None
    if meant := PYTHON.intersection(map(str.lower, block.classes)):
        return f"the language comes first in the braces: {{.{min(meant)} ...}}"
    if looks_like_python(block):
        return "this looks like Python and would not run: write ```python or ```text"
    near = difflib.get_close_matches(block.language, PYTHON, n=1, cutoff=0.8)
    if near and _statements(block.code):
        return f"{block.language!r} would not run: write ```python or ```text"
    return None


HEADER = re.compile(
    r"""
    [ \t]* (?: \.? [\w#.+-]+ (?=[ \t]|$) )?
    (?: [ \t]* \{ (?P<attributes>.*) \}
      | (?P<options> (?: [ \t]* [a-zA-Z]\w* (?:=(?:"[^"]*"|'[^']*'))? (?=[ \t]|$) )* )
    ) [ \t]*
    """,
    re.X,
)
OPTION = re.compile(r"""([a-zA-Z]\w*)(?:=("[^"]*"|'[^']*'))?""")
VALUES = {
    "title": re.compile(".*"),
    "title_mode": re.compile(".*"),
    "hl_lines": re.compile(r"\d+(-\d+)?([ \t]+\d+(-\d+)?)*"),
    "linenums": re.compile(r"\d.*"),
}


def shown_as_code(header: str) -> bool:
    """Whether superfences takes what follows an opening fence for its header."""
    found = HEADER.fullmatch(header)
    if found is None:
        return False
    if found["attributes"] is not None:
        bare = re.sub(r"""=("[^"]*"|'[^']*')""", "=x", found["attributes"])
        return not {"hl_lines", "linenums"} & set(bare.split())
    return all(
        name in VALUES and VALUES[name].fullmatch(value[1:-1] if value else name)
        for name, value in OPTION.findall(found["options"])
    )


def looks_like_python(block: CodeBlock) -> bool:
    """Whether a fence without a language holds a program: it parses, and does more."""
    if block.language:
        return False
    does = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assert | ast.Assign
    return any(isinstance(statement, does) for statement in _statements(block.code))


def _statements(code: str) -> list[ast.stmt]:
    """The statements of a program; none where it is not one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what may not be Python at all
            return ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def run_block(
    page: Page,
    block: CodeBlock | HiddenCode,
    namespace: Namespace,
    path: str,
    rewrite: Rewrite | None = None,
) -> Printed | Failed:
    """Run a block of a page; names that it binds stay in the namespace.

    Errors carry the line numbers of the page at `path`. A block of `>>>` prompts is run
    as a doctest: what it prints must be what is below each prompt.
    """
    line = page.place(block.code_start)[0]
    if _is_session(block):
        return _run_doctest(block.code, line, namespace, path)
    printed = io.StringIO()
    try:
        tree = ast.parse("\n" * (line - 1) + block.code, path)
        if rewrite is not None:
            rewrite(tree, page.text.encode(), path)
        program = compile(tree, path, "exec", dont_inherit=True)
        for name in program.co_names:
            if name.startswith(
                "@"
            ):  # of assertions: a loop over globals() meets no new
                namespace.setdefault(name, None)
        with contextlib.redirect_stdout(printed):
            exec(program, namespace)
    except (Exception, SystemExit) as error:
        where = _line_of(error, path, line)
        return Failed(where, printed.getvalue(), _message(error, path))
    return Printed(printed.getvalue())


def _is_session(block: CodeBlock | HiddenCode) -> bool:
    """Whether the code is what an interpreter showed: prompts, and output below them.

    A program may have prompts in its docstrings, so it is the first line that counts.
    """
    if isinstance(block, CodeBlock) and block.language == "pycon":
        return re.search(r"^[ \t]*>>> ", block.code, re.M) is not None
    return re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*>>> ", block.code) is not None


def _message(error: BaseException, path: str) -> str:
    """Type and message, also of a syntax error: its line of the page is shown."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return f"{type(error).__name__}: {error.msg}"
    return "".join(traceback.format_exception_only(error)).rstrip()


def _line_of(error: BaseException, path: str, default: int) -> int:
    """The line of the page at which an error arose, or the first of the block."""
    if isinstance(error, SyntaxError) and error.filename == path and error.lineno:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == path]
    return lines[-1] if lines and lines[-1] else default


def _run_doctest(
    code: str, line: int, namespace: Namespace, path: str
) -> Printed | Failed:
    """Prompts, each held against the output below it; the first that differs fails."""
    try:
        test = doctest.DocTestParser().get_doctest(code, namespace, path, path, 0)
    except ValueError as error:  # a prompt without a space, or an indent that changes
        found = DOCTEST_LINE.match(str(error))
        line += int(found[1]) - 1 if found else 0
        return Failed(line, "", DOCTEST_LINE.sub("this line ", str(error)))
    test.globs = namespace  # the parser makes a copy, and names are to stay
    report: list[str] = []
    lines: list[int] = []

    class Runner(doctest.DocTestRunner):
        """Remembers the line of a failure."""

        def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
            lines.append(line + example.lineno)
            super().report_failure(out, test, example, got)

        def report_unexpected_exception(
            self, out: Any, test: Any, example: Any, exc_info: Any
        ) -> None:
            lines.append(line + example.lineno)
            super().report_unexpected_exception(out, test, example, exc_info)

    runner = Runner(verbose=False, optionflags=doctest.REPORT_ONLY_FIRST_FAILURE)
    runner.run(test, out=report.append, clear_globs=False)
    if not lines:
        return Printed("")
    return Failed(lines[0], "", DOCTEST_PLACE.sub("", "".join(report)).rstrip())


DOCTEST_LINE = re.compile(r"line (\d+) of the docstring for .*? (?=has |lacks )")
DOCTEST_PLACE = re.compile(r"\**\nFile [^\n]*\n")  # it counts lines of the block
