r"""Sums, products and extremes over an index: what runs, from where to where."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import DECLARED, read, refusal


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        (r"\sum_k x_k", "sum(k: x[k])"),
        (r"\sum_{k=1}^n x_k", "sum(k = 1 to n: x[k])"),
        (r"\sum_{k=2}^{n-1} x_k + a", "(sum(k = 2 to n-1: x[k]) + a)"),
        (r"\sum_k a x_k", "sum(k: (a · x[k]))"),
        (r"\sum_{jk} x_j", "sum(j: sum(k: x[j]))"),
        (r"\max_k x_k", "max(k: x[k])"),
        (r"\prod_{k=n}^1 x_k", "backward(k = 1 to n: x[k])"),
        (r"\sum_{k \ne j} x_k", "sum(k where k ≠ j: x[k])"),
        (
            r"\sum_{\substack{k=1 \\ k \ne j}}^n x_k",
            "sum(k = 1 to n where k ≠ j: x[k])",
        ),
    ],
)
def test_a_sum_takes_the_rest_of_the_product(tex: str, expression: str) -> None:
    assert read(tex) == expression


def test_several_letters_have_the_limits_that_are_written_once() -> None:
    assert (
        read(r"\sum_{j, k = 1}^n x_j x_k")
        == "sum(j = 1 to n: sum(k = 1 to n: (x[j] · x[k])))"
    )


def test_both_sides_of_a_comparison_run_unless_one_is_free_outside() -> None:
    both = "sum(j: sum(k where j < k: (x[j] · x[k])))"
    assert read(r"\sum_{j < k} x_j x_k") == both
    assert read(r"\sum_{j < k} x_j x_k + x_k") == (
        "(sum(j where j < k: (x[j] · x[k])) + x[k])"
    )


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        (
            r"\sum x_k",
            r"this sum has no index: write what it runs over, \sum_i",
            0,
        ),
        (r"\prod_k", "expected what the product adds up", 7),
        (r"\sum_k + a", "expected what the sum adds up", 7),
        (r"\sum_{1} a", "expected a letter that runs, found 1", 6),
        (r"\sum_{k=a}^n x_k", "a limit is a number, a size or an index here", 8),
        (
            r"\sum_{k \in S} x_k",
            r"the set is not known; write what the index runs over, \sum_{i=1}^n",
            12,
        ),
    ],
)
def test_a_sum_whose_letter_is_not_clear_is_refused(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)


def test_a_sum_over_a_letter_of_names_is_refused() -> None:
    numbered = DECLARED + r", o_{h1} := 1, o_{h2} := 2"
    assert refusal(r"\sum_h o_{h1}", numbered) == (
        r"h is part of names here, as in net_{h1}; let the sum run over another "
        r"letter, \sum_j net_{h_j}",
        0,
    )
