"""What a part of a page holds: pieces, relations, and what waits for a verdict."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field

from ..documents import Mathematics, WrongAt
from ..evaluation import Machine, Sampler
from ..expressions import NotUnderstood
from ..latex import Mark, Marks, Names, Stands, Statement
from .assumptions import Assumed
from .claim import Claim, Verdict


@dataclass(frozen=True, slots=True)
class Ground:
    """What a relation was judged on: the assumptions, its place, the page's names."""

    assumed: Assumed
    order: int
    names: Names


@dataclass(slots=True)
class Relation:
    """One relation of a page, with its place and its verdict."""

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


@dataclass(slots=True)
class Piece:
    """One piece of mathematics, what it says, and what came of it."""

    mathematics: Mathematics
    display: int | None
    layout: str | None = None
    stands: Stands = "display"
    marks: Marks = ()
    statements: list[Statement] = field(default_factory=list)
    formulas: list[Claim] = field(default_factory=list)
    machine: Machine | None = None
    relations: list[Relation] = field(default_factory=list)
    error: NotUnderstood | None = None
    wrong: WrongAt | None = None
    wrong_start: int = 0

    def offset(self, at: int) -> int:
        """The place in the page of a place in this piece's text."""
        return self.mathematics.offset(min(at, len(self.mathematics.tex)))


@dataclass(slots=True)
class Scope:
    """What holds between two `fresh`."""

    pieces: list[Piece] = field(default_factory=list)
    mentions: list[Piece] = field(default_factory=list)
    imported: list[Statement] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    seed: int = 0


@dataclass(slots=True)
class Chain:
    """A chain of sides that later lines may go on with."""

    conditions: list[Marks] = field(default_factory=list)
    last: Marks = ()
    piece: Piece | None = None
    order: int = 0
    broken: bool = False


@dataclass(slots=True)
class Pending:
    """A relation that waits for its verdict."""

    piece: Piece
    sign: Mark
    left: Marks
    right: Marks
    left_piece: Piece
    chain: Chain
    statement: Statement
    order: int
    within: Marks = ()
    within_at: int = 0


def text_names(scope: Scope) -> frozenset[str]:
    r"""Words of `\text` that a definition or declaration introduces."""
    found: set[str] = set()
    for piece in scope.pieces:
        for place, mark in enumerate(piece.marks):
            if mark.kind != "text":
                continue
            ahead = place + 1
            while (
                ahead < len(piece.marks)
                and piece.marks[ahead].kind in {"sub", "sup", "amp"}
            ):  # fmt: skip  # a condition on its own lines
                ahead += 1
            if ahead < len(piece.marks) and piece.marks[ahead].text in {":=", r"\in"}:
                found.add(mark.text)
    return frozenset(found)


def own_error(error: Exception) -> str:
    """The sentence for an exception that nobody foresaw, with its place in the code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    file = last.filename.replace("\\", "/").rpartition("/")[2]
    return (
        f"this is an error of derivcheck, not of the page: {type(error).__name__} "
        f"in {file}, line {last.lineno}"
    )


def spelling(marks: Marks) -> str:
    """The marks as one text, without what changes nothing in the meaning."""
    found = []
    for mark in marks:
        inside = "".join("{" + spelling(part) + "}" for part in mark.parts)
        found.append(f"{mark.text} {inside}")
    return "".join(found)


def written_text(piece: Piece, marks: Marks) -> str:
    """A side as the page writes it."""
    if not marks:
        return ""
    start = min(m.start for m in marks)
    end = max(m.end for m in marks)
    tex = piece.mathematics.tex
    depth = 0
    for place in range(start, end):
        depth += (tex[place] == "{") - (tex[place] == "}")
    while depth > 0 and end < len(tex):
        depth += (tex[end] == "{") - (tex[end] == "}")
        end += 1
    return " ".join(tex[start:end].split())
