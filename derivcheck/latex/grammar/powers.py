"""What stands behind a factor: powers, transposes, components."""

from __future__ import annotations

from ...expressions import Expression, NotUnderstood, errors
from ...expressions import nodes as n
from .. import Mark, Marks, is_transpose, items
from .parser import Parser
from .symbols import is_undeclared_number, position


def scripts(parser: Parser, found: Expression, *, bracketed: bool) -> Expression:
    """("^" superscript | "_" subscript)*, behind what was just read."""
    while (mark := parser.peek()) is not None:
        if mark.kind == "sup":
            parser.next()
            found = superscript(parser, found, mark)
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
    if isinstance(found, n.Parameter):
        return False
    if isinstance(found, n.Symbol):
        return parser.context.slots.get(found.name, 0) > len(found.indices)
    raise NotUnderstood(
        f"{text} is declared, so that ^{text} could be a power or a transpose; "
        r"write ^\top for a transpose",
        inside[0].start,
    )
