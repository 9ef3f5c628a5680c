r"""Derivatives: a fraction, a slash, a sign in front, a nabla."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import DECLARED, read, refusal


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        (r"\frac{\partial E}{\partial a}", "(∂E / ∂a)"),
        (r"\frac{dE}{da}", "(∂E / ∂a)"),
        (r"\frac{\partial}{\partial a} E", "(∂E / ∂a)"),
        (r"\frac{\partial}{\partial a} (E + b) c", "((∂(E + b) / ∂a) · c)"),
        (r"\frac{\partial^2 E}{\partial a \partial b}", "(∂^2E / ∂a ∂b)"),
        (r"\frac{\partial^2 E}{\partial a^2}", "(∂^2E / ∂a ∂a)"),
        (r"\frac{\partial E}{\partial W_{i:}}", "(((∂E / ∂W))[i])ᵀ"),
        (r"\partial_a E", "(∂E / ∂a)"),
        (r"\partial_a 2 b", "(∂(2 · b) / ∂a)"),
        (r"\partial E / \partial a", "(∂E / ∂a)"),
        ("dE/da", "(∂E / ∂a)"),
        (r"\nabla_x E", "(∂E / ∂x)"),
        (r"\nabla_x^2 E", "(∂^2E / ∂x ∂x)"),
        (r"\nabla f(a)", "(∂f(a) / ∂a)"),
        (r"\frac{a}{b}", "(a / b)"),
        ("d a", "da"),
    ],
)
def test_a_derivative_is_read_however_it_is_written(tex: str, expression: str) -> None:
    assert read(tex) == expression


ONE_SIDE = r"only one side of this fraction has a \partial"
WHAT = "expected what is differentiated"


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        (r"\frac{\partial E}{a}", ONE_SIDE, 0),
        (r"\frac{a}{\partial b}", ONE_SIDE, 0),
        (r"\frac{}{a}", "a part of this fraction is empty", 0),
        (
            r"\frac{\partial^2 E}{\partial a}",
            "2 differentiations above, 1 below",
            0,
        ),
        (
            r"\frac{\partial^n E}{\partial a^n}",
            "the order of a derivative is a number",
            0,
        ),
        (
            r"\frac{\partial E}{\partial a^5}",
            "derivatives are read up to the fourth",
            0,
        ),
        (
            r"\frac{\partial E}{\partial n}",
            "n is a whole number: nothing is differentiated with respect to it",
            27,
        ),
        (
            r"\frac{\partial E}{\partial l_q}",
            "l is a label: nothing is differentiated with respect to it",
            27,
        ),
        (
            r"\frac{\partial E}{\partial (a + b)}",
            "a derivative is taken with respect to one quantity of the "
            "model, found an expression; define it first, as a quantity of its own",
            28,
        ),
        (
            r"\frac{\partial E}{\partial}",
            "expected a quantity to differentiate with respect to",
            0,
        ),
        (
            r"\frac{d f(a)}{d b}(a)",
            "this could be the derivative at a value or a product; write "
            r"\left. \frac{…}{…} \right|_{x = …}, or \cdot",
            18,
        ),
        (r"\frac{\partial}{\partial a}", WHAT, 27),
        (r"\partial_a", WHAT, 10),
        (r"\partial E", r"expected \partial A / \partial B, or a fraction", 0),
        (
            r"\partial E + a / \partial a",
            r"expected \partial A / \partial B, or a fraction",
            0,
        ),
        (r"\partial E / \partial", "expected a quantity, but the side ends", 21),
        (
            r"\nabla E",
            r"\nabla needs the variable below it, \nabla_x E, or a function of one "
            r"quantity behind it, \nabla f(x)",
            0,
        ),
        (r"\nabla^3 E", r"\nabla and \nabla^2, the Hessian, are read", 6),
    ],
)
def test_what_is_no_derivative_is_refused(tex: str, message: str, at: int) -> None:
    assert refusal(tex) == (message, at)


def test_a_d_that_is_a_length_or_has_an_index_is_no_factor_before_one_name() -> None:
    for declared in (r", v \in \mathbb{R}^d", r", d_j \in \mathbb{R}, j = 1, \dots, n"):
        for tex in (r"\frac{d a}{d b}", r"\frac{d}{d b} a", r"\frac{d^2 a}{d b^2}"):
            assert read(tex, DECLARED + declared) == read(
                tex.replace("d", r"\partial "), DECLARED + declared
            )


def test_a_d_that_the_page_declares_could_be_a_factor() -> None:
    assert refusal(r"\frac{da}{db}", DECLARED + r", d \in \mathbb{R}") == (
        "d is declared on this page, so that this could be a quotient or a "
        r"derivative; write \partial for a derivative",
        0,
    )
