"""Half precision: judged in double where it can be, by its own rounding, or not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from derivcheck.gradients import (
    check_gradient,
    check_hessian,
    check_jacobian,
    check_jvp,
    check_vjp,
)

HALF = np.float16


def x_of(seed: int, n: int = 20) -> Any:
    return (np.random.default_rng(seed).normal(size=n) * 3).astype(HALF)


def f(x: Any) -> Any:
    return np.tanh(x).sum()


def slope(x: Any) -> Any:
    return 1 - np.tanh(x) ** 2


def rounded(x: Any) -> Any:
    return slope(x).astype(HALF)


def softmax(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


@pytest.mark.parametrize("seed", range(12))
def test_right_gradients_are_right(seed: int) -> None:
    x = x_of(seed)
    in_double = check_gradient(f, slope, x)
    assert in_double.verdict == "right"
    assert in_double.method.endswith(", in double precision")
    by_entries = check_gradient(f, rounded, x)
    assert by_entries.verdict == "right"
    assert by_entries.method == "entry by entry, in half precision"
    assert by_entries.resolution < 0.05
    assert check_gradient(f, rounded(x), x).verdict == "right"


@pytest.mark.parametrize("seed", range(12))
def test_wrong_ones_are_wrong(seed: int) -> None:
    x = x_of(seed)

    def one(x: Any) -> Any:
        found = rounded(x)
        found[int(np.abs(found).argmax())] *= HALF(1.3)
        return found

    assert check_gradient(f, one, x).verdict == "wrong"
    assert check_gradient(f, lambda x: slope(x) * HALF(1.1), x).verdict == "wrong"
    assert check_gradient(f, rounded(x) * HALF(1.1), x).verdict == "wrong"
    sign = check_gradient(f, lambda x: -slope(x), x)
    assert sign.mistake == "the gradient has the wrong sign"


def test_an_entry_that_is_off_by_a_little_is_not_told() -> None:
    report = check_gradient(f, rounded(x_of(0)) * HALF(1.04), x_of(0))
    assert report.verdict == "cannot tell"
    assert report.why == (
        "the gradient is in half precision, whose rounding may explain how far entry "
        "[11] is off: compute it in float32 or float64"
    )


def test_a_function_that_returns_half_precision_is_refused() -> None:
    report = check_gradient(lambda x: f(x).astype(HALF), slope, x_of(0))
    assert str(report).startswith(
        "cannot tell: f returns half precision, which hides its slopes: compute it in "
        "float32 or float64"
    )


def test_half_precision_inside_a_gradient_makes_it_no_wrong_one() -> None:
    report = check_gradient(f, lambda x: rounded(x) * np.ones(20), x_of(0))
    assert report.verdict == "cannot tell"
    assert "by no more than half precision rounds" in report.why


def test_what_is_not_finite_is_told_first() -> None:
    x = np.array([300.0, 1.0], HALF)
    report = check_gradient(lambda x: (x * x).sum(), lambda x: 2 * x, x)
    assert report.why == "f(x) is inf, not a finite number"


def test_jacobians_products_and_hessians_are_judged_in_double() -> None:
    x = np.random.default_rng(1).normal(size=5).astype(HALF)

    def jacobian(z: Any) -> Any:
        return np.diag(softmax(z)) - np.outer(softmax(z), softmax(z))

    def product(z: Any, u: Any) -> Any:
        return softmax(z) * (u - softmax(z) @ u)

    assert check_jacobian(softmax, jacobian, x)
    assert check_vjp(softmax, product, x)
    assert check_jvp(softmax, product, x)
    assert check_hessian(lambda z: np.sum(z**3), lambda z: np.diag(6 * z), x)
    assert not check_jacobian(softmax, lambda z: np.diag(softmax(z)), x)
    assert not check_vjp(softmax, lambda z, u: u * softmax(z), x)
