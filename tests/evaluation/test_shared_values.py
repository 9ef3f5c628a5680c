"""Values that expressions have in common: worked out once, anew where they move."""

from __future__ import annotations

import math

from derivcheck.evaluation.environment import Frame, Surroundings
from derivcheck.evaluation.points import FLOAT
from derivcheck.evaluation.scalars import Scalar, tangent
from derivcheck.evaluation.shared_values import Applied, Shared
from tests.evaluation.by_hand import here


def test_an_expression_is_worked_out_once_for_the_values_of_its_letters() -> None:
    frames: list[Frame] = []

    def closure(env: Surroundings, f: Frame) -> Scalar:
        frames.append(dict(f))
        return 10.0 * f["i"] + f["k"]

    env = here(x=[1.0, 2.0]).point.at(FLOAT)
    values = env[Shared(("i", "k"), closure, frozenset({"x"}))]
    assert [values[1, 2], values[2, 1], values[1, 2]] == [12.0, 21.0, 12.0]
    assert frames == [{"i": 1, "k": 2}, {"i": 2, "k": 1}]


def test_two_expressions_are_never_taken_for_one_another() -> None:
    env = here(x=[1.0]).point.at(FLOAT)
    one, other = (
        Shared((), lambda env, f, value=value: value, frozenset({"x"}))  # type: ignore[misc]  # mypy infers no type for a lambda with a default
        for value in (1.0, 2.0)
    )
    assert (env[one][()], env[other][()]) == (1.0, 2.0)


def test_a_function_of_the_entries_of_an_array_is_kept_entry_by_entry() -> None:
    asked: list[float] = []

    def root(x: Scalar) -> Scalar:
        asked.append(x)
        return math.sqrt(x)

    env = here(x=[4.0, 9.0]).point.at(FLOAT)
    images = env[Applied(root, "x", frozenset({"x"}))]
    assert [images[2,], images[1,], images[2,]] == [3.0, 2.0, 3.0]
    assert asked == [9.0, 4.0]


def test_a_child_shares_what_reads_nothing_that_moves_and_nothing_else() -> None:
    env = here(x=[4.0], y=[9.0]).point.at(FLOAT)
    of_x = Applied(lambda x: x * x, "x", frozenset({"x"}))
    of_y = Applied(lambda y: y * y, "y", frozenset({"y"}))
    inner, level = env.child("x", (1,))
    assert inner[of_y] is env[of_y]
    assert inner[of_x] is not env[of_x]
    assert tangent(inner[of_x][1,], level) == 8.0
    assert env[of_x][1,] == 16.0
