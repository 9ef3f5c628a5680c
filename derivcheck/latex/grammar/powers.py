"""What follows a factor: powers, transposes, components."""

from __future__ import annotations

from collections.abc import Sequence

from ...expressions import Expression, NotUnderstood, Position, errors
from ...expressions import nodes as n
from .. import Mark, Marks, is_transpose, items, split_at
from .parser import Parser
from .symbols import is_undeclared_number, position


def scripts(parser: Parser, found: Expression, *, bracketed: bool) -> Expression:
    """("^" superscript | "_" subscript | "_" slice)*, behind what was just read."""
    while (mark := parser.peek()) is not None:
        if mark.kind == "sup":
            parser.next()
            found = superscript(parser, found, mark)
        elif mark.kind == "slice":
            parser.next()
            found = part(parser, found, mark)
        elif mark.kind == "sub" and (bracketed or not isinstance(found, n.Variable)):
            parser.next()
            found = _subscript(parser, found, mark)
        elif mark.kind == "prime":
            raise NotUnderstood(
                "a prime after brackets could be a transpose or a derivative; "
                r"write ^\top or \frac{\partial …}{\partial …}",
                mark.start,
            )
        else:
            break
    return found


def part(parser: Parser, found: Expression, mark: Mark) -> Expression:
    r"""Axis ("," axis)?, each position ":" position, or ":", or a position."""
    first, *second = (split_at(axis, {"colon"}) for axis in mark.parts)
    if len(second) > 1:
        raise NotUnderstood("an array has one or two sides here", mark.start)
    if not second:
        return _along(parser, found, first, mark)
    (columns,) = second
    if len(columns) == 1 and not _is_colon(columns):
        column = n.Entry(n.Transpose(found, mark.start), (_end(parser, columns[0]),))
        return _along(parser, column, first, mark)
    if len(first) == 1 and not _is_colon(first):
        row = n.Entry(found, (_end(parser, first[0]),), mark.start)
        return n.Transpose(_along(parser, row, columns, mark), mark.start)
    turned = n.Transpose(_along(parser, found, first, mark), mark.start)
    if _is_colon(columns):
        return turned.of
    return n.Transpose(_along(parser, turned, columns, mark), mark.start)


def _is_colon(span: Sequence[Marks]) -> bool:
    """Whether a side of an array is left whole."""
    return not any(span)


def _along(
    parser: Parser, found: Expression, span: Sequence[Marks], mark: Mark
) -> Expression:
    """A part of an array along its first side."""
    if _is_colon(span):
        return found
    low, high = (_end(parser, end) for end in span)
    return n.Slice(found, low, high, mark.start)


def _end(parser: Parser, marks: Marks) -> Position:
    """One position, an end of a part."""
    found = items(marks)
    if len(found) != 1:
        raise NotUnderstood("expected an end of this part", marks[0].start)
    return position(parser, found[0])


def _subscript(parser: Parser, found: Expression, mark: Mark) -> Expression:
    """Position+, the entry there, or a plus sign, the positive part."""
    if [m.text for m in mark.parts[0]] == ["+"]:
        return n.Call("relu", (found,), 0, mark.start)
    slots = parser.names.merged(items(mark.parts[0]))
    indices = tuple(position(parser, item) for item in slots)
    return n.Entry(found, indices, mark.start)


def superscript(parser: Parser, found: Expression, mark: Mark) -> Expression:
    r"""`\top` | "-" `\top` | expression."""
    inside = mark.parts[0]
    if not inside:
        raise NotUnderstood("expected an exponent", mark.start)
    if is_transpose(inside) and _transposes(parser, found, inside):
        _wants_array(parser, found)
        return n.Transpose(found, mark.start)
    if inside[0].text == "-" and is_transpose(inside[1:]):
        return n.Transpose(n.Power(found, n.MINUS_ONE, mark.start), mark.start)
    return n.Power(found, parser.whole(inside, mark.start), mark.start)


def _wants_array(parser: Parser, found: Expression) -> None:
    """Refuses the transpose of a name that nothing says to be an array."""
    if isinstance(found, n.Symbol) and is_undeclared_number(parser, found):
        fault = errors.NumberTransposed(found.name, bool(found.indices))
        raise NotUnderstood(fault, found.at)


def _transposes(parser: Parser, found: Expression, inside: Marks) -> bool:
    """Whether `^T` is a transpose, where T is a declared number too."""
    text = inside[0].text
    if text != "T":
        return True
    if text not in parser.names.patterns and text not in parser.names.sizes:
        return True
    if parser.context.slots.get("T", 0):
        return True  # an array is no exponent
    if isinstance(found, n.Parameter):
        return False
    if isinstance(found, n.Symbol):
        return _sides(parser, found) > 0
    if text not in parser.names.patterns and _is_array(parser, found):
        return True
    raise NotUnderstood(
        f"{text} is declared, so that ^{text} could be a power or a transpose; "
        r"write ^\top for a transpose",
        inside[0].start,
    )


def _sides(parser: Parser, symbol: n.Symbol) -> int:
    """How many indices of a quantity are not written."""
    return parser.context.slots.get(symbol.name, 0) - len(symbol.indices)


def _is_array(parser: Parser, found: Expression) -> bool:
    """Whether an expression can only be an array: what is added to one, matrices."""
    match found:
        case n.Known():
            return True
        case n.Symbol():
            return _sides(parser, found) > 0
        case n.Negative(of) | n.Transpose(of):
            return _is_array(parser, of)
        case n.Plus(terms):
            return any(_is_array(parser, term) for term in terms)
        case n.Product(factors):
            return all(
                isinstance(factor, n.Symbol) and _sides(parser, factor) == 2
                for factor in factors
            )
        case _:
            return False
