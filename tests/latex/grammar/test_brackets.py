"""What stands in brackets, between bars and in environments."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood, spelled
from derivcheck.latex import Names, Pattern, read_marks
from derivcheck.latex.grammar import Context, read_expression

LETTERS = {base: [Pattern(base)] for base in ("a", "b", "x")}
CONTEXT = Context(Names(patterns=LETTERS, singles={*LETTERS}))


def read(tex: str) -> str:
    return spelled(read_expression(read_marks(tex, {}), CONTEXT, 0))


def refusal(tex: str) -> tuple[str, int | None]:
    with pytest.raises(NotUnderstood) as raised:
        read(tex)
    return str(raised.value), raised.value.at


def test_an_evaluation_bar_says_which_value_a_quantity_has() -> None:
    assert read(r"\left. x + a \right|_{x = b}") == "((x + a) at x = b)"


def test_an_evaluation_bar_may_stand_in_brackets() -> None:
    assert (
        read(r"b \left( \left. x + a \right|_{x = b} \right)")
        == "(b · ((x + a) at x = b))"
    )
