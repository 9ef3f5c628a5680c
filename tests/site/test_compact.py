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
    assert small.count("</") < 0.4 * whole.count("</")


def test_a_script_alone_is_one_element_that_is_moved_from_the_line() -> None:
    assert compact(glyphs("x_i")) == (
        '<span class="katex-base" style="--h:.5806em;--d:-.15em"><i>x</i>'
        '<span class="script" style="top:.2143em;margin-right:.0714em"><i>i</i>'
        "</span></span>"
    )


def test_a_fraction_is_a_stack_of_rows() -> None:
    assert compact(glyphs(r"\frac{1}{2}")) == (
        '<span class="katex-base" style="--h:2.0074em;--d:-.686em">'
        '<span class="mfrac vlist-t"'
        ' style="margin:0 .12em;--h:1.3214em;--d:.686em;--p:3em">'
        '<span style="top:-2.314em">2</span><span style="top:-3.677em">1</span>'
        '<span class="frac-line"'
        ' style="top:-.27em;margin-bottom:-.04em;border-bottom-width:.04em"></span>'
        "</span></span>"
    )


def test_the_space_beside_a_sign_is_a_margin_of_the_sign() -> None:
    assert '<span style="margin:0 .2222em">+</span>' in compact(glyphs("1 + 2"))


def test_a_symbol_of_one_letter_is_the_letter() -> None:
    marked = typeset(r"\htmlData{s=3}{x}", display=True, data=True).split(GLYPHS)[1]
    assert '<i data-s="3">x</i>' in compact(marked.removesuffix("</span>" * 3))
