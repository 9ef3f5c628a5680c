"""Slopes are as good as their errors say, and kinks and jumps are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck.gradients.finite_differences import (
    DOUBT,
    Slopes,
    central_slope,
    entry_sizes,
    factors,
    length,
    quick_slopes,
    rounding_noise,
    slopes_along,
)
from derivcheck.gradients.user_function import UserFunction

Array = np.ndarray[Any, Any]


def slopes(f: Callable[[Array], Any], at: float, *, noise: float = 0.0) -> Slopes:
    """The slopes of a function of one number."""
    function = UserFunction(lambda x: f(x[0]), np.array([at]), vector=False)
    return slopes_along(function, np.ones(1), np.array([noise]))


@pytest.mark.parametrize("at", [0.3, 1.0, 2.5])
@pytest.mark.parametrize(
    ("f", "slope"),
    [(np.sin, np.cos), (np.exp, np.exp), (lambda x: 1 / x, lambda x: -1 / x**2)],
    ids=["sine", "exponential", "reciprocal"],
)
def test_the_error_of_a_slope_covers_what_it_is_off_by(
    f: Callable[[Any], Any], slope: Callable[[Any], Any], at: float
) -> None:
    found = slopes(f, at)
    assert abs(found.value[0] - slope(at)) <= found.error[0] < 1e-9 * abs(slope(at))
    assert found.left[0] == pytest.approx(found.right[0], rel=1e-6)
    assert not found.kinks().any()


def test_a_slope_is_in_units_of_the_direction() -> None:
    function = UserFunction(
        lambda x: [x @ x, x.sum()], np.array([1.0, 2.0]), vector=True
    )
    found = slopes_along(function, np.array([2.0, -0.5]), np.zeros(2))
    assert found.value == pytest.approx([2.0, 1.5], rel=1e-12)


def test_a_kink_has_two_slopes() -> None:
    found = slopes(np.abs, 0.0)
    assert (found.left[0], found.right[0]) == (-1, 1)
    assert found.kinks().all()


def test_a_claim_at_a_kink_lies_between_the_slopes_or_not() -> None:
    found = slopes(np.abs, 0.0)
    for claimed, inside in ((-1, True), (0.5, True), (1, True), (1.001, False)):
        assert found.between(np.array([claimed])).all() == inside
    assert not slopes(np.sqrt, 0.0).between(np.zeros(1)).any()


def test_a_jump_has_no_slope_that_could_be_told_from_zero() -> None:
    found = slopes(np.floor, 2.0)
    assert abs(found.value[0]) < DOUBT * found.error[0]
    assert not found.kinks().any()


def test_where_f_is_not_finite_there_is_no_slope() -> None:
    found = slopes(np.sqrt, 0.0)
    assert np.isnan(found.value[0])
    assert found.error[0] == np.inf


def test_noise_makes_a_slope_less_sure() -> None:
    exact, noisy = slopes(np.sin, 1.0), slopes(np.sin, 1.0, noise=1e-6)
    assert exact.error[0] < 1e-6 < noisy.error[0]


def test_the_noise_of_single_precision_is_found() -> None:
    def f(x: Array) -> float:
        return float(np.sin(x.astype(np.float32)).sum())

    x, rng = np.array([0.7, 1.3, -0.4]), np.random.default_rng(0)
    assert 1e-9 < rounding_noise(UserFunction(f, x, vector=False), rng)[0] < 1e-6
    exact = UserFunction(lambda x: np.sin(x).sum(), x, vector=False)
    assert rounding_noise(exact, rng)[0] < 1e-14


@pytest.mark.parametrize("rate", [1, 10, 50])
@pytest.mark.parametrize("enough", [1e-6, 1e-9, 0])
def test_a_quick_slope_takes_six_to_ten_values_and_knows_its_error(
    rate: float, enough: float
) -> None:
    f = UserFunction(lambda x: np.sin(rate * x[0]), np.ones(1), vector=False)
    before = f.calls
    found = quick_slopes(f, np.ones(1), np.zeros(1), enough)
    assert 6 <= f.calls - before <= 10
    assert abs(found.value[0] - rate * np.cos(rate)) <= found.error[0]
    assert found.error[0] <= enough or f.calls - before == 10


def test_a_quick_slope_is_not_known_at_a_kink() -> None:
    f = UserFunction(lambda x: np.abs(x).sum() + x.sum(), np.zeros(1), vector=False)
    assert quick_slopes(f, np.ones(1), np.zeros(1), 1e-6).error[0] == np.inf


def test_a_slope_by_fixed_steps_is_as_smooth_as_the_function() -> None:
    f = UserFunction(lambda x: np.exp(x).sum(), np.zeros(2), vector=False)
    v = np.array([1.0, -0.5])
    for x in (np.zeros(2), np.array([1.0, 2.0])):
        assert central_slope(f, x, v)[0] == pytest.approx(np.exp(x) @ v, rel=1e-10)


def test_factors_lie_between_a_half_and_three_halves_with_either_sign() -> None:
    u = factors((3, 1000), np.random.default_rng(0))
    assert 0.5 <= np.abs(u).min() <= np.abs(u).max() <= 1.5
    assert 0.45 < (u > 0).mean() < 0.55


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e300])
def test_a_length_does_not_overflow(unit: float) -> None:
    assert length(unit * np.array([3.0, -4.0])) == pytest.approx(5 * unit, rel=1e-15)
    assert length(np.zeros(2)) == 0


def test_sizes_are_powers_of_two_and_zero_has_that_of_its_neighbours() -> None:
    assert entry_sizes(np.array([3.9, -0.26, 0.0])).tolist() == [4, 0.25, 1]
    assert entry_sizes(np.zeros(2)).tolist() == [1, 1]
