"""A text that declares nothing: what is guessed of it, and what never is."""

from __future__ import annotations

import pytest

from derivcheck.checking import Found
from derivcheck.pages import check_text

LAYERS = r"""
For homework, with a one-hot vector $y$:

$$ z = W x + b, \quad p = \text{softmax}(z), \quad L = -\sum_k y_k \log p_k $$

I get

$$ \frac{\partial L}{\partial z} = p - y $$
$$ \frac{\partial L}{\partial W} = (p - y) x^T $$
"""
COMPONENTS = r"""
$$ s_i = e^{z_i}, \quad p_i = \frac{s_i}{\sum_k s_k} $$

If $i = j$ then

$$ \frac{\partial p_i}{\partial z_j} = p_i (1 - p_i) $$

and if $i \ne j$ it is

$$ \frac{\partial p_i}{\partial z_j} = -p_i p_j $$
"""
NORM = r"""
$$ \hat{x}_i = \frac{x_i - m}{s}, \quad y_i = \gamma_i \hat{x}_i + \beta_i $$

The loss is $L$, and $dy_i = \frac{\partial L}{\partial y_i}$. Then

$$ \frac{\partial L}{\partial \gamma_i} = dy_i \hat{x}_i $$
$$ d\hat{x}_i = dy_i \gamma_i $$
"""
NOTHING_SAID = r"""
$$ \frac{\partial E}{\partial w}
= \frac{\partial E}{\partial a} \frac{\partial a}{\partial w} = 2 a $$
"""
TEXTS = [LAYERS, COMPONENTS, NORM]


def guessed(text: str) -> Found:
    return check_text(text, guess=True)


def words(text: str) -> list[str]:
    return [relation.verdict.word for relation in guessed(text).relations]


def roles(text: str) -> list[tuple[str, str]]:
    return [(choice.name, choice.role) for choice in guessed(text).choices]


@pytest.mark.parametrize("text", TEXTS)
def test_a_right_derivation_holds(text: str) -> None:
    assert set(words(text)) == {"holds"}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (LAYERS, "= p - y", "= y - p"),
        (LAYERS, "(p - y) x^T", "x (p - y)^T"),
        (COMPONENTS, "(1 - p_i)", "(1 + p_i)"),
        (NORM, r"dy_i \gamma_i", r"dy_i \hat{x}_i"),
    ],
)
def test_a_wrong_line_is_told_under_the_same_guess(
    text: str, right: str, wrong: str
) -> None:
    slipped = text.replace(right, wrong)
    assert slipped != text
    assert "fails" in words(slipped) or "not understood" in words(slipped)
    assert roles(slipped) == roles(text)


def test_each_guess_is_said_with_its_reason_and_what_else_it_could_be() -> None:
    said = {one.name: one for one in guessed(LAYERS).choices}
    assert said["W"].role == "a matrix"
    assert said["W"].because == "written W"
    assert said["W"].others == ("a number",)
    assert said["y"].role == "one-hot"
    assert said["y"].because == "the text says one-hot"


def test_derivatives_alone_tell_a_network_of_which_nothing_else_is_known() -> None:
    assert words(NOTHING_SAID) == ["holds", "undecided"]
    assert roles(NOTHING_SAID) == [
        ("E", "any smooth function of a, a number"),
        ("w", "a number"),
        ("a", "any smooth function of w, a number"),
    ]


def test_what_no_definition_ties_down_makes_nothing_fail() -> None:
    text = r"$$ h = \sigma(v) $$ $$ h = X^T c $$"
    (relation,) = guessed(text).relations
    assert relation.verdict.word != "fails"


def test_a_page_that_says_what_it_means_is_read_as_without() -> None:
    page = r"$x \in \mathbb{R}$ $$ y := x^2 $$ $$ \frac{dy}{dx} = 2 x = 3 x $$"
    assert words(page) == ["holds", "fails"]
    assert guessed(page).choices == []


def test_a_step_of_an_equation_that_is_solved_is_not_called_wrong() -> None:
    text = r"$$ f = x^2 - 2 x $$ $$ \frac{df}{dx} = 0 \Leftrightarrow 2 x = 2 $$"
    assert "fails" not in words(text)


@pytest.mark.parametrize("text", ["", "No mathematics.", "$$ = $$", "$$ { $$"])
def test_a_text_without_a_derivation_is_no_error(text: str) -> None:
    assert guessed(text).mistakes == []


@pytest.mark.parametrize(
    ("given", "claimed", "word"),
    [
        ("$g = x^3$", r"dg = x^2\,dx", "fails"),
        ("$g = x^3$", r"dg = 3 x^2\,dx", "holds"),
        (r"$P = A (A^T A)^{-1} A^T$", "PP = P", "holds"),
        (r"$P = A (A^T A)^{-1} A^T$", "PP = 2 P", "fails"),
        ("$q = a (b + c)$, $k = 2 a b$", "q = ab + ac", "holds"),
        ("$f(a, b, c) = abc$", r"\frac{\partial f}{\partial a} = bc", "holds"),
        ("$v = a + b$, $a = 1$", "v^2 = a^2 + b^2", "fails"),
    ],
)
def test_letters_glued_together_are_a_name_only_where_they_never_stand_alone(
    given: str, claimed: str, word: str
) -> None:
    found = guessed(f"{given}. Then $$ {claimed} $$")
    (relation,) = (one for one in found.relations if one.display)
    assert relation.verdict.word in {word, "not understood"}
    assert relation.sign == "="


TWICE = r"""
Let $r = a q$ and $k = r^2$.

$$ \frac{\partial r}{\partial a} = q $$

WORDS $r = a^3 q$.

$$ \frac{\partial r}{\partial a} = 3 a^2 q $$
$$ \frac{\partial r}{\partial a} = q $$
$$ \frac{\partial k}{\partial a} = 2 r q $$
$$ \frac{\partial q}{\partial q} = 1 $$
"""


def test_words_make_a_second_equality_a_new_definition() -> None:
    text = TWICE.replace("WORDS", "The second model is")
    assert words(text)[:3] == ["holds", "holds", "fails"]
    (said,) = (c for c in guessed(text).choices if c.role == "defined a second time")
    assert said.name == "r"


def test_what_was_built_on_a_name_that_is_given_anew_is_asked_for() -> None:
    text = TWICE.replace("WORDS", "The second model is")
    stale = guessed(text).relations[3].verdict
    assert stale.reason == (
        "r is given twice, by different right sides: which one is meant here?"
    )


def test_without_words_what_depends_on_which_is_meant_is_asked_for() -> None:
    text = TWICE.replace("WORDS", "We get")
    assert words(text)[:4] == ["holds", "undecided", *["not understood"] * 2]
    assert guessed(text).relations[1].verdict.reason == (
        "the sides differ, or r is defined again: say which"
    )


def test_a_value_for_a_name_that_is_given_as_a_derivative_is_a_claim() -> None:
    text = r"$E = w^2$, $g = \frac{dE}{dw}$. $$ g = 2 w $$ $$ g = 3 w $$"
    assert words(text) == ["holds", "fails"]


def test_an_equality_that_expands_a_definition_is_a_claim() -> None:
    text = "$u = (a + b)^2$, $a = c$, $b = c^2$. $$ u = a^2 + 2 a b + b^2 $$"
    assert words(text)[-1] == "holds"


MEAN = r"""
The mean is $m = \frac1k \sum_i a_i$, and $v = \frac{1}{k - 1} \sum_i (a_i - m)^2$.

$$ \frac{\partial v}{\partial a_i} = \frac{2}{k - 1} (a_i - m) $$
$$ \frac{\partial v}{\partial a_i} = \frac{2}{k} (a_i - m) $$
"""


def test_what_divides_a_sum_without_a_bound_is_the_number_of_its_terms() -> None:
    assert words(MEAN) == ["holds", "fails"]
    assert ("k", "the number of the i") in roles(MEAN)


def test_a_letter_that_only_divides_beside_such_sums_makes_nothing_fail() -> None:
    text = r"$q_i = b_i + \frac{1}{K} - \frac{1}{K} s$, $s = \sum_i b_i$."
    assert words(text + r" $$ \sum_i q_i = 1 $$") == ["undecided"]


def test_a_fact_about_open_functions_that_is_not_used_makes_nothing_fail() -> None:
    text = r"Let $g(x) = x F(x)$ where $F'(x) = f(x)$. $$ g'(x) = F(x) + x f(x) $$"
    assert "fails" not in words(text)


def test_what_is_true_of_the_last_layer_makes_nothing_fail_for_another() -> None:
    text = r"$a^l = \sigma(z^l)$, $z^l = w^l a^{l-1}$. $$ a^L = \sigma(z^L) $$"
    assert words(text)[-1] in {"undecided", "not understood", "holds"}


def test_the_identity_is_no_matrix_of_its_own() -> None:
    text = r"$P = I - X (X^T X)^{-1} X^T$. $$ PP = P $$ $$ PP = I $$"
    assert words(text) == ["holds", "fails"]
    assert "I" not in dict(roles(text))


NUMBERED = r"""
$s_1 = V_1 q + c_1$, $r_1 = \sigma(s_1)$, $s_2 = V_2 r_1 + c_2$,
$E = \frac12 \|s_2 - g\|^2$.

$$ \frac{\partial E}{\partial V_2} = (s_2 - g) r_1^T $$
$$ \frac{\partial E}{\partial c_1} = V_2^T (s_2 - g) \odot r_1 \odot (1 - r_1) $$
"""


def test_names_with_a_number_below_are_arrays_where_signs_say_so() -> None:
    assert words(NUMBERED) == ["holds", "holds"]
    assert ("V_1, V_2", "a matrix") in roles(NUMBERED)


def test_numbers_do_not_make_a_wrong_order_of_factors_hold() -> None:
    text = NUMBERED.replace("(s_2 - g) r_1^T", "r_1 (s_2 - g)^T")
    assert words(text)[0] == "not understood"


def test_what_is_added_to_a_matrix_times_a_vector_is_no_number() -> None:
    text = r"""$s = V q + c$, $\hat r = \sigma(s)$, $E = \sum_i (r_i - \hat r_i)^2$.
    $$ \frac{\partial E}{\partial c} = 1 $$ $$ \frac{\partial E}{\partial c} = 2 $$"""
    assert ("c", "a number") not in roles(text)


def test_what_a_reader_says_of_a_name_wins() -> None:
    text = "$$ L = \\frac{1}{2} x^2 $$ $$ \\frac{\\partial L}{\\partial x} = x $$"
    said = {one.name: one.role for one in guessed(text).choices}
    assert said["x"] == "a number"
    found = check_text(text, guess=True, answers={"x": "a vector"})
    (one,) = (choice for choice in found.choices if choice.name == "x")
    assert (one.role, one.because) == ("a vector", "you said so")
    assert "a number" in one.others


def test_whether_a_text_was_guessed_is_known() -> None:
    assert guessed(LAYERS).guessed
    assert not guessed("$$ y := x $$ $$ y = x $$").guessed


@pytest.mark.parametrize(
    "line",
    [r"\mathbb{E}[X^2] = X\, \mathbb{E}[X]", r"E[X^2] = E[X]^2",
     r"\operatorname{Var}(aX) = a \operatorname{Var}(X)", r"\Delta(xy) = \Delta x\, y"],
)  # fmt: skip  # a table
def test_what_stands_as_operators_do_is_no_factor_and_nothing_that_is_defined(
    line: str,
) -> None:
    assert words(f"${line}$") == ["not understood"]


def test_a_product_in_brackets_is_no_list_of_parameters() -> None:
    assert words("$P(AB) = P(A) B$") == ["undecided"]


def test_a_small_letter_before_a_sum_in_brackets_is_a_factor() -> None:
    text = r"$z = y - \eta [y - t]$, so $z = (1 - \eta) y + \eta t$."
    assert words(text) == ["holds"]
