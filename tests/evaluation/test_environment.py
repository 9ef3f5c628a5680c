"""The values of a point: worked out once, and anew only where something moves."""

from __future__ import annotations

from derivcheck.checking.page_check import check_text
from derivcheck.evaluation.environment import Surroundings
from derivcheck.evaluation.points import FLOAT
from derivcheck.evaluation.sampling import Sample
from derivcheck.evaluation.scalars import NOTHING, tangent

PAGE = r"""
$$ k = 1, \dots, 3 $$

$$ i = 1, \dots, 4 $$

$w_{ik} \in \mathbb{R}$, $x_k \in \mathbb{R}$

$$ z_i := \sum_k w_{ik} x_k $$

$$ p_i := \frac{e^{z_i}}{\sum_m e^{z_m}} $$

$$ \sum_i p_i = 1 $$
"""


def fresh() -> tuple[Sample, Surroundings]:
    """A point of the page, and its values with none of them worked out."""
    (relation,) = check_text(PAGE).relations
    assert relation.sampler is not None
    point = relation.sampler.point(0, 0)
    point.surroundings.clear()
    point.operations = 0
    return point, point.at(FLOAT)


def test_each_entry_is_counted_once_and_a_sum_that_entries_share_too() -> None:
    point, env = fresh()
    for i in range(1, 5):
        assert 0 < env["p"][i,] < 1
    inputs, sums = 12 + 3, 4 * 2  # three terms are added by two operations
    assert point.operations == inputs + 4 + sums + 4 + 3
    assert env["p"][1,] == env["p"][1,]
    assert point.operations == inputs + 4 + sums + 4 + 3


def test_a_child_has_arrays_of_its_own_only_for_what_moves() -> None:
    _, env = fresh()
    inner, level = env.child("x", (2,))
    assert inner["w"] is env["w"]
    assert inner["z"] is not env["z"]
    assert tangent(inner["x"][2,], level) == 1.0
    assert inner["x"][1,] == env["x"][1,]
    assert tangent(inner["z"][3,], level) == env["w"][3, 2]


def test_a_derivative_along_no_path_is_nothing() -> None:
    _, env = fresh()
    inner, level = env.child("z", (1,))
    assert tangent(inner["z"][2,], level) is NOTHING
    slope = tangent(inner["p"][2,], level)
    assert abs(slope + env["p"][2,] * env["p"][1,]) < 1e-15


def test_only_the_definition_itself_moves_in_an_immediate_derivative() -> None:
    _, env = fresh()
    inner, level = env.shielded("x", (1,))
    assert inner["z"] is env["z"]
    assert tangent(inner["x"][1,], level) == 1.0


def test_an_entry_that_is_held_leaves_the_outside_as_it_was() -> None:
    _, env = fresh()
    before = env["z"][1,]
    inner = env.altered([("x", (1,), 0.0)])
    assert inner["z"][1,] != before
    assert env["z"][1,] == before
