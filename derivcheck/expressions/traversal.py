"""Through an expression: its parts, letters and names, and the same with a change."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from . import nodes as n
from .nodes import Condition, Expression, Position, affine

MOST_KEPT = 4096  # expressions, which are asked for their names again and again


def comparisons(condition: Condition | None) -> tuple[n.Comparison, ...]:
    """The conditions that must all be true."""
    match condition:
        case None:
            return ()
        case n.Comparison():
            return (condition,)
        case n.Every(conditions):
            return conditions


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions that stand directly inside this one, from left to right."""
    match expression:
        case n.Symbol() | n.Number() | n.Running() | n.Parameter() | n.Known():
            return ()
        case n.Plus(terms):
            return terms
        case n.Product(factors):
            return factors
        case n.Negative(of) | n.Transpose(of) | n.Entry(of) | n.Slice(of):
            return (of,)
        case n.Quotient(over, under):
            return (over, under)
        case n.Power(base, exponent):
            return (base, exponent)
        case n.Call(_, arguments):
            return arguments
        case n.Over(condition=condition, body=body):
            return (*sides(condition), body)
        case n.Partial(of, by):
            return (of, *by)
        case n.Indicator(condition):
            return sides(condition)
        case n.Cases(rows):
            return tuple(e for value, c in rows for e in (value, *sides(c)))
        case n.Where(of, values):
            return (of, *(e for pair in values for e in pair))
        case n.Rows(rows):
            return tuple(e for row in rows for e in row)


def sides(condition: Condition | None) -> tuple[Expression, ...]:
    """Both sides of each comparison."""
    return tuple(e for c in comparisons(condition) for e in (c.left, c.right))


def positions_of(expression: Expression) -> tuple[Position, ...]:
    """The positions that this node itself reads, each before those inside it."""
    match expression:
        case (
            n.Symbol(indices=indices)
            | n.Parameter(indices=indices)
            | n.Entry(indices=indices)
            | n.Known(indices=indices)
        ):
            found = indices
        case n.Call(indices=indices):
            found = indices
        case n.Running(position):
            found = (position,)
        case n.Slice(low=low, high=high):
            found = (low, high)
        case n.Over(lower=lower, upper=upper):
            found = tuple(p for p in (lower, upper) if p is not None)
        case _:
            return ()
    for position in found:
        if type(position) in NESTED:
            return tuple([q for p in found for q in _inside(p)])
    return found


NESTED = (n.Label, n.Affine)  # positions that hold others


def _inside(position: Position) -> Iterator[Position]:
    yield position
    match position:
        case n.Label(_, indices):
            for inner in indices:
                yield from _inside(inner)
        case n.Affine(terms):
            for _, term in terms:
                yield term
        case _:
            pass


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        if inner := parts(node):
            stack.extend(reversed(inner))


def node_count(expression: Expression) -> int:
    """How many nodes an expression has."""
    return sum(1 for _ in walk(expression))


def free_letters(expression: Expression) -> tuple[str, ...]:
    """The letters that need a value before the expression has one, as met."""
    found: dict[str, None] = {}
    _free(expression, frozenset(), found)
    return tuple(found)


def _free(
    expression: Expression, bound: frozenset[str], found: dict[str, None]
) -> None:
    for position in positions_of(expression):
        if isinstance(position, n.Letter) and position.name not in bound:
            found[position.name] = None
    inner = bound
    if isinstance(expression, n.Over):
        inner = bound | {expression.letter}
    for part in parts(expression):
        _free(part, inner, found)


def largest_number(found: Iterable[Expression]) -> int:
    """The largest whole number that is in a place, as a shift, or by itself."""
    most = 0
    for node in (node for expression in found for node in walk(expression)):
        match node:
            case n.Number(value) if value.denominator == 1:
                most = max(most, abs(int(value)))
            case _:
                most = max([most, *map(_number_in, positions_of(node))])
    return most


def _number_in(position: Position) -> int:
    match position:
        case n.Fixed(number) | n.Affine(shift=number):
            return abs(number)
        case n.Letter(shift=number) | n.Extent(shift=number):
            return abs(number)
        case _:
            return 0


def condition_letters(condition: Condition | None) -> tuple[str, ...]:
    """The letters that a condition speaks of."""
    found: dict[str, None] = {}
    for side in sides(condition):
        found.update(dict.fromkeys(free_letters(side)))
    return tuple(found)


@lru_cache(maxsize=MOST_KEPT)
def names(expression: Expression) -> frozenset[str]:
    """The quantities that an expression reads, open functions and labels included."""
    found: set[str] = set()
    for node in walk(expression):
        match node:
            case n.Symbol(name):
                found.add(name)
            case n.Call(function):
                found.add(function)
            case _:
                pass
        found.update(p.name for p in positions_of(node) if isinstance(p, n.Label))
    return frozenset(found)


def changed(
    expression: Expression,
    change: Callable[[Expression], Expression | None],
    move: Callable[[Position], Position] | None = None,
) -> Expression:
    """The expression with nodes replaced by `change` and positions moved by `move`.

    Where `change` gives None a node stays and its parts are tried: outermost first.
    What nothing changes is the same object.
    """
    new = change(expression)
    if new is not None:
        return new

    def inner(part: Expression) -> Expression:
        return changed(part, change, move)

    def all_inner(found: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return _or_same(found, tuple([inner(part) for part in found]))

    def conditions(condition: Condition) -> Condition:
        given = sides(condition)
        found = all_inner(given)
        if found is given:
            return condition
        signs = [c.sign for c in comparisons(condition)]
        pairs = zip(found[::2], signs, found[1::2], strict=True)
        every = tuple(n.Comparison(*pair) for pair in pairs)
        return every[0] if isinstance(condition, n.Comparison) else n.Every(every)

    def at_place(position: Position) -> Position:
        return position if move is None else placed(position, move)

    def moved(found: tuple[Position, ...]) -> tuple[Position, ...]:
        return found if move is None else tuple([placed(p, move) for p in found])

    match expression:
        case n.Number():
            return expression
        case (
            n.Symbol(indices=indices)
            | n.Parameter(indices=indices)
            | n.Known(indices=indices)
        ):
            places = moved(indices)
            if places == indices:
                return expression
            return replace(expression, indices=places)
        case n.Running(position):
            at = at_place(position)
            return expression if at == position else n.Running(at)
        case n.Plus(terms):
            found = all_inner(terms)
            return expression if found is terms else n.Plus(found)
        case n.Product(factors):
            found = all_inner(factors)
            return (
                expression if found is factors else replace(expression, factors=found)
            )
        case n.Negative(of):
            new_of = inner(of)
            return expression if new_of is of else n.Negative(new_of)
        case n.Transpose(of):
            new_of = inner(of)
            return expression if new_of is of else replace(expression, of=new_of)
        case n.Entry(of, indices):
            new_of, places = inner(of), moved(indices)
            if new_of is of and places == indices:
                return expression
            return replace(expression, of=new_of, indices=places)
        case n.Slice(of, low, high):
            new_of, places = inner(of), moved((low, high))
            if new_of is of and places == (low, high):
                return expression
            return replace(expression, of=new_of, low=places[0], high=places[1])
        case n.Quotient(over, under):
            above, below = inner(over), inner(under)
            same = above is over and below is under
            return expression if same else n.Quotient(above, below)
        case n.Power(base, exponent):
            below, above = inner(base), inner(exponent)
            same = below is base and above is exponent
            if same:
                return expression
            return replace(expression, base=below, exponent=above)
        case n.Call(arguments=arguments, indices=indices):
            given, places = all_inner(arguments), moved(indices)
            if given is arguments and places == indices:
                return expression
            return replace(expression, arguments=given, indices=places)
        case n.Over(lower=lower, upper=upper, condition=condition, body=body):
            ends = [end and at_place(end) for end in (lower, upper)]
            when = None if condition is None else conditions(condition)
            inside = inner(body)
            if ends == [lower, upper] and when is condition and inside is body:
                return expression
            return replace(
                expression, lower=ends[0], upper=ends[1], condition=when, body=inside
            )
        case n.Partial(of, by):
            new_of = inner(of)  # in the order of `parts`
            variables = all_inner(by)
            if new_of is of and variables is by:
                return expression
            symbols = tuple(v for v in variables if isinstance(v, n.Variable))
            return replace(expression, of=new_of, by=symbols)
        case n.Indicator(condition):
            when = conditions(condition)
            return expression if when is condition else n.Indicator(when)
        case n.Cases(rows):
            new_rows = tuple([(inner(e), conditions(c)) for e, c in rows])
            pairs = zip(rows, new_rows, strict=True)
            if all(old[0] is new[0] and old[1] is new[1] for old, new in pairs):
                return expression
            return replace(expression, rows=new_rows)
        case n.Where(of, values):
            new_of = inner(of)
            settings = [(inner(s), inner(e)) for s, e in values]
            kept = tuple((s, e) for s, e in settings if isinstance(s, n.Variable))
            return n.Where(new_of, kept)
        case n.Rows(rows):
            return replace(expression, rows=tuple(map(all_inner, rows)))


def _or_same(
    old: tuple[Expression, ...], new: tuple[Expression, ...]
) -> tuple[Expression, ...]:
    """The old ones where all of the new ones are the same objects."""
    return old if all(map(operator.is_, old, new)) else new


def placed(position: Position, move: Callable[[Position], Position]) -> Position:
    """A position moved, and what is in it."""
    match move(position):
        case n.Label(name, (_, *_) as indices):
            return n.Label(name, tuple([placed(p, move) for p in indices]))
        case n.Affine(terms, shift):
            return affine([(sign, move(term)) for sign, term in terms], shift)
        case other:
            return other


def constant_value(expression: Expression) -> Fraction | None:
    """The value of an expression of numbers alone."""
    match expression:
        case n.Number(value):
            return value
        case n.Negative(term):
            inner = constant_value(term)
            return None if inner is None else -inner
        case n.Quotient(over, under):
            a, b = constant_value(over), constant_value(under)
            return None if a is None or not b else a / b
        case _:
            return None
