"""The running network's numbers are what the pages say, and stay so."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck import running

ARRAYS = ["x", "t", "free_t", "W", "b", "V", "c", "batch_x", "batch_t"]


def test_all_sizes_differ_so_that_an_index_slip_changes_a_shape() -> None:
    shapes = [getattr(running, name).shape for name in ARRAYS]
    assert shapes == [(2,), (4,), (4,), (3, 2), (3,), (4, 3), (4,), (5, 2), (5, 4)]


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_refuses_to_be_written_to(name: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        getattr(running, name)[0] = 0


def test_the_parameters_cannot_be_replaced() -> None:
    assert list(running.parameters) == ["W", "b", "V", "c"]
    assert running.parameters["W"] is running.W
    with pytest.raises(TypeError):
        running.parameters["W"] = running.V  # type: ignore[index]  # the very mistake


def test_the_targets_sum_to_one_but_for_the_free_ones() -> None:
    assert running.t.sum() == pytest.approx(1, abs=1e-15)
    assert np.allclose(running.batch_t.sum(axis=1), 1, rtol=0, atol=1e-15)
    assert running.free_t.sum() == pytest.approx(1.6, abs=1e-15)


def test_the_batch_begins_with_the_example() -> None:
    assert np.array_equal(running.batch_x[0], running.x)
    assert np.array_equal(running.batch_t[0], running.t)
