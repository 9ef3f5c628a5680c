"""Kinds of lines that posted texts have, each with a slip that is told."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text

UPDATE = r"""
With $z = w x + b$ and $L = (z - t)^2$ we set
$w = w - \eta \frac{\partial L}{\partial w}$ and
$b := b - \eta \frac{\partial L}{\partial b}$, where

$$ \frac{\partial L}{\partial w} = 2 (z - t) x $$
$$ \frac{\partial L}{\partial b} = 2 (z - t) x $$
"""
ANY_ACTIVATION = r"""
The activation is $a = \sigma(z)$, with $z = w x$ and $L = (a - t)^2$.

$$ \frac{\partial L}{\partial w} = 2 (a - t) \sigma'(z) x $$
$$ \frac{\partial L}{\partial w} = 2 (a - t) a (1 - a) x $$
$$ \frac{\partial L}{\partial w} = (a - t) \sigma'(z) x $$
"""
NAMED_PART = r"""
Let $p = \text{softmax}(Wx + b)$ and $L = -\sum_k y_k \log p_k$ with $y$ one-hot. With
$z = Wx + b$,

$$ \frac{\partial L}{\partial z} = p - y $$
$$ \frac{\partial L}{\partial z} = y - p $$
"""
ROWS = r"""
The layer is $Y = XW + b$ where $X$ is $N \times D$, $W$ is $D \times M$ and $b$ is a
vector with $M$ entries. For a scalar loss $L$

$$ \frac{\partial L}{\partial W} = X^T \frac{\partial L}{\partial Y} $$
$$ \frac{\partial L}{\partial b_j} = \sum_{i=1}^N \frac{\partial L}{\partial Y_{ij}} $$
$$ \frac{\partial L}{\partial b_j} = 2 \sum_i \frac{\partial L}{\partial Y_{ij}} $$
"""
STAR = r"""
The loss is $E = -u_{j^*} + \log \sum_{k=1}^V \exp(u_k)$ with the softmax

$$ p_j = y_j = \frac{\exp(u_j)}{\sum_{k=1}^V \exp(u_k)} $$

$$ \frac{\partial E}{\partial u_j} = y_j - \mathbb{1}(j = j^*) $$
$$ \frac{\partial E}{\partial u_j} = p_j + \mathbb{1}(j = j^*) $$
"""
COLON = r"""
The colon is the Frobenius product, $W \in \mathbb{R}^{m \times n}$, $x$ is a vector.

$$ Y = W^T W - I, \quad z = Yx, \quad \mathcal{L} = \frac12 z : z $$
$$ d\mathcal{L} = z : dY\,x $$
$$ d\mathcal{L} = z : Y\,dW\,x $$
"""
BOLD = r"""
Let $L = \frac12 \Vert \mathbf{y} - \mathbf{X} \mathbf{w} \Vert^2$. Then

$$ \frac{\partial L}{\partial w} = X^T (Xw - y) $$
$$ \frac{\partial L}{\partial w} = X^T (y - Xw) $$
"""
GATES = r"""
$$ z = \sigma(w_z x + u_z h_{prev}), \quad g = \tanh(w_g x + u_g h_{prev}) $$
$$ h = (1 - z) h_{prev} + z g $$
$$ \frac{\partial h}{\partial z} = g - h_{prev} $$
$$ \frac{\partial h}{\partial h_{prev}} = 1 - z $$
"""
HINGE = r"""
Let $L = \max(0, 1 - y s)$ with $s = w x$. When the margin is violated,

$$ \frac{\partial L}{\partial w} = -y x $$
$$ \frac{\partial L}{\partial w} = y x $$
"""
GIVEN_AGAIN = r"""
$$ N = \log \sigma + \frac{(y - \mu)^2}{2 \sigma^2} $$

With $s = \log \sigma$ this is

$$ N = s + \frac{(y - \mu)^2}{2} e^{-2s} $$
$$ \frac{\partial N}{\partial s} = 1 - (y - \mu)^2 e^{-2s} $$
$$ \frac{\partial N}{\partial s} = 1 + (y - \mu)^2 e^{-2s} $$
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (UPDATE, ["holds", "fails"]),
        (ANY_ACTIVATION, ["holds", "undecided", "fails"]),
        (NAMED_PART, ["holds", "fails"]),
        (ROWS, ["holds", "holds", "fails"]),
        (STAR, ["holds", "fails"]),
        (COLON, ["holds", "not understood"]),
        (BOLD, ["holds", "fails"]),
        (GATES, ["holds", "fails"]),
        (HINGE, ["undecided", "fails"]),
        (GIVEN_AGAIN, ["holds", "holds", "fails"]),
    ],
)
def test_lines_of_a_kind_are_read_and_slips_in_them_are_told(
    text: str, words: list[str]
) -> None:
    found = check_text(text, guess=True)
    assert [relation.verdict.word for relation in found.relations] == words
