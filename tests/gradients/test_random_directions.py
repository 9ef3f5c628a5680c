"""Groups are of one magnitude, and no factor of an entry is near zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from derivcheck.gradients.random_directions import DIRECTIONS, Projected, Referee
from derivcheck.gradients.user_function import UserFunction

Array = np.ndarray[Any, Any]
A = 10.0 ** np.repeat([0.0, -4.0, -12.0], 100)


def referee(error: Array | float = 0.0, seed: int = 0) -> Referee:
    """A linear function of 300 entries whose slopes differ by twelve decades."""
    f = UserFunction(lambda x: (A * x).sum(), np.ones(300), vector=False)
    claim = (A * (1 + error))[None]
    return Referee(f, claim, seed, moved=lambda number: (f.x, claim))


def asked(one: Referee) -> list[Projected]:
    return [found for group in one.groups for found in one.turns(group, DIRECTIONS)]


def test_entries_claimed_to_be_zero_or_next_to_it_are_asked_by_themselves() -> None:
    groups = referee().groups
    assert [(group.at[0], group.at[-1], group.zero) for group in groups] == [
        (0, 199, False),
        (200, 299, True),
    ]


def test_each_entry_moves_the_sum_by_half_to_three_halves_of_its_size() -> None:
    one = referee()
    first, zeros = one.groups
    v = one.direction(first, 0).copy()
    terms = np.abs(v * A)[first.at]
    assert terms.max() / terms.min() <= 3
    assert np.count_nonzero(v) == first.at.size
    assert (v == one.direction(first, 0)).all()
    assert (v != one.direction(first, 1))[first.at].all()
    assert set(np.flatnonzero(one.direction(zeros, 0))) == set(zeros.at)


def test_no_weight_is_larger_than_that_of_a_millionth_of_the_largest() -> None:
    a = 10.0 ** np.repeat([0.0, -8.0], 50)
    f = UserFunction(lambda x: (a * x).sum(), np.ones(100), vector=False)
    one = Referee(f, a[None], 0)
    v = np.abs(one.direction(one.groups[0], 0))
    assert 0.5 <= v[50:].min() <= v[50:].max() <= 1.5
    resolution = max(found.resolution for found in asked(one))
    assert 1e-7 < resolution < 1e-4


def test_a_right_claim_is_wrong_along_no_direction() -> None:
    found = asked(referee())
    assert len(found) == 2 * DIRECTIONS
    assert not any(one.wrong.any() for one in found)


def test_the_chance_of_missing_errors_is_not_above_what_is_stated() -> None:
    size, missed = 3.0, 0
    error = np.random.default_rng(1).normal(size=300)
    resolution = max(found.resolution for found in asked(referee()))
    error *= size * resolution / np.abs(error).max()
    for seed in range(200):
        missed += not any(found.wrong.any() for found in asked(referee(error, seed)))
    assert missed / 200 <= 2 * size**-DIRECTIONS
