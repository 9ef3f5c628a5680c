"""Assumptions: points are moved onto them, and claims tried with and without each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from derivcheck.checking.assumptions import Assumed, AssumedSampler, Facts
from derivcheck.evaluation import Machine, Sample, Sampler
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.points import BALL
from derivcheck.expressions import Classes, Domain, Interval
from derivcheck.expressions import nodes as n
from derivcheck.judging.bounds_assumed import narrowed, repeats
from derivcheck.judging.claim import Claim, Unsatisfied, Verdict
from derivcheck.judging.satisfying import MOST_UNKNOWNS, satisfy
from derivcheck.models import Model, build_model, slot
from tests.evaluation.by_hand import (
    Rows,
    Written,
    call,
    compared,
    expression,
    given_of,
    index,
    model_of,
    over,
    plus,
    symbol,
    times,
)

ROWS: Rows = {symbol("s"): over("sum", "k", symbol("x", "k"))}
TOTAL = over("sum", "k", symbol("x", "k"))


def model(domains: dict[str, Domain] | None = None) -> Model:
    given = given_of(ROWS, a=(), b=(), c=(), x=(3,), y=(3,), t=())
    for name, domain in (domains or {}).items():
        given.restrict(name, domain)
    return build_model(given)


def machine_of(found: Model) -> Machine:
    return Machine(found, balls.ball if balls.present() else None)


def claim(
    left: Written,
    right: Written,
    sign: str = "=",
    condition: n.Condition | None = None,
    text: str = "",
) -> Claim:
    one, other = expression(left), expression(right)
    said = (one, sign, other)
    return Claim(one, sign, other, condition, 7, text, said=said)


def assumed(*claims: Claim, model: Model | None = None) -> Assumed:
    """Assumptions in force, in this order, from the first place of a page on."""
    found = model or MODEL
    return Assumed(found, machine_of(found), 0, list(enumerate(claims)))


MODEL = model()
ONE = claim(TOTAL, 1, text=r"\sum_k x_k = 1")
POSITIVE = claim("a", 0, ">", text="a > 0")
EQUAL = claim("a", "b", text="a = b")


def judged(of: Claim, *claims: Claim) -> Verdict:
    return assumed(*claims).judge(of, 99)


# --- which assumptions a claim needs ------------------------------------------------


def test_a_claim_holds_under_the_assumption_that_it_needs_and_names_it() -> None:
    shares = claim(times(TOTAL, "c"), "c")
    found = judged(shares, ONE)
    assert (found.word, found.needs) == ("holds", (ONE.text,))
    assert judged(shares).word == "fails"


def test_an_assumption_that_a_claim_does_without_is_not_named() -> None:
    found = judged(claim(times(2, TOTAL), plus(TOTAL, TOTAL)), ONE)
    assert (found.word, found.needs) == ("holds", ())
    both = judged(claim(times("a", TOTAL), "b"), ONE, EQUAL)
    assert (both.word, both.needs) == ("holds", (ONE.text, EQUAL.text))


def test_an_assumption_behind_the_claim_is_not_in_force_there() -> None:
    found = assumed(ONE)
    assert found.judge(claim(TOTAL, times(1, 1)), 0).word == "fails"
    assert found.judge(claim(TOTAL, times(1, 1)), 1).word == "holds"


def test_an_assumption_counts_where_it_shares_an_input_also_through_another() -> None:
    bridge = claim("b", TOTAL)
    everything = assumed(ONE, EQUAL, bridge, claim("c", 5))

    def relevant(about: Claim, *chosen: int) -> tuple[int, ...]:
        return everything.relevant(about, Facts(chosen)).chosen

    assert relevant(claim("a", "a"), 0, 1, 2, 3) == (0, 1, 2)
    assert relevant(claim("a", "a"), 0, 1, 3) == (1,)
    assert relevant(claim("s", "s"), 0, 1) == (0,)
    assert relevant(claim(1, 1), 0, 1, 2, 3) == ()


def test_a_bound_that_is_assumed_is_kept_by_every_point() -> None:
    root = claim(call("sqrt", times("a", "a")), "a")
    found = judged(root, POSITIVE)
    assert (found.word, found.needs) == ("holds", (POSITIVE.text,))
    assert judged(root).word == "fails"


# --- assumptions said once more -----------------------------------------------------


@pytest.mark.parametrize(
    ("said", "again"),
    [
        (claim("a", "b"), claim("a", "b")),
        (claim("a", "b"), claim("b", "a")),
        (claim("a", "b", "<"), claim("b", "a", ">")),
        (claim("a", "b", r"\le"), claim("b", "a", r"\ge")),
        (claim("a", "b", r"\ne"), claim("b", "a", r"\ne")),
    ],
)
def test_an_assumption_is_repeated_in_either_order(said: Claim, again: Claim) -> None:
    assert repeats(again, said)
    assert judged(again, said) == Verdict(
        "vacuous", "this repeats an assumption in force"
    )


@pytest.mark.parametrize(
    "other",
    [
        claim("a", "b", r"\le"),
        claim("b", "a", "<"),
        claim("a", "c"),
        claim("a", "b", "=", compared(symbol("c"), ">", expression(0))),
        Claim(symbol("a"), "=", symbol("b")),
    ],
)
def test_what_says_something_else_repeats_nothing(other: Claim) -> None:
    assert not repeats(other, claim("a", "b"))
    assert not repeats(other, claim("a", "b", "<"))


# --- points moved onto assumptions --------------------------------------------------


def point_on(*claims: Claim, model: Model | None = None) -> Sample:
    """The first point that satisfies assumptions."""
    return (
        assumed(*claims, model=model)
        .sampler(Facts(tuple(range(len(claims)))))
        .point(0, 0)
    )


def number(point: Sample, of: Written) -> float:
    closure = point.machine.closure(expression(of))
    return float(closure(point.at(0), {}))


def test_a_point_lies_on_an_equation_between_curved_sides() -> None:
    circle = claim(plus(times("a", "a"), times("b", "b")), 2)
    point = point_on(circle)
    assert number(point, circle.left) == pytest.approx(2, abs=1e-12)
    assert number(point, "a") != number(point, "b")


def test_a_point_moves_only_the_inputs_that_the_equation_reads() -> None:
    free, moved = (assumed(*found).sampler(Facts()) for found in ((), (ONE,)))
    before, after = free.point(0, 0), point_on(ONE)
    assert number(after, "c") == number(before, "c")
    assert number(after, "s") == pytest.approx(1, abs=1e-12)
    assert number(moved.point(0, 0), "s") == number(before, "s")


def test_an_equation_at_every_index_is_satisfied_at_each() -> None:
    entries = claim(symbol("x", "i"), times("a", symbol("y", "i")))
    point = point_on(entries)
    for i in (1, 2, 3):
        side = number(point, times("a", symbol("y", i)))
        assert number(point, symbol("x", i)) == pytest.approx(side, abs=1e-12)


def test_several_equations_are_satisfied_together() -> None:
    point = point_on(ONE, EQUAL, claim(times("a", "a", "b"), "c"))
    assert number(point, "s") == pytest.approx(1, abs=1e-12)
    assert number(point, "a") == pytest.approx(number(point, "b"), abs=1e-12)
    assert number(point, "c") == pytest.approx(number(point, "a") ** 3, abs=1e-11)


def test_the_exact_point_is_enclosed_by_balls() -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    root = claim(times("a", "a"), 2)
    point = point_on(root)
    with balls.precision():
        a = point.machine.closure(symbol("a"))(point.at(BALL), {})
        assert (a * a - 2).contains(0)
        assert float(a.rad()) < 1e-100
    assert not point.rough


def test_an_equation_that_follows_from_another_is_dropped_before_enclosing() -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    point = point_on(ONE, claim(times(2, TOTAL), 2))
    assert number(point, "s") == pytest.approx(1, abs=1e-12)
    assert not point.rough
    shares = claim(times(TOTAL, "c"), "c")
    twice = claim(times(2, TOTAL), 2, text="twice")
    found = assumed(ONE, twice).judge(shares, 99)
    assert (found.word, found.needs) == ("holds", ())  # each does without the other


def test_a_sampler_keeps_the_points_that_satisfy_and_counts_them_from_zero() -> None:
    sampler = assumed(claim("a", "b", ">")).sampler(Facts((0,)))
    assert isinstance(sampler, AssumedSampler)
    points = [sampler.point(0, k) for k in range(4)]
    values = [number(point, "a") for point in points]
    assert all(number(point, "b") < number(point, "a") for point in points)
    assert len(set(values)) == 4
    assert sampler.point(0, 2) is sampler.point(0, 2)


def test_a_bound_of_an_input_that_is_assumed_narrows_its_domain() -> None:
    below = claim(3, "a", r"\ge")
    domains, rest = narrowed(MODEL, [POSITIVE, below, ONE])
    assert domains == {"a": Interval(Fraction(0), Fraction(3), False, True)}
    assert rest == [ONE]
    assert not isinstance(assumed(POSITIVE).sampler(Facts((0,))), AssumedSampler)


def test_bounds_that_leave_nothing_stay_what_no_point_satisfies() -> None:
    above = claim("a", 3, ">")
    small = model({"a": Interval(Fraction(0), Fraction(1))})
    assert narrowed(small, [above]) == ({}, [above])


def unsatisfied(*claims: Claim, model: Model | None = None) -> str:
    """Why no point is found."""
    with pytest.raises(Unsatisfied) as found:
        point_on(*claims, model=model)
    reason = found.value.reason.removeprefix(
        "no point was found that satisfies the assumption: "
    )
    assert reason != found.value.reason
    return reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (claim(times("a", "a"), -1), "Newton's method does not converge"),
        (claim(1, 2), "nothing in it can be moved"),
        (claim(times("a", "a"), 0, "<"), "Newton's method does not converge"),
        (
            claim(call("ln", n.Negative(times("a", "a"))), 0),
            "a logarithm of a number that is not positive",
        ),
        (claim(call("exp", "a"), 0), "Newton's method finds no way onto it"),
    ],
)
def test_where_no_point_is_found_the_reason_is_told(said: Claim, reason: str) -> None:
    assert unsatisfied(said) == reason


def test_nothing_holds_under_an_assumption_that_no_point_satisfies() -> None:
    assert judged(claim("a", "a"), claim(times("a", "a"), -1)) == Verdict(
        "undecided",
        "no point was found that satisfies the assumption: Newton's method does not "
        "converge",
    )
    assert judged(claim("a", "a"), claim(1, 2)).word == "holds"  # it reads no input


def test_a_point_does_not_leave_the_domain_of_an_input() -> None:
    inside = model({"a": Interval(Fraction(0), Fraction(1))})
    assert unsatisfied(claim("a", 3), model=inside) == "a leaves its domain on it"
    assert number(point_on(claim("a", 0.5), model=inside), "a") == 0.5


def test_a_label_is_never_moved() -> None:
    classes = slot("x", 0)
    labelled = replace(model({"t": Classes(classes)}), labels={"t": classes})
    of = claim(symbol("x", n.Label("t")), 2)
    point = point_on(of, model=labelled)
    assert number(point, symbol("x", point.label("t", ()))) == pytest.approx(2)


def test_too_many_inputs_are_not_moved_at_once() -> None:
    wide = model_of(None, z=(MOST_UNKNOWNS + 1,))
    total = over("sum", "k", symbol("z", "k"))
    assert unsatisfied(claim(total, 1), model=wide) == "it reads too many inputs"


def test_a_point_that_satisfies_already_is_left_as_it_is() -> None:
    found = Sampler(MODEL, machine_of(MODEL), 0)
    found.prepare()
    point = found.point(0, 0)
    satisfy(point, [claim(1, 1), claim("a", plus("a", 1), "<")])
    assert point.given == {}


# --- conditions ---------------------------------------------------------------------


def test_points_are_moved_onto_an_equation_in_a_condition() -> None:
    equal = compared(symbol("a"), "=", symbol("b"))
    of = claim(times("a", "a"), times("a", "b"), "=", equal)
    assert (judged(of).word, judged(of).needs) == ("holds", ())
    wrong = claim("a", times(2, "b"), "=", equal)
    assert judged(wrong).word == "fails"


def test_the_rest_of_a_condition_stays_one() -> None:
    both = n.Every(
        (
            compared(symbol("a"), "=", symbol("b")),
            compared(index("i"), ">", expression(2)),
        )
    )
    of = claim(times("a", symbol("x", "i")), times("b", symbol("x", "i")), "=", both)
    found = judged(of)
    assert (found.word, found.values) == ("holds", found.points)


def test_a_condition_at_each_index_is_asked_for_as_an_assumption() -> None:
    at_each = compared(symbol("x", "i"), "=", symbol("y", "i"))
    found = judged(claim(symbol("x", "i"), symbol("y", "i"), "=", at_each))
    assert found == Verdict(
        "undecided",
        "the condition is an equation at each value of an index, and no point that was "
        "drawn satisfies it; write it as an assumption",
    )


def test_a_condition_that_no_point_satisfies_is_told_as_one() -> None:
    never = compared(times("a", "a"), "=", expression(-1))
    found = judged(claim("a", "b", "=", never))
    reason = "no point was found that satisfies the condition: "
    assert found == Verdict("undecided", f"{reason}Newton's method does not converge")
