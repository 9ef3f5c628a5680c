"""Sums and products of arrays over an index, and columns with dots."""

from __future__ import annotations

import pytest

from derivcheck.expressions import ZERO, Expression, Position
from derivcheck.expressions import nodes as n
from derivcheck.pages.page_check import check_text
from tests.lowered import PLACE, S, W, a, entry, lowered, refusal, times, turned, x

K = n.Letter("k")
CLASH = (
    "i runs inside these brackets and is the index at them; give one of them another "
    "letter"
)
POSITIVE = n.Comparison(entry("x", K), ">", ZERO)


def over(
    sign: str,
    body: Expression,
    upper: Position | None = None,
    condition: n.Condition | None = None,
    letter: str = "k",
) -> n.Over:
    return n.Over(sign, letter, None, upper, condition, body, PLACE)


def test_a_sum_of_arrays_is_the_sum_of_their_entries() -> None:
    body = times(entry("x", K), x)
    found = over("sum", body, condition=POSITIVE)
    assert lowered(found) == ("a column of n", "sum(k where x[k] > 0: (x[k] · x[i]))")


def test_a_product_of_numbers_runs_either_way() -> None:
    body = entry("x", K)
    assert lowered(over("prod", body)) == ("a number", "prod(k: x[k])")
    assert lowered(over("backward", body)) == ("a number", "prod(k: x[k])")


def test_a_product_of_matrices_is_given_all_of_their_entries() -> None:
    every = "S[·1,·2] for all ·2 for all ·1 for all k"
    assert lowered(over("prod", S)) == ("n × n", f"chain({every}, i, j)")
    assert lowered(over("backward", S)) == ("n × n", f"chain backward({every}, i, j)")


def test_a_column_with_dots_has_its_terms_as_entries() -> None:
    body = times(entry("x", K), a)
    found = over("stack", body, n.Extent("n"))
    assert lowered(found) == ("a column of n", "(x[i] · a)")


def test_columns_stacked_are_the_rows_of_a_matrix() -> None:
    found = over("stack", times(entry("x", K), x), n.Fixed(3))
    assert lowered(found) == ("3 × n", "(x[i] · x[j])")


def test_a_column_with_dots_holds_no_rows() -> None:
    assert refusal(over("stack", turned(x), n.Fixed(3))) == (
        "expected a column of entries, found a row of n"
    )


def test_a_column_with_dots_ends_at_a_size_or_a_number() -> None:
    message = "the last entry beside dots must be a size or a number"
    assert refusal(over("stack", a, n.Extent("n", 1))) == message
    assert refusal(over("stack", a)) == message


def test_a_product_of_matrices_that_are_not_square_wants_brackets() -> None:
    message = (
        "a product over an index needs square matrices; it runs to the next + or -, "
        r"so put it into brackets, (\prod_k …) x"
    )
    assert refusal(over("prod", times(S, x))) == message
    assert refusal(over("prod", W)) == message


def test_a_product_with_dots_wants_square_matrices() -> None:
    found = over("prod", W, letter="·")
    assert refusal(found) == (
        "a product with dots needs square matrices; m × n stands in it"
    )


def test_a_product_of_matrices_has_no_condition() -> None:
    found = over("prod", S, condition=POSITIVE)
    assert refusal(found) == (
        "a product of matrices runs between two limits, without a condition"
    )


def test_the_condition_of_a_sum_relates_numbers() -> None:
    found = over("sum", a, condition=n.Comparison(x, ">", ZERO))
    assert refusal(found) == ("a condition relates numbers, found a column of n")


@pytest.mark.parametrize(
    ("relation", "word", "reason"),
    [
        (r"\left(\sum_i v_i u\right)_k = u_k \sum_j v_j", "holds", None),
        (r"\left(\sum_i v_i u\right)_i = u_i \sum_j v_j", "not understood", CLASH),
        (r"\left(\sum_i v_i u\right)_i = \sum_i v_i u_i", "not understood", CLASH),
        (r"\left(u \sum_i v_i\right)_i = u_i \sum_j v_j", "holds", None),
    ],
)
def test_a_component_is_not_caught_by_a_sum_inside_the_brackets(
    relation: str, word: str, reason: str | None
) -> None:
    page = r"$u \in \mathbb{R}^3$, $v \in \mathbb{R}^3$" + f"\n\n$$ {relation} $$\n"
    (found,) = check_text(page).relations
    assert (found.verdict.word, found.verdict.reason) == (word, reason)
