"""What is odd about a relation that fails: whole sentences."""

from __future__ import annotations

import pytest

from derivcheck.diagnosis.failing_claim import Bench, bench_for, writer_for
from derivcheck.diagnosis.symptoms import oddities
from derivcheck.pages.page_check import check_text

SOFTMAX = r"""
For $i = 1, \dots, n$ and $m = 1, \dots, n$ with $z_i, t_i \in \mathbb{R}$:

$$
p_i := \frac{e^{z_i}}{\sum_m e^{z_m}}, \qquad E := -\sum_i t_i \ln p_i
$$
"""
MATRICES = r"""
$A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$

$$
f := \frac{1}{2} x^\top A x
$$
"""


def odd(claim: str, before: str = SOFTMAX) -> list[str]:
    """What is odd about one display."""
    found = check_text(f"{before}\n$$\n{claim}\n$$\n")
    relation = found.relations[-1]
    assert relation.verdict.word == "fails", relation.verdict
    bench = bench_for(relation)
    assert bench is not None
    return [one.text for one in oddities(bench, writer_for(bench, found.pieces))]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            r"E = \sum_i t_i (1 - \sum_m p_m)",
            "the right side is zero at every point that was tried",
        ),
        (
            r"\sum_i t_i (1 - \sum_m p_m) = E",
            "the left side is zero at every point that was tried",
        ),
        (r"2 E = E", "the left side is always 2 times the right"),
        (r"E = \sum_i t_i \ln p_i", "the sides differ in their sign alone"),
        (
            r"\sum_m z_m = \frac{1}{n} \sum_m z_m",
            "the left side is always n times the right",
        ),
        (r"\frac{1}{n} E = E", "the left side is always 1/n times the right"),
        (r"E = E - 2", "the left side is always 2 more than the right"),
        (
            r"\frac{\partial p_i}{\partial z_m} = p_i (1 - p_m)",
            "the sides are equal where i = m, and only there: the part for i ≠ m is "
            "missing or extra",
        ),
        (
            r"\frac{\partial p_i}{\partial z_m} = -p_i p_m",
            "the sides are equal wherever i ≠ m, and only there",
        ),
        (
            r"\frac{\partial p_i}{\partial z_1} = p_i (1 - p_1)",
            "the sides are equal where i = 1, and only there",
        ),
        (
            r"\frac{\partial E}{\partial z_i} = p_i - t_i",
            r"the sides are equal if `\sum_i t_i = 1`, which is not stated here",
        ),
        (
            r"\frac{\partial E}{\partial t_i} = -\sum_i \ln p_i",
            "the sides are equal when the bound i on the right is the free one on the "
            "left",
        ),
    ],
)  # fmt: skip  # a row a case
def test_what_is_odd_is_said(claim: str, sentence: str) -> None:
    assert odd(claim) == [sentence]


@pytest.mark.parametrize(
    "claim",
    [
        "2 E = E",
        "E = E - 2",
        r"\frac{\partial p_i}{\partial z_m} = -p_i p_m",
        r"\frac{\partial p_i}{\partial z_1} = p_i (1 - p_1)",
        r"\frac{\partial E}{\partial t_i} = -\sum_i \ln p_i",
    ],
)
def test_what_does_not_hold_at_other_points_is_not_said(
    claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert odd(claim)
    monkeypatch.setattr(Bench, "holds", lambda bench, claim: False)
    assert odd(claim) == []


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            r"\frac{\partial f}{\partial A} = \frac{1}{2} x x^\top + A - A^\top",
            None,
        ),
        (
            r"A + x x^\top = A^\top + x x^\top",
            "the sides are equal when the right one is transposed",
        ),
    ],
)
def test_a_transpose_is_seen(claim: str, sentence: str | None) -> None:
    assert odd(claim, MATRICES) == ([] if sentence is None else [sentence])


def test_exchanged_indices_are_seen() -> None:
    before = SOFTMAX.replace("z_i, t_i", "z_i, t_i, w_{im}")
    assert odd(r"w_{im} z_m = w_{mi} z_i", before) == [
        "the sides are equal when i and m are exchanged on the right: one side is the "
        "transpose of the other"
    ]


def test_a_side_that_is_written_as_zero_is_not_odd() -> None:
    assert odd("E = 0") == []


def test_of_a_bound_nothing_is_odd() -> None:
    assert odd("E < E - 1") == []


TWO_LAYERS = r"""
$$
h_j := \tanh(\sum_i w_{ij} x_i), \quad o_k := \sum_j w_{jk} h_j, \quad E := \sum_k o_k^2
$$
"""


def test_weights_of_two_layers_with_one_name_are_told() -> None:
    sentence = (
        "`w_{ij}` and `w_{jk}` are entries of one array here; if they belong to two "
        "layers, give each layer's a name of its own"
    )
    claim = r"\frac{\partial E}{\partial w_{jk}} = 2 o_k h_j"
    assert sentence in odd(claim, TWO_LAYERS)
    apart = TWO_LAYERS.replace("w_{jk}", "v_{jk}")
    assert sentence not in odd(r"\frac{\partial E}{\partial v_{jk}} = o_k h_j", apart)
