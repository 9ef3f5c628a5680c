"""What two relations mean: the same in other words, or something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derivcheck.diagnosis.canonical import meaning
from derivcheck.expressions import ZERO, normal_form
from derivcheck.expressions import nodes as n
from tests.expressions.written import claim, written


def test_the_meaning_of_a_relation_is_its_sides_its_sign_and_its_condition() -> None:
    found = claim(r"b a \le 2 c")
    left, right = normal_form(written("a b")), normal_form(written("2 c"))
    assert meaning(found) == (left, r"\le", right, n.Every(()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a b + c = a", "c + b a = a"),
        (r"x_i = \sum_j w_{ij} x_j", r"x_i = \sum_k x_k w_{ik}"),
        (r"x_i = y_j \quad \text{if } i = j", r"x_j = y_i \quad \text{if } j = i"),
        ("2 a - 2 b = 0", "b - a = 0"),
        ("0 = -a b", "0 = b a"),
        (r"3 a \ne 0", r"a \ne 0"),
    ],
)
def test_relations_that_say_the_same_have_one_meaning(one: str, other: str) -> None:
    assert meaning(claim(one)) == meaning(claim(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = b", "b = a"),
        ("a = b", r"a \ne b"),
        ("2 a = b", "a = b"),
        (r"2 a \le 0", r"a \le 0"),
        (r"x_i = y_j \quad \text{if } i = j", r"x_i = y_j \quad \text{if } i \ne j"),
    ],
)
def test_relations_that_do_not_have_two(one: str, other: str) -> None:
    assert meaning(claim(one)) != meaning(claim(other))


def test_nothing_that_is_nothing_has_a_number_before_it() -> None:
    nothing = replace(claim("a = b"), left=ZERO, right=written("a - a"))
    assert meaning(nothing) == (ZERO, "=", ZERO, n.Every(()))
