"""Sums, products, extremes and lists over an index: where the letter runs."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.corners import extreme
from derivcheck.evaluation.points import (
    FLOAT,
    MOST_OPERATIONS,
    Leaves,
    NoLayer,
    TooMuch,
)
from derivcheck.evaluation.sampling import Sampler
from derivcheck.evaluation.scalars import NOTHING, Dual, OutOfDomain
from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.models import Given, build_model, slot
from tests.evaluation.by_hand import (
    Here,
    Written,
    call,
    compared,
    expression,
    given_of,
    here,
    index,
    model_of,
    over,
    placed,
    plus,
    symbol,
    times,
)

X = np.array([2.0, 3.0, 5.0])
W = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])


def point() -> Here:
    return here(x=X, w=W)


def from_zero() -> Here:
    """A point where c has the entries c_0 = 7, c_1 = 8 and c_2 = 9."""
    model = model_of(c=(2,))
    model.extents.zero.add(model.extents.find(slot("c", 0)))
    found = placed(model, {"c": np.array([8.0, 9.0])})
    found.point.given["c", (0,)] = (7.0, 7.0)
    return found


# --- sums and products --------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (symbol("x", "k"), X.sum()),
        (times(symbol("x", "k"), symbol("x", "k")), X @ X),
        (times(symbol("w", 2, "k"), symbol("x", "k")), W[1] @ X),
        (times(call("ln", symbol("x", "k")), symbol("x", "k")), np.log(X) @ X),
        (call("exp", symbol("x", "k")), np.exp(X).sum()),
        (times(2, symbol("x", "k")), 2 * X.sum()),
        (times(symbol("x", "k"), index("k")), X @ [1, 2, 3]),
        (times(symbol("x", "k"), symbol("x", 2), 2), 6 * X.sum()),
    ],
)
def test_a_sum_runs_as_far_as_the_slots_of_its_letter(
    body: Written, wanted: float
) -> None:
    found = point().number(over("sum", "k", body))
    assert found == pytest.approx(float(wanted), rel=1e-15)


def test_a_product_multiplies() -> None:
    assert point().number(over("prod", "k", symbol("x", "k"))) == 30.0


def test_a_sum_of_products_is_taken_for_each_value_of_the_letters_outside() -> None:
    row = over("sum", "k", times(symbol("w", "i", "k"), symbol("x", "k")))
    found = point()
    assert [found.number(row, i=i) for i in (1, 2)] == list(W @ X)
    gram = over("sum", "k", times(symbol("w", "i", "k"), symbol("w", "j", "k")))
    grams = [[found.number(gram, i=i, j=j) for j in (1, 2)] for i in (1, 2)]
    assert grams == (W @ W.T).tolist()


@pytest.mark.parametrize(
    ("lower", "upper", "wanted"),
    [
        (1, 2, [2.0, 3.0]),
        (2, "i", [3.0, 5.0]),
        (n.Letter("i", -1), "i", [3.0, 5.0]),
        ("i", 3, [5.0]),
        (3, 3, [5.0]),
        (None, 2, [2.0, 3.0]),
    ],
)
def test_the_letter_runs_between_its_limits(
    lower: n.Position | str | int | None,
    upper: n.Position | str | int,
    wanted: list[float],
) -> None:
    found = point()
    total = over("sum", "k", symbol("x", "k"), lower, upper)
    assert found.number(total, i=3) == sum(wanted)
    product = over("prod", "k", symbol("x", "k"), lower, upper)
    assert found.number(product, i=3) == np.prod(wanted)


@pytest.mark.parametrize(
    ("lower", "upper"), [(3, 1), (2, 1), (3, "i"), (n.Letter("i", 1), "i")]
)
def test_between_limits_that_run_down_there_is_nothing(
    lower: n.Position | int, upper: str | int
) -> None:
    found = point()
    assert found.value(over("sum", "k", symbol("x", "k"), lower, upper), i=1) is NOTHING
    assert found.value(over("prod", "k", symbol("x", "k"), lower, upper), i=1) == 1.0


def test_a_condition_leaves_values_out_and_may_leave_out_all() -> None:
    found = point()
    others = compared(index("k"), r"\ne", index("i"))
    assert found.number(over("sum", "k", symbol("x", "k"), where=others), i=2) == 7.0
    assert found.number(over("prod", "k", symbol("x", "k"), where=others), i=2) == 10.0
    later = compared(index("k"), ">", index("i"))
    assert found.value(over("sum", "k", symbol("x", "k"), where=later), i=3) is NOTHING
    large = compared(symbol("x", "k"), ">", expression(2.5))
    assert found.number(over("sum", "k", symbol("x", "k"), where=large)) == 8.0


def test_a_sum_inside_a_sum_keeps_its_letter_apart() -> None:
    inner = over("sum", "k", symbol("x", "k"), 1, "k")
    found = point()
    assert found.number(over("sum", "k", inner, 1, 3)) == 2 + (2 + 3) + (2 + 3 + 5)
    outside = times(over("sum", "k", symbol("x", "k"), 1, 2), symbol("x", "k"))
    assert found.number(outside, k=3) == 25.0


def test_a_range_that_starts_elsewhere_is_run_through_from_there() -> None:
    total = over("sum", "k", symbol("c", "k"))
    assert from_zero().number(total) == 24.0
    assert from_zero().number(over("prod", "k", plus(symbol("c", "k"), 1))) == 720.0
    model = replace(model_of(x=(3,)), lows={"k": 2})
    late = placed(model, {"x": X})
    assert late.number(over("sum", "k", symbol("x", "k"))) == 8.0


def test_a_sum_has_as_many_terms_as_the_sizes_of_its_point_say() -> None:
    given = Given()
    given.take("x", 1, 0)
    model = build_model(given)
    sampler = Sampler(model, Machine(model, None), seed=0)
    sampler.prepare()
    total = sampler.machine.closure(over("sum", "k", symbol("x", "k")))
    lengths = [sizes[slot("x", 0)] for sizes in sampler.assignments]
    assert lengths == [3, 2]
    for assignment in (0, 1, 0):
        at = sampler.point(assignment, 0)
        drawn = [at.draw("x", (k + 1,), FLOAT) for k in range(lengths[assignment])]
        assert total(at.at(FLOAT), {}) == sum(drawn)


def test_a_sum_that_entries_share_is_worked_out_once() -> None:
    found = point()
    total = over("sum", "k", times(symbol("x", "k"), 3))
    closure = found.machine.closure(n.Quotient(symbol("x", "i"), total))
    env = found.point.at(FLOAT)
    spent = []
    for i in (1, 2, 3):
        assert closure(env, {"i": i}) == X[i - 1] / 30.0
        spent.append(found.point.operations)
    assert spent == [5, 5, 5]  # three entries, and two operations add three terms


def test_a_sum_is_worked_out_anew_where_what_it_reads_has_moved() -> None:
    total = over("sum", "k", times(symbol("x", "k"), 3))
    found = point()
    closure = found.machine.closure(times(total, symbol("w", "i", 1)))
    env = found.point.at(FLOAT)
    assert closure(env, {"i": 1}) == 30.0
    moved = env.altered([("x", (1,), 0.0)])
    assert closure(moved, {"i": 1}) == 24.0
    assert closure(env, {"i": 1}) == 30.0


# --- where a letter cannot run ------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        (
            over("sum", "k", expression(1)),
            "how far k runs is not known: it stands in no slot of an array",
        ),
        (
            over("sum", "k", symbol("x", "k"), 1, 4),
            "the bound index k leaves its array: it runs to 4, the array to 3",
        ),
        (
            over("sum", "k", symbol("x", "k"), None, n.Extent("n")),
            "the index k runs to n, the array to 3",
        ),
        (
            over("sum", "k", symbol("u", "k"), 1, 2),
            "the index k runs to 2, the array to a size of its own",
        ),
        (
            over("sum", "k", times(symbol("w", "k", "i"), symbol("x", "k"))),
            "k runs to 2 in w and to 3 in x: one letter over two different sizes",
        ),
    ],
)
def test_a_letter_that_cannot_run_is_refused_before_anything_is_worked_out(
    sign: n.Over, message: str
) -> None:
    given = given_of(x=(3,), w=(2, 3))
    given.take("u", 1, 0)
    model = build_model(given)
    with pytest.raises(NotUnderstood, match=f"^{re.escape(message)}$"):
        Machine(model, None).closure(sign)


def test_a_shifted_letter_that_leaves_its_array_is_told_with_the_entry() -> None:
    ahead = over("sum", "k", symbol("x", n.Letter("k", 1)), 1, 3)
    message = "the bound index k leaves x: it asks for entry 4 of 3"
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        point().value(ahead)


@pytest.mark.parametrize("shift", [0, 1])
def test_an_index_from_outside_that_leaves_an_array_is_not_the_sums_fault(
    shift: int,
) -> None:
    moved = symbol("w", n.Letter("i", 1), n.Letter("k", shift))
    inner = over("sum", "k", times(symbol("x", "k"), moved), 1, 2)
    with pytest.raises(Leaves) as found:
        point().value(inner, i=2)
    assert (found.value.name, found.value.value, found.value.last) == ("w", 3, 2)


def test_a_layer_that_is_not_there_is_passed_on_by_a_sum_between_limits() -> None:
    model = model_of(a=(2,))
    model.extents.families["n"] = frozenset({"l"})
    model.extents.name_size("n_l")
    found = placed(model, {"a": np.array([1.0, 2.0])})
    total = over("sum", "k", index("k"), 1, n.Extent("n_l"))
    with pytest.raises(NoLayer):
        found.value(total, l=5)


def test_a_sum_too_long_to_be_worked_out_stops_at_the_bound() -> None:
    for sign in ("sum", "prod", "max"):
        long = over(sign, "k", index("k"), 1, 90_000_000)
        with pytest.raises(TooMuch, match=f"^more than {MOST_OPERATIONS} operations$"):
            point().value(long)


# --- extremes and lists -------------------------------------------------------------


def test_the_largest_and_the_smallest_are_told_with_their_places() -> None:
    assert extreme([2.0, 5.0, 3.0], largest=True) == (5.0, 1)
    assert extreme([2.0, 5.0, 3.0], largest=False) == (2.0, 0)
    assert extreme([-4.0], largest=True) == (-4.0, 0)


def test_the_largest_is_chosen_by_value_and_keeps_its_derivative() -> None:
    moving = Dual(1, 5.0, 7.0)
    assert extreme([2.0, moving], largest=True) == (moving, 1)
    assert extreme([NOTHING, -1.0], largest=True) == (NOTHING, 0)


def test_a_tie_is_a_corner_and_one_below_the_top_is_none() -> None:
    with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
        extreme([1.0, 5.0, 5.0], largest=True)
    with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
        extreme([1.0, 1 + 1e-10, 5.0], largest=False)
    assert extreme([1.0, 1.0, 5.0], largest=True) == (5.0, 2)


@pytest.mark.parametrize(("largest", "word"), [(True, "maximum"), (False, "minimum")])
def test_nothing_has_no_largest_number(largest: bool, word: str) -> None:
    with pytest.raises(OutOfDomain, match=f"^a {word} of no numbers$"):
        extreme([], largest=largest)


def test_a_maximum_heeds_its_limits_its_condition_and_where_its_range_begins() -> None:
    found = point()
    assert found.number(over("max", "k", symbol("x", "k"))) == 5.0
    assert found.number(over("min", "k", symbol("x", "k"))) == 2.0
    assert found.number(over("max", "k", symbol("x", "k"), 1, 2)) == 3.0
    others = compared(index("k"), r"\ne", index("i"))
    assert found.number(over("max", "k", symbol("x", "k"), where=others), i=3) == 3.0
    assert found.number(over("min", "k", symbol("x", "k"), where=others), i=1) == 3.0
    assert from_zero().number(over("min", "k", symbol("c", "k"))) == 7.0
    with pytest.raises(OutOfDomain, match=r"^a maximum of no numbers$"):
        found.value(over("max", "k", symbol("x", "k"), 3, 2))


def test_a_maximum_leaves_the_letters_outside_as_they_were() -> None:
    both = times(over("max", "k", symbol("x", "k")), symbol("x", "k"))
    assert point().number(both, k=1) == 10.0


def test_a_list_holds_every_entry_from_the_first_on() -> None:
    assert from_zero().value(over("list", "k", symbol("c", "k"))) == [7.0, 8.0, 9.0]
    rows = over("list", "i", over("list", "k", symbol("w", "i", "k")))
    assert point().value(rows) == W.tolist()
    assert point().value(over("list", "k", symbol("x", "k"), 2, 1)) == []
