"""Relations up to plain algebra: what is the same in other words has one meaning.

Sums and products up to their order, bound letters up to their names, and what a
condition ties: nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..checking import Claim
from ..expressions import Condition, Expression, Position, comparisons, parts
from ..expressions import nodes as n

Tree = tuple[object, ...]
Equal = dict[str, Position]
Bound = dict[str, int]
NOUGHT: Tree = ("number", Fraction(0))


def meaning(claim: Claim) -> tuple[Tree, str, Tree, Tree]:
    """The claim up to plain algebra, its bound letters, and what its condition ties."""
    equal = _equalities(claim.condition, {})
    left = _algebra(claim.left, equal, {})
    right = _algebra(claim.right, equal, {})
    if claim.sign in {"=", r"\ne"}:  # a number before what is zero changes nothing
        if right == NOUGHT:
            left = _primitive(left)
        elif left == NOUGHT:
            right = _primitive(right)
    return left, claim.sign, right, _together(claim.condition, {}, {})


def _primitive(tree: Tree) -> Tree:
    """The tree up to a rational factor."""
    match tree:
        case ("number", Fraction() as value):
            return ("number", Fraction(bool(value)))
        case ("times", Fraction(), tuple() as rest):
            return rest
        case ("+", *terms):
            return ("+", *_scaled(terms))
    return tree


def _equalities(condition: Condition | None, equal: Equal) -> Equal:
    """Which letters a condition replaces by which positions."""
    found = dict(equal)
    for c in comparisons(condition):
        match c:
            case n.Comparison(n.Running(n.Letter(name, 0)), "=", n.Running(other)):
                if other != n.Letter(name) and _same(n.Letter(name), found) != _same(
                    other, found
                ):
                    one, two = sorted((n.Letter(name), other), key=repr)
                    keep, away = (two, one) if isinstance(one, n.Letter) else (one, two)
                    if isinstance(away, n.Letter) and not away.shift:
                        found[away.name] = keep
    return found


def _same(position: Position, equal: Equal) -> Position:
    for _ in range(len(equal) + 1):
        if not (isinstance(position, n.Letter) and position.name in equal):
            break
        instead = equal[position.name]
        if isinstance(instead, n.Label):
            return instead if not position.shift else position
        if isinstance(instead, n.Fixed):
            position = n.Fixed(instead.value + position.shift)
        else:
            position = replace(instead, shift=instead.shift + position.shift)
    return position


def _letter(position: Position) -> str | None:
    return position.name if isinstance(position, n.Letter) else None


def _position(position: Position, equal: Equal, bound: Bound) -> Tree:
    position = _same(position, equal)
    if isinstance(position, n.Letter) and position.name in bound:
        return ("bound", bound[position.name], position.shift)
    return (type(position).__name__, repr(position))


def _scaled(terms: Sequence[object]) -> Iterator[Tree]:
    """The terms of a sum, the first of them with the coefficient one."""
    first = None
    for pair in terms:
        match pair:
            case (term, Fraction() as many):
                first = first or many
                yield (term, many / first)


def _together(condition: Condition | None, equal: Equal, bound: Bound) -> Tree:
    found = []
    for c in comparisons(condition):
        sides: Sequence[Tree] = [
            _algebra(side, equal, bound) for side in (c.left, c.right)
        ]
        if c.sign in {"=", r"\ne"}:
            sides = sorted(sides, key=repr)
        found.append((c.sign, *sides))
    return tuple(sorted(found, key=repr))


def _algebra(node: Expression, equal: Equal, bound: Bound) -> Tree:
    """The expression as a tree that is the same for what plain algebra makes one."""

    def inner(part: Expression) -> Tree:
        return _algebra(part, equal, bound)

    match node:
        case n.Number(value):
            return ("number", value)
        case n.Plus() | n.Negative():
            return _sum(node, equal, bound)
        case n.Product(factors):
            return _product(factors, equal, bound)
        case n.Power(base, exponent, each=each):
            one = inner(exponent)
            return (
                inner(base) if one == ("number", 1) else ("^", inner(base), one, each)
            )
        case n.Over(sign, letter, lower, upper, condition, body):
            under = {**bound, letter: len(bound)}
            ends = [p and _position(p, equal, bound) for p in (lower, upper)]
            told = {k: v for k, v in equal.items() if letter not in (k, _letter(v))}
            found = (_together(condition, told, under), _algebra(body, told, under))
            return ("over", sign, *ends, *found)
        case n.Indicator(condition):
            return ("indicator", _together(condition, equal, bound))
        case n.Cases(rows):
            return ("cases", *(
                (_algebra(v, _equalities(c, equal), bound), _together(c, equal, bound))
                for v, c in rows
            ))  # fmt: skip  # a row a line
        case n.Symbol(name, indices):
            return ("symbol", name, *(_position(p, equal, bound) for p in indices))
        case n.Running(position):
            return ("running", _position(position, equal, bound))
        case n.Known(kind, indices):
            return ("known", kind, *(_position(p, equal, bound) for p in indices))
        case n.Entry(of, indices):
            return ("entry", inner(of), *(_position(p, equal, bound) for p in indices))
        case n.Call(function, arguments, order, _, indices):
            which = tuple(_position(p, equal, bound) for p in indices)
            return ("call", function, order, which, *map(inner, arguments))
        case n.Partial(of, by, _, immediate):
            return ("d", immediate, inner(of), *sorted(map(inner, by), key=repr))
        case _:
            return (type(node).__name__, *map(inner, parts(node)))


def _sum(node: Expression, equal: Equal, bound: Bound) -> Tree:
    found: dict[Tree, Fraction] = {}

    def add(term: Expression, factor: Fraction) -> None:
        if isinstance(term, n.Plus):
            for one in term.terms:
                add(one, factor)
        elif isinstance(term, n.Negative):
            add(term.term, -factor)
        else:
            many, tree = _parted(_algebra(term, equal, bound))
            found[tree] = found.get(tree, Fraction(0)) + factor * many

    add(node, Fraction(1))
    kept = sorted(((t, c) for t, c in found.items() if c), key=repr)
    if not kept:
        return NOUGHT
    if len(kept) == 1:
        return _joined(kept[0][1], kept[0][0])
    return ("+", *kept)


def _product(factors: tuple[Expression, ...], equal: Equal, bound: Bound) -> Tree:
    told = equal
    for factor in factors:
        if isinstance(factor, n.Indicator):
            told = _equalities(factor.condition, told)
    number, found = Fraction(1), list[Tree]()
    for factor in factors:
        ours = equal if isinstance(factor, n.Indicator) else told
        many, tree = _parted(_algebra(factor, ours, bound))
        number *= many
        found += [tree] if tree[0] != "*" else list(tree[1:])  # type: ignore[arg-type]  # its parts are trees
    kept = [t for m, t in enumerate(found) if t != ("number", 1)
            and not (t[0] == "indicator" and t in found[:m])]  # fmt: skip  # 1² = 1
    kept.sort(key=repr)
    if not kept or not number:
        return ("number", number)
    return _joined(number, kept[0] if len(kept) == 1 else ("*", *kept))


def _parted(tree: Tree) -> tuple[Fraction, Tree]:
    """The number before a product, and the rest."""
    match tree:
        case ("number", Fraction() as value):
            return value, ("number", Fraction(1))
        case ("times", Fraction() as value, tuple() as rest):
            return value, rest
    return Fraction(1), tree


def _joined(number: Fraction, tree: Tree) -> Tree:
    if tree == ("number", 1):
        return ("number", number)
    return tree if number == 1 else ("times", number, tree)
