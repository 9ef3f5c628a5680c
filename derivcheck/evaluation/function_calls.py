"""Functions of arguments -> closures: known, the page's own, open, with corners."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..expressions import Call, NotUnderstood, mismatch
from ..models import Function
from . import scalars
from .compiler import Compiler
from .environment import Closure, Frame, Surroundings, Whole
from .index_arithmetic import entry
from .linear_systems import solve
from .points import BALL, spend
from .reductions import NEAREST, extreme
from .scalars import NOTHING, Dual, OutOfDomain, Scalar, real, tangent

A_CALL = 4  # operations that a call of a defined function counts as

CompiledFunction = Callable[[Surroundings, Frame, list[Scalar]], Scalar]


def call(compiler: Compiler, call: Call) -> Closure:
    """A closure for a function of its arguments."""
    arguments = [compiler.closure(a) for a in call.arguments]
    if call.function == "pi":
        return _pi(compiler)
    if call.function in {"max", "min"}:
        return _kink(compiler, arguments, call)
    if call.function in {"abs", "relu", "sign"}:
        return _bend(compiler, call.function, arguments[0], call.order)
    if call.function == "norm":
        of = arguments[0]
        return lambda env, f: scalars.sqrt(of(env, f) * of(env, f))
    if call.function == "norm_1":
        return _bend(compiler, "abs", arguments[0], call.order)
    if call.function == "inverse":
        return _inverse(*arguments)
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
            raise mismatch(
                f"{call.function} takes an array; a number stands here", call.at
            )
        return lambda env, f, values: known(values[0])
    given = len(call.arguments)
    if given != own.arguments:
        raise NotUnderstood(
            f"{own.name} takes {own.arguments} arguments; {given} stand here",
            call.at,
        )
    if own.body is None:
        return _open(own, [compiler.position(p) for p in call.indices])
    body = compiler.functions.get(own.name)
    if body is None:
        body = compiler.closure(own.body)
        compiler.functions[own.name] = body
    names = ["@" + p for p in own.parameters]
    found = body

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
    site = compiler.site(len(arguments))
    largest = call.function == "max"

    def kink(env: Surroundings, f: Frame) -> Scalar:
        value, branch = extreme([a(env, f) for a in arguments], largest)
        env.point.visited.add((site, branch))
        return value

    return kink


def _bend(compiler: Compiler, function: str, of: Closure, order: int) -> Closure:
    """A closure for a function with a corner at zero, and its derivatives."""
    site = compiler.site(2)

    def bend(env: Surroundings, f: Frame) -> Scalar:
        x = of(env, f)
        value = real(x)
        if abs(value) < NEAREST:
            raise OutOfDomain("too near to a corner")
        env.point.visited.add((site, int(value > 0)))
        up, down = {"abs": (1.0, -1.0), "relu": (1.0, 0.0)}.get(function, (0.0, 0.0))
        if order > 1 or (function == "sign" and order):
            return 0.0
        if function == "sign":
            return 1.0 if value > 0 else -1.0
        slope = up if value > 0 else down
        return slope if order else slope * x

    return bend


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
    def differentiated(env: Surroundings, f: Frame) -> Scalar:
        x = of(env, f)
        if x is NOTHING:
            x = 0.0
        found = []
        for _ in range(order):
            level = next(scalars.levels)
            x = Dual(level, x, 1.0)
            found.append(level)
        value = apply(env, f, [x])
        for level in reversed(found):
            value = tangent(value, level)
        return value

    return differentiated
