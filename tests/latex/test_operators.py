"""Names that stand before what they are applied to, by what stands behind them."""

from __future__ import annotations

import pytest

from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.operators import applied_to, is_capital


@pytest.mark.parametrize(
    ("base", "behind", "shown"),
    [
        ("a", "[x + y]", "[…]"),
        ("a", r"\{x\}", r"\{…\}"),
        ("a", "(x y)", "(…)"),
        ("a", "(x, y)", "(…)"),
        ("a", "(x + y)", None),
        ("a", "(-x)", None),
        ("a", "(x y)^2", None),
        ("a", "(x y", None),
        ("A", "(x + y)", "(…)"),
        ("A", "x", None),
        ("GELU", "x", " …"),
        ("GELU", "(x + y)", "(…)"),
        ("GELU", r"\cdot x", None),
        ("GELU", "", None),
        (r"\mathcal{F}", "x", " …"),
        (r"\mathbf{F}", "x", None),
    ],
)
def test_brackets_that_group_nothing_and_words_before_factors_may_be_calls(
    base: str, behind: str, shown: str | None
) -> None:
    assert applied_to(base, tuple(read_marks(behind, {}))) == shown


@pytest.mark.parametrize(
    ("base", "is_one"),
    [("E", True), (r"\Delta", True), (r"\mathbf{A}", True), (r"\mathbf{a}", False),
     (r"\eta", False), ("Var", False), ("e", False)],
)  # fmt: skip  # a table
def test_a_capital_is_one_letter_in_any_font(base: str, is_one: bool) -> None:
    assert is_capital(base) == is_one
