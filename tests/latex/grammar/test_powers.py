"""What stands behind a factor: powers, transposes, components."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import DECLARED, read, refusal

WITH_T = DECLARED + r", T \in \mathbb{R}"


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("a^2", "(a ^ 2)"),
        ("a^{b^2}", "(a ^ (b ^ 2))"),
        (r"x^\top", "(x)ᵀ"),
        ("x^T", "(x)ᵀ"),
        ("W^{-T}", "((W ^ (-1)))ᵀ"),
        ("(W x)_i", "((W · x))[i]"),
        ("(a + b)_+", "relu((a + b))"),
        ("(a b)^2_j", "(((a · b) ^ 2))[j]"),
    ],
)
def test_scripts_belong_to_what_stands_before_them(tex: str, expression: str) -> None:
    assert read(tex) == expression


def test_a_declared_t_is_a_transpose_of_arrays_and_a_power_of_numbers() -> None:
    assert read("x^T", WITH_T) == "(x)ᵀ"
    assert read("a^T", WITH_T) == "(a ^ T)"
    assert refusal("(a b)^T", WITH_T) == (
        "T is declared, so that ^T could be a power or a transpose; write ^\\top for a "
        "transpose",
        6,
    )


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("a^{}", "expected an exponent", 1),
        (
            "(a)'",
            "a prime after brackets could be a transpose or a derivative; write ^\\top "
            r"or \frac{\partial …}{\partial …}",
            3,
        ),
    ],
)
def test_a_script_without_a_meaning_is_refused(tex: str, message: str, at: int) -> None:
    assert refusal(tex) == (message, at)


def test_a_number_has_no_transpose() -> None:
    assert refusal(r"q^\top", "a := q + 1") == (
        "q is not declared, so it was read as a number, which has no transpose; "
        r"declare it, for example q \in \mathbb{R}^n",
        0,
    )
