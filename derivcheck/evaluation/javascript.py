"""A tape -> a function in JavaScript that works out some of its numbers.

>>> from derivcheck.evaluation.tape import Tape
>>> tape = Tape()
>>> z = tape.input("z", ())
>>> as_javascript(tape, [1 / (1 + (-z).exp()), 0.5])
'x=>{return[1/(1+Math.exp(-x[0])),.5]}'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .scalars import Scalar
from .tape import (
    BOTH,
    CHOICE,
    COMPARISONS,
    INPUT,
    MINUS,
    OPERATORS,
    Argument,
    Tape,
    Traced,
    bare,
)

SIGNS = {"=": "===", r"\ne": "!==", r"\le": "<=", r"\ge": ">="}
LETTERS = "abcdefghijklmnopqrstuvwyz"  # x holds the inputs
CHOSEN, CONDITION, COMPARED, SUM, PRODUCT, SIGNED, ATOM = range(7)  # binding tighter

Text = tuple[str, int]


def as_javascript(tape: Tape, outputs: Sequence[Scalar]) -> str:
    """The function of the array of inputs, in the order in which the tape met them."""
    wanted = [bare(x) for x in outputs]
    uses = _uses(tape, wanted)
    texts: dict[int, Text] = {}
    lines: list[str] = []
    for number in sorted(uses):
        text = _text(tape.nodes[number], texts)
        if uses[number] > 1 and tape.nodes[number][0] != INPUT:
            name = _name(len(lines))
            lines.append(f"{name}={text[0]}")
            text = name, ATOM
        texts[number] = text
    found = [
        texts[x.node] if type(x) is Traced else _constant(repr(float(x)))
        for x in wanted
    ]
    consts = f"const {','.join(lines)};" if lines else ""
    return f"x=>{{{consts}return[{','.join(text for text, _ in found)}]}}"


def _uses(tape: Tape, wanted: Sequence[Scalar]) -> Counter[int]:
    """How often each node is read for what is wanted."""
    uses = Counter(x.node for x in wanted if type(x) is Traced)
    for number in range(len(tape.nodes) - 1, -1, -1):
        if number in uses:
            uses.update(o for o in tape.nodes[number][1:] if isinstance(o, int))
    return uses


def _name(number: int) -> str:
    turn, letter = divmod(number, len(LETTERS))
    return LETTERS[letter] + (str(turn) if turn else "")


def _constant(digits: str) -> Text:
    """A number as JavaScript reads it, with no digit that says nothing."""
    text = digits.removesuffix(".0")
    sign, text = ("-", text[1:]) if text[0] == "-" else ("", text)
    text = text[1:] if text.startswith("0.") else text
    return sign + text, SIGNED if sign else ATOM


def _text(node: tuple[str, *tuple[Argument, ...]], texts: dict[int, Text]) -> Text:
    """An operation, and how tightly it binds."""

    def of(argument: Argument, least: int) -> str:
        text, binding = (
            texts[argument] if isinstance(argument, int) else _constant(argument)
        )
        return text if binding >= least else f"({text})"

    operation, *arguments = node
    match arguments:
        case [number] if operation == INPUT:
            return f"x[{number}]", ATOM
        case [of_one] if operation == MINUS:
            return f"-{of(of_one, ATOM)}", SIGNED
        case [one, other] if operation in OPERATORS:
            binding = SUM if operation in "+-" else PRODUCT
            right = of(other, binding + 1)
            right = f"({right})" if right.startswith("-") else right
            return f"{of(one, binding)}{operation}{right}", binding
        case [one, other] if operation in COMPARISONS:
            sign = SIGNS.get(operation, operation)
            return f"{of(one, SUM)}{sign}{of(other, SUM)}", COMPARED
        case [one, other] if operation == BOTH:
            return f"{of(one, CONDITION)}&&{of(other, CONDITION)}", CONDITION
        case [condition, one, other] if operation == CHOICE:
            chosen = of(one, CONDITION), of(other, CHOSEN)
            return f"{of(condition, CONDITION)}?{':'.join(chosen)}", CHOSEN
        case _:
            given = ",".join(of(argument, CHOSEN) for argument in arguments)
            return f"Math.{operation}({given})", ATOM
