"""The complex step is exact, and code that it does not go through is found out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck.gradients.complex_step import complex_slope, confirmed, try_complex
from derivcheck.gradients.user_function import NotCarried, UserFunction

Array = np.ndarray[Any, Any]
X = np.array([0.7, -1.3])


def function(f: Callable[[Array], Any], x: Array = X) -> UserFunction:
    return UserFunction(f, x, vector=False)


def test_a_slope_is_known_to_the_last_digits() -> None:
    f = function(lambda x: np.sin(x).sum())
    slope = complex_slope(f, X, np.array([1.0, -2.0]))
    assert slope[0] == pytest.approx(np.cos(0.7) - 2 * np.cos(-1.3), rel=1e-15)


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (lambda x: math.sin(x[0]), "ComplexWarning: "),
        (lambda x: float(x.sum()), "ComplexWarning: "),
        (lambda x: np.abs(x).sum(), "it loses imaginary parts, as np.abs and .real do"),
        (lambda x: np.conj(x).sum(), "it loses imaginary parts"),
        (lambda x: x.sum().astype(np.complex64), "it returned numbers of type complex"),
    ],
    ids=["math", "float", "abs", "conj", "single"],
)
def test_code_that_does_not_carry_complex_numbers_is_found_out(
    f: Callable[[Array], Any], message: str
) -> None:
    def shown(x: Array) -> Any:
        return np.real(f(x)) if x.dtype.kind == "f" else f(x)

    with pytest.raises(NotCarried) as caught:
        try_complex(function(shown), X)
    assert str(caught.value).startswith(message)


def test_a_kink_is_seen_in_the_two_slopes() -> None:
    f = function(lambda x: np.maximum(x, 0).sum(), np.array([0.0, 1.0]))
    assert try_complex(f, np.array([1.0, 0.5])).tolist() == [True]
    assert not try_complex(function(lambda x: (x**3).sum()), X).any()


@pytest.mark.parametrize("near", [3e-6, 1e-5, 1e-3])
def test_a_kink_close_by_is_neither_a_kink_nor_a_loss(near: float) -> None:
    f = function(lambda x: np.maximum(x - 0.7 * (1 - near), 0).sum())
    assert not try_complex(f, X).any()
    assert f.calls <= 12


def test_a_real_difference_takes_the_side_that_it_can_tell() -> None:
    f, v = function(lambda x: (x**2).sum()), np.array([1.0, 0.0])
    assert confirmed(f, v, np.array([1.4]), np.array([1.5]))
    assert not confirmed(f, v, np.array([1.5]), np.array([1.4]))
