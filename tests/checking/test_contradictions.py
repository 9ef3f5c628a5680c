"""What a page says of one name in two ways is told once, with both places."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text


def problems(text: str) -> list[str]:
    return [problem.message for problem in check_text(text).problems]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Let $i = 1, \\dots, n$.\n\n$$ i := x^2 $$",
            "i has a range in line 1, and i is a quantity in line 3: give one of them "
            "another letter",
        ),
        (
            "$$ n := \\sum_i x_i $$\n\nwith $x \\in \\mathbb{R}^n$",
            "n is a quantity in line 1, and n is a length in line 3: give one of them "
            "another letter",
        ),
        (
            "Let $f = 1, \\dots, n$.\n\n"
            r"$$ a_f := \sigma(w_f x), \quad a_c := \tanh(w_c x) $$",
            "f has a range in line 1, and a_f is told apart from a_c in line 3: write "
            r"a_{\text{f}}, or let another letter run",
        ),
        (
            "Let $f : \\mathbb{R} \\to \\mathbb{R}$.\n\n"
            r"$$ L := \sum_i f_i + f(x_i) $$",
            "f is a function in line 1, and f_i has an index in line 3: write f(…), "
            "or declare f_i",
        ),
    ],
)
def test_what_contradicts_itself_is_told_with_both_places(text: str, told: str) -> None:
    assert told in problems(text)


@pytest.mark.parametrize(
    "text",
    [
        r"$y \in \{1, \dots, n\}$, $u \in \mathbb{R}^n$ $$ L := u_y $$",
        r"$x_k \in \mathbb{R}$ for $k \in \{1, \dots, n\}$ $$ L := \sum_k x_k $$",
        r"$i \in \mathbb{R}$ $$ L := i + \sum_{i=1}^n x_i $$",
        r"$W \in \mathbb{R}^{h \times d}$ $$ h_t := 2 x_t $$",
        r"$i = 1, \dots, n$ $$ E_i := x_i^2, \quad E_{tot} := \sum_i E_i $$",
        r"$f : \mathbb{R} \to \mathbb{R}$ $$ f_i := f(x_i) $$",
    ],
)
def test_one_letter_in_two_places_may_agree(text: str) -> None:
    assert problems(text) == []


def test_a_function_with_an_index_that_nothing_gives_is_no_input() -> None:
    text = r"$f : \mathbb{R} \to \mathbb{R}$ $$ L := \sum_i f_i $$ $$ L = L + 0 $$"
    relation = check_text(text).relations[-1]
    assert relation.verdict.reason == (
        "f is a function here, and f_· is not declared: write f(…), or declare f_·"
    )
