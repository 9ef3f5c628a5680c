"""A comparison knows how small an error it would have seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck.gradients.entrywise import SlopeComparison, compare
from derivcheck.gradients.user_function import UserFunction

Array = np.ndarray[Any, Any]


def comparison(f: Callable[[Array], Any], claimed: Array, x: Array) -> SlopeComparison:
    """An array, exact as it stands, beside the slopes of a function to numbers."""
    function, claim = UserFunction(f, x, vector=False), claimed.reshape(1, -1)
    return compare(function, claim, np.zeros(claim.shape), np.random.default_rng(0))


def test_entries_lie_in_a_row_for_each_output() -> None:
    x = np.arange(1.0, 7.0).reshape(2, 3)
    c = comparison(lambda x: (x**2).sum(), 2 * x, x)
    assert c.slopes.value.shape == c.tolerance.shape == c.kinks.shape == (1, 6)
    assert c.slopes.value[0] == pytest.approx(2 * x.ravel(), rel=1e-9)
    assert c.resolution() < 1e-9


@pytest.mark.parametrize("unit", [1e-8, 1.0, 1e8])
def test_the_resolution_does_not_depend_on_the_units_of_f(unit: float) -> None:
    x = np.array([0.5, 2.0])
    c = comparison(lambda x: unit * np.sin(x).sum(), unit * np.cos(x), x)
    assert c.scale == pytest.approx(unit * np.cos(0.5))
    assert c.resolution() < 1e-9


def test_where_every_slope_is_zero_the_neighbourhood_is_the_scale() -> None:
    c = comparison(lambda x: (x**2).sum(), np.zeros(2), np.zeros(2))
    assert c.scale > 0.1
    flat = comparison(lambda x: 5.0, np.zeros(2), np.ones(2))
    assert flat.scale == 5.0


def test_a_claim_in_single_precision_need_not_be_finer_than_it() -> None:
    x = np.array([0.5, 2.0])
    double = comparison(lambda x: np.sin(x).sum(), np.cos(x), x)
    single = comparison(lambda x: np.sin(x).sum(), np.cos(x).astype(np.float32), x)
    assert (double.enough, single.enough) == (1e-6, 1e-3)
