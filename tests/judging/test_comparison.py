"""Two sides at a point, compared for all values of the indices, by their scale."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import ArrayLike

from derivcheck.evaluation import OutOfDomain, TooMuch
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.expressions import Key, NotUnderstood, errors
from derivcheck.expressions import nodes as n
from derivcheck.judging.claim import Claim
from derivcheck.judging.comparison import at_point, in_balls
from derivcheck.judging.trial import (
    MOST_VALUES,
    Difference,
    Trial,
    covered,
    frames,
    ready,
)
from derivcheck.models import slot
from tests.evaluation.by_hand import (
    Here,
    Rows,
    Written,
    call,
    compared,
    expression,
    here,
    index,
    over,
    plus,
    symbol,
    times,
)

X = [1.0, 2.0, 4.0]


def claim(
    left: Written,
    right: Written,
    sign: str = "=",
    condition: n.Condition | None = None,
    whole: tuple[Key, ...] = (),
) -> Claim:
    return Claim(
        expression(left), sign, expression(right), condition, at=7, whole=whole
    )


def tried(
    of: Claim, rows: Rows | None = None, **given: ArrayLike
) -> tuple[Trial, Difference | None]:
    """A claim compared at one point, and where its sides differ there."""
    there = here(rows, **given)
    trial = ready(of, there.machine)
    found = at_point(trial, there.point)
    trial.tried.append(there.point)
    return trial, found


def difference(of: Claim, **given: ArrayLike) -> tuple[object, ...] | None:
    """The indices and the numbers at which the sides differ."""
    _, found = tried(of, None, **given)
    return None if found is None else (found.frame, found.left, found.right)


# --- values of the free letters -----------------------------------------------------


def met(of: Claim, there: Here) -> list[dict[str, int]]:
    return list(frames(ready(of, there.machine), there.point))


def test_a_claim_without_letters_is_compared_once() -> None:
    assert met(claim("a", 1), here(a=1.0)) == [{}]


def test_every_letter_takes_every_value_of_its_slots() -> None:
    there = here(x=[1.0, 2.0], w=[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    values = met(claim(symbol("w", "i", "k"), symbol("x", "i")), there)
    assert values == [{"i": i, "k": k} for i in (1, 2) for k in (1, 2, 3)]


def test_a_letter_that_only_the_other_sides_of_a_chain_place_runs_as_there() -> None:
    alone = claim(index("i"), index("i"))
    there = here(x=X)
    with pytest.raises(NotUnderstood) as found:
        ready(alone, there.machine)
    message = "how far i runs is not known: it stands in no slot of an array"
    assert (str(found.value), found.value.at) == (message, 7)
    chained = Claim(alone.left, "=", alone.right, beside=(index("i"), symbol("x", "i")))
    assert met(chained, there) == [{"i": 1}, {"i": 2}, {"i": 3}]


def test_too_many_values_of_the_letters_are_not_tried() -> None:
    there = here(a=np.zeros(150), b=np.zeros(150))
    wide = claim(symbol("a", "i"), symbol("b", "k"))
    message = f"^more than {MOST_VALUES} values of the free indices$"
    with pytest.raises(TooMuch, match=message):
        met(wide, there)


# --- where the sides differ ---------------------------------------------------------


def test_the_first_values_of_the_letters_at_which_the_sides_differ_are_told() -> None:
    doubled = claim(times(2, symbol("x", "i")), plus(symbol("x", "i"), 2))
    assert difference(doubled, x=X) == ({"i": 1}, 2.0, 3.0)
    assert difference(doubled, x=[2.0, 2.0, 4.0]) == ({"i": 3}, 8.0, 6.0)
    assert difference(doubled, x=[2.0, 2.0]) is None


def test_a_condition_leaves_values_out() -> None:
    later = compared(index("i"), ">", expression(1))
    of = claim(symbol("x", "i"), times(2, symbol("x", n.Letter("i", -1))), "=", later)
    trial, found = tried(of, x=X)
    assert found is None
    assert (trial.compared, trial.skipped, trial.empty) == (2, 0, 0)


def test_a_shifted_letter_is_not_claimed_where_it_leaves_the_array() -> None:
    of = claim(symbol("x", n.Letter("i", 1)), times(2, symbol("x", "i")))
    trial, found = tried(of, x=X)
    assert found is None
    assert (trial.compared, trial.skipped, trial.unstarted) == (2, 1, None)


def test_a_recursion_that_asks_for_what_is_before_its_start_is_noted() -> None:
    before = symbol("s", n.Letter("t", -1))
    rows: Rows = {symbol("s", "t"): symbol("x", "t")}
    trial, _ = tried(claim(symbol("s", "t"), times(2, before)), rows, x=X)
    assert (trial.compared, trial.skipped) == (2, 1)
    assert trial.unstarted == errors.NoEntry("s", 0, 3)


def test_a_number_that_leaves_the_array_is_told() -> None:
    with pytest.raises(NotUnderstood) as found:
        tried(claim(symbol("x", 4), 0), x=X)
    assert (found.value.fault, found.value.at) == (errors.NoEntry("x", 4, 3), 7)


def test_where_no_path_leads_on_either_side_nothing_is_compared() -> None:
    def slope(of: str) -> n.Partial:
        return n.Partial(symbol(of), (symbol("b"),))

    both, _ = tried(claim(slope("a"), slope("a")), a=2.0, b=3.0)
    assert (both.compared, both.empty, both.pathless) == (0, 1, False)
    one, found = tried(claim(slope("a"), 0), a=2.0, b=3.0)
    assert found is None
    assert (one.compared, one.empty, one.pathless) == (1, 0, True)


def test_a_side_that_is_not_finite_has_no_value() -> None:
    endless = times("a", "a")
    with pytest.raises(OutOfDomain, match=r"^a side is not finite$"):
        tried(claim(endless, "a"), a=1e200)


@pytest.mark.parametrize(
    ("sign", "true"),
    [
        ("=", [False, True, False]),
        (r"\ne", [True, False, True]),
        ("<", [True, False, False]),
        (r"\le", [True, True, False]),
        (">", [False, False, True]),
        (r"\ge", [False, True, True]),
    ],
)
def test_each_sign_is_true_of_numbers_as_it_says(sign: str, true: list[bool]) -> None:
    found = [difference(claim("a", 2, sign), a=a) is None for a in (1.0, 2.0, 3.0)]
    assert found == true


# --- arrays that are not equal ------------------------------------------------------


def unlike(x: Iterable[float], y: Iterable[float]) -> tuple[object, ...] | None:
    """Where whole arrays are equal, though they are claimed not to be."""
    of = claim(symbol("x", "·1"), symbol("y", "·1"), r"\ne", whole=(slot("x", 0),))
    return difference(of, x=list(x), y=list(y))


def test_arrays_are_unequal_where_one_entry_is() -> None:
    assert unlike(X, [1.0, 2.0, 5.0]) is None
    assert unlike(X, [0.0, 2.0, 4.0]) is None
    assert unlike(X, X) == ({"·1": 3}, 4.0, 4.0)


def test_rows_are_unequal_each_for_itself() -> None:
    of = claim(symbol("w", "i", "·1"), symbol("y", "·1"), r"\ne", whole=(slot("w", 1),))
    first_alike = difference(of, w=[[1.0, 2.0], [1.0, 3.0]], y=[1.0, 2.0])
    assert first_alike == ({"i": 1, "·1": 2}, 2.0, 2.0)
    assert difference(of, w=[[0.0, 2.0], [1.0, 3.0]], y=[1.0, 2.0]) is None


# --- how close is equal -------------------------------------------------------------


def off(by: float) -> Claim:
    """A = a (1 + by), where both sides are of size one."""
    return claim("a", times("a", plus(1, by)))


@pytest.fixture
def floats_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balls, "present", lambda: False)


@pytest.mark.usefixtures("floats_alone")
def test_floats_alone_leave_what_is_neither_rounding_nor_a_mistake_undecided() -> None:
    close, found = tried(off(2.0**-42), a=1.0)
    assert (found, close.unsure) == (None, None)
    assert close.worst == pytest.approx(2.0**-42)
    between, found = tried(off(2.0**-30), a=1.0)
    assert found is None
    assert between.unsure == (
        "the sides differ by 9.3e-10 of the scale, more than rounding and less than a "
        "mistake; python-flint would decide"
    )
    far, found = tried(off(2.0**-19), a=1.0)
    assert found is not None
    assert far.unsure is None


def test_balls_decide_what_floats_leave_open() -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    trial, found = tried(off(2.0**-30), a=1.0)
    assert found is not None
    assert (found.left, found.right, trial.unsure) == (1.0, 1.0 + 2.0**-30, None)


def test_a_cancellation_is_judged_by_the_scale_of_what_cancels() -> None:
    large = 2.0**40
    cancelled = plus("a", large, n.Negative(expression(large)))
    trial, found = tried(claim(cancelled, "a"), a=1 / 3)
    assert found is None
    assert 0 < trial.worst < 1e-12


def test_a_side_of_zero_is_judged_by_the_terms_on_the_other() -> None:
    third = n.Quotient(symbol("a"), expression(3))
    none = plus("a", *[n.Negative(third)] * 3)
    trial, found = tried(claim(none, 0), a=0.7)
    assert found is None
    assert trial.worst < 1e-15


@pytest.mark.parametrize(
    ("right", "word"),
    [
        (times("a", "a"), "close"),
        (plus(times("a", "a"), 2.0**-200), "apart"),
    ],
)
def test_the_balls_of_two_sides_are_compared_to_a_hundred_digits(
    right: n.Expression, word: str
) -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    there = here(a=1 / 3)
    trial = ready(claim(n.Power(symbol("a"), expression(2)), right), there.machine)
    assert in_balls(trial, there.point, {}) == word


def test_balls_cannot_be_had_where_a_side_has_no_value_in_them() -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    there = here(a=-2.0)
    trial = ready(claim(call("ln", "a"), "a"), there.machine)
    assert in_balls(trial, there.point, {}) is None


# --- branches -----------------------------------------------------------------------


def test_branches_are_covered_when_each_was_taken_at_some_point() -> None:
    bent = claim(call("relu", "a"), call("relu", "a"))
    there = here(a=2.0)
    trial = ready(bent, there.machine)
    assert len(trial.sites) == 2
    at_point(trial, there.point)
    trial.tried.append(there.point)
    assert not covered(trial)
    for site, _ in trial.sites:
        there.point.visited.add((site, 0))
    assert covered(trial)
    assert covered(tried(claim("a", "a"), a=1.0)[0])


def test_the_branches_of_the_definitions_that_a_claim_reads_count_too() -> None:
    rows: Rows = {symbol("r"): call("abs", "a"), symbol("s"): times(2, "r")}
    trial, _ = tried(claim("s", "s"), rows, a=1.0)
    ((site, many),) = set(trial.sites)
    assert many == 2
    assert trial.tried[0].visited == {(site, 1)}


def test_a_trial_knows_whether_letters_are_moved_and_numbers_are_conditions() -> None:
    there = here(x=X, a=1.0)
    plain = ready(claim(symbol("x", "i"), "a"), there.machine)
    assert (plain.shifted, plain.real_condition) == (False, False)
    reach = n.Affine(((1, n.Letter("i")), (1, n.Letter("i"))))
    moved = ready(claim(symbol("x", reach), symbol("x", "i")), there.machine)
    assert moved.shifted
    inside = over("sum", "k", symbol("x", n.Letter("k", -1)), 2, 3)
    assert ready(claim(inside, "a"), there.machine).shifted
    positive = compared(symbol("a"), ">", expression(0))
    given = ready(claim("a", "a", "=", positive), there.machine)
    assert given.real_condition
    by_index = compared(index("i"), ">", expression(1))
    assert not ready(
        claim(symbol("x", "i"), "a", "=", by_index), there.machine
    ).real_condition
