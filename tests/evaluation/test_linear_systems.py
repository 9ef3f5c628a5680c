"""Small linear systems, against NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck.evaluation.linear_systems import (
    determinant,
    independent_rows,
    least_squares_step,
    pivots,
    solve,
)
from derivcheck.evaluation.scalars import Dual, Scalar, tangent


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_system_is_solved_as_numpy_solves_it(size: int) -> None:
    draw = np.random.default_rng(size)
    matrix, right = draw.normal(size=(size, size)), draw.normal(size=size)
    wanted = np.linalg.solve(matrix, right).tolist()
    assert solve(matrix.tolist(), right.tolist()) == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_determinant_is_that_of_numpy(size: int) -> None:
    matrix = np.random.default_rng(size).normal(size=(size, size))
    wanted = float(np.linalg.det(matrix))
    assert determinant(matrix.tolist()) == pytest.approx(wanted, rel=1e-10)


def test_a_determinant_of_nearly_zero_is_none() -> None:
    assert determinant([[1.0, 2.0], [2.0, 4.0 + 1e-14]]) is None


def test_a_determinant_of_zeros_is_zero() -> None:
    assert determinant([[1.0, 2.0], [2.0, 4.0]]) == 0


def test_a_zero_on_the_diagonal_is_no_obstacle() -> None:
    assert solve([[0.0, 2.0], [4.0, 0.0]], [6.0, 8.0]) == [2.0, 3.0]


def test_a_system_of_nothing_has_a_solution_of_nothing() -> None:
    assert solve([], []) == []


@pytest.mark.parametrize(
    "matrix",
    [[[0.0]], [[1.0, 2.0], [2.0, 4.0]], [[0.0, 0.0], [0.0, 1.0]]],
    ids=["zero", "a row twice another", "a row of zeros"],
)
def test_a_singular_matrix_has_no_solution(matrix: list[list[float]]) -> None:
    assert solve(matrix, [1.0] * len(matrix)) is None


def test_the_solution_moves_as_the_inverse_does() -> None:
    a = np.array([[2.0, 1.0], [1.0, 3.0]])
    moving: list[list[Scalar]] = [[2.0, Dual(1, 1.0, 1.0)], [1.0, 3.0]]
    found = solve(moving, [1.0, 0.0])
    inverse = np.linalg.inv(a)
    wanted = -inverse @ [[0.0, 1.0], [0.0, 0.0]] @ inverse @ [1.0, 0.0]
    assert found is not None
    np.testing.assert_allclose([tangent(x, 1) for x in found], wanted, rtol=1e-14)


def test_solving_leaves_the_matrix_as_it_was() -> None:
    matrix = [[0.0, 2.0], [4.0, 1.0]]
    solve(matrix, [1.0, 1.0])
    assert matrix == [[0.0, 2.0], [4.0, 1.0]]


def test_the_step_is_the_shortest_of_all_that_solve_the_equations() -> None:
    draw = np.random.default_rng(0)
    jacobian, residual = draw.normal(size=(2, 5)), draw.normal(size=2)
    found = least_squares_step(jacobian.tolist(), residual.tolist())
    wanted = (np.linalg.pinv(jacobian) @ residual).tolist()
    assert found == pytest.approx(wanted, rel=1e-12)


def test_an_equation_that_stands_there_twice_is_left_out_of_the_step() -> None:
    jacobian = [[1.0, 1.0], [2.0, 2.0], [0.0, 0.0]]
    assert least_squares_step(jacobian, [4.0, 8.0, 0.0]) == pytest.approx([2.0, 2.0])


@pytest.mark.parametrize("jacobian", [[], [[0.0, 0.0]]])
def test_there_is_no_step_where_nothing_moves(jacobian: list[list[float]]) -> None:
    assert least_squares_step(jacobian, [1.0] * len(jacobian)) is None


def test_rows_count_as_independent_by_their_angle_whatever_their_length() -> None:
    rows = [[1e-8, 0.0], [1e8, 0.0], [1e8, 1.0], [0.0, 0.0]]
    assert independent_rows(rows) == [0, 2]


def test_a_row_that_rounding_alone_keeps_apart_is_dependent() -> None:
    first, second = [0.1, 0.2, 0.3], [0.7, -0.4, 0.1]
    third = [0.3 * a + 0.6 * b for a, b in zip(first, second, strict=True)]
    assert independent_rows([first, second, third]) == [0, 1]


def test_each_independent_row_has_a_column_of_its_own_to_be_solved_in() -> None:
    rows = [[0.0, 5.0, 1.0], [0.0, 5.0, 3.0], [0.0, 10.0, 4.0], [7.0, 1.0, 1.0]]
    found = pivots(rows)
    assert found == [1, 2, 0]
    kept = np.array(rows)[[0, 1, 3]][:, found]
    assert abs(np.linalg.det(kept)) > 1.0
    assert rows[1] == [0.0, 5.0, 3.0]
