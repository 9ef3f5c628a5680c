"""A small model and one of its points, both written down, to try expressions at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.environment import Frame
from derivcheck.evaluation.points import FLOAT
from derivcheck.evaluation.sampling import Sample, Sampler
from derivcheck.evaluation.scalars import Scalar, real
from derivcheck.expressions import nodes as n
from derivcheck.models import Function, Given, Model, build_model, slot

Written = n.Expression | float | str
Rows = dict[n.Symbol, Written]
Array = np.ndarray[Any, np.dtype[np.float64]]


def position(written: n.Position | str | int) -> n.Position:
    """`k` is a letter, `3` a number."""
    match written:
        case str(name):
            return n.Letter(name)
        case int(value):
            return n.Fixed(value)
        case _:
            return written


def symbol(name: str, *indices: n.Position | str | int) -> n.Symbol:
    """A quantity read at positions."""
    return n.Symbol(name, tuple(map(position, indices)))


def expression(written: Written) -> n.Expression:
    """A number or the name of a quantity without indices, as an expression."""
    match written:
        case str(name):
            return symbol(name)
        case float() | int():
            return n.Number(Fraction(written))
        case _:
            return written


def plus(*terms: Written) -> n.Plus:
    """A sum of terms."""
    return n.Plus(tuple(map(expression, terms)))


def times(*factors: Written) -> n.Product:
    """A product of factors."""
    return n.Product(tuple(map(expression, factors)), ("",) * (len(factors) - 1))


def call(function: str, *arguments: Written, order: int = 0) -> n.Call:
    """A function of its arguments."""
    return n.Call(function, tuple(map(expression, arguments)), order)


def over(
    sign: str,
    letter: str,
    body: Written,
    lower: n.Position | str | int | None = None,
    upper: n.Position | str | int | None = None,
    where: n.Condition | None = None,
) -> n.Over:
    """A big sign: the letter runs between two limits, or as far as its slots say."""
    low, high = (None if p is None else position(p) for p in (lower, upper))
    return n.Over(sign, letter, low, high, where, expression(body))


def index(letter: n.Position | str | int) -> n.Running:
    """An index used as a number."""
    return n.Running(position(letter))


def compared(left: n.Expression, sign: str, right: n.Expression) -> n.Comparison:
    """A comparison of two expressions."""
    return n.Comparison(left, sign, right)


def given_of(rows: Rows | None = None, **lengths: tuple[int, ...]) -> Given:
    """Inputs with their lengths, and definitions."""
    found = Given()
    for name, shape in lengths.items():
        found.take(name, len(shape), 0)
        for number, length in enumerate(shape):
            found.extents.fix(slot(name, number), length)
    for left, value in (rows or {}).items():
        found.define(left, expression(value), 1)
    return found


def model_of(rows: Rows | None = None, **lengths: tuple[int, ...]) -> Model:
    """A model of inputs with their lengths, and of definitions."""
    return build_model(given_of(rows, **lengths))


def with_functions(model: Model, *functions: Function) -> Model:
    """A model with functions of its own."""
    return replace(model, functions={f.name: f for f in functions})


@dataclass
class Here:
    """A point, and the machine that turns expressions into what they are worth there.

    `given` are the inputs' values; an input without one is drawn, as everywhere.
    """

    model: Model
    machine: Machine
    point: Sample

    def value(self, written: Written, tier: int = FLOAT, **letters: int) -> Scalar:
        """What an expression is worth here, at these values of its free letters."""
        frame: Frame = dict(letters)
        return self.machine.closure(expression(written))(self.point.at(tier), frame)

    def number(self, written: Written, **letters: int) -> float:
        """The same as a float, without derivatives."""
        return real(self.value(written, **letters))


def here(rows: Rows | None = None, **given: ArrayLike) -> Here:
    """A point at which the inputs are these arrays."""
    arrays = {name: np.asarray(value, float) for name, value in given.items()}
    model = model_of(rows, **{name: array.shape for name, array in arrays.items()})
    return placed(model, arrays)


def placed(model: Model, arrays: dict[str, Array]) -> Here:
    """A point of a model at which the inputs are these arrays, counted from one."""
    ball = balls.ball if balls.present() else None
    machine = Machine(model, ball)
    sampler = Sampler(model, machine, seed=0)
    sampler.prepare()
    point = sampler.point(0, 0)
    for name, array in arrays.items():
        for indices, value in np.ndenumerate(array):
            exact = ball(Fraction(float(value))) if ball else float(value)
            at = tuple(number + 1 for number in indices)
            point.given[name, at] = (float(value), exact)
    return Here(model, machine, point)
