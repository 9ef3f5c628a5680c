"""What operators make of the arrays of a small model: in words, and refused."""

from __future__ import annotations

import pytest

from derivcheck.expressions import Expression, NotUnderstood, Position, spelled
from derivcheck.expressions import nodes as n
from derivcheck.expressions.plain_text import numbered
from derivcheck.models.components import Arrays
from derivcheck.models.sizes import Extents, slot

SIDES = {
    "a": (),
    "x": ("n",),
    "z": ("n",),
    "y": ("m",),
    "W": ("m", "n"),
    "V": ("n", "m"),
    "S": ("n", "n"),
    "N": ("n", "one"),
    "T": ("n", "n", "n"),
}
I, J, K = n.Letter("i"), n.Letter("j"), n.Letter("k")
PLACE = 7  # where every operator of these tests stands in its text


def small_model() -> Arrays:
    """A number, columns and matrices of n and of m entries, and one of one column."""
    extents = Extents()
    for name, sides in SIDES.items():
        for number, size in enumerate(sides):
            if size == "one":
                extents.fix(slot(name, number), 1)
            else:
                extents.tie(extents.name_size(size), slot(name, number))
    arrays = Arrays(extents, lambda name: len(SIDES[name]))
    arrays.defining = False
    return arrays


def entry(name: str, *indices: Position) -> n.Symbol:
    return n.Symbol(name, indices, PLACE)


a, x, z, y = entry("a"), entry("x"), entry("z"), entry("y")
W, V, S, N = entry("W"), entry("V"), entry("S"), entry("N")


def turned(of: Expression) -> n.Transpose:
    return n.Transpose(of, PLACE)


def times(*factors: Expression, sign: str = "") -> n.Product:
    return n.Product(factors, (sign,) * (len(factors) - 1), PLACE)


def called(function: str, *arguments: Expression) -> n.Call:
    return n.Call(function, arguments, 0, PLACE)


def lowered(expression: Expression, arrays: Arrays | None = None) -> tuple[str, str]:
    """The shape of an expression in words, and its entry at i and j in plain text."""
    arrays = arrays or small_model()
    found = arrays.lower(expression)
    at = (I, J)[: len(found.shape.sizes)]
    return arrays.say(found.shape), numbered(spelled(found.entry(at)))


def refusal(expression: Expression, arrays: Arrays | None = None) -> str:
    """Why an expression has no shape or no entries; it is refused at its place."""
    with pytest.raises(NotUnderstood) as found:
        lowered(expression, arrays)
    assert found.value.at == PLACE
    return str(found.value)
