"""Arguments that do not fit are named beside what would."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from derivcheck.network import layers, losses


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: layers.dense(np.ones(3), np.ones((3, 2)), np.ones(3)),
            "W has shape (3, 2), so the last axis of x must have length 2, one input "
            "for each column of W; x has shape (3,)",
        ),
        (
            lambda: layers.dense(np.ones(2), np.ones((3, 2)), np.ones(2)),
            "W has shape (3, 2), so b must have shape (3,), one bias for each row of "
            "W; b has shape (2,)",
        ),
        (
            lambda: layers.dense(np.ones(2), np.ones(2), np.ones(2)),
            "W must be a matrix, with a row for each unit and a column for each input; "
            "W has shape (2,)",
        ),
        (
            lambda: layers.dense_backward(np.ones(2), np.ones((3, 2)), np.ones(2)),
            "x has shape (2,) and W has shape (3, 2), so g must have shape (3,), that "
            "of W x + b; g has shape (2,)",
        ),
        (
            lambda: losses.squared_error(np.ones((5, 4)), np.ones(4)),
            "out has shape (5, 4), so t must have shape (5, 4), one target for each "
            "output; t has shape (4,)",
        ),
        (
            lambda: losses.softmax_cross_entropy(np.ones(4), np.ones(3)),
            "logits has shape (4,), so t must have shape (4,), one target for each "
            "output; t has shape (3,)",
        ),
        (
            lambda: losses.squared_error(np.ones((0, 4)), np.ones((0, 4))),
            "a loss is a mean over examples, and there are none: out has shape (0, 4)",
        ),
        (
            lambda: layers.softmax(1.0),
            "z must be a vector, or an array whose last axis holds vectors, with at "
            "least one entry; z has shape ()",
        ),
        (
            lambda: layers.softmax_backward(np.ones(3), np.ones(4)),
            "value has shape (3,), so g, the derivative of the loss by it, must have "
            "shape (3,); g has shape (4,)",
        ),
    ],
)
def test_a_wrong_shape_is_named_beside_the_right_one(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # compared whole below
        call()
    assert str(caught.value) == message
