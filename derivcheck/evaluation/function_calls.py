"""Functions of arguments -> closures: known, the page's own, open, with corners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from ..expressions import REAL, Call, Interval, NotUnderstood, mismatch, spelled
from ..models import Function
from . import scalars
from .bounds_by_form import value_bounds
from .compiler import Compiler
from .corners import extreme, too_near
from .environment import Closure, Frame, Surroundings, Whole, argument_key
from .index_arithmetic import entry
from .linear_systems import determinant, solve
from .points import BALL, TooMuch, spend
from .scalars import (
    NOTHING,
    Dual,
    NearCorner,
    OutOfDomain,
    Scalar,
    real,
    tangent,
)
from .shared_values import is_level

A_CALL = 4  # operations that a call of a defined function counts as
MOST_ORDERS = 8

CompiledFunction = Callable[[Surroundings, Frame, list[Scalar]], Scalar]


def call(compiler: Compiler, call: Call) -> Closure:
    """A closure for a function of its arguments."""
    arguments = [compiler.closure(a) for a in call.arguments]
    if call.function == "pi":
        return _pi(compiler)
    if call.function in {"max", "min"}:
        return _kink(compiler, arguments, call)
    own = call.function in compiler.model.functions
    if call.function in {"abs", "relu", "sign"} and not own:
        return _bend(compiler, call, arguments[0])
    if call.function == "norm":
        of = arguments[0]
        return lambda env, f: scalars.sqrt(of(env, f) * of(env, f))
    if call.function == "norm_1":
        return _bend(compiler, replace(call, function="abs"), arguments[0])
    if call.function == "inverse":
        return _inverse(*arguments)
    if call.function == "determinant":
        return _determinant(*arguments)
    if call.function in {"chain", "chain backward"}:
        return _chain(*arguments, backward=call.function != "chain")
    stored = compiler.stored(call)
    if stored is not None:
        return entry(compiler.model, *stored)
    apply = _function(compiler, call)
    if call.order:
        if len(arguments) != 1:
            raise NotUnderstood("a prime is read on functions of one argument", call.at)
        return _differentiated(apply, arguments[0], call.order)
    if len(arguments) == 1:
        a = arguments[0]
        return lambda env, f: apply(env, f, [a(env, f)])
    return lambda env, f: apply(env, f, [a(env, f) for a in arguments])


def _pi(compiler: Compiler) -> Closure:
    """A closure for π, exact among balls."""

    def pi(env: Surroundings, f: Frame) -> Scalar:
        one = compiler.number(Fraction(1, 1))(env, f)
        if env.tier == BALL and compiler.ball is not None:
            return 4 * compiler.ball(Fraction(1)).atan()
        return 4 * scalars.arctan(one)

    return pi


def _function(compiler: Compiler, call: Call) -> CompiledFunction:
    """The function that is called, of surroundings and arguments."""
    own = compiler.model.functions.get(call.function)
    if own is None:
        known = scalars.FUNCTIONS.get(call.function)
        if known is None:
            raise mismatch(f"{call.function} takes an array, found a number", call.at)
        level = compiler.level(call.function, call.arguments[0])
        if level is None:
            return lambda env, f, values: known(values[0])

        def levelled(env: Surroundings, f: Frame, values: list[Scalar]) -> Scalar:
            env.point.visited.add((level, int(is_level(values[0]))))
            return known(values[0])

        return levelled
    given = len(call.arguments)
    if given != own.arguments:
        raise NotUnderstood(
            f"{own.name} takes {own.arguments} arguments, found {given}",
            call.at,
        )
    if own.body is None:
        which = [compiler.position(p) for p in call.indices]
        return _within(compiler, own.codomain, _open(own, which))
    compiled = compiler.functions.get(own.name)
    if compiled is None:
        before = len(compiler.gathered)
        found = compiler.closure(own.body)
        compiler.functions[own.name] = found, compiler.gathered[before:]
    else:
        found, sites = compiled
        compiler.gathered += sites
    names = [argument_key(p) for p in own.parameters]

    def own_function(env: Surroundings, f: Frame, values: list[Scalar]) -> Scalar:
        spend(env.point, A_CALL)
        return found(env, dict(zip(names, values, strict=True)))

    return own_function


def _kink(compiler: Compiler, arguments: list[Closure], call: Call) -> Closure:
    """A closure for a maximum or minimum of several arguments."""
    if len(arguments) < 2:
        raise NotUnderstood(
            f"{call.function} of one number; write \\max(0, z) or \\max_k z_k",
            call.at,
        )
    largest = call.function == "max"
    extremes = "largest" if largest else "smallest"
    said = (f"{spelled(a)} is the {extremes}" for a in call.arguments)
    reached = _reached(compiler, call, largest)
    site = compiler.site(
        *(text if n in reached else None for n, text in enumerate(said))
    )

    def kink(env: Surroundings, f: Frame) -> Scalar:
        value, branch = extreme(
            [a(env, f) for a in arguments], largest, exactly=env.point.exactly
        )
        env.point.visited.add((site, branch))
        return value

    return kink


def _reached(compiler: Compiler, call: Call, largest: bool) -> set[int]:
    """Which arguments can be the largest, or smallest, as far as their forms show."""
    found = [value_bounds(compiler.model, a) for a in call.arguments]
    if not largest:
        found = [(-high, -low) for low, high in found]
    return {
        n
        for n, (_, high) in enumerate(found)
        if high > max(low for other, (low, _) in enumerate(found) if other != n)
    }


def _bend(compiler: Compiler, call: Call, of: Closure) -> Closure:
    """A closure for a function with a corner at zero, and its derivatives."""
    function, order = call.function, call.order
    said = spelled(call.arguments[0])
    low, high = value_bounds(compiler.model, call.arguments[0])
    site = compiler.site(
        f"{said} is negative" if low < 0 else None,
        f"{said} is positive" if high > 0 else None,
    )

    def bend(env: Surroundings, f: Frame) -> Scalar:
        x = of(env, f)
        value = real(x)
        if type(x) is not Dual and x == 0 and not order:
            return x
        if too_near(value, 0.0):
            raise NearCorner
        env.point.visited.add((site, int(value > 0)))
        up, down = {"abs": (1.0, -1.0), "relu": (1.0, 0.0)}.get(function, (0.0, 0.0))
        if order > 1 or (function == "sign" and order):
            return 0.0
        if function == "sign":
            return 1.0 if value > 0 else -1.0
        slope = up if value > 0 else down
        return slope if order else slope * x

    return bend


def _determinant(of: Closure) -> Closure:
    """The determinant of a matrix, which comes as a list of rows."""

    def found(env: Surroundings, f: Frame) -> Scalar:
        value = determinant(of(env, f))
        if value is None:
            raise OutOfDomain("a determinant too near to zero to differentiate")
        return value

    return found


def _inverse(of: Closure, row: Closure, column: Closure) -> Closure:
    """One entry of the inverse of a matrix, which comes as a list of rows."""

    def inverse(env: Surroundings, f: Frame) -> Scalar:
        matrix = of(env, f)
        wanted = int(real(column(env, f)))
        unit: list[Scalar] = [float(n == wanted) for n in range(1, len(matrix) + 1)]
        found = solve(matrix, unit)
        if found is None:
            raise OutOfDomain("a singular matrix has no inverse")
        return found[int(real(row(env, f))) - 1]

    return inverse


def _chain(of: Closure, row: Closure, column: Closure, *, backward: bool) -> Closure:
    """One entry of a product of matrices, which come as a list of lists of rows."""

    def chain(env: Surroundings, f: Frame) -> Scalar:
        matrices = of(env, f)
        first, last = int(real(row(env, f))), int(real(column(env, f)))
        if not matrices:
            return float(first == last)
        if backward:
            matrices = matrices[::-1]
        found = matrices[0][first - 1]
        for matrix in matrices[1:]:
            spend(env.point, len(found) * len(matrix[0]))
            found = [
                sum((a * b for a, b in zip(found, below, strict=True)), start=0.0)
                for below in zip(*matrix, strict=True)
            ]
        return found[last - 1]

    return chain


def _open(own: Function, which: list[Whole]) -> CompiledFunction:
    """An open function, of numbers or of every entry of arrays; `which` of a family."""

    def alone(env: Surroundings, f: Frame, values: list[Scalar]) -> Scalar:
        return env.point.smooth(own.name, len(values), env.tier)(values)

    def apply(env: Surroundings, f: Frame, values: list[Scalar]) -> Scalar:
        name = own.name + "".join(f"·{index(env, f)}" for index in which)
        flat = _flat(values) if own.kind else values
        return env.point.smooth(name, len(flat), env.tier)(flat)

    return apply if which or own.kind else alone


def _within(
    compiler: Compiler, codomain: Interval, apply: CompiledFunction
) -> CompiledFunction:
    """The function, with its values brought into an open interval."""
    if codomain == REAL:
        return apply
    low = None if codomain.low is None else compiler.number(codomain.low)
    high = None if codomain.high is None else compiler.number(codomain.high)

    def within(env: Surroundings, f: Frame, values: list[Scalar]) -> Scalar:
        found = apply(env, f, values)
        if low is None:
            return found if high is None else high(env, f) - scalars.exp(found)
        if high is None:
            return low(env, f) + scalars.exp(found)
        width = high(env, f) - low(env, f)
        return low(env, f) + width * scalars.sigmoid(found)

    return within


def _flat(values: list[Scalar]) -> list[Scalar]:
    """The numbers in lists and the lists inside them, in order."""
    found: list[Scalar] = []
    stack = list(reversed(values))
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        else:
            found.append(value)
    return found


def _differentiated(apply: CompiledFunction, of: Closure, order: int) -> Closure:
    """A closure for a derivative of a function; its cost doubles with each order."""
    if order > MOST_ORDERS:
        raise TooMuch(f"more than {MOST_ORDERS} primes")

    def differentiated(env: Surroundings, f: Frame) -> Scalar:
        x = of(env, f)
        if x is NOTHING:
            x = 0.0
        found = []
        for _ in range(order):
            level = next(scalars.levels)
            x = Dual(level, x, 1.0)
            found.append(level)
        try:
            value = apply(env, f, [x])
        except OutOfDomain as trouble:
            trouble.inside = True
            raise
        for level in reversed(found):
            value = tangent(value, level)
        return value

    return differentiated
