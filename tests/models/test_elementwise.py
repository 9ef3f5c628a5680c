"""Arrays taken entry by entry: sums, quotients, powers and cases."""

from __future__ import annotations

import pytest

from derivcheck.expressions import MINUS_ONE, ONE, TWO, ZERO, Expression
from derivcheck.expressions import nodes as n
from tests.lowered import PLACE, S, V, W, a, lowered, refusal, turned, x, y, z

POSITIVE = n.Comparison(x, ">", ZERO)


@pytest.mark.parametrize(
    ("expression", "entry"),
    [
        (n.Negative(x), "(-x[i])"),
        (n.Plus((x, z)), "(x[i] + z[i])"),
        (n.Plus((a, x, ONE)), "(a + x[i] + 1)"),
        (n.Quotient(x, a), "(x[i] / a)"),
        (n.Power(x, TWO, PLACE, each=True), "(x[i] ^ 2)"),
        (n.Indicator(POSITIVE), "[1 if x[i] > 0 else 0]"),
        (
            n.Indicator(n.Every((POSITIVE, n.Comparison(z, "<", a)))),
            "[1 if x[i] > 0 and z[i] < a else 0]",
        ),
        (
            n.Cases(((x, POSITIVE), (ZERO, n.Every(()))), PLACE),
            "{x[i] if x[i] > 0; 0 if nothing else}",
        ),
    ],
)
def test_the_entry_is_made_of_the_entries_of_the_parts(
    expression: Expression, entry: str
) -> None:
    assert lowered(expression) == ("a column of n", entry)


def test_a_power_of_a_number_is_one_of_its_value() -> None:
    assert lowered(n.Power(a, a, PLACE)) == ("a number", "(a ^ a)")


def test_the_inverse_of_a_matrix_is_given_all_of_its_entries() -> None:
    whole = "S[·1,·2] for all ·2 for all ·1"
    inverse = n.Power(S, MINUS_ONE, PLACE)
    assert lowered(inverse) == ("n × n", f"inverse({whole}, i, j)")


def test_arrays_of_two_shapes_are_not_added() -> None:
    added = n.Plus((turned(x), y))
    assert refusal(added) == (
        "a row of n and a column of m are not added: their shapes differ"
    )
    assert refusal(n.Plus((x, y))) == (
        "a column of n and a column of m are not added: their shapes differ"
    )


def test_a_column_added_to_a_matrix_is_told_how_to_be_repeated() -> None:
    repeated = r"write b \mathbf 1^\top, to each row \mathbf 1 b^\top"
    assert refusal(n.Plus((W, y))) == (
        "m × n and a column of m are not added: their shapes differ; "
        f"to add b to each column {repeated}"
    )
    assert refusal(n.Plus((y, W))) == (
        "a column of m and m × n are not added: their shapes differ; "
        f"to add b to each column {repeated}"
    )


def test_a_sum_is_refused_before_the_terms_behind_its_fault_are_read() -> None:
    fraction = n.Quotient(x, x)
    assert refusal(n.Plus((x, y, fraction))) == (
        "a column of n and a column of m are not added: their shapes differ"
    )


def test_a_condition_relates_arrays_of_one_shape() -> None:
    condition = n.Comparison(x, ">", y)
    assert refusal(n.Indicator(condition)) == (
        "a column of n and a column of m are not added: their shapes differ"
    )


def test_cases_of_two_shapes_are_refused_at_their_place() -> None:
    rows = ((turned(x), POSITIVE), (V, POSITIVE))
    assert refusal(n.Cases(rows, PLACE)) == (
        "a row of n and n × m are not added: their shapes differ"
    )


def test_a_fraction_by_an_array_is_refused() -> None:
    assert refusal(n.Quotient(a, x)) == (
        r"a fraction by a column of n is not read; write \oslash for an elementwise one"
    )


def test_a_power_of_an_array_is_refused() -> None:
    assert refusal(n.Power(x, TWO, PLACE)) == (
        r"a power of a column of n could be one of its entries or of its length; "
        r"write x \odot x or \lVert x \rVert^2"
    )
    assert refusal(n.Power(W, TWO, PLACE)) == (
        r"a power of m × n is not read; write x \odot x for its entries, x x for the "
        "product"
    )


def test_a_matrix_that_is_not_square_has_no_inverse() -> None:
    assert refusal(n.Power(W, MINUS_ONE, PLACE)) == (
        "m × n is not square and has no inverse"
    )


@pytest.mark.parametrize(("base", "each"), [(a, False), (x, True)])
def test_an_exponent_is_a_number(base: Expression, each: bool) -> None:
    assert refusal(n.Power(base, x, PLACE, each)) == (
        "an exponent is a number, found a column of n"
    )


@pytest.mark.parametrize(
    ("value", "side", "message"),
    [
        (x, W, "the values are a column of n, and the condition relates m × n"),
        (x, y, "the values are a column of n, and the condition relates a column of m"),
        (a, x, "the values are a number, and the condition relates a column of n"),
    ],
)
def test_a_condition_by_cases_is_one_on_numbers_or_on_the_entries_of_the_values(
    value: Expression, side: Expression, message: str
) -> None:
    cases = n.Cases(((value, n.Comparison(ZERO, "<", side)),), PLACE)
    assert refusal(cases) == message
