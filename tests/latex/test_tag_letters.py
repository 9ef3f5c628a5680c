"""Letters below a name that tell quantities apart are tags, and no indices."""

from __future__ import annotations

import pytest

from derivcheck.latex import Macros, read_marks, read_statements
from derivcheck.latex.tag_letters import tag_letters
from derivcheck.pages import check_text


@pytest.mark.parametrize(
    ("tex", "indices", "tags"),
    [
        (r"a_f := \sigma(w_f x), a_c := \tanh(w_c x)", "", {"f", "c"}),
        (r"a_f := \sigma(w_f x), a_c := \sigma(w_c x)", "", set()),
        (r"z_i := w_i x, z_j := 2 w_j x", "ij", set()),
        (r"z_i := w_i x, z_o := 2 w_o x", "", {"i", "o"}),
        (r"a_f := w_f x, b_c := 2 w_c x", "", set()),
        (r"a_{fg} := x, a_{cd} := 2 x", "", set()),
    ],
)
def test_two_definitions_that_differ_in_more_than_a_letter_make_it_a_tag(
    tex: str, indices: str, tags: set[str]
) -> None:
    statements = read_statements(read_marks(tex, Macros()), frozenset())
    assert tag_letters(statements, indices) == tags


def test_gates_are_quantities_of_their_own() -> None:
    page = (
        "$x \\in \\mathbb{R}$.\n\n"
        "$$ a_f := \\sigma(w_f x), \\quad a_c := \\tanh(w_c x) $$\n\n"
        "$$ \\frac{d a_f}{d x} = a_f (1 - a_f) w_f = (1 - a_f^2) w_f $$\n"
    )
    words = [relation.verdict.word for relation in check_text(page).relations]
    assert words == ["holds", "fails"]


def test_a_letter_in_text_is_a_tag() -> None:
    page = (
        "$x \\in \\mathbb{R}$.\n\n"
        "$$ a_{\\text{f}} := x^2, \\quad a_{\\text{c}} := x^3 $$\n\n"
        "$$ \\frac{d a_{\\text{f}}}{dx} = 2 x $$\n"
    )
    assert [r.verdict.word for r in check_text(page).relations] == ["holds"]
