"""Marks into statements: what is said, before anything is known of the names.

A piece of mathematics holds statements, parted by line ends, loose commas, "and",
or a wide space between two relations. A statement is a chain: sides, with a relation
between neighbours; the conditions and words beside it belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from .bracketed import facing_inward, take_remarks
from .left_spellings import plain_sides
from .marks import Mark, Marks
from .nesting import partition
from .remarks import NO_REMARK, Remark, read_remark
from .segmentation import (
    Segment,
    related,
    segments_of,
    with_words,
    without_braces,
    wrapped,
)
from .vocabulary import IMPLYING

Stands = Literal[
    "display",
    "text",
    "supposed",
    "mentioned",
    "introduced",
    "explained",
    "case",
    "unclear",
]


@dataclass(slots=True)
class Statement:
    """A chain of sides with relations between neighbours, as marks.

    `goes_on` is true where the first side is the last one of the chain before; `said`
    are the words in front, as `words` with their places, `row` is the number of its
    line, and `stop` the comma or point before it, `spaced` where a wide space is;
    `inside` are words right behind one of its signs. `stands` is where: in a display,
    in the running text, there behind an "if" or in a sentence that does not call a
    quantity so, that does if the name is new, or new but for definitions, as the mere
    name of a case, or where that is not clear; `bracketed` is true where brackets stood
    round it all.
    """

    sides: list[Marks]
    relations: list[Mark]
    said: str = ""
    words: Marks = ()
    row: int = 0
    goes_on: bool = False
    before: str = "start"
    stop: str = ""
    spaced: bool = False
    inside: Marks = ()
    bracketed: bool = False
    start: int = 0
    marks: Marks = field(default=())
    stands: Stands = "display"

    @property
    def remark(self) -> Remark:
        """What the words in front make of it."""
        return read_remark(self.said) if self.said else NO_REMARK

    @property
    def follows(self) -> bool:
        """Whether an arrow stands among the words in front."""
        return any(arrow in self.said for arrow in IMPLYING)

    @property
    def end(self) -> int:
        """Where the statement ends in its text."""
        return self.marks[-1].end if self.marks else self.start


def read_statements(
    marks: Marks, known: frozenset[str], stands: Stands = "display"
) -> list[Statement]:
    """The statements of one piece; `known` are words that name a quantity."""
    plain = facing_inward(with_words(marks, known))
    remarks: list[Marks] = []
    plain = without_braces(take_remarks(plain, remarks))
    found = [_statement(segment) for segment in segments_of(plain)]
    for remark in remarks:
        inner = [_statement(segment) for segment in segments_of(remark)]
        for statement in inner:
            statement.before = "remark"
        found.extend(inner)
    told: list[Statement] = []
    for statement in found:
        if statement.sides or statement.relations or statement.said:
            statement.stands = stands
            for one in _parted(statement):
                told += _turned(one, told[-1].sides[-1:] if told else [])
    return told


def _parted(statement: Statement) -> list[Statement]:
    """`a := b := c` as two definitions, of b first; each with a plain left side."""
    signs = [sign.text for sign in statement.relations]
    if signs[:1] != [":="]:
        return [statement]
    if signs[:2] == [":=", ":="]:
        first = replace(
            statement,
            sides=statement.sides[:2],
            relations=statement.relations[:1],
            before="start",
        )
        rest = replace(
            statement,
            sides=statement.sides[1:],
            relations=statement.relations[1:],
            start=statement.relations[0].end,
        )
        return [*_parted(rest), *_parted(first)]
    left, right = plain_sides(statement.sides[0], statement.sides[1])
    statement.sides[:2] = [left, right]
    return [statement]


def _turned(statement: Statement, before: list[Marks]) -> list[Statement]:
    """`A = B =: C` claims A = B and defines C by B, which may be in the line above.

    It is left as it is where =: does not stand last, or nothing is before it.
    """
    signs = [sign.text for sign in statement.relations]
    place = len(signs) - 1
    if "=:" not in signs or signs.index("=:") < place:
        return [statement]
    value, name = statement.sides[place] or (*before, ())[0], statement.sides[-1]
    if not value:
        return [statement]
    sign = replace(statement.relations[place], text=":=")
    defined = Statement(
        [name, value],
        [sign],
        start=sign.start,
        words=statement.words,
        marks=statement.marks,
        stands=statement.stands,
    )
    if not place:
        return [defined]
    statement.sides = statement.sides[:-1]
    statement.relations = statement.relations[:-1]
    return [statement, defined]


def _statement(segment: Segment) -> Statement:
    marks = [m for m in segment.marks if m.kind not in {"wide", "amp"}]
    bracketed = wrapped(marks) and related(marks)
    if bracketed:
        marks = marks[1:-1]
    while marks and marks[-1].kind == "comma":
        marks.pop()
    sides, relations = partition(tuple(marks), {"relation"})
    start = marks[0].start if marks else 0
    return Statement(
        sides=sides if marks else [],
        relations=relations,
        said=segment.said,
        words=segment.words,
        row=segment.row,
        goes_on=bool(relations) and not sides[0],
        before=segment.before,
        stop=segment.stop,
        spaced=segment.spaced,
        inside=segment.inside,
        bracketed=bracketed,
        start=start,
        marks=tuple(marks),
    )
