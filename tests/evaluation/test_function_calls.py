"""Functions of arguments: known, the page's own, open, with corners, of matrices."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from numpy.typing import ArrayLike

from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.evaluation.closures import Machine
from derivcheck.evaluation.points import BALL, FLOAT, TooMuch
from derivcheck.evaluation.scalars import NOTHING, Dual, OutOfDomain, Scalar, tangent
from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n
from derivcheck.models import Function
from tests.evaluation.by_hand import (
    Array,
    Here,
    Written,
    call,
    expression,
    here,
    index,
    model_of,
    over,
    placed,
    plus,
    symbol,
    times,
    with_functions,
)

EMPTY = over("sum", "k", symbol("v", "k"), 2, 1)


def at(**numbers: float) -> Here:
    """A point of numbers, and of an array v of two."""
    return here(None, v=[1.0, 2.0], **numbers)


def among(*functions: Function, **arrays: ArrayLike) -> Here:
    """A point of a page that has functions of its own."""
    given = {name: np.asarray(array, float) for name, array in arrays.items()}
    model = model_of(None, **{name: array.shape for name, array in given.items()})
    return placed(with_functions(model, *functions), given)


def refusal(call: n.Call, *functions: Function) -> str:
    """Why a call is refused before anything is worked out."""
    model = with_functions(model_of(z=(), v=(2,)), *functions)
    with pytest.raises(NotUnderstood) as found:
        Machine(model, None).closure(call)
    return str(found.value)


# --- corners ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "order", "left", "right"),
    [
        # at -2 and at 3
        ("abs", 0, 2.0, 3.0),
        ("abs", 1, -1.0, 1.0),
        ("abs", 2, 0.0, 0.0),
        ("relu", 0, 0.0, 3.0),
        ("relu", 1, 0.0, 1.0),
        ("relu", 2, 0.0, 0.0),
        ("sign", 0, -1.0, 1.0),
        ("sign", 1, 0.0, 0.0),
        ("norm_1", 0, 2.0, 3.0),
    ],
)
def test_a_function_with_a_corner_has_two_branches_and_their_slopes(
    function: str, order: int, left: float, right: float
) -> None:
    bent = call(function, "z", order=order)
    assert (at(z=-2).number(bent), at(z=3).number(bent)) == (left, right)


@pytest.mark.parametrize("function", ["abs", "relu"])
def test_at_its_corner_a_function_has_a_value_and_no_slope(function: str) -> None:
    assert at(z=0).value(call(function, "z")) == 0.0
    with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
        at(z=0).value(call(function, "z", order=1))


@pytest.mark.parametrize("function", ["abs", "relu", "sign"])
@pytest.mark.parametrize("z", [1e-10, -1e-10])
def test_near_its_corner_a_function_has_no_value(function: str, z: float) -> None:
    with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
        at(z=z).value(call(function, "z"))


def test_a_corner_is_told_by_which_of_its_branches_was_taken() -> None:
    found = at(z=-2)
    machine = found.machine
    bent = machine.closure(times(call("relu", "z"), call("abs", 3)))
    (relu, two), (magnitude, also_two) = machine.gathered
    assert (two, also_two) == (2, 2)
    bent(found.point.at(FLOAT), {})
    assert found.point.visited == {(relu, 0), (magnitude, 1)}


def test_a_maximum_of_arguments_takes_the_branch_of_the_largest() -> None:
    found = at(a=1, b=4, c=2)
    machine = found.machine
    largest = machine.closure(call("max", "a", "b", "c"))
    ((site, branches),) = machine.gathered
    assert branches == 3
    assert largest(found.point.at(FLOAT), {}) == 4.0
    assert found.point.visited == {(site, 1)}
    assert found.number(call("min", "a", "b", "c")) == 1.0


def test_arguments_that_tie_have_no_largest() -> None:
    with pytest.raises(OutOfDomain, match=r"^too near to a corner$"):
        at(a=4, b=4 + 1e-10).value(call("max", "a", "b"))


def test_a_maximum_of_one_number_is_asked_about() -> None:
    message = r"max of one number; write \max(0, z) or \max_k z_k"
    assert refusal(call("max", "z")) == message


def test_the_norm_of_a_number_is_its_magnitude() -> None:
    assert at(z=-2).number(call("norm", "z")) == 2.0
    assert at(z=0).number(call("norm", "z")) == 0.0


def test_a_derivative_of_a_high_order_is_too_much() -> None:
    with pytest.raises(TooMuch, match=r"^more than 8 primes$"):
        at(z=1).value(call("tanh", "z", order=9))


# --- known functions and primes -----------------------------------------------------


@pytest.mark.parametrize(
    ("order", "wanted"),
    [(0, math.sin(2)), (1, math.cos(2)), (2, -math.sin(2)), (3, -math.cos(2))],
)
def test_each_prime_differentiates_once_more(order: int, wanted: float) -> None:
    found = at(z=2).number(call("sin", "z", order=order))
    assert found == pytest.approx(wanted, rel=1e-15)


def test_the_prime_of_a_function_of_nothing_is_its_slope_at_zero() -> None:
    assert at().number(call("sin", EMPTY, order=1)) == 1.0
    assert at().value(call("sin", EMPTY)) == 0.0


def test_a_prime_is_by_the_argument_and_not_by_what_it_is_made_of() -> None:
    inner = times(3, "z")
    assert at(z=2).number(call("sin", inner, order=1)) == math.cos(6)
    slope = n.Partial(call("sin", inner), (symbol("z"),))
    assert at(z=2).number(slope) == 3 * math.cos(6)


def test_pi_is_known_in_floats_and_to_a_hundred_digits_in_balls() -> None:
    found = at()
    assert found.number(n.Call("pi", ())) == math.pi
    if balls.present():
        with balls.precision():
            pi = found.value(n.Call("pi", ()), tier=BALL)
        assert str(pi.str(40, radius=False)) == (
            "3.141592653589793238462643383279502884197"
        )


def test_a_function_that_takes_arrays_alone_is_refused_a_number() -> None:
    message = "softmax takes an array, found a number"
    assert refusal(call("softmax", "z")) == message


# --- functions of the page ----------------------------------------------------------

SQUARE = Function(
    "f",
    ("s", "t"),
    plus(times(n.Parameter("s"), n.Parameter("s")), n.Parameter("t")),
    2,
)


def test_a_function_of_the_page_is_its_body_at_the_arguments() -> None:
    found = among(SQUARE, z=3)
    assert found.number(call("f", "z", 1)) == 10.0
    assert found.number(call("f", call("f", "z", 1), "z")) == 103.0


def test_a_parameter_is_held_at_another_value_inside_a_body() -> None:
    square = n.Power(n.Parameter("t"), expression(2))
    at_three = n.Where(square, ((n.Parameter("t"), expression(3)),))
    found = among(Function("f", ("t",), plus(square, at_three)), z=2)
    assert found.number(call("f", "z")) == 4.0 + 9.0


def test_a_prime_of_a_function_of_the_page_differentiates_its_body() -> None:
    cube = Function("g", ("t",), n.Power(n.Parameter("t"), expression(3)))
    found = among(cube, z=2)
    orders = [found.number(call("g", "z", order=order)) for order in range(5)]
    assert orders == [8.0, 12.0, 12.0, 6.0, 0.0]


def test_a_function_wants_as_many_arguments_as_it_was_given() -> None:
    assert refusal(call("f", "z"), SQUARE) == "f takes 2 arguments, found 1"


def test_a_prime_wants_one_argument() -> None:
    message = "a prime is read on functions of one argument"
    assert refusal(call("f", "z", "z", order=1), SQUARE) == message


# --- open functions -----------------------------------------------------------------

OPEN = Function("h", ("t",), None)


def test_an_open_function_is_one_smooth_function_at_a_point() -> None:
    found = among(OPEN, a=1.5, b=1.5)
    assert found.number(call("h", "a")) == found.number(call("h", "b"))
    step = 1e-6
    above, below = (found.number(call("h", plus("a", side))) for side in (step, -step))
    slope = found.number(call("h", "a", order=1))
    assert slope == pytest.approx((above - below) / (2 * step), rel=1e-8)


def test_each_of_a_family_of_open_functions_is_another() -> None:
    family = Function("h", ("t",), None)
    found = among(family, z=1.0)
    values = [
        found.number(n.Call("h", (symbol("z"),), 0, 0, (n.Letter("l"),)), l=layer)
        for layer in (1, 2, 1)
    ]
    assert values[0] == values[2] != values[1]


def test_an_open_function_of_arrays_is_one_of_all_their_entries_in_order() -> None:
    both = Function("h", ("u", "t"), None, 2, kind="number")
    found = among(both, w=[[1.0, 2.0], [3.0, 4.0]], b=5.0)
    rows = over("list", "i", over("list", "k", symbol("w", "i", "k")))
    waves = found.point.smooth("h", 5, FLOAT)
    assert found.number(call("h", rows, "b")) == waves([1.0, 2.0, 3.0, 4.0, 5.0])
    slope = n.Partial(call("h", rows, "b"), (symbol("w", 2, 1),))
    third: list[Scalar] = [1.0, 2.0, Dual(99, 3.0, 1.0), 4.0, 5.0]
    assert found.number(slope) == tangent(waves(third), 99)


# --- matrices -----------------------------------------------------------------------

A = np.array([[0.0, 2.0], [4.0, 1.0]])
B = np.array([[1.0, -1.0], [3.0, 5.0]])


def matrix(name: str) -> n.Over:
    """A matrix as a list of rows."""
    return over("list", "i", over("list", "k", symbol(name, "i", "k")))


def entries(function: str, of: Written, found: Here) -> Array:
    """Every entry of a matrix that a function gives."""
    return np.array(
        [
            [found.number(call(function, of, index(row), index(k))) for k in (1, 2)]
            for row in (1, 2)
        ]
    )


def test_the_inverse_is_numpys_entry_by_entry() -> None:
    found = entries("inverse", matrix("A"), here(A=A))
    np.testing.assert_allclose(found, np.linalg.inv(A), rtol=1e-15)


def test_a_singular_matrix_has_no_inverse() -> None:
    singular = here(A=[[1.0, 2.0], [2.0, 4.0]])
    with pytest.raises(OutOfDomain, match=r"^a singular matrix has no inverse$"):
        singular.value(call("inverse", matrix("A"), index(1), index(1)))


def test_the_derivative_of_an_inverse_is_that_of_the_textbook() -> None:
    entry = call("inverse", matrix("A"), index(1), index(2))
    inverse = np.linalg.inv(A)
    found = here(A=A).number(n.Partial(entry, (symbol("A", 2, 1),)))
    assert found == pytest.approx(-inverse[0, 1] * inverse[0, 1])


@pytest.mark.parametrize(
    ("function", "wanted"), [("chain", A @ B @ B), ("chain backward", B @ B @ A)]
)
def test_a_product_of_matrices_runs_forward_or_backward(
    function: str, wanted: Array
) -> None:
    stack = here(T=np.array([A, B, B]))
    inner = over("list", "i", over("list", "k", symbol("T", "l", "i", "k")))
    listed = over("list", "l", inner, 1, 3)
    np.testing.assert_array_equal(entries(function, listed, stack), wanted)


def test_a_product_of_no_matrices_is_the_identity() -> None:
    stack = here(T=np.array([A, B]))
    inner = over("list", "i", over("list", "k", symbol("T", "l", "i", "k")))
    none = over("list", "l", inner, 2, 1)
    np.testing.assert_array_equal(entries("chain", none, stack), np.eye(2))


def test_an_argument_of_nothing_is_zero_to_a_function_of_the_page() -> None:
    found = among(SQUARE, v=[1.0, 2.0])
    assert found.value(call("f", EMPTY, EMPTY)) is NOTHING
    assert found.number(call("f", EMPTY, 4)) == 4.0


def test_a_refusal_names_the_place_of_the_call() -> None:
    there = n.Call("softmax", (symbol("z"),), 0, 17)
    with pytest.raises(NotUnderstood, match=re.escape("softmax takes")) as found:
        Machine(model_of(z=()), None).closure(there)
    assert found.value.at == 17
