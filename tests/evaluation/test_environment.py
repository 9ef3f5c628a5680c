"""The values of a point: worked out once, and anew only where something moves."""

from __future__ import annotations

import numpy as np
import pytest

from derivcheck.evaluation.environment import Surroundings
from derivcheck.evaluation.points import FLOAT, Leaves
from derivcheck.evaluation.sampling import Sample
from derivcheck.evaluation.scalars import NOTHING, tangent
from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.pages.page_check import check_text
from tests.evaluation.by_hand import Rows, here, symbol, times

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


# --- entries --------------------------------------------------------------------------


def test_an_entry_that_a_page_names_alone_is_there_outside_the_bounds() -> None:
    before = symbol("s", n.Letter("t", -1))
    rows: Rows = {
        symbol("s", 0): "a",
        symbol("s", "t"): times(before, symbol("x", "t")),
    }
    env = here(rows, a=2.0, x=[3.0, 5.0, 7.0]).point.at(FLOAT)
    assert [env["s"][t,] for t in range(4)] == [2.0, 6.0, 30.0, 210.0]
    with pytest.raises(Leaves) as found:
        env["s"][-1,]
    assert (found.value.name, found.value.value, found.value.last) == ("s", -1, 3)


def test_an_array_of_many_entries_ends_where_one_of_few_does() -> None:
    for length in (10, 11):  # a hundred entries are listed, more are compared
        env = here(w=np.ones((length, length))).point.at(FLOAT)
        assert env["w"][length, length] == 1.0
        for outside in ((0, 1), (length + 1, 1), (1, length + 1)):
            with pytest.raises(Leaves):
                env["w"][outside]


def test_a_quantity_that_comes_back_to_itself_is_refused_by_its_name() -> None:
    rows: Rows = {symbol("a", "i"): times(2, symbol("b", "i"))}
    rows[symbol("b", "i")] = times(3, symbol("a", "i"))
    env = here(rows, x=[1.0]).point.at(FLOAT)
    message = (
        "a is defined by itself; where that of another layer is meant, give it a name "
        "of its own"
    )
    for _ in range(2):  # what was begun is forgotten
        with pytest.raises(NotUnderstood, match=f"^{message}$"):
            env["a"][1,]
        assert env.busy == set()


def test_a_quantity_that_is_given_cannot_move_by_its_definition() -> None:
    found = here({symbol("s"): times("a", "a")}, a=3.0)
    found.point.overrides = frozenset({"s"})
    found.point.given["s", ()] = (5.0, 5.0)
    assert found.value("s") == 5.0
    message = "s was given, and a derivative moves it: give what it is made of instead"
    with pytest.raises(ValueError, match=f"^{message}$"):
        found.value(n.Partial(symbol("s"), (symbol("a"),)))


def test_a_held_entry_is_seen_by_all_that_is_inside_and_its_neighbours_are_shared() -> (
    None
):
    found = here({symbol("s", "i"): times(symbol("x", "i"), 2)}, x=[3.0, 5.0])
    env = found.point.at(FLOAT)
    inner = env.altered([("x", (1,), 7.0)])
    deeper = inner.altered([("x", (2,), 9.0)])
    assert [deeper["s"][i,] for i in (1, 2)] == [14.0, 18.0]
    assert [inner["s"][i,] for i in (1, 2)] == [14.0, 10.0]
    assert [env["s"][i,] for i in (1, 2)] == [6.0, 10.0]


def test_a_child_is_made_once_for_each_entry() -> None:
    env = here(x=[3.0, 5.0]).point.at(FLOAT)
    assert env.child("x", (1,)) is env.child("x", (1,))
    assert env.child("x", (1,)) is not env.child("x", (2,))
