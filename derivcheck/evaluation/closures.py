"""Expressions into closures: what a page says, as functions of a point's values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from ..expressions import (
    Condition,
    Expression,
    NotUnderstood,
    Position,
    comparisons,
    constant_value,
    largest_number,
    mismatch,
    product_of_two,
    sides,
    spelled_condition,
    walk,
)
from ..expressions import nodes as n
from . import scalars
from .bounds_by_form import value_bounds
from .compiler import Compiler
from .corners import too_near
from .derivatives import partial, where
from .environment import Closure, Frame, Surroundings, Truth, Whole, argument_key
from .function_calls import call
from .index_arithmetic import entry, is_whole, whole
from .points import TooMuch
from .reductions import over
from .scalars import NearCorner, NoValue, Scalar, real

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    r"\ne": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    r"\le": lambda a, b: bool(a <= b),
    r"\ge": lambda a, b: bool(a >= b),
}


class Machine(Compiler):
    """Closures of the expressions of a model; one for each model."""

    def closure(self, expression: Expression) -> Closure:
        """The expression as a function of surroundings and the letters' values."""
        if self.kept is None:
            return self._closure(expression)
        key = (id(expression), self.signs > 0)
        found = self.kept.get(key)
        if found is None:  # the expression is kept too, so that its id stays its own
            found = self.kept[key] = (expression, self._closure(expression))
        return found[1]

    def _closure(self, expression: Expression) -> Closure:
        match expression:
            case n.Number(value):
                return self.number(value)
            case n.Parameter(name):
                key = argument_key(name)
                return lambda env, f: f[key]
            case n.Symbol(name, indices):
                return self._symbol(name, indices)
            case n.Running(position):
                at = self.position(position)
                return lambda env, f: env.machine.tiered(at(env, f), env.tier)
            case n.Plus(terms):
                return self._plus(terms)
            case n.Negative(term):
                inner = self.closure(term)
                return lambda env, f: -inner(env, f)
            case n.Product(factors):
                return self._product(factors)
            case n.Quotient(top, bottom):
                return _quotient(self.closure(top), self.closure(bottom))
            case n.Power(base, exponent):
                return self._power(base, exponent, expression.root)
            case n.Call():
                return call(self, expression)
            case n.Over():
                return over(self, expression)
            case n.Partial():
                return partial(self, expression)
            case n.Indicator(condition):
                truth = self._indicated(condition)
                return lambda env, f: 1.0 if truth(env, f) else 0.0
            case n.Cases(rows):
                return self._cases(rows)
            case n.Where(of, values):
                return where(self, of, values)
            case n.Transpose() | n.Entry() | n.Slice() | n.Rows() | n.Known():
                raise mismatch("expected a number, found an array", expression.at)
            case _:
                assert_never(expression)

    def _symbol(self, name: str, indices: tuple[Position, ...]) -> Closure:
        """A closure for an entry of a quantity."""
        quantity = self.model.quantities.get(name)
        if quantity is not None and quantity.slots != len(indices):
            raise NotUnderstood(
                f"{self.model.spelled(name)} has {quantity.slots} indices, "
                f"found {len(indices)}",
                0,
            )
        return entry(self.model, name, indices)

    def _plus(self, terms: tuple[Expression, ...]) -> Closure:
        """A closure for a sum of terms."""
        match terms:
            case (first, n.Negative(second)):
                a, b = self.closure(first), self.closure(second)
                return lambda env, f: a(env, f) - b(env, f)
            case (first, second):
                a, b = self.closure(first), self.closure(second)
                return lambda env, f: a(env, f) + b(env, f)
        found = [self.closure(t) for t in terms]

        def plus(env: Surroundings, f: Frame) -> Scalar:
            total = found[0](env, f)
            for term in found[1:]:
                total = total + term(env, f)
            return total

        return plus

    def _product(self, factors: tuple[Expression, ...]) -> Closure:
        """Indicators first: where one is false nothing else is looked at."""
        truths = [
            self._indicated(e.condition) for e in factors if isinstance(e, n.Indicator)
        ]
        found = [self.closure(e) for e in factors if not isinstance(e, n.Indicator)]
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

    def _power(
        self, base: Expression, exponent: Expression, root: bool = False
    ) -> Closure:
        """A closure for a power; small whole exponents multiply."""
        constant = constant_value(exponent)
        if constant is not None and constant.denominator == 1 and constant % 2 == 0:
            squared = _square_of_norm(base)
            if squared is not None:
                return self._power(squared, n.Number(constant / 2))
        inner = self.closure(base)
        if constant is not None and constant.denominator == 1:
            times = int(constant)
            if times == 2:

                def square(env: Surroundings, f: Frame) -> Scalar:
                    value = inner(env, f)
                    return value * value

                return square
            return lambda env, f: _whole_power(inner(env, f), times)
        if constant is not None:
            rational = self.number(constant)
            if root and constant.denominator % 2:
                return lambda env, f: scalars.odd_root(inner(env, f), rational(env, f))
            return lambda env, f: scalars.power(inner(env, f), rational(env, f))
        if is_whole(exponent):
            at = whole(self.model, exponent)
            return lambda env, f: _whole_power(inner(env, f), at(env, f))
        outer = self.closure(exponent)
        return lambda env, f: scalars.power(inner(env, f), outer(env, f))

    def truth(self, condition: Condition) -> Truth:
        """A closure for whether every comparison of a condition holds."""
        found = [self._comparison(c) for c in comparisons(condition)]
        if len(found) == 1:
            return found[0]
        return lambda env, f: all(t(env, f) for t in found)

    def _indicated(self, condition: Condition) -> Truth:
        """The same for an indicator: one of a number is to be met both ways."""
        truth = self.truth(condition)
        found = sides(condition)
        counted = all(map(is_whole, found)) and any(map(_varies, found))
        if not counted or largest_number(found) < 2:
            return truth
        said = spelled_condition(condition)
        site = self.quiet_site(f"{said} is false", f"{said} is true")

        def indicated(env: Surroundings, f: Frame) -> bool:
            true = truth(env, f)
            env.point.visited.add((site, int(true)))
            return true

        return indicated

    def _comparison(self, comparison: n.Comparison) -> Truth:
        """A closure for one comparison, of indices or of numbers."""
        compare = COMPARE[comparison.sign]
        if is_whole(comparison.left) and is_whole(comparison.right):
            one = whole(self.model, comparison.left)
            other = whole(self.model, comparison.right)
            return lambda env, f: compare(one(env, f), other(env, f))
        a = self.closure(comparison.left)
        b = self.closure(comparison.right)
        said = spelled_condition(comparison)
        low, high = value_bounds(
            self.model, n.Plus((comparison.left, n.Negative(comparison.right)))
        )
        one_way = low > 0 or high < 0
        outcomes = {compare(low, 0.0)} if one_way else {False, True}
        site = self.site(
            f"{said} is false" if False in outcomes else None,
            f"{said} is true" if True in outcomes else None,
        )
        places = self._places_of_one(comparison)

        def truth(env: Surroundings, f: Frame) -> bool:
            left, right = a(env, f), b(env, f)
            if places and all(one(env, f) == other(env, f) for one, other in places):
                return compare(0.0, 0.0)  # an entry beside itself is at no corner
            difference = real(left) - real(right)
            nothing = type(left) is type(right) is float and left == right == 0
            exact = difference == 0 and (
                nothing or env.point.exactly or comparison.sign in {"=", r"\ne"}
            )
            if not exact and too_near(real(left), real(right)):
                raise NearCorner
            found = compare(difference, 0.0)
            env.point.visited.add((site, int(found)))
            return found

        return truth

    def _places_of_one(self, comparison: n.Comparison) -> list[tuple[Whole, Whole]]:
        """The indices of two entries of one array, pair by pair."""
        match comparison.left, comparison.right:
            case n.Symbol(name, one), n.Symbol(same, other) if name == same:
                pairs = zip(one, other, strict=True)
                return [
                    (whole(self.model, n.Running(a)), whole(self.model, n.Running(b)))
                    for a, b in pairs
                ]
            case _:
                return []

    def _cases(self, rows: tuple[tuple[Expression, Condition], ...]) -> Closure:
        """A closure for the value of the first row whose condition holds."""
        found = [(self.truth(c), self.closure(e)) for e, c in rows]
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


def _varies(side: Expression) -> bool:
    """Whether it has an index, a size or a label."""
    nodes = (node for node in walk(side) if isinstance(node, n.Running))
    return any(not isinstance(node.position, n.Fixed) for node in nodes)


def _square_of_norm(base: Expression) -> Expression | None:
    """What a norm is the root of: it has a slope where the norm itself has none."""
    match base:
        case n.Call("norm", (of,), 0):
            return product_of_two(of, of)
        case n.Call("sqrt", (squares,), 0):
            term = squares
            while isinstance(term, n.Over) and term.sign == "sum":
                term = term.body
            match term:
                case n.Product((one, other)) if one == other:
                    return squares
    return None


def _quotient(top: Closure, bottom: Closure) -> Closure:
    def quotient(env: Surroundings, f: Frame) -> Scalar:
        a, b = top(env, f), bottom(env, f)
        try:
            return a / b
        except ZeroDivisionError:
            raise NoValue("a division by zero") from None

    return quotient


def _whole_power(x: Scalar, power: int) -> Scalar:
    if abs(power) > 10_000:
        raise TooMuch("a power above 10000")
    try:
        return x**power
    except ZeroDivisionError:
        raise NoValue("a negative power of zero") from None
