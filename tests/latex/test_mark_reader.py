"""Tokens -> marks, grouped as they are printed."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.marks import Marks, whole


def shown(tex: str) -> str:
    """The marks as one line, their parts in braces."""
    return written(read_marks(tex, {}))


def written(marks: Marks) -> str:
    return " ".join(
        mark.text + "".join("{" + written(part) + "}" for part in mark.parts)
        for mark in marks
    )


def refusal(tex: str) -> tuple[str, int | None]:
    with pytest.raises(NotUnderstood) as raised:
        read_marks(tex, {})
    return str(raised.value), raised.value.at


@pytest.mark.parametrize(
    ("tex", "marks"),
    [
        (r"\frac{a}{b + c}", r"\frac{a}{b + c}"),
        (r"\frac12", r"\frac{1}{2}"),
        (r"{a + b \over c}", "over{a + b}{c}"),
        (r"\sqrt[3]{x}", r"\sqrt{x}{3}"),
        ("w_{ij}^2", "w _{i j} ^{2}"),
        ("x^23", "x ^{2} 3"),
        (r"f''(x)", "f '' ( x )"),
        (r"x_j'", "x ' _{j}"),
        (r"g^{\prime}", "g '"),
        (r"\stackrel{\text{def}}{=}", ":="),
        (r"\underset{x}{\max}", "max"),
        (r"\underbrace{a + b}_{c}", "a + b"),
        (r"\not= ", r"\ne"),
        (r"a \, \color{red} b \label{eq}", "a b"),
        (r"\text{if $x$ is} y", r"if x \quad is y"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"pmatrix{a & b \\ c & d}"),
        (r"\begin{aligned} a &= b \end{aligned}", "a & = b"),
        (r"\left\{ \begin{array}{ll} a & b \end{array} \right.", "cases{a & b}"),
        (r"a \\[2ex] b", r"a \\ b"),
        (r"a.", "a"),
        (r"\foo x", r"\foo x"),
    ],
)
def test_marks_are_grouped_as_they_are_printed(tex: str, marks: str) -> None:
    assert shown(tex) == marks


def test_a_comma_is_loose_where_space_follows_it() -> None:
    commas = [mark.loose for mark in read_marks("a,b, c", {}) if mark.kind == "comma"]
    assert commas == [False, True]


def test_null_brackets_are_kept_for_an_evaluation_bar() -> None:
    marks = read_marks(r"\left. a \right|", {})
    assert [(m.kind, m.text) for m in (marks[0], marks[-1])] == [
        ("open", "."),
        ("close", "|"),
    ]


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("{a", "the brace { is not closed", 0),
        ("a}", "} closes nothing here", 1),
        (r"\frac{a}", "expected an argument, but the text ends", 8),
        (r"{\frac a}", "expected an argument before }", 8),
        (r"x^.5", "expected a digit before the point", 2),
        (r"\begin{foo}\end{foo}", "the environment foo is not known", 0),
        (r"\begin{matrix} a", r"\begin{matrix} is not closed", 0),
        (
            r"\begin{matrix}\end{pmatrix}",
            r"\begin{matrix} is closed by \end{pmatrix}",
            14,
        ),
        (r"a \not< b", r"after \not only = is read; write \ne", 2),
        ("a @ b", "the sign @ is not mathematics here", 2),
        (r"\left", r"\left needs a bracket", 0),
        ("{" * 61 + "}" * 61, "nested more than 60 deep", 61),
        ("(" * 61 + ")" * 61, "nested more than 60 deep", 60),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)


def test_a_whole_number_has_no_point_and_six_digits_at_most() -> None:
    good, point, long = read_marks("12 1.5 1234567", {})
    assert whole(good) == 12
    for mark in (point, long):
        with pytest.raises(NotUnderstood) as raised:
            whole(mark)
        wanted = f"expected a whole number, found {mark.text}"
        assert str(raised.value) == wanted


def test_a_sign_of_html_is_no_column() -> None:
    assert refusal("a &lt; b") == (
        r"&lt; is a sign of HTML; write the sign itself, or \lt, \gt",
        2,
    )
    assert shown("a &l t; b") == "a & l t ; b"
