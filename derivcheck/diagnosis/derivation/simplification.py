"""The terms of a derivative -> the same, shorter by what is known of a model.

Sums that are one are done, those of what is less its mean are nothing, and a quotient
that the page has named stands under its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from ...expressions import (
    TURNED,
    Expression,
    Moves,
    OneHot,
    Simplex,
    moved,
    other_sign,
    walk,
)
from ...expressions import nodes as n
from ...models import Model, Row, slot
from .factoring import factored, opened
from .known_functions import sigmoid, softmax
from .term_algebra import Algebra
from .terms import (
    ONE_TERM,
    UNIT,
    BracketedSum,
    Factor,
    Sum,
    SummationIndex,
    Term,
    Tie,
    group,
    letters_in,
    moved_factor,
    nodes_in,
    term_of,
    together,
    without,
)

Slot = tuple[str, int]


@dataclass(slots=True)
class Tidier:
    """Makes terms shorter with what is known of a model.

    `ones` are the slots over which entries sum to one; `apart` and `equal` are the
    positions that the claim's condition keeps apart or makes one, `given` all of it.
    """

    model: Model
    algebra: Algebra
    ones: set[Slot]
    apart: tuple[Tie, ...] = ()
    equal: tuple[Tie, ...] = ()
    given: tuple[n.Comparison, ...] = ()
    means: dict[Slot, str] = field(default_factory=dict)
    zeros: set[Slot] = field(default_factory=set)
    patterns: list[tuple[str, Row, Term]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for quantity in self.model.quantities.values():
            for row in quantity.rows:
                if row.alias:
                    continue
                if found := softmax(row.value, n.Symbol(quantity.name, row.indices)):
                    self.ones.add((quantity.name, found.slot))
                self._pattern(quantity.name, row)
                self._mean(quantity.name, row)
            if isinstance(quantity.domain, Simplex | OneHot):
                self.ones.add((quantity.name, quantity.slots - 1))
        for name, row, pattern in self.patterns:
            for number, position in enumerate(row.indices):
                if isinstance(position, n.Letter) and self._balanced(pattern, position):
                    self.zeros.add((name, number))

    def _balanced(self, term: Term, letter: n.Letter) -> bool:
        """Whether a term is an entry less the mean of all, times what is the same."""
        using = [p for p in term.factors if letter.name in letters_in(p[0])]
        match using:
            case [(BracketedSum(terms), power)] if power == 1:
                return self._centred(terms, letter.name)
        return False

    def _pattern(self, name: str, row: Row) -> None:
        """Notes a quotient, which is known again by its parts."""
        if not isinstance(row.value, n.Quotient):
            return
        terms = self.algebra.read(row.value)
        match terms:
            case (Term(number, (), (), (_, _, *_)),) if number == 1:
                self.patterns.append((name, row, terms[0]))
            case (Term(),) if sigmoid(row.value) is not None:
                self.patterns.append((name, row, terms[0]))

    def _mean(self, name: str, row: Row) -> None:
        """Notes a mean of entries: one over the size, times their sum."""
        terms = self.algebra.read(row.value)
        match terms:
            case (Term(runs=(SummationIndex(letter),), factors=factors),) if (
                len(factors) == 2
            ):
                found = [f for f, k in factors if k == 1 and isinstance(f, n.Symbol)]
                for symbol in found:
                    at = [
                        k for k, p in enumerate(symbol.indices) if p == n.Letter(letter)
                    ]
                    rest = tuple(p for p in symbol.indices if p != n.Letter(letter))
                    if len(at) == 1 and rest == row.indices:
                        self.means[symbol.name, at[0]] = name

    def simple(self, terms: Sum) -> Sum:
        """The terms with what is known put in."""
        found = [o for term in terms for t in self._simple(term) for o in opened(t)]
        return together(_within_layers(found))

    def _simple(self, term: Term) -> Sum:
        if any(_among(tie, self.apart) or self._never(tie) for tie in term.ties):
            return ()
        ties = tuple(tie for tie in term.ties if not _among(tie, self.equal))
        found: Sum = (replace(term, ties=ties, factors=()),)
        for factor, power in term.factors:
            inner: Sum = (term_of(factor, power),)
            if isinstance(factor, BracketedSum):
                inner = self._bracketed(self.simple(factor.terms), power)
            elif isinstance(factor, n.Indicator) and (known := self._given(factor)):
                inner = known[0]
            elif self._outside(factor):
                return ()
            found = self.algebra.product(found, inner)
        named = [self._known(self._turned(t)) for t in found]
        return tuple(s for t in named for s in self._summed(t))

    def _never(self, tie: Tie) -> bool:
        """Whether a letter moved back would stand at its own end."""
        extents = self.model.extents
        for one, other in (tie, tie[::-1]):
            match one, other:
                case (n.Letter(name, back), n.Extent(size, 0)) if back < 0:
                    key = self.model.ranged.get(name)
                    if key and extents.named.get(extents.find(key)) == size:
                        return True
        return False

    def _given(self, indicator: n.Indicator) -> tuple[Sum] | None:
        """An indicator where the claim's condition says which it is."""
        match indicator.condition:
            case n.Comparison(left, sign, right):
                if n.Comparison(left, sign, right) in self.given:
                    return ((ONE_TERM,),)
                if n.Comparison(left, TURNED.get(sign, ""), right) in self.given:
                    return ((),)
        return None

    def _bracketed(self, terms: Sum, power: Fraction) -> Sum:
        """A power of a sum, what its terms have in common before it."""
        if len(terms) < 2 or power.denominator != 1:
            return self.algebra.power(terms, power)
        common, rest = factored(self.algebra, terms)
        if common.ties:
            return self.algebra.power(terms, power)
        before = self.algebra.power((common,), power)
        return self.algebra.product(before, self.algebra.power(rest, power))

    def _outside(self, factor: Expression) -> bool:
        """Whether a factor is an entry beyond the last layer."""
        extents = self.model.extents
        for node in walk(factor):
            if not isinstance(node, n.Symbol):
                continue
            for number, position in enumerate(node.indices):
                root = extents.find(slot(node.name, number))
                match position:
                    case n.Extent(name, shift):
                        if shift > 0 and extents.named.get(root) == name:
                            return True
        return False

    def _turned(self, term: Term) -> Term:
        r"""The term with $e^z/(1 + e^z)$ as $1/(1 + e^{-z})$."""
        for factor, power in term.factors:
            if not isinstance(factor, n.Call) or factor.function != "exp" or power != 1:
                continue
            one = term_of(factor)
            below = group((ONE_TERM, one))
            if dict(term.factors).get(below) == -1:
                (inside,) = factor.arguments
                turned = n.Call("exp", (other_sign(inside),))
                again = group((ONE_TERM, term_of(turned)))
                rest = without(without(term, factor), below)
                return self.algebra.times(rest, term_of(again, -UNIT))
        return term

    def _known(self, term: Term) -> Term:
        """The term with the page's quotients under their names."""
        for name, row, pattern in self.patterns:
            first, power = pattern.factors[0]
            if abs(power) != 1:
                continue
            for factor, times in term.factors:
                moves = unified(first, factor, row) if times * power >= 1 else None
                if moves is None:
                    continue
                wanted = self.algebra.substituted(pattern, moves)
                if len(wanted) == 1 and _contains(term, wanted[0]):
                    at = tuple(moved(p, moves) for p in row.indices)
                    named = term_of(n.Symbol(name, at))
                    (below,) = self.algebra.power(wanted, Fraction(-1))
                    return self.algebra.times(self.algebra.times(term, below), named)
        return term

    def _summed(self, term: Term) -> Sum:
        """The term without the sums that are one; nothing for one that is zero."""
        for run in term.runs:
            using = [p for p in term.factors if run.letter in letters_in(p[0])]
            match using:
                case [(n.Symbol(name, indices), power)] if power == 1 and _plain(run):
                    at = [k for k, p in enumerate(indices) if p == n.Letter(run.letter)]
                    if len(at) == 1 and (name, at[0]) in self.zeros:
                        return ()
                    if len(at) == 1 and (name, at[0]) in self.ones:
                        runs = tuple(r for r in term.runs if r != run)
                        rest = tuple(p for p in term.factors if p not in using)
                        return self._summed(replace(term, runs=runs, factors=rest))
                case [(BracketedSum(terms), power)] if power == 1 and _plain(run):
                    if self._centred(terms, run.letter):
                        return ()
        return (term,)

    def _centred(self, terms: Sum, letter: str) -> bool:
        """Whether terms are an entry less the mean of all."""
        match terms:
            case (
                Term(one, (), (), ((n.Symbol(name, at), power),)),
                Term(other, (), (), ((n.Symbol(mean, rest), again),)),
            ) if (one, power, again) == (-other, UNIT, UNIT):
                for (entry, number), of in self.means.items():
                    if (entry, of) == (name, mean) and at[number] == n.Letter(letter):
                        return (*at[:number], *at[number + 1 :]) == rest
        return False


def _among(tie: Tie, others: tuple[Tie, ...]) -> bool:
    return any(set(tie) == set(other) for other in others)


def _plain(run: SummationIndex) -> bool:
    return run.lower is None and run.upper is None and run.condition is None


def _contains(term: Term, part: Term) -> bool:
    powers = dict(term.factors)
    return all(
        abs(powers.get(f, Fraction(0))) >= abs(k) and powers[f] * k > 0
        for f, k in part.factors
    )


def unified(pattern: Factor, factor: Factor, row: Row) -> Moves | None:
    """The values of a definition's letters at which a factor is another."""
    own = {p.name for p in row.indices if isinstance(p, n.Letter)}
    moves: Moves = {}
    for one in _symbols(pattern):
        for other in _symbols(factor):
            if one.name != other.name:
                continue
            for p, q in zip(one.indices, other.indices, strict=False):
                if isinstance(p, n.Letter) and p.name in own and not p.shift:
                    moves.setdefault(p.name, q)
    if own != moves.keys() or moved_factor(pattern, moves) != factor:
        return None
    return moves


def _symbols(factor: Factor) -> list[n.Symbol]:
    inside = nodes_in((term_of(factor),))
    return [node for node in inside if isinstance(node, n.Symbol)]


def _within_layers(terms: list[Term]) -> list[Term]:
    """Without the terms of the last layer alone beside one of the layer after it.

    Where that one is no layer there is nothing to claim.
    """
    ahead = {
        p.name
        for term in terms
        for factor, _ in term.factors
        if not isinstance(factor, BracketedSum)
        for node in walk(factor)
        if isinstance(node, n.Symbol)
        for p in node.indices
        if isinstance(p, n.Letter) and p.shift > 0
    }

    def last(tie: Tie) -> bool:
        names = {p.name for p in tie if isinstance(p, n.Letter)}
        return bool(names & ahead) and any(isinstance(p, n.Extent) for p in tie)

    return [t for t in terms if not any(map(last, t.ties))]
