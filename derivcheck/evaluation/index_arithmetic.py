"""Indices and index arithmetic -> whole numbers at a point, and entries read there."""

from __future__ import annotations

from ..expressions import Expression, Key, NotUnderstood, Position
from ..expressions import nodes as n
from ..models import Model
from .environment import Closure, Frame, Surroundings, Whole
from .points import width
from .shared_values import Applied


def position(model: Model, at: Position) -> Whole:
    """A closure for the whole number that an index is."""
    match at:
        case n.Fixed(value):
            return lambda env, f: value
        case n.Letter(name, 0):
            return lambda env, f: f[name]
        case n.Letter(name, shift):
            return lambda env, f: f[name] + shift
        case n.Extent(name, shift):
            last = length(model, model.extents.of_size(name), name)
            return lambda env, f: last(env, f) + shift
        case n.Label(name, inner):
            places = [position(model, p) for p in inner]
            return lambda env, f: env.point.label(
                name, tuple([p(env, f) for p in places])
            )
        case n.Affine(terms, shift):
            up, down = (
                [position(model, term) for sign, term in terms if sign * way > 0]
                for way in (1, -1)
            )
            return _added(up, down, shift)


def length(model: Model, key: Key, name: str = "") -> Whole:
    """A closure for how far a slot runs: a size, several together, a layer's width."""
    extents = model.extents
    root = extents.find(key)

    if (number := extents.number.get(root)) is not None:
        return lambda env, f: number

    def known(env: Surroundings, f: Frame) -> int:
        found = env.point.sizes.get(root)
        if found is None:
            raise NotUnderstood(
                f"no declaration and no definition gives the size {name}", 0
            )
        return found

    together = extents.together(root)
    if together is not None:
        lengths, less = (
            [length(model, part) for part in keys]
            for keys in (together.lengths, together.less)
        )
        return _added(lengths, less, together.ones)
    match extents.layered.get(root):
        case (family, n.Letter(letter, shift)):

            def layered(env: Surroundings, f: Frame) -> int:
                if letter not in f:
                    raise NotUnderstood(
                        f"{family}_{letter} is the size of a layer, and {letter} is no "
                        "layer here: nothing says how far it runs",
                        0,
                    )
                return width(env.point, family, f[letter] + shift)

            return layered
        case _:
            return known


def _added(several: list[Whole], less: list[Whole], ones: int) -> Whole:
    return lambda env, f: (
        ones
        + sum(part(env, f) for part in several)
        - sum(part(env, f) for part in less)
    )


def whole(model: Model, expression: Expression) -> Whole:
    """Index arithmetic as a whole number."""
    match expression:
        case n.Number(value):
            number = int(value)
            return lambda env, f: number
        case n.Running(at):
            return position(model, at)
        case n.Negative(term):
            inner = whole(model, term)
            return lambda env, f: -inner(env, f)
        case n.Plus(terms):
            several = [whole(model, t) for t in terms]
            return lambda env, f: sum(t(env, f) for t in several)
        case _:
            raise NotUnderstood("expected an index", 0)


def is_whole(expression: Expression) -> bool:
    """Whether an expression is index arithmetic."""
    match expression:
        case n.Number(value):
            return value.denominator == 1
        case n.Running():
            return True
        case n.Negative(term):
            return is_whole(term)
        case n.Plus(terms):
            return all(map(is_whole, terms))
        case _:
            return False


def entry(model: Model, key: str | Applied, indices: tuple[Position, ...]) -> Closure:
    """A closure for the entry of an array at some positions."""
    match [(p.name, p.shift) for p in indices if isinstance(p, n.Letter)]:
        case found if len(found) < len(indices):
            pass  # not of letters alone
        case []:
            return lambda env, f: env[key][()]
        case [(a, 0)]:
            return lambda env, f: env[key][f[a],]
        case [(a, 0), (b, 0)]:
            return lambda env, f: env[key][f[a], f[b]]
        case [(a, m), (b, k)]:
            return lambda env, f: env[key][f[a] + m, f[b] + k]
        case [(a, m), (b, k), (c, o)]:
            return lambda env, f: env[key][f[a] + m, f[b] + k, f[c] + o]
        case _:
            pass
    fixed = tuple(p.value for p in indices if isinstance(p, n.Fixed))
    if len(fixed) == len(indices):
        return lambda env, f: env[key][fixed]
    at = [position(model, p) for p in indices]
    return lambda env, f: env[key][tuple([p(env, f) for p in at])]
