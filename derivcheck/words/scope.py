"""What a part of a page holds, as marks: what reaches from one `fresh` to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..documents import Mathematics, WrongAt
from ..expressions import NotUnderstood
from ..latex import Marks, Sign, Stands, Statement, balanced, every_sign
from .constancy import Constancy
from .prose import ALONE, Around


@dataclass(frozen=True, slots=True)
class InWords:
    """What words say that a name is: as LaTeX, and a key that is one for one meaning.

    It may be said `of` any name, of an input (that it depends on another), of what is
    defined (that it is held fixed), or be a property of an input, one of several. What
    is the `usual` meaning of a sign is said for nothing, unless words call it something
    else too.
    """

    name: str
    tex: str
    meaning: str
    of: Literal["name", "usual", "input", "defined", "property"] = "name"


@dataclass(frozen=True, slots=True)
class UnreadWords:
    """A phrase that a sentence says of a name, and those of its words not read.

    It may `reach` no further than the formulas of its sentence.
    """

    name: str
    phrase: str
    words: frozenset[str]
    reach: tuple[int, int] | None = None

    def reaches(self, place: int) -> bool:
        """Whether it is said of what is at a place."""
        return self.reach is None or self.reach[0] <= place <= self.reach[1]


Reach = Literal["assumed", "declared", "meant"]
"""What words end: assumptions, sets that are declared too, or definitions as well."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Words from a place on which end what was said before, as "in general" does.

    They speak of the names in `of`, or of all where there are none, and end what was
    said between two places, `since` and `upto`, for what follows, or `until` a place.
    They end no relation with the sign in `unlike`, to the same side.
    """

    at: int
    words: str
    reach: Reach
    of: tuple[Marks, ...] = ()
    since: int = 0
    upto: int = 0
    until: int | None = None
    unlike: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of mathematics as marks, or why it has none, and what it stands under.

    `layout` is how derivatives of arrays by arrays are arranged there, `wrong` which of
    its relations the page expects to be wrong; `sentence` is what its sentence says,
    `constancy` what that holds constant, and `section` the number of headings before
    it. `signs` are the relation signs that are there, counted by themselves. What it
    defines may be a second name of what is on the right; what it assumes to be
    symmetric may be `definite` too, or semidefinite. It is not written but said
    `in_words` where words declare what it does.
    """

    mathematics: Mathematics
    display: int | None
    layout: str | None = None
    stands: Stands = "display"
    marks: Marks = ()
    error: NotUnderstood | None = None
    wrong: WrongAt | None = None
    wrong_start: int = 0
    sentence: Around = ALONE
    constancy: tuple[Constancy, ...] = ()
    section: int = 0
    signs: tuple[Sign, ...] = ()
    definite: str = ""
    gives_second_names: bool = False
    in_words: InWords | None = None

    def offset(self, at: int) -> int:
        """The place in the page of a place in this passage's text."""
        return self.mathematics.offset(min(at, len(self.mathematics.tex)))

    def written(self, marks: Marks) -> str:
        """A side as the page writes it."""
        if not marks:
            return ""
        start = min(m.start for m in marks)
        end = max(m.end for m in marks)
        tex = self.mathematics.tex
        start, end = balanced(tex, start, end)
        return " ".join(tex[start:end].split())

    def places(self, marks: Marks) -> tuple[int, ...]:
        """The places in the page of the relation signs among marks of this passage."""
        return tuple(self.offset(sign.start) for sign in every_sign(marks))


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds between two `fresh`, before any of it is read.

    `passages` state something; `mentions` only name what is in them; `imported` are
    the definitions and declarations of the pages that are taken over, `endings` words
    that end what was said. What its words say of names and is not taken into account is
    `unread`.
    """

    passages: tuple[Passage, ...] = ()
    mentions: tuple[Passage, ...] = ()
    imported: tuple[Statement, ...] = ()
    unread: tuple[UnreadWords, ...] = ()
    endings: tuple[Ending, ...] = ()


def text_names(scope: Scope) -> frozenset[str]:
    r"""Words of `\text` that a definition or declaration introduces."""
    found: set[str] = set()
    for passage in scope.passages:
        marks = passage.marks
        for place, mark in enumerate(marks):
            if mark.kind != "text":
                continue
            ahead = place + 1
            while ahead < len(marks) and marks[ahead].kind in {"sub", "sup", "amp"}:
                ahead += 1
            if ahead < len(marks) and marks[ahead].text in {":=", r"\in"}:
                found.add(mark.text)
    return frozenset(found)
