"""What a factor starts with; expressions and conditions as a whole."""

from __future__ import annotations

import pytest

from derivcheck.expressions import spelled_condition
from derivcheck.latex import read_marks
from derivcheck.latex.grammar.factors import read_condition
from tests.latex.grammar.on_a_page import context, read, refusal


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("", "expected a quantity, but the side ends", 0),
        ("a +", "expected a quantity, but the side ends", 3),
        ("^2", "expected a quantity, found a superscript", 0),
        ("= a", "expected a quantity, found =", 0),
        (
            r"\foo",
            r"the command \foo is not known; "
            r"if it is a macro, put its \newcommand on the page",
            0,
        ),
        (
            r"\sim a",
            r"the command \sim is not known; draws are not read; declare the "
            r"quantity, x \in \mathbb{R}",
            0,
        ),
        (
            "a2",
            "a2 could be a name, a product or a slip for a power; define a2, or write "
            r"a \cdot 2",
            0,
        ),
    ],
)
def test_what_begins_no_factor_is_refused_with_its_place(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)


def test_a_size_d_before_a_quantity_could_be_a_differential() -> None:
    assert refusal("d x", r"x \in \mathbb{R}, k = 1, \dots, d") == (
        "d is a size on this page, so that this could be a product or a differential; "
        r"write d \cdot, or give the size another letter",
        0,
    )


def test_a_number_keeps_its_text() -> None:
    assert read("2.50 a") == "(2.50 · a)"


def test_a_condition_is_read_as_a_whole() -> None:
    found = read_condition(read_marks(r"i \ne j, a > 0", {}), context())
    assert spelled_condition(found) == "i ≠ j and a > 0"
