r"""Vectors and matrices by components: $(W x)_i = \sum_k W_{ik} x_k$.

Shapes are inferred first, so that a product whose shapes do not exist is refused
before any number is tried; then every array is lowered to the entry at given
positions, an expression of numbers alone. One core decides them all.
"""

from __future__ import annotations

from dataclasses import replace

from ..expressions import (
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Cases,
    Comparison,
    Condition,
    Entry,
    Every,
    Expression,
    Indicator,
    Known,
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
    substituted,
)
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
            case Number() | Running():
                return expression
            case Symbol(indices=indices):
                return replace(expression, indices=indices + at)
            case Negative(term):
                return Negative(self.entry(term, at))
            case Plus(terms):
                return Plus(tuple(self.entry(t, at) for t in terms))
            case Product(factors):
                if (whole := self.of_rows(expression)) is not None:
                    return self.entry(whole, at)
                if shape.kind == "number" and all(
                    self.shape(f).kind == "number" for f in factors
                ):
                    return replace(
                        expression, factors=tuple(self.entry(f, ()) for f in factors)
                    )
                return self.fold(expression).entry(at)
            case Quotient(over, under):
                return Quotient(self.entry(over, at), self.entry(under, ()))
            case Power(base, exponent, where) if (
                shape.kind == "matrix" and exponent == MINUS_ONE
            ):
                inside = self.listed(base, where)
                return Call("inverse", (inside, *map(Running, at)), 0, where)
            case Power(base, exponent):
                return replace(
                    expression,
                    base=self.entry(base, at),
                    exponent=self.entry(exponent, ()),
                )
            case Call():
                return self.call_entry(expression, at)
            case Over():
                return self.over_entry(expression, at)
            case Partial():
                return self.partial_entry(expression, at)
            case Indicator(condition):
                return Indicator(self.condition_entry(condition, at))
            case Cases(rows):
                return replace(
                    expression,
                    rows=tuple(
                        (self.entry(e, at), self.condition_entry(c, at))
                        for e, c in rows
                    ),
                )
            case Where(of, values):
                return Where(
                    self.entry(of, at), tuple((s, self.entry(e, ())) for s, e in values)
                )
            case Transpose(of):
                return self.entry(of, at[::-1] if shape.kind == "matrix" else at)
            case Entry(of, indices):
                return self.entry(of, (*indices, *at))
            case Rows():
                return entry_of(self, expression, shape, at)
            case Known(kind, indices):
                if kind == "ones":
                    return ONE
                other = indices[0] if kind == "unit" else at[1]
                return Indicator(Comparison(Running(at[0]), "=", Running(other)))

    def condition_entry(
        self, condition: Condition, at: tuple[Position, ...]
    ) -> Condition:
        """A condition on the entries at a position."""
        found = tuple(
            Comparison(self.entry(c.left, at), c.sign, self.entry(c.right, at))
            for c in comparisons(condition)
        )
        return found[0] if len(found) == 1 else Every(found)

    def over_entry(self, over: Over, at: tuple[Position, ...]) -> Expression:
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
        return Call(CHAINS[over.sign], (factors, *map(Running, at)), 0, over.at)

    def partial_entry(self, partial: Partial, at: tuple[Position, ...]) -> Expression:
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
    return expression == ZERO
