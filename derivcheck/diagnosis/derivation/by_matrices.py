r"""The terms of an entry -> the array that has these entries, in matrix products.

Each factor is an array over its letters; arrays over the same letters are multiplied
entry by entry, a letter that a sum runs joins two of them in a product, and what is
left stands over the letters of the entry: $\sum_j \delta_j v_{ji}$ is $V^\top \delta$.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ...expressions import Expression, Position, free_letters, side_by_side
from ...expressions import nodes as n
from .by_components import Phrasing
from .factoring import factored, ordered
from .terms import (
    ONE_TERM,
    BracketedSum,
    Factor,
    Sum,
    SummationIndex,
    Term,
    Unwritten,
    letters_in,
    nodes_in,
)

ODOT = r"\odot"


@dataclass(frozen=True, slots=True)
class Node:
    """An array over one letter or two; over none it is a number."""

    letters: tuple[str, ...]
    array: Expression

    def over(self, letters: tuple[str, ...]) -> Expression:
        """The array over the same letters in this order."""
        if letters == self.letters:
            return self.array
        if letters == self.letters[::-1]:
            return turned(self.array)
        raise Unwritten("an array over other letters")


def turned(array: Expression) -> Expression:
    """The transpose, of a product factor by factor."""
    match array:
        case n.Transpose(of):
            return of
        case n.Product(factors, signs) if set(signs) == {ODOT}:
            return n.Product(tuple(map(turned, factors)), signs)
        case n.Product((n.Quotient() as number, rest), ("",)):
            return n.Product((number, turned(rest)), ("",))
        case n.Product((n.Quotient() as number, *rest), signs) if not any(signs):
            inner = turned(n.Product(tuple(rest), signs[1:]))
            return side_by_side([number, *_factors(inner)])
        case n.Product(factors, signs) if not any(signs):
            return n.Product(tuple(map(turned, reversed(factors))), signs)
        case n.Negative(term):
            return n.Negative(turned(term))
        case n.Number() | n.Call("diag") | n.Known("identity"):
            return array
    return n.Transpose(array)


@dataclass(frozen=True, slots=True)
class MatrixPhrasing:
    """Writes the terms of an entry at some letters as an array, in a page's layout."""

    phrasing: Phrasing
    layout: str | None

    def array(self, terms: Sum, letters: tuple[str, ...]) -> Expression:
        """The array whose entries the terms are; Unwritten where there is none.

        What all terms have in common is before a bracket.
        """
        if len(terms) > 1:
            common, rest = factored(self.phrasing.algebra, terms)
            if common != ONE_TERM and not common.ties:
                terms = self.phrasing.algebra.product((common,), rest)
        return self.plain(terms, letters)

    def plain(self, terms: Sum, letters: tuple[str, ...]) -> Expression:
        """The same, term by term."""
        if not terms:
            return n.ZERO
        found = [self._term(term, letters) for term in ordered(terms)]
        return found[0] if len(found) == 1 else n.Plus(tuple(found))

    def _term(self, term: Term, letters: tuple[str, ...]) -> Expression:
        """One term as a product of arrays, within the sums that no product does."""
        kept = [run for run in term.runs if _stays(run, term)]
        runs = [run.letter for run in term.runs if run not in kept]
        known = frozenset((*runs, *letters))
        numbers: list[tuple[Factor, Fraction]] = []
        nodes: list[Node] = []
        for factor, power in term.factors:
            node = self._node(factor, known)
            if node is None:
                numbers.append((factor, power))
            else:
                nodes += _powers(node, power)
        nodes += [_unit(one, other, known) for one, other in term.ties]
        for letter in runs:
            nodes = _contracted(nodes, letter)
        inner = [node.array for node in nodes if not node.letters]
        outer = _spread([node for node in nodes if node.letters], letters)
        found = self.phrasing.factors(abs(term.number), numbers) + inner
        whole = _scaled(found, outer)
        for run in reversed(kept):
            ends = (run.lower, run.upper, run.condition)
            whole = n.Over("sum", run.letter, *ends, whole)
        return n.Negative(whole) if term.number < 0 else whole

    def _node(self, factor: Factor, known: frozenset[str]) -> Node | None:
        """A factor as an array over the known letters in it; None for a number."""
        if isinstance(factor, BracketedSum):
            inside = _in_order(factor, known)
            if not inside:
                return None
            return Node(inside, self.array(factor.terms, inside))
        if not known & set(free_letters(factor)):
            return None
        match factor:
            case n.Symbol(name, indices):
                given, letters = _split(indices, known)
                return Node(letters, n.Symbol(name, given))
            case n.Partial(of, (by,)) if not known & set(free_letters(of)):
                given, letters = _split(by.indices, known)
                variable = (n.Symbol(by.name, given),)
                array: Expression = n.Partial(of, variable, layout=self.layout)
                if self.layout == "jacobian" and len(letters) == 1:
                    array = turned(array)  # it is a row there
                return Node(letters, array)
            case n.Call(arguments=(argument,), indices=()):
                terms = self.phrasing.algebra.read(argument)
                own = tuple(k for k in free_letters(argument) if k in known)
                return Node(own, replace(factor, arguments=(self.array(terms, own),)))
        raise Unwritten("no array for this")


def _stays(run: SummationIndex, term: Term) -> bool:
    """Whether a sum is written as one: with limits, or of whole arrays by number."""
    if run.lower is not None or run.condition is not None:
        return True
    return any(
        isinstance(p, n.Letter) and p.name == run.letter and (p.shift or number < last)
        for node in nodes_in((term,))
        if isinstance(node, n.Symbol)
        for last in [len(node.indices) - 2]
        for number, p in enumerate(node.indices)
    )


def _scaled(numbers: list[Expression], array: Expression | None) -> Expression:
    """An array times numbers."""
    match array:
        case None:
            return side_by_side(numbers)
        case n.Product(factors, signs):
            between = ("",) * len(numbers)
            return n.Product((*numbers, *factors), (*between, *signs))
    return side_by_side([*numbers, array])


def _factors(array: Expression) -> tuple[Expression, ...]:
    """The factors of a matrix product."""
    match array:
        case n.Product(factors, signs) if not any(signs):
            return factors
    return (array,)


def _split(
    indices: tuple[Position, ...], known: frozenset[str]
) -> tuple[tuple[Position, ...], tuple[str, ...]]:
    """The indices that stay, and the letters in the places after them."""
    letters = [p.name for p in indices if isinstance(p, n.Letter) and p.name in known]
    given = indices[: len(indices) - len(letters)]
    rest = indices[len(given) :]
    if rest != tuple(map(n.Letter, letters)) or len(set(letters)) < len(letters):
        raise Unwritten("an index before a letter")
    return given, tuple(letters)


def _in_order(group: BracketedSum, known: frozenset[str]) -> tuple[str, ...]:
    return tuple(k for k in letters_in(group) if k in known)


def _powers(node: Node, power: Fraction) -> list[Node]:
    """The factor as often as its power says."""
    if power.denominator != 1 or not 1 <= power <= 3:
        raise Unwritten("a power of an array")
    return [node] * int(power)


def _unit(one: Position, other: Position, known: frozenset[str]) -> Node:
    """A Kronecker delta: the identity."""
    match one, other:
        case (n.Letter(a, 0), n.Letter(b, 0)) if {a, b} <= known:
            return Node((a, b), n.Known("identity"))
    raise Unwritten("a delta of other letters")


def _merged(nodes: Sequence[Node]) -> list[Node]:
    """Arrays over the same letters as one, multiplied entry by entry."""
    found: dict[frozenset[str], Node] = {}
    for node in nodes:
        key = frozenset(node.letters)
        if key not in found or not key:
            found[key if key else frozenset({repr(node)})] = node
            continue
        before = found[key]
        factors = [*_entries(before.array), node.over(before.letters)]
        signs = (ODOT,) * (len(factors) - 1)
        found[key] = Node(before.letters, n.Product(tuple(factors), signs))
    return list(found.values())


def _entries(array: Expression) -> tuple[Expression, ...]:
    match array:
        case n.Product(factors, signs) if set(signs) == {ODOT}:
            return factors
    return (array,)


def _contracted(nodes: Sequence[Node], letter: str) -> list[Node]:
    """The arrays with the sum over a letter done as a matrix product."""
    inside = [k for k in nodes if letter in k.letters]
    rest = [k for k in nodes if letter not in k.letters]
    merged = _merged(inside)
    if len(merged) > 1:
        return [_joined(merged, letter), *rest]
    if merged[0].letters != (letter,):
        (left,) = (k for k in merged[0].letters if k != letter)
        whole = _chained(merged[0].over((left, letter)), _ones())
        return [Node((left,), whole), *rest]
    first, *others = inside
    other = _merged(others)[0].array if others else first.array
    row = turned(first.array if others else _ones())
    return [Node((), side_by_side([row, other])), *rest]


def _joined(nodes: Sequence[Node], letter: str) -> Node:
    """One matrix or two, and a column between them, summed over a letter."""
    columns = [k.array for k in nodes if len(k.letters) == 1]
    matrices = [k for k in nodes if len(k.letters) == 2]
    if len(matrices) > 2 or len(nodes) > 3:
        raise Unwritten("a sum over three arrays")
    ends = [next(k for k in m.letters if k != letter) for m in matrices]
    one = matrices[0].over((ends[0], letter))
    if len(matrices) == 1:
        return Node((ends[0],), _chained(one, columns[0]))
    if columns:
        one = _chained(one, n.Call("diag", (columns[0],)))
    whole = _chained(one, matrices[1].over((letter, ends[1])))
    return Node((ends[0], ends[1]), whole)


def _chained(one: Expression, other: Expression) -> Expression:
    """A matrix product, without the brackets that it does not need."""
    return side_by_side([*_factors(one), *_factors(other)])


def _spread(nodes: Sequence[Node], letters: tuple[str, ...]) -> Expression | None:
    """What is left, as one array over the letters of the entry."""
    merged = _merged(nodes)
    if len(letters) < 2:
        return merged[0].array if merged else None
    whole = [k.over(letters) for k in merged if len(k.letters) == 2]
    rows = [k.array for k in merged if k.letters == letters[:1]]
    columns = [k.array for k in merged if k.letters == letters[1:]]
    if whole == [n.Known("identity")] and (rows or columns):
        return n.Call("diag", ((rows or columns)[0],))
    if len(whole) == 1 and rows and not columns:
        return _chained(n.Call("diag", (rows[0],)), whole[0])
    if len(whole) == 1 and columns and not rows:
        return _chained(whole[0], n.Call("diag", (columns[0],)))
    if rows or columns:
        row, column = (*rows, _ones())[0], (*columns, _ones())[0]
        whole.append(_chained(row, turned(column)))
    if not whole:
        return None
    factors = [f for array in whole for f in _entries(array)]
    return (
        factors[0]
        if len(factors) == 1
        else n.Product(tuple(factors), (ODOT,) * (len(factors) - 1))
    )


def _ones() -> Expression:
    """A column of ones, of a length of its own wherever it stands."""
    return n.Known("ones")
