"""Named arrays become one vector, and the vector becomes them again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from derivcheck.gradients.flattening import layout_of

X = {"W": np.arange(6.0).reshape(2, 3), "b": np.array(7.0)}


def test_a_mapping_comes_back_as_it_was() -> None:
    vector, layout = layout_of(X)
    assert vector.tolist() == [0, 1, 2, 3, 4, 5, 7]
    back = layout.build(vector)
    assert list(back) == ["W", "b"]
    assert back["W"].tolist() == X["W"].tolist()
    assert back["b"].shape == ()


def test_a_sequence_of_arrays_is_told_from_rows_of_numbers() -> None:
    vector, layout = layout_of([np.ones(2), np.zeros((1, 1))])
    assert [block.name for block in layout.blocks] == ["x[0]", "x[1]"]
    assert [part.shape for part in layout.build(vector)] == [(2,), (1, 1)]
    _, rows = layout_of([[1, 2], [3, 4]])
    assert rows.blocks[0].shape == (2, 2)


def test_an_entry_is_found_in_its_array() -> None:
    _, layout = layout_of(X)
    assert (layout.block(4).name, layout.index(4)) == ("W", (1, 1))
    assert (layout.block(6).name, layout.index(6)) == ("b", ())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: layout_of({}), "x has no arrays to check"),
        (lambda: layout_of({"W": []}), "W has no entries to check; its shape is (0,)"),
        (
            lambda: layout_of([np.ones(2)])[1].gather("gradient", [1, 2]),
            "x is a sequence of 1 arrays, so the gradient must be one",
        ),
    ],
)
def test_what_does_not_fit_is_told(call: Callable[[], object], message: str) -> None:
    with pytest.raises(
        ValueError,
        match=r".",  # the whole message is asserted below
    ) as caught:
        call()
    assert str(caught.value) == message


def test_a_gradient_that_is_no_mapping_is_told() -> None:
    with pytest.raises(TypeError, match=r"^x is a mapping of arrays, so the gradient"):
        layout_of(X)[1].gather("gradient", np.ones(7))
