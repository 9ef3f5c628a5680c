r"""The terms of a derivative -> the formula that a person would write.

What is positive stands first, a sum stands about what needs its letter; the letters of
sums are those that the page runs over the same arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ...expressions import (
    Expression,
    Key,
    Moves,
    changed,
    delta,
    free_letters,
    moved_condition,
    moved_expression,
    side_by_side,
)
from ...expressions import nodes as n
from ...models import Model, slots_of
from .factoring import factored, ordered, summed_together
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
    as_term,
    letters_in,
)

SPARE = ("m", "k", "l", "j", "i", "n", "p", "q", "r", "s")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Writes terms; `runs` are the letters that the page runs over each size."""

    model: Model
    algebra: Algebra
    runs: dict[Key, list[str]]

    def expression(self, terms: Sum) -> Expression:
        """The terms as an expression, common factors before a bracket."""
        terms = summed_together(terms)
        if not terms:
            return n.ZERO
        if len(terms) == 1:
            return self._term(terms[0])
        common, rest = factored(self.algebra, terms)
        if common != ONE_TERM:
            return self._term(self.algebra.times(common, as_term(rest)))
        return n.Plus(tuple(map(self._term, ordered(terms))))

    def _term(self, term: Term) -> Expression:
        if term.number < 0:
            return n.Negative(self._term(replace(term, number=-term.number)))
        bound = {run.letter for run in term.runs}
        outer = [p for p in term.factors if not bound & set(letters_in(p[0]))]
        inner = [p for p in term.factors if p not in outer]
        found = [*map(_delta, term.ties), *self.factors(term.number, outer)]
        found += self._sums(list(term.runs), inner)
        return side_by_side(found)

    def factors(
        self, number: Fraction, factors: Sequence[tuple[Factor, Fraction]]
    ) -> list[Expression]:
        """Factors side by side, those of negative power below one fraction."""
        over = [self._power(f, m) for f, m in factors if m > 0]
        under = [self._power(f, -m) for f, m in factors if m < 0]
        above = [_whole(number.numerator)] if number.numerator != 1 else []
        below = [_whole(number.denominator)] if number.denominator != 1 else []
        sizes = all(isinstance(u, n.Running) for u in under)
        if not under and not below:
            return [*above, *over]
        if sizes or not under:
            return [
                n.Quotient(side_by_side(above), side_by_side([*below, *under])),
                *over,
            ]
        return [
            n.Quotient(side_by_side([*above, *over]), side_by_side([*below, *under]))
        ]

    def _power(self, factor: Factor, power: Fraction) -> Expression:
        node = (
            self.expression(factor.terms)
            if isinstance(factor, BracketedSum)
            else factor
        )
        if power == 1:
            return node
        if power == Fraction(1, 2):
            return n.Call("sqrt", (node,))
        if power.denominator == 1:
            return n.Power(node, _whole(int(power)))
        above, below = _whole(power.numerator), _whole(power.denominator)
        return n.Power(node, n.Quotient(above, below))

    def _sums(
        self, runs: list[SummationIndex], factors: list[tuple[Factor, Fraction]]
    ) -> list[Expression]:
        """The sums over some letters, each about what needs its letter."""
        if not runs:
            return self.factors(UNIT, factors)
        first, *rest = runs
        mine, letters = {first.letter}, [first]
        while more := [run for run in rest if _meets(run, mine, factors)]:
            letters += more
            mine |= {run.letter for run in more}
            rest = [run for run in rest if run not in more]
        inside = [p for p in factors if mine & set(letters_in(p[0]))]
        outside = [p for p in factors if p not in inside]
        return [self._nested(letters, inside), *self._sums(rest, outside)]

    def _nested(
        self, runs: list[SummationIndex], factors: list[tuple[Factor, Fraction]]
    ) -> Expression:
        """One sum, what its letter alone touches first, then the sums inside it."""
        first, *others = runs
        bound = {r.letter for r in others}
        alone = [p for p in factors if not bound & set(letters_in(p[0]))]
        rest = [p for p in factors if p not in alone]
        body = side_by_side([*self.factors(UNIT, alone), *self._sums(others, rest)])
        return n.Over(
            "sum", first.letter, first.lower, first.upper, first.condition, body
        )

    # --- letters -------------------------------------------------------------------

    def lettered(self, node: Expression, taken: frozenset[str]) -> Expression:
        """The expression with the page's letters below its sums."""
        taken |= frozenset(free_letters(node))

        def change(inner: Expression) -> Expression | None:
            if not isinstance(inner, n.Over):
                return None
            letter = self._letter(inner, taken)
            moves: Moves = {inner.letter: n.Letter(letter)}
            condition = moved_condition(inner.condition, moves)
            body = moved_expression(inner.body, moves)
            body = self.lettered(body, taken | {letter})
            return replace(inner, letter=letter, condition=condition, body=body)

        return changed(node, change)

    def _letter(self, over: n.Over, taken: frozenset[str]) -> str:
        """A letter that the page runs over the same slots, not yet in use."""
        extents = self.model.extents
        hint = self.algebra.hints.get(over.letter, over.letter)
        slots = slots_of(extents, over.body, over.letter)
        keys = dict.fromkeys(extents.find(k) for k, _, _ in slots)
        free = taken | frozenset(free_letters(over.body)) - {over.letter}
        ranged = {m: extents.find(k) for m, k in self.model.ranged.items()}
        if over.lower is None:
            known = [m for k in keys for m in self.runs.get(k, ())]
        else:
            known = []
        for letter in (hint, *known, *SPARE):
            if (not letter.isalpha() and not letter.startswith("\\")) or letter in free:
                continue
            if letter in ranged and keys and ranged[letter] not in keys:
                continue
            if letter in self.model.quantities or letter in self.model.labels:
                continue
            return letter
        return over.letter


def _meets(
    run: SummationIndex, letters: set[str], factors: Sequence[tuple[Factor, Fraction]]
) -> bool:
    """Whether a factor needs a run's letter and one of others, or it ends at one."""
    ends = {p.name for p in (run.lower, run.upper) if isinstance(p, n.Letter)}
    needed = (set(letters_in(factor)) for factor, _ in factors)
    return bool(letters & ends) or any(
        run.letter in found and letters & found for found in needed
    )


def _whole(number: int) -> n.Number:
    return n.Number(Fraction(number), str(number))


def _delta(tie: Tie) -> Expression:
    one, other = sorted(tie, key=lambda p: (not isinstance(p, n.Letter), repr(p)))
    return delta(one, other)
