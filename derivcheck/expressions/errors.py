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
    """$q_j$ where nothing gives q; `near` is a declared name that differs by little."""

    base: str
    below: str = ""
    near: str | None = None

    @property
    def name(self) -> str:
        """The name as it stands there."""
        return self.base + (f"_{{{self.below}}}" if self.below else "")


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
    """$f(z)$ where nothing says whether f is a function or a number."""

    name: str


@dataclass(frozen=True, slots=True)
class TransposeOrDerivative:
    """$f'$ where nothing says which of the two the prime is."""

    name: str


@dataclass(frozen=True, slots=True)
class NoEntry:
    """$h_0$ of an array that begins at 1, or an entry behind the last."""

    name: str
    entry: int
    last: int


@dataclass(frozen=True, slots=True)
class BoundIndexLeaves:
    r"""$\sum_t h_{t-1}$, where the sum comes to an entry that the array has not."""

    letter: str
    name: str
    entry: int
    last: int


@dataclass(frozen=True, slots=True)
class ShapeMismatch:
    """Arrays of shapes that do not fit, or a number for an array: its sentence."""

    text: str


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
    """`a_1` that nothing gives, on a page that gives `a` or `a_{ij}`."""

    name: str
    given: str


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


Fault = (
    Sentence
    | Undeclared
    | ClaimedOnly
    | NumberTransposed
    | NormOfNumber
    | CallOrProduct
    | TransposeOrDerivative
    | NoEntry
    | BoundIndexLeaves
    | ShapeMismatch
    | NoLayout
    | PowerOfArray
    | AnotherSpelling
    | Broken
    | BuiltOnBroken
)


class NotUnderstood(Exception):
    """A statement without a meaning: its fault, or a sentence, and where it stands."""

    def __init__(self, fault: Fault | str, at: int = 0) -> None:
        self.fault = Sentence(fault) if isinstance(fault, str) else fault
        self.at = at
        super().__init__(message(self.fault))


def mismatch(text: str, at: int = 0) -> NotUnderstood:
    """What is raised where the shapes of arrays do not fit."""
    return NotUnderstood(ShapeMismatch(text), at)


def message(fault: Fault) -> str:
    """The sentence on a fault: what is wrong, and what to write."""
    match fault:
        case Sentence(text) | ShapeMismatch(text):
            return text
        case Undeclared(near=near):
            hint = f"; did you mean {near}?" if near else ""
            return f"no definition and no declaration gives {fault.name}{hint}"
        case ClaimedOnly(name):
            return (
                f"{name} first appears in a claim: no definition reads it and no "
                "declaration gives it"
            )
        case NumberTransposed(name, indexed=True):
            return (
                f"{name} is not declared, and so its entries are numbers; declare the "
                rf"arrays that are transposed, {name}_i \in \mathbb{{R}}^n"
            )
        case NumberTransposed(name):
            return (
                f"{name} is not declared, and so a number; declare the array that is "
                rf"transposed, {name} \in \mathbb{{R}}^n"
            )
        case NormOfNumber(name, indexed):
            below = "_i" if indexed else ""
            return (
                f"a norm is of an array, and {name} is not declared; declare "
                rf"{name}{below} \in \mathbb{{R}}^n, or write | | for the magnitude "
                "of a number"
            )
        case CallOrProduct(name):
            return (
                f"{name} is not declared: {name}(…) could be the value of a function "
                rf"or a product; declare {name} : \mathbb{{R}} \to \mathbb{{R}} or "
                rf"{name} \in \mathbb{{R}}"
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
                "the derivative of a vector by a vector wants a layout: "
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
                f"nothing gives {name}, and the page gives {given}: write which of its "
                f"parts is meant, or declare {name}"
            )
        case Broken(name, why):
            return f"{name}: {message(why)}"
        case BuiltOnBroken(name, why):
            return f"the definition of {name} is not understood: {message(why)}"
        case _ as never:
            assert_never(never)
