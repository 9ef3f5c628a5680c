r"""What is wrong with a statement, as data: its kind, and the names that it is about.

What mends a page or guesses its model acts on the kind; the sentence is for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Sentence:
    """A fault on which nothing acts: its sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Undeclared:
    """$q_j$ without a definition or declaration; `near` is a similar declared name."""

    base: str
    below: str = ""
    near: str | None = None

    @property
    def name(self) -> str:
        """The name as written."""
        return self.base + (f"_{{{self.below}}}" if self.below else "")


@dataclass(frozen=True, slots=True)
class AsksForEntry:
    """$w_j$ of a w that is a number here; `space` is what it would have to lie in."""

    name: str
    asked: str
    space: str


@dataclass(frozen=True, slots=True)
class ClaimedOnly:
    """A name that only claims have, and no definition."""

    name: str


@dataclass(frozen=True, slots=True)
class NumberTransposed:
    r"""$w^\top$ or $w_i^\top$ where nothing says that w is an array, or each w_i."""

    name: str
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class NormOfNumber:
    r"""$\lVert w \rVert$ where nothing says that w is an array, or each w_i."""

    name: str
    indexed: bool


@dataclass(frozen=True, slots=True)
class CallOrProduct:
    """$f(z)$ where nothing says whether f is a function or a number.

    `behind` is a sign for what stands behind the name.
    """

    name: str
    behind: str = "(…)"


@dataclass(frozen=True, slots=True)
class Operator:
    r"""`\mathbb{E}` without a definition: an operator, never a number."""

    name: str


@dataclass(frozen=True, slots=True)
class TransposeOrDerivative:
    """$f'$ where nothing says which of the two the prime is."""

    name: str


@dataclass(frozen=True, slots=True)
class NoEntry:
    """$h_0$ of an array that begins at 1, or an entry after the last."""

    name: str
    entry: int
    last: int


@dataclass(frozen=True, slots=True)
class BoundIndexLeaves:
    r"""$\sum_t h_{t-1}$, where the sum asks for an entry outside the array."""

    letter: str
    name: str
    entry: int
    last: int


@dataclass(frozen=True, slots=True)
class ShapeMismatch:
    """Arrays of shapes that do not fit, or a number for an array: its sentence.

    `undeclared` is a name in it that was read as a number.
    """

    text: str
    is_number: bool = False
    undeclared: str = ""


@dataclass(frozen=True, slots=True)
class NoLayout:
    """The derivative of a vector by a vector where no layout is given."""


@dataclass(frozen=True, slots=True)
class PowerOfArray:
    """$h^2$ of a column, a row or a matrix: `shape` in words."""

    shape: str
    is_matrix: bool


@dataclass(frozen=True, slots=True)
class AnotherSpelling:
    """`a_1` without a definition, on a page that defines `a` or `a_{ij}`."""

    name: str
    given: str


@dataclass(frozen=True, slots=True)
class CalledAndIndexed:
    """$f_i$ without a definition, where f is a function."""

    name: str
    function: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A definition of `name` without a meaning, told where it stands."""

    name: str
    why: Fault


@dataclass(frozen=True, slots=True)
class BuiltOnBroken:
    """The same, told where `name` is used."""

    name: str
    why: Fault


@dataclass(frozen=True, slots=True)
class UnreadDeclaration:
    """A name whose declaration has no meaning, told where it is used."""

    name: str
    why: Fault


Fault = (
    Sentence
    | Undeclared
    | AsksForEntry
    | ClaimedOnly
    | NumberTransposed
    | NormOfNumber
    | CallOrProduct
    | Operator
    | TransposeOrDerivative
    | NoEntry
    | BoundIndexLeaves
    | ShapeMismatch
    | NoLayout
    | PowerOfArray
    | AnotherSpelling
    | CalledAndIndexed
    | Broken
    | BuiltOnBroken
    | UnreadDeclaration
)


class NotUnderstood(Exception):
    """A statement without a meaning: its fault, or a sentence, and where it stands."""

    def __init__(self, fault: Fault | str, at: int = 0) -> None:
        self.fault = Sentence(fault) if isinstance(fault, str) else fault
        self.at = at
        super().__init__(message(self.fault))


def mismatch(text: str, at: int = 0, *, is_number: bool = False) -> NotUnderstood:
    """The exception for shapes that do not fit, or a number instead of an array."""
    return NotUnderstood(ShapeMismatch(text, is_number), at)


def first_cause(fault: Fault) -> Fault:
    """What is wrong with what gives a name, of a fault in what is built on it."""
    match fault:
        case Broken(_, why) | BuiltOnBroken(_, why) | UnreadDeclaration(_, why):
            return first_cause(why)
        case _:
            return fault


def lacking(fault: Fault) -> str | None:
    """The name that has to be given, or given otherwise, for a fault to go."""
    match fault:
        case Undeclared(name) | AsksForEntry(name) | ClaimedOnly(name):
            return name
        case NumberTransposed(name) | NormOfNumber(name) | CallOrProduct(name):
            return name
        case TransposeOrDerivative(name) | AnotherSpelling(name) | NoEntry(name):
            return name
        case BoundIndexLeaves(_, name) | CalledAndIndexed(name):
            return name
        case ShapeMismatch(undeclared=name):
            return name or None
        case _:
            return None


def _space(name: str) -> str:
    """Where an array lies: a matrix has a capital."""
    above = r"{m \times n}" if is_capital(name) else "n"
    return rf"\mathbb{{R}}^{above}"


def is_capital(name: str) -> bool:
    """Whether the letter of a name, whatever decorates it, is a capital."""
    letter = name.partition("_")[0].partition("^")[0].rpartition("{")[2].rstrip("}")
    return len(letter) == 1 and letter.isupper()


def message(fault: Fault) -> str:
    """The message: what is wrong, and what to write."""
    match fault:
        case Sentence(text) | ShapeMismatch(text, undeclared=""):
            return text
        case ShapeMismatch(text, undeclared=name):
            return (
                f"{name} is not declared, so it was read as a number; declare it, for "
                rf"example {name} \in {_space(name)} (as read, {text})"
            )
        case Undeclared(near=near):
            hint = f"; did you mean {near}?" if near else ""
            return f"{fault.name} is not defined or declared{hint}"
        case AsksForEntry(name, asked, space):
            return (
                f"{name} is a number here and {asked} is an entry of it: declare "
                rf"{name} \in {space}"
            )
        case ClaimedOnly(name):
            return f"{name} first appears in a claim; define or declare it first"
        case NumberTransposed(name, indexed=True):
            return (
                f"{name} is not declared, so its entries were read as numbers, which "
                rf"have no transpose; declare them, for example {name}_i \in "
                r"\mathbb{R}^n"
            )
        case NumberTransposed(name):
            return (
                f"{name} is not declared, so it was read as a number, which has no "
                rf"transpose; declare it, for example {name} \in {_space(name)}"
            )
        case NormOfNumber(name, indexed):
            below = "_i" if indexed else ""
            return (
                f"{name} is not declared, so it was read as a number, and a norm needs "
                rf"an array; declare {name}{below} \in {_space(name + below)}, or "
                "write | | for the magnitude of a number"
            )
        case Operator(name):
            return (
                f"{name} is an operator, and no number; define it, {name}(x) := …, or "
                "write out what it stands for"
            )
        case CallOrProduct(name, behind):
            return (
                f"{name} is not declared: {name}{behind} could be the value of a "
                rf"function or a product; declare {name} : \mathbb{{R}} \to "
                rf"\mathbb{{R}} or {name} \in \mathbb{{R}}"
            )
        case TransposeOrDerivative(name):
            return (
                f"{name}' could be a transpose or a derivative; write "
                rf"{name}^\top, or a declared function with its argument, "
                f"{name}'(…), or define {name}' as a name of its own"
            )
        case NoEntry(name, entry, last) if entry > 0:
            return f"{name} has no entry {entry}: it ends at {last}"
        case NoEntry(name, entry):
            return (
                f"{name} has no entry {entry}: it begins at 1; define where it starts, "
                f"{name}_0 := …, mention {name}_0, or declare it as a name of its own"
            )
        case BoundIndexLeaves(letter, name, entry, last):
            return (
                f"the bound index {letter} leaves {name}: it asks for entry {entry} "
                f"of {last}"
            )
        case NoLayout():
            return (
                "the derivative of a vector with respect to a vector needs a layout: "
                "<!-- derivcheck: layout numerator --> or denominator"
            )
        case PowerOfArray(shape, is_matrix):
            if is_matrix:
                entries = "for its entries, x x for the product"
                return rf"a power of {shape} is not read; write x \odot x {entries}"
            return (
                f"a power of {shape} could be one of its entries or of its length; "
                r"write x \odot x or \lVert x \rVert^2"
            )
        case AnotherSpelling(name, given):
            return (
                f"{name} is not defined or declared, but {given} is: write which of "
                f"its parts is meant, or declare {name}"
            )
        case CalledAndIndexed(name, function):
            return (
                f"{function} is a function here, and {name} is not declared: write "
                f"{function}(…), or declare {name}"
            )
        case Broken(name, why):
            return f"{name}: {message(why)}"
        case BuiltOnBroken(name, why):
            return f"the definition of {name} is not understood: {message(why)}"
        case UnreadDeclaration(name, why):
            return f"what is said of {name} is not understood: {message(why)}"
        case _ as never:
            assert_never(never)
