"""Formulas of the text that claim nothing: their sentence declares or demands them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..latex import (
    If,
    Marks,
    Reason,
    Statement,
    Unclear,
    is_range,
    partition,
    read_remark,
)
from ..models import Quantity
from ..words import Around, Demand, Setting, names_a_quantity
from .conditions import BOUNDING, may_be_condition

BESIDE = {"with", "where", "such that", "so that", "satisfying", "s.t.", "obeying",
          "and with", "that satisfy", "that satisfies", "which satisfies"}  # fmt: skip
ABRUPT = {"here", "now", "consider", "so", "then", "again", "by", "symmetry", "first",
          "next"}  # fmt: skip  # before a bound they do not say whether it lasts


def is_demanded(remark: object, marks: Marks, *, defined: bool = False) -> bool:
    """Whether words before a relation say that it is wanted, and so no claim.

    The left side of an equation is no mere name. What is set is zero: "let f(x) = x"
    defines. A bound of mere names may declare, unless they are `defined`.
    """
    sides, signs = partition(marks, {"relation"})
    if signs and {sign.text for sign in signs} <= BOUNDING - {r"\ne"}:
        return isinstance(remark, Demand) and (defined or not _are_names(marks))
    if [sign.text for sign in signs] != ["="]:
        return False
    named = {mark.kind for mark in sides[0]} <= {"letter", "name", "sub"}
    zero = [mark.text for mark in sides[1] if mark.kind != "comma"] == ["0"]
    match remark:
        case Demand():
            return not named
        case Setting():
            return not named and zero
        case _:
            return False


def says_more(
    sentence: Around,
    statements: Sequence[Statement],
    quantities: Mapping[str, Quantity],
) -> bool:
    r"""Whether it says more of inputs that its sentence declares: "with $w \ne l$".

    An equation does where it is of the same names on both sides, or of a number.
    """
    said_between = sentence.said.lower().strip(", ")
    beside = said_between in BESIDE
    joined = sentence.declares and said_between in {"", "and"}
    called = sentence.declares or any(
        map(names_a_quantity, sentence.opening.split()[-1:])
    )
    governed = isinstance(read_remark(sentence.opening), If | Reason | Unclear)
    given = sentence.declares or sentence.bounded
    if not (beside and given) and (
        governed or not (joined or (called and sentence.names))
    ):
        return False
    for statement in statements:
        signs = {sign.text for sign in statement.relations}
        named = [names for side in statement.sides if (names := _names_in(side))]
        same = all(names == named[0] for names in named)
        bounds = signs <= BOUNDING
        said = bounds or (same and signs <= BOUNDING | {"="})
        if not beside:
            one = len(named) == 1 and len(named[0]) == 1 and called
            several = len({name for names in named for name in names}) > 1
            said = bounds and (one or (joined and several and is_plain(statement)))
        if not (may_be_condition(statement) and not is_range(statement)):
            return False
        if not (named and said):
            return False
        known = (quantities.get(name) for names in named for name in names)
        if any(quantity is not None and quantity.rows for quantity in known):
            return False
    return bool(statements)


def says_a_place(
    sentence: Around,
    statements: Sequence[Statement],
    quantities: Mapping[str, Quantity],
) -> bool:
    """Whether a bound of inputs makes a clause with few words, "here", or none.

    Whether that holds from there on is not clear.
    """
    named = {name for s in statements for name in _names_in(s.marks)}
    if any(name in quantities and quantities[name].rows for name in named):
        return False
    opens = {*sentence.opening.split()} <= ABRUPT and not sentence.said
    bare = bool(sentence.opening) or sentence.affirmed or sentence.alone
    return bare and opens and sentence.ends and all(map(_is_bound, statements))


def _is_bound(statement: Statement) -> bool:
    """Whether it bounds names by names or numbers."""
    signs = {sign.text for sign in statement.relations}
    return bool(signs) and signs <= BOUNDING and is_plain(statement)


def is_plain(statement: Statement) -> bool:
    """Whether it compares mere names and numbers."""
    return _are_names(statement.marks)


def _are_names(marks: Marks) -> bool:
    """Whether nothing but mere names and numbers is related."""
    kinds = {"letter", "name", "number", "sub", "relation"}
    return all(mark.kind in kinds for mark in marks)


def _names_in(side: Marks) -> set[str]:
    """The letters and names of a side, outside its scripts."""
    kinds = {"letter", "name"}
    return {mark.text for mark in side if mark.kind in kinds and mark.text != "I"}
