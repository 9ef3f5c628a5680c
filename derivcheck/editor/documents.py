"""What an editor has open -> the page that the checker reads, and the way back.

A file is a page of its own. Of a notebook the cells with text are one page, joined by
blank lines; a place of it belongs to the cell that has its line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from ..documents import Page, read_document
from ..projects import find_settings, macros_of, read_page_of_project
from .positions import Encoding, Spot, TextLines

ENDINGS = {
    "latex": ".tex",
    "tex": ".tex",
    "plaintex": ".tex",
    "python": ".py",
    "json": ".ipynb",
}
WRITTEN_OVER = {".ipynb", ".py"}  # where a formula is not written as it is read


@dataclass(frozen=True)
class Cell:
    """A text that the editor has under one address, as it sent it."""

    uri: str
    text: str


@dataclass(frozen=True)
class OpenText:
    """A page that is open: its cells, of a file the one that it is.

    `name` tells what kind of text it is, by its ending; `version` counts its edits.
    What is `read` has the files that it includes and the macros of its project.
    """

    uri: str
    name: str
    cells: tuple[Cell, ...]
    version: int | None = None
    encoding: Encoding = "utf-16"
    read: Page | None = None

    @cached_property
    def lines(self) -> tuple[TextLines, ...]:
        """Each cell by lines."""
        return tuple(TextLines(cell.text, self.encoding) for cell in self.cells)

    @cached_property
    def text(self) -> str:
        """What the checker reads: every line ends in the one way."""
        texts = (one.text.replace("\r\n", "\n") for one in self.cells)
        return "\n\n".join(text.replace("\r", "\n") for text in texts)

    @cached_property
    def page(self) -> Page:
        """The text as a page."""
        return self.read or read_document(self.text, self.name)

    @cached_property
    def first_lines(self) -> tuple[int, ...]:
        """The line of the page at which each cell begins, counted from 0."""
        found = [0]
        for lines in self.lines:
            found.append(found[-1] + len(lines.starts) + 1)
        return tuple(found[:-1])

    @property
    def is_written_as_read(self) -> bool:
        """Whether LaTeX may be put into the text as it is."""
        return PurePosixPath(self.name).suffix not in WRITTEN_OVER

    def spot(self, offset: int) -> tuple[str, Spot]:
        """The address and the place there of an offset of the page."""
        line, column = self.page.place(offset)
        number = max(0, bisect_right(self.first_lines, line - 1) - 1)
        lines = self.lines[number]
        own = min(line - 1 - self.first_lines[number], len(lines.starts) - 1)
        return self.cells[number].uri, lines.spot(lines.starts[own] + column - 1)

    def offset(self, uri: str, spot: Spot) -> int | None:
        """The offset of the page of a place in one of its texts."""
        for number, cell in enumerate(self.cells):
            if cell.uri == uri:
                lines = self.lines[number]
                found = lines.spot(lines.offset(spot))
                at = lines.offset(spot) - lines.starts[found.line]
                return self.page.offset(
                    self.first_lines[number] + found.line + 1, at + 1
                )
        return None


def page_name(uri: str, language: str = "") -> str:
    """The path of a file; of what is no file, a name with the ending of its kind."""
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if parts.scheme == "file":
        path = str(Path(url2pathname(parts.path)))
    ending = ENDINGS.get(language, ".md")
    return path if PurePosixPath(path).suffix else (path or "untitled") + ending


def is_file(uri: str) -> bool:
    """Whether an address is one of the disk."""
    return urlsplit(uri).scheme == "file"


def in_project(opened: OpenText, reads: set[str]) -> OpenText:
    """A file with those that it includes, and the macros of its project.

    Raises `SettingsError` or `UnreadableError`. The paths of the files are put into
    `reads`.
    """
    if not is_file(opened.uri):
        return opened
    macros = macros_of(find_settings([opened.name]))
    page = read_page_of_project(opened.text, opened.name, macros, reads)
    return replace(opened, read=page)


def open_file(
    uri: str, text: str, version: int | None, language: str, encoding: Encoding
) -> OpenText:
    """A file that an editor has open."""
    name = page_name(uri, language)
    return OpenText(uri, name, (Cell(uri, text),), version, encoding)


def open_notebook(
    uri: str, cells: Sequence[Cell], version: int | None, encoding: Encoding
) -> OpenText:
    """A notebook that an editor has open: its cells with text."""
    name = str(PurePosixPath(page_name(uri)).with_suffix(".md"))
    return OpenText(uri, name, tuple(cells) or (Cell(uri, ""),), version, encoding)
