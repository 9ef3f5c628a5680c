"""Products of arrays: their shapes, their entries, and what is refused."""

from __future__ import annotations

import pytest

from derivcheck.expressions import Expression
from derivcheck.expressions import nodes as n
from tests.lowered import (
    PLACE,
    N,
    S,
    V,
    W,
    a,
    lowered,
    refusal,
    small_model,
    times,
    turned,
    x,
    y,
    z,
)


@pytest.mark.parametrize(
    ("product", "shape", "entry"),
    [
        (times(W, x), "a column of m", "sum(·1: (W[i,·1] · x[·1]))"),
        (times(W, V), "m × m", "sum(·1: (W[i,·1] · V[·1,j]))"),
        (times(turned(x), z), "a number", "sum(·1: (x[·1] · z[·1]))"),
        (times(turned(x), V), "a row of m", "sum(·1: (x[·1] · V[·1,i]))"),
        (times(y, turned(x)), "m × n", "(y[i] · x[j])"),
        (times(N, turned(y)), "n × m", "(N[i,1] · y[j])"),
    ],
)
def test_a_matrix_product_sums_over_the_side_that_its_factors_share(
    product: Expression, shape: str, entry: str
) -> None:
    assert lowered(product) == (shape, entry)


def test_factors_are_multiplied_from_left_to_right() -> None:
    inner = "sum(·2: (W[i,·2] · V[·2,·1]))"
    assert lowered(times(W, V, y)) == ("a column of m", f"sum(·1: ({inner} · y[·1]))")


def test_a_number_multiplies_each_entry_from_either_side() -> None:
    assert lowered(times(a, W)) == ("m × n", "(a · W[i,j])")
    assert lowered(times(W, a)) == ("m × n", "(W[i,j] · a)")


def test_a_product_of_numbers_stays_as_it_is_written() -> None:
    product = n.Product((a, a, a), (r"\cdot", ""))
    found = small_model().lower(product)
    assert found.entry(()) == product


def test_a_dot_between_two_columns_is_their_inner_product() -> None:
    dotted = times(x, z, sign=r"\cdot")
    assert lowered(dotted) == ("a number", "sum(·1: (x[·1] · z[·1]))")


@pytest.mark.parametrize("sign", [r"\odot", r"\circ", "*"])
def test_an_elementwise_product_multiplies_entry_by_entry(sign: str) -> None:
    assert lowered(times(x, z, sign=sign)) == ("a column of n", "(x[i] · z[i])")


def test_a_star_beside_a_number_is_a_plain_product() -> None:
    product = n.Product((a, W, x), ("*", ""), PLACE)
    assert lowered(product) == ("a column of m", "sum(·1: ((a · W[i,·1]) · x[·1]))")


def test_an_elementwise_quotient_divides_entry_by_entry() -> None:
    assert lowered(times(x, z, sign=r"\oslash")) == ("a column of n", "(x[i] / z[i])")
    assert lowered(times(a, z, sign=r"\oslash")) == ("a column of n", "(a / z[i])")


def test_a_tensor_product_of_two_columns_is_their_outer_product() -> None:
    assert lowered(times(y, x, sign=r"\otimes")) == ("m × n", "(y[i] · x[j])")


def test_matrix_products_bind_tighter_than_elementwise_ones() -> None:
    product = n.Product((W, x, y, a), ("", r"\odot", ""), PLACE)
    sum_ = "sum(·1: (W[i,·1] · x[·1]))"
    assert lowered(product) == ("a column of m", f"({sum_} · (y[i] · a))")


def test_the_gradient_before_a_row_is_that_of_the_whole_product() -> None:
    gradient = n.Partial(turned(x), (x,), "nabla", at=PLACE)
    whole = "sum(·1: (x[·1] · z[·1]))"
    assert lowered(times(gradient, z)) == ("a column of n", f"(∂{whole} / ∂x[i])")
    first = n.Product((a, gradient, z), ("", ""), PLACE)
    assert lowered(first) == ("a column of n", f"(a · (∂{whole} / ∂x[i]))")


@pytest.mark.parametrize(
    ("product", "shapes"),
    [
        (times(W, y), "m × n times a column of m"),
        (times(x, W), "a column of n times m × n"),
        (times(x, z), "a column of n times a column of n"),
        (times(turned(x), turned(z)), "a row of n times a row of n"),
        (times(W, turned(x)), "m × n times a row of n"),
        (times(turned(x), W), "a row of n times m × n"),
        (times(x, y, sign=r"\cdot"), "a column of n times a column of m"),
    ],
)
def test_a_matrix_product_whose_sides_differ_is_refused(
    product: Expression, shapes: str
) -> None:
    assert refusal(product) == (
        f"{shapes} does not exist; "
        r"write \odot for an elementwise product, ^\top for a transpose"
    )


def test_an_elementwise_product_of_two_shapes_is_refused() -> None:
    assert refusal(times(x, y, sign=r"\odot")) == (
        "a column of n and a column of m are not multiplied entry by entry"
    )


def test_a_tensor_product_of_matrices_is_refused() -> None:
    assert refusal(times(W, S, sign=r"\otimes")) == (
        r"\otimes is the outer product of two columns, found m × n and n × n: "
        r"write \odot for an elementwise product, and a Kronecker product by its "
        "entries"
    )


def test_of_several_faults_the_leftmost_is_told() -> None:
    fraction = n.Quotient(x, x)
    assert refusal(times(W, y, fraction)).startswith("m × n times a column of m")
    starred = n.Product((W, y, x, fraction), ("", "", "*"), PLACE)
    assert refusal(starred).startswith("a fraction by a column of n is not read")
