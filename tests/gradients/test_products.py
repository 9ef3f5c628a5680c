"""The usual mistakes of a backward pass are named; nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck.gradients import (
    check_gradient,
    check_hessian,
    check_jacobian,
    check_vjp,
)

Z = np.array([0.1, 0.9, -0.4, 1.3])
A = np.random.default_rng(0).normal(size=(4, 4))
SOFTMAX = "entry k is out_k (u_k - sum_i u_i out_i)"
LOGARITHM = "entry k is u_k - p_k sum_i u_i, where p is the softmax"


def soft(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


def log_soft(z: Any) -> Any:
    return z - np.log(np.exp(z).sum())


def layer(z: Any) -> Any:
    return np.tanh(A @ z)


@pytest.mark.parametrize(
    ("f", "vjp", "mistake"),
    [
        (
            soft,
            lambda z, u: u * soft(z) * (1 - soft(z)),
            f"f is a softmax, and this is u times only the diagonal of its Jacobian: "
            f"{SOFTMAX}",
        ),
        (
            soft,
            lambda z, u: u * soft(z),
            f"f is a softmax, and the sum over all outputs is missing: {SOFTMAX}",
        ),
        (
            log_soft,
            lambda z, u: u - soft(z),
            f"f is a log-softmax, and the sum of the incoming u before the softmax is "
            f"missing: {LOGARITHM}",
        ),
        (
            log_soft,
            lambda z, u: u,
            f"f is a log-softmax, and the softmax is not subtracted: {LOGARITHM}",
        ),
        (
            layer,
            lambda z, u: (1 - layer(z) ** 2) * (A @ u),
            "this is the Jacobian times u; u times the Jacobian, with its transpose, "
            "is wanted",
        ),
        (
            lambda z: layer(z) / 8,
            lambda z, u: A.T @ ((1 - layer(z) ** 2) * u),
            "the vjp is too large by the factor 8: is 1/8, of a mean or of a half, "
            "missing?",
        ),
        (layer, lambda z, u: A.T @ u, ""),
        (
            lambda z: 2 * soft(z),
            lambda z, u: u * soft(z) * (1 - soft(z)),
            "",
        ),
    ],
)  # fmt: skip  # a mistake beside its name
def test_mistakes_of_a_product_are_named(
    f: Callable[[Any], Any], vjp: Callable[[Any, Any], Any], mistake: str
) -> None:
    for seed in range(4):
        report = check_vjp(f, vjp, Z, seed=seed)
        assert (report.verdict, report.mistake) == ("wrong", mistake)


def test_right_products_are_right() -> None:
    assert check_vjp(soft, lambda z, u: soft(z) * (u - u @ soft(z)), Z)
    assert check_vjp(log_soft, lambda z, u: u - u.sum() * soft(z), Z)
    assert check_vjp(layer, lambda z, u: A.T @ ((1 - layer(z) ** 2) * u), Z)


def test_the_jacobian_of_a_log_softmax_is_named() -> None:
    report = check_jacobian(log_soft, lambda z: np.diag(1 - soft(z)), Z)
    assert report.mistake == (
        "f is a log-softmax: entry [i, k] of its Jacobian is 1_{i=k} - p_k, where p is "
        "the softmax"
    )


def test_the_outer_differences_of_a_hessian_are_its_own() -> None:
    cubes = check_hessian(lambda z: np.sum(z**3), lambda z: np.diag(6 * z), Z)
    assert cubes.method == (
        "central differences along random directions, of slopes of f by complex steps"
    )
    sizes = check_hessian(
        lambda z: np.sum(np.abs(z) ** 3), lambda z: np.diag(6 * np.abs(z)), Z
    )
    assert sizes.method == (
        "central differences along random directions, of slopes of f by central "
        "differences, for with complex numbers it loses imaginary parts, as np.abs and "
        ".real do"
    )


def solver(stop: float) -> Callable[[Any], Any]:
    def solve(x: Any) -> Any:
        y = 0.0 * x[0]
        while True:
            y, last = 0.5 * np.sin(y) + 0.1 * x.sum(), y
            if abs(y - last) < stop:
                return y

    return solve


@pytest.mark.parametrize("stop", [1e-7, 1e-9])
def test_gaps_that_are_all_tiny_ask_whether_f_iterates(stop: float) -> None:
    solve = solver(stop)

    def gradient(x: Any) -> Any:
        return np.full(3, 0.1 / (1 - 0.5 * np.cos(solve(x))))

    report = check_gradient(solve, gradient, np.array([0.3, 1.0, 0.7]))
    assert report.verdict == "wrong"
    assert "does f iterate until a step is small?" in report.mistake


def test_one_gap_of_many_and_gaps_to_both_sides_do_not_ask() -> None:
    x = np.array([0.3, 1.0, 0.7])
    for slip in ([1e-8, 0, 0], [1e-8, -1e-8, 1e-8], [1e-2, 2e-2, 1e-2]):

        def off(x: Any, slip: list[float] = slip) -> Any:
            return np.cos(x) * (1 + np.array(slip))

        report = check_gradient(lambda x: np.sin(x).sum(), off, x)
        assert report.verdict == "wrong"
        assert "iterate" not in report.mistake
