"""Calls of functions, with their slopes and powers."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import read, refusal


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("f(a)", "f(a)"),
        ("f'(a)", "f'(a)"),
        ("f^2(a)", "(f(a) ^ 2)"),
        ("g(a, b)", "g(a, b)"),
        (r"\exp(a) b", "(exp(a) · b)"),
        (r"\exp a b", "exp((a · b))"),
        (r"\exp -a \exp b", "(exp((-a)) · exp(b))"),
        (r"\log a", "ln(a)"),
        (r"\tanh^2(a)", "(tanh(a) ^ 2)"),
        (r"\sigma(a)", "sigmoid(a)"),
        (r"\operatorname{softmax}(x)", "softmax(x)"),
        (r"\max(a, b, c)", "max(a, b, c)"),
        (r"\max_k x_k", "max(k: x[k])"),
    ],
)
def test_a_function_is_called_with_brackets_or_with_the_rest_of_the_product(
    tex: str, expression: str
) -> None:
    assert read(tex) == expression


def test_a_function_of_the_page_stands_for_its_value_at_its_own_parameter() -> None:
    assert read("J + 1", functions={"J": 1}, named={"J": ("a",)}) == "(J(a) + 1)"


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("f", "f is a function: expected its argument in brackets", 0),
        ("f a", "f is a function: expected its argument in brackets", 2),
        ("f()", "expected the argument of f", 1),
        ("f(a, b)", "f takes 1 argument, found 2", 0),
        (
            "f_j(a)",
            "f is a function without an index here; declare one for each, f_j : "
            r"\mathbb{R} \to \mathbb{R}",
            0,
        ),
        (
            "f^{-1}(a)",
            "f^{-1} could be the inverse function or one over its value; write "
            r"\frac{1}{f(…)}, or a function of another name",
            1,
        ),
        (r"\exp", "expected the argument of exp", 4),
        (r"\exp + 1", "expected the argument of exp", 5),
        (r"\exp(a, b)", "exp takes one argument", 0),
        (r"\exp_k a", "exp takes no subscript here", 0),
        (
            r"\log(a)^2",
            "the power could belong to the logarithm or to its argument; write "
            r"\log^2(…) or \log((…)^2)",
            7,
        ),
    ],
)
def test_a_call_that_is_not_clear_is_refused(tex: str, message: str, at: int) -> None:
    assert refusal(tex) == (message, at)
