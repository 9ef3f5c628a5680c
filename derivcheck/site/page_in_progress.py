r"""A page on its way to HTML: its source, and what was found wrong with it so far.

In: the text of a page and the labels of all pages. Out: the formulas that the steps of
`markdown` share, and one error that holds every mistake with its line.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Mapping

from markdown import Markdown

from ..documents import EquationLabel, Mathematics, labels, read_page
from ..reports import Totals
from .badges import Badge
from .glossary import Symbols
from .numbers import PageNumbers


class PageError(Exception):
    """What is wrong with a page: each error with its file, its line and what to do."""


class Rendering:
    """One page on its way to HTML: its source, its labels and what was found wrong."""

    def __init__(
        self,
        md: Markdown,
        path: str,
        table: Mapping[str, EquationLabel],
        *,
        typeset: bool = True,
    ) -> None:
        self.md = md
        self.path = path
        self.typeset = typeset  # here; else a script of the page does it
        self.table = table
        self.read("")

    def read(self, text: str) -> None:
        """Begin with a page."""
        self.source = read_page(text)
        own = dict(labels(self.source, self.path))
        self.labels = {**own, **self.table}
        self.errors: list[tuple[int, str]] = []
        self.formulas: dict[etree.Element, Mathematics] = {}
        self.heads: set[etree.Element] = set()  # formulas that alone head a column
        self.marks: dict[int, Badge] = {}  # by where a display starts
        self.totals: Totals | None = None
        self.symbols = Symbols()
        self.numbers = PageNumbers()
        self.changes: dict[int, str] = {}  # data, by where a display starts
        self.anchors: dict[int, str] = {}  # of what declares one, by where it starts

    def error(self, offset: int, message: str, *, caret: bool = False) -> None:
        """Note an error at an offset of the source."""
        line, column = self.source.place(min(offset, len(self.source.text)))
        if any(line == other for other, _ in self.errors):
            return  # one mistake, seen twice
        shown = f"\n{line:>6} | {self.source.line(line)}"
        if caret:
            shown += "\n" + " " * (8 + column) + "^"
        self.errors.append((line, f"{self.path}:{line}: {message}{shown}"))

    def stop_if_wrong(self) -> None:
        """Raise what was found, in the order of the lines."""
        if self.errors:
            raise PageError("\n\n".join(text for _, text in sorted(self.errors)))

    def store(self, markup: str) -> str:
        """A stand-in for ready HTML, to put where the tree wants text."""
        return str(self.md.htmlStash.store(markup))
