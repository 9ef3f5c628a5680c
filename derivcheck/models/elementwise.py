"""Arrays that are taken entry by entry: sums, quotients, powers and cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..expressions import (
    Condition,
    Expression,
    Extent,
    NotUnderstood,
    comparisons,
    errors,
    mismatch,
    sides,
)
from ..expressions import nodes as n
from .lowering import DelayedArray, Lowering, Positions, listed
from .shape import NUMBER, Shape

BROADCAST = (
    r"; to add b to each column write b \mathbf 1^\top, to each row \mathbf 1 b^\top"
)


def shared_shape(arrays: Lowering, terms: Sequence[Expression], at: int) -> Shape:
    """The one shape of all terms; a number may stand among arrays."""
    found = NUMBER
    for term in terms:
        shape = arrays.shape(term)
        if shape.kind == "number":
            continue
        if found.kind == "number":
            found = shape
        elif not arrays.same(found, shape):
            kinds = {found.kind, shape.kind}
            raise mismatch(
                f"{arrays.say(found)} and {arrays.say(shape)} are not added: their "
                "shapes differ" + (BROADCAST if kinds == {"matrix", "column"} else ""),
                at or _place_of(term),
            )
    return found


def wants_no_length(arrays: Lowering, terms: Sequence[Expression]) -> None:
    """Refuses `y - p` of an array y where p is a length, and `p_i` is a quantity."""
    for term in terms:
        match term.term if isinstance(term, n.Negative) else term:
            case n.Running(Extent(name, 0)) if arrays.slots(name):
                raise NotUnderstood(
                    f"{name} is a length here, and {name} with an index is a quantity: "
                    "give one of them another letter",
                )
            case _:
                pass


def number(
    arrays: Lowering, expression: Expression, wanted: str, at: int
) -> DelayedArray:
    """An expression that has to be a number; `wanted` says so where it is none."""
    found = arrays.lower(expression)
    if found.shape.kind != "number":
        raise mismatch(
            f"{wanted}, found {arrays.say(found.shape)}",
            _place_of(expression) or at,
        )
    return found


def negative(arrays: Lowering, term: Expression) -> DelayedArray:
    """An array with the other sign."""
    inner = arrays.lower(term)
    return DelayedArray(inner.shape, lambda at: n.Negative(inner.entry(at)))


def plus(arrays: Lowering, terms: tuple[Expression, ...]) -> DelayedArray:
    """A sum of arrays of one shape."""
    shape = shared_shape(arrays, terms, 0)
    if shape.kind != "number":
        wants_no_length(arrays, terms)
    parts = [arrays.lower(term) for term in terms]
    return DelayedArray(shape, lambda at: n.Plus(tuple([p.entry(at) for p in parts])))


def quotient(arrays: Lowering, over: Expression, under: Expression) -> DelayedArray:
    """An array divided by a number."""
    below = arrays.lower(under)
    if below.shape.kind != "number":
        raise mismatch(
            rf"a fraction by {arrays.say(below.shape)} is not read; write \oslash for "
            "an elementwise one",
            _place_of(under),
        )
    above = arrays.lower(over)
    return DelayedArray(
        above.shape, lambda at: n.Quotient(above.entry(at), below.entry(()))
    )


def power(arrays: Lowering, power: n.Power) -> DelayedArray:
    """A power of a number or, where they are meant, of entries; an inverse."""
    base = arrays.lower(power.base)
    shape = base.shape
    if shape.kind == "matrix" and power.exponent == n.MINUS_ONE:
        return _inverse(arrays, base, power.at)
    if shape.kind != "number" and not power.each:
        fault = errors.PowerOfArray(arrays.say(shape), shape.kind == "matrix")
        raise NotUnderstood(fault, power.at)
    exponent = number(arrays, power.exponent, "an exponent is a number", power.at)
    return DelayedArray(
        shape,
        lambda at: replace(power, base=base.entry(at), exponent=exponent.entry(())),
    )


def _inverse(arrays: Lowering, matrix: DelayedArray, place: int) -> DelayedArray:
    """The entries of an inverse are functions of all entries of the matrix."""
    if not arrays.fits(*matrix.shape.sizes):
        raise mismatch(
            f"{arrays.say(matrix.shape)} is not square and has no inverse", place
        )
    return DelayedArray(
        matrix.shape,
        lambda at: n.Call(
            "inverse", (listed(matrix, place), *map(n.Running, at)), 0, place
        ),
    )


def indicator(arrays: Lowering, condition: Condition) -> DelayedArray:
    """One where a condition holds of the entries, else zero."""
    return DelayedArray(
        shared_shape(arrays, sides(condition), 0),
        lambda at: n.Indicator(condition_entry(arrays, condition, at)),
    )


def cases(arrays: Lowering, cases: n.Cases) -> DelayedArray:
    """Of each entry the value whose condition holds of it."""

    def entry(at: Positions) -> Expression:
        rows = tuple(
            (arrays.entry(value, at), condition_entry(arrays, condition, at))
            for value, condition in cases.rows
        )
        return replace(cases, rows=rows)

    shape = shared_shape(arrays, [value for value, _ in cases.rows], cases.at)
    for _, condition in cases.rows:
        _wants_entries(arrays, condition, shape, cases.at)
    return DelayedArray(shape, entry)


def _wants_entries(
    arrays: Lowering, condition: Condition, shape: Shape, at: int
) -> None:
    """Refuse a condition that relates neither numbers nor entries of that shape."""
    for side in sides(condition):
        sizes = arrays.shape(side).sizes
        if sizes and (
            len(sizes) != len(shape.sizes)
            or not all(map(arrays.fits, sizes, shape.sizes))
        ):
            raise mismatch(
                f"the values are {arrays.say(shape)}, and the condition relates "
                f"{arrays.say(arrays.shape(side))}",
                _place_of(side) or at,
            )


def condition_entry(arrays: Lowering, condition: Condition, at: Positions) -> Condition:
    """A condition on the entries at a position."""
    found = tuple(
        n.Comparison(arrays.entry(c.left, at), c.sign, arrays.entry(c.right, at))
        for c in comparisons(condition)
    )
    return found[0] if len(found) == 1 else n.Every(found)


def _place_of(expression: Expression) -> int:
    """Where an expression stands, as far as it knows."""
    return getattr(expression, "at", 0)
