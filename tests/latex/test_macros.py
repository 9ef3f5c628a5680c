"""Macros are replacements of text, however they are defined."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.macros import read_tokens


def written(tex: str) -> str:
    return " ".join(token.text for token in read_tokens(tex, {}))


@pytest.mark.parametrize(
    ("tex", "meant"),
    [
        (
            r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert} \norm{x} \norm*{y}",
            r"\left\lVert x \right\rVert \left\lVert y \right\rVert",
        ),
        (
            r"\DeclarePairedDelimiter\abs{|}{|} \abs[\big]{x}",
            r"\left| x \right|",
        ),
        (
            r"\NewDocumentCommand{\pd}{m m}{\frac{#1}{#2}} \pd{a}b",
            r"\frac{a}{b}",
        ),
        (
            r"\RenewDocumentCommand\f{O{1} m}{#2^{#1}} \f{a} \f[2]{b}",
            "a^{1} b^{2}",
        ),
        (r"\DeclareDocumentCommand\g{}{g} \g", "g"),
        (r"\ProvideDocumentCommand\h{o m}{#1 #2} \h{a}", "a"),
        (r"\let\a=\alpha \let\b\a \a \b", r"\alpha \alpha"),
        (r"\newcommand{\a}{b} \let\c\a \renewcommand{\a}{d} \c \a", "b d"),
        (r"\DeclareMathOperator{\tr}{tr} \tr", r"\operatorname{tr}"),
    ],
)
def test_a_macro_is_what_it_stands_for(tex: str, meant: str) -> None:
    assert written(tex) == written(meant)


def test_arguments_of_another_form_are_told() -> None:
    with pytest.raises(NotUnderstood) as caught:
        read_tokens(r"\NewDocumentCommand{\pd}{s m}{#2}", {})
    assert str(caught.value) == ("these arguments of \\NewDocumentCommand are not read")


def test_what_a_macro_makes_stands_where_it_is_called_with_its_arguments() -> None:
    tokens = read_tokens(r"\newcommand{\h}[2]{#1 + #2} \h{a} {b}", {})
    plus = next(token for token in tokens if token.text == "+")
    assert (plus.start, plus.end) == (28, 37)
