"""Is this array the derivative of that function? A verdict, and what it rests on.

In: a function, the derivative that is claimed for it, and a point, of a caller. Out:
a report (`judging`), or an error that tells what is wrong with an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .complex_step import complex_slope, try_complex
from .finite_differences import (
    central_slope,
    entry_sizes,
    factors,
    quick_slopes,
    random_direction,
    rounding_noise,
)
from .flattening import PointLike, layout_of
from .half_precision import judge_by_precision
from .known_mistakes import Products
from .problem import Problem
from .random_directions import DIRECTIONS
from .report import DerivativeEntry, DerivativeVerdict, Report
from .user_function import (
    Array,
    Derivative,
    NotCarried,
    UserFunction,
    call,
    derivative_at,
    point,
    real,
)

__all__ = [
    "DerivativeEntry",
    "DerivativeVerdict",
    "Report",
    "check_gradient",
    "check_hessian",
    "check_jacobian",
    "check_jvp",
    "check_vjp",
]

SETTLED = 1e-7  # of the largest slope: an error with which slopes have slopes


def check_gradient(
    f: Callable[[Any], Any],
    gradient: Callable[[Any], Any] | PointLike,
    x: PointLike,
    *,
    seed: int = 0,
) -> Report:
    """Compare a gradient with the slopes of `f` at `x`.

    `x` is an array of any shape, or a mapping or a sequence of arrays; `f` maps such
    a point to a number. `gradient` is a function of the point, or what it returned
    at `x`: arrays of the shapes of `x`. `seed` chooses the random directions.

    TypeError or ValueError tell what is wrong with an argument, an `f` that changes
    its argument or answers differently the second time included.
    """
    vector, layout = layout_of(x)
    function = UserFunction(layout.wrap(f), vector, vector=False)

    def gathered(vector: Array) -> Array:
        returned: Any = gradient
        if callable(gradient):
            returned = call("the gradient", layout.wrap(gradient), vector)
        return layout.gather("gradient", returned)

    claimed = gathered(vector).reshape(1, -1)
    again = gathered if callable(gradient) else None
    return judge_by_precision(
        Problem("gradient", function, claimed, layout, again), seed
    )


def check_jacobian(
    f: Callable[[Array], Any], jacobian: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a Jacobian with the slopes of `f` at `x`.

    `f` maps an array of shape (n,) to an array of shape (m,). `jacobian` is a
    function of the same array, or an array already computed at `x`; its shape is
    (m, n), numerator layout: row i holds the slopes of output i. `seed` and errors
    are those of `check_gradient`.
    """
    vector = _vector(x)
    function = UserFunction(f, vector, vector=True)
    shape = (function.value.size, vector.size)
    claimed = derivative_at("Jacobian", jacobian, vector)
    if claimed.shape != shape:
        hint = ", its transpose" if claimed.shape == shape[::-1] else ""
        raise ValueError(
            f"the Jacobian has shape {claimed.shape}{hint}; f has {shape[0]} outputs "
            f"and x has {shape[1]} entries, so in numerator layout, with a row for "
            f"each output, its shape is {shape}"
        )
    return judge_by_precision(_of_vector("Jacobian", function, claimed, jacobian), seed)


def check_vjp(
    f: Callable[[Array], Any],
    vjp: Callable[[Array, Array], Any],
    x: npt.ArrayLike,
    *,
    seed: int = 0,
) -> Report:
    """Compare a vector-Jacobian product with the slopes of `f` at `x`.

    `vjp(x, u)` is u times the Jacobian of `f`, of the shape of `x`, (n,), for u of
    the shape of f(x), (m,). It is asked for three random u, whose entries lie
    between 0.5 and 1.5 in size. Errors are those of `check_gradient`.
    """
    vector = _vector(x)
    outputs = UserFunction(f, vector, vector=True)
    us = factors((DIRECTIONS, outputs.value.size), np.random.default_rng(seed))

    def combined(x: Array) -> Any:
        return us @ np.asarray(f(x))

    def products(x: Array) -> Array:
        return np.array([_product("vjp", vjp, x, u, x.size) for u in us])

    def turned() -> Array | None:
        if outputs.value.size != vector.size:
            return None
        try:
            return np.array([complex_slope(outputs, outputs.x, u) for u in us])
        except NotCarried:
            return None

    return _of_products(
        "vjp",
        outputs,
        UserFunction(combined, vector, True),
        products,
        seed,
        Products(us, outputs.value, turned),
    )


def check_jvp(
    f: Callable[[Array], Any],
    jvp: Callable[[Array, Array], Any],
    x: npt.ArrayLike,
    *,
    seed: int = 0,
) -> Report:
    """Compare a Jacobian-vector product with the slopes of `f` at `x`.

    `jvp(x, v)` is the Jacobian of `f` times v, of the shape of f(x), (m,), for v of
    the shape of `x`, (n,). It is asked for three random v, which change each entry
    by about its size. Errors are those of `check_gradient`.
    """
    vector = _vector(x)
    outputs = UserFunction(f, vector, vector=True)
    draw = np.random.default_rng(seed)
    vs = np.array([random_direction(vector, draw) for _ in range(DIRECTIONS)])

    def along(s: Array) -> Any:
        return f(vector + s @ vs)

    def products(s: Array) -> Array:
        x, size = vector + s @ vs, outputs.value.size
        return np.array([_product("jvp", jvp, x, v, size) for v in vs]).T

    function = UserFunction(along, np.zeros(DIRECTIONS), True)
    return _of_products("jvp", outputs, function, products, seed)


def check_hessian(
    f: Callable[[Array], Any], hessian: Derivative, x: npt.ArrayLike, *, seed: int = 0
) -> Report:
    """Compare a Hessian with the second derivatives of `f` at `x`.

    `f` maps an array of shape (n,) to a number; `hessian` is a function of the same
    array, or an array, of shape (n, n). The slopes that are compared are those of
    slopes of f, by complex steps where f carries complex numbers. Where it does not
    they are differences, which cost six evaluations each: ValueError where these do
    not settle, and where f(x) is not finite. Up to 16 entries each row is compared by
    itself, beyond that three random sums of rows. Errors are otherwise those of
    `check_gradient`.
    """
    vector = _vector(x)
    n = vector.size
    function = UserFunction(f, vector, vector=False)
    if not np.isfinite(function.value).all():
        raise ValueError(f"no second derivatives: f(x) is {function.value[0]}")
    claimed = derivative_at("Hessian", hessian, vector)
    if claimed.shape != (n, n):
        raise ValueError(f"the Hessian has shape {claimed.shape}; it must be {(n, n)}")
    rows = (
        np.eye(n) if n <= 16 else factors((DIRECTIONS, n), np.random.default_rng(seed))
    )
    slopes, how = _slopes_along(function, rows, seed)

    def products(x: Array) -> Array:
        return np.asarray(rows @ (hessian(x) if callable(hessian) else claimed))

    gradients = UserFunction(slopes, vector, vector=True)
    moving = products if callable(hessian) else claimed
    problem = _of_vector("Hessian", gradients, rows @ claimed, moving)
    problem.of_slopes = how
    report = judge_by_precision(problem, seed)
    return replace(report, evaluations=function.calls + problem.calls)


def _slopes_along(
    f: UserFunction, rows: Array, seed: int
) -> tuple[Callable[[Array], npt.ArrayLike], str]:
    """The slopes of f along each row, (rows,), as a function of x; how that measures.

    ValueError where they are not known well enough to have slopes.
    """
    draw = np.random.default_rng(seed)
    try:
        if not try_complex(f, random_direction(f.x, draw)).any():
            by_steps = "complex steps"
            return lambda x: [complex_slope(f, x, row)[0] for row in rows], by_steps
        why = "f has a kink at x"
    except NotCarried as error:
        why = f"with complex numbers {error}"
    lengths = [float(entry_sizes(f.x)[row != 0].min()) for row in rows]
    steps = [row * length for row, length in zip(rows, lengths, strict=True)]
    noise = rounding_noise(f, draw)
    known = [quick_slopes(f, step, noise, np.inf) for step in steps]
    largest = max(float(np.abs(one.value[0])) for one in known)
    if not all(one.error[0] <= SETTLED * largest for one in known):
        raise ValueError(
            f"no second derivatives: {why}, and real differences do not settle. Check "
            f"the gradient's own Jacobian, with check_jacobian"
        )

    def by_differences(x: Array) -> npt.ArrayLike:
        return [
            central_slope(f, x, step)[0] / length
            for step, length in zip(steps, lengths, strict=True)
        ]

    return by_differences, f"central differences, for {why}"


def _vector(x: npt.ArrayLike) -> Array:
    vector = point(x)
    if vector.ndim != 1:
        raise ValueError(
            f"x must be a vector, of shape (n,); it has shape {vector.shape}"
        )
    return vector


def _of_vector(
    name: str, f: UserFunction, claimed: Array, derivative: Derivative
) -> Problem:
    _, layout = layout_of(f.x)

    def again(x: Array) -> Array:
        return derivative_at(name, derivative, x)

    return Problem(name, f, claimed, layout, again if callable(derivative) else None)


def _of_products(
    name: str,
    f: UserFunction,
    function: UserFunction,
    products: Callable[[Array], Array],
    seed: int,
    given: Products | None = None,
) -> Report:
    """The report on products, as the derivative of a function made of f."""
    claimed = derivative_at(name, products, function.x)
    problem = _of_vector(name, function, claimed, products)
    problem.products = given
    report = judge_by_precision(problem, seed)
    calls = f.calls + function.calls + DIRECTIONS * problem.calls
    return replace(report, evaluations=calls)


def _product(
    name: str, product: Callable[[Array, Array], Any], x: Array, v: Array, size: int
) -> Array:
    """A product at x, of arrays of its own."""
    returned = product(x.copy(), v.copy())
    array = real(f"the {name} must be an array of real numbers; it is", returned)
    if array.shape != (size,):
        raise ValueError(f"{name} returned shape {array.shape}; it must be {(size,)}")
    return array
