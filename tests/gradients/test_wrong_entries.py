"""Wrong entries are found along the directions that were asked, or by halving."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from derivcheck.gradients.random_directions import DIRECTIONS, Referee
from derivcheck.gradients.user_function import UserFunction
from derivcheck.gradients.wrong_entries import Search, closer

Array = np.ndarray[Any, Any]
A = np.random.default_rng(3).uniform(1, 2, 300)


def searched(error: Array, most: int = 8) -> tuple[list[int], bool, int]:
    """The entries found in a linear function, whether all, and the evaluations."""
    f = UserFunction(lambda x: (A * x).sum(), np.ones(300), vector=False)
    claim = (A * (1 + error))[None]
    referee = Referee(f, claim, 0, moved=lambda number: (f.x, claim))
    (group,) = referee.groups
    turns = referee.turns(group, DIRECTIONS)
    before = f.calls
    found, complete = Search(referee, turns).entries(most)
    places = sorted(int(one.group.at[0]) for one in found)
    return places, complete, f.calls - before


@pytest.mark.parametrize("size", [-2.0, 1e-3, 1e-8])
def test_one_wrong_entry_takes_one_evaluation(size: float) -> None:
    for at in (0, 57, 299):
        error = size * (np.arange(300) == at)
        assert searched(error) == ([at], True, 1)


def test_several_wrong_entries_are_parted() -> None:
    error = np.zeros(300)
    error[[3, 4, 130, 131, 299]] = 1e-2, -1e-2, 1e-6, 1.0, 1e-4
    places, complete, evaluations = searched(error)
    assert places == [3, 4, 130, 131, 299]
    assert complete
    assert evaluations <= 20 * 5


def test_an_error_less_than_the_tolerance_of_the_group_is_found_by_itself() -> None:
    a = 10.0 ** np.random.default_rng(5).uniform(-5, 0, 300)
    at = int(a.argmax())
    error = 1e-10 * (np.arange(300) == at)
    f = UserFunction(lambda x: (a * x).sum(), np.ones(300), vector=False)
    claim = (a * (1 + error))[None]
    referee = Referee(f, claim, 0, moved=lambda number: (f.x, claim))
    (group,) = referee.groups
    turns = referee.turns(group, DIRECTIONS)
    assert not any(one.wrong.any() for one in turns)
    assert any(one.doubtful for one in turns)
    before = f.calls
    (found,) = closer(referee, turns)
    assert found.wrong.all()
    assert found.group.at.tolist() == [at]
    assert f.calls - before <= 20


def test_a_right_group_is_not_looked_into() -> None:
    f = UserFunction(lambda x: (A * np.sin(x)).sum(), np.ones(300), vector=False)
    for seed in range(20):
        referee = Referee(f, (A * np.cos(np.ones(300)))[None], seed)
        (group,) = referee.groups
        turns = referee.turns(group, DIRECTIONS)
        assert not any(one.doubtful for one in turns)


def test_errors_everywhere_are_not_searched_to_the_end() -> None:
    error = 1e-3 * np.random.default_rng(0).normal(size=300)
    _, complete, evaluations = searched(error)
    assert not complete
    assert evaluations <= 30
