"""Conditions: comparisons of sides, and the numbers that are 1 where they hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from ...expressions import Condition, Expression, NotUnderstood
from ...expressions import nodes as n
from .. import PARTNER, Mark, Marks, partition, unwrapped
from .mark_queries import parted, relates
from .parser import Parser

COMPARISONS = {"=", r"\ne", "<", ">", r"\le", r"\ge"}


def condition(parser: Parser) -> Condition:
    """Comparison (("," | "and") comparison)*, all marks of the parser."""
    marks = tuple(
        replace(m, kind="comma", text=",") if m.text in {r"\land", r"\wedge"} else m
        for m in parser.marks
        if m.kind != "text" or m.text.strip().lower() == "and"
    )
    marks = tuple(
        replace(m, kind="comma", text=",") if m.kind == "text" else m for m in marks
    )
    found = [c for part in parted(marks) for c in comparison(parser, part)]
    parser.place = len(parser.marks)
    return every(found)


def every(found: list[n.Comparison]) -> Condition:
    """One comparison, or all of several."""
    return found[0] if len(found) == 1 else n.Every(tuple(found))


def comparison(parser: Parser, marks: Marks) -> list[n.Comparison]:
    """Side (relation side)+, each pair of neighbours a comparison."""
    marks = unwrapped(marks)
    sides, signs = partition(marks, {"relation"})
    if not signs:
        raise NotUnderstood(
            "expected a condition, such as i = j",
            marks[0].start if marks else parser.end,
        )
    for sign in signs:
        if sign.text not in COMPARISONS:
            raise NotUnderstood(f"{sign.text} is no condition", sign.start)
    values = [parser.whole(side, signs[0].start) for side in sides]
    for one, other in pairwise(values):
        _wants_label(one, other, signs[0].start)
        _wants_label(other, one, signs[0].start)
    return [
        n.Comparison(values[k], sign.text, values[k + 1], sign.start)
        for k, sign in enumerate(signs)
    ]


def _wants_label(index: Expression, other: Expression, at: int) -> None:
    """Refuses to compare an index with a quantity, which is no label."""
    letters = (n.Letter, n.Label)
    match index, other:
        case n.Running(position), (n.Symbol(name) | n.Parameter(name)) if isinstance(
            position, letters
        ):
            raise NotUnderstood(
                f"{name} is a number, and {position.name} an index; where {name} is a "
                rf"label, declare ${name} \in \{{1, \dots, C\}}$, with its indices "
                "where it has one for each",
                other.at or at,
            )
        case _:
            pass


def indicator(parser: Parser, mark: Mark) -> Expression | None:
    r"""`1_{i=j}`, `1\{i=j\}`, `\mathbb 1(y=k)`, `\mathbf 1[u > 0]`, `I(i=j)`."""
    following = parser.peek()
    if following is None:
        return None
    if following.kind == "sub" and relates(following.parts[0]):
        parser.next()
        marks = unwrapped(following.parts[0])
        return n.Indicator(condition(parser.inside(marks, mark.start)))
    if following.kind == "open" and following.text in PARTNER:
        end = parser.closing(parser.place)
        marks = parser.marks[parser.place + 1 : end]
        if relates(marks):
            parser.place = end + 1
            return n.Indicator(condition(parser.inside(marks, mark.start)))
    return None
