"""The pieces of a page: what a Markdown text holds besides prose, with its places.

Places are offsets in the text of the page; `Page.place` makes them line and column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

Stretches = tuple[tuple[int, int], ...]
"""Where each stretch of one text starts in it and in another that holds it too."""

PYTHON = frozenset({"python", "py", "python3", "py3", "pycon", "ipython"})


@dataclass(frozen=True)
class CodeBlock:
    """A block of code between fences, which the reader of a page sees."""

    start: int
    end: int
    language: str  # lower case, "" where the fence names none
    classes: tuple[str, ...]  # of {.python .must-fail}, without the language
    options: Mapping[str, str]  # of title="..."
    header: str  # what follows the opening fence, as written
    code: str  # without the prefix of its container
    code_start: int  # offset of the first line of the code in the page
    prefix: str  # what is before the fence on its line: indentation, quote marks
    fence: str  # the opening fence, "```"
    closing: str  # the closing line, as written
    outside: int = (
        0  # lines of code that lack the prefix: Markdown ends the block there
    )

    @property
    def is_python(self) -> bool:
        """Whether a reader takes it for Python."""
        return self.language in PYTHON

    @property
    def is_output(self) -> bool:
        """Whether it shows what the block before it prints."""
        return "output" in self.classes


@dataclass(frozen=True)
class HiddenCode:
    """`<!-- invisible-code-block: python ... -->`: run, but not shown."""

    start: int
    end: int
    code: str
    code_start: int


@dataclass(frozen=True)
class Directive:
    """`<!-- derivcheck: ... -->`: a word to the checker, unseen by the reader."""

    start: int
    end: int
    text: str  # what follows the colon, without the space around it


@dataclass(frozen=True)
class Mathematics:
    r"""`$$ ... $$`, `$ ... $` and their kin: LaTeX, without its delimiters.

    A bare environment (`\begin{align}`) keeps its `\begin` and `\end`.
    """

    start: int
    end: int
    tex: str
    display: bool
    opening: str  # the delimiter as written: "$$", "\\[", "$", "\\(", "```math", ...
    lines: Stretches  # where each line starts: in `tex`, in the page

    def offset(self, position: int) -> int:
        """The place in the page of a place in `tex`."""
        return carried(self.lines, position)


@dataclass(frozen=True)
class PageProblem:
    """A mark that was opened and never closed, or closed in a way that hides text.

    It is `refused` where the page asks for a file that is not to be read.
    """

    start: int
    message: str
    refused: bool = False


def carried(stretches: Stretches, position: int) -> int:
    """A place in one text as the place of the same sign in the other."""
    number = bisect_right(stretches, position, key=lambda pair: pair[0]) - 1
    here, there = stretches[number]
    return there + position - here


PageElement = CodeBlock | HiddenCode | Directive | Mathematics


@dataclass(frozen=True)
class Include:
    r"""A file that a page reads at a place: `\input{model}`, `{{< include a.qmd >}}`.

    `name` is as it is written, `names` are the files that it may mean, best first. What
    is read is all of the file that is text, or its `preamble` alone. One that is
    `optional` may be missing: it may well be a package that everybody has.
    """

    start: int
    end: int
    name: str
    names: tuple[str, ...]
    preamble: bool = False
    optional: bool = False


@dataclass(frozen=True)
class SourceFile:
    """A file that is part of a page: its path for reports, and its text."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line starts."""
        return line_starts(self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from one."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


@dataclass(frozen=True)
class FilePart:
    """From `start` on, the text of a page is that of a file from `offset` on."""

    start: int
    file: SourceFile
    offset: int


def line_starts(text: str) -> tuple[int, ...]:
    """The offset at which each line of a text starts."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


@dataclass(frozen=True)
class Page:
    """The text and its pieces, in reading order.

    `headings` have their place and their words, `includes` are files that were not
    followed, and `macros` are definitions in LaTeX that hold from the start on.
    Where the text is a notebook's, `cells` are the places at which each line of a cell
    starts, with the names that a person gives them.
    Where it was put together from several files, `parts` say which stands where; places
    are those of the files, and `path` is the file that `offset` counts in.
    """

    text: str
    pieces: tuple[PageElement, ...]
    problems: tuple[PageProblem, ...]
    headings: tuple[tuple[int, str], ...] = ()
    cells: tuple[tuple[int, str], ...] = ()
    includes: tuple[Include, ...] = ()
    macros: tuple[str, ...] = ()
    parts: tuple[FilePart, ...] = ()
    path: str = ""

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line starts."""
        return line_starts(self.text)

    @property
    def begins(self) -> bool:
        """Whether `path` is the file that the page begins with, not one included."""
        return not self.parts or self.parts[0].file.path == self.path

    def file_at(self, offset: int) -> SourceFile:
        """The file in which an offset lies."""
        return self._part(offset).file if self.parts else SourceFile("", self.text)

    def files(self) -> tuple[SourceFile, ...]:
        """The files that the page was put together from, each once."""
        return tuple(dict.fromkeys(part.file for part in self.parts))

    def _part(self, offset: int) -> FilePart:
        number = bisect_right(self.parts, offset, key=lambda part: part.start) - 1
        return self.parts[max(0, number)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from one."""
        if self.parts:
            part = self._part(offset)
            return part.file.place(part.offset + offset - part.start)
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both counted from one.

        The end of the text where it has no such line, as that of a file not read.
        """
        if self.parts:
            return self._offset_in_part(line, column)
        if line > len(self.line_starts):
            return len(self.text)
        return self.line_starts[line - 1] + column - 1

    def _offset_in_part(self, line: int, column: int) -> int:
        """The same for a page of several files, in the one that it counts in."""
        ends = [*(part.start for part in self.parts[1:]), len(self.text) + 1]
        for part, end in zip(self.parts, ends, strict=True):
            starts = part.file.line_starts
            if part.file.path != self.path or line > len(starts):
                continue
            here = part.start + starts[line - 1] + column - 1 - part.offset
            if part.start <= here < end:
                return here
        return len(self.text)

    def line(self, number: int) -> str:
        """The text of a line, counted from one, without its line end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def around(self, number: int) -> str:
        """A line with its number and a mark, between the two on either side of it."""
        first, last = max(1, number - 2), min(len(self.line_starts), number + 2)
        return "\n".join(
            f"{'>' if n == number else ' '} {n:4} | {self.line(n)}".rstrip()
            for n in range(first, last + 1)
        )

    @cached_property
    def mathematics(self) -> tuple[Mathematics, ...]:
        """Displays and inline mathematics, in reading order."""
        return tuple(p for p in self.pieces if isinstance(p, Mathematics))

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The words to the checker, in reading order."""
        return tuple(p for p in self.pieces if isinstance(p, Directive))

    @property
    def code(self) -> tuple[CodeBlock | HiddenCode, ...]:
        """Code, shown and hidden, in reading order."""
        return tuple(p for p in self.pieces if isinstance(p, CodeBlock | HiddenCode))
