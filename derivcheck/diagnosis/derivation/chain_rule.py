r"""A derivative by a quantity of the model -> the terms of its formula.

Backwards through the definitions, as backpropagation goes: the derivative by each
quantity that reads the variable, times the slope of its definition, summed over its
entries. A quantity keeps its name in its own slope, as in $out (1 - out)$, and a
derivative that the page has named may stay a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ...expressions import Expression, Moves, moved, moved_expression, names
from ...expressions import nodes as n
from ...models import Model, Row, slot
from .definitions import definitions_of, hubs_of, matched, recurs, ways_named
from .slopes import ExpressionSlopes
from .term_algebra import Algebra, same
from .terms import Sum, SummationIndex, Term, Unwritten, term_of

DEEPEST = 24  # quantities between the variable and what is differentiated


@dataclass(slots=True)
class Derivation:
    """The derivative of `of` by entries of the model's quantities.

    `kept` are the quantities by which a derivative of `of` stays a name; with `primes`
    the slope of the page's own function f is f' rather than worked out.
    """

    model: Model
    of: Expression
    algebra: Algebra
    kept: frozenset[str]
    primes: bool = False
    cone: frozenset[str] = frozenset()
    ways: dict[str, list[tuple[str, Row]]] = field(default_factory=dict)

    @property
    def slopes(self) -> ExpressionSlopes:
        """What differentiates a definition by an entry that is in it."""
        return ExpressionSlopes(self.model, self.algebra, self.primes)

    def by(self, variable: n.Symbol) -> Sum:
        """The terms of the derivative by one entry."""
        if isinstance(self.of, n.Symbol) and recurs(self.model, self.of.name):
            return Forwards(self.model, self.algebra, self.primes).by(self.of, variable)
        hubs = hubs_of(self.model, self.of, variable)
        self.cone = self._between(variable, frozenset(hubs))
        self.ways = ways_named(self.model, self.of)
        found = [t for hub in hubs for t in self._by_way(hub, variable)]
        return (*found, *self._adjoint(variable, ()))

    def _between(self, variable: n.Symbol, hubs: frozenset[str]) -> frozenset[str]:
        """What is between the variable and what is differentiated, but for hubs."""
        found: set[str] = set()
        stack = list(names(self.of))
        while stack:
            name = stack.pop()
            if name not in found and name not in hubs:
                found.add(name)
                stack.extend(self.model.direct(name))
        return frozenset(k for k in found if variable.name in self.model.reaches(k))

    def _by_way(self, hub: str, variable: n.Symbol) -> Sum:
        """The way through a quantity whose derivatives the page has named."""
        slots = self.model.quantities[hub].slots
        at = tuple(n.Letter(self.algebra.letter("n")) for _ in range(slots))
        here = n.Symbol(hub, at)
        inner = Derivation(self.model, here, self.algebra, self.kept, self.primes)
        found = self.algebra.product(self._own(here), inner.by(variable))
        return self._over(here, found)

    def _adjoint(self, variable: n.Symbol, stack: tuple[str, ...]) -> Sum:
        """The derivative by an entry, through all that reads it."""
        if len(stack) > DEEPEST:
            raise Unwritten("too deep")
        name = variable.name
        found = list(self._own(variable))
        whole = self.of.name if isinstance(self.of, n.Symbol) else None
        for child in sorted(self.cone, key=self._first):
            if child == whole or name not in self.model.direct(child):
                continue
            quantity = self.model.quantities.get(child)
            for row in () if quantity is None else quantity.rows:
                if not row.alias and name in names(row.value):
                    found += self._through(child, row, variable, (*stack, name))
        return tuple(found)

    def _first(self, name: str) -> tuple[int, str]:
        quantity = self.model.quantities.get(name)
        return (0 if quantity is None else quantity.first, name)

    def _own(self, variable: n.Symbol) -> Sum:
        """What the definition of what is differentiated reads of the variable."""
        if not isinstance(self.of, n.Symbol):
            return self.slopes.of(self.of, variable)
        if self.of.name == variable.name:
            return self.algebra.delta(self.of.indices, variable.indices)
        found: list[Term] = []
        for here, value in definitions_of(self.model, self.of):
            local = self._opened(value, variable)
            if local is None:
                local = self.slopes.of(value, variable, self.of)
            found += self.algebra.product(here, local)
        return tuple(found)

    def _opened(self, value: Expression, variable: n.Symbol) -> Sum | None:
        """The slope of an open function of an array: a derivative without a formula."""
        match value:
            case n.Call(
                function, (n.Over("list", letter, body=n.Symbol(name, indices)),)
            ):
                own = self.model.functions.get(function)
                if own is None or own.body is not None or name != variable.name:
                    return None
                pairs = list(zip(indices, variable.indices, strict=True))
                ties = tuple(pair for pair in pairs if pair[0] != n.Letter(letter))
                at = tuple(q if p == n.Letter(letter) else p for p, q in pairs)
                derivative = n.Partial(self.of, (n.Symbol(name, at),))
                return self.algebra.product((Term(ties=ties),), (term_of(derivative),))
        return None

    def _through(
        self, child: str, row: Row, variable: n.Symbol, stack: tuple[str, ...]
    ) -> Sum:
        """The way through one definition that reads the variable."""
        moves: Moves = {}
        for position in row.indices:
            if isinstance(position, n.Letter):
                moves[position.name] = n.Letter(self.algebra.letter(position.name))
        at = tuple(moved(p, moves) for p in row.indices)
        here = n.Symbol(child, at)
        local = self.slopes.of(moved_expression(row.value, moves), variable, here)
        if not local:
            return ()
        return self._over(here, self.algebra.product(self._outer(here, stack), local))

    def _over(self, entry: n.Symbol, terms: Sum) -> Sum:
        """The terms summed over the letters at which an entry stands."""
        for number, position in reversed(list(enumerate(entry.indices))):
            if isinstance(position, n.Letter):
                run = self._run(entry.name, number, position.name)
                terms = self.algebra.over(run, terms)
        return terms

    def _run(self, name: str, number: int, letter: str) -> SummationIndex:
        """The letter of a slot, with limits where arrays of its size start at zero."""
        extents = self.model.extents
        root = extents.find(slot(name, number))
        if root in extents.zero and root in extents.named:
            return SummationIndex(letter, n.Fixed(1), n.Extent(extents.named[root]))
        return SummationIndex(letter)

    def _outer(self, here: n.Symbol, stack: tuple[str, ...]) -> Sum:
        """The derivative by what reads the variable: a name, or worked out."""
        again = here.name in stack or here.name in self.model.direct(here.name)
        if again or here.name in self.kept:
            return (term_of(self._name(here)),)
        return self._adjoint(here, stack)

    def _name(self, here: n.Symbol) -> Expression:
        """The page's name for the derivative by an entry; else as a fraction."""
        for name, row in self.ways.get(here.name, ()):
            assert isinstance(row.value, n.Partial)  # `ways_named` takes no others
            own, there = row.value.by[0].indices, here.indices
            if isinstance(row.value.of, n.Symbol) and isinstance(self.of, n.Symbol):
                own += row.value.of.indices
                there += self.of.indices
            moves, ties = matched(own, there)
            if not ties:
                return n.Symbol(name, tuple(moved(p, moves) for p in row.indices))
        return n.Partial(self.of, (here,))


@dataclass(frozen=True, slots=True)
class Forwards:
    """Derivatives of what is defined by earlier entries: by theirs, step by step."""

    model: Model
    algebra: Algebra
    primes: bool = False

    def by(self, of: n.Symbol, variable: n.Symbol) -> Sum:
        """The terms of the derivative of an entry by another."""
        own: Sum = ()
        if of.name == variable.name:
            own = self.algebra.delta(of.indices, variable.indices)
        return own + self._defined((), of, variable)

    def _read(self, through: tuple[str, ...], node: n.Symbol, by: n.Symbol) -> Sum:
        """The slope of a name in a definition; `through` are those gone into."""
        if node.name == by.name and node.name not in through:
            return self.algebra.delta(node.indices, by.indices)
        return self._defined(through, node, by)

    def _defined(self, through: tuple[str, ...], node: n.Symbol, by: n.Symbol) -> Sum:
        """The slope of the definition of a name, which is gone into once."""
        if node.name in through:
            pairs = tuple(zip(node.indices, by.indices, strict=False))
            if node.name == by.name and any(same(p, q) for p, q in pairs):
                return self.algebra.settled(Term(ties=pairs))
            return (term_of(n.Partial(node, (by,))),)
        enter = partial(self._read, (*through, node.name))
        slopes = ExpressionSlopes(self.model, self.algebra, self.primes, enter)
        found: list[Term] = []
        for here, value in definitions_of(self.model, node):
            found += self.algebra.product(here, slopes.of(value, by, node))
        return tuple(found)
