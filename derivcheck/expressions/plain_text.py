"""Expressions as plain text with every bracket written: nothing is left open."""

from __future__ import annotations

import re
from typing import assert_never

from . import nodes as n
from .nodes import Condition, Expression, Position
from .traversal import comparisons

UNWRITTEN = re.compile(r"·[a-z]*\d+'?")


def numbered(text: str) -> str:
    """The letters that no page wrote, those of components, counted from one."""
    found: dict[str, str] = {}
    return UNWRITTEN.sub(lambda m: found.setdefault(m[0], f"·{len(found) + 1}"), text)


def spelled_condition(condition: Condition) -> str:
    """Comparisons, parted by `and`."""
    return " and ".join(
        f"{spelled(c.left)} {SIGNS.get(c.sign, c.sign)} {spelled(c.right)}"
        for c in comparisons(condition)
    )


def spelled(node: Expression) -> str:
    """An expression in one line; two factors, a quotient, a power: each in brackets."""
    match node:
        case n.Number(value, text):
            return text or str(value)
        case n.Parameter(name, indices):
            return f"@{name}{slots(indices)}"
        case n.Symbol(name, indices) | n.Known(name, indices):
            return name + slots(indices)
        case n.Running(position):
            return spelled_position(position)
        case n.Plus(terms):
            return _sum(terms)
        case n.Negative(term):
            return f"(-{spelled(term)})"
        case n.Product(factors):
            return "(" + " · ".join(map(spelled, factors)) + ")"
        case n.Quotient(over, under):
            return f"({spelled(over)} / {spelled(under)})"
        case n.Power(base, exponent):
            return f"({spelled(base)} ^ {spelled(exponent)})"
        case n.Call(function, (of,)) if function == n.DIFFERENTIAL:
            return f"d{spelled(of)}"
        case n.Call(function, arguments, order, _, indices):
            name = function + slots(indices) + "'" * order
            return f"{name}({', '.join(map(spelled, arguments))})"
        case n.Transpose(of):
            return f"({spelled(of)})ᵀ"
        case n.Entry(of, indices):
            return f"({spelled(of)}){slots(indices)}"
        case n.Slice(of, low, high):
            return f"({spelled(of)}){slots((low,))}:{slots((high,))}"
        case n.Rows(rows):
            inside = "; ".join(", ".join(map(spelled, row)) for row in rows)
            return f"[{inside}]"
        case n.Over() | n.Partial() | n.Indicator() | n.Cases() | n.Where():
            return _large(node)
        case _:
            assert_never(node)


def _sum(terms: tuple[Expression, ...]) -> str:
    text = spelled(terms[0])
    for term in terms[1:]:
        if isinstance(term, n.Negative):
            text += f" - {spelled(term.term)}"
        else:
            text += f" + {spelled(term)}"
    return f"({text})"


def _large(node: n.Over | n.Partial | n.Indicator | n.Cases | n.Where) -> str:
    match node:
        case n.Over():
            return _over(node)
        case n.Partial(of, by):
            power = f"^{len(by)}" if len(by) > 1 else "⁺" * node.immediate
            below = " ".join("∂" + spelled(symbol) for symbol in by)
            return f"(∂{power}{spelled(of)} / {below})"
        case n.Indicator(condition):
            return f"[1 if {spelled_condition(condition)} else 0]"
        case n.Cases(rows):
            inside = "; ".join(
                f"{spelled(value)} if {spelled_condition(c) or 'nothing else'}"
                for value, c in rows
            )
            return "{" + inside + "}"
        case n.Where(of, values):
            given = ", ".join(f"{spelled(s)} = {spelled(e)}" for s, e in values)
            return f"({spelled(of)} at {given})"
        case _:
            assert_never(node)


def _over(node: n.Over) -> str:
    if node.sign == "list":  # what an open function of a whole array is given
        return f"{spelled(node.body)} for all {node.letter}"
    runs = node.letter
    if node.lower is not None:
        runs += f" = {spelled_position(node.lower)}"
    if node.upper is not None:
        runs += f" to {spelled_position(node.upper)}"
    if node.condition is not None:
        runs += f" where {spelled_condition(node.condition)}"
    return f"{node.sign.removeprefix(chr(92))}({runs}: {spelled(node.body)})"


def slots(indices: tuple[Position, ...]) -> str:
    """Positions in square brackets; nothing where there are none."""
    return "[" + ",".join(map(spelled_position, indices)) + "]" if indices else ""


def added(terms: tuple[tuple[int, n.Letter | n.Extent], ...], shift: int) -> str:
    """Letters and sizes that are added in a slot."""
    said = "".join(("+" if sign > 0 else "-") + term.name for sign, term in terms)
    return said.removeprefix("+") + (f"{shift:+d}" if shift else "")


def spelled_position(position: Position) -> str:
    """What is in a slot."""
    match position:
        case n.Fixed(value):
            return str(value)
        case n.Label(name, indices):
            return name + slots(indices)
        case n.Letter(name, shift):
            return name + (f"{shift:+d}" if shift else "")
        case n.Extent():
            return position.written
        case n.Affine(terms, shift):
            return added(terms, shift)
        case _:
            assert_never(position)


SIGNS = {
    r"\ne": "≠",
    r"\le": "≤",
    r"\ge": "≥",
    r"\approx": "≈",
    r"\propto": "∝",
}
