"""What part a statement plays beside the others: a claim, a condition, a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..latex import (
    EQUIVALENT,
    IMPLYING,
    LEADING,
    Aside,
    Assuming,
    If,
    Joined,
    Names,
    Reason,
    Statement,
    Unclear,
    is_for_some,
)
from ..words import changing_words
from .beside import (
    FOR_SOME,
    IS_ASSUMED,
    OR_ASSUMED,
    OR_BETWEEN,
    OTHERWISE,
    WIDER,
    WRITE_IF,
    Assumption,
    Refused,
)
from .conditions import Stipulation, may_be_condition, relates_indices, restricts
from .neighbours import STRONG, Neighbours, may_claim
from .reading import ReasonKind

IN_BRACKETS = f"several conditions in brackets are not read; {WRITE_IF}"
RUNS_ON = (
    "where this condition ends and the claim behind it begins is not clear: write a "
    r"comma or \quad between them"
)
JOINED = (
    "whether this goes on with the condition before it or is a claim is not clear: "
    'write "if" before it once more, or a semicolon'
)
CHAINED = ({"<", r"\le", r"\ll"}, {">", r"\ge", r"\gg"}, {"="}, {r"\ne"})
WRITE_WHAT = r"write the relation that holds, \ne or \approx"
FALSE = {"false", "never", "untrue", "incorrect", "wrong", "wrongly", "mistaken",
         "invalid", "refuted"}  # fmt: skip
NOT_TRUE = re.compile(
    r"\bnot (?:(?:be|always|generally|in general) )?"
    r"(?:true|right|correct|holds?|valid|so|the case)\b|^not$"
)


def _is_aside(
    statement: Statement, rest: Sequence[Statement], row: Neighbours, *, inputs: bool
) -> bool:
    """Whether a comparison may be the condition of an equation beside it, or a claim.

    One of inputs may stand right before or behind; any other ends a line that has one
    equation before it, and no more.
    """
    if not restricts(statement) or statement.said:
        return False
    newest = row.own.newest if row.own is not None and row.beside(statement) else None
    behind = [s for s in rest[:1] if s.row == statement.row and not s.said]
    equations = newest is not None and newest.sign.text == "="
    here = [s for s in rest[:1] if s.row == statement.row]
    ends = not here or here[0].stop in STRONG
    begins = statement.stop in STRONG or not row.beside(statement)
    if inputs and ((equations and ends) or (begins and any(map(_is_equation, behind)))):
        return True
    one = newest is not None and len(newest.statement.relations) == 1
    return equations and one and row.claims == 1 and not rest


def _is_equation(statement: Statement) -> bool:
    """Whether a statement is an equation that goes on from no other."""
    equal = {sign.text for sign in statement.relations} == {"="}
    return equal and not statement.goes_on


def _has_condition(statement: Statement, rest: Sequence[Statement]) -> bool:
    """Whether words of condition stand right behind a statement, on its line."""
    return any(s.row == statement.row and isinstance(s.remark, If) for s in rest[:1])


def _runs_on(statement: Statement) -> bool:
    """Whether it may be a condition and the claim behind it, with nothing between.

    A space stands within one of its inner sides, or its signs are not of one kind.
    """
    signs = {sign.text for sign in statement.relations}
    if len(statement.relations) < 2:
        return False
    spaced = any(m.loose for side in statement.sides[1:-1] for m in side[:-1])
    return spaced or not any(signs <= kind for kind in CHAINED)


def part_of(
    statement: Statement,
    rest: Sequence[Statement],
    row: Neighbours,
    names: Names,
    *,
    bound: bool,
    inputs: bool,
) -> Stipulation | Assumption | Refused | ReasonKind | None:
    """What part a statement plays beside the others; None for a claim.

    Words right behind a condition may take it back, and are not guessed. `inputs` where
    it relates indices or inputs alone, `bound` where a condition is before it.
    """
    found = _part_of(statement, rest, row, names, bound=bound, inputs=inputs)
    if isinstance(found, Stipulation | Assumption) and _runs_on(statement):
        if isinstance(found, Stipulation) and row.beside(statement):
            return replace(found, refused=found.refused or RUNS_ON)
        return Refused(RUNS_ON, doubtful=isinstance(found, Assumption))
    denied = _denying_words(statement, rest)
    if found is None and denied and not statement.goes_on:
        return Refused(f'"{denied}" beside a relation is not read; {WRITE_WHAT}')
    changing = changing_words(statement, rest)
    if changing and found is None:
        return Refused(f'"{changing}" beside a relation is not read; {WRITE_WHAT}')
    if not _is_qualified(statement, rest) or not may_be_condition(statement):
        return found
    match found:
        case Stipulation():
            return replace(found, refused=found.refused or WIDER)
        case ReasonKind():
            return Stipulation(statement.marks, refused=WIDER)
        case Assumption():
            return Refused(IS_ASSUMED, doubtful=True)
        case _:
            return found


def _denying_words(statement: Statement, rest: Sequence[Statement]) -> str:
    """The words right before or behind a statement that say that it is not so."""
    behind = [
        s.said
        for s in rest[:1]
        if s.row == statement.row and not (s.relations or s.marks)
    ]
    for said in (statement.said, *behind):
        words = said.lower().replace(":", " ").replace(",", " ").strip(" .()").split()
        plain = " ".join(words).strip("!")
        if FALSE & {*plain.split()} or NOT_TRUE.search(plain):
            return plain
    return ""


def _is_qualified(statement: Statement, rest: Sequence[Statement]) -> bool:
    """Whether words stand right behind a statement, on its line, that are not read."""
    for behind in rest[:1]:
        if behind.row != statement.row or behind.before not in {"text", "comma"}:
            return False
        if behind.relations or behind.marks:
            either = isinstance(behind.remark, Joined) and behind.remark.either
            return either and isinstance(statement.remark, Reason | Assuming)
        if behind.said.endswith(IMPLYING):
            return False
        said = behind.said.lower().strip(" ,.;:()[]").split()
        return not {*said} <= LEADING | OTHERWISE
    return False


def _part_of(
    statement: Statement,
    rest: Sequence[Statement],
    row: Neighbours,
    names: Names,
    *,
    bound: bool,
    inputs: bool,
) -> Stipulation | Assumption | Refused | ReasonKind | None:
    """The same by the words before it and its form."""
    if row.some or is_for_some(statement.said):
        return Refused(FOR_SOME)
    fits = may_be_condition(statement)
    indices = relates_indices(statement, names)
    beside = row.beside(statement) or any(s.before == "colon" for s in rest[:1])
    assuming, row.assuming = row.assuming, False
    match statement.remark:
        case If(negated, alternative) if fits:
            return Stipulation(statement.marks, True, negated, alternative)
        case Joined(either) if bound and fits and not _has_condition(statement, rest):
            plain = inputs or not _is_equation(statement)
            refused = "" if plain else JOINED
            return Stipulation(statement.marks, False, False, either, refused)
        case Joined(either) if assuming:
            return Refused(OR_ASSUMED) if either else Assumption()
        case Joined(either=True):
            return Refused(OR_BETWEEN)
        case Unclear(words) as unclear if statement.goes_on and unclear.deny:
            return Refused(f'"{words}" before a relation is not read; {WRITE_WHAT}')
        case Unclear(_, "assumption") if fits:
            return Refused(IS_ASSUMED, doubtful=True)
        case Unclear(words, of) if (
            indices or restricts(statement) or ((bound or of == "condition") and fits)
        ):
            return Stipulation(
                statement.marks,
                refused=f'"{words}" before a condition is not read; {WRITE_IF}',
            )
        case Assuming():
            return Stipulation(statement.marks) if beside and fits else Assumption()
        case Reason(_, where=True) if beside and restricts(statement) and not indices:
            return Stipulation(statement.marks)
        case Reason(given) if not indices:
            if restricts(statement) and (beside or not given):
                return ReasonKind("restriction")
            alone = not beside and not any(map(may_claim, rest))
            return Assumption() if given and alone else ReasonKind("reason")
        case Aside(open=True) if statement.said and (indices or restricts(statement)):
            return Stipulation(
                statement.marks,
                refused=f'"{statement.said}" is no word of condition; {WRITE_IF}',
            )
        case _:
            pass
    if (arrow := arrow_behind(statement, rest)) and not statement.goes_on:
        zero = [mark.text for mark in statement.sides[-1]] == ["0"]
        return ReasonKind("demand" if zero else "premise", arrow == EQUIVALENT)
    goes_on = bound and statement.before == "comma" and not statement.said
    before_claim = any(s.row == statement.row and may_claim(s) for s in rest[:1])
    bracketed = statement.bracketed and restricts(statement)
    bracketed = bracketed and (beside or (inputs and before_claim))
    if inputs and restricts(statement) and any(s.before == "colon" for s in rest[:1]):
        return Stipulation(statement.marks)
    several = any(mark.kind == "comma" for mark in statement.marks)
    if statement.bracketed and beside and several:
        return Stipulation(statement.marks, refused=IN_BRACKETS)
    if indices or bracketed or (goes_on and restricts(statement)):
        return Stipulation(statement.marks, not goes_on)
    if assuming and statement.before == "comma" and restricts(statement):
        return Assumption()
    if _is_aside(statement, rest, row, inputs=inputs):
        return ReasonKind("aside")
    return None


def arrow_behind(statement: Statement, rest: Sequence[Statement]) -> str:
    """The arrow that leads on from a statement; others may stand joined to it between.

    "x + y = 2, x - y = 0 => x = 1" has two premises.
    """
    for behind in rest:
        if behind.said.endswith(IMPLYING):
            return behind.said[-1]
        if behind.row != statement.row:
            return ""
        joint = isinstance(behind.remark, Joined) and not behind.remark.either
        listed = behind.before in {"comma", "wide"} and not behind.said
        if (
            statement.follows
            or not behind.relations
            or not (joint or listed)
            or behind.goes_on
        ):
            return ""
    return ""
