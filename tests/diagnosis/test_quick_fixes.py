"""A repair in words becomes a change of the text, and one that holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.diagnosis.diagnosis import diagnose
from derivcheck.diagnosis.quick_fixes import Change, changes
from derivcheck.pages.page_check import check_text

CASES = Path(__file__).parents[1] / "cases"


def mended(text: str, number: int = -1) -> list[Change]:
    """The changes for a relation of a page."""
    page = check_text(text)
    relation = page.relations[number]
    repairs = diagnose(relation, page).repairs.found
    return changes(relation, repairs, page, text)


def test_the_first_question_is_mended_by_two_signs() -> None:
    text = (CASES / "seed-hidden-softmax.md").read_text("utf-8")
    (change,) = mended(text)
    assert (text[change.start : change.end], change.text) == ("w_{oj}", "v_{ij}")
    assert change.name == "`v_{ij}` for `w_{oj}`"


@pytest.mark.parametrize(
    ("model", "claim", "right"),
    [
        ("-x^2", "2 x", "-2 x"),
        ("x^2 + x^3", "- (2 x + 3 x^2)", "(2 x + 3 x^2)"),
        ("x_1 x_2 x_3", "x_2", "x_2 x_3"),
    ],
    ids=["a minus put in", "a minus taken out", "a factor put in"],
)
def test_a_side_is_changed_as_little_as_can_be(
    model: str, claim: str, right: str
) -> None:
    by = "x_1" if "x_1" in model else "x"
    derivative = rf"\frac{{\partial y}}{{\partial {by}}}"
    text = f"$$ y := {model} $$\n\n$$ {derivative} = {claim} $$"
    (change,) = mended(text)
    assert change.made(text) == text.replace(f"= {claim} $", f"= {right} $")


def test_a_change_never_breaks_another_relation() -> None:
    text = "$$ y := x^2 $$\n\n$$ \\frac{dy}{dx} = x + x = x $$"
    (change,) = mended(text)
    assert check_text(change.made(text)).good


def test_a_name_that_was_meant_is_put_where_the_other_stood() -> None:
    text = "$$ out := \\tanh(x) $$\n\n$$ \\frac{d\\,out}{dx} = 1 - ouy^2 $$"
    (change,) = mended(text)
    assert change.made(text) == text.replace("ouy", "out")
    assert change.name == "`out` for `ouy`"


def test_a_claim_that_looks_like_a_definition_becomes_one() -> None:
    by = r"\frac{\partial z_j}{\partial x_i}"
    text = rf"$$ z_j = \sum_i w_{{ji}} x_i, \quad {by} = w_{{ji}} $$"
    (change,) = mended(text, 0)
    assert change.name == "`:=` for `=`, as in a definition"
    assert check_text(change.made(text)).totals()["holds"] == 1


@pytest.mark.parametrize(
    ("square", "product"),
    [
        (r"h_t^2", r"(h_t \odot h_t)"),
        (r"\tilde{h}_t^{2}", r"(\tilde{h}_t \odot \tilde{h}_t)"),
        (r"\left(h_t + 0\right)^2",
         r"(\left(h_t + 0\right) \odot \left(h_t + 0\right))"),
    ],
)  # fmt: skip  # one case a line or two
def test_the_square_of_an_array_becomes_an_elementwise_product(
    square: str, product: str
) -> None:
    model = r"$x_t \in \mathbb{R}^n$ $$ h_t := \tanh(x_t), \quad \tilde{h}_t := h_t $$"
    text = rf"{model} $$ h_t - {square} = h_t - h_t \odot h_t $$"
    (change,) = mended(text)
    assert change.made(text) == text.replace(square, product)
    assert check_text(change.made(text)).good


def test_a_sign_that_defines_or_claims_becomes_either() -> None:
    text = r"$$ y := x^2 $$ $$ g \equiv \frac{dy}{dx} $$"
    assert [(c.text, c.name) for c in mended(text)] == [
        (":=", r"`:=` for `\equiv`, if it defines"),
        ("=", r"`=` for `\equiv`, if it claims"),
    ]


def test_what_is_as_the_page_wants_it_is_left_alone() -> None:
    text = "$$ y := x $$\n\n<!-- derivcheck: wrong at 1 -->\n\n$$ y = 2 x $$"
    assert mended(text) == []
