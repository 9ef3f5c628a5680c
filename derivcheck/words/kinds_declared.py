r"""Words that say what a name is -> its declaration.

After "let $A$ be an $m \times n$ matrix", "$x$ and $y$ live in $\mathbb{R}^n$" or "the
vector $v$", the name is declared as if a sign of membership stood there, unless a
formula gives it too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..documents import Mathematics, Page
from ..expressions import NotUnderstood
from ..latex import (
    Marks,
    Statement,
    flat,
    is_definition,
    is_mapping,
    is_membership,
    is_range,
    listed,
    read_statements,
    thin,
)
from .clauses import FORMULA
from .properties import diagonal_in_words
from .prose import DENIAL
from .scope import InWords, Passage
from .words_on_names import is_name, names_in, put_in, said_of

KIND = (
    r"(?P<kind>matrix|matrices|vectors?|scalars?|real\s+numbers?|reals)"
    r"(?![\w-]|\s+(?:spaces?|fields?|products?|norms?|form|notation|calculus)\b)"
)
MORE_THAN_A_KIND = r"one-hot|probability|basis|stochastic|indicator"
PLAIN = (  # a word that only describes
    r"(?:(?!(?:of|an?|the|to|in|from|for|with|and|or|not|no|that|which|whose|between|by|"
    rf"on|is|are|as|if|when|{MORE_THAN_A_KIND})\b)"
    r"[a-z][\w-]*\s+)"
)
OF_A_ROW = re.compile(r"\brow\s+$", re.I)
SAYING_MORE = re.compile(rf"\b(?:{MORE_THAN_A_KIND})\s+$", re.I)
SIZES = rf"(?:(?P<sizes>{FORMULA})(?:\s*-?\s*dimensional)?\s+)?"
AND = r"\s*(?:,\s*(?:and|or)?|and|or)\s*"
VERB = r"(?:is|are|be|being|denotes?|(?:will|can|may)\s+be)"
ARTICLE = r"(?:(?:an?|the|two|three|both|some|any|all|each)\s+)*"
TAIL = (
    rf"(?:\s+(?:in|over|from)\s+(?P<set>{FORMULA})"
    rf"|(?:\s+{VERB})?\s+of\s+(?:size|shape|dimensions?|length|order)\s+"
    rf"(?P<shape>{FORMULA})"
    rf"|\s+with\s+(?P<rows>{FORMULA})\s+(?:rows\s+and\s+(?P<columns>{FORMULA})\s+columns"
    r"|entries|components|elements|coordinates))?"
)
BESIDE = r"\s*,\s*(?=an?\s)|\s+(?=(?:an?|the)\s)"
MORE = rf"(?:{AND}{FORMULA})*"
BEHIND = re.compile(
    rf"{MORE}(?:\s+(?:both\s+|all\s+|each\s+)?{VERB}\s+|{BESIDE}){ARTICLE}"
    rf"{PLAIN}{{0,2}}{SIZES}{PLAIN}{{0,2}}{KIND}{TAIL}(?!\s*{FORMULA})",
    re.I,
)
BEFORE = re.compile(
    rf"(?:^|\s){SIZES}{PLAIN}{{0,2}}?{KIND}\s+(?:{FORMULA}{AND})*$", re.I
)
BEHIND_NOUN = re.compile(rf"{MORE}{TAIL}", re.I)
WITHIN = re.compile(
    rf"{MORE}\s+(?:both\s+|all\s+|each\s+)?(?:{VERB}|lives?|lies?|belongs?)\s+"
    rf"(?:both\s+|all\s+)?(?:in|to)\s+(?P<set>{FORMULA})",
    re.I,
)
EXAMPLE = re.compile(rf"\b(?:such\s+as|like|e\.g\.,?)\s+(?:{FORMULA}{AND})*$", re.I)
FAMILY_BEHIND = re.compile(
    rf"{MORE}\s*,?\s*(?:(?:are|is|lies?|lives?)\s+in\b|(?:are|is)\s+(?:all\s+)?{FORMULA})",
    re.I,
)
KINDS = re.compile(r"\b(?:matrices|vectors)\b", re.I)
SHAPED = re.compile(
    rf"{MORE}(?:\s*\(|\s+(?:{VERB}|has|have)\s+(?:of\s+)?"
    rf"(?:(?:an?\s+)?(?:size|shape|dimensions?)\s+(?:of\s+)?)?)(?P<shape>{FORMULA})",
    re.I,
)
SHAPE = re.compile(r"\s*[\w{{}}^()\\]+(?:\s*\\times\s*[\w{{}}^()\\]+)+\s*")
SET = re.compile(r"\s*\\(?:mathbb|mathbf|bf|R)\b")
ENTRY = re.compile(
    r"\s*(?P<name>(?:\\(?:tilde|hat|bar|mathbf)\s*\{?\s*)?(?:\\[a-zA-Z]+|[a-zA-Z])\}?)\s*"
    r"_\{?[a-z]\}?\s*(?:$|>|\\g)"
)
NAMING = {"name", "usual"}  # words that say what a name is
SCRIPTS = {"sub", "sup"}
OF_MATRIX, OF_VECTOR = r"* \times *", "*"  # sizes that the definitions tell


def kinds_in_words(page: Page, passage: Passage) -> Iterator[Passage]:
    """The declaration that the words round names in the running text make of them."""
    names = names_in(passage)
    if not names or passage.sentence.denied:
        return
    before, after = said_of(page, passage)
    own = passage.mathematics.start
    number = bisect_left(page.mathematics, own, key=lambda one: one.start)
    if EXAMPLE.search(before) and (FAMILY_BEHIND.match(after) or KINDS.search(before)):
        for name in names:
            tex = (
                rf"\text{{assume }} {passage.written(name)} \text{{ is one of several}}"
            )
            yield put_in(passage, InWords(name[0].text, tex, tex))
        return
    diagonal = diagonal_in_words(before, after)
    if diagonal is not None and not DENIAL.search(before):
        entries = _whole(_behind(diagonal, "entry", page.mathematics, number))
        for name in names[:1] if entries is not None else ():
            tex = rf"{passage.written(name)} := \operatorname{{diag}}({entries})"
            yield put_in(passage, InWords(name[0].text, tex, tex))
        if entries is None:
            tex = rf"\text{{assume }} {passage.written(names[0])} \text{{ is diagonal}}"
            yield put_in(passage, InWords(names[0][0].text, tex, tex))
        return
    said = _set_behind(after, page.mathematics, number)
    said = said or _set_before(before, after, page.mathematics, number)
    if said is not None and not (DENIAL.search(before) or DENIAL.search(after)):
        axes = said.count(r"\times") + ("^" in said)
        for name in names:
            tex = rf"{passage.written(name)} \in {said}"
            yield put_in(passage, InWords(name[0].text, tex, f"{axes} axes"))


def settled_words(
    passages: Sequence[Passage], imported: Iterable[Statement]
) -> list[Passage]:
    """The passages, with words only where no formula says what they say, and once.

    Where words call one name two things, what is built on it is not understood.
    """
    if not any(passage.in_words for passage in passages):
        return list(passages)
    given = [*imported]
    for passage in passages:
        given += () if passage.in_words else _statements(passage)
    formal = {base for one in given for base in _bases(one)}
    equated = {base for one in given for base in _equated(one)}
    defined = {base for one in given if not is_membership(one) for base in _bases(one)}
    written = [one.marks for one in passages if not one.in_words]
    used = {mark.text for marks in written for mark in flat(marks)}
    moved = {text for marks in written for text in _differentiated(marks)}
    about = {
        "name": used - formal - equated,
        "usual": used - formal - equated,
        "input": used - defined - equated - (moved - formal),
        "property": used - defined - (moved - formal),
        "defined": used & (defined | (equated - formal)),
    }
    open_ = [
        passage
        for passage in passages
        if (said := passage.in_words) is not None
        and said.name in about[said.of]
        and (said.of not in NAMING or thin(said.name) not in formal)  # bold, of entries
    ]
    needed = [one for one in open_ if one.in_words and one.in_words.of != "usual"]
    chosen = {id(one) for one in _each_once(needed)}
    twofold = {id(one) for one in open_ if _is_twofold(one, open_)}
    return [
        _unclear(one) if id(one) in twofold else one
        for one in passages
        if one.in_words is None or id(one) in chosen
    ]


def given_names(
    passages: Iterable[Passage], imported: Iterable[Statement]
) -> frozenset[str]:
    """The names that a formula gives, or words do."""
    given = [*imported, *(one for passage in passages for one in _statements(passage))]
    return frozenset(base for one in given for base in _bases(one))


def _each_once(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The first that says it of each name, or the first of these with its sizes."""
    found: dict[tuple[str, str, str], Passage] = {}
    for passage in passages:
        said = passage.in_words
        assert said is not None  # as in all of these
        key = said.name, said.of, said.meaning if said.of == "property" else ""
        known = found.get(key)
        if known is None or ("*" in known.mathematics.tex and "*" not in said.tex):
            found[key] = passage
    yield from found.values()


def _is_twofold(passage: Passage, others: Sequence[Passage]) -> bool:
    """Whether words say something else of the same name."""
    own = passage.in_words
    return any(
        own is not None
        and said is not None
        and said.name == own.name
        and {said.of, own.of} <= NAMING
        and said.meaning != own.meaning
        for said in (other.in_words for other in others)
    )


def _unclear(passage: Passage) -> Passage:
    """The assumption in words that a name is two things at once."""
    said = passage.in_words
    assert said is not None  # as in all that say something
    tex = rf"\text{{assume }} {said.name} \text{{ is two things}}"
    return put_in(passage, replace(said, tex=tex))


def _statements(passage: Passage) -> Sequence[Statement]:
    try:
        return read_statements(passage.marks, frozenset(), passage.stands)
    except NotUnderstood:
        return ()  # told where the passage is read


def _bases(statement: Statement) -> Iterator[str]:
    """The names on the left of what gives something."""
    gives = (is_definition, is_membership, is_mapping, is_range)
    if any(kind(statement) for kind in gives):
        for marks in listed(statement.sides[0]):
            yield marks[0].text


def _equated(statement: Statement) -> Iterator[str]:
    """A name that an equality may be meant to define: it is alone on the left."""
    equality = [sign.text for sign in statement.relations[:1]] == ["="]
    for left in statement.sides[:1]:
        if equality and left and is_name(left) and not _is_power(left):
            yield left[0].text


def _is_power(marks: Marks) -> bool:
    """Whether a number is above a name."""
    return any(
        mark.kind == "sup" and all(part.kind == "number" for part in mark.parts[0])
        for mark in marks
    )


def _differentiated(marks: Marks) -> Iterator[str]:
    """The letters above a fraction, where derivatives are written."""
    for mark in flat(marks):
        if mark.kind == "frac":
            yield from (inner.text for inner in flat(mark.parts[0]))


def _whole(tex: str) -> str | None:
    r"""The array that has `c_i` as its entry; `c_i > 0` may say more of it."""
    found = ENTRY.match(tex)
    return None if found is None else found["name"]


def _set_behind(after: str, formulas: Sequence[Mathematics], own: int) -> str | None:
    """The set that the words behind a name say."""
    found = WITHIN.match(after)
    if found is not None:
        tex = _behind(found, "set", formulas, own)
        return tex if SET.match(tex) else None
    found = BEHIND.match(after)
    if found is None:
        return _shape_behind(after, formulas, own)
    groups = {
        group: _behind(found, group, formulas, own)
        for group in ("sizes", "set", "shape", "rows", "columns")
        if found[group] is not None
    }
    return _as_row(found, _set(found["kind"], groups))


def _shape_behind(after: str, formulas: Sequence[Mathematics], own: int) -> str | None:
    r"""The set of arrays whose shape stands behind a name: "$X$ is $N \times D$"."""
    found = SHAPED.match(after)
    shape = _behind(found, "shape", formulas, own) if found else ""
    return rf"\mathbb{{R}}^{{{shape}}}" if SHAPE.fullmatch(shape) else None


def _set_before(
    before: str, after: str, formulas: Sequence[Mathematics], own: int
) -> str | None:
    """The set that the words before a name say, and those behind it."""
    found = BEFORE.search(before)
    if found is None or SAYING_MORE.search(before[: found.start("kind")]):
        return None
    groups = {}
    if found["sizes"] is not None:
        steps = before[found.start("sizes") :].count(FORMULA)
        groups["sizes"] = formulas[own - steps].tex
    more = BEHIND_NOUN.match(after)
    for group in ("set", "shape", "rows", "columns"):
        if more is not None and more[group] is not None:
            groups[group] = _behind(more, group, formulas, own)
    return _as_row(found, _set(found["kind"], groups))


def _as_row(found: re.Match[str], said: str | None) -> str | None:
    """The set of rows, where the words say "row vector"."""
    if said is None or OF_A_ROW.search(found.string[: found.start("kind")]) is None:
        return said
    set_, _, sizes = said.partition("^{")
    if r"\times" in sizes:
        return said
    return rf"{set_}^{{1 \times {sizes}" if sizes else None


def _behind(
    found: re.Match[str], group: str, formulas: Sequence[Mathematics], own: int
) -> str:
    """The formula that a group of words behind a name holds."""
    steps = found.string[: found.end(group)].count(FORMULA)
    return formulas[own + steps].tex


def _set(kind: str, said: dict[str, str]) -> str | None:
    r"""`\mathbb{R}^{m \times n}`, from a kind and the sizes that the words say."""
    if (named := said.get("set")) is not None:
        return named if SET.match(named) else None
    sizes = said.get("sizes") or said.get("shape") or said.get("rows")
    if (columns := said.get("columns")) is not None:
        sizes = rf"{sizes} \times {columns}"
    match kind.split()[0].lower():
        case "matrix" | "matrices":
            return rf"\mathbb{{R}}^{{{sizes or OF_MATRIX}}}"
        case "vector" | "vectors":
            return rf"\mathbb{{R}}^{{{sizes or OF_VECTOR}}}"
        case _:
            return r"\mathbb{R}"
