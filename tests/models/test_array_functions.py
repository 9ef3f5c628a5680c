"""Functions of arrays: what a call gives, by its entries, and what is refused."""

from __future__ import annotations

import pytest

from derivcheck.expressions import Expression
from derivcheck.expressions import nodes as n
from derivcheck.models.array_functions import MOST_CALLS
from derivcheck.models.components import Arrays
from derivcheck.models.inlining import Body
from derivcheck.models.sizes import size
from tests.lowered import (
    PLACE,
    I,
    S,
    W,
    a,
    called,
    entry,
    lowered,
    refusal,
    small_model,
    times,
    turned,
    x,
    y,
    z,
)

PRIMED = (
    r" is a function of arrays: write its derivative as "
    r"\frac{\partial f(x)}{\partial x} or \nabla f(x)"
)


def with_body(parameter: str, body: Expression) -> Arrays:
    """A model in which the page defines f(parameter) := body."""
    arrays = small_model()
    arrays.bodies["f"] = Body("f", (parameter,), body, (parameter,))
    return arrays


def with_open(gives: str, *takes: tuple[str, ...]) -> Arrays:
    """A model in which the page leaves f open, a function of arrays of these sides."""
    arrays = small_model()
    arrays.functions["f"] = gives
    arrays.arguments["f"] = tuple(tuple(map(size, sides)) for sides in takes)
    return arrays


def primed(call: n.Call) -> n.Call:
    return n.Call(call.function, call.arguments, 1, PLACE)


# --- functions with a meaning of their own -----------------------------------------


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (called("norm", x), "sqrt(sum(·1: (x[·1] · x[·1])))"),
        (called("norm", W), "sqrt(sum(·1: sum(·2: (W[·1,·2] · W[·1,·2]))))"),
        (called("norm", a), "sqrt((a · a))"),
        (called("norm_1", x), "sum(·1: abs(x[·1]))"),
        (called("inner", x, z), "sum(·1: (x[·1] · z[·1]))"),
        (called("inner", S, S), "sum(·1: sum(·2: (S[·1,·2] · S[·1,·2])))"),
        (called("tr", S), "sum(·1: S[·1,·1])"),
        (called("logsumexp", x), "ln(sum(·1: exp(x[·1])))"),
        (called("pi"), "pi()"),
    ],
)
def test_a_number_is_made_of_all_entries(call: n.Call, value: str) -> None:
    assert lowered(call) == ("a number", value)


@pytest.mark.parametrize(
    ("call", "shape", "value"),
    [
        (called("diag", x), "n × n", "([1 if i = j else 0] · x[i])"),
        (called("diag", S), "a column of n", "S[i,i]"),
        (called("softmax", x), "a column of n", "(exp(x[i]) / sum(·1: exp(x[·1])))"),
        (called("softmax", W), "m × n", "(exp(W[i,j]) / sum(·1: exp(W[i,·1])))"),
        (
            called("logsoftmax", turned(x)),
            "a row of n",
            "ln((exp(x[i]) / sum(·1: exp(x[·1]))))",
        ),
        (called("tanh", W), "m × n", "tanh(W[i,j])"),
        (called("max", x, a), "a column of n", "max(x[i], a)"),
    ],
)
def test_an_array_is_given_entry_by_entry(call: n.Call, shape: str, value: str) -> None:
    assert lowered(call) == (shape, value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            called("norm_1", W),
            r"\|A\|_1 of a matrix could add all magnitudes, or be the largest sum of a "
            "column; write the sums out",
        ),
        (
            called("inner", x, y),
            "an inner product needs two arrays of the same shape, found a column "
            "of n and a column of m",
        ),
        (
            called("inner", a, a),
            "an inner product needs two arrays of the same shape, found a number "
            "and a number",
        ),
        (called("tr", W), "tr takes a square matrix, found m × n"),
        (called("tr", x), "tr takes a square matrix, found a column of n"),
        (called("diag", W), "diag takes a square matrix, found m × n"),
        (called("diag", a), "diag takes a square matrix, found a number"),
        (called("det", x), "det takes a square matrix, found a column of n"),
        (called("softmax", a), "softmax takes a vector, found a number"),
        (called("logsoftmax", a), "logsoftmax takes a vector, found a number"),
        (called("logsumexp", W), "logsumexp takes a vector, found m × n"),
        (
            called("max", x, y),
            "a column of n and a column of m are not added: their shapes differ",
        ),
    ],
)
def test_an_argument_of_another_shape_is_refused(call: n.Call, message: str) -> None:
    assert refusal(call) == message


# --- functions that the page leaves open -------------------------------------------


def test_an_open_function_is_given_every_entry_of_its_arguments() -> None:
    arrays = with_open("number", ("n",), ())
    call = called("f", x, a)
    assert lowered(call, arrays) == ("a number", "f(x[·1] for all ·1, a)")


def test_the_entry_of_an_open_function_is_its_last_index() -> None:
    arrays = with_open("array", ("m", "n"))
    found = arrays.lower(called("f", W))
    assert found.shape.kind == "column"
    value = found.entry((I,))
    assert isinstance(value, n.Call)
    assert value.indices == (I,)


def test_an_open_function_keeps_its_arguments_to_what_is_declared() -> None:
    arrays = with_open("number", ("n",), ())
    assert refusal(called("f", y, a), arrays) == (
        "f takes a column of n, found a column of m"
    )
    assert refusal(called("f", x, W), arrays) == "f takes a number, found m × n"


def test_an_open_function_of_arrays_has_no_prime() -> None:
    arrays = with_open("number", ("n",))
    assert refusal(primed(called("f", x)), arrays) == f"f{PRIMED}"


def test_a_determinant_that_the_page_declares_is_an_open_function() -> None:
    arrays = small_model()
    arrays.functions["det"] = "number"
    arrays.arguments["det"] = ((size("n"), size("n")),)
    whole = "S[·1,·2] for all ·2 for all ·1"
    assert lowered(called("det", S), arrays) == ("a number", f"det({whole})")


# --- functions that the page defines -----------------------------------------------


def test_a_function_of_an_array_stands_for_its_body() -> None:
    body = times(turned(n.Parameter("x")), n.Parameter("x"))
    arrays = with_body("x", body)
    squares = "sum(·1: (z[·1] · z[·1]))"
    assert lowered(called("f", z), arrays) == ("a number", squares)


def test_an_index_in_a_body_is_one_of_the_argument() -> None:
    body = n.Over("sum", "k", None, None, None, n.Parameter("x", (n.Letter("k"),)))
    arrays = with_body("x", body)
    summed = "sum(k: sum(·1: (W[k,·1] · x[·1])))"
    assert lowered(called("f", times(W, x)), arrays) == ("a number", summed)


def test_a_function_of_numbers_is_taken_entry_by_entry() -> None:
    arrays = with_body("a", times(n.Parameter("a"), n.Parameter("a")))
    assert lowered(called("f", x), arrays) == ("a column of n", "f(x[i])")
    assert lowered(primed(called("f", x)), arrays) == ("a column of n", "f'(x[i])")


def test_a_function_of_an_array_has_no_prime() -> None:
    arrays = with_body("x", times(turned(n.Parameter("x")), n.Parameter("x")))
    assert refusal(primed(called("f", x)), arrays) == f"f{PRIMED}"


def test_a_function_that_calls_itself_is_refused() -> None:
    arrays = with_body("x", called("f", n.Parameter("x")))
    assert refusal(called("f", x), arrays) == "f calls itself"


def test_a_letter_that_runs_in_a_body_stands_in_no_argument() -> None:
    body = n.Over("sum", "i", None, None, None, n.Parameter("x", (I,)))
    arrays = with_body("x", body)
    assert refusal(called("f", times(x, entry("x", I))), arrays) == (
        "i runs inside f and is in its argument; give one of them another letter"
    )


def test_bodies_are_put_in_a_bounded_number_of_times() -> None:
    arrays = with_body("x", times(turned(n.Parameter("x")), n.Parameter("x")))
    calls = [called("f", x) for _ in range(MOST_CALLS + 2)]
    for call in calls[:-1]:
        arrays.lower(call)
    assert refusal(calls[-1], arrays) == (
        f"functions of arrays are called more than {MOST_CALLS} times"
    )
