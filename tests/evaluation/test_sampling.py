"""Points: sizes that are pairwise different, and values of each domain."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.points import BALL, FLOAT, SCALED, Leaves
from derivcheck.evaluation.sampling import Sample, Sampler
from derivcheck.evaluation.tried_sizes import with_totals
from derivcheck.expressions import (
    REAL,
    Choice,
    Classes,
    Domain,
    Interval,
    NotUnderstood,
    OneHot,
    Simplex,
)
from derivcheck.models import Model, build_model, slot
from derivcheck.pages.page_check import check_text
from tests.evaluation.by_hand import given_of, model_of

PAGE = r"""
Layers $l = 1, \dots, LAST$ with $W^l \in \mathbb{R}^{n_l \times n_{l-1}}$,
$x \in \mathbb{R}^{n_0}$, and $v \in \mathbb{R}^m$

$$ a^0 := x, \qquad a^l := \tanh(W^l a^{l-1}), \qquad s := \sum_j v_j $$

$$ \sum_j a^1_j + s = \sum_j a^1_j + \sum_j v_j $$
"""


@pytest.mark.parametrize("last", ["L", "3", "4", "6"])
def test_the_sizes_of_a_try_differ_from_each_other_and_from_those_of_the_other(
    last: str,
) -> None:
    (relation,) = check_text(PAGE.replace("LAST", last)).relations
    assert relation.verdict.word == "holds", relation.verdict.reason
    assert isinstance(relation.sampler, Sampler)
    first, second = relation.sampler.assignments
    for sizes in (first, second):
        widths = [n for key, n in sizes.items() if key[0] == "width" and _layer(key)]
        others = [n for key, n in sizes.items() if key[0] == "size"]
        chosen = [*widths, *others]
        assert len(chosen) > 3
        assert len(set(chosen)) == len(chosen), chosen
    shared = first.keys() & second.keys()
    assert all(
        first[key] != second[key]
        for key in shared
        if (key[0] == "width" and _layer(key)) or key[0] == "size"
    )


def _layer(key: tuple[object, ...]) -> bool:
    """Whether a width is that of a layer by its number, not another name of it."""
    return "Fixed" in repr(key[2])


# --- what is drawn --------------------------------------------------------------------


def drawn(domain: Domain, slots: int = 1, seed: int = 0) -> Sample:
    """A point of a model with one input q, of that domain, with four entries a slot."""
    given = given_of(None, q=(4,) * slots)
    given.restrict("q", domain)
    return first_point(build_model(given), seed)


def first_point(model: Model, seed: int = 0) -> Sample:
    sampler = Sampler(model, Machine(model, None), seed)
    sampler.prepare()
    return sampler.point(0, 0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("domain", "low", "high"),
    [
        (Interval(Fraction(-1), Fraction(3)), -1 + 0.15 * 4, -1 + 0.85 * 4),
        (Interval(Fraction(0), None), 0.25, 1.75),
        (Interval(None, Fraction(5)), 3.25, 4.75),
        (REAL, -1.75, 1.75),
    ],
)
def test_a_number_lies_in_its_interval_and_away_from_the_ends(
    domain: Interval, low: float, high: float, seed: int
) -> None:
    point = drawn(domain, seed=seed)
    for index in range(1, 5):
        assert low <= point.draw("q", (index,), FLOAT) <= high


@pytest.mark.parametrize("seed", range(5))
def test_a_real_number_stays_away_from_zero_and_one(seed: int) -> None:
    point = drawn(REAL, seed=seed)
    for index in range(1, 5):
        assert abs(point.draw("q", (index,), FLOAT)) >= 0.25


def test_the_entries_of_a_simplex_are_positive_and_add_up_to_one_exactly() -> None:
    point = drawn(Simplex(), slots=2)
    for row in (1, 2):
        entries = [point.exact("q", (row, k)) for k in range(1, 5)]
        assert sum(entries) == Fraction(1)
        assert min(entries) > 0
    assert point.exact("q", (1, 1)) != point.exact("q", (2, 1))


@pytest.mark.parametrize("seed", range(5))
def test_a_one_hot_row_has_a_single_one(seed: int) -> None:
    point = drawn(OneHot(), slots=2, seed=seed)
    for row in range(1, 5):
        entries = sorted(point.draw("q", (row, k), FLOAT) for k in range(1, 5))
        assert entries == [0.0, 0.0, 0.0, 1.0]


def test_a_choice_takes_each_of_its_values_somewhere() -> None:
    choice = Choice((Fraction(-1), Fraction(1)))
    found = {drawn(choice, seed=seed).draw("q", (1,), FLOAT) for seed in range(20)}
    assert found == {-1.0, 1.0}


def test_a_label_is_refused_as_a_number_and_drawn_as_a_class() -> None:
    point = drawn(Classes(slot("q", 0)))
    with pytest.raises(NotUnderstood, match=r"^q is a label, and no number$"):
        point.draw("q", (1,), FLOAT)
    with pytest.raises(
        NotUnderstood, match=r"^the declaration of q is not understood$"
    ):
        point.label("q", (1,))
    point = first_point(replace(point.model, labels={"q": slot("q", 0)}))
    assert {point.label("q", (i,)) for i in range(1, 5)} <= {1, 2, 3, 4}
    with pytest.raises(Leaves) as found:
        point.label("q", (5,))
    assert (found.value.name, found.value.value, found.value.last) == ("q", 5, 4)


def test_a_value_depends_on_its_name_and_place_and_not_on_what_was_asked_before() -> (
    None
):
    one, other = drawn(REAL, seed=3), drawn(REAL, seed=3)
    forward = [one.draw("q", (i,), FLOAT) for i in range(1, 5)]
    backward = [other.draw("q", (i,), FLOAT) for i in range(4, 0, -1)]
    assert forward == backward[::-1]
    assert len(set(forward)) == 4
    assert drawn(REAL, seed=4).draw("q", (1,), FLOAT) != forward[0]


def test_a_value_is_the_same_number_in_every_tier() -> None:
    point = drawn(REAL)
    plain = point.draw("q", (1,), FLOAT)
    scaled = point.draw("q", (1,), SCALED)
    assert (scaled.value, scaled.scale) == (plain, abs(plain))
    point.given["q", (1,)] = (0.5, "a ball")
    assert point.draw("q", (1,), FLOAT) == 0.5
    assert point.draw("q", (1,), SCALED).value == 0.5
    assert point.draw("q", (1,), BALL) == "a ball"


def test_the_last_points_of_each_other_kind_are_positive_throughout() -> None:
    model = model_of(None, q=(4,))
    sampler = Sampler(model, Machine(model, None), 0)
    sampler.prepare()
    for number in (7, 9):
        values = [sampler.point(0, number).draw("q", (i,), FLOAT) for i in range(1, 5)]
        assert all(0.2 < value < 0.95 for value in values)
    assert sampler.point(0, 7) is sampler.point(0, 7)


def test_a_model_without_free_sizes_has_one_assignment() -> None:
    model = model_of(None, q=(4,))
    sampler = Sampler(model, Machine(model, None), 0)
    sampler.prepare()
    assert sampler.assignments == [{slot("q", 0): 4}]
    assert not sampler.free


def test_sizes_made_of_others_follow_them() -> None:
    model = model_of(None, q=(4,))
    extents = model.extents
    m = extents.name_size("m")
    both = extents.sum_of([slot("q", 0), m], 1)
    less = extents.sum_of([m], -1)
    assert with_totals(extents, {slot("q", 0): 4, m: 3, both: 99}) == {
        slot("q", 0): 4,
        m: 3,
        both: 4 + 3 + 1,
        less: 3 - 1,
    }
