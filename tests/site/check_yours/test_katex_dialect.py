"""What KaTeX does not know is said in words that it knows."""

from __future__ import annotations

import pytest

from derivcheck.site.check_yours.katex_dialect import shown
from derivcheck.site.katex import typeset


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a = b \label{eq:a}", "a = b"),
        (r"\mbox{if } x", r"\text{if } x"),
        (r"net_{h_i}", r"\mathit{net}_{h_i}"),
        (r"\begin{multline} a \\ = b \end{multline}",
         r"\begin{gather*} a \\ = b \end{gather*}"),
        (r"\begin{eqnarray} a &=& b \nonumber \end{eqnarray}",
         r"\begin{array}{rcl} a &=& b  \end{array}"),
        (r"\begin{align} a &= b \end{align}", r"\begin{align*} a &= b \end{align*}"),
        (r"\triangleq", r"\triangleq"),
        (r"\newcommand{\R}[1]{out_{#1}}",
         r"\providecommand{\R}{}\renewcommand{\R}[1]{\mathit{out}_{#1}}"),
        (r"\renewcommand\vec{v}", r"\providecommand{\vec}{}\renewcommand{\vec}{v}"),
        (r"\DeclareMathOperator*{\soft}{softmax}",
         r"\providecommand{\soft}{}\renewcommand{\soft}{\operatorname{softmax}}"),
        (r"\def\a#1{#1^2}", r"\def\a#1{#1^2}"),
    ],
)  # fmt: skip  # one case a line or two
def test_a_formula_is_rewritten_for_katex(tex: str, expected: str) -> None:
    assert shown(tex) == expected
    assert "katex-html" in typeset(expected, display=True)


def test_each_of_several_relations_carries_its_number() -> None:
    tex = r"a = b \le c"
    assert shown(tex, [2, 6]) == (
        r"a \mathrel{\underset{1}{=}} b \mathrel{\underset{2}{\le}} c"
    )


def test_a_single_relation_carries_none() -> None:
    assert shown("a = b", [2]) == "a = b"
