r"""What a posted text leaves out: its network, its conditions, the kinds of its names.

Each is told by derivatives, by words or by how names stand, and never by a verdict.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.checking import Found
from derivcheck.pages import check_text
from derivcheck.reports import as_text

POSTED = Path(__file__).parents[2] / "docs" / "check-yours"
UNITS = r"""
I use the sigmoid as activation.

$$ \frac{\partial E}{\partial w_5} = \frac{\partial E}{\partial out_{o1}} *
\frac{\partial out_{o1}}{\partial net_{o1}} * \frac{\partial net_{o1}}{\partial w_5} $$
$$ \frac{\partial out_{o1}}{\partial net_{o1}} = out_{o1} (1 - out_{o1}) $$
"""
TWO_UNITS = r"""
With the sigmoid as activation $\frac{\partial out_{hi}}{\partial net_{hj}} = 0$ for
$i \ne j$. With the softmax $\sum_i out_{hi} = 1$.

$$ \frac{\partial E}{\partial net_{h1}}
= \sum_i \frac{\partial E}{\partial out_{hi}}
\frac{\partial out_{hi}}{\partial net_{h1}} $$
"""
REPEATED = r"""
Repeated indices are summed. The layer is $y_i = W_{ij} x_j$.

$$ \frac{\partial y_i}{\partial W_{kl}} = \delta_{ik} x_l $$
"""
LAYERS = r"""
Let $z^l = w^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$, and $C$ the cost. I define
$\delta^l_j = \frac{\partial C}{\partial z^l_j}$ and get

$$ \delta^l_j = \sum_k w^{l+1}_{kj} \delta^{l+1}_k \sigma'(z^l_j) $$
$$ \frac{\partial C}{\partial b^l_j} = \delta^l_j $$
"""
STEPS = r"""
Let $h_t = \tanh(W h_{t-1} + U x_t)$ and $y_t = V h_t$.

$$ \frac{\partial y_t}{\partial h_t} = V $$
"""
SHARES = r"""
Let $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$ and $L = -\sum_i y_i \log p_i$. WORDS

$$ \frac{\partial L}{\partial z_i} = p_i - y_i $$
"""
NORMALIZED = r"""
In batch normalization I find

$$ \frac{\partial \hat{x}_i}{\partial x_i}
= \frac{\partial}{\partial x_i} \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} $$
$$ \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu) $$
"""
VALUES = r"""
Let $q = x + y$ and $f = q z$. With $x = -2$, $y = 5$, $z = -4$ we get

$$ f = -12 $$
"""
READ = [UNITS, TWO_UNITS, REPEATED, LAYERS, STEPS, NORMALIZED, VALUES]


def guessed(text: str) -> Found:
    return check_text(text, guess=True)


def words(text: str) -> list[str]:
    return [relation.verdict.word for relation in guessed(text).relations]


def told(text: str) -> list[str]:
    return [choice.told for choice in guessed(text).choices]


@pytest.mark.parametrize("text", READ)
def test_a_right_text_that_leaves_its_model_out_holds(text: str) -> None:
    assert set(words(text)) == {"holds"}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (UNITS, "(1 - out_{o1})", "(1 + out_{o1})"),
        (REPEATED, r"\delta_{ik} x_l", r"-\delta_{ik} x_l"),
        (LAYERS, r"\sigma'(z^l_j) $$", r"(-\sigma'(z^l_j)) $$"),
        (STEPS, "= V $$", "= -V $$"),
        (NORMALIZED, r"\frac{2}{N} (", r"\frac{-2}{N} ("),
        (VALUES, "-12", "12"),
    ],
)
def test_a_flipped_sign_fails_under_the_same_reading(
    text: str, right: str, wrong: str
) -> None:
    slipped = text.replace(right, wrong)
    assert slipped != text
    assert "fails" in words(slipped)
    assert told(slipped) == told(text)


def test_what_fails_for_some_networks_is_undecided() -> None:
    text = r"""
$$ \frac{\partial L}{\partial w} = \frac{\partial L}{\partial o}
\frac{\partial o}{\partial h_1} \frac{\partial h_1}{\partial w} $$
$$ \frac{\partial o}{\partial w} = \frac{\partial o}{\partial h_1}
\frac{\partial h_1}{\partial w}
+ \frac{\partial o}{\partial h_2} \frac{\partial h_2}{\partial w} $$
"""
    assert words(text) == ["undecided", "holds"]


def test_what_is_defined_by_a_derivative_without_a_path_is_no_claim() -> None:
    text = r"$s = c^2$, $\delta_j = \frac{\partial s}{\partial z_j}$ $$ \delta_j = 0 $$"
    assert "fails" not in words(text)
    assert "holds" not in words(text)


def test_a_condition_that_settles_what_fails_is_told() -> None:
    found = guessed(SHARES.replace("WORDS", "Then"))
    (relation,) = found.relations
    assert relation.verdict.reason == (
        r"it holds if $\sum_i y_i = 1$, which the text does not say"
    )


@pytest.mark.parametrize(
    "said",
    [
        "Since the labels sum to one,",
        "Here $y$ is a probability distribution.",
        "Only one of the $y_i$ is 1.",
    ],
)
def test_a_condition_that_the_words_say_is_taken(said: str) -> None:
    found = guessed(SHARES.replace("WORDS", said))
    (relation,) = found.relations
    assert relation.verdict.word == "holds"
    assert relation.verdict.needs[-1] == r"\sum_i y_i = 1, as the text says"


def test_a_condition_settles_no_wrong_sign() -> None:
    text = SHARES.replace("WORDS", "Then").replace("p_i - y_i", "y_i - p_i")
    assert words(text) == ["fails"]


@pytest.mark.parametrize(
    ("given", "claimed"),
    [
        ("$y = W h$, $E = \\frac12 \\sum_k (y_k - t_k)^2$", "W(y - t)"),
        ("$y = W h$, $E = \\frac12 \\|y - t\\|^2$", "W(y - t)"),
    ],
)
def test_a_transpose_that_is_forgotten_never_holds(given: str, claimed: str) -> None:
    text = rf"{given}. Then $$ \frac{{\partial E}}{{\partial h}} = {claimed} $$"
    assert words(text) == ["not understood"]


def test_a_letter_before_a_difference_in_brackets_is_a_factor() -> None:
    text = r"$f(x) = a (x - b)(x - c)$. $$ f'(x) = a(x - b) + a(x - c) $$"
    assert words(text) == ["holds"]


@pytest.mark.parametrize(
    ("given", "claimed", "word"),
    [
        ("$y = ax + b$", r"x = \frac{y + b}{a}", "undecided"),
        ("$y = ax + b$", r"x = \frac{y - b}{a}", "holds"),
        (r"$p = \sigma(z)$", r"z = \ln\frac{1 - p}{p}", "undecided"),
        ("We use", "x^2 = 2x", "fails"),
    ],
)
def test_what_would_go_round_in_a_circle_is_a_claim(
    given: str, claimed: str, word: str
) -> None:
    assert words(f"{given}. Then $$ {claimed} $$") == [word]


def test_what_a_minimum_is_found_at_is_no_definition() -> None:
    text = r"""
The loss is $L = \sum_i (w x_i - y_i)^2$.
$$ \frac{dL}{dw} = 2 \sum_i x_i (w x_i - y_i) = 0 $$
$$ w = \frac{\sum_i x_i y_i}{\sum_i x_i^2} $$
"""
    assert words(text) == ["holds", "undecided", "undecided"]


@pytest.mark.parametrize(
    "said",
    ["with $k$ symmetric", "where the $k$ are symmetric"],
)
def test_a_property_in_words_makes_nothing_fail(said: str) -> None:
    text = rf"""
Let $K = \sum_{{i,j}} a_i a_j k_{{ij}}$, {said}.
$$ \frac{{\partial K}}{{\partial a_i}} = 2 \sum_j a_j k_{{ij}} $$
"""
    assert words(text) == ["undecided"]


def test_an_operator_is_no_factor() -> None:
    assert words(r"$$ \mathbb{E}[X^2] = \mathbb{E}[X]^2 $$") == ["not understood"]


def test_the_parts_of_a_text_have_their_own_units() -> None:
    assert "there out_{hi} is the softmax of net_{\\text{h}}" in told(TWO_UNITS)


TURNING = r"""
$$ \frac{\partial E}{\partial net_{h1}}
= \sum_i \frac{\partial E}{\partial out_{hi}}
\frac{\partial out_{hi}}{\partial net_{h1}} $$

With the sigmoid $\frac{\partial out_{hi}}{\partial net_{hj}} = 0$ for $i \ne j$, and

$$ = \frac{\partial E}{\partial out_{h1}} out_{h1} (1 - out_{h1})
= g \cdot out_{h1} (1 - out_{h1}) $$

With the softmax I get

$$ = \sum_i LAST \cdot out_{h1} (1_{i=1} - out_{hi}) $$
"""


def test_a_chain_begins_again_where_the_text_turns_to_another_model() -> None:
    text = TURNING.replace("LAST", r"\frac{\partial E}{\partial out_{hi}}")
    assert words(text) == ["holds"] * 5


def test_a_name_that_lacks_the_index_of_a_sum_is_told() -> None:
    found = guessed(TURNING.replace("LAST", "g"))
    assert [r.verdict.word for r in found.relations] == [*["holds"] * 4, "fails"]
    assert (
        r"`g` has no index `i`: `\frac{\partial E}{\partial out_{hi}}` for it, so "
        r"`\sum_i \frac{\partial E}{\partial out_{hi}} \cdot out_{h1} "
        r"(1_{i=1} - out_{hi})`: holds"
    ) in as_text([found], {})


def test_it_is_told_of_a_relation_that_an_open_layer_leaves_undecided() -> None:
    text = (POSTED / "1-hidden-softmax.txt").read_text("utf-8")
    found = guessed(text)
    *before, last = found.relations
    assert {relation.verdict.word for relation in before} == {"holds"}
    assert (last.verdict.word, last.verdict.reason) == (
        "undecided",
        "the sides differ; they may agree once net_h is given: define it",
    )
    assert (
        r"`w_{oj}` has no index `i`: "
        r"`\frac{\partial net_{oj}}{\partial out_{hi}}` for it, so"
    ) in as_text([found], {})


def test_what_has_a_name_at_the_end_of_a_chain_is_given_by_it() -> None:
    text = r"""
Let $A = \log \sum_i e^{t_i}$.
$$ \frac{\partial A}{\partial t_j} = \frac{e^{t_j}}{\sum_i e^{t_i}} = p_j $$
$$ \frac{\partial p_j}{\partial t_k} = p_j (\delta_{jk} - p_k) $$
"""
    assert words(text) == ["holds", "holds"]


FACTORS = r"""
The activation is the sigmoid.
$$ \frac{\partial E}{\partial a} \frac{\partial a}{\partial z} = \delta REST $$
"""


def test_a_name_stands_for_the_factor_in_its_place() -> None:
    assert words(FACTORS.replace("REST", "a (1 - a)")) == ["holds"]
    assert words(FACTORS.replace("REST", "a (1 + a)")) == ["fails"]


def test_an_equality_of_which_all_names_stand_for_factors_claims_nothing() -> None:
    assert "holds" not in words(FACTORS.replace("REST", "s"))


def test_a_weight_that_is_said_to_feed_one_unit_feeds_no_other() -> None:
    text = r"""
$$ \frac{\partial E}{\partial w_1}
= \sum_i \frac{\partial E}{\partial net_{hi}} \frac{\partial net_{hi}}{\partial w_1}
= \frac{\partial E}{\partial net_{h1}} \frac{\partial net_{h1}}{\partial w_1}
[\text{if } i \ne 1, \frac{\partial net_{hi}}{\partial w_1} = 0] $$
"""
    assert set(words(text)) == {"holds"}


def test_words_between_numbers_are_no_operators() -> None:
    text = r"Let $y = x^2$. Inserting $$2.1 \space and \space 2.3$$ gives $$y = x^2$$"
    assert guessed(text).mistakes == []
