"""LaTeX -> the relation signs that stand in it, by its tokens alone."""

from __future__ import annotations

import pytest

from derivcheck.latex.macros import Macros, read_tokens
from derivcheck.latex.sign_reader import relation_signs


def shown(tex: str, macros: Macros | None = None) -> str:
    """The signs with their places; those in scripts and in words are marked."""
    return " ".join(
        f"{sign.text}{'_' * sign.in_script}{'~' * sign.in_words}@{sign.start}"
        for sign in relation_signs(tex, macros or {})
    )


@pytest.mark.parametrize(
    ("tex", "signs"),
    [
        ("a = b", "=@2"),
        (r"a = \frac{b = c}{d} \le e := f", r"=@2 =@12 \le@20 :=@26"),
        (r"a \neq b \not= c \lt d", r"\ne@2 \ne@9 <@17"),
        (r"\sum_{i=1}^{j<k} x_{i = j}", "=_@7 <_@13 =_@22"),
        (r"x^{<t>} = 1", "=@8"),
        (r"x^{<} = 1", "<_@3 =@6"),
        (r"\underbrace{a = b}_{= 1} = c", "=@14 =@20 =@25"),
        (r"\underbrace{a}_{n = 2} + \underbrace{b}_{=: c}", ""),
        (r"\overset{= 1}{a} + \underset{b = 1}{c}", "=@9"),
        (r"\underbrace{a_{i=1}}_2 = c", "=_@16 =@23"),
        (r"a \stackrel{b = c}{=} d", "=@19"),
        (r"\overset{b = c}{a}", "=@11"),
        (r"\underset{i = 1}{\sum}", ""),
        (r"a \stackrel{\text{def}}{=} d", ":=@2"),
        (r"\overset{!}{=} \underset{x = 1}{\max} y", "=@12"),
        (r"a \tag{b = c} \label{d=e} \color{=}", ""),
        (r"\text{if $a = b$, c = d} \mathrm{e = f}", "=@12 =~@20 =~@35"),
        (r"a \implies b \sim c \to d", "\u21d2@2 \\sim@13 \\to@20"),
        (r"\begin{array}{r@{=}l} a & b \end{array}", "=@17"),
        ("a ≤ b ≡ c", "\\le@2 \u2261@6"),
        ("a = {b", "=@2"),
        ("a } = b", "=@4"),
        ("a = " + "1" * 200 + " = b", "=@2 =@205"),
    ],
)
def test_signs_have_their_places(tex: str, signs: str) -> None:
    assert shown(tex) == signs


def test_the_signs_of_a_macro_stand_where_it_is_called() -> None:
    macros: Macros = {}
    read_tokens(r"\newcommand{\both}{= 1 =}", macros)
    assert shown(r"a \both b", macros) == "=@2 =@2"
    assert shown(r"\def\is{=} a \is b", macros) == "=@13"
    assert sorted(macros) == [r"\both"]


def test_a_sign_claims_where_a_statement_with_it_can_be_judged() -> None:
    signs = relation_signs(r"a = b \in c := d \sim e \implies f", {})
    assert [sign.claims for sign in signs] == [True, False, False, False, False]
    assert [sign.is_read for sign in signs] == [True, True, True, False, False]
