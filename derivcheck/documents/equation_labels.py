r"""Labels: where the equations stand that `\eqref` may point to.

In: the mathematics of a page. Out: each `\label` with its place and its number.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .page import Page

LABEL = re.compile(r"[ \t]*\\label\{(?P<label>[^{}]*)\}[ \t]*\n?")


@dataclass(frozen=True)
class EquationLabel:
    r"""A `\label`: where it stands and the number that its equation bears there."""

    page: str  # path of the page, as its `\eqref` links need it
    line: int
    number: str  # "2.3": the third of the second page of the reading order

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.page}:{self.line}"


def labels(
    page: Page, path: str, chapter: int | None = None
) -> Iterator[tuple[str, EquationLabel]]:
    """The labelled displays of a page, in reading order.

    Outside of a reading order, without a chapter, they are numbered 1, 2, 3.
    """
    prefix = "" if chapter is None else f"{chapter}."
    number = 0
    for formula in page.mathematics:
        for found in LABEL.finditer(formula.tex):
            number += 1
            line, _ = page.place(formula.offset(found.start("label")))
            yield found["label"], EquationLabel(path, line, f"{prefix}{number}")


def anchor(label: str) -> str:
    """The id of a labelled equation in the HTML of its page."""
    return re.sub(r"[^\w-]+", "-", label)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of a message: the word that was probably meant."""
    close = difflib.get_close_matches(word, list(words), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""
