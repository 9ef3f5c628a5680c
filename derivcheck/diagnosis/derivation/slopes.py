"""The slope of an expression by an entry that is in it: one rule for each node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from ...expressions import (
    Condition,
    Expression,
    compared,
    comparisons,
    constant_value,
    moved_expression,
    names,
    put,
)
from ...expressions import nodes as n
from ...models import Model
from .known_functions import Softmax, known_function, slope_of, softmax
from .term_algebra import Algebra
from .terms import (
    ONE_TERM,
    Sum,
    SummationIndex,
    Term,
    Unwritten,
    negative,
    scaled,
    term_of,
)

CONTRARY = {
    "=": r"\ne",
    r"\ne": "=",
    "<": r"\ge",
    ">": r"\le",
    r"\le": ">",
    r"\ge": "<",
}


@dataclass(frozen=True, slots=True)
class ExpressionSlopes:
    """Differentiates what is in a definition.

    With `primes` the slope of the page's own function f is f' rather than worked out.
    `enter` goes on through the definition of a name; without it names stay as they are.
    """

    model: Model
    algebra: Algebra
    primes: bool = False
    enter: Callable[[n.Symbol, n.Symbol], Sum] | None = None

    def of(self, node: Expression, by: n.Symbol, name: n.Symbol | None = None) -> Sum:
        """The slope of an expression by an entry that is in it.

        `name` is the quantity that it defines, if it does.
        """
        reads = self._names(node) if self.enter is None else self.model.read_by(node)
        if by.name not in reads:
            return ()
        match node:
            case n.Symbol(indices=indices):
                if self.enter is not None:
                    return self.enter(node, by)
                return self.algebra.delta(indices, by.indices)
            case n.Plus(terms):
                return tuple(t for term in terms for t in self.of(term, by))
            case n.Negative(term):
                return negative(self.of(term, by))
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
                return self.algebra.over(run, self.of(body, by))
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
            slope = self.of(factor, by)
            if slope:
                before = [self.algebra.read(f) for f in factors[:number]]
                after = [self.algebra.read(f) for f in factors[number + 1 :]]
                found += self.algebra.product(*before, slope, *after)
        return tuple(found)

    def _prod(self, node: n.Over, by: n.Symbol) -> Sum:
        """The slope of each factor, times the product of all others."""
        inner = self.algebra.letter(node.letter)
        other = compared(n.Letter(node.letter), r"\ne", n.Letter(inner))
        others = (term_of(replace(node, condition=other)),)
        body = moved_expression(node.body, {node.letter: n.Letter(inner)})
        found = self.algebra.product(self.of(body, by), others)
        return self.algebra.over(SummationIndex(inner, node.lower, node.upper), found)

    def _quotient(self, node: n.Quotient, by: n.Symbol, name: n.Symbol | None) -> Sum:
        """A known function in its own name; else by the rule for quotients."""
        algebra = self.algebra
        if name is None:
            value = algebra.read(node)
        elif (known := known_function(node)) is not None:
            return self._elementwise(*known, by, name)
        elif (found := softmax(node, name)) is not None:
            return self._softmax(found, by, name)
        else:
            value = (term_of(name),)
        below = algebra.power(algebra.read(node.under), Fraction(-1))
        mean = algebra.product(below, self.of(node.under, by))
        match node.over:
            case n.Call("exp", (inside,), 0):
                return algebra.product(value, self.of(inside, by) + negative(mean))
        first = algebra.product(self.of(node.over, by), below)
        return first + negative(algebra.product(value, mean))

    def _softmax(self, found: Softmax, by: n.Symbol, name: n.Symbol) -> Sum:
        """The entry times the slope of its exponent less the mean of all slopes."""
        fresh = self.algebra.letter(found.letter)
        other = n.Symbol(name.name, put(name.indices, found.slot, n.Letter(fresh)))
        inner = moved_expression(found.below, {found.letter: n.Letter(fresh)})
        mean = self.algebra.product((term_of(other),), self.of(inner, by))
        mean = self.algebra.over(SummationIndex(fresh), mean)
        rest = self.of(found.above, by) + negative(mean)
        return self.algebra.product((term_of(name),), rest)

    def _power(self, base: Expression, exponent: Expression, by: n.Symbol) -> Sum:
        constant = constant_value(exponent)
        inner = self.of(base, by)
        if by.name in self._names(exponent):
            raise Unwritten("a variable exponent")
        if constant is None:
            less = n.Plus((exponent, n.Negative(n.ONE)))
            power = term_of(n.Power(base, less))
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
            slope = self.of(value, by)
            here = comparisons(condition)
            if not here and slope:  # otherwise
                if len(stated) != 1:
                    raise Unwritten("cases without a condition")
                (one,) = stated
                here = (n.Comparison(one.left, CONTRARY[one.sign], one.right),)
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
                if (known := known_function(value)) is not None:
                    return self._elementwise(*known, by, name or node)
                return self.of(value, by, name)
        if len(node.arguments) != 1:
            raise Unwritten("an open function of several arguments")
        (inside,) = node.arguments
        if own is not None or node.order:
            prime = replace(node, order=node.order + 1)
            return self.algebra.product((term_of(prime),), self.of(inside, by))
        return self._elementwise(node.function, inside, by, name or node)

    def _elementwise(
        self, function: str, inside: Expression, by: n.Symbol, value: Expression
    ) -> Sum:
        """The slope of a known function of one number, in its own value's name."""
        inner = self.of(inside, by)
        return slope_of(self.algebra, function, inside, inner, value)

    def _kink(self, node: n.Call, by: n.Symbol) -> Sum:
        """The slope of the larger or smaller of two."""
        if len(node.arguments) != 2:
            raise Unwritten("an extreme of many")
        sign = ">" if node.function == "max" else "<"
        one, other = node.arguments
        found: list[Term] = []
        for this, that in ((one, other), (other, one)):
            here = self.algebra.indicator(n.Comparison(this, sign, that))
            found += self.algebra.product(here, self.of(this, by))
        return tuple(found)
