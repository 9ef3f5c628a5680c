"""The expressions that a derivation is made of.

One class for each piece of notation and no simplifying: a tree says what the page
says. What an expression is worth is a question for `evaluation`.

Throughout the package:

    letter     an index as it is written:       the j in $w_{jk}$
    position   what is in a slot:           j, t-1, 3, L, the label y
    slot       a place of an array for one:     w has two
    extent     how far a slot runs:             n, 3, or a size nobody named
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .errors import NotUnderstood


@dataclass(frozen=True, slots=True)
class Fixed:
    """$3$ in a slot."""

    value: int


@dataclass(frozen=True, slots=True)
class Letter:
    """$t-1$ in a slot: a letter that runs, moved by `shift`."""

    name: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """$L-1$ in a slot, or $n$ in a formula: a size, moved by `shift`.

    The name of one that is made of others has a space before each sign, `m +n`.
    """

    name: str
    shift: int = 0

    @property
    def written(self) -> str:
        """The size and its shift as they stand in a slot."""
        name = self.name.replace(" +", "+").replace(" -", "-")
        return name + (f"{self.shift:+d}" if self.shift else "")


@dataclass(frozen=True, slots=True)
class Label:
    """$y$ in $p_y$: a class, chosen again at each point."""

    name: str
    indices: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Affine:
    """$i + a - 1$ in a slot: letters and sizes with their signs, moved by `shift`."""

    terms: tuple[tuple[int, Letter | Extent], ...]
    shift: int = 0


Position = Fixed | Letter | Extent | Label | Affine


def affine(terms: Iterable[tuple[int, Position]], shift: int = 0) -> Position:
    """The sum of positions with signs, as the plainest position that it is.

    Raises `NotUnderstood` where a label stands among several terms.
    """
    found: list[tuple[int, Letter | Extent]] = []
    for sign, position in terms:
        match position:
            case Fixed(value):
                shift += sign * value
            case Letter(_, moved) | Extent(_, moved):
                shift += sign * moved
                found.append((sign, replace(position, shift=0)))
            case Affine(inner, moved):
                shift += sign * moved
                found += [(sign * other, part) for other, part in inner]
            case Label(name):
                raise NotUnderstood(f"{name} is a label, and no number in an index")
    match found:
        case []:
            return Fixed(shift)
        case [(1, only)]:
            return replace(only, shift=shift)
        case _:
            return Affine(tuple(found), shift)


@dataclass(frozen=True, slots=True)
class Number:
    """$2$, $0.35$: the value exactly, and the digits as they are printed."""

    value: Fraction
    text: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """$w_{jk}$: a quantity, read at its positions."""

    name: str
    indices: tuple[Position, ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """The $z$ in $f(z) := z^2$: what the function is given, or an entry of it."""

    name: str
    indices: tuple[Position, ...] = ()
    at: int = field(default=0, compare=False)


Variable = Symbol | Parameter  # by which a derivative is taken


@dataclass(frozen=True, slots=True)
class Running:
    r"""An index used as a number: the $t$ in $\beta^t$, the $n$ in $1/n$."""

    position: Position


@dataclass(frozen=True, slots=True)
class Plus:
    """$x + y$; a difference is a sum with a `Negative`."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """$-x$."""

    term: Expression


@dataclass(frozen=True, slots=True)
class Product:
    r"""$x y$; `signs` are the signs between the factors, "" where there is none."""

    factors: tuple[Expression, ...]
    signs: tuple[str, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quotient:
    """$x / y$, and as a fraction."""

    over: Expression
    under: Expression


@dataclass(frozen=True, slots=True)
class Power:
    r"""$x^y$; `each` for $\tanh^2(z)$, which is taken entry by entry.

    `root` for $\sqrt[3]{x}$, which negative numbers have too.
    """

    base: Expression
    exponent: Expression
    at: int = field(default=0, compare=False)
    each: bool = False
    root: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    r"""$f''(z)$: a function of one argument or more, differentiated `order` times.

    `indices` say which one of a family, $g^{[l]}(z)$, or which entry of its value.
    """

    function: str
    arguments: tuple[Expression, ...]
    order: int = 0
    at: int = field(default=0, compare=False)
    indices: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Over:
    r"""$\sum_{i \ne k}^n x_i$ or $\prod$: the letter runs inside the body alone."""

    sign: str
    letter: str
    lower: Position | None
    upper: Position | None
    condition: Condition | None
    body: Expression
    at: int = field(default=0, compare=False)
    extent: tuple[object, ...] | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    r"""$\partial^2 A / \partial B\,\partial C$; `immediate` for $\partial^{+}$.

    `by` holds quantities of the model, or parameters. `sign` is the spelling: "frac",
    "operator" where a bracket stands behind the fraction, "prefix" or "nabla".
    """

    of: Expression
    by: tuple[Variable, ...]
    sign: str = "frac"
    immediate: bool = False
    at: int = field(default=0, compare=False)
    layout: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    r"""$i \ne j$, $z > 0$: both sides indices, or both sides numbers."""

    left: Expression
    sign: str
    right: Expression
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Every:
    """Conditions that hold together; none at all is always true."""

    conditions: tuple[Comparison, ...]


Condition = Comparison | Every


@dataclass(frozen=True, slots=True)
class Indicator:
    r"""$\delta_{ij}$, $1_{i=j}$, $[i = j]$: one where a condition holds, else zero."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Cases:
    """Rows of a value and the condition under which it is the value."""

    rows: tuple[tuple[Expression, Condition], ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Where:
    r"""$\left. A \right|_{x = 0}$: A, with some quantities given other values."""

    of: Expression
    values: tuple[tuple[Variable, Expression], ...]


@dataclass(frozen=True, slots=True)
class Transpose:
    r"""$x^\top$."""

    of: Expression
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """$(W x)_i$: a component of an expression."""

    of: Expression
    indices: tuple[Position, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """$v_{a:b}$: a part of a column, or some rows of a matrix, both ends included.

    With `below` it is of a derivative, along the side of what that is taken by.
    """

    of: Expression
    low: Position
    high: Position
    at: int = field(default=0, compare=False)
    below: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A matrix or column written out; `listed` for a list in brackets, $[1, h]$."""

    rows: tuple[tuple[Expression, ...], ...]
    at: int = field(default=0, compare=False)
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    r"""An array with a name of its own: "ones", "zeros", "identity".

    The indices are its sizes, where they are written; of a "unit", $\mathbf e_i$, the
    place of the one.
    """

    kind: str
    indices: tuple[Position, ...] = ()
    at: int = field(default=0, compare=False)


Expression = (
    Number
    | Symbol
    | Parameter
    | Running
    | Plus
    | Negative
    | Product
    | Quotient
    | Power
    | Call
    | Over
    | Partial
    | Indicator
    | Cases
    | Where
    | Transpose
    | Entry
    | Slice
    | Rows
    | Known
)


ZERO = Number(Fraction(0), "0")
ONE = Number(Fraction(1), "1")
MINUS_ONE = Negative(ONE)
DIFFERENTIAL = "·d"  # the function of a call that stands for dL
