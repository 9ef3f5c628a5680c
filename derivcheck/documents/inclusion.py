"""A page and the files that it includes -> one page, with the places of each file.

The text of each file is put where it is included, and the whole is read as one page, so
that definitions and macros hold as they do for who typesets it. Files that are not
there, that include each other, or that lie outside of the project are problems.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from .page import FilePart, Include, Page, PageProblem, SourceFile

MOST_FILES = 500
LARGEST_WHOLE = 5_000_000  # characters

IncludeLoader = Callable[[str], SourceFile | None]
"""The file of a name, counted from the page; raises `IncludeError` for one refused."""


class IncludeError(Exception):
    """A file that is there and is not read, and why."""


class OutsideError(IncludeError):
    """A file that does not belong to the project."""


class Format(NamedTuple):
    """How files of one kind are read: as a page, as text to include, as a preamble.

    What is included begins on a line of its own where it would else be indented.
    """

    read: Callable[[str], Page]
    body: Callable[[str], tuple[int, int]]
    preamble: Callable[[str], tuple[int, int]]
    on_own_line: bool


def with_includes(page: Page, path: str, load: IncludeLoader, form: Format) -> Page:
    """The page that a page is together with what it includes."""
    if not page.includes:
        return page
    whole = _Whole(load, form)
    file = SourceFile(path, page.text)
    whole.add(file, (0, len(page.text)), page.includes, ("",))
    text = "".join(whole.texts)
    found = form.read(text)
    problems = sorted([*found.problems, *whole.problems], key=lambda one: one.start)
    return replace(
        found,
        problems=tuple(problems),
        includes=(),
        macros=page.macros,
        parts=tuple(whole.parts),
        path=path,
    )


class _Whole:
    """What was put together so far; each include that is followed is left blank."""

    def __init__(self, load: IncludeLoader, form: Format) -> None:
        self.load = load
        self.form = form
        self.texts: list[str] = []
        self.parts: list[FilePart] = []
        self.problems: list[PageProblem] = []
        self.length = 0
        self.files = 0

    def add(
        self,
        file: SourceFile,
        span: tuple[int, int],
        includes: tuple[Include, ...],
        names: tuple[str, ...],
    ) -> None:
        """Puts a file there, and what it includes; `names` lead to it."""
        at = span[0]
        for include in includes:
            if not span[0] <= include.start <= span[1]:
                continue
            self.put(file, at, file.text[at : include.start])
            self.put(file, include.start, self.blank(include))
            self.follow(include, names)
            at = include.end
        self.put(file, at, file.text[at : span[1]])

    def put(self, file: SourceFile, offset: int, text: str) -> None:
        """Puts a stretch of a file behind what is there."""
        if text:
            self.parts.append(FilePart(self.length, file, offset))
            self.texts.append(text)
            self.length += len(text)

    def blank(self, include: Include) -> str:
        """As much as an include takes, with nothing in it."""
        length = include.end - include.start
        if not self.form.on_own_line:
            return " " * length
        return " " * (length - 1) + "\n"

    def follow(self, include: Include, names: tuple[str, ...]) -> None:
        """Puts the included file there, or tells why not."""
        try:
            found = self.found(include, names)
        except IncludeError as error:
            if not include.optional:
                self.tell(include, str(error), isinstance(error, OutsideError))
            return
        if found is None:
            if not include.optional:
                self.tell(include, f"there is no file {include.names[0]}")
            return
        name, file = found
        if name in names:
            self.tell(include, "the files include each other without end")
            return
        self.files += 1
        if self.files > MOST_FILES or self.length + len(file.text) > LARGEST_WHOLE:
            self.tell(include, f"more than {MOST_FILES} files, or too long a text")
            return
        span = (self.form.preamble if include.preamble else self.form.body)(file.text)
        self.add(file, span, self.form.read(file.text).includes, (*names, name))
        if not self.texts[-1].endswith("\n"):
            self.put(file, span[1], "\n")

    def found(
        self, include: Include, names: tuple[str, ...]
    ) -> tuple[str, SourceFile] | None:
        """The file that is meant: from the page, or from the file that includes it."""
        beside = PurePosixPath(names[-1]).parent
        each = (t for name in include.names for t in (name, _joined(beside, name)))
        refused: IncludeError | None = None
        for tried in dict.fromkeys(each):
            try:
                file = self.load(tried)
            except IncludeError as error:
                refused = refused or error
                continue
            if file is not None:
                return tried, file
        if refused is not None:
            raise refused
        return None

    def tell(self, include: Include, message: str, refused: bool = False) -> None:
        start = self.length - (include.end - include.start)  # of what is left blank
        said = f"{include.name}: {message}"
        self.problems.append(PageProblem(start, said, refused))


def _joined(folder: PurePosixPath, name: str) -> str:
    """A name from a folder on, without steps back."""
    parts: list[str] = []
    for part in (folder / name).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
