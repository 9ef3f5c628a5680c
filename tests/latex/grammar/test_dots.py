r"""Sums and matrices with dots, $x_1 + \cdots + x_n$: the ends show what runs."""

from __future__ import annotations

import pytest

from tests.latex.grammar.on_a_page import read, refusal


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        (r"x_1 + \cdots + x_n", "sum(· = 1 to n: x[·])"),
        (r"a + x_1 + x_2 + \cdots + x_n", "(a + sum(· = 1 to n: x[·]))"),
        (r"x_1 y_1 + \cdots + x_n y_n", "sum(· = 1 to n: (x[·] · y[·]))"),
        (r"x_1 \cdots x_n", "prod(· = 1 to n: x[·])"),
        (r"x_n \cdots x_1", "backward(· = 1 to n: x[·])"),
        (r"-x_1 - \cdots - x_n", "(-sum(· = 1 to n: x[·]))"),
        (
            r"\begin{pmatrix} x_1 \\ \vdots \\ x_n \end{pmatrix}",
            "stack(·down = 1 to n: x[·down])",
        ),
    ],
)
def test_dots_stand_for_what_runs_between_their_ends(tex: str, expression: str) -> None:
    assert read(tex) == expression


ENDS = "dots need a term before and after them that show what runs"


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        (r"a \cdots", ENDS, 2),
        (r"a + \cdots", ENDS, 4),
        (
            r"a + \cdots + b",
            "the terms around these dots do not differ by one index that runs: what "
            "runs is not clear",
            4,
        ),
        (
            r"x_1 + x_3 + \cdots + x_n",
            "the terms before these dots do not go up or down by one, so that what "
            "runs is not clear; write a sum or product with its index",
            12,
        ),
        (
            r"x_j + \cdots + x_k",
            "whether the index rises or falls is not clear here; write the second "
            "term too",
            6,
        ),
        (
            r"\begin{pmatrix} a \\ \vdots \\ x_n \end{pmatrix}",
            "the first and last entry beside these dots must differ in one index, "
            "which is 1 in the first",
            0,
        ),
        (
            r"\begin{pmatrix} a & \cdots \\ b & c \end{pmatrix}",
            "dots fill whole rows and columns of a matrix",
            0,
        ),
    ],
)
def test_dots_whose_ends_show_nothing_are_refused(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)
