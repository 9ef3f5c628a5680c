"""Sums of products in which letters run: the algebra of derivatives.

A term is a number, letters that sums run, Kronecker deltas and powers of factors; what
is in brackets stays in brackets until a delta inside it meets the letter of a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ...expressions import (
    Condition,
    Expression,
    Moves,
    Position,
    delta,
    free_letters,
    moved,
    moved_condition,
    moved_expression,
    normal_form,
    number_and_rest,
    side_by_side,
    sides,
    walk,
)
from ...expressions import nodes as n

UNIT = Fraction(1)


class Unwritten(Exception):
    """A derivative that is not written as a formula: no rule, or too much of it."""


@dataclass(frozen=True, slots=True)
class SummationIndex:
    """A letter that a sum runs, from where to where and under which condition."""

    letter: str
    lower: Position | None = None
    upper: Position | None = None
    condition: Condition | None = None


Tie = tuple[Position, Position]


@dataclass(frozen=True, slots=True)
class BracketedSum:
    """A sum in brackets; two are the same whose normal form is the same."""

    terms: tuple[Term, ...] = field(compare=False)
    normal: Expression
    size: int = field(compare=False)


Factor = Expression | BracketedSum


@dataclass(frozen=True, slots=True)
class Term:
    """A product; `ties` are Kronecker deltas, each of two positions."""

    number: Fraction = UNIT
    runs: tuple[SummationIndex, ...] = ()
    ties: tuple[Tie, ...] = ()
    factors: tuple[tuple[Factor, Fraction], ...] = ()


Sum = tuple[Term, ...]
ONE_TERM = Term()


def group(terms: Sum) -> BracketedSum:
    """The terms in brackets."""
    found = tuple(map(as_expression, terms))
    return BracketedSum(terms, normal_form(n.Plus(found)), sum(map(size, terms)))


def as_expression(term: Term) -> Expression:
    """The product that a term is, as it comes."""
    factors = [delta(one, other) for one, other in term.ties]
    for factor, power in term.factors:
        base = factor.normal if isinstance(factor, BracketedSum) else factor
        factors.append(base if power == 1 else n.Power(base, n.Number(power)))
    if term.number != 1:
        factors.append(n.Number(term.number))
    found = side_by_side(factors)
    for run in reversed(term.runs):
        ends = (run.lower, run.upper, run.condition)
        found = n.Over("sum", run.letter, *ends, found)
    return found


def term_of(factor: Factor, power: Fraction = UNIT) -> Term:
    """A factor to a power, as a term."""
    return Term(factors=((factor, power),))


def size(term: Term) -> int:
    """How many nodes a term has, those in its brackets among them."""
    inside = (f.size if isinstance(f, BracketedSum) else 1 for f, _ in term.factors)
    return 1 + len(term.runs) + len(term.ties) + sum(inside)


def letters_in(factor: Factor) -> tuple[str, ...]:
    """The letters that are free in a factor."""
    if not isinstance(factor, BracketedSum):
        return free_letters(factor)
    return tuple(dict.fromkeys(k for t in factor.terms for k in letters_of(t)))


def letters_of(term: Term) -> tuple[str, ...]:
    """The letters that are free in a term."""
    found = [k for factor, _ in term.factors for k in letters_in(factor)]
    found += [p.name for tie in term.ties for p in tie if isinstance(p, n.Letter)]
    for run in term.runs:
        for side in sides(run.condition):
            found += free_letters(side)
        ends = (run.lower, run.upper)
        found += [p.name for p in ends if isinstance(p, n.Letter)]
    bound = {run.letter for run in term.runs}
    return tuple(k for k in dict.fromkeys(found) if k not in bound)


# --- moving letters ------------------------------------------------------------------


def moved_factor(factor: Factor, moves: Moves) -> Factor:
    """A factor with letters replaced."""
    if isinstance(factor, BracketedSum):
        return group(tuple(moved_term(term, moves) for term in factor.terms))
    return moved_expression(factor, moves)


def moved_term(term: Term, moves: Moves) -> Term:
    """A term with letters replaced, those that its own sums run among them."""
    runs = tuple(
        SummationIndex(
            _renamed(r.letter, moves),
            r.lower and moved(r.lower, moves),
            r.upper and moved(r.upper, moves),
            moved_condition(r.condition, moves),
        )
        for r in term.runs
    )
    ties = tuple((moved(p, moves), moved(q, moves)) for p, q in term.ties)
    factors = tuple((moved_factor(f, moves), k) for f, k in term.factors)
    return Term(term.number, runs, ties, factors)


def _renamed(letter: str, moves: Moves) -> str:
    match moves.get(letter):
        case n.Letter(name):
            return name
    return letter


def as_term(terms: Sum) -> Term:
    """A sum as one term, in brackets if it has several."""
    if len(terms) == 1:
        return terms[0]
    return term_of(group(terms))


def without(term: Term, factor: Factor) -> Term:
    """The term without a factor, whatever its power."""
    rest = tuple(pair for pair in term.factors if pair[0] != factor)
    return replace(term, factors=rest)


def negative(terms: Sum) -> Sum:
    """The sum with the other sign."""
    return scaled(terms, Fraction(-1))


def scaled(terms: Sum, number: Fraction) -> Sum:
    """The sum with each term taken so many times."""
    return tuple(replace(t, number=t.number * number) for t in terms)


def together(terms: Iterable[Term]) -> Sum:
    """Like terms added, the others as they come."""
    found: dict[Expression, Term] = {}
    numbers: dict[Expression, Fraction] = {}
    for term in terms:
        number, rest = number_and_rest(normal_form(as_expression(term)))
        if number:
            numbers[rest] = numbers.get(rest, Fraction(0)) + number
            found[rest] = replace(term, number=term.number * numbers[rest] / number)
    return tuple(term for term in found.values() if term.number)


def nodes_in(terms: Sum) -> Iterator[Expression]:
    """Every expression in the terms and their brackets."""
    for term in terms:
        for factor, _ in term.factors:
            if isinstance(factor, BracketedSum):
                yield from nodes_in(factor.terms)
            else:
                yield from walk(factor)
