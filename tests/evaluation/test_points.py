"""What may be done at a point: so many operations, and no layer that is not there."""

from __future__ import annotations

import pytest

from derivcheck.evaluation.points import (
    MOST_OPERATIONS,
    Leaves,
    NoLayer,
    TooMuch,
    spend,
    width,
)
from derivcheck.expressions import nodes as n
from tests.evaluation.by_hand import here


def test_operations_are_counted_up_to_the_bound_and_not_past_it() -> None:
    point = here().point
    spend(point, MOST_OPERATIONS - 1)
    spend(point, 1)
    with pytest.raises(TooMuch, match=r"^more than 400000 operations$"):
        spend(point, 1)


def test_a_layer_has_its_width_and_the_next_one_has_none() -> None:
    point = here().point
    point.sizes[("width", "n", n.Fixed(2))] = 5
    assert width(point, "n", 2) == 5
    with pytest.raises(NoLayer) as found:
        width(point, "n", 3)
    assert (found.value.name, found.value.value, found.value.last) == ("n", 3, 2)


def test_a_layer_that_is_not_there_is_an_index_outside() -> None:
    assert issubclass(NoLayer, Leaves)
    with pytest.raises(NoLayer) as found:
        width(here().point, "n", -1)
    assert found.value.last == 0
