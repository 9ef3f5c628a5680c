"""The names that a formula of the running text is of, and the words that say of them.

What words say of a name is put in the place of its formula, as if it were written.
"""

from __future__ import annotations

from dataclasses import replace

from ..documents import Page
from ..latex import Macros, Marks, listed, read_marks
from .prose import ALONE, BREAK, words_around
from .scope import InWords, Passage

SCRIPTS = {"sub", "sup"}


def names_in(passage: Passage) -> list[Marks]:
    """The names that a formula of the running text lists or declares, if it does."""
    signs = (n for n, mark in enumerate(passage.marks) if mark.text == r"\in")
    found = listed(passage.marks[: next(signs, len(passage.marks))])
    return found if passage.display is None and all(map(is_name, found)) else []


def is_name(marks: Marks) -> bool:
    """Whether they are a letter or a word, with indices or without."""
    return (
        marks[0].kind in {"letter", "name"}
        and not any(sign.isdigit() for sign in marks[0].text)
        and all(mark.kind in SCRIPTS for mark in marks[1:])
    )


def said_of(page: Page, passage: Passage) -> tuple[str, str]:
    """The words of its sentence before a formula and behind it."""
    own = passage.mathematics
    before, after = words_around(page, own.start, own.end)
    return before, BREAK.split(after)[0]


def put_in(passage: Passage, said: InWords) -> Passage:
    """What words say of a name, in the place of its formula."""
    return replace(
        passage,
        mathematics=replace(passage.mathematics, tex=said.tex),
        marks=read_marks(said.tex, Macros()),
        signs=(),
        sentence=ALONE,
        stands="text",
        in_words=said,
    )
