"""Names where a factor is wanted, and signs with a meaning of their own."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import DECLARED, read, refusal


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("e^a", "exp(a)"),
        (r"\delta_{ij} a", "([1 if i = j else 0] · a)"),
        (r"\mathbf{0}", "0"),
        (r"\mathbf{1}", "ones"),
        (r"\mathbf{I}", "identity"),
        ("I", "identity"),
        (r"\mathbf{e}_j", "unit[j]"),
        (r"2\pi", "(2 · pi())"),
        ("a(b)", "(a · b)"),
    ],
)
def test_a_sign_has_its_own_meaning_where_no_page_declares_it(
    tex: str, expression: str
) -> None:
    assert read(tex) == expression


def test_a_declared_sign_is_a_quantity() -> None:
    declared = DECLARED + r", I, e \in \mathbb{R}"
    assert read("I + e^2", declared) == "(I + (e ^ 2))"


def test_a_parameter_is_what_the_function_is_given_and_its_parts() -> None:
    assert read("x + x_j", parameters=frozenset("x")) == "(@x + @x[j])"


def test_a_name_before_brackets_could_be_a_function() -> None:
    assert refusal("q(b)", r"a := q + 1, b \in \mathbb{R}") == (
        "q is not declared: q(…) could be the value of a function or a product; "
        r"declare q : \mathbb{R} \to \mathbb{R} or q \in \mathbb{R}",
        0,
    )


def test_a_sum_in_brackets_is_a_factor() -> None:
    assert read("q(b + 1)", r"a := q + 1, b \in \mathbb{R}") == "(q · (b + 1))"


def test_a_prime_could_be_a_transpose_or_a_derivative() -> None:
    assert refusal("x'") == (
        "x' could be a transpose or a derivative; write x^\\top, or a declared "
        "function with its argument, x'(…), or define x' as a name of its own",
        0,
    )
