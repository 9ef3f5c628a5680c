"""Random expressions, the same ones for a seed: every node and every position."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from derivcheck.expressions import nodes as n

LETTERS = "ijk"
SIGNS = ("=", r"\ne", "<", r"\le", ">", r"\ge")


def tree(seed: int, depth: int = 4) -> n.Expression:
    """A random expression."""
    return _expression(random.Random(seed), depth)


def position(draw: random.Random, depth: int = 1) -> n.Position:
    """A random position."""
    letter = n.Letter(draw.choice(LETTERS), draw.choice((0, 0, 0, -1, 2)))
    size = n.Extent(draw.choice("nm"), draw.choice((0, 0, 1)))
    found: list[n.Position] = [n.Fixed(draw.randint(0, 3)), letter, letter, size]
    if depth:
        inside = tuple(position(draw, 0) for _ in range(draw.randint(0, 2)))
        found += [
            n.Label(draw.choice("yt"), inside),
            n.affine([(1, n.Letter("i")), (-1, n.Letter("j"))], draw.randint(-1, 1)),
        ]
    return draw.choice(found)


def _indices(draw: random.Random) -> tuple[n.Position, ...]:
    return tuple(position(draw) for _ in range(draw.randint(0, 2)))


def _symbol(draw: random.Random) -> n.Symbol:
    return n.Symbol(draw.choice("abwx"), _indices(draw))


def _condition(draw: random.Random, depth: int) -> n.Condition:
    found = tuple(
        n.Comparison(
            _expression(draw, depth), draw.choice(SIGNS), _expression(draw, depth)
        )
        for _ in range(draw.randint(1, 2))
    )
    return found[0] if len(found) == 1 else n.Every(found)


def _expression(draw: random.Random, depth: int) -> n.Expression:
    if depth == 0:
        number = n.Number(Fraction(draw.randint(0, 9), draw.choice((1, 3))))
        running = n.Running(position(draw))
        leaves: list[n.Expression] = [number, _symbol(draw), _symbol(draw), running]
        return draw.choice(leaves)

    def inner() -> n.Expression:
        return _expression(draw, depth - 1)

    def several() -> tuple[n.Expression, ...]:
        return tuple(inner() for _ in range(draw.randint(2, 3)))

    def over() -> n.Over:
        low, high = (draw.choice((None, position(draw))) for _ in range(2))
        where = draw.choice((None, _condition(draw, 0)))
        sign = draw.choice(("sum", "prod", "max"))
        return n.Over(sign, draw.choice(LETTERS), low, high, where, inner())

    def product() -> n.Product:
        factors = several()
        return n.Product(factors, ("",) * (len(factors) - 1))

    makers: list[Callable[[], n.Expression]] = [
        lambda: n.Plus(several()),
        product,
        lambda: n.Negative(inner()),
        lambda: n.Quotient(inner(), inner()),
        lambda: n.Power(inner(), inner()),
        lambda: n.Call(
            draw.choice("fg"), several(), draw.randint(0, 2), indices=_indices(draw)
        ),
        over,
        over,
        lambda: n.Partial(
            inner(), tuple(_symbol(draw) for _ in range(draw.randint(1, 2)))
        ),
        lambda: n.Indicator(_condition(draw, depth - 1)),
        lambda: n.Cases(
            ((inner(), _condition(draw, depth - 1)), (inner(), n.Every(())))
        ),
        lambda: n.Where(inner(), ((_symbol(draw), inner()),)),
        lambda: n.Transpose(inner()),
        lambda: n.Entry(inner(), (position(draw),)),
        lambda: n.Rows(((inner(), inner()), (inner(), inner()))),
        lambda: n.Known("unit", (position(draw),)),
    ]
    return draw.choice(makers)()
