r"""Derivatives, and quantities held at other values -> closures.

Forward mode in the graph: what is below becomes an input that carries a derivative.
"""

from __future__ import annotations

from dataclasses import replace

from ..expressions import (
    Call,
    Expression,
    Letter,
    NotUnderstood,
    Parameter,
    Partial,
    Symbol,
    Variable,
    names,
)
from .compiler import Compiler
from .environment import Closure, Frame, Surroundings, argument_key, array
from .scalars import OutOfDomain, Scalar, tangent


def partial(compiler: Compiler, partial: Partial) -> Closure:
    """A closure for a derivative by quantities of the model."""
    if partial.immediate:
        return _immediate(compiler, partial)
    of = compiler.closure(partial.of)
    by = [(s.name, [compiler.position(p) for p in s.indices]) for s in partial.by]
    _independent(compiler, partial)
    if len(by) == 1:
        name, at = by[0]
        fixed = [p for p in partial.by[0].indices if isinstance(p, Letter)]
        if len(fixed) == len(at) == 1 and not fixed[0].shift:
            letter = fixed[0].name

            def first(env: Surroundings, f: Frame) -> Scalar:
                inner, level = env.child(name, (f[letter],))
                try:
                    return tangent(of(inner, f), level)
                except OutOfDomain as trouble:
                    trouble.inside = True
                    raise

            return first

    again = any(name in compiler.downstream(name) for name, _ in by[1:])

    def partial_(env: Surroundings, f: Frame) -> Scalar:
        inner, found = env, []
        for name, at in reversed(by) if again else ():
            inner, _ = inner.child(name, tuple([p(inner, f) for p in at]))
        inner = env  # the other order was to see that neither depends on the other
        for name, at in by:
            inner, level = inner.child(name, tuple([p(inner, f) for p in at]))
            found.append(level)
        try:
            value = of(inner, f)
        except OutOfDomain as trouble:
            trouble.inside = True
            raise
        for level in reversed(found):
            value = tangent(value, level)
        return value

    return partial_


def _independent(compiler: Compiler, partial: Partial) -> None:
    """Raises for a second derivative by quantities that depend on each other."""
    for symbol in partial.by:
        if isinstance(symbol, Parameter):
            raise NotUnderstood(
                "a derivative by a function's parameter is written f'(z)", symbol.at
            )
        quantity = compiler.model.quantities.get(symbol.name)
        if quantity is not None and quantity.slots != len(symbol.indices):
            raise NotUnderstood(
                f"{compiler.model.spelled(symbol.name)} has {quantity.slots} indices, "
                f"found {len(symbol.indices)}",
                symbol.at,
            )
    if len(partial.by) < 2:
        return
    names = list(dict.fromkeys(s.name for s in partial.by))
    for one in names:
        for other in names:
            if one != other and one in compiler.downstream(other):
                raise NotUnderstood(
                    f"{compiler.model.spelled(one)} depends on "
                    f"{compiler.model.spelled(other)}: a second derivative by both has "
                    "no meaning here",
                    partial.at,
                )


def _immediate(compiler: Compiler, partial: Partial) -> Closure:
    r"""A closure for `\partial^{+}`: the derivative through one definition only."""
    of, by = partial.of, partial.by[0]
    if isinstance(of, Call) and isinstance(by, Symbol):
        return _in_argument(compiler, of, by)
    if not isinstance(of, Symbol):
        held = names(of) - {by.name}
        if compiler.downstream(by.name) & (held | {by.name}):
            raise NotUnderstood(
                r"\partial^{+}, or a slope in one argument, is read of one quantity of "
                "the model, or where nothing else in the formula depends on what it is "
                "by",
                partial.at,
            )
        return compiler.closure(replace(partial, immediate=False))
    symbol = of
    at = [compiler.position(p) for p in by.indices]
    left = [compiler.position(p) for p in symbol.indices]

    def immediate(env: Surroundings, f: Frame) -> Scalar:
        inner, level = env.shielded(by.name, tuple(p(env, f) for p in at))
        indices = tuple(p(env, f) for p in left)
        return tangent(array(inner, symbol.name)[indices], level)

    return immediate


def _in_argument(compiler: Compiler, call: Call, by: Symbol) -> Closure:
    """A closure for the slope of a call in one argument, the others held."""
    at = [compiler.position(p) for p in by.indices]
    value = compiler.closure(call)

    def slope(env: Surroundings, f: Frame) -> Scalar:
        inner, level = env.shielded(by.name, tuple(p(env, f) for p in at))
        return tangent(value(inner, f), level)

    return slope


def where(
    compiler: Compiler, of: Expression, values: tuple[tuple[Variable, Expression], ...]
) -> Closure:
    """A closure for an expression with quantities or parameters at other values."""
    inner = compiler.closure(of)
    held = [
        (s.name, [compiler.position(p) for p in s.indices], compiler.closure(e))
        for s, e in values
        if isinstance(s, Symbol)
    ]
    passed = [
        (argument_key(s.name), compiler.closure(e))
        for s, e in values
        if isinstance(s, Parameter)
    ]

    def where(env: Surroundings, f: Frame) -> Scalar:
        given = [
            (name, tuple(p(env, f) for p in at), value(env, f))
            for name, at, value in held
        ]
        frame = {**f, **{key: value(env, f) for key, value in passed}}
        return inner(env.altered(given), frame)

    return where
