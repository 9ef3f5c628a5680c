"""A derivation without its model gets one, with a choice wherever it forks."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.checking.page_check import check_text
from derivcheck.checking.records import Found
from derivcheck.site.check_yours.model_guessing import (
    Question,
    guess,
    misshapen,
    spoken,
    undeclared,
    unknown,
)
from derivcheck.site.check_yours.pasted_text import defined, page_of
from derivcheck.site.check_yours.usual_meanings import UsualMeaning

POSTS = Path(__file__).parents[2] / "posts"


def checked(derivation: str, questions: tuple[Question, ...]) -> Found:
    """The derivation under the first reading of each name."""
    model = "\n\n".join(question.readings[0].text for question in questions)
    return check_text(page_of({"model": model, "derivation": derivation}).text)


@pytest.mark.parametrize(
    ("derivation", "verdict"),
    [
        (r"\frac{\partial L}{\partial z_i} = p_i - y_i", "holds"),
        (r"\frac{\partial L}{\partial z_i} = p_i + y_i", "fails"),
        (r"\frac{\partial \hat{y}_i}{\partial z_j} = \hat{y}_i (1_{i=j} - \hat{y}_j)",
         "holds"),
        (r"\frac{\partial E}{\partial w_{ij}} = (o_j - t_j) o_j (1 - o_j) x_i",
         "holds"),
        (r"\frac{\partial E}{\partial w_{ji}} = (o_j - t_j) o_j (1 - o_j) x_i",
         "holds"),
        (r"\frac{\partial L}{\partial w_i} = (a - y) a (1 - a) x_i", "holds"),
        (r"\frac{\partial E}{\partial out_{o_j}} = out_{o_j} - t_j", "holds"),
    ],
)  # fmt: skip  # one case a line or two
def test_the_usual_reading_gives_a_derivation_its_verdict(
    derivation: str, verdict: str
) -> None:
    found = checked(derivation, guess(derivation))
    assert [r.verdict.word for r in found.relations] == [verdict]
    assert found.problems == []


def test_an_output_may_be_softmax_or_sigmoid_and_a_loss_one_of_three() -> None:
    output, loss = guess(r"\frac{\partial L}{\partial z_i} = p_i - y_i")
    assert (output.name, loss.name) == ("p", "L")
    assert [reading.says for reading in output.readings] == [
        "the softmax of `z`",
        "the sigmoid of `z`",
        "the tanh of `z`",
        "the ReLU of `z`",
        "an input, any real number",
    ]
    assert [reading.says for reading in loss.readings] == [
        "cross-entropy, with targets that sum to 1",
        "half the sum of squares",
        "cross-entropy",
        "binary cross-entropy",
        "any smooth function of `p`, a vector",
        "any smooth function of `p`, a number",
        "any smooth function of `p`, a vector for each i",
        "any smooth function of `p`, a matrix",
    ]


def test_what_the_model_says_is_not_asked() -> None:
    model = r"$$ p_i := \frac{e^{z_i}}{\sum_j e^{z_j}} $$ and $i = 1, \dots, n$"
    asked = guess(r"\frac{\partial L}{\partial z_i} = p_i - y_i", model)
    assert [question.name for question in asked] == ["L"]


def test_a_name_without_a_usual_meaning_is_an_input() -> None:
    name = guess(r"\beta_k \gamma = \gamma \beta_k")[0]
    assert [r.text for r in name.readings] == [
        r"$\beta_{k} \in \mathbb{R}$",
        r"$\beta_{k} \in \mathbb{R}^*$",
        r"$\beta_{k} \in \mathbb{R}^{* \times *}$",
    ]


def test_a_text_without_formulas_asks_nothing() -> None:
    assert guess("Some words.") == ()


@pytest.mark.parametrize(
    ("derivation", "name", "says"),
    [
        (
            r"$$ a := \varphi(z) $$",
            r"\varphi",
            [
                "a function, any smooth one",
                "a number, so that the brackets are a factor",
            ],
        ),
        (r"$$ a := z, \quad 1 = f'(z) $$", "f", ["a function, any smooth one"]),
        (r"$$ a := w^\top x $$", "w", ["a vector", "a matrix"]),
    ],
)
def test_what_a_letter_without_a_declaration_may_be_is_asked(
    derivation: str, name: str, says: list[str]
) -> None:
    question = guess(derivation)[0]
    assert question.name == name
    assert [reading.says for reading in question.readings] == says


def test_a_line_of_several_that_defines_by_an_equals_sign_is_not_asked() -> None:
    text = r"\begin{align} z &= w x \\ \hat y &= \sigma(z) \\ z_1 &= q \end{align}"
    assert {question.name for question in guess(text)} & {"z", r"\hat y"} == set()


@pytest.mark.parametrize(
    ("post", "verdicts"),
    [
        ("attention", ["holds"] * 5),
        ("batch-in-matrices", [*["fails", "holds", "not understood"], *["holds"] * 3]),
        ("batch-norm-in-eqnarray", ["holds", "holds", "holds", "fails", "holds"]),
        ("logistic-regression.", ["holds"] * 3),
        ("logistic-regression-as-code", ["holds"] * 5),
        ("long-short-term-memory", ["holds", "fails", "holds", "holds"]),
        (
            "softmax-in-a-document",
            [*["holds"] * 3, "fails", "fails", *["holds"] * 4],
        ),
        ("recurrent-net", ["holds"] * 4),
    ],
)
def test_a_post_as_people_write_it_is_read_by_two_presses(
    post: str, verdicts: list[str]
) -> None:
    text = next(POSTS.glob(f"{post}*")).read_text("utf-8")
    derivation = defined({"model": "", "derivation": text})["derivation"]
    questions = guess(derivation)
    found = checked(derivation, questions)
    assert [r.verdict.word for r in found.relations] == verdicts
    assert found.problems == []
    assert guess(text) == questions


def test_an_array_may_have_sizes_that_the_definitions_tell() -> None:
    (weights, inputs, bias) = guess(r"$$ z := W x + b, \quad E := z^\top z $$")
    assert [q.readings[0].text for q in (weights, inputs, bias)] == [
        r"$W \in \mathbb{R}^{* \times *}$",
        r"$x \in \mathbb{R}^*$",
        r"$b \in \mathbb{R}^*$",
    ]


def test_a_loss_that_nothing_defines_is_any_smooth_function_of_the_end() -> None:
    text = (
        r"$$ h := \tanh(w x) $$ $$ y := v h $$ $$ \frac{\partial L}{\partial h} = 1 $$"
    )
    readings = {q.name: q.readings for q in guess(text)}["L"]
    assert readings[0] == UsualMeaning(
        "any smooth function of `y`, a number",
        "$\\ell : \\mathbb{R} \\to \\mathbb{R}$\n\n$$ L := \\ell(y) $$",
    )


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("$$ y := x $$ $$ y = q_j $$", [("q_{j}", "unknown")]),
        ("$$ y := w_1 q' $$ $$ w_1 = 1 $$", [("w_1", "claimed"), ("q", "primed")]),
        (r"$$ y := w^\top x $$", [("w", "array")]),
        (r"$$ y := \varphi(x) $$", [(r"\varphi", "called")]),
        (r"$$ y := f(x) $$ $$ y = 1 $$", [("f", "called")] * 2),
        (r"$$ h_t := h_{t-1} + x_t, \quad h_2 = h_1 $$", [("h", "start")]),
        (
            r"$$ h_t := \sum_{s=1}^3 x_{s-1} + x_t, \quad h_1 = 1 $$",
            [("x", "start")],
        ),
        (r"$h \in \mathbb{R}^3$ $$ h_4 = 1 $$ $$ h = 1 $$", []),
    ],
)
def test_what_nothing_gives_is_named_with_what_it_seems_to_be(
    page: str, names: list[tuple[str, str]]
) -> None:
    assert unknown(check_text(page)) == names


def test_a_name_that_is_unknown_twice_is_spoken_of_once_and_a_start_with_its_zero() -> (
    None
):
    page = r"$$ h_t := h_{t-1} + x_t, \quad h_2 = h_1 $$ $$ q = 1, \quad q = 2 $$"
    assert spoken(check_text(page)) == ["h_0", "q"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (r"$h \in \mathbb{R}^3$, $x \in \mathbb{R}$ $$ h = x $$", True),
        (r"$h \in \mathbb{R}^3$ $$ y := h^2 $$", True),
        (r"$h \in \mathbb{R}^3$ $$ y := h h $$ $$ y = 1 $$", True),
        (r"$$ y := w^\top x $$", True),
        ("$$ y := x $$ $$ y = q $$", False),
        (r"$h \in \mathbb{R}^3$ $$ h_4 = 1 $$", False),
        ("$$ y := x $$ $$ y = 2 x $$", False),
    ],
)
def test_shapes_that_do_not_fit_are_noticed(page: str, found: bool) -> None:
    assert misshapen(check_text(page)) is found


def test_inputs_that_nothing_declares_are_named_without_their_shape() -> None:
    text = r"$a \in \mathbb{R}$ $$ y_j := a \sum_{k=1}^{n} w_{jk} x_k $$"
    assert undeclared(check_text(text), text) == ["w", "x"]


@pytest.mark.parametrize(
    ("derivation", "start"),
    [
        (
            r"$$ h_t := \tanh(w h_{t-1} + u x_t), \quad h_2 = h_1 $$",
            r"$h_{0} \in \mathbb{R}$",
        ),
        (
            r"$l = 1, \dots, L$ $$ z^l_j := \sum_k w^l_{jk} a^{l-1}_k + b^l_j,"
            r"\quad a^l_j := \sigma(z^l_j), \quad \frac{\partial a^l_j}{\partial z^l_j}"
            r" = a^l_j (1 - a^l_j) $$",
            r"$a^{0}_{k} \in \mathbb{R}$",
        ),
    ],
    ids=["steps", "layers"],
)
def test_a_recursion_without_a_start_is_given_one(derivation: str, start: str) -> None:
    asked = guess(derivation)
    assert asked[-1].readings[0].text == start
    assert {r.verdict.word for r in checked(derivation, asked).relations} <= {
        "holds", "fails"
    }  # fmt: skip  # a set on its own lines
