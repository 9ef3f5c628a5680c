"""Expressions into closures: powers, cases, comparisons, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.points import BALL, FLOAT, SCALED, TooMuch
from derivcheck.evaluation.scalars import OutOfDomain, Scaled
from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from tests.evaluation.by_hand import (
    Here,
    Written,
    call,
    compared,
    expression,
    here,
    index,
    model_of,
    over,
    plus,
    symbol,
    times,
)

ALWAYS = n.Every(())
ZERO = plus("z", n.Negative(symbol("z")))


def at(z: float = 2.0) -> Here:
    return here(z=z, x=[3.0, 5.0])


def number(written: Written, z: float = 2.0, **letters: int) -> float:
    """What an expression is worth at z, with x = (3, 5)."""
    return at(z).number(written, **letters)


def power(base: Written, exponent: Written) -> n.Power:
    return n.Power(expression(base), expression(exponent))


def cases(*rows: tuple[Written, n.Condition]) -> n.Cases:
    return n.Cases(tuple((expression(value), condition) for value, condition in rows))


def is_(left: Written, sign: str, right: Written) -> n.Comparison:
    return compared(expression(left), sign, expression(right))


# --- sums, products, quotients, powers ----------------------------------------------


def test_terms_are_added_and_subtracted_from_left_to_right() -> None:
    assert number(plus("z", n.Negative(expression(5)))) == -3.0
    assert number(plus("z", 1, n.Negative(expression(5)), "z")) == 0.0
    assert number(plus("z", 1)) == 3.0
    assert number(n.Negative(symbol("z"))) == -2.0


@pytest.mark.parametrize(
    ("exponent", "wanted"),
    [(0, 1.0), (1, -3.0), (2, 9.0), (3, -27.0), (-1, -1 / 3), (-2, 1 / 9)],
)
def test_a_whole_power_multiplies_whatever_the_sign_of_the_base(
    exponent: int, wanted: float
) -> None:
    assert number(power("z", exponent), z=-3.0) == pytest.approx(wanted, rel=1e-15)
    by_index = power("z", index("k"))
    assert number(by_index, z=-3.0, k=exponent) == pytest.approx(wanted, rel=1e-15)


def test_a_power_of_indices_is_worked_out_with_them() -> None:
    shifted = power("z", plus(index("k"), n.Negative(index("i")), 1))
    assert number(shifted, z=-3.0, k=4, i=2) == -27.0


@pytest.mark.parametrize(
    ("exponent", "wanted"),
    [(0.5, 4.0), (-0.5, 0.25), (n.Quotient(expression(1), expression(4)), 2.0)],
)
def test_a_broken_power_is_a_root(exponent: Written, wanted: float) -> None:
    assert number(power("z", exponent), z=16.0) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize("exponent", [0.5, "z", plus("z", 0)])
def test_a_broken_power_wants_a_positive_base(exponent: Written) -> None:
    message = "^a logarithm of a number that is not positive$"
    with pytest.raises(OutOfDomain, match=message):
        number(power(n.Negative(symbol("z")), exponent))


def test_zero_to_the_power_of_zero_is_one_and_below_it_has_no_value() -> None:
    assert number(power(ZERO, 0)) == number(power(ZERO, index("k")), k=0) == 1.0
    for exponent in (-1, index("k")):
        with pytest.raises(OutOfDomain, match=r"^a negative power of zero$"):
            number(power(ZERO, exponent), k=-1)


def test_a_power_beyond_all_measure_is_not_worked_out() -> None:
    with pytest.raises(TooMuch, match=r"^a power above 10000$"):
        number(power("z", -10_001))
    assert number(power("z", -10_000), z=1.0) == 1.0


@pytest.mark.parametrize("above", [1, "z", over("sum", "k", symbol("x", "k"), 2, 1)])
def test_a_division_by_zero_has_no_value(above: Written) -> None:
    with pytest.raises(OutOfDomain, match=r"^a division by zero$"):
        number(n.Quotient(expression(above), ZERO))


def test_where_an_indicator_is_false_the_other_factors_are_not_looked_at() -> None:
    false = n.Indicator(compared(index("i"), "=", index("k")))
    broken = n.Quotient(expression(1), ZERO)
    assert number(times(broken, false), i=1, k=2) == 0.0
    assert number(times(false, "z"), i=1, k=2) == 0.0
    assert number(times(false, "z", false), i=1, k=1) == 2.0
    assert number(times(false, false), i=1, k=1) == 1.0
    with pytest.raises(OutOfDomain):
        number(times(broken, false), i=1, k=1)


def test_an_index_used_as_a_number_is_one_in_every_tier() -> None:
    found = at()
    half = n.Quotient(index("k"), expression(2))
    assert found.value(half, k=3) == 1.5
    scaled = found.value(times(half, "z"), tier=SCALED, k=3)
    assert isinstance(scaled, Scaled)
    assert (scaled.value, scaled.scale) == (3.0, 3.0)
    if balls.present():
        with balls.precision():
            third = found.value(n.Quotient(index("k"), expression(3)), tier=BALL, k=1)
            assert (third * 3).contains(1)
            assert float(third.rad()) < 1e-100


def test_a_constant_is_exact_among_balls() -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    tenth = n.Number(Fraction(1, 10), "0.1")
    with balls.precision():
        found = at().value(tenth, tier=BALL)
        assert (found * 10 - 1).contains(0)
        assert float((found * 10 - 1).rad()) < 1e-100
    assert at().value(tenth) == 0.1


# --- conditions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "wanted"),
    [
        ("=", [False, True, False]),
        (r"\ne", [True, False, True]),
        ("<", [True, False, False]),
        (r"\le", [True, True, False]),
        (">", [False, False, True]),
        (r"\ge", [False, True, True]),
    ],
)
def test_indices_are_compared_exactly(sign: str, wanted: list[bool]) -> None:
    test = n.Indicator(compared(index("i"), sign, index(n.Letter("k", 1))))
    assert [bool(number(test, i=i, k=2)) for i in (2, 3, 4)] == wanted


@pytest.mark.parametrize("sign", ["<", ">", r"\le", r"\ge"])
@pytest.mark.parametrize("z", [2.0, 2 + 1e-10, 2 - 1e-10])
def test_numbers_too_near_to_each_other_are_not_ordered(sign: str, z: float) -> None:
    with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
        number(n.Indicator(is_("z", sign, 2)), z=z)


def test_numbers_that_are_exactly_equal_are_equal_and_near_ones_undecided() -> None:
    equal, different = (n.Indicator(is_("z", sign, 2)) for sign in ("=", r"\ne"))
    assert (number(equal), number(different)) == (1.0, 0.0)
    assert (number(equal, z=3), number(different, z=3)) == (0.0, 1.0)
    for test in (equal, different):
        with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
            number(test, z=2 + 1e-10)


def test_conditions_hold_together_and_none_at_all_is_true() -> None:
    both = n.Every((is_("z", ">", 1), compared(index("k"), "=", expression(2))))
    assert [number(n.Indicator(both), k=k) for k in (1, 2)] == [0.0, 1.0]
    assert number(n.Indicator(ALWAYS)) == 1.0


def test_a_comparison_of_numbers_is_a_place_with_two_branches() -> None:
    found = at()
    machine = found.machine
    test = machine.closure(n.Indicator(is_("z", ">", 5)))
    ((site, branches),) = machine.gathered
    test(found.point.at(FLOAT), {})
    assert branches == 2
    assert found.point.visited == {(site, 0)}


# --- cases --------------------------------------------------------------------------

BEND = cases(("z", is_("z", ">", 0)), (n.Negative(symbol("z")), is_("z", "<", 0)))


def test_cases_are_worth_the_row_whose_condition_holds() -> None:
    assert (number(BEND, z=3), number(BEND, z=-3)) == (3.0, 3.0)
    otherwise = cases((1, is_("z", ">", 1)), (2, is_("z", ">", 5)), (7, ALWAYS))
    assert number(otherwise, z=-3) == 7.0


def test_two_rows_that_apply_at_once_are_refused_unless_they_say_the_same() -> None:
    apart = cases((1, is_("z", ">", 0)), (2, is_("z", ">", 1)))
    message = (
        "two rows of the cases apply at one point; let their conditions exclude each "
        "other"
    )
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        number(apart)
    alike = cases((1, is_("z", ">", 0)), (1, is_("z", ">", 1)))
    assert number(alike) == 1.0


def test_a_point_at_which_no_row_applies_is_refused() -> None:
    gap = cases((1, is_("z", ">", 5)), (2, is_("z", "<", 0)))
    message = "no row of the cases applies at a point tried"
    with pytest.raises(NotUnderstood, match=f"^{message}$"):
        number(gap)


def test_the_derivative_of_cases_is_that_of_the_row_that_holds() -> None:
    slope = n.Partial(BEND, (symbol("z"),))
    assert (number(slope, z=3), number(slope, z=-3)) == (1.0, -1.0)


# --- refusals and what is kept ------------------------------------------------------


@pytest.mark.parametrize(
    "array",
    [
        n.Transpose(symbol("z"), 7),
        n.Entry(symbol("x"), (n.Fixed(1),), 7),
        n.Rows(((symbol("z"),),), 7),
        n.Known("ones", (), 7),
    ],
)
def test_an_array_is_refused_where_a_number_is_wanted(array: n.Expression) -> None:
    message = "expected a number, found an array"
    with pytest.raises(NotUnderstood, match=f"^{message}$") as found:
        at().value(array)
    assert found.value.at == 7


def test_a_quantity_wants_its_number_of_indices() -> None:
    with pytest.raises(NotUnderstood, match=r"^x has 1 indices, found 2$"):
        number(symbol("x", 1, 1))


def test_an_expression_is_compiled_once_where_closures_are_kept() -> None:
    machine = Machine(model_of(z=()), None)
    tree = expression(3)
    assert machine.closure(tree) is not machine.closure(tree)
    machine.kept = {}
    assert machine.closure(tree) is machine.closure(tree)
    with machine.within():  # a sum inside a big sign is no longer shared
        assert machine.kept.keys() == {(id(tree), False)}
        machine.closure(tree)
    assert machine.kept.keys() == {(id(tree), False), (id(tree), True)}


OPERATIONS: list[tuple[Callable[..., n.Expression], Callable[..., float]]] = [
    (lambda a, b: plus(a, b), lambda a, b: a + b),
    (lambda a, b: plus(a, n.Negative(expression(b))), lambda a, b: a - b),
    (lambda a, b: times(a, b), lambda a, b: a * b),
    (lambda a, b: n.Quotient(a, plus(times(b, b), 1)), lambda a, b: a / (b * b + 1)),
    (lambda a, _: call("tanh", a), lambda a, _: float(np.tanh(a))),
    (lambda a, _: call("exp", call("sin", a)), lambda a, _: float(np.exp(np.sin(a)))),
    (lambda a, _: power(a, 3), lambda a, _: a**3),
]


def grown(draw: np.random.Generator, depth: int) -> tuple[n.Expression, float]:
    """A random expression of z and x, with its value by NumPy, at z = 2, x = (3, 5)."""
    leaves: list[tuple[n.Expression, float]] = [
        (symbol("z"), 2.0),
        (symbol("x", 1), 3.0),
        (symbol("x", 2), 5.0),
        (expression(0.75), 0.75),
    ]
    if depth == 0:
        return leaves[draw.integers(len(leaves))]
    build, compute = OPERATIONS[draw.integers(len(OPERATIONS))]
    (one, a), (other, b) = (grown(draw, depth - 1) for _ in range(2))
    return build(one, other), compute(a, b)


@pytest.mark.parametrize("seed", range(40))
def test_a_random_expression_is_worth_what_numpy_says(seed: int) -> None:
    tree, wanted = grown(np.random.default_rng(seed), 3)
    assert number(tree) == pytest.approx(wanted, rel=1e-11, abs=1e-11)
