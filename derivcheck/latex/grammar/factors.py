"""What a factor starts with; expressions and conditions as a whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...expressions import (
    Condition,
    Expression,
    NotUnderstood,
    changed,
    free_letters,
)
from ...expressions import nodes as n
from .. import Mark, Marks, sizes_of
from .big_signs import big_sign
from .brackets import (
    bars,
    bracket,
    environment,
    evaluated_at,
    is_evaluated,
    root,
    wants_one_reach,
)
from .calls import function
from .conditions import condition, indicator
from .derivatives import fraction, nabla, partial
from .mark_queries import not_known, outer_letters, say, size_or_differential
from .parser import Context, Parser
from .powers import scripts
from .quantities import name

SMALL = {r"\tfrac", r"\nicefrac", r"\sfrac"}  # of mixed numbers


def read_expression(marks: Marks, context: Context, at: int = 0) -> Expression:
    """The expression that all of the marks make.

    Raises `NotUnderstood` with the place of the first mark that does not fit.
    """
    outside = context.outside | outer_letters(marks)
    parser = Parser(marks, replace(context, outside=outside), at, factor)
    found = parser.expression()
    parser.finish()
    match found:
        case n.Product((n.Running(n.Extent("d")), n.Symbol() | n.Parameter()), ("",)):
            raise size_or_differential(marks[0].start)
        case _:
            return _with_diagonals(found)


def _with_diagonals(side: Expression) -> Expression:
    r"""The side in which `\operatorname{diag}(M_i)` may run over an i of its own.

    The second argument has the entries in a column, if the first is a number.
    """

    def change(node: Expression) -> Expression | None:
        match node:
            case n.Call("diag", (of,)):
                rest = changed(side, lambda other: n.ONE if other is node else None)
                own = {*free_letters(of)} & {*free_letters(side)} - {
                    *free_letters(rest)
                }
            case _:
                return None
        if len(own) != 1:
            return node
        (letter,) = own
        column = n.Over("stack", letter, None, None, None, of, node.at)
        return replace(node, arguments=(of, column))

    return changed(side, change)


def read_condition(marks: Marks, context: Context) -> Condition:
    """The condition that the marks make; commas mean and."""
    start = marks[0].start if marks else 0
    return condition(Parser(marks, context, start, factor))


def factor(parser: Parser) -> Expression:
    """Primary script*."""
    mark = parser.peek()
    if mark is None:
        raise NotUnderstood("expected a quantity, but the side ends", parser.end)
    start = parser.place
    found = _primary(parser, parser.next())
    found = scripts(parser, found, bracketed=mark.kind == "open")
    while is_evaluated(parser):
        wants_one_reach(parser, start, found)
        found = scripts(parser, evaluated_at(parser, found), bracketed=True)
    return found


def _primary(parser: Parser, mark: Mark) -> Expression:
    """Number | name | fraction | root | big sign | function | brackets | …."""
    match mark.kind:
        case "number":
            return _number(parser, mark)
        case "unknown":
            raise NotUnderstood(not_known(mark.text), mark.start)
        case "letter" | "name":
            return name(parser, mark)
        case "frac":
            return fraction(parser, mark)
        case "sqrt":
            return root(parser, mark)
        case "big":
            return big_sign(parser, mark)
        case "function":
            return function(parser, mark)
        case "open":
            return bracket(parser, mark)
        case "bar":
            return bars(parser, mark)
        case "partial":
            return partial(parser, mark)
        case "nabla":
            return nabla(parser, mark)
        case "environment":
            return environment(parser, mark)
        case "call":
            raise NotUnderstood(
                f"{mark.text} is read with the arguments of its definition alone; "
                f"define it of letters, f(x, y) := …, to give it others",
                mark.start,
            )
        case "constant":
            return _constant(mark)
        case _:
            raise NotUnderstood(f"expected a quantity, found {say(mark)}", mark.start)


def _constant(mark: Mark) -> Expression:
    r"""Base "_" size [`\times` size], `I_d` or `0_{m \times n}`."""
    sizes = tuple(
        n.Fixed(size) if isinstance(size, int) else n.Extent(size)
        for size in sizes_of(mark)
    )
    return n.Known(mark.text, sizes, mark.start)


def _number(parser: Parser, mark: Mark) -> Expression:
    """Digits, or an indicator where they are a 1 with a condition behind it."""
    if mark.text == "1" and (found := indicator(parser, mark)) is not None:
        return found
    before = parser.marks[parser.place - 2] if parser.place > 1 else mark
    if before.kind in {"letter", "name"}:
        name, product = before.text, rf"{before.text} \cdot {mark.text}"
        joined = name + mark.text
        raise NotUnderstood(
            f"{joined} could be a name, a product or a slip for a power; define "
            f"{joined}, or write {product}"
            if before.end == mark.start
            else f"{name} {mark.text} could be an entry or a product; write "
            f"{name}_{{{mark.text}}} or {product}",
            before.start,
        )
    following = parser.peek()
    if following is not None and following.kind == "number":
        raise NotUnderstood(
            f"{mark.text} {following.text} could be a product or one number; write "
            rf"{mark.text} \cdot {following.text} or {mark.text}{following.text}",
            mark.start,
        )
    if following is not None and following.text in SMALL and _is_of_numbers(following):
        raise NotUnderstood(
            f"{mark.text} before a small fraction could be a product or a sum; write "
            r"\cdot or + between them",
            mark.start,
        )
    return n.Number(Fraction(mark.text), mark.text)


def _is_of_numbers(fraction: Mark) -> bool:
    """Whether it is a number over a number."""
    return all(part.kind == "number" for inside in fraction.parts for part in inside)
