"""Right gradients are called right, mistakes are named, and doubt is admitted."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck import (
    check_gradient,
    check_hessian,
    check_jacobian,
    check_jvp,
    check_vjp,
    network,
    running,
)
from derivcheck.gradients.checks import Report
from derivcheck.network import A, B, C, D, TwoLayerNetwork

Array = np.ndarray[Any, Any]
MATRIX = np.random.default_rng(7).normal(size=(4, 4))
FORM = MATRIX @ MATRIX.T
PARAMETERS = dict(running.parameters)

FUNCTIONS: dict[str, tuple[Callable[[Array], Any], Callable[[Array], Array]]] = {
    "linear": (lambda x: MATRIX[0] @ x, lambda x: MATRIX[0]),
    "quadratic": (lambda x: x @ FORM @ x / 2, lambda x: FORM @ x),
    "cubic": (lambda x: (x**3).sum(), lambda x: 3 * x**2),
    "exponential": (lambda x: np.exp(x).sum(), np.exp),
    "fast sine": (lambda x: np.sin(50 * x).sum(), lambda x: 50 * np.cos(50 * x)),
    "reciprocal": (lambda x: (1 / x).sum(), lambda x: -1 / x**2),
    "logarithm": (lambda x: np.log(np.abs(x)).sum(), lambda x: 1 / x),
    "product": (lambda x: x.prod(), lambda x: x.prod() / x),
    "length": (lambda x: np.sqrt(x @ x), lambda x: x / np.sqrt(x @ x)),
    "layer of tanh": (
        lambda x: np.tanh(MATRIX @ x).sum(),
        lambda x: MATRIX.T @ (1 - np.tanh(MATRIX @ x) ** 2),
    ),
    "large offset": (lambda x: 1e6 + np.sin(x).sum(), np.cos),
    "small values": (lambda x: 1e-6 * np.cos(x).sum(), lambda x: -1e-6 * np.sin(x)),
}
SCALES = [1e-4, 1.0, 1e4]


def point(seed: int) -> Array:
    """Four entries of either sign, none of them near zero or one another."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.choice([-1, 1], 4) * rng.uniform(0.3, 2.0, 4))


def scaled(
    name: str, scale: float
) -> tuple[Callable[[Array], Any], Callable[[Array], Array]]:
    f, gradient = FUNCTIONS[name]
    return lambda x: f(x / scale), lambda x: np.asarray(gradient(x / scale)) / scale


# Right


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_right_gradient_is_called_right(name: str, scale: float) -> None:
    f, gradient = scaled(name, scale)
    for seed in range(10):
        report = check_gradient(f, gradient, point(seed) * scale, seed=seed)
        assert report.verdict == "right", report
        assert report.resolution < 1e-6


@pytest.mark.parametrize("net", [A, B, C, D], ids="ABCD")
@pytest.mark.parametrize("name", ["W", "b", "V", "c"])
@pytest.mark.parametrize("batch", [False, True], ids=["example", "batch"])
def test_the_networks_of_the_pages_are_right(
    net: TwoLayerNetwork, name: str, batch: bool
) -> None:
    x = running.batch_x if batch else running.x
    t = running.batch_t if batch else running.t
    report = check_gradient(
        lambda value: net.loss({**PARAMETERS, name: value}, x, t),
        lambda value: getattr(net.backward({**PARAMETERS, name: value}, x, t), name),
        PARAMETERS[name],
    )
    assert report, report
    assert report.resolution < 1e-8


def test_the_softmax_jacobian_is_right_and_its_diagonal_alone_is_not() -> None:
    z = [0.35, -0.4, 1.6]

    def jacobian(z: Array) -> Array:
        p = network.softmax(z)
        return np.asarray(np.diag(p) - np.outer(p, p))

    assert check_jacobian(network.softmax, jacobian, z)
    report = check_jacobian(network.softmax, lambda z: np.diag(np.diag(jacobian(z))), z)
    assert report.verdict == "wrong"
    assert len(report.wrong) == 6
    assert all(row != column for row, column in (e.index for e in report.wrong))


def test_a_jacobian_with_more_rows_than_columns_is_right() -> None:
    weights = np.arange(12.0).reshape(4, 3)
    assert check_jacobian(lambda x: weights @ x, weights, [1.0, 2.0, 3.0])


def test_an_array_will_do_for_the_gradient_and_a_list_for_x() -> None:
    assert check_gradient(lambda x: (x**2).sum(), [2, 4, 6], [1, 2, 3])


def test_a_number_has_a_gradient_too() -> None:
    assert check_gradient(lambda x: x**2, lambda x: 2 * x, 3.0)
    assert check_gradient(lambda x: math.sin(x), math.cos, 0.0)


def test_where_every_slope_is_zero_the_neighbourhood_gives_the_scale() -> None:
    assert check_gradient(lambda x: (x**2).sum(), lambda x: 2 * x, np.zeros(3))
    assert check_gradient(lambda x: 5.0, np.zeros_like, np.ones(3))
    assert check_gradient(lambda x: 0.0, np.zeros_like, np.ones(3))
    assert check_gradient(lambda x: x.prod(), [0, 0, 0], np.zeros(3))


def test_the_same_seed_gives_the_same_report_and_others_the_same_verdict() -> None:
    f, gradient = FUNCTIONS["layer of tanh"]
    first = check_gradient(f, gradient, point(0), seed=3)
    assert str(first) == str(check_gradient(f, gradient, point(0), seed=3))
    assert all(check_gradient(f, gradient, point(0), seed=seed) for seed in range(20))


# Wrong


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "mistake", [-2.0, 1.0, -1.0, -0.5, 1e-3, 1e-5], ids=lambda by: f"off by {by:g}"
)
def test_one_wrong_entry_is_named_alone(
    name: str, scale: float, mistake: float
) -> None:
    f, gradient = scaled(name, scale)
    x = point(11) * scale
    right = gradient(x)
    at = int(np.abs(right).argsort()[2])  # neither the largest nor the smallest
    wrong = right.copy()
    wrong[at] *= 1 + mistake

    report = check_gradient(f, wrong, x)
    assert report.verdict == "wrong", report
    assert [entry.index for entry in report.wrong] == [(at,)]
    assert report.worst is not None
    assert report.worst.claimed == wrong[at]
    assert report.worst.true == pytest.approx(right[at], rel=1e-6)


MISTAKES: dict[str, Callable[[Array], Array]] = {
    "sign": lambda g: -g,
    "factor 2": lambda g: 2 * g,
    "sum for mean": lambda g: 5 * g,
    "forgotten": lambda g: 0 * g,
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("name", ["W", "b", "V", "c"])
@pytest.mark.parametrize("net", [B, D], ids="BD")
def test_a_mistake_in_a_whole_parameter_is_wrong(
    net: TwoLayerNetwork, name: str, mistake: str
) -> None:
    def loss(value: Array) -> float:
        p = {**PARAMETERS, name: value}
        return net.loss(p, running.batch_x, running.batch_t)

    right = getattr(net.backward(PARAMETERS, running.batch_x, running.batch_t), name)
    report = check_gradient(loss, MISTAKES[mistake](right), PARAMETERS[name])
    assert report.verdict == "wrong"
    assert len(report.wrong) == right.size


def test_one_path_through_a_softmax_is_wrong_as_the_pages_say() -> None:
    f, g = (
        B.forward(PARAMETERS, running.x),
        B.backward(PARAMETERS, running.x, running.t),
    )
    one_path = np.outer(f.out_h * (1 - f.out_h) * g.g, running.x)
    report = check_gradient(
        lambda W: B.loss({**PARAMETERS, "W": W}, running.x, running.t),
        one_path,
        running.W,
    )
    first = next(entry for entry in report.wrong if entry.index == (0, 0))
    assert round(first.claimed, 6) == 0.015405
    assert round(first.true, 6) == -0.019997


def test_a_transposed_block_is_recognised() -> None:
    square = MATRIX[:3, :3]
    report = check_jacobian(lambda x: square @ x, square.T, [1.0, 2.0, 3.0])
    assert report.verdict == "wrong"
    assert report.why == "6 of 9 entries of the Jacobian are off"
    assert report.mistake == "its transpose is right"


# Kinks


def test_a_kink_shows_both_slopes() -> None:
    report = check_gradient(lambda x: np.abs(x).sum(), np.sign, [1.0, 0.0, 2.0])
    assert report.verdict == "kink"
    assert report, "a subgradient is accepted"
    assert report.slopes == (-1.0, 1.0)
    assert report.worst is not None
    assert report.worst.index == (1,)
    assert report.why == (
        "f has no derivative along entry [1]: its slope is -1 on the left and 1 on the "
        "right; the claimed 0 lies between them, a subgradient"
    )


def test_a_claim_outside_the_slopes_of_a_kink_is_said_to_be_outside() -> None:
    report = check_gradient(lambda x: network.relu(x).sum(), [1.0, 2.0], [3.0, 0.0])
    assert report.why == (
        "f has no derivative along entry [1]: its slope is 0 on the left and 1 on the "
        "right; the claimed 2 lies outside of them"
    )


def test_a_mistake_beside_a_kink_is_still_wrong() -> None:
    report = check_gradient(
        lambda x: np.abs(x).sum(), [1.0, 0.0, -1.0], [1.0, 0.0, 2.0]
    )
    assert report.verdict == "wrong"
    assert [entry.index for entry in report.wrong] == [(2,)]


def test_a_kink_off_the_axes_is_found_in_a_random_direction() -> None:
    report = check_gradient(lambda x: min(abs(x[0]), abs(x[1])), [0, 0], [0.0, 0.0])
    assert report.verdict == "kink"
    assert report.why.startswith("f has no derivative in a random direction (seed 0): ")


def test_a_kink_near_by_is_none() -> None:
    for distance in (0.3, 1e-2, 1e-4):
        report = check_gradient(
            lambda x: network.relu(x - 1).sum(),
            lambda x: 1.0 * (x > 1),
            [1 + distance, 1 - distance],
        )
        assert report, report


def test_a_kink_among_noise_is_not_accepted_and_says_why() -> None:
    def single(x: Array) -> float:
        return float(np.maximum(x, 0).astype(np.float32).sum())

    x = np.linspace(-1, 1, 101)
    x[50] = 0
    for seed in range(3):
        report = check_gradient(single, 1.0 * (x > 0), x, seed=seed)
        assert report.verdict == "kink"
        assert not report
        assert report.slopes is not None
        assert 0 in report.slopes
        assert f"; but errors below {report.resolution:.0e} would not be" in report.why


def test_a_kink_off_the_axes_is_not_accepted_where_an_entry_is_not_resolved() -> None:
    def f(x: Array) -> float:
        return float(min(abs(x[0]), abs(x[1])) + np.float32(np.sin(x[2])))

    report = check_gradient(f, [0.0, 0.0, math.cos(1)], [0.0, 0.0, 1.0])
    assert report.verdict == "kink"
    assert not report
    assert report.resolution > 1e-6


# Cannot tell


def test_what_is_not_finite_is_never_right() -> None:
    report = check_gradient(lambda x: math.nan, [0.0], [1.0])
    assert report.verdict == "cannot tell"
    assert report.why == "f(x) is nan, not a finite number"

    report = check_gradient(lambda x: x.sum(), [[1.0, math.inf]], [[1.0, 2.0]])
    assert report.verdict == "cannot tell"
    assert report.why == "entry [0, 1] of the gradient is inf, not a finite number"

    report = check_jacobian(lambda x: np.array([x[0], np.inf]), [[1], [0]], [1.0])
    assert report.why == "f(x)[1] is inf, not a finite number"


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: math.sqrt(x[0]), 0.0),
        (lambda x: np.floor(x).sum(), 2.0),
        (lambda x: np.sqrt(x).sum(), 0.0),
    ],
    ids=["an edge, raising", "a jump", "an edge, nan"],
)
def test_a_slope_that_does_not_settle_is_not_told(
    f: Callable[[Array], Any], x: float
) -> None:
    report = check_gradient(f, [0.0], [x])
    assert report.verdict == "cannot tell"
    assert report.resolution == math.inf
    assert report.why == (
        "the slope along entry [0] does not settle as the steps get shorter: rounding "
        "hides it, or f is not finite on both sides of x"
    )


def test_hidden_single_precision_is_seen_as_noise() -> None:
    def f(x: Array) -> float:
        return float(np.sin(x.astype(np.float32)).sum())

    report = check_gradient(f, np.cos, point(3))
    assert report.verdict in ("right", "cannot tell")
    assert "no complex steps, for with complex numbers " in report.method
    assert 1e-7 < report.resolution < 1e-2


def test_points_at_which_f_has_no_value_only_cost_wide_steps() -> None:
    assert check_gradient(lambda x: math.log(x[0]), lambda x: 1 / x, [1e-3])
    assert check_gradient(lambda x: np.log(1 - x).sum(), lambda x: 1 / (x - 1), [0.99])


@pytest.mark.parametrize("unit", [1e-280, 1e300])
@pytest.mark.parametrize(("by", "verdict"), [(1, "right"), (1.1, "wrong")])
def test_a_loss_of_any_unit_is_judged(unit: float, by: float, verdict: str) -> None:
    f, gradient = FUNCTIONS["layer of tanh"]
    report = check_gradient(
        lambda x: unit * f(x), lambda x: by * unit * gradient(x), point(1)
    )
    assert report.verdict == verdict, report


@pytest.mark.parametrize("by", [2, 3])
def test_where_f_is_too_small_for_its_numbers_nothing_is_told(by: float) -> None:
    report = check_gradient(lambda x: (x**2).sum(), lambda x: by * x, point(0) * 1e-200)
    assert report.verdict == "cannot tell"
    assert report.resolution == math.inf


@pytest.mark.parametrize("by", [1, 2])
def test_slopes_lost_in_a_large_offset_are_not_told(by: float) -> None:
    report = check_gradient(lambda x: float(1e20 + x.sum()), 3 * [by], [1.0, 2.0, 3.0])
    assert report.verdict == "cannot tell"


@pytest.mark.parametrize("real", [False, True], ids=["complex", "real"])
def test_where_f_is_finite_at_x_alone_nothing_is_told(real: bool) -> None:
    def f(x: Array) -> Any:
        if not np.array_equal(x, [1.0, 2.0]):
            return math.nan
        return float(x @ x) if real else x @ x

    report = check_gradient(f, [2.0, 4.0], [1.0, 2.0])
    assert report.verdict == "cannot tell"
    assert report.resolution == math.inf


def test_a_penalty_that_complex_numbers_do_not_see_is_not_forgotten() -> None:
    for seed in range(10):
        report = check_gradient(
            lambda x: np.sin(x).sum() + 1e-6 * np.abs(x).sum(), np.cos, point(seed)
        )
        assert report.verdict == "wrong", report


@pytest.mark.parametrize("x", [[0.0, 0.0, 0.0], [1.0, -2.0, 0.5]])
def test_a_minimum_at_which_f_vanishes_takes_complex_steps(x: list[float]) -> None:
    y = np.array(x)
    for seed in range(5):
        report = check_gradient(
            lambda w: ((3 * w - 3 * y) ** 2).sum(), lambda w: 18 * (w - y), x, seed=seed
        )
        assert report.verdict == "right"
        assert report.method == "complex steps along random directions"


# Single precision


def test_small_entries_in_single_precision_are_said_to_be_held_to_the_largest() -> None:
    a = np.array([1, 1e-2, 1e-5], np.float32)
    x = np.ones(3, np.float32)
    report = check_gradient(lambda x: a @ x, lambda x: a, x)
    assert report
    assert report.down_to == pytest.approx(1e4 * np.finfo(np.float32).eps)
    assert (
        check_gradient(lambda x: a[:2] @ x[:2], lambda x: [*a[:2], 0], x).down_to == 0
    )


@pytest.mark.parametrize("seed", range(20))
def test_single_precision_is_judged_by_its_own_rounding(seed: int) -> None:
    x = point(seed).astype(np.float32)
    matrix = MATRIX.astype(np.float32)

    def f(x: Array) -> Any:
        return np.tanh(matrix @ x).sum() + (x**2).sum()

    def gradient(x: Array) -> Array:
        return np.asarray(matrix.T @ (1 - np.tanh(matrix @ x) ** 2) + 2 * x)

    report = check_gradient(f, gradient, x)
    assert report.verdict == "right", report
    assert 1e-6 < report.resolution < 1e-2

    wrong = gradient(x)
    at = int(np.abs(wrong).argmax())
    wrong[at] *= np.float32(1.01)
    report = check_gradient(f, wrong, x)
    assert [entry.index for entry in report.wrong] == [(at,)]


# Products and second derivatives

Z = np.array([0.35, -0.4, 1.6])


def jacobian_of_softmax(z: Array) -> Array:
    p = network.softmax(z)
    return np.asarray(np.diag(p) - np.outer(p, p))


def test_a_vector_jacobian_product_is_right_and_one_by_the_diagonal_is_not() -> None:
    def vjp(z: Array, u: Array) -> Array:
        return network.softmax_backward(network.softmax(z), u)

    def diagonal(z: Array, u: Array) -> Array:
        return np.asarray(np.diag(jacobian_of_softmax(z)) * u)

    assert check_vjp(network.softmax, vjp, Z)
    assert check_vjp(network.softmax, diagonal, Z).verdict == "wrong"


def test_a_jacobian_vector_product_is_right_and_one_with_a_lost_term_is_not() -> None:
    matrix = np.arange(6.0).reshape(2, 3)

    def f(z: Array) -> Any:
        return matrix @ network.tanh(z)

    def jvp(z: Array, v: Array) -> Any:
        return matrix @ ((1 - network.tanh(z) ** 2) * v)

    assert check_jvp(f, jvp, Z)
    assert check_jvp(f, lambda z, v: matrix @ v, Z).verdict == "wrong"


def test_products_may_use_up_their_vectors_and_their_calls_are_counted() -> None:
    calls = 0

    def f(z: Array) -> Array:
        nonlocal calls
        calls += 1
        return np.asarray(z**2)

    def product(z: Array, v: Array) -> Array:
        nonlocal calls
        calls += 1
        z *= 2
        v *= z
        return v

    for check in (check_vjp, check_jvp):
        calls = 0
        report = check(f, product, Z)
        assert report, report
        assert report.evaluations == calls


def test_a_hessian_at_zero_is_right_and_one_of_no_number_is_refused() -> None:
    assert check_hessian(lambda x: (x**2).sum(), 2 * np.eye(3), np.zeros(3))
    with pytest.raises(ValueError, match=r"^no second derivatives: f\(x\) is nan$"):
        check_hessian(lambda x: math.nan, np.eye(3), np.ones(3))


@pytest.mark.parametrize("n", [3, 40])
def test_a_hessian_is_right_and_its_diagonal_is_not(n: int) -> None:
    z = np.random.default_rng(n).normal(size=n)

    def f(z: Array) -> Any:
        return np.log(np.exp(z).sum())

    assert check_hessian(f, jacobian_of_softmax, z)
    assert check_hessian(f, jacobian_of_softmax(z), z)
    report = check_hessian(f, np.diag(np.diag(jacobian_of_softmax(z))), z)
    assert report.verdict == "wrong"


@pytest.mark.parametrize("n", [3, 40])
def test_a_hessian_is_checked_by_differences_without_complex_numbers(n: int) -> None:
    z = np.random.default_rng(n).normal(size=n)

    def f(z: Array) -> float:
        return float(np.log(np.exp(z).sum()))

    for seed in range(5):
        report = check_hessian(f, jacobian_of_softmax, z, seed=seed)
        assert report, report
        assert report.resolution < 1e-2
    wrong = jacobian_of_softmax(z) * (1 + 0.1 * np.eye(n))
    assert check_hessian(f, wrong, z).verdict == "wrong"


def test_a_hessian_at_a_kink_is_not_checked() -> None:
    with pytest.raises(
        ValueError, match=r"^no second derivatives: f has a kink at x, and"
    ):
        check_hessian(lambda x: float(np.abs(x).sum()), np.zeros((2, 2)), [1.0, 0.0])


# Many entries


Large = tuple[Callable[[Array], Any], Callable[[Array], Array], Array]


def large(n: int = 5000) -> Large:
    a, x = np.random.default_rng(1).normal(size=(2, n))

    def f(x: Array) -> Any:
        return np.log1p((a * x**2 + x).sum() ** 2)

    def gradient(x: Array) -> Array:
        s = (a * x**2 + x).sum()
        return np.asarray(2 * s / (1 + s**2) * (2 * a * x + 1))

    return f, gradient, x


def scaled_by(f: Callable[[Array], Array], by: Array) -> Callable[[Array], Array]:
    return lambda x: f(x) * by


@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-7])
def test_one_wrong_entry_of_thousands_is_named_alone(size: float) -> None:
    f, gradient, x = large()
    assert check_gradient(f, gradient, x).evaluations <= 60
    for at in (0, 17, 4999):
        error = 1 + size * (np.arange(x.size) == at)
        report = check_gradient(f, scaled_by(gradient, error), x)
        assert [entry.index for entry in report.wrong] == [(at,)]
        assert report.evaluations <= 60 + 20


def test_an_error_of_a_billionth_in_one_entry_of_thousands_is_found() -> None:
    f, gradient, x = large()
    right = check_gradient(f, gradient, x).evaluations
    for at in (0, 17, 4999):
        error = 1 + 1e-9 * (np.arange(x.size) == at)
        report = check_gradient(f, scaled_by(gradient, error), x)
        assert [entry.index for entry in report.wrong] == [(at,)]
        assert report.evaluations <= right + 20


@pytest.mark.parametrize("n", [5, 5000])
def test_code_without_complex_numbers_takes_sixty_evaluations_at_most(n: int) -> None:
    f, gradient, x = large(n)
    for seed in range(5):
        report = check_gradient(lambda x: float(f(x)), gradient, x, seed=seed)
        assert report, report
        assert report.evaluations <= 60
        assert 0 < report.down_to <= 0.1
        assert f" of an entry or {report.down_to:.0e} of the largest, " in str(report)


def test_a_check_takes_the_memory_of_eight_arrays() -> None:
    f, gradient, x = large(50_000)
    z = x + 0j

    def peak(call: Callable[[], object]) -> int:
        tracemalloc.start()
        call()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    extra = peak(lambda: check_gradient(f, gradient, x)) - peak(lambda: f(z))
    assert extra <= 8 * x.nbytes


def test_thousands_of_wrong_entries_are_many() -> None:
    f, gradient, x = large()
    noise = np.random.default_rng(2).normal(size=x.size)
    report = check_gradient(f, lambda x: gradient(x) * (1 + 0.1 * noise), x)
    assert report.why == "many of the 5000 entries of the gradient are off"
    assert report.wrong
    assert report.mistake == ""


@pytest.mark.parametrize("lossy", [np.abs, np.real, np.conj])
def test_code_that_loses_imaginary_parts_is_measured_by_differences(
    lossy: Callable[[Array], Array],
) -> None:
    report = check_gradient(
        lambda x: (np.sin(x) + lossy(3 + x)).sum(), lambda x: np.cos(x) + 1, point(0)
    )
    assert report, report
    assert report.method == (
        "central differences along random directions; no complex steps, for with "
        "complex numbers it loses imaginary parts, as np.abs and .real do"
    )


def test_a_penalty_too_small_for_the_guard_is_no_false_wrong() -> None:
    report = check_gradient(
        lambda x: np.sin(x).sum() + 1e-6 * np.abs(x).sum(),
        lambda x: np.cos(x) + 1e-6 * np.sign(x),
        point(0),
    )
    assert report, report


def test_a_kink_among_many_entries_accepts_a_subgradient() -> None:
    x = np.linspace(-1, 1, 101)
    assert x[50] == 0
    report = check_gradient(lambda x: np.maximum(x, 0).sum(), 1.0 * (x > 0), x)
    assert report
    assert report.resolution > 0.1, "errors beside the kink may hide in its width"
    report = check_gradient(lambda x: np.maximum(x, 0).sum(), 1.0 * (x > 0.5), x)
    assert report.verdict in ("kink", "wrong")
    assert not report


def test_the_chance_of_missing_errors_is_stated() -> None:
    report = check_gradient(np.sum, np.ones(100), np.arange(100.0))
    assert report.missed(0) == report.missed(report.resolution) == 1
    assert report.missed(10 * report.resolution) == pytest.approx(1e-3)
    assert f"missed with probability {1e-3:.0e}" in str(report)


def test_an_exception_of_the_caller_passes_with_a_note() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        check_gradient(lambda x: 1 // 0, [1.0], [1.0])
    assert caught.value.__notes__ == [
        "raised by f while its derivative was checked",
    ]


# What is printed


def test_a_report_prints_the_verdict_the_mistake_the_entries_and_the_cost() -> None:
    report = check_gradient(lambda x: x @ x, lambda x: 4 * x, [1.0, 2.0])
    assert report.mistake == (
        "the gradient is too large by the factor 2: is 1/2, of a mean or of a half, "
        "missing?"
    )
    assert repr(report) == (
        "<wrong: 2 of 2 entries of the gradient are off; the gradient is too large by "
        "the factor 2: is 1/2, of a mean or of a half, missing?; the worst is entry "
        "[1]: claimed 8, measured 4>"
    )
    assert str(report).splitlines()[:4] == [
        "wrong: 2 of 2 entries of the gradient are off",
        f"    {report.mistake}",
        "    entry [1]: claimed 8, measured 4",
        "    entry [0]: claimed 4, measured 2",
    ]
    effort = str(report).splitlines()[4]
    assert effort.startswith("    resolution ")
    assert effort.endswith(
        f"{report.evaluations} evaluations, complex steps along random directions"
    )


def test_a_notebook_shows_a_table_of_the_wrong_entries() -> None:
    report = check_gradient(lambda x: x["<w>"].sum(), {"<w>": [1, 2]}, {"<w>": [3, 4]})
    shown = report._repr_html_()
    assert "<strong>wrong</strong>: 1 of 2 entries" in shown
    assert "<td><code>&lt;w&gt;[1]</code></td><td>2</td><td>1</td>" in shown


def test_a_report_on_many_wrong_entries_lists_five() -> None:
    report = check_gradient(lambda x: x.sum(), np.zeros(9), np.ones(9))
    lines = str(report).splitlines()
    assert len(lines) == 9
    assert lines[1] == "    the gradient is zero throughout, the slopes are not"
    assert lines[7] == "    and 4 more"


def test_evaluations_are_counted() -> None:
    calls = 0

    def f(x: Array) -> Any:
        nonlocal calls
        calls += 1
        return np.sin(x).sum()

    def gradient(x: Array) -> Any:
        nonlocal calls
        calls += 1
        return np.cos(x)

    assert check_gradient(f, gradient, point(0)).evaluations == calls


def test_only_right_is_true() -> None:
    assert Report("right", "")
    assert not Report("wrong", "")
    assert not Report("kink", "")
    assert Report("kink", "", subgradient=True)
    assert not Report("cannot tell", "")
