r"""Expressions into closures, and points into values.

A derivative is taken in the graph, cut at the denominator: in a child of the
surroundings the entry below becomes an input that carries a derivative, everything
that depends on it is worked out anew, and everything else is read from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Any, Protocol, assert_never

from . import scalars
from .expression import (
    Call,
    Cases,
    Comparison,
    Condition,
    Entry,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Known,
    Label,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    Over,
    Partial,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Rows,
    Running,
    Symbol,
    Transpose,
    Where,
    comparisons,
)
from .extents import Key, range_of, slot
from .linear import solve
from .model import Model, Row, is_alias
from .scalars import NOTHING, Dual, OutOfDomain, Scalar, real, tangent

FLOAT, BALL, SCALED = 0, 1, 2
NEAREST = 1e-3
MOST_OPERATIONS = 400_000
MOST_DERIVATIVES = 6
A_CALL = 4  # operations that a call of a defined function counts as

Frame = dict[str, Any]
Closure = Callable[["Surroundings", Frame], Scalar]
Whole = Callable[["Surroundings", Frame], int]
Truth = Callable[["Surroundings", Frame], bool]
sites = count()


class Leaves(Exception):
    """An index outside its array."""

    def __init__(self, name: str, number: int, value: int, last: int) -> None:
        super().__init__(name)
        self.name, self.number, self.value, self.last = name, number, value, last


class NoLayer(Leaves):
    """A layer before the first or after the last, whose width is asked for."""


class TooMuch(Exception):
    """A bound was passed; which one."""


def width(point: Point, family: str, layer: int) -> int:
    """How wide a layer is; raises `Leaves` where there is no such layer."""
    found = point.sizes.get(("width", family, Fixed(layer)))
    if found is None:
        raise NoLayer(family, 0, layer, max(0, layer - 1))
    return found


class Point(Protocol):
    """Where expressions are evaluated: sizes, inputs, labels, open functions."""

    sizes: dict[Key, int]
    operations: int
    visited: set[tuple[int, int]]

    def draw(self, name: str, indices: tuple[int, ...], tier: int) -> Scalar:
        """The value of an input's entry."""

    def label(self, name: str, indices: tuple[int, ...]) -> int:
        """The class that a label stands for here."""

    def parameters(self, function: str, arguments: int) -> list[float]:
        """Numbers that choose an open function."""


@dataclass(slots=True)
class Compiled:
    """The rows of a quantity as closures, by the positions of their left sides."""

    rows: list[tuple[tuple[Position, ...], Closure]] = field(default_factory=list)
    sites: list[tuple[int, int]] = field(default_factory=list)


class Surroundings:
    """The values of a point, worked out on demand and kept.

    A child differs from its parent in one entry and in what depends on it (`moving`).
    """

    __slots__ = ("children", "machine", "memo", "moving", "parent", "point", "tier")

    def __init__(
        self,
        machine: Machine,
        point: Point,
        tier: int,
        parent: Surroundings | None = None,
        moving: frozenset[str] = frozenset(),
    ) -> None:
        self.machine = machine
        self.point = point
        self.tier = tier
        self.parent = parent
        self.moving = moving
        self.memo: dict[tuple[str, tuple[int, ...]], Scalar] = {}
        self.children: dict[object, tuple[Surroundings, int]] = {}

    def read(self, name: str, indices: tuple[int, ...]) -> Scalar:
        """The value of an entry."""
        key = (name, indices)
        found = self.memo.get(key)
        if found is None:
            if self.parent is not None and name not in self.moving:
                found = self.parent.read(name, indices)
            else:
                found = self.work_out(name, indices)
            self.memo[key] = found
        elif found is BEING_WORKED_OUT:
            raise NotUnderstood(f"{name} is defined by itself", 0)
        return found

    def work_out(self, name: str, indices: tuple[int, ...]) -> Scalar:
        """The value of one entry at the point: drawn, given, or by its definition."""
        point = self.point
        point.operations += 1
        if point.operations > MOST_OPERATIONS:
            raise TooMuch(f"more than {MOST_OPERATIONS} operations")
        machine = self.machine
        given = getattr(point, "arrays", None)
        if given is not None and name in given:
            return point.draw(name, indices, self.tier)
        compiled = machine.compiled(name)
        machine.inside(name, indices, point)
        start = bool(compiled.rows) and machine.is_start(name, indices)
        for left, closure in compiled.rows:
            if start and not any(type(p) is Fixed for p in left):
                continue
            frame: Frame = {}
            for position, value in zip(left, indices, strict=True):
                if type(position) is Letter:
                    frame[position.name] = value
                elif type(position) is Fixed:
                    if position.value != value:
                        break
                elif machine.position(position)(self, frame) != value:
                    break
            else:
                self.memo[name, indices] = BEING_WORKED_OUT
                try:
                    return closure(self, frame)
                finally:
                    del self.memo[name, indices]
        if compiled.rows and not start:
            raise Leaves(name, 0, indices[0] if indices else 0, 0)
        return point.draw(name, indices, self.tier)

    def child(self, name: str, indices: tuple[int, ...]) -> tuple[Surroundings, int]:
        """The surroundings in which that entry carries a derivative, and its level."""
        key = (name, indices)
        found = self.children.get(key)
        if found is None:
            if self.depth() >= MOST_DERIVATIVES:
                raise TooMuch(f"more than {MOST_DERIVATIVES} derivatives in each other")
            value = self.read(name, indices)
            level = next(scalars.levels)
            moving = self.machine.downstream(name)
            inner = Surroundings(self.machine, self.point, self.tier, self, moving)
            if self.parent is not None:
                inner.moving = moving
            inner.memo[key] = Dual(level, value, 1.0)
            found = self.children[key] = (inner, level)
        return found

    def depth(self) -> int:
        """How many derivatives are being taken here, one within the other."""
        depth, around = 0, self.parent
        while around is not None:
            depth, around = depth + 1, around.parent
        return depth

    def shielded(self, name: str, indices: tuple[int, ...]) -> tuple[Surroundings, int]:
        """As `child`, but nothing else moves: for the immediate derivative."""
        level = next(scalars.levels)
        inner = Surroundings(self.machine, self.point, self.tier, self, frozenset())
        value = self.read(name, indices)
        inner.memo[name, indices] = Dual(level, value, 1.0)
        return inner, level

    def altered(
        self, values: list[tuple[str, tuple[int, ...], Scalar]]
    ) -> Surroundings:
        """The surroundings in which some entries have other values."""
        moving: frozenset[str] = frozenset()
        for name, _, _ in values:
            moving |= self.machine.downstream(name)
        inner = Surroundings(self.machine, self.point, self.tier, self, moving)
        for name, indices, value in values:
            inner.memo[name, indices] = value
        return inner


class _Marker:
    __slots__ = ()


BEING_WORKED_OUT = _Marker()


class Machine:
    """Compiles the expressions of a model; one for each model."""

    def __init__(self, model: Model, ball: Callable[[Fraction], Scalar] | None) -> None:
        self.model = model
        self.ball = ball
        self.cache: dict[str, Compiled] = {}
        self.functions: dict[str, Closure] = {}
        self.down: dict[str, frozenset[str]] = {}
        self.limits: dict[str, list[Key]] = {}
        self.gathered: list[tuple[int, int]] = []

    # --- the graph -----------------------------------------------------------------

    def downstream(self, name: str) -> frozenset[str]:
        """The quantities that depend on one, by their definitions."""
        found = self.down.get(name)
        if found is None:
            model = self.model
            found = frozenset(
                other
                for other, quantity in model.quantities.items()
                if quantity.rows
                and any(name in model.reaches(n) for n in model.direct(other))
            )
            self.down[name] = found
        return found

    def compiled(self, name: str) -> Compiled:
        """The rows of a quantity's definition as closures, kept for the next use."""
        found = self.cache.get(name)
        if found is None:
            found = self.cache[name] = Compiled()
            quantity = self.model.quantities.get(name)
            outer, self.gathered = self.gathered, []
            rows = [] if quantity is None else sorted(quantity.rows, key=_generality)
            for row in rows:
                letters = [p.name for p in row.indices if isinstance(p, Letter)]
                closure = self.closure(row.value, frozenset(letters))
                found.rows.append((row.indices, closure))
            found.sites, self.gathered = self.gathered, outer
        return found

    def inside(self, name: str, indices: tuple[int, ...], point: Point) -> None:
        """Raises `Leaves` where an index leaves the array."""
        keys = self.limits.get(name)
        extents = self.model.extents
        if keys is None:
            keys = [extents.find(slot(name, n)) for n in range(len(indices))]
            self.limits[name] = keys
        for number, value in enumerate(indices):
            wide = extents.widths.get(slot(name, number)) if extents.widths else None
            if wide is None:
                last = point.sizes.get(keys[number], 0)
            else:
                last = width(point, wide.family, indices[wide.driver] + wide.shift)
            first = 0 if keys[number] in extents.zero else 1
            if not first <= value <= last:
                quantity = self.model.quantities.get(name)
                if quantity is None or (
                    (number, value) not in quantity.constants | quantity.starts
                ):
                    raise Leaves(name, number, value, last)

    def is_start(self, name: str, indices: tuple[int, ...]) -> bool:
        """Whether an entry of a defined array is one that was declared as an input."""
        quantity = self.model.quantities[name]
        return any((n, v) in quantity.starts for n, v in enumerate(indices))

    # --- indices and conditions ----------------------------------------------------

    def position(self, position: Position) -> Whole:
        """A closure for the whole number that an index is."""
        match position:
            case Fixed(value):
                return lambda env, f: value
            case Letter(name, 0):
                return lambda env, f: f[name]
            case Letter(name, shift):
                return lambda env, f: f[name] + shift
            case Extent(name, shift):
                last = self.length(self.model.extents.of_size(name), name)
                return lambda env, f: last(env, f) + shift
            case Label(name, inner):
                at = [self.position(p) for p in inner]
                return lambda env, f: env.point.label(
                    name, tuple(p(env, f) for p in at)
                )

    def length(self, key: Key, name: str = "") -> Whole:
        """A closure for how far a slot runs: a size, or the width of a layer."""
        extents = self.model.extents
        root = extents.find(key)

        def length(env: Surroundings, f: Frame) -> int:
            found = env.point.sizes.get(root)
            if found is None:
                raise NotUnderstood(
                    f"no declaration and no definition gives the size {name}", 0
                )
            return found

        together = extents.together(root)
        if together is not None:
            lengths, ones = together
            several = [self.length(part) for part in lengths]
            return lambda env, f: ones + sum(part(env, f) for part in several)
        match extents.layered.get(root):
            case (family, Letter(letter, shift)):
                return lambda env, f: width(env.point, family, f[letter] + shift)
            case _:
                return length

    def truth(self, condition: Condition, bound: frozenset[str]) -> Truth:
        """A closure for whether every comparison of a condition holds."""
        found = [self.comparison(c, bound) for c in comparisons(condition)]
        if len(found) == 1:
            return found[0]
        return lambda env, f: all(t(env, f) for t in found)

    def comparison(self, comparison: Comparison, bound: frozenset[str]) -> Truth:
        """A closure for one comparison, of indices or of numbers."""
        compare = COMPARE[comparison.sign]
        left, right = _whole(comparison.left), _whole(comparison.right)
        if left is not None and right is not None:
            one, other = self.whole(comparison.left), self.whole(comparison.right)
            return lambda env, f: compare(one(env, f), other(env, f))
        a = self.closure(comparison.left, bound)
        b = self.closure(comparison.right, bound)
        site = next(sites)
        self.gathered.append((site, 2))

        def truth(env: Surroundings, f: Frame) -> bool:
            difference = real(a(env, f)) - real(b(env, f))
            exact = difference == 0 and comparison.sign in {"=", r"\ne"}
            if abs(difference) < NEAREST and not exact:
                raise OutOfDomain("too near to a corner")
            found = compare(difference, 0.0)
            env.point.visited.add((site, int(found)))
            return found

        return truth

    def whole(self, expression: Expression) -> Whole:
        """Index arithmetic as a whole number."""
        match expression:
            case Number(value):
                number = int(value)
                return lambda env, f: number
            case Running(position):
                return self.position(position)
            case Negative(term):
                inner = self.whole(term)
                return lambda env, f: -inner(env, f)
            case Plus(terms):
                several = [self.whole(t) for t in terms]
                return lambda env, f: sum(t(env, f) for t in several)
            case _:
                raise NotUnderstood("an index was wanted here", 0)

    # --- expressions ---------------------------------------------------------------

    def closure(self, expression: Expression, bound: frozenset[str]) -> Closure:
        """The expression as a function of surroundings and the letters' values.

        `bound` are the letters that have a value wherever the closure is called.
        """
        match expression:
            case Number(value):
                return self.number(value)
            case Symbol(name, indices):
                return self.symbol(name, indices)
            case Running(position):
                at = self.position(position)
                return lambda env, f: env.machine.tiered(at(env, f), env.tier)
            case Plus(terms):
                return self.plus(terms, bound)
            case Negative(term):
                inner = self.closure(term, bound)
                return lambda env, f: -inner(env, f)
            case Product(factors):
                return self.product(factors, bound)
            case Quotient(over, under):
                a, b = self.closure(over, bound), self.closure(under, bound)
                return lambda env, f: _divide(a(env, f), b(env, f))
            case Power(base, exponent):
                return self.power(base, exponent, bound)
            case Call():
                return self.call(expression, bound)
            case Over():
                return self.over(expression, bound)
            case Partial():
                return self.partial(expression, bound)
            case Indicator(condition):
                truth = self.truth(condition, bound)
                return lambda env, f: 1.0 if truth(env, f) else 0.0
            case Cases(rows):
                return self.cases(rows, bound)
            case Where(of, values):
                return self.where(of, values, bound)
            case Transpose() | Entry() | Rows() | Known():
                raise NotUnderstood(
                    "this reads as an array where a number was wanted", expression.at
                )
            case _:
                assert_never(expression)

    def number(self, value: Fraction) -> Closure:
        """A closure for a constant, exact among balls."""
        small = float(value)
        if self.ball is None:
            return lambda env, f: small
        exact = self.ball(value)
        return lambda env, f: exact if env.tier == BALL else small

    def tiered(self, value: int, tier: int) -> Scalar:
        """A whole number among the numbers of a tier."""
        if tier == BALL and self.ball is not None:
            return self.ball(Fraction(value))
        return float(value)

    def symbol(self, name: str, indices: tuple[Position, ...]) -> Closure:
        """A closure for an entry of a quantity."""
        if name.startswith("@"):
            return lambda env, f: f[name]
        quantity = self.model.quantities.get(name)
        if quantity is not None and quantity.slots != len(indices):
            raise NotUnderstood(
                f"{self.model.spelled(name)} has {quantity.slots} indices; "
                f"{len(indices)} stand here",
                0,
            )
        plain = [p.name for p in indices if isinstance(p, Letter) and not p.shift]
        if len(plain) == len(indices):
            match plain:
                case []:
                    return lambda env, f: env.read(name, ())
                case [a]:
                    return lambda env, f: env.read(name, (f[a],))
                case [a, b]:
                    return lambda env, f: env.read(name, (f[a], f[b]))
                case _:
                    pass
        at = [self.position(p) for p in indices]
        if all(isinstance(p, Fixed) for p in indices):
            fixed = tuple(p.value for p in indices if isinstance(p, Fixed))
            return lambda env, f: env.read(name, fixed)
        return lambda env, f: env.read(name, tuple([p(env, f) for p in at]))

    def plus(self, terms: tuple[Expression, ...], bound: frozenset[str]) -> Closure:
        """A closure for a sum of terms."""
        found = [self.closure(t, bound) for t in terms]
        if len(found) == 2:
            a, b = found
            if isinstance(terms[1], Negative):
                c = self.closure(terms[1].term, bound)
                return lambda env, f: a(env, f) - c(env, f)
            return lambda env, f: a(env, f) + b(env, f)

        def plus(env: Surroundings, f: Frame) -> Scalar:
            total = found[0](env, f)
            for term in found[1:]:
                total = total + term(env, f)
            return total

        return plus

    def product(
        self, factors: tuple[Expression, ...], bound: frozenset[str]
    ) -> Closure:
        """Indicators first: where one is false nothing else is looked at."""
        truths = [
            self.truth(e.condition, bound) for e in factors if isinstance(e, Indicator)
        ]
        found = [
            self.closure(e, bound) for e in factors if not isinstance(e, Indicator)
        ]
        if not truths and len(found) == 2:
            a, b = found
            return lambda env, f: a(env, f) * b(env, f)

        def product(env: Surroundings, f: Frame) -> Scalar:
            for truth in truths:
                if not truth(env, f):
                    return 0.0
            total = found[0](env, f) if found else 1.0
            for factor in found[1:]:
                total = total * factor(env, f)
            return total

        return product

    def power(
        self, base: Expression, exponent: Expression, bound: frozenset[str]
    ) -> Closure:
        """A closure for a power; small whole exponents multiply."""
        inner = self.closure(base, bound)
        constant = constant_value(exponent)
        if constant is not None and constant.denominator == 1:
            whole = int(constant)
            if whole == 2:

                def square(env: Surroundings, f: Frame) -> Scalar:
                    value = inner(env, f)
                    return value * value

                return square
            return lambda env, f: _whole_power(inner(env, f), whole)
        if constant is not None:
            root = self.number(constant)
            return lambda env, f: scalars.power(inner(env, f), root(env, f))
        if _whole(exponent) is not None:
            at = self.whole(exponent)
            return lambda env, f: _whole_power(inner(env, f), at(env, f))
        outer = self.closure(exponent, bound)
        return lambda env, f: scalars.power(inner(env, f), outer(env, f))

    def over(self, over: Over, bound: frozenset[str]) -> Closure:
        """A closure for a sum, product, maximum or minimum over an index."""
        letter = over.letter
        inner = bound | {letter}
        key = self.extent(over)
        lower = None if over.lower is None else self.position(over.lower)
        upper = self.last(over, key)
        first = 0 if key is not None and key in self.model.extents.zero else 1
        truth = None if over.condition is None else self.truth(over.condition, inner)
        body = self.closure(over.body, inner)
        if over.sign == "list":
            return _listing(letter, upper, body)
        if over.sign not in {"sum", "prod"}:
            return self.extreme(over, lower, upper, body)
        times = over.sign == "prod"

        def run(env: Surroundings, f: Frame) -> Scalar:
            low = first if lower is None else lower(env, f)
            high = upper(env, f)
            kept = f.get(letter)
            total = None
            env.point.operations += max(0, high - low)
            if env.point.operations > MOST_OPERATIONS:
                raise TooMuch(f"more than {MOST_OPERATIONS} operations")
            try:
                for value in range(low, high + 1):
                    f[letter] = value
                    if truth is not None and not truth(env, f):
                        continue
                    term = body(env, f)
                    if total is None:
                        total = term
                    else:
                        total = total * term if times else total + term
            finally:
                if kept is None:
                    f.pop(letter, None)
                else:
                    f[letter] = kept
            if total is None:
                return 1.0 if times else NOTHING
            return total

        def guarded(env: Surroundings, f: Frame) -> Scalar:
            try:
                return run(env, f)
            except NoLayer:
                raise
            except Leaves as leaves:
                if f.get(letter) is None or shifted:
                    raise NotUnderstood(
                        f"the bound index {letter} leaves {leaves.name}: it asks for "
                        f"entry {leaves.value} of {leaves.last}",
                        over.at,
                    ) from None
                raise

        shifted = _reads_shifted(over.body, letter)
        return guarded if shifted or over.upper is not None else run

    def last(self, over: Over, key: Key | None) -> Whole:
        """A closure for where a big sign ends: its upper limit, or its slots' size."""
        if over.upper is not None:
            return self.position(over.upper)
        assert key is not None  # `extent` gives a key where there is no upper limit
        return self.length(key)

    def extent(self, over: Over) -> Key | None:
        """The size over which a big sign runs; None where its limits say it all."""
        if over.extent is not None:
            return self.model.extents.find(over.extent)
        model = self.model
        ranged = (
            {} if over.upper is not None or over.lower is not None else model.ranged
        )
        inner = tuple(e for c in comparisons(over.condition) for e in (c.left, c.right))
        key = range_of(
            model.extents, (over.body, *inner), over.letter, ranged, model.labels
        )
        if over.upper is None:
            if key is None:
                raise NotUnderstood(
                    f"how far {over.letter} runs is not known: it stands in no slot "
                    "of an array",
                    over.at,
                )
            return model.extents.find(key)
        self.fits(over, key)
        return None if key is None else model.extents.find(key)

    def fits(self, over: Over, key: Key | None) -> None:
        """Raises where the upper limit is not the size of the slots."""
        extents = self.model.extents
        if key is None:
            return
        match over.upper:
            case Extent(name, _):
                if not extents.same(key, extents.of_size(name)):
                    raise NotUnderstood(
                        f"the index {over.letter} runs to {name}, the array to "
                        f"{extents.say(key)}",
                        over.at,
                    )
            case Fixed(value):
                root = extents.find(key)
                number = extents.number.get(root)
                if number is None:
                    raise NotUnderstood(
                        f"the index {over.letter} runs to {value}, the array to "
                        f"{extents.say(key)}",
                        over.at,
                    )
                if value > number:
                    raise NotUnderstood(
                        f"the bound index {over.letter} leaves its array: it runs to "
                        f"{value}, the array to {number}",
                        over.at,
                    )
            case _:
                pass

    def extreme(
        self,
        over: Over,
        lower: Whole | None,
        upper: Whole,
        body: Closure,
    ) -> Closure:
        """A closure for a maximum or minimum over an index."""
        letter, largest = over.letter, over.sign == "max"

        def extreme(env: Surroundings, f: Frame) -> Scalar:
            low = 1 if lower is None else lower(env, f)
            high = upper(env, f)
            values = [body(env, {**f, letter: n}) for n in range(low, high + 1)]
            return _extreme(values, largest)[0]

        return extreme

    def cases(
        self, rows: tuple[tuple[Expression, Condition], ...], bound: frozenset[str]
    ) -> Closure:
        """A closure for the value of the first row whose condition holds."""
        found = [(self.truth(c, bound), self.closure(e, bound)) for e, c in rows]
        stated = [bool(comparisons(c)) for _, c in rows]  # "otherwise" states none

        def cases(env: Surroundings, f: Frame) -> Scalar:
            for number, (truth, value) in enumerate(found):
                if not truth(env, f):
                    continue
                for other in range(number + 1, len(rows)):
                    differs = stated[other] and rows[other][0] != rows[number][0]
                    if differs and found[other][0](env, f):
                        raise NotUnderstood(
                            "two rows of the cases apply at one point; let their "
                            "conditions exclude each other",
                            0,
                        )
                return value(env, f)
            raise NotUnderstood("no row of the cases applies at a point tried", 0)

        return cases

    def where(
        self,
        of: Expression,
        values: tuple[tuple[Symbol, Expression], ...],
        bound: frozenset[str],
    ) -> Closure:
        """A closure for an expression with quantities held at other values."""
        inner = self.closure(of, bound)
        pairs = [
            (s.name, [self.position(p) for p in s.indices], self.closure(e, bound))
            for s, e in values
        ]

        def where(env: Surroundings, f: Frame) -> Scalar:
            given = [
                (name, tuple(p(env, f) for p in at), value(env, f))
                for name, at, value in pairs
            ]
            return inner(env.altered(given), f)

        return where

    # --- functions -----------------------------------------------------------------

    def call(self, call: Call, bound: frozenset[str]) -> Closure:
        """A closure for a function of its arguments."""
        arguments = [self.closure(a, bound) for a in call.arguments]
        if call.function == "pi":
            return self.pi()
        if call.function in {"max", "min"}:
            return self.kink(arguments, call)
        if call.function in {"abs", "relu", "sign"}:
            return self.bend(call.function, arguments[0], call.order)
        if call.function == "norm":
            of = arguments[0]
            return lambda env, f: scalars.sqrt(of(env, f) * of(env, f))
        if call.function == "inverse":
            return _inverse(*arguments)
        apply = self.function(call)
        if call.order:
            if len(arguments) != 1:
                raise NotUnderstood(
                    "a prime is read on functions of one argument", call.at
                )
            return _differentiated(apply, arguments[0], call.order)
        if len(arguments) == 1:
            a = arguments[0]
            return lambda env, f: apply(env, [a(env, f)])
        return lambda env, f: apply(env, [a(env, f) for a in arguments])

    def pi(self) -> Closure:
        """A closure for π, exact among balls."""

        def pi(env: Surroundings, f: Frame) -> Scalar:
            one = self.number(Fraction(1, 1))(env, f)
            if env.tier == BALL and self.ball is not None:
                return 4 * self.ball(Fraction(1)).atan()
            return 4 * scalars.arctan(one)

        return pi

    def function(self, call: Call) -> Callable[[Surroundings, list[Scalar]], Scalar]:
        """The function that is called, of surroundings and arguments."""
        own = self.model.functions.get(call.function)
        if own is None:
            known = scalars.FUNCTIONS.get(call.function)
            if known is None:
                raise NotUnderstood(
                    f"{call.function} takes an array; a number stands here", call.at
                )
            return lambda env, values: known(values[0])
        if len(call.arguments) != own.arguments and own.kind != "array":
            raise NotUnderstood(
                f"{own.name} takes {own.arguments} arguments; {len(call.arguments)} "
                "stand here",
                call.at,
            )
        if own.kind:
            return _of_arrays(own.name, own.kind)
        if own.body is None:
            name, many = own.name, own.arguments
            return lambda env, values: _smooth(values, env.point.parameters(name, many))
        body = self.functions.get(own.name)
        if body is None:
            body = self.closure(own.body, frozenset())
            self.functions[own.name] = body
        names = ["@" + p for p in own.parameters]
        found = body

        def own_function(env: Surroundings, values: list[Scalar]) -> Scalar:
            env.point.operations += A_CALL
            if env.point.operations > MOST_OPERATIONS:
                raise TooMuch(f"more than {MOST_OPERATIONS} operations")
            return found(env, dict(zip(names, values, strict=True)))

        return own_function

    def kink(self, arguments: list[Closure], call: Call) -> Closure:
        """A closure for a maximum or minimum of several arguments."""
        if len(arguments) < 2:
            raise NotUnderstood(
                f"{call.function} of one number; write \\max(0, z) or \\max_k z_k",
                call.at,
            )
        site = next(sites)
        self.gathered.append((site, len(arguments)))
        largest = call.function == "max"

        def kink(env: Surroundings, f: Frame) -> Scalar:
            value, branch = _extreme([a(env, f) for a in arguments], largest)
            env.point.visited.add((site, branch))
            return value

        return kink

    def bend(self, function: str, of: Closure, order: int) -> Closure:
        """A closure for a function with a corner at zero, and its derivatives."""
        site = next(sites)
        self.gathered.append((site, 2))

        def bend(env: Surroundings, f: Frame) -> Scalar:
            x = of(env, f)
            value = real(x)
            if abs(value) < NEAREST:
                raise OutOfDomain("too near to a corner")
            env.point.visited.add((site, int(value > 0)))
            up, down = {"abs": (1.0, -1.0), "relu": (1.0, 0.0)}.get(
                function, (0.0, 0.0)
            )
            if order > 1 or (function == "sign" and order):
                return 0.0
            if function == "sign":
                return 1.0 if value > 0 else -1.0
            slope = up if value > 0 else down
            return slope if order else slope * x

        return bend

    # --- derivatives ---------------------------------------------------------------

    def partial(self, partial: Partial, bound: frozenset[str]) -> Closure:
        """A closure for a derivative by quantities of the model."""
        if partial.immediate:
            return self.immediate(partial, bound)
        of = self.closure(partial.of, bound)
        by = [(s.name, [self.position(p) for p in s.indices]) for s in partial.by]
        self.independent(partial)
        if len(by) == 1:
            name, at = by[0]
            fixed = [p for p in partial.by[0].indices if isinstance(p, Letter)]
            if len(fixed) == len(at) == 1 and not fixed[0].shift:
                letter = fixed[0].name

                def first(env: Surroundings, f: Frame) -> Scalar:
                    inner, level = env.child(name, (f[letter],))
                    return tangent(of(inner, f), level)

                return first

        def partial_(env: Surroundings, f: Frame) -> Scalar:
            inner, found = env, []
            for name, at in by:
                inner, level = inner.child(name, tuple([p(inner, f) for p in at]))
                found.append(level)
            value = of(inner, f)
            for level in reversed(found):
                value = tangent(value, level)
            return value

        return partial_

    def independent(self, partial: Partial) -> None:
        """Raises for a second derivative by quantities that depend on each other."""
        for symbol in partial.by:
            if symbol.name.startswith("@"):
                raise NotUnderstood(
                    "a derivative by a function's parameter is written f'(z)", symbol.at
                )
            quantity = self.model.quantities.get(symbol.name)
            if quantity is not None and quantity.slots != len(symbol.indices):
                raise NotUnderstood(
                    f"{self.model.spelled(symbol.name)} has {quantity.slots} indices; "
                    f"{len(symbol.indices)} stand here",
                    symbol.at,
                )
        if len(partial.by) < 2:
            return
        names = {s.name for s in partial.by}
        for one in names:
            for other in names - {one}:
                if one in self.downstream(other):
                    raise NotUnderstood(
                        f"{self.model.spelled(one)} depends on "
                        f"{self.model.spelled(other)}: a second derivative by both has "
                        "no meaning here",
                        partial.at,
                    )

    def immediate(self, partial: Partial, bound: frozenset[str]) -> Closure:
        r"""A closure for `\partial^{+}`: the derivative through one definition only."""
        of, by = partial.of, partial.by[0]
        if not isinstance(of, Symbol):
            raise NotUnderstood(
                r"\partial^{+} is read of one quantity of the model", partial.at
            )
        symbol = of
        at = [self.position(p) for p in by.indices]
        left = [self.position(p) for p in symbol.indices]

        def immediate(env: Surroundings, f: Frame) -> Scalar:
            inner, level = env.shielded(by.name, tuple(p(env, f) for p in at))
            indices = tuple(p(env, f) for p in left)
            return tangent(inner.work_out(symbol.name, indices), level)

        return immediate


def _listing(letter: str, last: Whole, body: Closure) -> Closure:
    def listing(env: Surroundings, f: Frame) -> Scalar:
        return [body(env, {**f, letter: n}) for n in range(1, last(env, f) + 1)]

    return listing


def _inverse(of: Closure, row: Closure, column: Closure) -> Closure:
    """One entry of the inverse of a matrix, which comes as a list of rows."""

    def inverse(env: Surroundings, f: Frame) -> Scalar:
        matrix = of(env, f)
        wanted = int(real(column(env, f)))
        unit: list[Scalar] = [float(n == wanted) for n in range(1, len(matrix) + 1)]
        found = solve(matrix, unit)
        if found is None:
            raise OutOfDomain("a singular matrix has no inverse")
        return found[int(real(row(env, f))) - 1]

    return inverse


def _of_arrays(name: str, kind: str) -> Callable[[Surroundings, list[Scalar]], Scalar]:
    """An open function of whole arrays; the last argument is the entry asked for."""

    def apply(env: Surroundings, values: list[Scalar]) -> Scalar:
        which = ""
        if kind == "array":
            which = f"·{int(real(values[-1]))}"
            values = values[:-1]
        flat: list[Scalar] = []
        stack = list(reversed(values))
        while stack:
            value = stack.pop()
            if isinstance(value, list):
                stack.extend(reversed(value))
            else:
                flat.append(value)
        return _smooth(flat, env.point.parameters(name + which, len(flat)))

    return apply


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    r"\ne": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    r"\le": lambda a, b: bool(a <= b),
    r"\ge": lambda a, b: bool(a >= b),
}


def _generality(row: Row) -> int:
    """Rows for one entry come before rows for all of them; aliases count as defined."""
    return sum(isinstance(p, Letter) for p in row.indices) - is_alias(row)


def _reads_shifted(expression: Expression, letter: str) -> bool:
    from .expression import positions, walk

    return any(
        isinstance(p, Letter) and p.name == letter and p.shift
        for node in walk(expression)
        for p in positions(node)
    )


def _divide(a: Scalar, b: Scalar) -> Scalar:
    try:
        return a / b
    except ZeroDivisionError:
        raise OutOfDomain("a division by zero") from None


def _whole_power(x: Scalar, power: int) -> Scalar:
    if abs(power) > 10_000:
        raise TooMuch("a power above 10000")
    try:
        return x**power
    except ZeroDivisionError:
        raise OutOfDomain("a negative power of zero") from None


def _whole(expression: Expression) -> bool | None:
    """True where an expression is index arithmetic, None where it is not."""
    match expression:
        case Number(value):
            return True if value.denominator == 1 else None
        case Running():
            return True
        case Negative(term):
            return _whole(term)
        case Plus(terms):
            return True if all(_whole(t) for t in terms) else None
        case _:
            return None


def constant_value(expression: Expression) -> Fraction | None:
    """The value of an expression of numbers alone."""
    match expression:
        case Number(value):
            return value
        case Negative(term):
            inner = constant_value(term)
            return None if inner is None else -inner
        case Quotient(over, under):
            a, b = constant_value(over), constant_value(under)
            return None if a is None or not b else a / b
        case _:
            return None


def _extreme(values: list[Scalar], largest: bool) -> tuple[Scalar, int]:
    reals = [real(v) for v in values]
    order = sorted(range(len(reals)), key=reals.__getitem__, reverse=largest)
    if len(order) > 1 and abs(reals[order[0]] - reals[order[1]]) < NEAREST:
        raise OutOfDomain("too near to a corner")
    return values[order[0]], order[0]


def _differentiated(
    apply: Callable[[Surroundings, list[Scalar]], Scalar], of: Closure, order: int
) -> Closure:
    def differentiated(env: Surroundings, f: Frame) -> Scalar:
        x = of(env, f)
        if x is NOTHING:
            x = 0.0
        found = []
        for _ in range(order):
            level = next(scalars.levels)
            x = Dual(level, x, 1.0)
            found.append(level)
        value = apply(env, [x])
        for level in reversed(found):
            value = tangent(value, level)
        return value

    return differentiated


def _smooth(values: list[Scalar], numbers: list[float]) -> Scalar:
    """A smooth function of several numbers, chosen by other numbers.

    A linear part and two waves: no identity of a textbook's activation holds for it.
    """
    many = len(values)
    total: Scalar = numbers[0]
    for wave in range(2):
        at = 1 + wave * (many + 2)
        phase: Scalar = numbers[at]
        for number, value in enumerate(values):
            phase = phase + numbers[at + 1 + number] * value
        total = total + numbers[at + many + 1] * scalars.sin(phase)
    for number, value in enumerate(values):
        total = total + numbers[2 * (many + 2) + 1 + number] * value
    return total
