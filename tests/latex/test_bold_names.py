"""Thin components of bold arrays -> components of those arrays."""

from __future__ import annotations

import pytest

from derivcheck.latex.bold_names import embolden, thin
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.statements import read_statements


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (r"\mathbf{x}", "x"),
        (r"\vec{x}", "x"),
        (r"\hat{\mathbf{y}}", r"\hat{y}"),
        (r"\hat{y}", r"\hat{y}"),
    ],
)
def test_a_thin_name_has_no_bold_letter_and_no_arrow(name: str, plain: str) -> None:
    assert thin(name) == plain


@pytest.mark.parametrize(
    ("given", "base"),
    [
        (r"\mathbf{x} \in \mathbb{R}^n", r"\mathbf{x}"),
        (r"\mathbf{x} \in \mathbb{R}^n, x_i \in \mathbb{R}", "x"),
        (r"x \in \mathbb{R}", "x"),
    ],
)
def test_a_component_is_of_the_bold_array_where_nothing_else_is_given(
    given: str, base: str
) -> None:
    marks = read_marks(rf"{given}, x_i = 0", {})
    *_, claim = statements = read_statements(marks, frozenset())
    embolden(statements)
    assert claim.sides[0][0].text == base
