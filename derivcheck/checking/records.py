"""What came of a page: its relations with their verdicts, and what these rest on."""

from __future__ import annotations

import traceback
from bisect import bisect_right
from dataclasses import dataclass, field

from ..documents import Mathematics, Page
from ..evaluation import Machine, Sampler
from ..expressions import Fault, message
from ..judging import Claim, Verdict
from ..latex import Names, Statement
from ..readings import Alternative
from ..words import Passage
from .assumptions import Assumed
from .contradictions import Contradiction
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Ground:
    """What a relation was judged on: the assumptions, its place, what was read there.

    `order` is the number of its statement, `passage` where it is.
    """

    assumed: Assumed
    order: int
    reading: Reading
    passage: Passage

    @property
    def names(self) -> Names:
        """The names of the page."""
        return self.reading.names


@dataclass(slots=True)
class Relation:
    """One relation of a page, with its place and its verdict.

    `left`, `sign` and `right` are as the page writes them. `expected` says whether the
    verdict is the one that the page expects: `wanted`, which is "holds" unless the page
    calls the relation wrong.
    """

    start: int
    left: str
    sign: str
    right: str
    verdict: Verdict
    display: int | None = None
    ordinal: int = 0
    line: int = 0
    column: int = 0
    expected: bool = True
    wanted: str = "holds"
    place: tuple[int, int] | None = None
    claim: Claim | None = None
    sampler: Sampler | None = None
    ground: Ground | None = None

    @property
    def verdict_place(self) -> tuple[int, int]:
        """Where what is wrong stands: the relation itself, or the sign not read."""
        return self.place or (self.line, self.column)


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """What is wrong with a definition or a directive, and where in the page."""

    line: int
    column: int
    fault: Fault

    @property
    def message(self) -> str:
        """The sentence on it."""
        return message(self.fault)


@dataclass(frozen=True, slots=True)
class Input:
    """A name that nothing defines, and the sizes of its shape in words."""

    name: str
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage of mathematics, what it says, and what came of it.

    `first` is the order of its first statement, as the rows of the model count them.
    """

    passage: Passage
    statements: tuple[Statement, ...] = ()
    first: int = 0
    formulas: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    machine: Machine | None = None

    @property
    def mathematics(self) -> Mathematics:
        """Its text, and where it is on the page."""
        return self.passage.mathematics

    @property
    def display(self) -> int | None:
        """The number of the display that it is; None in the running text."""
        return self.passage.display

    def offset(self, at: int) -> int:
        """The place in the page of a place in this piece's text."""
        return self.passage.offset(at)


@dataclass(frozen=True, slots=True)
class Judged:
    """A part of a page with its verdicts.

    `problems` are those of its reading, and `mistakes` the tracebacks of exceptions
    that nobody foresaw; their relations are undecided. `choices` are what it was read
    by beyond the strict language, and `rivals` those by which as much would be read;
    it is `guessed` where they say what its names are. `twice` is what it says of one
    name in two ways.
    """

    pieces: tuple[Piece, ...]
    problems: tuple[tuple[int, Fault], ...] = ()
    inputs: tuple[Input, ...] = ()
    mistakes: tuple[str, ...] = ()
    choices: tuple[Alternative, ...] = ()
    guessed: bool = False
    rivals: tuple[Alternative, ...] = ()
    reading: Reading | None = None
    twice: tuple[Contradiction, ...] = ()


@dataclass(slots=True)
class Found:
    """What checking a page gave.

    `relations` are in reading order. `problems` are what is wrong with definitions and
    directives. `unchecked` are the displays that the page leaves out, each with its
    line, the reason and the number of its relations. `inputs` are the names that
    nothing defines.
    """

    path: str
    relations: list[Relation] = field(default_factory=list)
    """Those of the file; what stands in an included one is of that one."""
    included: list[Found] = field(default_factory=list)
    """The files that the page includes, each with what was found in it."""
    unchecked: list[tuple[int, str, int]] = field(default_factory=list)
    problems: list[PlacedFault] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    parts: list[Judged] = field(default_factory=list)
    """What came of each part of the page, from one `fresh` to the next."""
    definitions: list[tuple[int, int, str]] = field(default_factory=list)
    """Claims that look like definitions: the place of the sign, and the left side."""
    choices: list[Alternative] = field(default_factory=list)
    """What was read by a choice, in the order of the page's parts."""
    guessed: bool = False
    """Whether a part was read by a guess at what its names are."""
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    """Tracebacks of exceptions that nobody foresaw; their relations are undecided."""
    page: Page = field(default_factory=lambda: Page("", (), ()))

    def keep(self, error: Exception) -> None:
        """Keeps the traceback of an exception that nobody foresaw."""
        self.mistakes.append("".join(traceback.format_exception(error)))

    @property
    def good(self) -> bool:
        """Whether every relation is as the page expects, and nothing else is wrong."""
        well = not self.problems and all(r.expected for r in self.relations)
        return well and all(one.good for one in self.included)

    @property
    def empty(self) -> bool:
        """Whether nothing in the file states anything, and nothing is wrong with it."""
        told = self.relations or self.problems or self.unchecked or self.definitions
        return not told and not self.own_pieces

    @property
    def own_pieces(self) -> list[Piece]:
        """The pieces that are in the file, and not in one that the page includes."""
        return [piece for piece in self.pieces if self.owns(piece)]

    def owns(self, piece: Piece) -> bool:
        """Whether a piece of the page is in this file."""
        file = self.page.file_at(piece.mathematics.start)
        return file.path == self.page.path

    def at(self, line: int, column: int) -> str:
        """A place in the file, and of a notebook the cell and the line there."""
        number = bisect_right(self.cells, (line, column, "\uffff")) - 1
        cell = f" {self.cells[number][2]}:" if number >= 0 else ""
        return f"{self.path}:{line}:{column}:{cell}"

    def totals(self) -> dict[str, int]:
        """How many relations are present, and how many have each verdict."""
        words = ("holds", "fails", "vacuous", "undecided", "not understood")
        found = {w: sum(r.verdict.word == w for r in self.relations) for w in words}
        left_out = sum(count for _, _, count in self.unchecked)
        return {
            "present": len(self.relations) + left_out,
            **found,
            "unchecked": left_out,
        }
