"""Numbers with derivatives and scales: each rule against its closed form."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest

from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.scalars import (
    FUNCTIONS,
    NOTHING,
    Dual,
    NearCorner,
    NoValue,
    OutOfDomain,
    Scalar,
    Scaled,
    erf,
    log,
    odd_root,
    power,
    real,
    sigmoid,
    sine_and_cosine,
    softplus,
    sqrt,
    tangent,
)

AT = 0.7
CLOSED: dict[str, tuple[float, float, float]] = {
    # the value, the slope and the second derivative at 0.7, by the textbook
    "exp": (math.exp(AT), math.exp(AT), math.exp(AT)),
    "ln": (math.log(AT), 1 / AT, -1 / AT**2),
    "sqrt": (AT**0.5, 0.5 * AT**-0.5, -0.25 * AT**-1.5),
    "tanh": (
        math.tanh(AT),
        math.cosh(AT) ** -2,
        -2 * math.tanh(AT) * math.cosh(AT) ** -2,
    ),
    "sin": (math.sin(AT), math.cos(AT), -math.sin(AT)),
    "cos": (math.cos(AT), -math.sin(AT), -math.cos(AT)),
    "tan": (math.tan(AT), math.cos(AT) ** -2, 2 * math.tan(AT) * math.cos(AT) ** -2),
    "sinh": (math.sinh(AT), math.cosh(AT), math.sinh(AT)),
    "cosh": (math.cosh(AT), math.sinh(AT), math.cosh(AT)),
    "sech": (
        1 / math.cosh(AT),
        -math.sinh(AT) / math.cosh(AT) ** 2,
        (math.sinh(AT) ** 2 - 1) / math.cosh(AT) ** 3,
    ),
    "arctan": (math.atan(AT), 1 / (1 + AT**2), -2 * AT / (1 + AT**2) ** 2),
    "erf": (
        math.erf(AT),
        2 / math.sqrt(math.pi) * math.exp(-(AT**2)),
        -4 * AT / math.sqrt(math.pi) * math.exp(-(AT**2)),
    ),
    "sigmoid": (
        (1 + math.tanh(AT / 2)) / 2,
        math.cosh(AT / 2) ** -2 / 4,
        -math.tanh(AT / 2) * math.cosh(AT / 2) ** -2 / 4,
    ),
    "softplus": (
        math.log1p(math.exp(AT)),
        (1 + math.tanh(AT / 2)) / 2,
        math.cosh(AT / 2) ** -2 / 4,
    ),
}


def twice(function: Callable[[Scalar], Scalar], x: Scalar) -> list[float]:
    """The value, the slope and the second derivative, by nested dual numbers."""
    found = function(Dual(2, Dual(1, x, 1.0), 1.0))
    return [real(found), real(tangent(found, 2)), real(tangent(tangent(found, 2), 1))]


def test_every_known_function_has_its_closed_form_here() -> None:
    assert CLOSED.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_value_and_both_derivatives_of_the_textbook(
    name: str,
) -> None:
    assert twice(FUNCTIONS[name], AT) == pytest.approx(CLOSED[name], rel=1e-14)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_ball_encloses_what_a_float_only_approximates(name: str) -> None:
    if not balls.present():
        pytest.skip("python-flint is not installed")
    with balls.precision():
        found = FUNCTIONS[name](balls.ball(Fraction(7, 10)))
        assert float(found.rad()) < 1e-100
        assert float(found.mid()) == pytest.approx(CLOSED[name][0], rel=1e-15)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_scale_of_a_function_is_no_less_than_its_slope_times_the_arguments(
    name: str,
) -> None:
    value, slope, _ = CLOSED[name]
    blurred = FUNCTIONS[name](Scaled(AT, 1e6))
    assert blurred.value == pytest.approx(value, rel=1e-15)
    assert blurred.scale > 0.999 * abs(slope) * 1e6


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - {"ln", "sqrt"}))
def test_a_function_of_nothing_is_its_value_at_zero(name: str) -> None:
    assert real(FUNCTIONS[name](NOTHING)) == real(FUNCTIONS[name](0.0))


# --- nothing: the zero of what was not there ---------------------------------------


def test_nothing_is_neutral_in_sums_whatever_the_other_number_is() -> None:
    dual, scaled = Dual(1, 2.0, 3.0), Scaled(2.0, 5.0)
    for number in (2.0, dual, scaled):
        assert real(NOTHING + number) == real(number + NOTHING) == 2.0
        assert real(number - NOTHING) == 2.0
        assert real(NOTHING - number) == -2.0
    assert tangent(NOTHING - dual, 1) == -3.0
    assert (scaled + NOTHING).scale == (NOTHING - scaled).scale == 5.0
    assert NOTHING + NOTHING is NOTHING


def test_nothing_swallows_the_other_factor() -> None:
    for number in (2.0, Dual(1, 2.0, 3.0), Scaled(2.0), NOTHING):
        assert NOTHING * number is NOTHING
        assert number * NOTHING is NOTHING
    assert NOTHING / 2.0 is NOTHING
    assert -NOTHING is NOTHING
    assert repr(NOTHING) == "NOTHING"


def test_nothing_has_the_powers_of_zero() -> None:
    assert NOTHING**0 == 1.0
    assert NOTHING**3 is NOTHING
    with pytest.raises(ZeroDivisionError):
        NOTHING**-1


@pytest.mark.parametrize("below", [NOTHING, 0.0, Dual(1, 0.0, 1.0), Scaled(0.0)])
def test_nothing_over_zero_has_no_value(below: Scalar) -> None:
    with pytest.raises(ZeroDivisionError):
        NOTHING / below


@pytest.mark.parametrize("above", [1.0, Dual(1, 1.0, 1.0), Scaled(1.0)])
def test_no_number_is_divided_by_nothing(above: Scalar) -> None:
    with pytest.raises(ZeroDivisionError):
        above / NOTHING


# --- duals --------------------------------------------------------------------------


def test_each_rule_of_a_dual_is_that_of_the_calculus() -> None:
    x, y = Dual(1, 3.0, 5.0), Dual(1, 2.0, 7.0)
    pairs = {
        (5.0, 12.0): x + y,
        (1.0, -2.0): x - y,
        (6.0, 3.0 * 7.0 + 5.0 * 2.0): x * y,
        (1.5, (5.0 * 2.0 - 3.0 * 7.0) / 4.0): x / y,
        (27.0, 3 * 9.0 * 5.0): x**3,
        (1 / 9.0, -2 * 3.0**-3 * 5.0): x**-2,
        (-3.0, -5.0): -x,
        (4.0, -5.0): 7.0 - x,
        (2.0, -2.0 / 3.0 * 5.0): 6.0 / x,
    }
    for wanted, found in pairs.items():
        assert (found.re, found.eps) == pytest.approx(wanted, rel=1e-15)


def test_the_zeroth_power_is_a_number_that_does_not_move() -> None:
    assert Dual(1, 3.0, 5.0) ** 0 == 1.0
    assert tangent(Dual(1, 3.0, 5.0) ** 0, 1) is NOTHING


@pytest.mark.parametrize("inner_first", [True, False])
def test_the_higher_level_is_outside_whatever_the_order_of_the_terms(
    inner_first: bool,
) -> None:
    x, y = Dual(1, 3.0, 1.0), Dual(2, 2.0, 1.0)
    a, b = (x, y) if inner_first else (y, x)
    for found, mixed in ((a * b, 1.0), (a + b, 0.0)):
        assert found.level == 2
        assert real(tangent(tangent(found, 2), 1)) == mixed
    assert real(tangent(tangent(x / y, 2), 1)) == -0.25
    assert real(tangent(tangent(y / x, 2), 1)) == pytest.approx(-1 / 9)
    assert real(tangent(x - y, 2)) == -1.0
    assert real(tangent(y - x, 2)) == 1.0


def test_the_tangent_of_another_level_is_nothing() -> None:
    assert tangent(Dual(1, 3.0, 5.0), 2) is NOTHING
    assert tangent(3.0, 1) is NOTHING


def test_the_sine_and_cosine_of_a_dual_are_those_of_its_parts() -> None:
    sine, cosine = sine_and_cosine(Dual(1, AT, 3.0))
    assert (sine.re, sine.eps) == (math.sin(AT), 3 * math.cos(AT))
    assert (cosine.re, cosine.eps) == (math.cos(AT), -3 * math.sin(AT))
    assert sine_and_cosine(NOTHING) == (0.0, 1.0)


def test_the_slope_of_the_error_function_at_zero_is_two_over_the_root_of_pi() -> None:
    assert tangent(erf(Dual(1, 0.0, 1.0)), 1) == pytest.approx(2 / math.sqrt(math.pi))


def test_a_power_moves_with_its_base_and_with_its_exponent() -> None:
    by_base = power(Dual(1, 2.0, 1.0), 1.5)
    by_exponent = power(2.0, Dual(1, 1.5, 1.0))
    assert by_base.eps == pytest.approx(1.5 * 2.0**0.5, rel=1e-14)
    assert by_exponent.eps == pytest.approx(math.log(2) * 2.0**1.5, rel=1e-14)


# --- scales -------------------------------------------------------------------------


def test_a_cancellation_keeps_the_scale_of_what_cancelled() -> None:
    found = Scaled(1e9) - Scaled(1e9) + Scaled(1.0)
    assert (found.value, found.scale) == (1.0, 2e9 + 1)


def test_a_product_multiplies_scales_and_a_quotient_divides_them() -> None:
    x, y = Scaled(2.0, 10.0), Scaled(-4.0, 8.0)
    assert ((x * y).value, (x * y).scale) == (-8.0, 80.0)
    assert ((x / y).value, (x / y).scale) == (-0.5, 5.0)
    assert ((1 / y).value, (1 / y).scale) == (-0.25, 0.5)
    assert ((x**2).value, (x**2).scale) == (4.0, 100.0)
    assert ((y**-1).value, (y**-1).scale) == (-0.25, 0.5)
    assert ((-x).value, (-x).scale) == (-2.0, 10.0)
    assert ((3.0 - x).value, (3.0 - x).scale) == (1.0, 13.0)
    assert x**0 == 1.0


def test_the_scale_is_carried_inside_a_dual() -> None:
    found = Scaled(2.0, 10.0) * Dual(1, 3.0, 1.0)
    assert isinstance(found, Dual)
    assert (found.re.value, found.re.scale) == (6.0, 30.0)
    assert (found.eps.value, found.eps.scale) == (2.0, 10.0)


# --- domains ------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0.0, -1.0, Scaled(-1.0), Dual(1, 0.0, 1.0), NOTHING])
def test_a_logarithm_wants_a_positive_number(x: Scalar) -> None:
    message = r"^a logarithm of a number that is not positive$"
    with pytest.raises(OutOfDomain, match=message):
        log(x)


@pytest.mark.parametrize("x", [-1.0, Scaled(-1.0), Dual(1, -1.0, 1.0)])
def test_a_square_root_wants_a_number_that_is_not_negative(x: Scalar) -> None:
    with pytest.raises(NoValue, match=r"^a square root of a negative number$"):
        sqrt(x)


def test_a_square_root_has_a_value_at_zero_and_no_slope() -> None:
    assert (sqrt(0.0), sqrt(NOTHING), sqrt(Scaled(0.0)).value) == (0.0, 0.0, 0.0)
    with pytest.raises(NearCorner):
        sqrt(Dual(1, 0.0, 1.0))


def test_an_odd_root_of_a_negative_number_is_the_real_one() -> None:
    found = odd_root(Dual(1, -8.0, 1.0), 1 / 3)
    assert (round(found.re, 12), round(found.eps, 12)) == (-2.0, round(1 / 12, 12))
    assert odd_root(0.0, 1 / 3) == 0.0


def test_the_largest_summand_is_followed_where_scales_multiply() -> None:
    small = (Scaled(1e8) + 1.0) - 1e8
    inverse = 1.0 / (small * small)
    assert inverse.scale == pytest.approx(4e16, rel=1e-6)
    assert inverse.summand == pytest.approx(1e8, rel=1e-6)


def test_a_large_argument_overflows_and_is_never_taken_for_an_infinity() -> None:
    with pytest.raises(OverflowError):
        softplus(1000.0)
    with pytest.raises(OverflowError):
        sigmoid(-1000.0)
    assert sigmoid(1000.0) == 1.0
