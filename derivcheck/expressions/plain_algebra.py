r"""What is the same in other words -> one expression for all, its normal form.

Plain algebra alone: sums and products up to their order, like terms together, equal
factors as a power, a number before a bracket. Letters too: those that sums bind up to
their names, sums right inside each other up to which is the outer one, and letters
that a condition makes equal. Nothing is evaluated, so that $(a + b) c$ and $a c + b c$
stay two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from . import nodes as n
from .building import put, side_by_side
from .nodes import ONE, ZERO, Condition, Expression, Position, affine
from .positions import shifted
from .substitution import Moves
from .traversal import changed, comparisons, free_letters, sides

LARGEST = 16  # exponent to which a number is raised, rather than left as a power
COMMUTING = {"sum", "prod"}  # of two inside each other either may be the outer one
SYMMETRIC = {"=", r"\ne"}
SumLimits = tuple[Position | None, Position | None, Condition | None]


def normal_form(
    expression: Expression, condition: Condition | None = None
) -> Expression:
    """The one expression for all that are the same, where a condition holds."""
    return _normal(expression, _Place().given(condition))


def normal_condition(condition: Condition | None) -> n.Every:
    """The comparisons that must hold, whatever their order and that of their sides."""
    return _condition(condition, _Place())


def number_and_rest(normal: Expression) -> tuple[Fraction, Expression]:
    """The number before a normal form, and the normal form that is left."""
    match normal:
        case n.Number(value):
            return value, ONE
        case n.Product((n.Number(value), *factors)):
            return value, side_by_side(factors)
    return Fraction(1), normal


# --- letters -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an expression stands: what its letters are called there.

    One that a sum binds is called by the depth at which that sum stands, and one that
    a condition makes equal to another by what that is called.
    """

    names: Moves = field(default_factory=dict)
    depth: int = 0

    def position(self, position: Position) -> Position:
        """A position in the names of this place."""
        match position:
            case n.Letter(name, shift) if name in self.names:
                named = self.names[name]
                stays = isinstance(named, n.Label) and shift  # no label is moved
                return position if stays else shifted(named, shift)
            case n.Label(name, indices):
                return n.Label(name, self.positions(indices))
            case n.Affine(terms, shift):
                ours = [(sign, self._added(term)) for sign, term in terms]
                return affine(sorted(ours, key=repr), shift)
        return position

    def positions(self, found: Iterable[Position]) -> tuple[Position, ...]:
        """Positions in the names of this place."""
        return tuple(map(self.position, found))

    def _added(self, term: n.Letter | n.Extent) -> Position:
        named = self.position(term)
        return term if isinstance(named, n.Label) else named

    def given(self, condition: Condition | None) -> _Place:
        """The same place, where a condition holds besides."""
        here = self
        for c in comparisons(condition):
            match c:
                case n.Comparison(n.Running(one), "=", n.Running(other)):
                    here = here._with_equal(here.position(one), here.position(other))
        return here

    def _with_equal(self, one: Position, other: Position) -> _Place:
        kept, letter = sorted((one, other), key=_how_plain)
        match letter:
            case n.Letter(name, 0) if name not in free_letters(n.Running(kept)):
                moved = _Place({name: kept})
                names = {own: moved.position(to) for own, to in self.names.items()}
                return replace(self, names={name: kept, **names})
        return self


def _how_plain(position: Position) -> tuple[bool, str]:
    """Letters that are not moved after all other positions."""
    return isinstance(position, n.Letter) and not position.shift, repr(position)


# --- expressions ---------------------------------------------------------------------


def _normal(node: Expression, here: _Place) -> Expression:
    match node:
        case n.Number(value):
            return _number(value)
        case n.Plus() | n.Negative():
            return _sum(node, here)
        case n.Product(factors):
            return _multiplied(_side_by_side(factors, here))
        case n.Quotient(over, under):
            below = _raised(_normal(under, here), Fraction(-1))
            return _multiplied([_normal(over, here), below])
        case n.Power(base, exponent, each=False) | n.Power(n.Call() as base, exponent):
            return _power(_normal(base, here), _normal(exponent, here))
        case n.Over():
            return _over(node, here)
        case n.Indicator(condition):
            return n.Indicator(_condition(condition, here))
        case n.Cases(rows):
            found = [(_normal(v, here.given(c)), _condition(c, here)) for v, c in rows]
            return n.Cases(tuple(found))
        case n.Partial(of, by, immediate=immediate):
            variables = [n.Symbol(v.name, here.positions(v.indices)) for v in by]
            by = tuple(sorted(variables, key=repr))
            return n.Partial(_normal(of, here), by, immediate=immediate)
        case n.Running(position):
            return _running(here.position(position))
        case n.Symbol() | n.Known() | n.Entry() | n.Call():
            node = replace(node, indices=here.positions(node.indices), at=0)
        case n.Slice(low=low, high=high):
            low, high = here.positions((low, high))
            node = replace(node, low=low, high=high, at=0)
        case n.Transpose() | n.Rows() | n.Power():
            node = replace(node, at=0)

    def inner(part: Expression) -> Expression | None:
        return None if part is node else _normal(part, here)

    return changed(node, inner)


def _running(position: Position) -> Expression:
    match position:
        case n.Fixed(value):
            return _number(Fraction(value))
        case n.Letter(shift=shift) | n.Extent(shift=shift) if shift:
            bare = n.Running(replace(position, shift=0))
            return _sum(n.Plus((bare, _number(Fraction(shift)))), _Place())
    return n.Running(position)


def _condition(condition: Condition | None, here: _Place) -> n.Every:
    found = set()
    for c in comparisons(condition):
        left, right = _normal(c.left, here), _normal(c.right, here)
        if c.sign in SYMMETRIC:
            left, right = sorted((left, right), key=repr)
        found.add(n.Comparison(left, c.sign, right))
    return n.Every(tuple(sorted(found, key=repr)))


# --- sums over letters ---------------------------------------------------------------


def _over(node: n.Over, here: _Place) -> Expression:
    """Sums or products over letters, a number before them."""
    nest = _Nest(_commuting(node), here)
    order = list(range(len(nest.sums)))
    if len(order) > 1:
        order.sort(key=nest.standing)
    names = [f"·bound{here.depth + order.index(which)}" for which in sorted(order)]
    number, found = Fraction(1), nest.body(names)
    if node.sign == "sum":
        number, found = number_and_rest(found)
    for which in reversed(order):
        limits = nest.limits(which, names[which])
        found = n.Over(node.sign, names[which], *limits, found)
    return _scaled(number, found)


@dataclass(frozen=True, slots=True)
class _Nest:
    """Sums right inside each other that may change places, and where they stand."""

    sums: tuple[n.Over, ...]
    here: _Place

    def body(self, names: Sequence[str]) -> Expression:
        """What they sum, where their letters have these names."""
        letters = (over.letter for over in self.sums)
        return _normal(
            self.sums[-1].body, self._below(zip(letters, names, strict=True))
        )

    def limits(self, which: int, name: str) -> SumLimits:
        """From where to where one of them runs, and under which condition."""
        over, here = self.sums[which], self.here
        condition = _condition(over.condition, self._below([(over.letter, name)]))
        lower, upper = (p and here.position(p) for p in (over.lower, over.upper))
        return lower, upper, condition if condition.conditions else None

    def standing(self, which: int) -> str:
        """How a letter is in all of it, whatever the others are called."""
        names = put(("·other",) * len(self.sums), which, "·this")
        return repr((self.limits(which, "·this"), self.body(names)))

    def _below(self, names: Iterable[tuple[str, str]]) -> _Place:
        bound = {letter: n.Letter(name) for letter, name in names}
        depth = self.here.depth + len(self.sums)
        return _Place({**self.here.names, **bound}, depth)


def _commuting(node: n.Over) -> tuple[n.Over, ...]:
    """The sums right inside each other that may change places, from one inwards."""
    found = [node]
    bound = {node.letter}
    while isinstance(node.body, n.Over) and node.body.sign == node.sign:
        node = node.body
        if node.sign not in COMMUTING or bound & _needed(node):
            break
        bound.add(node.letter)
        found.append(node)
    return tuple(found)


def _needed(over: n.Over) -> set[str]:
    """The letters of the limits and of the condition of a sum, but for its own."""
    ends = [n.Running(end) for end in (over.lower, over.upper) if end is not None]
    beside = {k for side in sides(over.condition) for k in free_letters(side)}
    return {k for end in ends for k in free_letters(end)} | beside - {over.letter}


# --- sums and products ---------------------------------------------------------------


def _sum(node: Expression, here: _Place) -> Expression:
    """Like terms together, and a number before all, so that the first has none."""
    found: dict[Expression, Fraction] = {}

    def add(term: Expression, many: Fraction) -> None:
        match term:
            case n.Plus(terms):
                for one in terms:
                    add(one, many)
            case n.Negative(of):
                add(of, -many)
            case _:
                gather(_normal(term, here), many)

    def gather(normal: Expression, many: Fraction) -> None:
        number, rest = number_and_rest(normal)
        if isinstance(rest, n.Plus):
            for one in rest.terms:
                gather(one, many * number)
        else:
            found[rest] = found.get(rest, Fraction(0)) + many * number

    add(node, Fraction(1))
    kept = sorted(((term, many) for term, many in found.items() if many), key=repr)
    if not kept:
        return ZERO
    first = kept[0][1]
    terms = tuple(_scaled(many / first, term) for term, many in kept)
    return _scaled(first, terms[0] if len(terms) == 1 else n.Plus(terms))


def _side_by_side(factors: Sequence[Expression], here: _Place) -> list[Expression]:
    """Factors, each where the indicators beside it are not zero."""
    told = here
    for factor in factors:
        if isinstance(factor, n.Indicator):
            told = told.given(factor.condition)
    return [_normal(f, here if isinstance(f, n.Indicator) else told) for f in factors]


def _multiplied(factors: Iterable[Expression]) -> Expression:
    """The product of normal forms."""
    number, powers = Fraction(1), dict[Expression, Fraction]()
    for factor in factors:
        many, rest = number_and_rest(factor)
        number *= many
        for base, power in _powers(rest):
            powers[base] = powers.get(base, Fraction(0)) + power
    return _scaled(number, _product(powers))


def _power(base: Expression, exponent: Expression) -> Expression:
    match exponent:
        case n.Number(value) if value.denominator == 1:
            return _raised(base, value)
    return n.Power(base, exponent)


def _raised(normal: Expression, exponent: Fraction) -> Expression:
    """A normal form to a whole power, factor by factor."""
    number, rest = number_and_rest(normal)
    powers = {base: power * exponent for base, power in _powers(rest)}
    endless = not number and exponent < 0
    if number != 1 and (endless or abs(exponent) > LARGEST):
        return _product({_number(number): exponent, **powers})
    return _scaled(number ** int(exponent), _product(powers))


def _powers(normal: Expression) -> list[tuple[Expression, Fraction]]:
    """The factors of a product without a number, and how often each is there."""
    if normal == ONE:
        return []
    factors = normal.factors if isinstance(normal, n.Product) else (normal,)
    return [
        (f.base, f.exponent.value)
        if isinstance(f, n.Power) and isinstance(f.exponent, n.Number) and not f.each
        else (f, Fraction(1))
        for f in factors
    ]


def _product(powers: dict[Expression, Fraction]) -> Expression:
    factors: list[Expression] = []
    for base, power in powers.items():
        if isinstance(base, n.Indicator) and power > 1:
            power = Fraction(1)  # 1² = 1, 0² = 0
        if power:
            factors.append(base if power == 1 else n.Power(base, _number(power)))
    return side_by_side(sorted(factors, key=repr))


def _scaled(number: Fraction, normal: Expression) -> Expression:
    """A number times a normal form."""
    many, rest = number_and_rest(normal)
    number *= many
    match rest:
        case _ if not number or rest == ONE:
            return _number(number)
        case _ if number == 1:
            return rest
        case n.Product(factors):
            return side_by_side([_number(number), *factors])
    return side_by_side([_number(number), rest])


def _number(value: Fraction) -> n.Number:
    return n.Number(value, str(value))
