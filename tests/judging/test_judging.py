"""Two sides over all points: the verdict, and what it says of how it was found."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.evaluation import Machine, Sampler
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.points import MOST_OPERATIONS
from derivcheck.expressions import NotUnderstood, errors
from derivcheck.expressions import nodes as n
from derivcheck.judging.claim import Claim, Verdict
from derivcheck.judging.judging import POINTS_AT_BOUNDS, judge
from derivcheck.judging.outcomes import decimal
from derivcheck.pages.page_check import check_text
from tests.evaluation.by_hand import (
    Rows,
    Written,
    call,
    compared,
    expression,
    index,
    model_of,
    over,
    plus,
    symbol,
    times,
)


def sampler_of(rows: Rows | None = None, **lengths: tuple[int, ...]) -> Sampler:
    """The points of a model of inputs a, b, x (3) and y (3), and of definitions."""
    model = model_of(rows, **{"a": (), "b": (), "x": (3,), "y": (3,), **lengths})
    ball = balls.ball if balls.present() else None
    found = Sampler(model, Machine(model, ball), seed=0)
    found.prepare()
    return found


def claim(
    left: Written,
    right: Written,
    sign: str = "=",
    condition: n.Condition | None = None,
) -> Claim:
    return Claim(expression(left), sign, expression(right), condition, at=7)


def verdict(of: Claim, rows: Rows | None = None) -> Verdict:
    return judge(of, sampler_of(rows))


def said(of: Claim, rows: Rows | None = None) -> tuple[str, str | None]:
    """The word of the verdict and its reason."""
    found = verdict(of, rows)
    return found.word, found.reason


def printed(text: str) -> n.Number:
    """A number as a page prints it."""
    return n.Number(Fraction(text), text)


def refusal(of: Claim) -> str:
    with pytest.raises(NotUnderstood) as found:
        verdict(of)
    assert found.value.at == 7
    return str(found.value)


SQUARE = claim(times("a", "a"), n.Power(symbol("a"), expression(2)))


# --- what holds and what fails ------------------------------------------------------


def test_a_true_relation_holds_and_says_how_much_was_tried() -> None:
    found = verdict(SQUARE)
    assert (found.word, found.points, found.values) == ("holds", 4, 4)
    assert (found.error, found.notes, found.needs) == (0.0, (), ())
    entries = verdict(claim(symbol("x", "i"), times(1, symbol("x", "i"))))
    assert (entries.word, entries.points, entries.values) == ("holds", 4, 12)


def test_a_false_relation_fails_with_both_numbers_and_all_that_was_drawn() -> None:
    found = verdict(claim(times("a", symbol("x", "i")), symbol("x", "i")))
    point = sampler_of().point(0, 0)
    a, x = point.draw("a", (), 0), point.draw("x", (1,), 0)
    assert (found.word, found.reason) == ("fails", None)
    assert found.error == abs(a * x - x)
    assert found.counterexample == {
        "left": a * x,
        "right": x,
        "indices": {"i": 1},
        "inputs": {"a": a, "x[1]": x},
        "sizes": {},
    }


def test_the_same_claim_at_the_same_points_gets_the_same_verdict() -> None:
    shared = sampler_of()
    assert judge(SQUARE, shared) == judge(SQUARE, shared) == verdict(SQUARE)


def test_a_claim_is_judged_briefly_with_no_balls_and_with_one_choice_of_sizes() -> None:
    page = r"$x \in \mathbb{R}^n$ $$ \sum_i x_i = \sum_j x_j $$"
    (relation,) = check_text(page).relations
    assert relation.claim is not None
    assert relation.sampler is not None
    whole = judge(relation.claim, relation.sampler)
    brief = judge(relation.claim, relation.sampler, briefly=True)
    assert (whole.points, whole.sizes) == (6, ((("n", 3),), (("n", 2),)))
    assert (brief.points, brief.sizes) == (3, ((("n", 3),),))


def test_a_bound_or_a_branch_is_tried_at_more_points() -> None:
    bound = verdict(claim(times("a", "a"), 0, r"\ge"))
    assert bound.word == "holds"
    assert bound.points > POINTS_AT_BOUNDS  # of other magnitudes, and at 0, 1, -1
    bent = claim(call("abs", "a"), times("a", call("sign", "a")))
    assert verdict(bent).points > POINTS_AT_BOUNDS


@pytest.mark.parametrize(
    ("sign", "word"),
    [(">", "fails"), (r"\ge", "holds"), (r"\ne", "fails"), ("<", "fails")],
)
def test_equal_sides_hold_for_bounds_that_let_them_be_equal(
    sign: str, word: str
) -> None:
    assert verdict(claim(SQUARE.left, SQUARE.right, sign)).word == word


# --- what is vacuous or undecided ---------------------------------------------------


def test_one_text_on_both_sides_says_nothing() -> None:
    alike = Claim(symbol("a"), "=", symbol("a"), one_text=True)
    assert verdict(alike) == Verdict("vacuous", "both sides are the same text")
    differs = Claim(symbol("a"), r"\ne", symbol("a"), one_text=True)
    assert verdict(differs).word == "fails"


def test_a_condition_that_is_never_true_leaves_nothing_to_claim() -> None:
    never = compared(index("i"), ">", expression(3))
    of = claim(symbol("x", "i"), 0, "=", never)
    assert said(of) == ("vacuous", "the condition is true at no value")


def test_a_derivative_along_no_path_says_nothing_against_another() -> None:
    slope = n.Partial(symbol("a"), (symbol("b"),))
    assert said(claim(slope, slope)) == (
        "vacuous",
        "the quantity above does not depend on the quantity below in this model, "
        "so both sides are 0",
    )
    zero = verdict(claim(slope, 0))
    assert (zero.word, zero.notes) == (
        "holds",
        (
            "a derivative is 0 because the quantity above does not depend on the "
            "quantity below",
        ),
    )


def test_a_claim_that_leaves_the_array_everywhere_says_nothing() -> None:
    of = claim(symbol("x", n.Letter("i", 3)), symbol("x", "i"))
    reason = "the claim leaves the array at every value of its index"
    assert said(of) == ("vacuous", reason)


@pytest.mark.parametrize(
    ("shift", "note"),
    [
        (1, "not claimed at 4 values that leave the array"),
        (2, "not claimed at 8 values that leave the array"),
    ],
)
def test_values_at_which_a_claim_leaves_the_array_are_noted(
    shift: int, note: str
) -> None:
    ahead = symbol("x", n.Letter("i", shift))
    beside = plus(ahead, n.Negative(ahead), symbol("x", "i"))
    found = verdict(claim(beside, symbol("x", "i")))
    assert (found.word, found.notes) == ("holds", (note,))


def test_where_no_point_has_a_value_the_trouble_is_told() -> None:
    minus = n.Negative(times("a", "a"))
    of = claim(call("ln", minus), 1)
    reason = "a logarithm of a number that is not positive"
    assert said(of) == ("undecided", f"no point was found: {reason}")


def test_a_bound_on_operations_is_told_with_how_far_the_comparison_came() -> None:
    long = over("sum", "k", index("k"), 1, 90_000_000)
    assert said(claim(long, "a")) == (
        "undecided",
        f"more than {MOST_OPERATIONS} operations",
    )
    late = over("sum", "k", index("k"), 1, n.Affine(((1, n.Letter("i")),), 180_000))
    found = said(claim(times(late, symbol("x", "i")), times(symbol("x", "i"), late)))
    assert found == (
        "undecided",
        f"more than {MOST_OPERATIONS} operations: 1 value of the indices had been "
        "compared, without a difference; declare a smaller size",
    )


def test_a_claim_is_judged_alike_whatever_was_spent_on_the_one_before() -> None:
    shared = sampler_of()
    for number in range(4):
        shared.point(0, number).operations = MOST_OPERATIONS
    about = claim("a", printed("1000"), r"\approx")
    for of in (SQUARE, about, claim(symbol("x", "i"), symbol("x", "i"), r"\propto")):
        assert judge(of, shared).word in {"holds", "fails"}


def test_definitions_that_build_on_each_other_too_deeply_are_undecided() -> None:
    rows: Rows = {symbol("s0"): symbol("a")}
    for number in range(1, 900):
        rows[symbol(f"s{number}")] = plus(f"s{number - 1}", 1)
    assert said(claim("s899", "a"), rows) == (
        "undecided",
        "definitions build on each other too deeply",
    )


# --- hints --------------------------------------------------------------------------


def test_a_letter_that_is_free_here_and_bound_there_is_named() -> None:
    total = over("sum", "i", symbol("x", "i"))
    for left, right, free, bound in (
        (symbol("x", "i"), total, "left", "right"),
        (total, symbol("x", "i"), "right", "left"),
    ):
        assert said(claim(left, right)) == (
            "fails",
            f"the index i is free on the {free} and bound on the {bound}: they are two "
            "different letters",
        )


@pytest.mark.parametrize("turned", [False, True])
def test_a_rounded_number_behind_an_equals_sign_is_told(turned: bool) -> None:
    third = n.Quotient(expression(1), expression(3))
    sides = (printed("0.33"), third) if turned else (third, printed("0.33"))
    assert said(claim(*sides)) == (
        "fails",
        r"the number is rounded; write \approx for =",
    )
    wrong = (printed("0.34"), third) if turned else (third, printed("0.34"))
    assert said(claim(*wrong)) == ("fails", None)


def test_whole_numbers_are_not_taken_for_rounded_ones() -> None:
    third = n.Quotient(expression(1), expression(3))
    assert said(claim(third, printed("0"))) == ("fails", None)


def test_the_entries_of_whole_sides_are_called_by_what_they_number() -> None:
    page = r"$W \in \mathbb{R}^{2 \times 3}$, $v \in \mathbb{R}^2$ $$ RELATION $$"
    for relation, wanted in (
        ("v = 2 v", {"entry": 1}),
        ("W = 2 W", {"row": 1, "column": 1}),
    ):
        (found,) = check_text(page.replace("RELATION", relation)).relations
        assert found.verdict.counterexample is not None
        assert found.verdict.counterexample["indices"] == wanted


# --- rounded numbers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("0.6667", "holds"),
        ("0.67", "holds"),
        ("0.7", "holds"),
        ("1", "holds"),
        ("0.66", "fails"),
        ("0.670", "fails"),
        ("0.6", "fails"),
    ],
)
def test_a_decimal_holds_where_the_value_rounds_to_its_digits(
    text: str, word: str
) -> None:
    two_thirds = n.Quotient(expression(2), expression(3))
    assert verdict(claim(two_thirds, printed(text), r"\approx")).word == word
    turned = verdict(claim(printed(text), two_thirds, r"\approx"))
    assert turned.word == word
    if word == "fails":
        assert turned.counterexample is not None
        assert turned.counterexample["left"] == float(text)
        assert turned.counterexample["right"] == pytest.approx(2 / 3)


def test_a_value_that_lies_half_way_rounds_either_way() -> None:
    half = n.Quotient(expression(1), expression(8))
    for text in ("0.12", "0.13"):
        assert verdict(claim(half, printed(text), r"\approx")).word == "holds"
    minus = n.Negative(half)
    below = n.Negative(printed("0.13"))
    assert verdict(claim(minus, below, r"\approx")).word == "holds"


def test_a_rounded_claim_wants_a_decimal_on_one_side() -> None:
    assert refusal(claim("a", "b", r"\approx")) == (
        r"\approx is read between a quantity and a rounded decimal; between two "
        "expressions write =, or state how far they may differ"
    )


def test_a_decimal_is_a_printed_number_with_its_digits() -> None:
    assert decimal(printed("0.350")) == (Fraction(7, 20), 3)
    assert decimal(n.Negative(printed("12"))) == (Fraction(-12), 0)
    assert decimal(n.Number(Fraction(1, 3))) is None
    assert decimal(n.Negative(symbol("a"))) is None


# --- proportions --------------------------------------------------------------------

NEGATIVE = "the sides are in proportion, by a negative number"
APART = "the ratio of the sides is not the same for all indices"
ONE_ZERO = "one side is zero, the other is not"


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (symbol("x", "i"), times(2, symbol("x", "i")), ("holds", None)),
        (
            symbol("x", "i"),
            times(call("exp", "a"), symbol("x", "i")),
            ("holds", None),
        ),
        (symbol("x", "i"), n.Negative(symbol("x", "i")), ("fails", NEGATIVE)),
        (symbol("x", "i"), times("a", symbol("y", "i")), ("fails", APART)),
        (symbol("x", "i"), plus(symbol("x", "i"), 1), ("fails", APART)),
        (symbol("x", "i"), times(0, symbol("x", "i")), ("fails", ONE_ZERO)),
        (times(0, symbol("x", "i")), symbol("x", "i"), ("fails", ONE_ZERO)),
        ("a", "b", ("vacuous", "any two numbers are in proportion")),
    ],
)
def test_sides_are_in_proportion_by_one_positive_number_for_all_indices(
    left: Written, right: Written, wanted: tuple[str, str | None]
) -> None:
    assert said(claim(left, right, r"\propto")) == wanted


def test_one_value_alone_is_in_proportion_to_anything() -> None:
    vacuous = ("vacuous", "there is one value, and any two numbers are in proportion")
    square = times(symbol("u", "i"), symbol("u", "i"))
    alone = judge(claim(square, call("exp", "a"), r"\propto"), sampler_of(None, u=(1,)))
    assert (alone.word, alone.reason) == vacuous
    for last in (1, 0):
        some = compared(index("i"), r"\le", expression(last))
        powers = call("exp", symbol("x", "i")), call("exp", "a")
        assert said(claim(*powers, r"\propto", some)) == vacuous


# --- what has no meaning ------------------------------------------------------------


def test_a_number_outside_its_array_is_told_at_the_sign() -> None:
    with pytest.raises(NotUnderstood) as found:
        verdict(claim(symbol("x", 4), 0))
    assert (found.value.fault, found.value.at) == (errors.NoEntry("x", 4, 3), 7)


def test_a_recursion_without_a_start_is_told_where_nothing_could_be_compared() -> None:
    before = symbol("s", n.Letter("t", -1))
    rows: Rows = {symbol("s", "t"): plus(before, symbol("x", "t"))}
    with pytest.raises(NotUnderstood) as found:
        verdict(claim(symbol("s", "t"), plus(before, symbol("x", "t"))), rows)
    assert found.value.fault == errors.NoEntry("s", 0, 3)


@pytest.mark.parametrize("seed", range(30))
def test_a_number_of_two_values_is_tried_at_both(seed: int) -> None:
    page = r"$t \in \{-1, 1\}$ $$ t = -1 $$"
    (relation,) = check_text(page, seed=seed).relations
    assert relation.verdict.word == "fails"
