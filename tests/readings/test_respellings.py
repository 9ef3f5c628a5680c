"""A choice, made: what the page has, written in the strict language."""

from __future__ import annotations

import pytest

from derivcheck.latex import Macros, read_marks
from derivcheck.readings import (
    BracketsInName,
    DifferentialAsName,
    Family,
    FrobeniusColon,
    LettersAsTags,
    LettersTellFamilies,
    LogarithmAsName,
    NoArgument,
    PrimeAsTranspose,
    Respelling,
    UpperIndices,
    respelled,
    signs_of,
)


def bases(*names: str) -> frozenset[str]:
    return frozenset(names)


def signs(tex: str) -> tuple[str, ...]:
    return signs_of(read_marks(tex, Macros()))


OUTPUTS = LettersTellFamilies(
    (Family("w", (), ("k", "h"), "w_{kh}"), Family("net", (), ("k",), "net_k")),
    frozenset({"net"}),
)


@pytest.mark.parametrize(
    ("choice", "odd", "plain"),
    [
        (NoArgument("h", ("x",)), "h(x) + h(y)_k", "h + h(y)_k"),
        (NoArgument("h", ("x",)), "h(x)_k", "h_k"),
        (LettersAsTags(bases("f"), bases("a")), "a_f b_f", r"a_{\text{f}} b_f"),
        (UpperIndices(bases("A")), "A^{ij} B^{ij}", "A_{i,j} B^{ij}".replace(",", "")),
        (UpperIndices(bases("A")), r"A^T + A^2", r"A^T + A^2"),
        (UpperIndices(bases(r"\delta")), r"\delta^b_n", r"\delta_{b,n}"),
        (PrimeAsTranspose(bases("X")), "X'y'", r"X^{\top}y'"),
        (PrimeAsTranspose(bases("x")), r"x_i'\beta", r"x_i^{\top}\beta"),
        (FrobeniusColon(), "A:B + C", r"\langle A, B \rangle + C"),
        (FrobeniusColon(), "2(a + b):B C = D", r"\langle 2(a + b), BC \rangle = D"),
        (FrobeniusColon(), r"f : A \to B", r"f : A \to B"),
    ],
)
def test_a_choice_writes_the_strict_spelling(
    choice: Respelling, odd: str, plain: str
) -> None:
    assert signs_of(respelled(read_marks(odd, Macros()), choice)) == signs(plain)


@pytest.mark.parametrize(
    ("choice", "odd", "named"),
    [
        (BracketsInName("out", bases()), "x out(h_1)", ("x", "out(h_1)")),
        (
            BracketsInName("p", bases("j")),
            r"p(h_j = 1 \mid v)",
            ("p(h_·=1|v)", "_", "{", "j", "}"),
        ),
        (
            BracketsInName(r"\pi", bases("a")),
            r"\pi_\theta(a'|s)",
            (r"\pi_{\theta}(·|s)", "_", "{", "a", "'", "}"),
        ),
        (
            DifferentialAsName(bases("y")),
            "dy_i dx",
            ("dy", "_", "{", "i", "}", "d", "x"),
        ),
        (
            OUTPUTS,
            "w_{kh} w_{hi}",
            ("w_{kh}", "_", "{", "k", "h", "}", "w", "_", "{", "h", "i", "}"),
        ),
        (OUTPUTS, "net_k^2", ("net_k", "_", "{", "k", "}", "^", "{", "2", "}")),
        (OUTPUTS, r"net_{\text{k}_1}", ("net_k", "_", "{", "1", "}")),
        (LogarithmAsName("L"), r"\log L - \log M", (r"\log L", "-", "log", "M")),
    ],
)
def test_a_choice_makes_one_name(
    choice: Respelling, odd: str, named: tuple[str, ...]
) -> None:
    assert signs_of(respelled(read_marks(odd, Macros()), choice)) == named


def test_what_is_respelled_keeps_its_places() -> None:
    tex = "1 - out(h_1)"
    *_, name = respelled(read_marks(tex, Macros()), BracketsInName("out", bases()))
    assert tex[name.start : name.end] == "out(h_1)"
