"""The walk through the definitions of a model, backwards and forwards."""

from __future__ import annotations

from functools import cache

import pytest

from derivcheck.diagnosis.derivation import chain_rule
from derivcheck.diagnosis.derivation.chain_rule import Derivation
from derivcheck.diagnosis.derivation.term_algebra import Algebra
from derivcheck.diagnosis.derivation.terms import Unwritten
from derivcheck.expressions import nodes as n
from derivcheck.models import Model
from tests.diagnosis.derivation.terms_in_words import model_of, said

I, J, K, S, T = (n.Letter(letter) for letter in "ijkst")
E = n.Symbol("E")
NETWORK = r"""
For $i, j = 1, \dots, n$ and $k = 1, \dots, m$ with $x_k, b_i, v_i \in \mathbb{R}$:

$$
y_i := \sum_k w_{ik} x_k + b_i, \qquad a_i := \tanh(y_i), \qquad E := \sum_i v_i a_i
$$
"""
NAMED = NETWORK + r"$$ G_i := \frac{\partial E}{\partial a_i} $$"
PENALTY = r"""
For $i = 1, \dots, n$ with $x_i, w_i \in \mathbb{R}$:

$$
y := \sum_i w_i x_i, \qquad L := y^2, \qquad E := L + \sum_i w_i^2, \qquad
g := \frac{\partial L}{\partial y}
$$
"""
RECURRENT = r"""
For $t = 1, \dots, T$ with $x_t, w, u \in \mathbb{R}$:

$$
h_0 := 0, \qquad h_t := \tanh(w h_{t-1} + u x_t), \qquad E := h_T
$$
"""


@cache
def model(page: str) -> Model:
    return model_of(page)


def derivative(page: str, of: n.Symbol, by: n.Symbol, *kept: str) -> list[str]:
    """The derivative of a quantity, where those by some may stay names."""
    return said(Derivation(model(page), of, Algebra(), frozenset(kept)).by(by))


def entry(name: str, *at: n.Position) -> n.Symbol:
    return n.Symbol(name, at)


@pytest.mark.parametrize(
    ("variable", "found"),
    [
        (entry("v", I), "a[i]"),
        (entry("a", I), "v[i]"),
        (entry("y", I), "(v[i] · (1 + (-1 · (a[i] ^ 2))))"),
        (entry("w", I, K), "(v[i] · (1 + (-1 · (a[i] ^ 2))) · x[k])"),
        (entry("x", K), "sum(·1: (v[·1] · (1 + (-1 · (a[·1] ^ 2))) · w[·1,k]))"),
    ],
)
def test_a_derivative_goes_through_all_that_reads_the_variable(
    variable: n.Symbol, found: str
) -> None:
    assert derivative(NETWORK, E, variable) == [found]


def test_what_is_not_read_has_no_derivative_and_a_quantity_by_itself_a_delta() -> None:
    assert derivative(NETWORK, entry("y", I), entry("v", J)) == []
    assert derivative(NETWORK, entry("y", I), entry("y", J)) == ["[1 if i = j else 0]"]


def test_the_derivative_by_a_kept_quantity_stays_a_fraction_or_has_its_name() -> None:
    weight = entry("w", I, K)
    assert derivative(NETWORK, E, weight, "y") == ["((∂E / ∂y[i]) · x[k])"]
    named = ["(G[i] · (1 + (-1 · (a[i] ^ 2))) · x[k])"]
    assert derivative(NAMED, E, weight, "a") == named


def test_the_way_through_a_hub_stands_beside_the_way_past_it() -> None:
    found = derivative(PENALTY, E, entry("w", I), "y")
    assert found == ["(g · x[i])", "(w[i] · 2)"]


def test_of_what_recurs_the_derivative_is_told_by_that_of_the_step_before() -> None:
    by_weight = "((1 + (-1 · (h[t] ^ 2))) · (((∂h[t-1] / ∂w) · w) + h[t-1]))"
    assert derivative(RECURRENT, entry("h", T), entry("w")) == [by_weight]
    by_state = [
        "[1 if t = s else 0]",
        "((1 + (-1 · (h[t] ^ 2))) · w · (∂h[t-1] / ∂h[s]))",
    ]
    assert derivative(RECURRENT, entry("h", T), entry("h", S)) == by_state


def test_by_what_recurs_the_derivative_stays_a_fraction_in_the_sum() -> None:
    found = ["sum(·1: ((∂E / ∂h[·1]) · (1 + (-1 · (h[·1] ^ 2))) · h[·1-1]))"]
    assert derivative(RECURRENT, E, entry("w")) == found


def test_too_long_a_chain_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain_rule, "DEEPEST", 1)
    with pytest.raises(Unwritten, match="too deep"):
        derivative(NETWORK, E, entry("x", K))
