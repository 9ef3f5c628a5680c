r"""Words that say a property of names -> what they assume or declare.

`$P \in \mathbb{R}^{n \times n}$ symmetric` assumes $P = P^\top$, and "$p$ is a
probability vector" declares $p \in \Delta$. What is not wholly read assumes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..documents import Page
from ..expressions import NotUnderstood
from ..latex import (
    Assuming,
    is_membership,
    listed,
    read_remark,
    read_set,
    read_statements,
    relations_in,
    thin,
)
from .clauses import CLAUSE, FORMULA
from .prose import BREAK, DENIAL, words_around
from .scope import InWords, Passage
from .words_on_names import names_in, put_in, said_of

SYMMETRIC = r"{0} = {0}^\top"
PROJECTS = r"{0} {0} = {0}"
UNIT = r"{0}^\top {0} = 1"
OF_NUMBERS = {
    "positive": (r"{0} > 0",),
    "negative": (r"{0} < 0",),
    "nonnegative": (r"{0} \ge 0",),
    "nonpositive": (r"{0} \le 0",),
}
OF_VECTORS = {
    "normalized": (UNIT,),
    "unit vector": (UNIT,),
    "one-hot": (r"{0} \in \{{\mathbf e_1, \dots, \mathbf e_*\}}",),
    "probability vector": (r"{0} \in \Delta",),
    "probability distribution": (r"{0} \in \Delta",),
}
OF_MATRICES = {
    "symmetric": (SYMMETRIC,),
    "positive definite": (SYMMETRIC,),
    "positive semidefinite": (SYMMETRIC,),
    "antisymmetric": (r"{0} = -{0}^\top",),
    "orthogonal": (r"{0}^\top {0} = I",),
    "orthonormal column": (r"{0}^\top {0} = I",),
    "orthonormal row": (r"{0} {0}^\top = I",),
    "idempotent": (PROJECTS,),
    "projection": (PROJECTS,),
    "orthogonal projection": (PROJECTS, SYMMETRIC),
    "diagonal": (r"{0} = {0} \odot I",),
    "lower triangular": (r"{0}_{{\imath\jmath}} 1_{{\imath < \jmath}} = 0",),
    "upper triangular": (r"{0}_{{\imath\jmath}} 1_{{\imath > \jmath}} = 0",),
}
ASSUMED = OF_NUMBERS | OF_VECTORS | OF_MATRICES
OF_PAIRS = {
    "orthogonal": (r"{0}^\top {1} = 0",),
    "orthonormal": (r"{0}^\top {1} = 0", r"{0}^\top {0} = 1", r"{1}^\top {1} = 1"),
}
SPELLED = {
    "skew-symmetric": "antisymmetric",
    "normalised": "normalized",
    "of unit length": "normalized",
    "of unit norm": "normalized",
    "whose columns are orthonormal": "orthonormal column",
    "whose rows are orthonormal": "orthonormal row",
    "strictly positive": "positive",
    "strictly negative": "negative",
    "non-negative": "nonnegative",
    "non-positive": "nonpositive",
    "positive-definite": "positive definite",
    "positive semi-definite": "positive semidefinite",
    "positive-semidefinite": "positive semidefinite",
    "lower-triangular": "lower triangular",
    "upper-triangular": "upper triangular",
}
ONE = "|".join(sorted({*ASSUMED, *OF_PAIRS, *SPELLED}, key=len, reverse=True))
ONE = rf"(?<![\w-])(?:{ONE})s?(?![\w-])"
ONE_OF = re.compile(ONE, re.I)
PROPERTY = rf"(?P<said>{ONE}(?:(?:\s*,\s*|\s+)(?:and\s+(?:an?\s+)?)?{ONE})*)"
THINGS = (
    r"(?:matrix|matrices|vectors?|numbers?|scalars?|constants?|parameters?|reals?|"
    r"weights?|entries|targets?|labels?)"
)
BEFORE = re.compile(rf"{PROPERTY}(?:\s+(?:real\s+)?{THINGS})?\s*$", re.I)
BEHIND = re.compile(
    r"[\s,]*(?P<verb>(?:is|are|be|with|has|have|having)\s+)?(?:both\s+|all\s+|mutually\s+)?(?:an?\s+|the\s+)?"
    rf"(?:(?:{FORMULA}\s+)?{THINGS}\s*,\s*|real\s+|two\s+)?{PROPERTY}",
    re.I,
)
VERBS = r"let|be|is|are|with|where|while|for|suppose|assume|has|have|given|any|but"
WORDS = rf"(?:(?!\b(?:{VERBS})\b)[\w\s-])*"  # none with which a clause begins
LISTED = re.compile(
    rf"(?:(?:,|,?\s+and\b){WORDS}{FORMULA}\s*)+,?\s*(?P<verb>are|be)\s+"
    rf"(?:both\s+|all\s+)?(?:two\s+)?{PROPERTY}",
    re.I,
)
PROPERTY_ENDS = re.compile(
    rf"\s*(?:{THINGS}\s+(?:that|which|whose|of)\b|to\s+(?:each\s+other|one\s+another)|"
    rf"(?<=vector)\s+in\s+{FORMULA}|(?<=vectors)\s+in\s+{FORMULA}|"
    rf"(?:(?:{FORMULA}\s+)?{THINGS}\b(?:\s+in\s+{FORMULA})?\s*)?"
    rf"(?:$|[,;:.()]|{FORMULA}|(?:and|with(?!\s+respect))\b|\n\s*\n))",
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
GOES_ON = re.compile(  # behind what a sentence states
    rf"[^,;:()]*(?:$|[.]|,?\s*(?:and|where|with)\b|,?\s*{FORMULA}|\n\s*\n)"
)
MENTIONING = {"", "where", "and", "with", "here", "and where", "and with"}
NOUN = re.compile(  # what a sentence about a name may begin with
    r"(?:(?:where|and|with|here|also|moreover|furthermore|the|our|both|all|assume|"
    r"suppose|that|weight|covariance|target|label|input)\b\s*)*"
    r"(?:matrix|matrices|vectors?|targets?|labels?|numbers?|inputs?|weights?)?",
    re.I,
)
STATING = {*["is", "are", "be", "and", "or"], *" ".join((*ASSUMED, *SPELLED)).split()}
OF_LINES = {"orthonormal column", "orthonormal row"}
HAVING = {"with", "has", "have", "having"}
LINES_OF = re.compile(r"\b(?P<line>column|row)s\s+of\s+$", re.I)
OF_ANOTHER = re.compile(r"\b(?:of|in|from|between|among|by|to)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Properties:
    """What words say of the names of a formula, each in its usual spelling.

    `stated` where a verb says it of names that are given elsewhere; `among` others they
    are the names of several formulas.
    """

    said: tuple[str, ...]
    words: str
    stated: bool
    among: bool

    @property
    def definite(self) -> str:
        """Whether it is "definite" or "semidefinite" too; empty where it is neither."""
        found = (one for one in self.said if one.endswith("definite"))
        return next(found, "").rpartition(" ")[2]


def assumed_beside(page: Page, passage: Passage) -> Iterator[Passage]:
    """What the words beside names of the running text assume of them.

    They may stand beside a declaration, or beside names alone: in the sentence of a
    declaration, or in one that says it.
    """
    before, after = said_of(page, passage)
    if passage.display is None and _is_introduced(passage, before):
        yield from _made_of(page, passage, after)
    found = properties_said(page, passage)
    if found is None or diagonal_in_words(before, after) is not None:
        return  # the latter declares what it is made of
    declares = is_declared(passage)
    for name, written in _relations(passage, found):
        sets = r"\in" in written
        tex = written if sets else rf"\text{{assume }} {written}"
        one = put_in(passage, InWords(name, tex, tex, "property"))
        if declares or not (sets or found.stated):
            one = replace(one, in_words=None)
        kind = found.definite if written == SYMMETRIC.format(name) else ""
        yield replace(one, definite=kind)


def properties_said(page: Page, passage: Passage) -> Properties | None:
    """The properties that the words beside names say, where they are wholly read."""
    if passage.display is not None or not passage.marks or passage.sentence.denied:
        return None
    own = passage.mathematics
    before, after = words_around(page, own.start, own.end)
    declares = is_declared(passage)
    clause = _clause(before)
    if not declares and relations_in(passage.marks):
        return None
    lines = LINES_OF.search(before)
    of_another = lines is None and OF_ANOTHER.search(before) is not None
    behind = None if of_another else BEHIND.match(after)
    listed = None if behind or of_another else LISTED.match(after)
    found = behind or listed or (BEFORE.search(before) if declares else None)
    if found is None or DENIAL.search(found[0]):
        return None
    stated = not _is_introduced(passage, before)
    if stated and (
        not found.groupdict().get("verb")
        or not GOES_ON.match(after, found.end())
        or not all(map(_is_plain, CLAUSE.split(before.replace(FORMULA, ","))))
        or DENIAL.search(before + BREAK.split(after)[0])
    ):
        return None
    ends = found.re is BEFORE or PROPERTY_ENDS.match(after, found.end())
    if not ends or passage.stands == "supposed":
        return None
    said = [" ".join(one.lower().split()) for one in ONE_OF.findall(found["said"])]
    usual = [SPELLED.get(one.removesuffix("s"), one.removesuffix("s")) for one in said]
    if lines is not None:
        usual = [f"{one} {lines['line'].lower()}" for one in usual]
    verb = (found.groupdict().get("verb") or "").strip().lower()
    if (lines is not None or verb in HAVING) and not {*usual} <= OF_LINES:
        return None
    return Properties(
        (*dict.fromkeys(usual),),
        found["said"],
        stated=stated,
        among=listed is not None or clause == "and",
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
        tex = rf"\text{{assume }} {name} \text{{ is the vector of }} {entry}"
        yield replace(put_in(passage, InWords(name, tex, tex)), in_words=None)


def diagonal_in_words(before: str, after: str) -> re.Match[str] | None:
    """The words that say which entries a diagonal matrix has, behind its name."""
    if DIAGONAL_BEFORE.search(before) is not None:
        return ENTRIES_BEHIND.match(after)
    return DIAGONAL_BEHIND.match(after)


def _is_introduced(passage: Passage, before: str) -> bool:
    """Whether a formula declares, or names stand in an act or beside a declaration."""
    clause = _clause(before)
    act = clause == "let" or isinstance(read_remark(clause), Assuming)
    beside = passage.sentence.declares and clause in MENTIONING
    return is_declared(passage) or act or beside


def _clause(before: str) -> str:
    """The words between a formula and the formula or the mark before it."""
    return CLAUSE.split(before)[-1].rpartition(FORMULA)[2].strip().lower()


def _is_plain(clause: str) -> bool:
    """Whether a clause before a name does no more than state something of others."""
    words = [word for word in clause.lower().split() if word not in STATING]
    return NOUN.fullmatch(" ".join(words)) is not None


def _relations(passage: Passage, found: Properties) -> Iterator[tuple[str, str]]:
    """Each name of a formula with a relation that says a property of it.

    None of them where one of the properties is not of such names.
    """
    arrays: list[tuple[str, int | None]] = [*_declared(passage, among=found.among)]
    if not is_declared(passage):
        arrays = [(passage.written(name), None) for name in names_in(passage)]
    relations = []
    for said in found.said:
        match arrays:
            case [(one, 1), (other, 1)] if said in OF_PAIRS:
                written = [form.format(one, other) for form in OF_PAIRS[said]]
                relations += [(one, form) for form in written]
                continue
            case _:
                pass
        fitting = [
            name for name, axes in arrays if _fits(said, axes, among=found.among)
        ]
        if not fitting:
            return
        relations += [
            (name, form.format(name)) for name in fitting for form in ASSUMED[said]
        ]
    yield from dict.fromkeys(relations)


def _fits(said: str, axes: int | None, *, among: bool) -> bool:
    """Whether a property is of names with so many axes; None where that is not known.

    Of several vectors "orthogonal" says something of each two.
    """
    if said not in ASSUMED or (axes is None and among and said in OF_PAIRS):
        return False
    if said in OF_MATRICES:
        return axes in {2, None}
    return axes in {1, None} or said in OF_NUMBERS


def is_declared(passage: Passage) -> bool:
    """Whether it has a sign of membership, which may declare."""
    return any(mark.text == r"\in" for mark in passage.marks)


def _declared(passage: Passage, *, among: bool) -> Iterator[tuple[str, int]]:
    """The names that a passage declares, as it writes them, and how many axes.

    Of matrices `among` others, those that are square.
    """
    try:
        statements = read_statements(passage.marks, frozenset(), passage.stands)
    except NotUnderstood:
        return  # told where the passage is read
    for statement in statements:
        if not is_membership(statement):
            continue
        try:
            sizes = read_set(statement.sides[1], 0).sizes
        except NotUnderstood:
            sizes = ()  # told where the passage is read
        if among and len(sizes) == 2 and sizes[0] != sizes[1]:
            continue
        for marks in listed(statement.sides[0]):
            yield passage.written(marks), len(sizes)
