"""Positions compared and moved, and limits that run down."""

from __future__ import annotations

import pytest

from derivcheck.expressions import nodes as n
from derivcheck.expressions.positions import between, falls, shifted

T, U, N = n.Letter("t"), n.Letter("u"), n.Extent("n")
LABEL = n.Label("y", (T,))


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        (n.Fixed(2), n.Fixed(5), 3),
        (n.Fixed(2), n.Fixed(2), 0),
        (n.Letter("t", -1), n.Letter("t", 1), 2),
        (n.Extent("n", 1), N, -1),
        (T, U, None),
        (T, n.Extent("t"), None),
        (T, n.Fixed(1), None),
        (LABEL, LABEL, None),
        (n.Affine(((1, T), (1, U))), n.Affine(((1, T), (1, U)), 1), None),
    ],
)
def test_positions_of_one_letter_or_size_lie_some_places_apart(
    one: n.Position, other: n.Position, by: int | None
) -> None:
    assert between(one, other) == by


@pytest.mark.parametrize(
    "position", [n.Fixed(-1), n.Letter("t", 2), N, n.Affine(((1, T), (1, U)), 3)]
)
@pytest.mark.parametrize("by", [-2, 0, 3])
def test_a_position_moves_there_and_back(position: n.Position, by: int) -> None:
    moved = shifted(position, by)
    assert shifted(moved, -by) == position
    assert (moved == position) == (by == 0)
    if not isinstance(position, n.Affine):
        assert between(position, moved) == by


def test_a_label_stays_where_it_is_and_cannot_be_moved() -> None:
    assert shifted(LABEL, 0) is LABEL
    message = "the label y is no number that could be moved"
    with pytest.raises(ValueError, match=f"^{message}$"):
        shifted(LABEL, 1)


@pytest.mark.parametrize(
    ("low", "high", "down"),
    [
        (n.Extent("T"), n.Fixed(1), True),
        (n.Extent("T"), n.Letter("k"), True),
        (n.Extent("T"), n.Extent("T", -2), True),
        (n.Extent("T"), n.Extent("T", -1), False),  # an empty run upward
        (n.Extent("T"), n.Extent("T"), False),
        (T, n.Letter("t", -2), True),
        (T, n.Letter("t", -1), False),
        (T, n.Fixed(1), True),
        (T, n.Fixed(0), True),
        (T, n.Fixed(3), False),
        (T, U, False),
        (n.Fixed(1), n.Extent("T"), False),
        (n.Fixed(3), n.Fixed(1), False),
        (T, n.Extent("T"), False),
        (None, n.Fixed(1), False),
        (n.Extent("T"), None, False),
    ],
)
def test_limits_run_down_where_the_first_lies_above_the_last(
    low: n.Position | None, high: n.Position | None, down: bool
) -> None:
    assert falls(low, high) is down
