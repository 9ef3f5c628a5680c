"""Sums of terms multiplied out, with the deltas decided that meet a sum."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ...expressions import (
    Condition,
    Expression,
    Moves,
    Position,
    comparisons,
    constant_value,
    moved_condition,
    moved_expression,
    shifted,
)
from ...expressions import nodes as n
from .terms import (
    ONE_TERM,
    UNIT,
    BracketedSum,
    Sum,
    SummationIndex,
    Term,
    Unwritten,
    as_term,
    group,
    moved_term,
    negative,
    size,
    term_of,
    together,
    without,
)

# --- the algebra ---------------------------------------------------------------------

LARGEST = 150  # nodes of one term, long before it is a formula that is read
MOST_INSIDE = 24  # terms that brackets multiplied out may give
MOST_NODES = 10_000  # of all terms that are made for one derivative


@dataclass(slots=True)
class Algebra:
    """Sums and products of terms; counts what it makes, and hands out letters."""

    made: int = 0
    letters: Iterator[int] = field(default_factory=itertools.count)
    hints: dict[str, str] = field(default_factory=dict)

    def letter(self, hint: str) -> str:
        """A letter that stands nowhere yet, to be written like `hint` if it can be."""
        found = f"·run{next(self.letters)}"
        self.hints[found] = self.hints.get(hint, hint.lstrip("·"))
        return found

    def fresh(self, term: Term) -> Term:
        """The term with the letters of its sums renamed."""
        if not term.runs:
            return term
        names: Moves = {r.letter: n.Letter(self.letter(r.letter)) for r in term.runs}
        return moved_term(term, names)

    def times(self, one: Term, other: Term) -> Term:
        """The product of two terms."""
        nodes = size(one) + size(other)
        self.made += nodes
        if self.made > MOST_NODES or nodes > LARGEST:
            raise Unwritten("too many terms")
        if {r.letter for r in one.runs} & {r.letter for r in other.runs}:
            other = self.fresh(other)
        powers = dict(one.factors)
        for factor, power in other.factors:
            powers[factor] = powers.get(factor, Fraction(0)) + power
        factors = tuple((f, k) for f, k in powers.items() if k)
        ties = tuple(dict.fromkeys((*one.ties, *other.ties)))
        number = one.number * other.number
        return Term(number, one.runs + other.runs, ties, factors)

    def product(self, *sums: Sum) -> Sum:
        """The product of sums; those of several terms stay in brackets."""
        found = ONE_TERM
        for terms in sums:
            if not terms:
                return ()
            found = self.times(found, as_term(terms))
        return self.settled(found)

    def power(self, terms: Sum, exponent: Fraction) -> Sum:
        """A sum to a constant power."""
        if exponent == 1:
            return terms
        if len(terms) == 1:
            (term,) = terms
            whole = exponent.denominator == 1
            if not term.runs and not term.ties and (whole or term.number == 1):
                number = term.number ** int(exponent) if whole else UNIT
                factors = tuple((f, k * exponent) for f, k in term.factors)
                return (Term(number, (), (), factors),)
        if not terms:
            if exponent > 0:
                return ()
            raise Unwritten("a division by zero")
        return (term_of(group(terms), exponent),)

    def over(self, run: SummationIndex, terms: Sum) -> Sum:
        """The sum of terms over a letter, which their deltas may collapse."""
        if len(terms) > 1 and not any(_tied(t, run.letter) for t in terms):
            terms = (as_term(terms),)
        found: list[Term] = []
        for number, term in enumerate(terms):
            here = replace(term, runs=(run, *term.runs))
            found += self.settled(self.fresh(here) if number else here)
        return tuple(found)

    def settled(self, term: Term) -> Sum:
        """The term with its deltas done, as far as they can be."""
        bound = {run.letter for run in term.runs}
        for number, (one, other) in enumerate(term.ties):
            rest = (*term.ties[:number], *term.ties[number + 1 :])
            equal = same(one, other)
            if equal is False:
                return ()
            if equal:
                return self.settled(replace(term, ties=rest))
            for here, there in ((one, other), (other, one)):
                if isinstance(here, n.Letter) and here.name in bound:
                    at = shifted(there, -here.shift)
                    return self.collapsed(replace(term, ties=rest), here.name, at)
        return self.opened(term, bound)

    def delta(self, some: tuple[Position, ...], others: tuple[Position, ...]) -> Sum:
        """One where the positions are the same, one by one, and zero elsewhere."""
        return self.settled(Term(ties=tuple(zip(some, others, strict=True))))

    def each_settled(self, terms: Iterable[Term]) -> Sum:
        """The same of each term of a sum."""
        return tuple(itertools.chain.from_iterable(map(self.settled, terms)))

    def opened(self, term: Term, bound: set[str]) -> Sum:
        """The term with those brackets multiplied out in which a delta meets a sum."""
        for factor, power in term.factors:
            if not isinstance(factor, BracketedSum) or power != 1:
                continue
            if any(_tied(t, letter) for t in factor.terms for letter in bound):
                rest = without(term, factor)
                return self.each_settled(self.put(rest, t) for t in factor.terms)
        return (term,)

    def put(self, rest: Term, inner: Term) -> Term:
        """A term out of brackets, which may read the letters of the sums before it."""
        return self.fresh(self.times(rest, self.fresh(inner)))

    def collapsed(self, term: Term, letter: str, at: Position) -> Sum:
        """The term with the one value of a letter at which its delta is one."""
        (run,) = (r for r in term.runs if r.letter == letter)
        kept = tuple(r for r in term.runs if r.letter != letter)
        found = self.substituted(replace(term, runs=kept), {letter: at})
        condition = moved_condition(_limits(run), {letter: at})
        if condition is not None:
            found = tuple(
                itertools.chain.from_iterable(
                    self.product((t,), self.indicator(condition)) for t in found
                )
            )
        return found

    def indicator(self, condition: Condition) -> Sum:
        """An indicator as a term: equal indices are a delta, what is plain a number."""
        found = ONE_TERM
        for c in comparisons(condition):
            match c:
                case n.Comparison(n.Running(one), "=", n.Running(other)):
                    found = replace(found, ties=(*found.ties, (one, other)))
                case n.Comparison(n.Running(one), r"\ne", n.Running(other)) if (
                    equal := same(one, other)
                ) is not None:
                    if equal:
                        return ()
                case _:
                    found = self.times(found, term_of(n.Indicator(c)))
        return (found,)

    def substituted(self, term: Term, moves: Moves) -> Sum:
        """The term with letters replaced, its brackets done again."""
        bare = moved_term(replace(term, factors=()), moves)
        found: Sum = (bare,)
        for factor, power in term.factors:
            if isinstance(factor, BracketedSum):
                inner: list[Term] = []
                for one in factor.terms:
                    inner += self.substituted(one, moves)
                found = self.product(found, self.power(tuple(inner), power))
            else:
                node = moved_expression(factor, moves)
                found = self.product(found, (term_of(node, power),))
            if not found:
                return ()
        return self.each_settled(found)

    def expanded(self, terms: Sum) -> Sum:
        """The terms with all brackets multiplied out and like terms together."""
        found: list[Term] = []
        stack = list(reversed(terms))
        while stack:
            term = stack.pop()
            inside = next(
                (f for f, k in term.factors if isinstance(f, BracketedSum) and k == 1),
                None,
            )
            if inside is None:
                found.append(term)
            else:
                rest = without(term, inside)
                made = self.each_settled(self.put(rest, t) for t in inside.terms)
                stack += reversed(made)
            if len(found) + len(stack) > MOST_INSIDE:
                raise Unwritten("too many terms")
        return together(found)

    # --- reading -------------------------------------------------------------------

    def entered(self, node: n.Over) -> tuple[SummationIndex, Expression]:
        """What runs in a sum, under a letter that stands nowhere yet, and its body."""
        inner = self.letter(node.letter)
        moves: Moves = {node.letter: n.Letter(inner)}
        condition = moved_condition(node.condition, moves)
        run = SummationIndex(inner, node.lower, node.upper, condition)
        return run, moved_expression(node.body, moves)

    def read(self, node: Expression) -> Sum:
        """An expression as a sum of terms."""
        match node:
            case n.Number(value):
                return (Term(value),) if value else ()
            case n.Plus(terms):
                return together(itertools.chain.from_iterable(map(self.read, terms)))
            case n.Negative(of):
                return negative(self.read(of))
            case n.Product(factors):
                return self.product(*map(self.read, factors))
            case n.Quotient(over, under):
                below = self.power(self.read(under), Fraction(-1))
                return self.product(self.read(over), below)
            case n.Power(base, exponent, each=False):
                constant = constant_value(exponent)
                if constant is not None:
                    return self.power(self.read(base), constant)
            case n.Over("sum"):
                run, body = self.entered(node)
                return self.over(run, self.read(body))
            case n.Indicator(condition):
                found = self.indicator(condition)
                return self.settled(found[0]) if found else ()
        return (term_of(node),)


def _limits(run: SummationIndex) -> Condition | None:
    """The condition under which a letter that takes one value alone takes it."""
    for end, whole in ((run.lower, n.Fixed), (run.upper, n.Extent)):
        if end is not None and not isinstance(end, whole):
            raise Unwritten("a sum with limits that move")
    return run.condition


def same(one: Position, other: Position) -> bool | None:
    """Whether two positions are one; None where that depends on values."""
    if one == other:
        return True
    match one, other:
        case (n.Fixed(), n.Fixed()):
            return False
        case (n.Fixed(0), n.Extent(shift=0)) | (n.Extent(shift=0), n.Fixed(0)):
            return False  # a size is one at the least
        case (n.Letter(name), n.Letter(again)) if name == again:
            return False
        case (n.Extent(name), n.Extent(again)) if name == again:
            return False
    return None


def _tied(term: Term, letter: str) -> bool:
    """Whether a delta of the term, or inside its brackets, is of this letter."""
    if any(isinstance(p, n.Letter) and p.name == letter for t in term.ties for p in t):
        return True
    return any(
        _tied(inner, letter)
        for factor, power in term.factors
        if isinstance(factor, BracketedSum) and power == 1
        for inner in factor.terms
    )
