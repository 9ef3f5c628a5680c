"""What is told of the names of a text: guessed, given, or asked for."""

from __future__ import annotations

from derivcheck.pages import check_text
from derivcheck.site.check_yours.names_read import guesses, stated, unknown


def test_names_of_one_letter_that_are_taken_for_the_same_are_one_entry() -> None:
    text = (
        r"$$ h = W^{(1)} x, \quad y = W^{(2)} h, \quad L = \lVert y \rVert^2 $$ "
        r"$$ \frac{\partial L}{\partial y} = 2 y^T $$"
    )
    found = [(one.names, one.role) for one in guesses(check_text(text, guess=True))]
    assert (("W^{(1)}", "W^{(2)}"), "a matrix") in found


def test_a_definition_that_was_guessed_is_a_formula() -> None:
    text = (
        r"$$ \frac{\partial A}{\partial x} = \frac{\partial}{\partial x} x^2 = 2 x $$"
    )
    formulas = [one for one in guesses(check_text(text, guess=True)) if one.is_formula]
    assert [(one.names, one.role) for one in formulas] == [(("A",), "x^2")]


def test_what_the_text_gives_is_told_in_its_order_without_its_letters() -> None:
    found = check_text(r"$$ y_i := \sum_j w_{ij} x_j $$ $$ z_i := y_i^2 $$ $$ 1 = 1 $$")
    assert [row.name for row in stated(found)] == ["y_i", "w_{ij}", "x_j", "z_i"]


def test_names_that_nothing_gives_are_told_once() -> None:
    found = check_text("$$ y := x $$ $$ y = q_1 $$ $$ y = q_1 + x $$ $$ y = r $$")
    assert unknown(found) == ["q_{1}", "r"]
