"""Each kind of fault has its sentence, and is the same where its parts are."""

from __future__ import annotations

import pytest

from derivcheck.expressions import errors
from derivcheck.expressions.errors import Fault, NotUnderstood, message, mismatch


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (errors.Sentence("no letter runs here"), "no letter runs here"),
        (
            errors.Undeclared("q"),
            "q is not defined or declared",
        ),
        (
            errors.Undeclared("ouy", "jk", "out"),
            "ouy_{jk} is not defined or declared; did you mean out?",
        ),
        (
            errors.ClaimedOnly("h"),
            "h first appears in a claim; define or declare it first",
        ),
        (
            errors.NumberTransposed("w"),
            "w is not declared, so it was read as a number, which has no transpose; "
            r"declare it, for example w \in \mathbb{R}^n",
        ),
        (
            errors.CallOrProduct("f"),
            "f is not declared: f(…) could be the value of a function or a product; "
            r"declare f : \mathbb{R} \to \mathbb{R} or f \in \mathbb{R}",
        ),
        (
            errors.CallOrProduct("f", "[…]"),
            "f is not declared: f[…] could be the value of a function or a product; "
            r"declare f : \mathbb{R} \to \mathbb{R} or f \in \mathbb{R}",
        ),
        (
            errors.Operator("Var"),
            "Var is an operator, and no number; define it, Var(x) := …, or write out "
            "what it stands for",
        ),
        (
            errors.TransposeOrDerivative("W"),
            r"W' could be a transpose or a derivative; write W^\top, or a declared "
            "function with its argument, W'(…), or define W' as a name of its own",
        ),
        (
            errors.NoEntry("h", 0, 3),
            "h has no entry 0: it begins at 1; define where it starts, h_0 := …, "
            "mention h_0, or declare it as a name of its own",
        ),
        (errors.NoEntry("h", 4, 3), "h has no entry 4: it ends at 3"),
        (
            errors.BoundIndexLeaves("t", "h", 4, 3),
            "the bound index t leaves h: it asks for entry 4 of 3",
        ),
        (
            errors.ShapeMismatch("softmax takes a vector, found a number"),
            "softmax takes a vector, found a number",
        ),
        (
            errors.UnreadDeclaration("y", errors.Sentence("expected a set")),
            "what is said of y is not understood: expected a set",
        ),
        (
            errors.PowerOfArray("a column of n", is_matrix=False),
            r"a power of a column of n could be one of its entries or of its length; "
            r"write x \odot x or \lVert x \rVert^2",
        ),
        (
            errors.PowerOfArray("n × n", is_matrix=True),
            r"a power of n × n is not read; write x \odot x for its entries, x x for "
            "the product",
        ),
        (
            errors.Broken("y", errors.Undeclared("q")),
            "y: q is not defined or declared",
        ),
        (
            errors.BuiltOnBroken("y", errors.Undeclared("q")),
            "the definition of y is not understood: q is not defined or declared",
        ),
    ],
)
def test_a_fault_has_its_sentence(fault: Fault, sentence: str) -> None:
    assert message(fault) == sentence


def test_an_undeclared_name_is_told_with_what_stands_below_it() -> None:
    assert errors.Undeclared("q").name == "q"
    assert errors.Undeclared(r"\hat{y}", "j", near=r"\hat{z}").name == r"\hat{y}_{j}"


def test_a_sentence_alone_is_a_fault_on_which_nothing_acts() -> None:
    error = NotUnderstood("no letter runs here", 7)
    assert (error.fault, error.at) == (errors.Sentence("no letter runs here"), 7)
    assert str(error) == "no letter runs here"


def test_an_error_prints_the_sentence_of_its_fault() -> None:
    assert str(NotUnderstood(errors.NoEntry("h", 4, 3))) == (
        "h has no entry 4: it ends at 3"
    )


def test_shapes_that_do_not_fit_are_a_fault_of_their_own() -> None:
    error = mismatch("softmax takes a vector, found a number", 3)
    fault = errors.ShapeMismatch("softmax takes a vector, found a number")
    assert (error.fault, error.at) == (fault, 3)


def test_what_is_told_twice_is_one_fault() -> None:
    twice = {errors.Broken("y", errors.Undeclared("q", "j")) for _ in range(2)}
    assert len(twice) == 1
