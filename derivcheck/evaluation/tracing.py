"""Expressions -> closures of traced numbers: where values decide, a choice is noted.

All other closures are those that the checker judges with.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..expressions import (
    Condition,
    Expression,
    Key,
    Position,
    comparisons,
    constant_value,
    positions_of,
    sides,
    walk,
)
from ..expressions import nodes as n
from ..models import Model
from . import scalars
from .closures import COMPARE, Machine
from .environment import Closure, Frame, Surroundings, Truth
from .index_arithmetic import is_whole
from .open_functions import Waves
from .points import Indices, Point
from .scalars import Scalar
from .shared_values import Applied
from .tape import Tape, Traced, Untraced, bare, both, choice


class TracedPoint:
    """A point with the sizes of another; its inputs and labels are leaves of a tape."""

    def __init__(self, beside: Point, tape: Tape) -> None:
        self.beside = beside
        self.tape = tape
        self.sizes: dict[Key, int] = beside.sizes
        self.operations = 0
        self.visited: set[tuple[int, int]] = set()
        self.overrides = beside.overrides
        self.exactly = False

    def draw(self, name: str, indices: Indices, tier: int) -> Scalar:
        """An input's entry, where the other point has one."""
        self.beside.draw(name, indices, tier)
        return self.tape.input(name, indices)

    def label(self, name: str, indices: Indices) -> int:
        """Raises: a label is met before it decides how something is read."""
        raise Untraced(f"the label {name} decides what is worked out")

    def class_of(self, name: str, indices: Indices) -> Scalar:
        """The class that a label stands for, as a number."""
        self.beside.label(name, indices)
        return self.tape.input(name, indices)

    def smooth(self, function: str, arguments: int, tier: int) -> Waves:
        """The open function of the other point."""
        return self.beside.smooth(function, arguments, tier)


class TracingMachine(Machine):
    """Closures of traced numbers of a model."""

    def __init__(self, model: Model) -> None:
        super().__init__(model, None)

    def _closure(self, expression: Expression) -> Closure:
        labels = _labels(expression)
        if labels:
            return self._by_label(expression, labels[0])
        match expression:
            case n.Indicator(condition):
                truth = self.truth(condition)
                return lambda env, f: choice(truth(env, f), 1.0, 0.0)
            case n.Call("max" | "min" as function, arguments):
                found = [self.closure(a) for a in arguments]
                return lambda env, f: _extreme([a(env, f) for a in found], function)
            case n.Call("norm_1", arguments):
                return self._closure(n.Call("abs", arguments))
            case n.Call("abs" | "relu" | "sign" as function, (of,), order) if (
                function not in self.model.functions
            ):
                return _bent(function, order, self.closure(of))
            case n.Over("max" | "min" as extreme):
                if expression.condition is not None:
                    raise Untraced("an extreme of what a condition leaves")
                listed = self._closure(replace(expression, sign="list"))
                return lambda env, f: _extreme(listed(env, f), extreme)
            case n.Over("sum", condition=condition) if _decides(condition):
                assert condition is not None  # for it decides
                body = n.Product((n.Indicator(condition), expression.body), ("",))
                return self._closure(replace(expression, condition=None, body=body))
            case n.Power(base, exponent) if expression.root:
                return self._root(expression, base, exponent)
            case _:
                return super()._closure(expression)

    def truth(self, condition: Condition) -> Truth:
        """A closure for whether a condition is true, as a value or a noted one."""
        found = [self._compared(one) for one in comparisons(condition)]

        def truth(env: Surroundings, f: Frame) -> Scalar:
            true: Scalar = True
            for one in found:
                true = both(true, one(env, f))
            return true

        return truth

    def _compared(self, comparison: n.Comparison) -> Truth:
        given = comparison.left, comparison.right
        if all(map(is_whole, given)) and not any(map(_has_label, given)):
            return self._comparison(comparison)
        left, right = map(self.closure, given)
        places, sign = self._places_of_one(comparison), comparison.sign

        def compare(env: Surroundings, f: Frame) -> Scalar:
            if places and all(one(env, f) == other(env, f) for one, other in places):
                return COMPARE[sign](0.0, 0.0)
            return compared(left(env, f), sign, right(env, f))

        return compare

    def _product(self, factors: tuple[Expression, ...]) -> Closure:
        """A condition on indices that is false keeps what else is there unread."""
        truths = [
            self.truth(e.condition) for e in factors if isinstance(e, n.Indicator)
        ]
        others = tuple(e for e in factors if not isinstance(e, n.Indicator))
        found = super()._product(others or (n.Number(Fraction(1)),))

        def product(env: Surroundings, f: Frame) -> Scalar:
            true: Scalar = True
            for truth in truths:
                true = both(true, truth(env, f))
                if true is False:
                    return 0.0
            return choice(true, found(env, f), 0.0)

        return product

    def _cases(self, rows: tuple[tuple[Expression, Condition], ...]) -> Closure:
        """The rows from the last to the first: the first that applies is chosen."""
        found = [(self.truth(c), self.closure(e)) for e, c in rows]

        def cases(env: Surroundings, f: Frame) -> Scalar:
            open_rows: list[tuple[Scalar, Scalar]] = []
            for truth, value in found:
                true = truth(env, f)
                if true is not False:
                    open_rows.append((true, value(env, f)))
                if true is True:
                    break
            if not open_rows:
                raise Untraced("no row of the cases applies")
            chosen = open_rows[-1][1]
            for true, value in reversed(open_rows[:-1]):
                chosen = choice(true, value, chosen)
            return chosen

        return cases

    def _root(self, root: n.Power, base: Expression, exponent: Expression) -> Closure:
        """An odd root is that of the positive number, with the sign."""
        constant = constant_value(exponent)
        if constant is None or constant.denominator % 2 == 0:
            return super()._closure(root)
        inner, power = self.closure(base), float(constant)

        def odd_root(env: Surroundings, f: Frame) -> Scalar:
            x = inner(env, f)
            if type(bare(x)) is not Traced:
                return scalars.odd_root(x, power)
            up, down = scalars.power(x, power), -scalars.power(-x, power)
            return choice(compared(x, ">", 0.0), up, down)

        return odd_root

    def stored(
        self, expression: Expression
    ) -> tuple[str | Applied, tuple[Position, ...]] | None:
        """The array and the positions of an entry, unless a label says which."""
        found = super().stored(expression)
        return None if _has_label(expression) else found

    def _by_label(self, expression: Expression, label: n.Label) -> Closure:
        """One value for each class that a label may stand for, and the choice."""
        places = [self.position(p) for p in label.indices]
        key = self.model.extents.find(self.model.labels[label.name])
        found: dict[int, Closure] = {}

        def by_label(env: Surroundings, f: Frame) -> Scalar:
            point = env.point
            assert isinstance(point, TracedPoint)  # for a machine that traces
            given = point.class_of(label.name, tuple([p(env, f) for p in places]))
            if expression == n.Running(label):
                return given
            chosen: Scalar = None
            for value in range(1, point.sizes[key] + 1):
                if value not in found:
                    found[value] = self.closure(_at_class(expression, label, value))
                here = found[value](env, f)
                true = value == 1 or compared(given, "=", float(value))
                chosen = choice(true, here, chosen)
            return chosen

        return by_label


def compared(left: Scalar, sign: str, right: Scalar) -> Scalar:
    """Whether two numbers compare as they should, known or noted."""
    one, other = bare(left), bare(right)
    for number in (one, other):
        if type(number) is Traced:
            return number.tape.note(sign, one, other)
    return COMPARE[sign](one, other)


def _extreme(values: list[Scalar], function: str) -> Scalar:
    """The largest or smallest of some numbers."""
    chosen, sign = values[0], ">" if function == "max" else "<"
    for value in values[1:]:
        chosen = choice(compared(value, sign, chosen), value, chosen)
    return chosen


def _bent(function: str, order: int, of: Closure) -> Closure:
    """A function with a corner at zero, and its derivatives."""

    def bent(env: Surroundings, f: Frame) -> Scalar:
        x = of(env, f)
        match function, order:
            case ("abs", 0):
                up, down = x, -x
            case ("abs", 1) | ("sign", 0):
                up, down = 1.0, -1.0
            case ("relu", 0):
                up, down = x, 0.0
            case ("relu", 1):
                up, down = 1.0, 0.0
            case _:
                return 0.0
        return choice(compared(x, ">", 0.0), up, down)

    return bent


def _decides(condition: Condition | None) -> bool:
    """Whether it compares more than indices: numbers, or labels."""
    return any(not is_whole(e) or _has_label(e) for e in sides(condition))


def _has_label(expression: Expression) -> bool:
    return any(map(_labels, walk(expression)))


def _labels(expression: Expression) -> list[n.Label]:
    """The labels at which a node itself reads."""
    by = expression.by if isinstance(expression, n.Partial) else ()
    found = [p for node in (expression, *by) for p in positions_of(node)]
    return [p for p in found if isinstance(p, n.Label)]


def _at_class(expression: Expression, label: n.Label, value: int) -> Expression:
    """A node that reads at one class in the place of a label."""

    def at(position: Position) -> Position:
        return n.Fixed(value) if position == label else position

    match expression:
        case n.Symbol(_, indices) | n.Call(indices=indices):
            return replace(expression, indices=tuple(map(at, indices)))
        case n.Partial(_, by):
            found = tuple(replace(s, indices=tuple(map(at, s.indices))) for s in by)
            return replace(expression, by=found)
        case _:
            raise Untraced(f"the label {label.name} decides what is worked out")
