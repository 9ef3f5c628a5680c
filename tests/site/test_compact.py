"""The glyphs of a formula with fewer elements."""

from __future__ import annotations

import re

import pytest

from derivcheck.site.compact import compact
from derivcheck.site.katex import GLYPHS, typeset

FORMULAS = [
    r"\frac{\partial E}{\partial net_{h_i}} = \sum_j \delta_j v_{ji}",
    r"a_i^2 \big( g_i - \sum_k a_k g_k \big)",
    r"e^{-\frac{1}{2} x^2} + \mathbf W^\top y_{ij}",
]


def glyphs(tex: str) -> str:
    return typeset(tex, display=True).split(GLYPHS)[1].removesuffix("</span>" * 3)


def words(html: str) -> str:
    return re.sub(r"<[^>]+>|[\s\u200b]", "", html)


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_has_the_same_characters_in_fewer_elements(tex: str) -> None:
    whole = glyphs(tex)
    small = compact(whole)
    assert words(small) == words(whole)
    assert small.count("<span") < 0.7 * whole.count("<span")


def test_a_script_alone_is_one_element_that_is_moved_from_the_line() -> None:
    assert compact(glyphs("x_i")).endswith(
        '<span class="mathnormal">x</span><span class="script"'
        ' style="top:0.2143em;margin-right:0.0714em;">'
        '<span class="mathnormal">i</span></span></span>'
    )


def test_the_space_beside_a_sign_is_a_margin_of_the_sign() -> None:
    assert '<span style="margin:0 0.2222em;">+</span>' in compact(glyphs("1 + 2"))
