r"""Sums of terms -> the same in other brackets.

Common factors stand before a bracket, sums over one letter are one, and a difference of
squares is a product.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ...expressions import Letter, Moves
from .term_algebra import Algebra
from .terms import (
    ONE_TERM,
    UNIT,
    BracketedSum,
    Factor,
    Sum,
    SummationIndex,
    Term,
    as_term,
    group,
    letters_in,
    moved_term,
    scaled,
    term_of,
    together,
)


def ordered(terms: Sum) -> Sum:
    """The terms with one first that is not negative, if there is one."""
    first = next((n for n, term in enumerate(terms) if term.number > 0), 0)
    return (terms[first], *terms[:first], *terms[first + 1 :])


def factored(algebra: Algebra, terms: Sum) -> tuple[Term, Sum]:
    """What all terms have in common, and what is left of each."""
    best = _common(terms)
    for variant in _variants(algebra, terms):
        if len(_common(variant).factors) > len(best.factors):
            best, terms = _common(variant), variant
    if best == ONE_TERM:
        return best, terms
    rest: list[Term] = []
    for term in terms:
        powers = dict(term.factors)
        for factor, power in best.factors:
            powers[factor] -= power
        factors = tuple((f, n) for f, n in powers.items() if n)
        ties = tuple(t for t in term.ties if t not in best.ties)
        left = Term(term.number / best.number, term.runs, ties, factors)
        rest += opened(left)
    return best, together(rest)


def opened(term: Term) -> Sum:
    """A term that is nothing but a bracket, without it."""
    match term:
        case Term(number, (), (), ((BracketedSum(terms), power),)) if power == 1:
            return scaled(terms, number)
    return (term,)


def _common(terms: Sum) -> Term:
    first, *others = terms
    found: list[tuple[Factor, Fraction]] = []
    for factor, power in first.factors:
        powers = [dict(t.factors).get(factor, Fraction(0)) for t in others]
        bound = {r.letter for r in first.runs}
        if bound & set(letters_in(factor)):
            continue
        if all(n * power > 0 for n in powers):
            found.append((factor, min((power, *powers), key=abs)))
    ties = tuple(t for t in first.ties if all(t in o.ties for o in others))
    sizes = {abs(t.number) for t in terms}
    number = sizes.pop() if len(sizes) == 1 else UNIT
    if all(t.number < 0 for t in terms):
        number = -number
    return Term(number, (), ties, tuple(found))


def _variants(algebra: Algebra, terms: Sum) -> Iterator[Sum]:
    """The terms with a delta's letters exchanged beside it, one way or the other."""
    ties = dict.fromkeys(tie for term in terms for tie in term.ties)
    for one, other in itertools.islice(ties, 2):
        for here, there in ((one, other), (other, one)):
            if not isinstance(here, Letter) or here.shift:
                continue
            moves: Moves = {here.name: there}
            variant: list[Term] = []
            for term in terms:
                if (one, other) not in term.ties:
                    variant.append(term)
                    continue
                bare = replace(term, ties=())
                variant += [
                    replace(t, ties=(*t.ties, (one, other)))
                    for t in algebra.substituted(bare, moves)
                ]
            if len(variant) == len(terms):
                yield tuple(variant)


def summed_together(terms: Sum) -> Sum:
    """Sums over one letter with a factor in common as one sum, of what is left."""
    found: list[Term] = []
    for term in terms:
        for number, before in enumerate(found):
            one = _one_sum(before, term)
            if one is not None:
                found[number] = one
                break
        else:
            found.append(term)
    return tuple(found)


def _one_sum(one: Term, other: Term) -> Term | None:
    match one, other:
        case Term(runs=(SummationIndex() as run,), ties=()), Term(
            runs=(SummationIndex(letter),), ties=()
        ):
            moves: Moves = {letter: Letter(run.letter)}
            there = moved_term(other, moves)
            theirs = dict(there.factors)
            common = tuple((f, n) for f, n in one.factors if theirs.get(f) == n)
            inside = any(run.letter in letters_in(f) for f, _ in common)
            rest = [_bare(t, common) for t in (one, there)]
            if there.runs == (run,) and inside and all(t.factors for t in rest):
                sign = -UNIT if all(t.number < 0 for t in rest) else UNIT
                signed = (replace(t, number=t.number * sign) for t in rest)
                inner = group(ordered(tuple(signed)))
                return Term(sign, (run,), (), ((inner, UNIT), *common))
    return None


def _bare(term: Term, common: tuple[tuple[Factor, Fraction], ...]) -> Term:
    """A term without its sum and without some of its factors."""
    rest = tuple(pair for pair in term.factors if pair not in common)
    return replace(term, runs=(), factors=rest)


def parted(terms: Sum, algebra: Algebra) -> Sum:
    """The terms with each difference of squares as the product that it is."""
    found: list[Term] = []
    for term in terms:
        made = replace(term, factors=())
        for factor, power in term.factors:
            inner = term_of(factor, power)
            if isinstance(factor, BracketedSum) and power == 1:
                roots = _roots(factor.terms)
                if roots is not None:
                    one, other = roots
                    minus = replace(other, number=-other.number)
                    low, high = group((one, minus)), group((one, other))
                    inner = Term(factors=((low, UNIT), (high, UNIT)))
                else:
                    inner = as_term(parted(factor.terms, algebra))
            made = algebra.times(made, inner)
        found.append(made)
    return tuple(found)


def _roots(terms: Sum) -> tuple[Term, Term] | None:
    r"""1 and x of a bracket that is $1 - x^2$."""
    match sorted(terms, key=lambda term: -term.number):
        case [Term(number, (), (), ()), Term(less, (), (), ((factor, power),))]:
            if number == 1 and less == -1 and power == 2:
                return ONE_TERM, term_of(factor)
    return None
