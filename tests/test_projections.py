"""Groups are of one magnitude, factors are not near zero, halving finds entries."""

from __future__ import annotations

from typing import Any

import numpy as np

from derivcheck.functions import Function
from derivcheck.projections import DIRECTIONS, Referee

Array = np.ndarray[Any, Any]
A = 10.0 ** np.repeat([0.0, -4.0, -12.0], 100)


def referee(error: Array | float = 0.0, seed: int = 0) -> Referee:
    """A linear function of 300 entries whose slopes differ by twelve decades."""
    f = Function(lambda x: (A * x).sum(), np.ones(300), vector=False)
    return Referee(f, (A * (1 + error))[None], seed)


def test_groups_are_of_one_magnitude_and_cover_all_entries() -> None:
    groups = referee().groups
    assert [(group.at[0], group.at[-1], group.zero) for group in groups] == [
        (0, 99, False),
        (100, 199, False),
        (200, 299, True),
    ]


def test_each_entry_moves_the_sum_by_half_to_three_halves_of_its_size() -> None:
    one = referee()
    for group in one.groups[:2]:
        v = one.direction(group, 0)
        terms = np.abs(v * A)[group.at]
        assert terms.max() / terms.min() <= 3
        assert np.count_nonzero(v) == group.at.size
        assert (v == one.direction(group, 0)).all()
        assert (v != one.direction(group, 1))[group.at].all()


def test_a_right_claim_is_wrong_along_no_direction() -> None:
    found = referee().ask()
    assert len(found) == 3 * DIRECTIONS
    assert not any(one.wrong.any() for one in found)


def test_halving_finds_the_wrong_entries() -> None:
    error = np.zeros(300)
    error[[3, 57, 130]] = 1e-6
    one = referee(error)
    wrong = [found for found in one.ask() if found.wrong.any() and found.turn == 0]
    places = [int(part.at[0]) for found in wrong for part in one.search(found, 8)[0]]
    assert places == [3, 57, 130]


def test_errors_everywhere_are_not_searched_to_the_end() -> None:
    one = referee(1e-3 * np.random.default_rng(0).normal(size=300))
    first = next(found for found in one.ask() if found.wrong.any())
    before = one.f.calls
    assert not one.search(first, 8)[1]
    assert one.f.calls - before <= 16


def test_the_chance_of_missing_errors_is_not_above_what_is_stated() -> None:
    size, missed = 3.0, 0
    error = np.random.default_rng(1).normal(size=300)
    resolution = max(found.resolution for found in referee().ask())
    error *= size * resolution / np.abs(error).max()
    for seed in range(200):
        missed += not any(found.wrong.any() for found in referee(error, seed).ask())
    assert missed / 200 <= 2 * size**-DIRECTIONS
