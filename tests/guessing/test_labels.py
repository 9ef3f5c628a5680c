"""Letters of a posted text that are labels, and names that hold events."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text

MARGINS = r"""
The loss of one example $x$ with the correct class $y$ is

$$ L = \sum_{j \neq y} \max(0, s_j - s_y + \Delta), \quad s_j = w_j^T x $$

$$ \nabla_{w_y} L = -\sum_{j \neq y} \mathbb{1}(s_j - s_y + \Delta > 0) x $$
$$ \frac{\partial L}{\partial s_y} = -1 $$
"""
WORDS = r"""
$$ q_o = P(O = o | C = c) = \frac{\exp(u_o^T v_c)}{\sum_{w=1}^V \exp(u_w^T v_c)} $$

The loss is $J = -\log q_o$ for the word $o$.

$$ \frac{\partial J}{\partial v_c} = -u_o + \sum_{w=1}^V q_w u_w $$
$$ \frac{\partial J}{\partial u_o} = (1 - q_o) v_c $$
"""


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        (MARGINS, ["holds", "fails"], ("y", "a label, one of 1 to K")),
        (WORDS, ["holds", "fails"], ("o", "a label, one of 1 to V")),
    ],
)
def test_a_letter_that_says_which_one_is_right_is_a_label(
    text: str, words: list[str], label: tuple[str, str]
) -> None:
    found = check_text(text, guess=True)
    assert [relation.verdict.word for relation in found.relations] == words
    assert label in [(one.name, one.role) for one in found.choices]


def test_a_loss_of_a_recursion_makes_nothing_fail_for_later_steps() -> None:
    text = r"""
$$ c_t = f_t c_{t-1} + g_t, \quad h_t = o_t \tanh(c_t) $$
$$ \frac{\partial E}{\partial c_t}
= \frac{\partial E}{\partial h_t} o_t (1 - \tanh^2(c_t)) $$
"""
    (relation,) = check_text(text, guess=True).relations
    assert relation.verdict.reason == (
        "the sides differ; the text does not say on which of the steps E depends"
    )
