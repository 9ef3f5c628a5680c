"""Numbers that write down what is done to them: an expression -> a straight line.

A `Traced` number has no value. What is worked out with it is noted on its tape, equal
operations once; what is known before is folded: zeros, ones and constants. What depends
on the value of a number, as a maximum does, is a choice between two numbers that are
both noted (Griewank and Walther, Evaluating Derivatives, sections 2.2 and 14.4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .points import Indices
from .scalars import NOTHING, Dual, Nothing, Scalar

Argument = int | str  # the number of a node, or a constant as its digits
Operation = tuple[str, *tuple[Argument, ...]]  # the operation, and what it is done to

INPUT = "input"
CHOICE = "?"
OPERATORS = {"+", "-", "*", "/"}
COMPARISONS = {"=", r"\ne", "<", ">", r"\le", r"\ge"}
BOTH = "&&"
MINUS = "minus"
FEW_FACTORS = 4  # a power of so many is written as a product


class Untraced(ValueError):
    """What is asked for cannot be written down as a straight line."""


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number in a text: its form, as `format` and the pictures have it."""

    number: Traced
    form: str


@dataclass(frozen=True, slots=True)
class TextChoice:
    """One of two texts."""

    condition: Traced
    one: str
    other: str


class Tape:
    """The operations in the order in which they are done; `inputs` are the leaves.

    `slots` are the places in texts that were written with the numbers.
    """

    def __init__(self) -> None:
        self.slots: dict[NumberText | TextChoice, int] = {}
        self.nodes: list[Operation] = []
        self.known: dict[Operation, int] = {}
        self.inputs: dict[tuple[str, Indices], Traced] = {}

    def input(self, name: str, indices: Indices) -> Traced:
        """The entry of an array as a number whose value comes later."""
        key = name, indices
        found = self.inputs.get(key)
        if found is None:
            found = self.note(INPUT, str(len(self.inputs)))
            self.inputs[key] = found
        return found

    def place(self, slot: NumberText | TextChoice) -> str:
        """What is in a text where a number, or one of two texts, comes."""
        number = self.slots.setdefault(slot, len(self.slots))
        return f"\ue000{number}\ue001"

    def note(self, operation: str, *arguments: Scalar) -> Traced:
        """The result of an operation, which is noted where it is a new one."""
        node: Operation = (operation, *map(_argument, arguments))
        number = self.known.get(node)
        if number is None:
            number = self.known[node] = len(self.nodes)
            self.nodes.append(node)
        return Traced(self, number)


def _argument(number: Scalar) -> Argument:
    match number:
        case Traced(node=node):
            return node
        case str():
            return number
        case _ if math.isfinite(number):
            return repr(float(number))
        case _:
            raise Untraced("a constant is infinite, or no number")


class Traced:
    """A number on a tape."""

    __slots__ = ("node", "tape")

    def __init__(self, tape: Tape, node: int) -> None:
        self.tape = tape
        self.node = node

    def __eq__(self, other: object) -> bool:
        """Whether it is the same result; equal values are not known."""
        return type(other) is Traced and other.node == self.node

    def __hash__(self) -> int:
        return self.node

    def __bool__(self) -> bool:
        raise Untraced("what is worked out depends on the value of a number")

    def __float__(self) -> float:
        """No number, so that no test of its value comes out true."""
        return math.nan

    def __add__(self, other: Scalar) -> Scalar:
        if type(other) not in PLAIN:
            return NotImplemented
        if other == 0:
            return self
        if type(other) is not Traced:
            return self.tape.note("+", other, self)
        inner = other.negated()
        if inner is not None:
            return self - inner
        return self.tape.note("+", *sorted((self, other), key=hash))

    __radd__ = __add__

    def __sub__(self, other: Scalar) -> Scalar:
        if type(other) not in PLAIN:
            return NotImplemented
        if other == 0:
            return self
        if other == self:
            return 0.0
        if type(other) is Traced and (inner := other.negated()) is not None:
            return self + inner
        return self.tape.note("-", self, other)

    def __rsub__(self, other: float) -> Scalar:
        return -self if other == 0 else self.tape.note("-", other, self)

    def __neg__(self) -> Traced:
        inner = self.negated()
        return self.tape.note(MINUS, self) if inner is None else inner

    def negated(self) -> Traced | None:
        """What this is the negative of, where it is that of a number."""
        match self.tape.nodes[self.node]:
            case ("minus", int(inner)):
                return Traced(self.tape, inner)
            case _:
                return None

    def __mul__(self, other: Scalar) -> Scalar:
        if type(other) not in PLAIN:
            return NotImplemented
        if type(other) is not Traced:
            return other * self
        return self.tape.note("*", *sorted((self, other), key=hash))

    def __rmul__(self, other: float) -> Scalar:
        if other == 0:
            return 0.0
        if abs(other) == 1:
            return self if other > 0 else -self
        return self.tape.note("*", other, self)

    def __truediv__(self, other: Scalar) -> Scalar:
        if type(other) not in PLAIN:
            return NotImplemented
        if type(other) is Traced:
            return self.tape.note("/", self, other)
        if other == 0:
            raise ZeroDivisionError
        return self if other == 1 else self.tape.note("/", self, other)

    def __rtruediv__(self, other: float) -> Scalar:
        return 0.0 if other == 0 else self.tape.note("/", other, self)

    def __pow__(self, power: int) -> Scalar:
        if power < 0:
            return 1.0 / self**-power
        if power > FEW_FACTORS:
            return self.tape.note("pow", self, power)
        found: Scalar = 1.0
        for _ in range(power):
            found = self * found
        return found

    def __abs__(self) -> Scalar:
        return (self > 0).either(self, -self)

    def __lt__(self, other: Scalar) -> Traced:
        return self.tape.note("<", self, other)

    def __gt__(self, other: Scalar) -> Traced:
        return self.tape.note(">", self, other)

    def either(self, one: Scalar | str, other: Scalar | str) -> Scalar | str:
        """One of two numbers or texts, where this is whether a condition is true."""
        if isinstance(one, str) and isinstance(other, str):
            return self.tape.place(TextChoice(self, one, other))
        return choice(self, one, other)

    def slot(self, form: str) -> str:
        """The number as a text, in a form of `format`, or as a `pixel`."""
        return self.tape.place(NumberText(self, form))

    def exp(self) -> Traced:
        """$e^x$."""
        return self.tape.note("exp", self)

    def log(self) -> Traced:
        """The natural logarithm."""
        return self.tape.note("log", self)

    def sqrt(self) -> Traced:
        """The square root."""
        return self.tape.note("sqrt", self)

    def tanh(self) -> Traced:
        """The hyperbolic tangent."""
        return self.tape.note("tanh", self)

    def sin(self) -> Traced:
        """The sine."""
        return self.tape.note("sin", self)

    def cos(self) -> Traced:
        """The cosine."""
        return self.tape.note("cos", self)

    def atan(self) -> Traced:
        """The inverse tangent."""
        return self.tape.note("atan", self)

    def erf(self) -> Traced:
        """Raises: there is no such function there."""
        raise Untraced("JavaScript has no error function")


PLAIN = {float, int, Traced}


def both(one: Scalar, other: Scalar) -> Scalar:
    """Whether two conditions are true, each known or traced."""
    if type(one) is bool:
        return other if one else False
    if type(other) is bool:
        return one if other else False
    return one.tape.note(BOTH, one, other)


def choice(condition: Scalar, one: Scalar, other: Scalar) -> Scalar:
    """The one number where a condition is true, the other where it is not.

    Each derivative is chosen as the number itself is.
    """
    if type(condition) is bool:
        return one if condition else other
    if one is NOTHING and other is NOTHING:
        return NOTHING
    levels = [x.level for x in (one, other) if type(x) is Dual]
    if levels:
        level = max(levels)
        (a, da), (b, db) = (_parts(x, level) for x in (one, other))
        return Dual(level, choice(condition, a, b), choice(condition, da, db))
    a, b = bare(one), bare(other)
    return a if a == b else condition.tape.note(CHOICE, condition, a, b)


def _parts(x: Scalar, level: int) -> tuple[Scalar, Scalar]:
    """A number and its derivative on a level."""
    return (x.re, x.eps) if type(x) is Dual and x.level == level else (x, NOTHING)


def bare(x: Scalar) -> Scalar:
    """A number without its derivatives, and zero for what was never there."""
    while type(x) is Dual:
        x = x.re
    return 0.0 if isinstance(x, Nothing) else x
