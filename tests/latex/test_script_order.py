"""Scripts as they are read: powers and transposes behind subscripts."""

from __future__ import annotations

import pytest

from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.marks import Marks
from derivcheck.latex.script_order import order_scripts
from derivcheck.latex.statements import Statement, read_statements


def shown(marks: Marks) -> str:
    return " ".join(
        mark.text + "".join(f"{{{shown(part)}}}" for part in mark.parts)
        for mark in marks
    )


def ordered(*pieces: str) -> list[Statement]:
    """The statements of some pieces, their scripts in order."""
    found = [s for tex in pieces for s in read_statements(read_marks(tex, {}), NONE)]
    order_scripts(found)
    return found


NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("page", "odd", "usual"),
    [
        (r"u_k \in \mathbb{R}^d", r"u^T_k v", r"u_k^T v"),
        (r"u_o \in \mathbb{R}^d", r"\sigma(u^\top_{o}v)", r"\sigma(u_{o}^\top v)"),
        (r"v \in \mathbb{R}", r"u^T_k v", r"u_k^T v"),
        (r"x \in \mathbb{R}^n", r"x^2_i", r"x_i^2"),
        (r"x \in \mathbb{R}^n", r"\frac{1}{x^{-1}_i}", r"\frac{1}{x^{-1}_i}"),
        (r"\sigma_1 \in \mathbb{R}", r"\frac{a}{2 \sigma^2_1}",
         r"\frac{a}{2 \sigma_1^2}"),
        (r"x_1 \in \mathbb{R}", r"\frac{\partial^2 s}{\partial x^2_1}",
         r"\frac{\partial^2 s}{\partial x_1^2}"),
        (r"W_1 \in \mathbb{R}^{n \times n}", r"W^{-1}_1", r"W_1^{-1}"),
    ],
)  # fmt: skip  # a table
def test_two_spellings_that_typeset_alike_give_the_same_marks(
    page: str, odd: str, usual: str
) -> None:
    _, one = ordered(page, f"{odd} = 0")
    _, other = ordered(page, f"{usual} = 0")
    assert shown(one.sides[0]) == shown(other.sides[0])
    assert shown(one.marks) == shown(other.marks)


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        (r"h^2_i := w_i x", "h^2_i"),
        (r"\sigma^2_B := \sum_i x_i", r"\sigma^2_B"),
        (r"h^l_i := g_i", "h^2_i"),
        (r"z_i := \sum_j w^1_{ij} x_j", "w^2_{ij}"),
        (r"W \in \mathbb{R}^{n \times n}", "W^T_{ij}"),
        (r"W \in \mathbb{R}^{n \times n}", "W^2_{ij}"),
        (r"W \in \mathbb{R}^{n \times n}", "W^{-1}_{ij}"),
        (r"x \in \mathbb{R}", r"\lVert x \rVert^2_2"),
        (r"x^{(n)} \in \mathbb{R}^d", "x^{(2)}_i"),
    ],
)
def test_a_superscript_of_a_name_or_of_a_whole_matrix_stays(
    page: str, kept: str
) -> None:
    *_, claim = ordered(page, f"{kept} = 0")
    assert shown(claim.sides[0]) == shown(read_marks(kept, {}))


def test_a_power_that_went_behind_ends_where_the_subscript_did() -> None:
    (claim,) = ordered("x^2_i = 0")
    assert claim.sides[0][-1].end == len("x^2_i")
