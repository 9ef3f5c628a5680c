r"""Vectors and matrices by components: $(W x)_i = \sum_k W_{ik} x_k$.

Shapes are inferred first, so that a product whose shapes do not exist is refused
before any number is tried; then every array is lowered to the entry at given
positions, an expression of numbers alone. One core decides them all.
"""

from __future__ import annotations

from dataclasses import replace

from ..expressions import (
    Condition,
    Expression,
    NotUnderstood,
    Position,
    comparisons,
    substituted,
)
from ..expressions import nodes as n
from .array_functions import Applying
from .block_matrices import entry_of
from .products import Multiplying
from .shape_inference import CHAINS


class Arrays(Applying, Multiplying):
    """Lowers arrays to their entries, once their shapes are known."""

    def entry(self, expression: Expression, at: tuple[Position, ...]) -> Expression:
        """The component of an expression at as many positions as it has sides."""
        shape = self.shape(expression)
        if shape.kind == "number":
            at = ()
        match expression:
            case n.Number() | n.Running():
                return expression
            case n.Symbol(indices=indices):
                return replace(expression, indices=indices + at)
            case n.Negative(term):
                return n.Negative(self.entry(term, at))
            case n.Plus(terms):
                return n.Plus(tuple(self.entry(t, at) for t in terms))
            case n.Product(factors):
                if (whole := self.of_rows(expression)) is not None:
                    return self.entry(whole, at)
                if shape.kind == "number" and all(
                    self.shape(f).kind == "number" for f in factors
                ):
                    return replace(
                        expression, factors=tuple(self.entry(f, ()) for f in factors)
                    )
                return self.fold(expression).entry(at)
            case n.Quotient(over, under):
                return n.Quotient(self.entry(over, at), self.entry(under, ()))
            case n.Power(base, exponent, where) if (
                shape.kind == "matrix" and exponent == n.MINUS_ONE
            ):
                inside = self.listed(base, where)
                return n.Call("inverse", (inside, *map(n.Running, at)), 0, where)
            case n.Power(base, exponent):
                return replace(
                    expression,
                    base=self.entry(base, at),
                    exponent=self.entry(exponent, ()),
                )
            case n.Call():
                return self.call_entry(expression, at)
            case n.Over():
                return self.over_entry(expression, at)
            case n.Partial():
                return self.partial_entry(expression, at)
            case n.Indicator(condition):
                return n.Indicator(self.condition_entry(condition, at))
            case n.Cases(rows):
                return replace(
                    expression,
                    rows=tuple(
                        (self.entry(e, at), self.condition_entry(c, at))
                        for e, c in rows
                    ),
                )
            case n.Where(of, values):
                return n.Where(
                    self.entry(of, at), tuple((s, self.entry(e, ())) for s, e in values)
                )
            case n.Transpose(of):
                return self.entry(of, at[::-1] if shape.kind == "matrix" else at)
            case n.Entry(of, indices):
                return self.entry(of, (*indices, *at))
            case n.Rows():
                return entry_of(self, expression, shape, at)
            case n.Known(kind, indices):
                if kind == "ones":
                    return n.ONE
                other = indices[0] if kind == "unit" else at[1]
                return n.Indicator(
                    n.Comparison(n.Running(at[0]), "=", n.Running(other))
                )

    def condition_entry(
        self, condition: Condition, at: tuple[Position, ...]
    ) -> Condition:
        """A condition on the entries at a position."""
        found = tuple(
            n.Comparison(self.entry(c.left, at), c.sign, self.entry(c.right, at))
            for c in comparisons(condition)
        )
        return found[0] if len(found) == 1 else n.Every(found)

    def over_entry(self, over: n.Over, at: tuple[Position, ...]) -> Expression:
        """The entry of a sum or product over an index."""
        shape = self.shape(over.body)
        if over.sign == "stack":
            return self.entry(substituted(over.body, over.letter, at[0]), at[1:])
        if over.sign == "backward" and shape.kind == "number":
            over = replace(over, sign="prod")
        if over.sign not in CHAINS or shape.kind == "number":
            condition = over.condition
            if condition is not None:
                condition = self.condition_entry(condition, ())
            return replace(over, body=self.entry(over.body, at), condition=condition)
        if over.condition is not None:
            raise NotUnderstood(
                "a product of matrices runs between two limits, without a condition",
                over.at,
            )
        inside = self.listed(over.body, over.at)
        factors = replace(over, sign="list", body=inside)
        return n.Call(CHAINS[over.sign], (factors, *map(n.Running, at)), 0, over.at)

    def partial_entry(self, partial: n.Partial, at: tuple[Position, ...]) -> Expression:
        """The entry of a derivative by numbers or arrays."""
        if (turned := self.turned(partial)) is not None:
            return self.entry(turned, at)
        above = self.shape(partial.of)
        below = [self.shape(b) for b in partial.by]
        if all(b.kind == "number" for b in below):
            return replace(partial, of=self.entry(partial.of, at))
        if above.kind == "number":
            if len(partial.by) == 2:
                by = tuple(
                    replace(b, indices=(*b.indices, p))
                    for b, p in zip(partial.by, at, strict=True)
                )
                return replace(partial, of=self.entry(partial.of, ()), by=by)
            first = partial.by[0]
            by = (replace(first, indices=first.indices + at),)
            return replace(partial, of=self.entry(partial.of, ()), by=by)
        of_at, by_at = at[0], at[1]
        if partial.layout == "denominator":
            of_at, by_at = by_at, of_at
        first = partial.by[0]
        by = (replace(first, indices=(*first.indices, by_at)),)
        return replace(partial, of=self.entry(partial.of, (of_at,)), by=by)


def is_zero(expression: Expression) -> bool:
    """Whether a side is the number 0, which stands for an array of zeros too."""
    return expression == n.ZERO
