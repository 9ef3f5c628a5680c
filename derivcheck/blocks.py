"""The code of a page, run.

In: a block of a page and a namespace. Out: what it printed, or how it failed. A block
fails as a test does: with the line of the page, the lines around it, and the values
that an assertion compared. Whoever calls decides what a failure means.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .page import Page
from .pieces import CodeBlock, HiddenCode

Namespace = dict[str, Any]
Rewrite = Callable[[ast.Module, bytes, str], None]  # makes assertions tell their values

AROUND = 2  # lines of the page shown on either side of the one that failed


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
        last = len(page.line_starts)
        lines = range(max(1, self.line - AROUND), min(last, self.line + AROUND) + 1)
        shown = "\n".join(
            f"{'>' if number == self.line else ' '} {number:4} | {page.line(number)}"
            for number in lines
        )
        return f"{shown}\n\n{self.error}"


def block_problem(block: CodeBlock) -> str | None:
    """Why a block that looks like Python would not be shown or run as such."""
    if not block.is_python and not looks_like_python(block):
        return None
    if block.prefix.strip(" \t>"):
        return "a fence on the line of a list marker is not code: give it its own line"
    if block.closing.rstrip() != block.prefix + block.fence:
        return f"the fence is closed by {block.closing.strip()!r}, not as it was opened"
    if not block.is_python:
        return "this looks like Python and would not run: write ```python or ```text"
    if not HEADER.fullmatch(block.header):
        return (
            f"the site shows no code under {block.fence}{block.header}: "
            'what follows the language is title="...", hl_lines="..." or '
            'linenums="..."; '
            "marks go in braces, {.python .must-fail}"
        )
    return None


HEADER = re.compile(
    r"""[ \t]*(\.?\w+[ \t]*((title|hl_lines|linenums)=("[^"]*"|'[^']*')[ \t]*)*"""
    r"""|\{[ \t]*\.[^{}]*\})[ \t]*"""
)


def looks_like_python(block: CodeBlock) -> bool:
    """Whether a fence without a language holds a program: it parses, and does more."""
    if block.language:
        return False
    try:
        body = ast.parse(block.code).body
    except (SyntaxError, ValueError):
        return False
    statements = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assert | ast.Assign
    return any(isinstance(statement, statements) for statement in body)


def run_block(
    page: Page,
    block: CodeBlock | HiddenCode,
    namespace: Namespace,
    path: str,
    rewrite: Rewrite | None = None,
) -> Printed | Failed:
    """Run a block of a page; names that it binds stay in the namespace.

    Errors carry the line numbers of the page at `path`. A block of `>>>` prompts is run
    as a doctest: what it prints must be what stands below each prompt.
    """
    line = page.place(block.code_start)[0]
    if re.match(r"\s*>>> ", block.code):
        return _run_doctest(block.code, line, namespace, path)
    printed = io.StringIO()
    try:
        tree = ast.parse("\n" * (line - 1) + block.code, path)
        if rewrite is not None:
            rewrite(tree, page.text.encode(), path)
        program = compile(tree, path, "exec", dont_inherit=True)
        with contextlib.redirect_stdout(printed):
            exec(program, namespace)
    except (Exception, SystemExit) as error:
        where = _line_of(error, path, line)
        message = "".join(traceback.format_exception_only(error)).rstrip()
        return Failed(where, printed.getvalue(), message)
    return Printed(printed.getvalue())


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
    """Prompts, each held against the output below it."""
    test = doctest.DocTestParser().get_doctest(code, namespace, path, path, line - 1)
    test.globs = namespace  # the parser makes a copy, and names are to stay
    report: list[str] = []
    first: list[int] = []

    class Reporter(doctest.DocTestRunner):
        """Remembers the line of the first failure."""

        def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
            first.append(line + example.lineno)
            super().report_failure(out, test, example, got)

        def report_unexpected_exception(
            self, out: Any, test: Any, example: Any, exc_info: Any
        ) -> None:
            first.append(line + example.lineno)
            super().report_unexpected_exception(out, test, example, exc_info)

    runner = Reporter(verbose=False)
    runner.run(test, out=report.append, clear_globs=False)
    if not first:
        return Printed("")
    return Failed(first[0], "", "".join(report).strip("*\n"))
