"""What cannot be checked is refused in a sentence that says why."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck import check_gradient, check_jacobian
from derivcheck.gradients.user_function import UserFunction

Array = np.ndarray[Any, Any]


def changing(x: Array) -> Any:
    x += 1
    return x.sum()


def answering_differently() -> Callable[[Array], float]:
    answers = iter([0.25, 0.5])
    return lambda x: next(answers)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: check_gradient(np.sum, np.ones(3), np.ones((2, 3))),
            ValueError,
            "the gradient has shape (3,), x has shape (2, 3)",
        ),
        (
            lambda: check_gradient(np.sum, np.ones(3), "abc"),
            TypeError,
            "x must be an array of real numbers; it is of type 'str'",
        ),
        (
            lambda: check_gradient(np.sum, np.ones(2), [1j, 2]),
            TypeError,
            "x must be an array of real numbers; it is complex",
        ),
        (
            lambda: check_gradient(np.sum, np.ones(2), [[1], [2, 3]]),
            TypeError,
            "x must be an array of real numbers; it is a list whose rows have several "
            "lengths",
        ),
        (
            lambda: check_jacobian(
                lambda x: x, lambda x: np.eye(2 if (x == 1).all() else 3), np.ones(2)
            ),
            ValueError,
            "the Jacobian has 4 entries at x and 9 beside it",
        ),
        (
            lambda: check_gradient(np.sum, np.ones(2), ["1", "2"]),
            TypeError,
            "x must be an array of real numbers; it is an array of dtype <U1",
        ),
        (
            lambda: check_gradient(
                np.sum, np.ones(2), np.ma.array([1, 2], mask=[False, True])
            ),
            TypeError,
            "x must be an array of real numbers; it is masked in part",
        ),
        (
            lambda: check_gradient(np.sum, [], []),
            ValueError,
            "x has no entries to check; its shape is (0,)",
        ),
        (
            lambda: check_gradient(np.sum, [1.0], [math.nan]),
            ValueError,
            "x has an entry that is not a finite number",
        ),
        (
            lambda: check_gradient(lambda x: 2 * x, [2.0], [1.0]),
            ValueError,
            "f must return a number; it returned an array of shape (1,)",
        ),
        (
            lambda: check_gradient(lambda x: None, [2.0], [1.0]),
            TypeError,
            "f must return a real number; what it returned is None",
        ),
        (
            lambda: check_gradient(np.sum, lambda x: None, [1.0]),
            TypeError,
            "the gradient must be an array of real numbers; it is None",
        ),
        (
            lambda: check_gradient(changing, [1.0], [1.0]),
            ValueError,
            "f changed the array it was given; it must leave x as it is, for example "
            "by working on x.copy()",
        ),
        (
            lambda: check_gradient(np.sum, changing, [1.0]),
            ValueError,
            "the gradient changed the array it was given; it must leave x as it is, "
            "for example by working on x.copy()",
        ),
        (
            lambda: check_gradient(answering_differently(), [1.0], [1.0]),
            ValueError,
            "f is not deterministic: two calls at the same x returned 0.25 and then "
            "0.5. Fix its seed first.",
        ),
        (
            lambda: check_jacobian(lambda x: x[:2], np.ones((3, 2)), np.ones(3)),
            ValueError,
            "the Jacobian has shape (3, 2), its transpose; f has 2 outputs and x has 3 "
            "entries, so in numerator layout, with a row for each output, its shape is "
            "(2, 3)",
        ),
        (
            lambda: check_jacobian(lambda x: x[:2], np.ones(6), np.ones(3)),
            ValueError,
            "the Jacobian has shape (6,); f has 2 outputs and x has 3 entries, so in "
            "numerator layout, with a row for each output, its shape is (2, 3)",
        ),
        (
            lambda: check_jacobian(np.sum, np.ones((1, 3)), np.ones(3)),
            ValueError,
            "f must return a vector, of shape (m,); it returned a number, whose "
            "derivative is the business of check_gradient",
        ),
        (
            lambda: check_jacobian(lambda x: x, np.eye(4), np.ones((2, 2))),
            ValueError,
            "x must be a vector, of shape (n,); it has shape (2, 2)",
        ),
        (
            lambda: check_jacobian(lambda x: x[:0], np.ones((0, 2)), np.ones(2)),
            ValueError,
            "f returned an array without entries",
        ),
    ],
)
def test_an_argument_that_cannot_be_checked_is_explained(
    call: Callable[[], object], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message


def test_the_array_of_the_caller_is_left_alone() -> None:
    x = np.ones(3)
    with pytest.raises(ValueError, match="f changed the array"):
        check_gradient(changing, np.ones(3), x)
    assert x.tolist() == [1, 1, 1]


def test_the_coarsest_number_that_f_computes_with_gives_its_precision() -> None:
    single = UserFunction(
        lambda x: x.astype(np.float32).sum(), np.ones(2), vector=False
    )
    assert single.precision == 4
    assert single.eps == np.finfo(np.float32).eps
    assert single.value.dtype == np.float64


def test_beside_the_point_f_may_have_no_value() -> None:
    logarithm = UserFunction(lambda x: math.log(x[0]), np.ones(1), vector=False)
    assert np.isnan(logarithm.near(np.array([-1.0]))).all()
    assert logarithm.calls == 3
