r"""A derivative by a quantity of the model -> the terms of its formula.

Backwards through the definitions, as backpropagation goes: the derivative by each
quantity that reads the variable, times the slope of its definition, summed over its
entries. A quantity keeps its name in its own slope, as in $out (1 - out)$, and a
derivative that the page has named may stay a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ...expressions import (
    TURNED,
    TWO,
    Condition,
    Expression,
    Moves,
    Position,
    changed,
    comparisons,
    constant_value,
    moved,
    moved_expression,
    names,
)
from ...expressions import nodes as n
from ...models import Model, Row, slot
from .known_functions import hyperbolic, sigmoid, softmax, summand
from .term_algebra import Algebra, same
from .terms import (
    ONE_TERM,
    UNIT,
    Sum,
    SummationIndex,
    Term,
    Unwritten,
    negative,
    scaled,
)

DEEPEST = 24  # quantities between the variable and what is differentiated
Z = n.Symbol("·z")  # what a function is of
ROOT = n.Call("sqrt", (n.Call("pi", ()),))
BELL = n.Call("exp", (n.Negative(n.Power(Z, TWO)),))
SLOPES: dict[str, Expression] = {
    "softplus": n.Call("sigmoid", (Z,)),
    "sin": n.Call("cos", (Z,)),
    "cos": n.Negative(n.Call("sin", (Z,))),
    "tan": n.Plus((n.ONE, n.Power(n.Call("tan", (Z,)), TWO))),
    "sinh": n.Call("cosh", (Z,)),
    "cosh": n.Call("sinh", (Z,)),
    "sech": n.Negative(n.Product((n.Call("sech", (Z,)), n.Call("tanh", (Z,))), ("",))),
    "arctan": n.Quotient(n.ONE, n.Plus((n.ONE, n.Power(Z, TWO)))),
    "erf": n.Quotient(n.Product((TWO, BELL), ("",)), ROOT),
}


@dataclass(slots=True)
class Derivation:
    """The derivative of `of` by entries of the model's quantities.

    `kept` are the quantities by which a derivative of `of` stays a name; with `primes`
    the slope of the page's own function f is f' rather than worked out. `through` are
    the definitions that were gone into, where the way is forwards.
    """

    model: Model
    of: Expression
    algebra: Algebra
    kept: frozenset[str]
    primes: bool = False
    cone: frozenset[str] = frozenset()
    ways: dict[str, list[tuple[str, Row]]] = field(default_factory=dict)
    through: tuple[str, ...] | None = None

    def by(self, variable: n.Symbol) -> Sum:
        """The terms of the derivative by one entry."""
        if isinstance(self.of, n.Symbol) and _recurs(self.model, self.of.name):
            return self._forwards(self.of, variable)
        hubs = hubs_of(self.model, self.of, variable)
        self.cone = self._between(variable, frozenset(hubs))
        self.ways = _named(self.model, self.of)
        found = [t for hub in hubs for t in self._by_way(hub, variable)]
        return (*found, *self._adjoint(variable, ()))

    def _forwards(self, of: n.Symbol, variable: n.Symbol) -> Sum:
        """Of what is defined by earlier entries: by their derivatives, step by step."""
        self.through = ()
        own: Sum = ()
        if of.name == variable.name:
            ties = tuple(zip(of.indices, variable.indices, strict=True))
            own = self.algebra.settled(Term(ties=ties))
        return own + self._onward(of, variable)

    def _onward(self, node: n.Symbol, by: n.Symbol) -> Sum:
        """The slope of what stands in a definition, gone into once."""
        assert self.through is not None  # forwards only
        before = self.through
        if node.name in before:
            pairs = tuple(zip(node.indices, by.indices, strict=False))
            if node.name == by.name and any(same(p, q) for p, q in pairs):
                return self.algebra.settled(Term(ties=pairs))
            return _term(n.Partial(node, (by,)))
        self.through = (*before, node.name)
        found: list[Term] = []
        for here, value in _definitions(self.model, node):
            found += self.algebra.product(here, self.slope(value, by, node))
        self.through = before
        return tuple(found)

    def _between(self, variable: n.Symbol, hubs: frozenset[str]) -> frozenset[str]:
        """What stands between the variable and what is differentiated, but for hubs."""
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
            for row in self.model.quantities[child].rows:
                if not row.alias and name in names(row.value):
                    found += self._through(child, row, variable, (*stack, name))
        return tuple(found)

    def _first(self, name: str) -> tuple[int, str]:
        quantity = self.model.quantities.get(name)
        return (0 if quantity is None else quantity.first, name)

    def _own(self, variable: n.Symbol) -> Sum:
        """What the definition of what is differentiated reads of the variable."""
        if not isinstance(self.of, n.Symbol):
            return self.slope(self.of, variable)
        found: list[Term] = []
        if self.of.name == variable.name:
            ties = tuple(zip(self.of.indices, variable.indices, strict=True))
            return self.algebra.settled(Term(ties=ties))
        for here, value in _definitions(self.model, self.of):
            local = self._opened(value, variable)
            if local is None:
                local = self.slope(value, variable, self.of)
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
                partial = n.Partial(self.of, (n.Symbol(name, at),))
                return self.algebra.product((Term(ties=ties),), _term(partial))
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
        local = self.slope(moved_expression(row.value, moves), variable, here)
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
            return (Term(factors=((self._name(here), UNIT),)),)
        return self._adjoint(here, stack)

    def _name(self, here: n.Symbol) -> Expression:
        """The page's name for the derivative by an entry; else as a fraction."""
        for name, row in self.ways.get(here.name, ()):
            assert isinstance(row.value, n.Partial)  # `_named` takes no others
            own, there = row.value.by[0].indices, here.indices
            if isinstance(row.value.of, n.Symbol) and isinstance(self.of, n.Symbol):
                own += row.value.of.indices
                there += self.of.indices
            moves, ties = matched(own, there)
            if not ties:
                return n.Symbol(name, tuple(moved(p, moves) for p in row.indices))
        return n.Partial(self.of, (here,))

    # --- slopes --------------------------------------------------------------------

    def slope(
        self, node: Expression, by: n.Symbol, name: n.Symbol | None = None
    ) -> Sum:
        """The derivative of an expression by an entry that stands in it.

        `name` is the quantity that it defines, if it does.
        """
        onward = self.through is not None
        reads = self.model.read_by(node) if onward else self._names(node)
        if by.name not in reads:
            return ()
        match node:
            case n.Symbol(entry, indices):
                if onward and (entry != by.name or entry in (self.through or ())):
                    return self._onward(node, by)
                ties = tuple(zip(indices, by.indices, strict=True))
                return self.algebra.settled(Term(ties=ties))
            case n.Plus(terms):
                return tuple(t for term in terms for t in self.slope(term, by))
            case n.Negative(term):
                return negative(self.slope(term, by))
            case n.Product(factors):
                return self._product(factors, by)
            case n.Quotient():
                return self._quotient(node, by, name)
            case n.Power(base, exponent):
                return self._power(base, exponent, by)
            case n.Call():
                return self._call(node, by, name)
        return self._large(node, by)

    def _large(self, node: Expression, by: n.Symbol) -> Sum:
        """The derivative of a sum or product over an index, or of cases."""
        match node:
            case n.Over("sum"):
                run, body = self.algebra.entered(node)
                return self.algebra.over(run, self.slope(body, by))
            case n.Over("prod", condition=None):
                return self._prod(node, by)
            case n.Cases(rows):
                return self._cases(rows, by)
        raise Unwritten(f"no rule for {type(node).__name__}")

    def _names(self, node: Expression) -> frozenset[str]:
        """The names in an expression and in the bodies of the functions it calls."""
        found = names(node)
        for function in found & self.model.functions.keys():
            body = self.model.functions[function].body
            if body is not None:
                found |= names(body)
        return found

    def _product(self, factors: tuple[Expression, ...], by: n.Symbol) -> Sum:
        found: list[Term] = []
        for number, factor in enumerate(factors):
            slope = self.slope(factor, by)
            if slope:
                before = [self.algebra.read(f) for f in factors[:number]]
                after = [self.algebra.read(f) for f in factors[number + 1 :]]
                found += self.algebra.product(*before, slope, *after)
        return tuple(found)

    def _prod(self, node: n.Over, by: n.Symbol) -> Sum:
        """The slope of each factor, times the product of all others."""
        inner = self.algebra.letter(node.letter)
        other = n.Comparison(
            n.Running(n.Letter(node.letter)), r"\ne", n.Running(n.Letter(inner))
        )
        others = _term(replace(node, condition=other))
        body = moved_expression(node.body, {node.letter: n.Letter(inner)})
        found = self.algebra.product(self.slope(body, by), others)
        return self.algebra.over(SummationIndex(inner, node.lower, node.upper), found)

    def _quotient(self, node: n.Quotient, by: n.Symbol, name: n.Symbol | None) -> Sum:
        """A sigmoid or softmax in its own name; else by the rule for quotients."""
        algebra = self.algebra
        if name is not None and (inside := sigmoid(node)) is not None:
            return self._elementwise("sigmoid", inside, by, name)
        if name is not None and (inside := hyperbolic(node)) is not None:
            return self._elementwise("tanh", inside, by, name)
        value = algebra.read(node) if name is None else _term(name)
        if name is not None and (found := self._softmax(node, by, name)) is not None:
            return found
        below = algebra.power(algebra.read(node.under), Fraction(-1))
        mean = algebra.product(below, self.slope(node.under, by))
        match node.over:
            case n.Call("exp", (inside,), 0):
                return algebra.product(value, self.slope(inside, by) + negative(mean))
        first = algebra.product(self.slope(node.over, by), below)
        return first + negative(algebra.product(value, mean))

    def _softmax(self, node: n.Quotient, by: n.Symbol, name: n.Symbol) -> Sum | None:
        """The slope of a softmax; None for any other quotient."""
        running = softmax(node, name)
        match node.over:
            case n.Call("exp", (inside,)) if running is not None:
                number, letter = running
                fresh = self.algebra.letter(letter)
                move: Moves = {letter: n.Letter(fresh)}
                other = n.Symbol(name.name, _put(name.indices, number, n.Letter(fresh)))
                inner = summand(node.under)
                slope = self.slope(moved_expression(inner, move), by)
                mean = self.algebra.product(_term(other), slope)
                mean = self.algebra.over(SummationIndex(fresh), mean)
                rest = self.slope(inside, by) + negative(mean)
                return self.algebra.product(_term(name), rest)
        return None

    def _power(self, base: Expression, exponent: Expression, by: n.Symbol) -> Sum:
        constant = constant_value(exponent)
        inner = self.slope(base, by)
        if by.name in self._names(exponent):
            raise Unwritten("a variable exponent")
        if constant is None:
            less = n.Plus((exponent, n.Negative(n.ONE)))
            power = Term(factors=((n.Power(base, less), UNIT),))
            return self.algebra.product(self.algebra.read(exponent), (power,), inner)
        power_of = self.algebra.power(self.algebra.read(base), constant - 1)
        if constant == 1:
            power_of = (ONE_TERM,)
        return scaled(self.algebra.product(power_of, inner), constant)

    def _cases(
        self, rows: tuple[tuple[Expression, Condition], ...], by: n.Symbol
    ) -> Sum:
        """Each row's slope where its condition holds."""
        found: list[Term] = []
        stated: list[n.Comparison] = []
        for value, condition in rows:
            slope = self.slope(value, by)
            here = comparisons(condition)
            if not here and slope:  # otherwise
                if len(stated) != 1:
                    raise Unwritten("cases without a condition")
                (one,) = stated
                here = (n.Comparison(one.left, TURNED[one.sign], one.right),)
            stated += here
            for comparison in here:
                slope = self.algebra.product(self.algebra.indicator(comparison), slope)
            found += slope
        return tuple(found)

    def _call(self, node: n.Call, by: n.Symbol, name: n.Symbol | None) -> Sum:
        """The slope of a function of its arguments."""
        own = self.model.functions.get(node.function)
        if own is None and node.function in {"max", "min"}:
            return self._kink(node, by)
        if own is not None and own.kind:
            raise Unwritten("an open function of an array")
        if own is not None and own.body is not None and not node.order:
            body = self.model.arrays.bodies[own.name]
            value = body.of(node.arguments, node.at)
            if not self.primes or own.arguments > 1:
                if (inside := sigmoid(value)) is not None:
                    return self._elementwise("sigmoid", inside, by, name or node)
                if (inside := hyperbolic(value)) is not None:
                    return self._elementwise("tanh", inside, by, name or node)
                return self.slope(value, by, name)
        if len(node.arguments) != 1:
            raise Unwritten("an open function of several arguments")
        (inside,) = node.arguments
        if own is not None or node.order:
            prime = replace(node, order=node.order + 1)
            return self.algebra.product(_term(prime), self.slope(inside, by))
        return self._elementwise(node.function, inside, by, name or node)

    def _kink(self, node: n.Call, by: n.Symbol) -> Sum:
        """The slope of the larger or smaller of two."""
        if len(node.arguments) != 2:
            raise Unwritten("an extreme of many")
        sign = ">" if node.function == "max" else "<"
        one, other = node.arguments
        found: list[Term] = []
        for this, that in ((one, other), (other, one)):
            here = self.algebra.indicator(n.Comparison(this, sign, that))
            found += self.algebra.product(here, self.slope(this, by))
        return tuple(found)

    def _elementwise(
        self, function: str, inside: Expression, by: n.Symbol, name: Expression
    ) -> Sum:
        """The slope of a known function of one number, in its own value's name."""
        algebra = self.algebra
        value, inner = _term(name), self.slope(inside, by)
        below = algebra.power(value, Fraction(-1))
        match function:
            case "exp":
                return algebra.product(inner, value)
            case "sigmoid":
                rest = (ONE_TERM, *negative(value))
                return algebra.product(value, rest, inner)
            case "tanh":
                square = algebra.power(value, Fraction(2))
                return algebra.product((ONE_TERM, *negative(square)), inner)
            case "sqrt":
                return scaled(algebra.product(below, inner), Fraction(1, 2))
            case "abs":
                return algebra.product(algebra.read(inside), below, inner)
        return algebra.product(self._of_inside(function, inside), inner)

    def _of_inside(self, function: str, inside: Expression) -> Sum:
        """The derivative of a known function, in what it is of."""
        match function:
            case "ln":
                return self.algebra.power(self.algebra.read(inside), Fraction(-1))
            case "relu":
                positive = n.Comparison(inside, ">", n.Number(Fraction(0), "0"))
                return self.algebra.indicator(positive)
        known = SLOPES.get(function)
        if known is None:
            raise Unwritten(f"no rule for {function}")

        def put(node: Expression) -> Expression | None:
            return inside if node == Z else None

        return self.algebra.read(changed(known, put))


def _term(node: Expression) -> Sum:
    return (Term(factors=((node, UNIT),)),)


def _named(model: Model, of: Expression) -> dict[str, list[tuple[str, Row]]]:
    """The names that the page gave to derivatives of `of`, by their variables."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for quantity in model.quantities.values():
        for row in quantity.rows:
            match row.value:
                case n.Partial(whole, (by,), immediate=False) if _alike(whole, of):
                    found.setdefault(by.name, []).append((quantity.name, row))
    return found


def _alike(one: Expression, other: Expression) -> bool:
    """Whether two are one, or entries of one quantity."""
    match one, other:
        case (n.Symbol(name), n.Symbol(again)):
            return name == again
    return one == other


def named_by(model: Model, of: Expression) -> dict[str, frozenset[str]]:
    """For each name of a derivative of `of`, the variable."""
    found: dict[str, frozenset[str]] = {}
    for variable, rows in _named(model, of).items():
        for name, _ in rows:
            found[name] = found.get(name, frozenset()) | {variable}
    return found


def hubs_of(model: Model, of: Expression, variable: n.Symbol) -> list[str]:
    """What `of` reads whose derivatives the page has named, as a loss in a penalty."""
    read = model.direct(of.name) if isinstance(of, n.Symbol) else names(of)
    return [
        name
        for name in sorted(read)
        if name != variable.name
        and not (isinstance(of, n.Symbol) and of.name == name)
        and variable.name in model.reaches(name)
        and _named(model, n.Symbol(name))
    ]


def _recurs(model: Model, name: str) -> bool:
    """Whether a quantity is defined by other entries of itself."""
    return any(name in model.reaches(read) for read in model.direct(name))


def _definitions(model: Model, entry: n.Symbol) -> Iterator[tuple[Sum, Expression]]:
    """What an entry is by its definitions, and the deltas of where each holds."""
    for row in _rows(model, entry.name, entry.indices):
        moves, ties = matched(row.indices, entry.indices)
        yield (Term(ties=ties),), moved_expression(row.value, moves)


def _rows(model: Model, name: str, at: tuple[Position, ...]) -> list[Row]:
    """The definitions that give an entry, that of just this entry before all others."""
    quantity = model.quantities.get(name)
    rows = [] if quantity is None else [r for r in quantity.rows if not r.alias]
    general = [r for r in rows if not any(isinstance(p, n.Fixed) for p in r.indices)]
    exact = [r for r in rows if r not in general and not matched(r.indices, at)[1]]
    return exact or general or rows


def matched(
    own: tuple[Position, ...], at: tuple[Position, ...]
) -> tuple[Moves, tuple[tuple[Position, Position], ...]]:
    """What a definition's letters are at an entry, and what must be equal besides."""
    moves: Moves = {}
    ties: list[tuple[Position, Position]] = []
    for mine, there in zip(own, at, strict=True):
        if isinstance(mine, n.Letter) and not mine.shift and mine.name not in moves:
            moves[mine.name] = there
        elif (here := moved(mine, moves)) != there:
            ties.append((here, there))
    return moves, tuple(ties)


def _put(
    indices: tuple[Position, ...], number: int, position: Position
) -> tuple[Position, ...]:
    return (*indices[:number], position, *indices[number + 1 :])
