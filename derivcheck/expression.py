r"""The expressions that a derivation is made of.

One class for each piece of notation and no simplifying: a tree says what the page
says. What an expression is worth is a question for `evaluate`.

Throughout the package:

    letter     an index as it is written:       the j in $w_{jk}$
    position   what stands in a slot:           j, t-1, 3, L, the label y
    slot       a place of an array for one:     w has two
    extent     how far a slot runs:             n, 3, or a size nobody named
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction


class NotUnderstood(Exception):
    """A statement without a meaning: what is wrong, and where in its text."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


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
    """$L-1$ in a slot, or $n$ in a formula: a size, moved by `shift`."""

    name: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """$y$ in $p_y$: a class, chosen anew at each point."""

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
    r"""$x^y$; `each` for $\tanh^2(z)$, which is taken entry by entry."""

    base: Expression
    exponent: Expression
    at: int = field(default=0, compare=False)
    each: bool = False


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

    `by` holds quantities of the model. `sign` is the spelling: "frac", "prefix"
    or "nabla".
    """

    of: Expression
    by: tuple[Symbol, ...]
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
    values: tuple[tuple[Symbol, Expression], ...]


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
class Rows:
    """A matrix or column written out; `listed` for a list in brackets, $[1, h]$."""

    rows: tuple[tuple[Expression, ...], ...]
    at: int = field(default=0, compare=False)
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    r"""An array with a name of its own: "ones", "identity", "unit" ($\mathbf e_i$)."""

    kind: str
    indices: tuple[Position, ...] = ()
    at: int = field(default=0, compare=False)


Expression = (
    Number
    | Symbol
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
    | Rows
    | Known
)

ZERO = Number(Fraction(0), "0")
ONE = Number(Fraction(1), "1")
MINUS_ONE = Negative(ONE)
DIFFERENTIAL = "·d"  # the function of a call that stands for dL


def comparisons(condition: Condition | None) -> tuple[Comparison, ...]:
    """The conditions that must all be true."""
    match condition:
        case None:
            return ()
        case Comparison():
            return (condition,)
        case Every(conditions):
            return conditions


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions that stand directly inside this one, from left to right."""
    match expression:
        case Number() | Symbol() | Running() | Known():
            return ()
        case Plus(terms):
            return terms
        case Product(factors):
            return factors
        case Negative(of) | Transpose(of) | Entry(of):
            return (of,)
        case Quotient(over, under):
            return (over, under)
        case Power(base, exponent):
            return (base, exponent)
        case Call(_, arguments):
            return arguments
        case Over(condition=condition, body=body):
            return (*sides(condition), body)
        case Partial(of, by):
            return (of, *by)
        case Indicator(condition):
            return sides(condition)
        case Cases(rows):
            return tuple(e for value, c in rows for e in (value, *sides(c)))
        case Where(of, values):
            return (of, *(e for pair in values for e in pair))
        case Rows(rows):
            return tuple(e for row in rows for e in row)


def sides(condition: Condition | None) -> tuple[Expression, ...]:
    """Both sides of each comparison."""
    return tuple(e for c in comparisons(condition) for e in (c.left, c.right))


def positions(expression: Expression) -> tuple[Position, ...]:
    """The positions that this node itself reads, each before those inside it."""
    match expression:
        case Symbol(indices=indices) | Entry(indices=indices) | Known(indices=indices):
            found = indices
        case Call(indices=indices):
            found = indices
        case Running(position):
            found = (position,)
        case Over(lower=lower, upper=upper):
            found = tuple(p for p in (lower, upper) if p is not None)
        case _:
            return ()
    for position in found:
        if type(position) in NESTED:
            return tuple([q for p in found for q in _inside(p)])
    return found


NESTED = (Label, Affine)  # positions that hold others


def _inside(position: Position) -> Iterator[Position]:
    yield position
    match position:
        case Label(_, indices):
            for inner in indices:
                yield from _inside(inner)
        case Affine(terms):
            for _, term in terms:
                yield term
        case _:
            pass


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(parts(node)))


def node_count(expression: Expression) -> int:
    """How many nodes an expression has."""
    return sum(1 for _ in walk(expression))


def free_letters(expression: Expression) -> tuple[str, ...]:
    """The letters that need a value before the expression has one, as met."""
    found: dict[str, None] = {}
    _free(expression, frozenset(), found)
    return tuple(found)


def _free(
    expression: Expression, bound: frozenset[str], found: dict[str, None]
) -> None:
    for position in positions(expression):
        if isinstance(position, Letter) and position.name not in bound:
            found[position.name] = None
    inner = bound
    if isinstance(expression, Over):
        inner = bound | {expression.letter}
    for part in parts(expression):
        _free(part, inner, found)


def condition_letters(condition: Condition | None) -> tuple[str, ...]:
    """The letters that a condition speaks of."""
    found: dict[str, None] = {}
    for side in sides(condition):
        found.update(dict.fromkeys(free_letters(side)))
    return tuple(found)


def names(expression: Expression) -> frozenset[str]:
    """The quantities that an expression reads, open functions and labels included."""
    found: set[str] = set()
    for node in walk(expression):
        match node:
            case Symbol(name):
                found.add(name)
            case Call(function):
                found.add(function)
            case _:
                pass
        found.update(p.name for p in positions(node) if isinstance(p, Label))
    return frozenset(found)


def changed(
    expression: Expression,
    change: Callable[[Expression], Expression | None],
    move: Callable[[Position], Position] = lambda position: position,
) -> Expression:
    """The expression with nodes replaced by `change` and positions moved by `move`.

    Where `change` gives None a node stays and its parts are tried: outermost first.
    """
    new = change(expression)
    if new is not None:
        return new

    def inner(part: Expression) -> Expression:
        return changed(part, change, move)

    def conditions(condition: Condition) -> Condition:
        found = tuple(
            Comparison(inner(c.left), c.sign, inner(c.right))
            for c in comparisons(condition)
        )
        return found[0] if isinstance(condition, Comparison) else Every(found)

    def moved(found: tuple[Position, ...]) -> tuple[Position, ...]:
        return tuple([placed(p, move) for p in found])

    match expression:
        case Number():
            return expression
        case Symbol(indices=indices) | Known(indices=indices):
            return replace(expression, indices=moved(indices))
        case Running(position):
            return Running(placed(position, move))
        case Plus(terms):
            return Plus(tuple(map(inner, terms)))
        case Product(factors):
            return replace(expression, factors=tuple(map(inner, factors)))
        case Negative(of):
            return Negative(inner(of))
        case Transpose(of):
            return replace(expression, of=inner(of))
        case Entry(of, indices):
            return replace(expression, of=inner(of), indices=moved(indices))
        case Quotient(over, under):
            return Quotient(inner(over), inner(under))
        case Power(base, exponent):
            return replace(expression, base=inner(base), exponent=inner(exponent))
        case Call(arguments=arguments, indices=indices):
            given = tuple(map(inner, arguments))
            return replace(expression, arguments=given, indices=moved(indices))
        case Over(lower=lower, upper=upper, condition=condition, body=body):
            return replace(
                expression,
                lower=None if lower is None else placed(lower, move),
                upper=None if upper is None else placed(upper, move),
                condition=None if condition is None else conditions(condition),
                body=inner(body),
            )
        case Partial(of, by):
            moved_of = inner(of)  # in the order of `parts`
            variables = tuple(inner(b) for b in by)
            symbols = tuple(v for v in variables if isinstance(v, Symbol))
            return replace(expression, of=moved_of, by=symbols)
        case Indicator(condition):
            return Indicator(conditions(condition))
        case Cases(rows):
            return replace(
                expression, rows=tuple((inner(e), conditions(c)) for e, c in rows)
            )
        case Where(of, values):
            moved_of = inner(of)
            pairs = tuple((inner(s), inner(e)) for s, e in values)
            kept = tuple((s, e) for s, e in pairs if isinstance(s, Symbol))
            return Where(moved_of, kept)
        case Rows(rows):
            return replace(
                expression, rows=tuple(tuple(map(inner, row)) for row in rows)
            )


def placed(position: Position, move: Callable[[Position], Position]) -> Position:
    """A position moved, and what stands in it."""
    match move(position):
        case Label(name, (_, *_) as indices):
            return Label(name, tuple([placed(p, move) for p in indices]))
        case Affine(terms, shift):
            return affine([(sign, move(term)) for sign, term in terms], shift)
        case other:
            return other
