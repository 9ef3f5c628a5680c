r"""Words beside a declaration that say more than it does -> what they assume.

`$P \in \mathbb{R}^{n \times n}$ symmetric` assumes $P = P^\top$. A property that no
relation says is an assumption in words, and what depends on it is not understood.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from ..documents import Page
from ..expressions import NotUnderstood
from ..latex import (
    Assuming,
    Macros,
    Marks,
    is_membership,
    listed,
    read_marks,
    read_remark,
    read_set,
    read_statements,
    relations_in,
    thin,
)
from .clauses import CLAUSE, FORMULA
from .prose import ALONE, DENIAL, words_around
from .scope import Passage

SYMMETRIC = r"{0} = {0}^\top"
ASSUMED = {
    "symmetric positive definite": SYMMETRIC,
    "symmetric and positive definite": SYMMETRIC,
    "symmetric positive semidefinite": SYMMETRIC,
    "symmetric positive semi-definite": SYMMETRIC,
    "symmetric and positive semidefinite": SYMMETRIC,
    "symmetric and positive semi-definite": SYMMETRIC,
    "symmetric": SYMMETRIC,
    "antisymmetric": r"{0} = -{0}^\top",
    "skew-symmetric": r"{0} = -{0}^\top",
    "orthogonal": r"{0}^\top {0} = I",
    "orthonormal columns": r"{0}^\top {0} = I",
    "orthonormal rows": r"{0} {0}^\top = I",
    "whose columns are orthonormal": r"{0}^\top {0} = I",
    "whose rows are orthonormal": r"{0} {0}^\top = I",
    "idempotent": r"{0} {0} = {0}",
    "normalized": r"{0}^\top {0} = 1",
    "normalised": r"{0}^\top {0} = 1",
    "unit vector": r"{0}^\top {0} = 1",
    "unit vectors": r"{0}^\top {0} = 1",
    "positive": r"{0} > 0",
    "negative": r"{0} < 0",
    "nonnegative": r"{0} \ge 0",
    "non-negative": r"{0} \ge 0",
    "nonpositive": r"{0} \le 0",
    "non-positive": r"{0} \le 0",
}
UNREAD = {"diagonal", "triangular", "definite", "semidefinite", "semi-definite",
          "stochastic", "unitary", "nonzero", "non-zero",
          r"orthonormal(?!\s+(?:columns|rows)\b)"}  # fmt: skip
KNOWN = "|".join(sorted(ASSUMED, key=len, reverse=True))
PROPERTY = (
    rf"(?<![\w-])(?P<said>(?:(?:positive|negative)[\s-]+)?(?:{'|'.join(sorted(UNREAD))})|"
    rf"{KNOWN})(?![\w-])"
)
LINES_OF = re.compile(r"\b(?P<lines>columns|rows)\s+of\s+$", re.I)
THINGS = (
    r"(?:matrix|matrices|vectors?|numbers?|scalars?|constants?|parameters?|reals?|"
    r"weights?|entries)"
)
BEFORE = re.compile(rf"{PROPERTY}(?:\s+(?:real\s+)?{THINGS})?\s*$", re.I)
BEHIND = re.compile(
    r"[\s,]*(?:(?:is|are|be|with|has|have|having)\s+)?(?:both\s+|all\s+)?(?:an?\s+|the\s+)?"
    rf"{PROPERTY}",
    re.I,
)
VERBS = r"let|be|is|are|with|where|while|for|suppose|assume|has|have|given|any|but"
WORDS = rf"(?:(?!\b(?:{VERBS})\b)[\w\s-])*"  # none with which a clause begins
LISTED = re.compile(
    rf"(?:(?:,|,?\s+and\b){WORDS}{FORMULA}\s*)+,?\s*(?:are|be)\s+"
    rf"(?:both\s+|all\s+)?{PROPERTY}",
    re.I,
)
PROPERTY_ENDS = re.compile(
    rf"\s*(?:{THINGS}\s+(?:that|which|whose|of)\b|(?:{THINGS}\b\s*)?(?:$|[,;:.()]|"
    rf"{FORMULA}|(?:and|with)\b|positive\b|\n\s*\n))",
    re.I,
)
ENTRIES = (
    r"(?:with|of|whose|having|formed\s+(?:by|of|from))\s+(?:(?:the|its)\s+)?"
    r"(?:(?!length|size|shape|order|norm|dimension)[a-z-]+\s+){0,3}?(?:(?:are|is)\s+)?"
    rf"(?:the\s+)?(?P<entry>{FORMULA})"
)
DIAGONAL_BEHIND = re.compile(
    r"[\s,]*(?:(?:is|are|be|denotes?)\s+)?(?:an?\s+|the\s+)?diagonal\s+"
    rf"(?:matrix\s+)?{ENTRIES}",
    re.I,
)
DIAGONAL_BEFORE = re.compile(r"\bdiagonal\s+matrix\s+$", re.I)
ENTRIES_BEHIND = re.compile(rf"\s*{ENTRIES}", re.I)
VECTOR_BEHIND = re.compile(  # p is the vector of the counts c_i
    rf"[\s,]*(?:(?:is|are|be|denotes?)\s+)?(?:the|an?)\s+(?:column\s+)?vector\s+{ENTRIES}",
    re.I,
)
MENTIONING = {"", "where", "and", "with", "here", "and where", "and with"}
SQUARE = {"symmetric", "antisymmetric", "skew-symmetric", "orthogonal", "idempotent"}


def assumed_beside(page: Page, passage: Passage) -> Iterator[Passage]:
    """What the words beside a declaration in the running text assume of its names.

    They may stand beside a name alone too, in the sentence of a declaration.
    """
    start, end = passage.mathematics.start, passage.mathematics.end
    before, after = words_around(page, start, end)
    declares = is_declared(passage)
    clause = CLAUSE.split(before)[-1].rpartition(FORMULA)[2].strip().lower()
    act = clause == "let" or isinstance(read_remark(clause), Assuming)
    named = act or (passage.sentence.declares and clause in MENTIONING)
    if not (declares or named) or (not declares and relations_in(passage.marks)):
        return
    yield from _made_of(page, passage, after)
    found = BEHIND.match(after) or (BEFORE.search(before) if declares else None)
    listed = LISTED.match(after) if found is None and declares else None
    found = found or listed
    if diagonal_in_words(before, after) is not None:
        return  # a declaration of what it is made of
    if found is None or passage.sentence.denied or DENIAL.search(found[0]):
        return
    ends = PROPERTY_ENDS.match(after[found.end() :]) or found.re is BEFORE
    said = " ".join(found["said"].lower().split())
    if (lines := LINES_OF.search(before)) is not None:
        said = f"{said} {lines['lines'].lower()}"
    square = listed is not None and (said in SQUARE or said.endswith("definite"))
    names = _declared(passage, square=square) if declares else [passage.mathematics.tex]
    definite = said.rpartition(" ")[2] if said.endswith("definite") else ""
    for name in names:
        clear = ends and passage.stands != "supposed"
        known = ASSUMED.get(said) if clear else None
        assumed = known.format(name) if known else rf"{name} \text{{ is {said}}}"
        yield replace(_assumption(passage, assumed), definite=definite if known else "")


def _assumption(passage: Passage, assumed: str) -> Passage:
    """What words beside a passage assume, in its place."""
    tex = rf"\text{{assume }} {assumed}"
    return replace(
        passage,
        mathematics=replace(passage.mathematics, tex=tex),
        marks=read_marks(tex, Macros()),
        signs=(),
        sentence=ALONE,
    )


def _made_of(page: Page, passage: Passage, after: str) -> Iterator[Passage]:
    r"""The assumption in words that a vector has entries with a name of their own.

    The vector $\mathbf y$, or $y$, has the entries $y_i$ in any case.
    """
    found = VECTOR_BEHIND.match(after)
    signs = relations_in(passage.marks)
    if found is None or not passage.marks or (signs and not is_declared(passage)):
        return
    formulas, own = page.mathematics, passage.mathematics.start
    number = bisect_left(formulas, own, key=lambda one: one.start)
    entry = formulas[number + found[0].count(FORMULA)].tex
    name = passage.mathematics.tex.partition(r"\in")[0].strip()
    plain = thin(passage.marks[0].text)
    if "_" in entry and ("(" in name or not entry.strip().startswith(plain)):
        yield _assumption(passage, rf"{name} \text{{ is the vector of }} {entry}")


def diagonal_in_words(before: str, after: str) -> re.Match[str] | None:
    """The words that say which entries a diagonal matrix has, behind its name."""
    if DIAGONAL_BEFORE.search(before) is not None:
        return ENTRIES_BEHIND.match(after)
    return DIAGONAL_BEHIND.match(after)


def is_declared(passage: Passage) -> bool:
    """Whether it has a sign of membership, which may declare."""
    return any(mark.text == r"\in" for mark in passage.marks)


def _is_square(space: Marks) -> bool:
    """Whether a set is one of matrices with as many rows as columns."""
    try:
        sizes = read_set(space, 0).sizes
    except NotUnderstood:
        return False  # told where the passage is read
    return len(sizes) == 2 and sizes[0] == sizes[1]


def _declared(passage: Passage, *, square: bool) -> Iterator[str]:
    """The names that a passage declares, as it writes them, or those of matrices."""
    try:
        statements = read_statements(passage.marks, frozenset(), passage.stands)
    except NotUnderstood:
        return  # told where the passage is read
    for statement in statements:
        if not is_membership(statement):
            continue
        if not square or _is_square(statement.sides[1]):
            yield from (passage.written(marks) for marks in listed(statement.sides[0]))
