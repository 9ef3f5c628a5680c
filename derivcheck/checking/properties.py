r"""Words beside a declaration that say more than it does -> what they assume.

`$P \in \mathbb{R}^{n \times n}$ symmetric` assumes $P = P^\top$.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..documents import Page
from ..expressions import NotUnderstood
from ..latex import (
    Macros,
    axes_of,
    is_membership,
    listed,
    read_marks,
    read_statements,
)
from .prose import ALONE, DENIAL, FORMULA, words_around
from .scope import Passage

ASSUMED = {
    "symmetric": r"{0} = {0}^\top",
    "antisymmetric": r"{0} = -{0}^\top",
    "skew-symmetric": r"{0} = -{0}^\top",
    "orthogonal": r"{0}^\top {0} = I",
    "idempotent": r"{0} {0} = {0}",
    "normalized": r"{0}^\top {0} = 1",
    "normalised": r"{0}^\top {0} = 1",
}
WORD = "|".join(ASSUMED)
BEFORE = re.compile(rf"\b({WORD})(?:\s+(?:matrix|matrices|vectors?))?\s*$", re.I)
BEHIND = re.compile(rf"[\s,]*(?:(?:is|are|be)\s+)?(?:an?\s+)?({WORD})\b", re.I)
LISTED = re.compile(
    rf"(?:(?:,|,?\s+and)[\w\s-]*{FORMULA}\s*)+,?\s*(?:are|be)\s+(?:both\s+|all\s+)?({WORD})\b",
    re.I,
)


def assumed_beside(page: Page, passage: Passage) -> Iterator[Passage]:
    """What the words beside a declaration in the running text assume of its names."""
    start, end = passage.mathematics.start, passage.mathematics.end
    before, after = words_around(page, start, end)
    found = BEHIND.match(after) or BEFORE.search(before)
    square = False
    if found is None:
        found, square = LISTED.match(after), True
    if found is None or DENIAL.search(before + found[0]):
        return
    for name in _declared(passage, square=square):
        tex = rf"\text{{assume }} {ASSUMED[found[1].lower()].format(name)}"
        said = replace(passage.mathematics, tex=tex)
        marks = read_marks(tex, Macros())
        yield replace(passage, mathematics=said, marks=marks, signs=(), sentence=ALONE)


def _declared(passage: Passage, *, square: bool) -> Iterator[str]:
    """The names that a passage declares, as it writes them, or those of matrices."""
    try:
        statements = read_statements(passage.marks, frozenset(), passage.stands)
    except NotUnderstood:
        return  # told where the passage is read
    for statement in statements:
        if not is_membership(statement):
            continue
        if not square or axes_of(statement.sides[1]) == 2:
            yield from (passage.written(marks) for marks in listed(statement.sides[0]))
