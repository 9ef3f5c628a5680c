"""A relation that fails about a derivative -> what the derivative is, confirmed.

It is told only if it holds as a repair must, at points and sizes not tried before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    comparisons,
    free_letters,
    moved_expression,
    names,
    node_count,
    walk,
)
from ..expressions import nodes as n
from ..judging import Claim
from ..models import Model, Writer
from .derivation import (
    Algebra,
    Derivation,
    MatrixPhrasing,
    Phrasing,
    Slot,
    Sum,
    Tidier,
    Tie,
    Unwritten,
    hubs_of,
    matched,
    named_by,
    parted,
    turned,
)
from .failing_claim import ERRORS, Bench
from .readback import written

LONGEST = 160  # characters of LaTeX
MOST_TRIED = 4  # formulas, the shortest first


@dataclass(frozen=True, slots=True)
class Answer:
    """A derivative and its formula, as LaTeX and as the claim that was confirmed.

    `formula` is the LaTeX of that side alone.
    """

    text: str
    claim: Claim
    formula: str


@dataclass(frozen=True, slots=True)
class AskedDerivative:
    """A derivative; of a whole array an entry, and the letters that it is at."""

    entry: n.Partial
    letters: tuple[str, ...]

    @property
    def variables(self) -> list[n.Symbol]:
        """What it is taken by: of a claim that is no parameter of a function."""
        return [v for v in self.entry.by if isinstance(v, n.Symbol)]


def answer(
    bench: Bench, writer: Writer, like: Expression | None = None
) -> Answer | None:
    """The derivative that one side of a relation is, if its formula can be written.

    It is written in the names of the other side, or in those of `like`.
    """
    claim = bench.claim
    if claim.sign != "=":
        return None
    for side, other in ((claim.left, claim.right), (claim.right, claim.left)):
        said = side.term if isinstance(side, n.Negative) else side
        try:
            entry = bench.lowered(said, said)
        except ERRORS:
            continue
        asked = derivative_of(bench.model, entry.left)
        if asked is not None:
            letters = tuple(f"·{k}" for k in range(1, len(entry.whole) + 1))
            return _written(
                bench, writer, said, AskedDerivative(asked, letters), like or other
            )
    return None


def derivative_of(model: Model, side: Expression) -> n.Partial | None:
    """The derivative that a side is, as a fraction or under a name of the page."""
    match side:
        case n.Partial(immediate=False):
            whole = all(len(b.indices) == model.slots_of(b.name) for b in side.by)
            return side if whole else None
        case n.Symbol(name, indices):
            quantity = model.quantities.get(name)
            rows = [] if quantity is None else quantity.rows
            for row in rows:
                if row.alias or not isinstance(row.value, n.Partial):
                    continue
                moves, ties = matched(row.indices, indices)
                found = moved_expression(row.value, moves)
                if not ties and isinstance(found, n.Partial) and not found.immediate:
                    return found
    return None


def _written(
    bench: Bench,
    writer: Writer,
    said: Expression,
    asked: AskedDerivative,
    other: Expression,
) -> Answer | None:
    """The shortest formula that holds."""
    left = writer.text(said)
    for kept in _kept(bench.model, asked, other):
        found: dict[str, Expression] = {}
        primes = any(isinstance(k, n.Call) and k.order for k in walk(other))
        for right in _derived(bench, asked, kept, primes=primes):
            text = f"{left} = {writer.text(right)}"
            if len(text) <= LONGEST and right not in (said, asked.entry):
                found.setdefault(text, right)
        for text in sorted(found, key=len)[:MOST_TRIED]:
            claim = confirmed(bench, said, found[text])
            if claim is not None and (told := written(bench, writer, claim)):
                return Answer(told, claim, writer.text(found[text]))
    return None


def confirmed(bench: Bench, said: Expression, right: Expression) -> Claim | None:
    """The claim that a side is a formula, if that holds."""
    try:
        claim = bench.lowered(said, right)
        return claim if bench.holds(claim) else None
    except ERRORS:
        return None


def _kept(
    model: Model, asked: AskedDerivative, other: Expression
) -> list[frozenset[str]]:
    """By which quantities a derivative may stay a name: those of the other side first.

    Where that has none, everything is worked out, if the formula is short enough.
    """
    of = asked.entry.of
    known = dict(named_by(model, of))
    ways = [of]
    for hub in hubs_of(model, of, asked.variables[0]):
        ways.append(n.Symbol(hub))
        known |= named_by(model, n.Symbol(hub))
    used = [known.get(name, frozenset()) for name in names(other)]
    used += [
        frozenset({k.by[0].name})
        for k in walk(other)
        if isinstance(k, n.Partial) and k.of in ways and len(k.by) == 1
    ]
    some = frozenset[str]().union(*used)
    return list(dict.fromkeys((some, some.union(*known.values()))))


def _derived(
    bench: Bench, asked: AskedDerivative, kept: frozenset[str], *, primes: bool
) -> Iterator[Expression]:
    """One derivation, with brackets as they come and multiplied out."""
    algebra = Algebra()
    of, (*before, last) = asked.entry.of, asked.variables
    try:
        tidier = tidier_for(bench, algebra)
        phrasing = Phrasing(bench.model, algebra, _letters(bench))
        for variable in before:
            terms = Derivation(bench.model, of, algebra, frozenset()).by(variable)
            forms = _forms(tidier, tidier.simple(terms))
            of = min(map(phrasing.expression, forms), key=node_count)
        keep = frozenset[str]() if before else kept
        derivation = Derivation(bench.model, of, algebra, keep, primes)
        for form in _forms(tidier, tidier.simple(derivation.by(last))):
            yield from _expressions(phrasing, form, asked)
    except (Unwritten, NotUnderstood, ValueError, RecursionError):
        return


def _forms(tidier: Tidier, terms: Sum) -> Iterator[Sum]:
    """The terms as they come, then multiplied out in two ways."""
    yield terms
    try:
        for form in (terms, parted(terms, tidier.algebra)):
            yield tidier.simple(tidier.algebra.expanded(form))
    except (Unwritten, ValueError):
        return


def _expressions(
    phrasing: Phrasing, terms: Sum, asked: AskedDerivative
) -> Iterator[Expression]:
    """A formula by components, or of whole arrays where the claim is of those."""
    taken = frozenset(free_letters(asked.entry))
    if not asked.letters:
        yield phrasing.lettered(phrasing.expression(terms), taken)
        return
    arrays = MatrixPhrasing(phrasing, asked.entry.layout)
    for form in (arrays.array, arrays.plain):
        try:
            found = phrasing.lettered(form(terms, asked.letters), taken)
        except (Unwritten, ValueError):
            continue
        yield found
        yield turned(found)


def tidier_for(bench: Bench, algebra: Algebra) -> Tidier:
    """What makes formulas shorter where a claim stands."""
    apart: list[Tie] = []
    equal: list[Tie] = []
    for c in comparisons(bench.failing.condition):
        match c:
            case n.Comparison(n.Running(one), sign, other) if sign in {"=", r"\ne"}:
                two = other.position if isinstance(other, n.Running) else None
                if isinstance(other, n.Number):
                    two = n.Fixed(int(other.value))
                if two is not None:
                    (equal if sign == "=" else apart).append((one, two))
    given = comparisons(bench.failing.condition)
    ties = (tuple(apart), tuple(equal))
    return Tidier(bench.model, algebra, _ones(bench), *ties, given)


def _ones(bench: Bench) -> set[Slot]:
    """The slots whose entries sum to one by an assumption in force."""
    found: set[Slot] = set()
    for at, claim in bench.ground.assumed.assumptions:
        match claim.left, claim.right:
            case (
                n.Over("sum", letter, None, None, None, n.Symbol(name, indices)),
                n.Number(value),
            ):
                if at < bench.ground.order and claim.sign == "=" and value == 1:
                    found |= {
                        (name, k)
                        for k, p in enumerate(indices)
                        if p == n.Letter(letter)
                    }
    return found


def _letters(bench: Bench) -> dict[Key, list[str]]:
    """The letters that the page runs over each size, those of the claim first."""
    extents = bench.model.extents
    found: dict[Key, list[str]] = {}
    for letter, keys in bench.keys.items():
        for key in keys:
            found.setdefault(key, []).append(letter)
    for letter, key in bench.model.ranged.items():
        found.setdefault(extents.find(key), []).append(letter)
    for quantity in bench.model.quantities.values():
        for row in quantity.rows:
            for number, position in enumerate(row.indices):
                if isinstance(position, n.Letter):
                    key = extents.find(extents.at(quantity.name, number, row.indices))
                    found.setdefault(key, []).append(position.name)
    return found
