r"""Rows and columns that the text names -> second names for parts of a matrix.

After "$X \in \mathbb{R}^{n \times p}$ with rows $x_i^\top$" the entry k of `x_i` is
`X_{ik}`, also below a $\partial$.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..documents import Mathematics, Page
from ..expressions import NotUnderstood
from ..latex import Macros, Mark, Marks, balanced, is_transpose, read_marks
from .clauses import FORMULA
from .prose import ALONE, DENIAL, words_around
from .scope import Passage

KIND = r"(?P<kind>row|column)"
VECTORS = r"(?:\s+vectors?)?"
EACH = rf"(?:(?:{FORMULA}|[a-z])\s*-?\s*th\s+)?"
OF_BEFORE = re.compile(  # the rows of X are x_i
    rf"\b(?:{KIND}s{VECTORS}|those)\s+of\s+(?:the\s+(?:\w+\s+){{0,2}}matrix\s+)?"
    rf"{FORMULA},?\s*(?:are|is|be)\s+(?:the\s+vectors\s+)?$",
    re.I,
)
WORDS = rf"[^,;:{FORMULA}]*"
HAS_BEFORE = re.compile(  # X has the rows x_i; X is a matrix of inputs with rows x_i
    rf"{FORMULA}(?P<between>\s+(?:be|is|denotes?)\b{WORDS}(?:{FORMULA}{WORDS})?\bmatrix\b"
    rf"{WORDS})?,?\s*(?:with|whose|has|have|having|and\s+its)\s+(?:the\s+)?"
    rf"(?P<orthonormal>orthonormal\s+)?{KIND}s?{VECTORS}\s+(?:are\s+|is\s+)?$",
    re.I,
)
NAMED_BEFORE = re.compile(
    rf"\b(?:the|a|each|every)\s+{EACH}{KIND}s?{VECTORS}\s+$", re.I
)
OF_BEHIND = re.compile(rf"\s*of\s+(?:the\s+(?:\w+\s+){{0,2}}matrix\s+)?{FORMULA}", re.I)
ARE_BEHIND = re.compile(  # x_i are the rows of X
    rf"(?:\s*(?:for|with)\s+{FORMULA})?,?\s*(?:(?:are|is|as|be|being|denotes?|for)\s+)?"
    rf"(?:the|a)\s+{EACH}{KIND}s?{VECTORS}\s+of\s+"
    rf"(?:the\s+(?:\w+\s+){{0,2}}matrix\s+)?{FORMULA}",
    re.I,
)
AND = r"\s*(?:,\s*(?:and\b)?|and\b)\s*"
EACH_BEHIND = re.compile(  # x_i and y_i are the rows of X and Y
    rf"(?P<more>(?:{AND}{FORMULA})*),?\s*(?:(?:are|as|be|denote)\s+)?the\s+{KIND}s"
    rf"{VECTORS}\s+of\s+(?:the\s+(?:\w+\s+){{0,2}}matrices\s+)?"
    rf"(?P<of>{FORMULA}(?:{AND}{FORMULA})+)",
    re.I,
)
BEFORE_EACH = re.compile(rf"(?:{FORMULA}{AND})+$", re.I)
SAID = re.compile(r"\b(row|column)s?\b", re.I)
ENTRY = r"\jmath"  # the letter that runs in a row; nobody's own


@dataclass(frozen=True, slots=True)
class NamedLines:
    """A name with an index for the rows or columns of a matrix."""

    name: str
    letter: str
    matrix: str
    columns: bool
    orthonormal: bool = False


def sliced_beside(page: Page, passage: Passage, macros: Macros) -> Iterator[Passage]:
    """What the words round a name in the running text say of rows or columns.

    It is a declaration of the name, and a definition that gives a second name.
    """
    found = _slice(page, passage, macros)
    if found is None:
        return
    below = f"{found.name}_{{{found.letter} {ENTRY}}}"
    places = (ENTRY, found.letter) if found.columns else (found.letter, ENTRY)
    lines = [
        (rf"{found.name}_{found.letter} \in \mathbb{{R}}^*", False),
        (rf"{below} := {found.matrix}_{{{' '.join(places)}}}", True),
    ]
    if found.columns:
        lines.append((rf"{found.matrix} \in \mathbb{{R}}^{{* \times *}}", False))
    if found.orthonormal:
        product = r"{0}^\top {0}" if found.columns else r"{0} {0}^\top"
        lines.append((rf"\text{{assume }} {product.format(found.matrix)} = I", False))
    for tex, again in lines:
        yield replace(
            passage,
            mathematics=replace(passage.mathematics, tex=tex),
            marks=read_marks(tex, Macros()),
            signs=(),
            sentence=ALONE,
            stands="text",
            gives_second_names=again,
        )


def _slice(page: Page, passage: Passage, macros: Macros) -> NamedLines | None:
    """The rows or columns that a passage names, if the words round it say so."""
    own = _indexed(passage.marks)
    if own is None:
        return None
    start, end = passage.mathematics.start, passage.mathematics.end
    before, after = words_around(page, start, end)
    found = _matrix(page, passage.mathematics, before, after)
    if found is None or DENIAL.search(before):
        return None
    columns, formula = found
    try:
        matrix = _bare(read_marks(formula.tex, macros))
    except NotUnderstood:
        return None  # told where it is
    if matrix is None or matrix.text == own[0].text:
        return None
    has = HAS_BEFORE.search(before)
    orthonormal = has is not None and has["orthonormal"] is not None
    name, letter = own
    written = "" if letter.kind == "number" else passage.written((letter,))
    spelled = passage.written((name,))
    whole = _written(formula, matrix)
    return NamedLines(spelled, written or "i", whole, columns, orthonormal)


def _matrix(
    page: Page, own: Mathematics, before: str, after: str
) -> tuple[bool, Mathematics] | None:
    """Whether columns are named, and the formula that says of which matrix."""
    near = bisect_left(page.mathematics, own.start, key=lambda one: one.start)
    of = OF_BEFORE.search(before) or HAS_BEFORE.search(before)
    if of is not None and near:
        kinds = [of["kind"] or "", *reversed(SAID.findall(before[: of.start()]))]
        kind = next(filter(None, kinds), "")
        matrix = page.mathematics[near - of[0].count(FORMULA)]
        return (kind.lower() == "column", matrix) if kind else None
    several = EACH_BEHIND.match(after)
    if several is not None:
        listed = BEFORE_EACH.search(before)
        place = 0 if listed is None else listed[0].count(FORMULA)
        more, many = several["more"].count(FORMULA), several["of"].count(FORMULA)
        if place + 1 + more == many:
            matrix = page.mathematics[near + more + 1 + place]
            return several["kind"].lower() == "column", matrix
    named = NAMED_BEFORE.search(before)
    behind = OF_BEHIND.match(after) if named is not None else None
    kind = named if behind is not None else (behind := ARE_BEHIND.match(after))
    if kind is None or behind is None:
        return None
    number = near + behind[0].count(FORMULA)  # the sign itself may be in the words
    if number >= len(page.mathematics):
        return None
    return kind["kind"].lower() == "column", page.mathematics[number]


def _indexed(marks: Marks) -> tuple[Mark, Mark] | None:
    r"""The name and the index of `x_i`, `x_i^\top`, `x_1, \dots, x_n`.

    A declaration of it, `x_i \in \mathbb{R}^p`, names it too.
    """
    signs = [mark.text for mark in marks if mark.kind == "relation"]
    if signs not in ([], [r"\in"]):
        return None
    ends = (n for n, m in enumerate(marks) if m.kind in {"relation", "comma"})
    first = marks[: next(ends, len(marks))]
    if not first or first[0].kind not in {"letter", "name"}:
        return None
    below = [mark for mark in first[1:] if mark.kind == "sub"]
    above = [mark for mark in first[1:] if mark.kind == "sup"]
    if len(below) != 1 or len(below) + len(above) != len(first) - 1:
        return None
    if not all(is_transpose(mark.parts[0]) for mark in above):
        return None
    inside = below[0].parts[0]
    if len(inside) != 1 or inside[0].kind not in {"letter", "number"}:
        return None
    listed = any(mark.kind == "dots" for mark in marks)
    return (first[0], inside[0]) if inside[0].kind == "letter" or listed else None


def _bare(marks: Marks) -> Mark | None:
    r"""The name of `X` or `X \in \mathbb{R}^{n \times p}`, where nothing is added."""
    if not marks or marks[0].kind not in {"letter", "name"}:
        return None
    return marks[0] if len(marks) == 1 or marks[1].text == r"\in" else None


def _written(formula: Mathematics, mark: Mark) -> str:
    """A name as its formula writes it."""
    start, end = balanced(formula.tex, mark.start, mark.end)
    return " ".join(formula.tex[start:end].split())
