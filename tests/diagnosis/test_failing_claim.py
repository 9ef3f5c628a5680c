"""The means to repair a relation: others tried in its place, and names that fit."""

from __future__ import annotations

import pytest

from derivcheck.diagnosis.diagnosis import diagnose
from derivcheck.diagnosis.failing_claim import Bench, bench_for, is_whole, writer_for
from derivcheck.expressions import Expression, spelled
from derivcheck.expressions import nodes as n
from derivcheck.models import slot
from derivcheck.pages.page_check import check_text

PAGE = r"""
$u \in \mathbb{R}^3$, $x \in \mathbb{R}^3$, $z \in \mathbb{R}^2$

$$ g(t) := \sum_k x_k t u $$

$$ g(z_k)_k = z_k u_k \sum_j x_j $$
"""

NETWORK = r"""
For $i, j = 1, \dots, n$ and $k = 1, \dots, m$ with $x_k, b_i, v_i \in \mathbb{R}$:

$$
y_i := \sum_k w_{ik} x_k + b_i, \qquad a_i := \tanh(y_i), \qquad E := \sum_i v_i a_i
$$
"""
GRADIENT = r"\frac{\partial E}{\partial b_i} = v_i (1 + a_i^2)"
I, J = n.Letter("i"), n.Letter("j")


def bench(claim: str) -> Bench:
    """The means to repair a relation about a small network."""
    page = check_text(f"{NETWORK}\n$$\n{claim}\n$$\n")
    found = bench_for(page.relations[-1])
    assert found is not None
    return found


def side(claim: str) -> Expression:
    """The right side of a relation about the network."""
    return bench(claim).claim.right


TRUE = side(r"\frac{\partial E}{\partial b_i} = v_i (1 - a_i^2)")


def test_another_side_is_tried_at_one_point_and_judged_at_others() -> None:
    here = bench(GRADIENT)
    wrong, left = here.claim.right, here.claim.left
    assert here.may_hold(TRUE, on_left=False)
    assert not here.may_hold(wrong, on_left=False)
    repaired = here.lowered(left, TRUE)
    assert here.agrees(repaired, on_left=False)
    assert here.holds(repaired)
    failing = here.lowered(left, wrong)
    assert not here.agrees(failing, on_left=False)
    assert not here.holds(failing)


PATHLESS = n.Partial(n.Symbol("x", (n.Fixed(1),)), (n.Symbol("b", (I,)),))
CANCELLED = n.Plus((n.Symbol("E"), n.Negative(n.Symbol("E"))))


@pytest.mark.parametrize("nothing", [PATHLESS, CANCELLED])
def test_what_became_nothing_makes_no_side_right(nothing: Expression) -> None:
    here = bench(r"\frac{\partial E}{\partial b_i} = v_i")
    claim = here.lowered(nothing, n.ZERO)
    assert here.holds(claim)
    assert not here.agrees(claim, on_left=True)


def test_beside_a_side_that_is_written_as_zero_terms_may_cancel() -> None:
    here = bench(r"\frac{\partial E}{\partial b_i} = 0")
    assert here.zero == {False: True, True: True}
    assert here.agrees(here.lowered(CANCELLED, n.ZERO), on_left=True)
    assert not here.agrees(here.lowered(PATHLESS, n.ZERO), on_left=True)


@pytest.mark.parametrize(
    ("letters", "names"),
    [
        ("", ["E"]),
        ("i", ["E", "b[i]", "v[i]", "a[i]", "y[i]"]),
        ("ij", ["E", "b[i]", "v[i]", "a[i]", "b[j]", "v[j]", "a[j]", "y[i]", "y[j]"]),
    ],
)
def test_quantities_fit_at_letters_whose_sizes_are_those_of_their_slots(
    letters: str, names: list[str]
) -> None:
    found = bench(r"\frac{\partial E}{\partial b_i} = v_i a_i + \sum_j b_j")
    assert [spelled(one) for one in found.fitting(letters)] == names


def test_the_quantities_of_the_claim_are_named_first() -> None:
    assert [q.name for q in bench(GRADIENT).named()] == list("bvaExwy")


def test_a_claim_of_numbers_has_no_arrays_and_one_of_arrays_is_lowered() -> None:
    numbers, arrays = bench(GRADIENT), bench("y = a")
    assert numbers.plain
    assert not numbers.is_array(n.Symbol("y"))
    assert not arrays.plain
    assert arrays.is_array(n.Symbol("y"))
    lowered = arrays.lowered(n.Symbol("y"), n.Symbol("a"))
    assert [spelled(lowered.left), spelled(lowered.right)] == ["y[·1]", "a[·1]"]
    assert lowered.said == (n.Symbol("y"), "=", n.Symbol("a"))


@pytest.mark.parametrize(
    ("node", "whole"),
    [
        (n.Symbol("y"), True),
        (n.Symbol("y", (I,)), False),
        (n.Symbol("w", (I,)), True),
        (n.Symbol("E"), False),
        (n.Transpose(n.Symbol("E")), True),
        (n.Known("ones"), True),
        (n.ONE, False),
    ],
)
def test_a_node_is_whole_where_it_has_slots_without_an_index(
    node: Expression, whole: bool
) -> None:
    assert is_whole(bench(GRADIENT).model, node) is whole


def test_a_relation_without_sides_has_no_means_to_repair_it() -> None:
    page = check_text(r"$$ a = \frac{ $$")
    assert [bench_for(relation) for relation in page.relations] == [None]


def test_what_is_written_has_the_names_of_the_page() -> None:
    page = check_text(f"{NETWORK}\n$$\n{GRADIENT}\n$$\n")
    found = bench_for(page.relations[-1])
    assert found is not None
    assert writer_for(found, page.pieces).text(TRUE) == "v_i (1 - a_i^2)"


def test_the_letters_of_a_component_that_is_not_read_have_their_slots() -> None:
    page = check_text(PAGE)
    (relation,) = page.relations
    assert relation.verdict.word == "not understood"
    bench = bench_for(relation)
    assert bench is not None
    assert bench.keys == {
        "k": {bench.model.extents.find(slot(name, 0)) for name in "uz"},
        "j": {bench.model.extents.find(slot("x", 0))},
    }
    assert diagnose(relation, page).trouble is None
