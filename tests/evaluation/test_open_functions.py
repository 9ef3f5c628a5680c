"""The functions that stand for open ones: smooth, by their numbers alone."""

from __future__ import annotations

import math

import numpy as np
import pytest

from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.open_functions import Waves
from derivcheck.evaluation.scalars import NOTHING, Dual, Scalar, real, tangent
from tests.evaluation.by_hand import Array

# a + p·x + height sin(phase + turns·x), twice: the numbers in the order of a Waves
NUMBERS = [0.5, 0.1, 2.0, -1.0, 0.7, -0.3, 0.4, 1.5, -0.6, 0.2, -0.9]
RATES = np.array(NUMBERS[9:])
TURNS = np.array([NUMBERS[2:4], NUMBERS[6:8]])
PHASES = np.array([NUMBERS[1], NUMBERS[5]])
HEIGHTS = np.array([NUMBERS[4], NUMBERS[8]])
X = np.array([0.3, -1.2])
GIVEN: list[Scalar] = X.tolist()


def by_numpy() -> tuple[float, Array, Array]:
    """The value, the gradient and the Hessian, by the formula."""
    at = PHASES + TURNS @ X
    value = NUMBERS[0] + RATES @ X + HEIGHTS @ np.sin(at)
    gradient = RATES + TURNS.T @ (HEIGHTS * np.cos(at))
    hessian = -(TURNS.T * (HEIGHTS * np.sin(at))) @ TURNS
    return float(value), gradient, hessian


def moved(level: int, values: list[Scalar], along: int) -> list[Scalar]:
    """The same numbers, of which one carries a derivative on a level."""
    return [
        Dual(level, v, 1.0) if number == along else v for number, v in enumerate(values)
    ]


def test_a_linear_part_and_two_waves_are_added() -> None:
    assert Waves(NUMBERS, 2)(GIVEN) == pytest.approx(by_numpy()[0], rel=1e-15)


def test_a_derivative_along_each_number_is_that_of_the_formula() -> None:
    waves = Waves(NUMBERS, 2)
    found = [tangent(waves(moved(1, GIVEN, n)), 1) for n in range(2)]
    np.testing.assert_allclose(found, by_numpy()[1], rtol=1e-14)


def test_a_change_of_all_numbers_at_once_adds_what_each_would_do() -> None:
    both: list[Scalar] = [Dual(1, GIVEN[0], 2.0), Dual(1, GIVEN[1], -3.0)]
    found = Waves(NUMBERS, 2)(both)
    assert tangent(found, 1) == pytest.approx(by_numpy()[1] @ [2.0, -3.0], rel=1e-14)


def test_second_derivatives_are_those_of_the_formula() -> None:
    waves = Waves(NUMBERS, 2)
    found = [
        [
            tangent(tangent(waves(moved(2, moved(1, GIVEN, n), m)), 2), 1)
            for m in range(2)
        ]
        for n in range(2)
    ]
    np.testing.assert_allclose(found, by_numpy()[2], rtol=1e-13)


def test_a_number_that_does_not_move_leaves_no_derivative_on_another_level() -> None:
    found = Waves(NUMBERS, 2)(moved(3, GIVEN, 0))
    assert tangent(found, 2) is NOTHING
    assert real(found) == pytest.approx(by_numpy()[0])


def test_a_function_of_no_numbers_is_a_constant() -> None:
    found = Waves([0.5, 0.1, 0.7, -0.3, -0.6], 0)
    wanted = 0.5 + 0.7 * math.sin(0.1) - 0.6 * math.sin(-0.3)
    assert found([]) == pytest.approx(wanted, rel=1e-15)


def test_what_is_asked_for_again_at_the_same_floats_is_kept() -> None:
    waves = Waves(NUMBERS, 2)
    first, again = (waves.at(GIVEN) for _ in range(2))
    assert again is first
    waves.at([0.0, 0.0])
    assert len(waves.kept) == 2


def test_a_function_of_balls_encloses_that_of_floats() -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    with balls.precision():
        found = Waves(NUMBERS, 2)([balls.plain(a) for a in GIVEN])
    assert float(found.rad()) < 1e-100
    assert float(found.mid()) == pytest.approx(by_numpy()[0], rel=1e-15)
