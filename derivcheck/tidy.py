r"""The terms of a derivative -> the formula that a person would write.

Sums that are one are done, common factors stand before a bracket, what is positive
first; the letters of sums are those that the page runs over the same arrays.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .derive import sigmoid, softmax
from .edits import TURNED, other_sign
from .expression import (
    ONE,
    ZERO,
    Call,
    Comparison,
    Expression,
    Extent,
    Indicator,
    Letter,
    Negative,
    Number,
    Over,
    Plus,
    Power,
    Product,
    Quotient,
    Running,
    Symbol,
    changed,
    free_letters,
    walk,
)
from .extents import Key, slot
from .model import Model, OneHot, Row, Simplex, is_alias
from .ranges import slots_of
from .terms import (
    ONE_TERM,
    UNIT,
    Algebra,
    Factor,
    Group,
    Moves,
    Run,
    Sum,
    Term,
    Tie,
    as_term,
    group,
    letters_in,
    moved,
    moved_condition,
    moved_expression,
    moved_factor,
    moved_term,
    nodes,
    scaled,
    together,
    without,
)

SPARE = ("m", "k", "l", "j", "i", "n", "p", "q", "r", "s")
Slot = tuple[str, int]


@dataclass(slots=True)
class Tidier:
    """Makes terms shorter with what is known of a model, and writes them.

    `ones` are the slots over which entries sum to one; `apart` and `equal` are the
    positions that the claim's condition keeps apart or makes one, `given` all of it.
    """

    model: Model
    algebra: Algebra
    ones: set[Slot]
    apart: tuple[Tie, ...] = ()
    equal: tuple[Tie, ...] = ()
    given: tuple[Comparison, ...] = ()
    means: dict[Slot, str] = field(default_factory=dict)
    zeros: set[Slot] = field(default_factory=set)
    patterns: list[tuple[str, Row, Term]] = field(default_factory=list)
    runs: dict[Key, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for quantity in self.model.quantities.values():
            for row in quantity.rows:
                if is_alias(row):
                    continue
                if found := softmax(row.value, Symbol(quantity.name, row.indices)):
                    self.ones.add((quantity.name, found[0]))
                self._pattern(quantity.name, row)
                self._mean(quantity.name, row)
            if isinstance(quantity.domain, Simplex | OneHot):
                self.ones.add((quantity.name, quantity.slots - 1))
        for name, row, pattern in self.patterns:
            for number, position in enumerate(row.indices):
                if isinstance(position, Letter) and self._balanced(pattern, position):
                    self.zeros.add((name, number))

    def _balanced(self, term: Term, letter: Letter) -> bool:
        """Whether a term is an entry less the mean of all, times what is the same."""
        using = [p for p in term.factors if letter.name in letters_in(p[0])]
        match using:
            case [(Group(terms), power)] if power == 1:
                return self._centred(terms, letter.name)
        return False

    def _pattern(self, name: str, row: Row) -> None:
        """Notes a quotient, which is known again by its parts."""
        if not isinstance(row.value, Quotient):
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
            case (Term(runs=(Run(letter),), factors=factors),) if len(factors) == 2:
                found = [f for f, n in factors if n == 1 and isinstance(f, Symbol)]
                for symbol in found:
                    at = [
                        n for n, p in enumerate(symbol.indices) if p == Letter(letter)
                    ]
                    rest = tuple(p for p in symbol.indices if p != Letter(letter))
                    if len(at) == 1 and rest == row.indices:
                        self.means[symbol.name, at[0]] = name

    # --- shorter -------------------------------------------------------------------

    def simple(self, terms: Sum) -> Sum:
        """The terms with what is known put in."""
        found = [o for term in terms for t in self._simple(term) for o in _opened(t)]
        return together(_within_layers(found))

    def _simple(self, term: Term) -> Sum:
        if any(_among(tie, self.apart) or self._never(tie) for tie in term.ties):
            return ()
        ties = tuple(tie for tie in term.ties if not _among(tie, self.equal))
        found: Sum = (replace(term, ties=ties, factors=()),)
        for factor, power in term.factors:
            inner: Sum = (Term(factors=((factor, power),)),)
            if isinstance(factor, Group):
                inner = self._bracketed(self.simple(factor.terms), power)
            elif isinstance(factor, Indicator) and (known := self._given(factor)):
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
                case (Letter(name, back), Extent(size, 0)) if back < 0:
                    key = self.model.ranged.get(name)
                    if key and extents.named.get(extents.find(key)) == size:
                        return True
        return False

    def _given(self, indicator: Indicator) -> tuple[Sum] | None:
        """An indicator where the claim's condition says which it is."""
        match indicator.condition:
            case Comparison(left, sign, right):
                if Comparison(left, sign, right) in self.given:
                    return ((ONE_TERM,),)
                if Comparison(left, TURNED.get(sign, ""), right) in self.given:
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
            if not isinstance(node, Symbol):
                continue
            for number, position in enumerate(node.indices):
                root = extents.find(slot(node.name, number))
                match position:
                    case Extent(name, shift):
                        if shift > 0 and extents.named.get(root) == name:
                            return True
        return False

    def _turned(self, term: Term) -> Term:
        r"""The term with $e^z/(1 + e^z)$ as $1/(1 + e^{-z})$."""
        for factor, power in term.factors:
            if not isinstance(factor, Call) or factor.function != "exp" or power != 1:
                continue
            one = Term(factors=((factor, UNIT),))
            below = group((ONE_TERM, one))
            if dict(term.factors).get(below) == -1:
                (inside,) = factor.arguments
                turned = Call("exp", (other_sign(inside),))
                again = group((ONE_TERM, Term(factors=((turned, UNIT),))))
                rest = without(without(term, factor), below)
                return self.algebra.times(rest, Term(factors=((again, -UNIT),)))
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
                    named = Term(factors=((Symbol(name, at), UNIT),))
                    (below,) = self.algebra.power(wanted, Fraction(-1))
                    return self.algebra.times(self.algebra.times(term, below), named)
        return term

    def _summed(self, term: Term) -> Sum:
        """The term without the sums that are one; nothing for one that is zero."""
        for run in term.runs:
            using = [p for p in term.factors if run.letter in letters_in(p[0])]
            match using:
                case [(Symbol(name, indices), power)] if power == 1 and _plain(run):
                    at = [n for n, p in enumerate(indices) if p == Letter(run.letter)]
                    if len(at) == 1 and (name, at[0]) in self.zeros:
                        return ()
                    if len(at) == 1 and (name, at[0]) in self.ones:
                        runs = tuple(r for r in term.runs if r != run)
                        rest = tuple(p for p in term.factors if p not in using)
                        return self._summed(replace(term, runs=runs, factors=rest))
                case [(Group(terms), power)] if power == 1 and _plain(run):
                    if self._centred(terms, run.letter):
                        return ()
        return (term,)

    def _centred(self, terms: Sum, letter: str) -> bool:
        """Whether terms are an entry less the mean of all."""
        match terms:
            case (
                Term(one, (), (), ((Symbol(name, at), power),)),
                Term(other, (), (), ((Symbol(mean, rest), again),)),
            ) if (one, power, again) == (-other, UNIT, UNIT):
                for (entry, number), of in self.means.items():
                    if (entry, of) == (name, mean) and at[number] == Letter(letter):
                        return (*at[:number], *at[number + 1 :]) == rest
        return False

    # --- writing -------------------------------------------------------------------

    def expression(self, terms: Sum) -> Expression:
        """The terms as an expression, common factors before a bracket."""
        terms = summed_together(terms)
        if not terms:
            return ZERO
        if len(terms) == 1:
            return self._term(terms[0])
        common, rest = factored(self.algebra, terms)
        if common != ONE_TERM:
            return self._term(self.algebra.times(common, as_term(rest)))
        return Plus(tuple(map(self._term, ordered(terms))))

    def _term(self, term: Term) -> Expression:
        if term.number < 0:
            return Negative(self._term(replace(term, number=-term.number)))
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
        over = [self._power(f, n) for f, n in factors if n > 0]
        under = [self._power(f, -n) for f, n in factors if n < 0]
        above = [_whole(number.numerator)] if number.numerator != 1 else []
        below = [_whole(number.denominator)] if number.denominator != 1 else []
        sizes = all(isinstance(u, Running) for u in under)
        if not under and not below:
            return [*above, *over]
        if sizes or not under:
            return [
                Quotient(side_by_side(above), side_by_side([*below, *under])),
                *over,
            ]
        return [Quotient(side_by_side([*above, *over]), side_by_side([*below, *under]))]

    def _power(self, factor: Factor, power: Fraction) -> Expression:
        node = self.expression(factor.terms) if isinstance(factor, Group) else factor
        if power == 1:
            return node
        if power == Fraction(1, 2):
            return Call("sqrt", (node,))
        if power.denominator == 1:
            return Power(node, _whole(int(power)))
        above, below = _whole(power.numerator), _whole(power.denominator)
        return Power(node, Quotient(above, below))

    def _sums(
        self, runs: list[Run], factors: list[tuple[Factor, Fraction]]
    ) -> list[Expression]:
        """The sums over some letters, each about what needs its letter."""
        if not runs:
            return self.factors(UNIT, factors)
        first, *others = runs
        mine, letters = {first.letter}, [first]
        grown = True
        while grown:
            together_ = [p for p in factors if mine & set(letters_in(p[0]))]
            more = [
                r for r in others if r not in letters
                and (any(r.letter in letters_in(p[0]) for p in together_)
                     or mine & set(_ends(r)) )
            ]  # fmt: skip  # one thought
            letters += more
            mine |= {r.letter for r in more}
            grown = bool(more)
        inside = [p for p in factors if mine & set(letters_in(p[0]))]
        rest = [r for r in runs if r not in letters]
        outside = [p for p in factors if p not in inside]
        return [self._nested(letters, inside), *self._sums(rest, outside)]

    def _nested(
        self, runs: list[Run], factors: list[tuple[Factor, Fraction]]
    ) -> Expression:
        """One sum, what its letter alone touches first, then the sums inside it."""
        first, *others = runs
        bound = {r.letter for r in others}
        alone = [p for p in factors if not bound & set(letters_in(p[0]))]
        rest = [p for p in factors if p not in alone]
        body = side_by_side([*self.factors(UNIT, alone), *self._sums(others, rest)])
        return Over(
            "sum", first.letter, first.lower, first.upper, first.condition, body
        )

    # --- letters -------------------------------------------------------------------

    def lettered(self, node: Expression, taken: frozenset[str]) -> Expression:
        """The expression with the page's letters below its sums."""
        taken |= frozenset(free_letters(node))

        def change(inner: Expression) -> Expression | None:
            if not isinstance(inner, Over):
                return None
            letter = self._letter(inner, taken)
            moves: Moves = {inner.letter: Letter(letter)}
            condition = moved_condition(inner.condition, moves)
            body = moved_expression(inner.body, moves)
            body = self.lettered(body, taken | {letter})
            return replace(inner, letter=letter, condition=condition, body=body)

        return changed(node, change)

    def _letter(self, over: Over, taken: frozenset[str]) -> str:
        """A letter that the page runs over the same slots, not yet in use."""
        extents = self.model.extents
        hint = self.algebra.hints.get(over.letter, over.letter)
        keys = {
            extents.find(k) for k, _, _ in slots_of(extents, over.body, over.letter)
        }
        free = taken | frozenset(free_letters(over.body)) - {over.letter}
        ranged = {n: extents.find(k) for n, k in self.model.ranged.items()}
        if over.lower is None:
            known = [n for k in keys for n in self.runs.get(k, ())]
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


def ordered(terms: Sum) -> Sum:
    """The terms with one first that is not negative, if there is one."""
    first = next((n for n, term in enumerate(terms) if term.number > 0), 0)
    return (terms[first], *terms[:first], *terms[first + 1 :])


def _among(tie: Tie, others: tuple[Tie, ...]) -> bool:
    return any(set(tie) == set(other) for other in others)


def _ends(run: Run) -> Iterator[str]:
    for end in (run.lower, run.upper):
        if isinstance(end, Letter):
            yield end.name


def _plain(run: Run) -> bool:
    return run.lower is None and run.upper is None and run.condition is None


def _whole(number: int) -> Number:
    return Number(Fraction(number), str(number))


def _delta(tie: Tie) -> Expression:
    one, other = sorted(tie, key=lambda p: (not isinstance(p, Letter), repr(p)))
    return Indicator(Comparison(Running(one), "=", Running(other)))


def side_by_side(factors: Sequence[Expression]) -> Expression:
    """A product without signs; one where there is nothing."""
    if not factors:
        return ONE
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), ("",) * (len(factors) - 1))


def _contains(term: Term, part: Term) -> bool:
    powers = dict(term.factors)
    return all(
        abs(powers.get(f, Fraction(0))) >= abs(n) and powers[f] * n > 0
        for f, n in part.factors
    )


def unified(pattern: Factor, factor: Factor, row: Row) -> Moves | None:
    """The values of a definition's letters at which a factor is another."""
    own = {p.name for p in row.indices if isinstance(p, Letter)}
    moves: Moves = {}
    for one in _symbols(pattern):
        for other in _symbols(factor):
            if one.name != other.name:
                continue
            for p, q in zip(one.indices, other.indices, strict=False):
                if isinstance(p, Letter) and p.name in own and not p.shift:
                    moves.setdefault(p.name, q)
    if own != moves.keys() or moved_factor(pattern, moves) != factor:
        return None
    return moves


def _symbols(factor: Factor) -> list[Symbol]:
    inside = nodes((Term(factors=((factor, UNIT),)),))
    return [node for node in inside if isinstance(node, Symbol)]


def _within_layers(terms: list[Term]) -> list[Term]:
    """Without the terms of the last layer alone beside one of the layer after it.

    Where that one is no layer there is nothing to claim.
    """
    ahead = {
        p.name
        for term in terms
        for factor, _ in term.factors
        if not isinstance(factor, Group)
        for node in walk(factor)
        if isinstance(node, Symbol)
        for p in node.indices
        if isinstance(p, Letter) and p.shift > 0
    }

    def last(tie: Tie) -> bool:
        names = {p.name for p in tie if isinstance(p, Letter)}
        return bool(names & ahead) and any(isinstance(p, Extent) for p in tie)

    return [t for t in terms if not any(map(last, t.ties))]


def parted(terms: Sum, algebra: Algebra) -> Sum:
    """The terms with each difference of squares as the product that it is."""
    found: list[Term] = []
    for term in terms:
        made = replace(term, factors=())
        for factor, power in term.factors:
            inner = Term(factors=((factor, power),))
            if isinstance(factor, Group) and power == 1:
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
                return ONE_TERM, Term(factors=((factor, UNIT),))
    return None


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
        case Term(runs=(Run() as run,), ties=()), Term(runs=(Run(letter),), ties=()):
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
        rest += _opened(left)
    return best, together(rest)


def _opened(term: Term) -> Sum:
    """A term that is nothing but a bracket, without it."""
    match term:
        case Term(number, (), (), ((Group(terms), power),)) if power == 1:
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
