r"""Claims that look like definitions: `net_j = \sum_k w_{jk} x_k`, where `:=` is meant.

Nearly everybody writes `=` for both. A claim looks like a definition where it does not
come out as its page expects, a single name is on its left that nothing defines or
declares, and no claim before it looks like a definition of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..checking import Piece
from ..expressions import NotUnderstood
from ..latex import (
    CHANGES,
    NO_CLAIMS,
    NO_INPUTS,
    WORDS,
    Aside,
    Joined,
    Mark,
    Marks,
    Names,
    Reason,
    Statement,
    flat,
    fuse,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    is_transpose,
    learn,
    listed,
    lone_letters,
    read_statements,
)
from ..readings import signs_of
from ..words import Passage, Scope, text_names

SCRIPTS = re.compile(r"[_^]")
LONG = 4  # letters of a word that one letter more or less makes a slip


@dataclass(frozen=True, slots=True)
class Meant:
    """A claim that looks like a definition: where its `=` stands, what it defines."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class _Given:
    r"""A name that something gives, and at which numbers of its indices.

    Without any index it is the whole array, unless it is `made` of its own entries:
    `\xi = \sum_i \xi_i` gives another quantity than `\xi_i`.
    """

    name: str
    entry: tuple[str | None, ...] = ()
    made: bool = False

    def overlaps(self, other: _Given) -> bool:
        pairs = list(zip(self.entry, other.entry, strict=False))
        apart = self.made and len(self.entry) != len(other.entry)
        same = self.name == other.name and not apart
        return same and all(None in pair or pair[0] == pair[1] for pair in pairs)


def definitions_meant(scope: Scope, pieces: Sequence[Piece]) -> list[Meant]:
    """The claims of a judged scope that look like definitions, in reading order."""
    wrong = frozenset(r.start for p in pieces for r in p.relations if not r.expected)
    if not any(_could(piece, wrong) for piece in pieces):
        return []
    return _meant(scope, wrong)


def equalities_that_define(scope: Scope) -> list[Meant]:
    """The `=` that look like definitions, whatever they come out as."""
    every = frozenset(
        passage.offset(sign.start)
        for passage in scope.passages
        for sign in passage.signs
    )
    return _meant(scope, every)


def equalities_that_define_again(scope: Scope) -> list[Meant]:
    """The `=` whose left side is defined before, by another right side.

    Of two right sides of which one has a derivative, the other is its value.
    """
    found: list[Meant] = []
    pairs = list(_statements(scope))
    names = learn([statement for _, statement in pairs])
    before: list[tuple[_Given, Statement]] = []
    lone: set[str] = set()
    for passage, statement in pairs:
        known = frozenset(lone)
        lone |= {c for side in statement.sides for c in lone_letters(side, 2)}
        if is_definition(statement):
            before += [(given, statement) for given in _gives(names, statement)]
        elif (
            passage is not None
            and [sign.text for sign in statement.relations[:1]] == ["="]
            and _looks(statement, names, known)
            and (mine := _given(names, *statement.sides[:2])) is not None
            and not _itself(statement)
            and not _is_power_of(names, statement.sides[0], [g for g, _ in before])
            and any(
                mine.overlaps(given) and _values_differ(first, statement)
                for given, first in before
            )
        ):
            found.append(_meant_by(passage, statement))
    return found


def _values_differ(first: Statement, second: Statement) -> bool:
    """Whether two right sides are not one text, and neither has a derivative."""
    one, other = first.sides[1], second.sides[1]
    differ = signs_of(one) != signs_of(other)
    return differ and not any(map(_differentiates, flat((*one, *other))))


def _differentiates(mark: Mark) -> bool:
    if mark.kind == "frac" and mark.parts[0]:
        return mark.parts[0][0].text == "d"
    return mark.kind in {"partial", "nabla", "prime"}


def _meant(scope: Scope, wrong: frozenset[int]) -> list[Meant]:
    """The claims that look like definitions, of those that open with such an `=`."""
    statements, open_ = _turned(scope, wrong)
    names = learn(statements)
    turned = {id(statement) for _, statement in open_}
    settled = (s for s in statements if id(s) not in turned)
    given = [found for s in settled for found in _gives(names, s)]
    meant: list[Meant] = []
    for passage, statement in open_:
        mine = _given(names, *statement.sides[:2])
        if mine is None or any(map(mine.overlaps, given)) or _itself(statement):
            continue
        if _is_power_of(names, statement.sides[0], given) or _is_last_of(mine, given):
            continue
        given.append(mine)
        meant.append(_meant_by(passage, statement))
    return meant


def _meant_by(passage: Passage, statement: Statement) -> Meant:
    sign = statement.relations[0]
    written = passage.mathematics.tex[statement.start : sign.start]
    name = " ".join(written.replace("&", " ").split())
    return Meant(passage.offset(sign.start), name)


def _could(piece: Piece, wrong: frozenset[int]) -> bool:
    """Whether a wrong claim opens with a name, or with a word that may be one."""
    return any(
        _is_wrong(piece.passage, statement, wrong)
        and (not statement.sides[0] or statement.sides[0][0].kind in {"letter", "name"})
        for statement in piece.statements
    )


def _turned(
    scope: Scope, wrong: frozenset[int]
) -> tuple[list[Statement], list[tuple[Passage, Statement]]]:
    """All statements, with `:=` for `=` where one could define; and those alone."""
    as_read = [s for _, s in _statements(scope) if not _is_product(s)]
    names = learn(as_read)
    given = [found for s in as_read for found in _gives(names, s)]
    lone: set[str] = set()
    statements: list[Statement] = []
    open_: list[tuple[Passage, Statement]] = []
    for passage, statement in _statements(scope):
        statements.append(statement)
        before = frozenset(lone)
        lone |= {c for side in statement.sides for c in lone_letters(side, 2)}
        if passage is None or not _is_wrong(passage, statement, wrong):
            continue
        mine = _given(names, *(fuse(names, side) for side in statement.sides[:2]))
        known = mine is None or any(map(mine.overlaps, given))
        known = known or _is_power_of(names, statement.sides[0], given)
        if not known and _looks(statement, names, before):
            sign = replace(statement.relations[0], text=":=")
            statement.relations = [sign, *statement.relations[1:]]
            open_.append((passage, statement))
    return statements, open_


def _is_product(statement: Statement) -> bool:
    """Whether it is `z = W x`, whose letters would be learned as indices."""
    kinds = [m.kind for side in statement.sides for m in side]
    claims = all(sign.text == "=" for sign in statement.relations)
    return claims and len(kinds) > 2 and set(kinds) == {"letter"}


def _statements(scope: Scope) -> Iterator[tuple[Passage | None, Statement]]:
    """What a scope says, what it took over first; a copy, which may be changed."""
    for statement in scope.imported:
        yield None, replace(statement, sides=list(statement.sides))
    lefts = {w for passage in scope.passages for w in _text_lefts(passage.marks)}
    known = text_names(scope) | lefts
    for passage in scope.passages:
        if passage.error is not None or passage.wrong is not None:
            continue
        try:
            read = read_statements(passage.marks, known, passage.stands)
        except NotUnderstood:
            continue  # with other words for names than the checker's
        for statement in read:
            if [sign.text for sign in statement.relations[:1]] == [r"\equiv"]:
                # Refused as it is; what it may define, the next `=` does not define.
                sign = replace(statement.relations[0], text=":=")
                statement.relations = [sign, *statement.relations[1:]]
            yield passage, statement


def _text_lefts(marks: Marks) -> Iterator[str]:
    r"""The words of `\text` before a sign of equality: names, if it defines them."""
    for word, after in pairwise(marks):
        if word.kind == "text" and after.text == "=" and word.text not in WORDS:
            yield word.text


def _is_wrong(passage: Passage, statement: Statement, wrong: frozenset[int]) -> bool:
    """Whether a statement opens with an `=` of the page that is wrong."""
    if not statement.relations:
        return False
    sign = statement.relations[0]
    if sign.text != "=" or passage.mathematics.tex[sign.start : sign.end] != "=":
        return False  # as where a macro holds the sign
    return passage.offset(sign.start) in wrong


def _looks(statement: Statement, names: Names, lone: frozenset[str]) -> bool:
    """Whether a statement could be a definition, by its form."""
    left, right = statement.sides[:2]
    return (
        not statement.goes_on
        and statement.before != "remark"
        and isinstance(statement.remark, Aside | Joined | Reason)
        and not is_range(statement)
        and not {sign.text for sign in statement.relations} & NO_CLAIMS
        and any(m.kind not in {"number", "operator", "comma"} for m in right)
        and _is_name(fuse(names, left), names, lone)
    )


def _is_name(left: Marks, names: Names, lone: frozenset[str]) -> bool:
    """Whether a left side is one name with its scripts, or a function of letters.

    Letters that stood `lone` before are a product.
    """
    if not left or left[0].kind not in {"letter", "name"}:
        return False
    word = left[0].text
    rest = left[1:]
    kinds = {"letter"} if word in CHANGES else {"number"}
    if rest and rest[0].kind in kinds:  # of one word, as in `\Delta w` and `i1`
        rest = rest[1:]
    letters = [*word] if word.isalpha() else [word]
    while word.isupper() and rest and rest[0].glued and rest[0].text.isupper():
        letters.append(rest[0].text)  # of `CE` and `MSE`
        rest = rest[1:]
    product = len(letters) > 1 and lone.issuperset(letters)
    if product and "".join(letters) not in names.words:
        return False
    while rest and rest[0].kind in {"sub", "sup"}:
        if rest[0].kind == "sup" and is_transpose(rest[0].parts[0]):
            return False
        rest = rest[1:]
    if rest and (word in NO_INPUTS or not _is_arguments(rest)):
        return False
    spelled_out = word.isalpha() and len(word) >= LONG  # no Greek letter is one
    if spelled_out and word not in names.patterns and names.nearest(word):
        return False  # rather a slip
    return word not in names.indices | names.sizes | {*names.labels}


def _is_arguments(marks: Marks) -> bool:
    """Whether some marks are names in brackets, as after `f`; two letters are none."""
    inside = marks[1:-1]
    return (
        marks[0].text == "("
        and marks[-1].text == ")"
        and bool(inside)
        and all(
            m.kind in {"letter", "name", "comma"} or _is_numbered(m) for m in inside
        )
        and all(
            len(m) != 2 or m[0].text in CHANGES or m[1].kind == "sub"
            for m in listed(inside)
        )
    )


def _is_numbered(mark: Mark) -> bool:
    r"""Whether it is the number below $\theta_0$."""
    return mark.kind == "sub" and all(m.kind == "number" for m in mark.parts[0])


def _gives(names: Names, statement: Statement) -> Iterator[_Given]:
    """The names that a definition or a declaration gives."""
    if not statement.sides:
        return
    left = statement.sides[0]
    members: list[Marks] = []
    if is_definition(statement):
        members = [left]
    elif is_membership(statement) and not is_index_set(statement.sides[1]):
        members = listed(left)
    elif is_mapping(statement):
        members = [left[: next(n for n, m in enumerate(left) if m.kind == "colon")]]
    for member in members:
        if (found := _given(names, member)) is not None:
            yield found


def _given(names: Names, marks: Marks, right: Marks = ()) -> _Given | None:
    """The name that stands first, as far as it is one, with what gives it."""
    if not marks or marks[0].kind not in {"letter", "name"}:
        return None
    try:
        occurrence, after = names.occurrence(marks, 0)
    except NotUnderstood:
        return None
    following = marks[after] if after < len(marks) else None
    if names.is_sign(occurrence, following):
        return _Given(occurrence.base) if following is not None else None
    matched = names.match(occurrence) or names.loosely(occurrence)
    if matched is None:
        return _Given(occurrence.base)
    pattern, items = matched
    entry = (item.written if item.kind == "number" else None for item in items)
    made = any(o.base == occurrence.base for o in names.occurrences(right))
    return _Given(pattern.name, tuple(entry), made)


def _is_power_of(names: Names, left: Marks, given: Sequence[_Given]) -> bool:
    """Whether a left side is a power of a name that is given without it."""
    powers = [m for m in left if m.kind == "sup" and m.parts[0]]
    powers = [m for m in powers if all(i.kind == "number" for i in m.parts[0])]
    base = _given(names, tuple(mark for mark in left if mark not in powers))
    return bool(powers) and base is not None and any(map(base.overlaps, given))


def _is_last_of(mine: _Given, given: Sequence[_Given]) -> bool:
    r"""Whether it is `\delta^L` where `\delta^l` is given: the last of these."""
    base, *scripts = SCRIPTS.split(mine.name, maxsplit=1)
    below = [SCRIPTS.split(one.name, maxsplit=1) for one in given]
    lasts = [[script.lower() for script in scripts]]
    return bool(scripts) and scripts not in lasts and [base, *lasts[0]] in below


def _itself(statement: Statement) -> bool:
    """Whether the right side reads what is on the left, as after an update."""

    def spelled(mark: Mark) -> tuple[object, ...]:
        return mark.text, tuple(tuple(map(spelled, part)) for part in mark.parts)

    left = tuple(map(spelled, statement.sides[0]))
    right = list(_runs(statement.sides[1], len(left)))
    return any(tuple(map(spelled, run)) == left for run in right)


def _runs(marks: Marks, length: int) -> Iterator[Marks]:
    """Every run of so many marks, also inside fractions; what is below is none."""
    for start in range(len(marks) - length + 1):
        following = marks[start + length : start + length + 1]
        if not (following and following[0].kind in {"sub", "sup"}):
            yield marks[start : start + length]
    for mark in marks:
        if mark.kind != "sub":
            for part in mark.parts:
                yield from _runs(part, length)
