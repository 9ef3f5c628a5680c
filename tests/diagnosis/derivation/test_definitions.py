"""What a model says of an entry: which definition, where, and named derivatives."""

from __future__ import annotations

import pytest

from derivcheck.diagnosis.derivation.definitions import (
    definitions_of,
    hubs_of,
    matched,
    named_by,
    recurs,
    ways_named,
)
from derivcheck.expressions import nodes as n
from derivcheck.expressions import spelled
from derivcheck.models import Model
from tests.diagnosis.derivation.terms_in_words import model_of, said

I, J, T = (n.Letter(letter) for letter in "ijt")
RECURRENT = r"""
For $t = 1, \dots, T$ with $x_t, w, u \in \mathbb{R}$:

$$
h_0 := 0, \qquad h_t := \tanh(w h_{t-1} + u x_t), \qquad E := h_T
$$
"""
PENALTY = r"""
For $i = 1, \dots, n$ with $x_i, w_i \in \mathbb{R}$:

$$
y := \sum_i w_i x_i, \qquad L := y^2, \qquad E := L + \sum_i w_i^2
$$

$$
\delta := \frac{\partial L}{\partial y}
$$
"""


@pytest.fixture(scope="module")
def recurrent() -> Model:
    return model_of(RECURRENT)


@pytest.fixture(scope="module")
def penalty() -> Model:
    return model_of(PENALTY)


def defined(model: Model, *at: n.Position) -> list[tuple[list[str], str]]:
    entry = n.Symbol("h", at)
    return [(said(where), spelled(v)) for where, v in definitions_of(model, entry)]


def test_the_definition_of_just_this_entry_stands_before_the_general_one(
    recurrent: Model,
) -> None:
    assert defined(recurrent, n.Fixed(0)) == [(["1"], "0")]


def test_a_general_definition_is_read_at_the_entry(recurrent: Model) -> None:
    text = "tanh(((w · h[s-2]) + (u · x[s-1])))"
    assert defined(recurrent, n.Letter("s", -1)) == [(["1"], text)]


def test_an_input_has_no_definition(recurrent: Model) -> None:
    assert list(definitions_of(recurrent, n.Symbol("x", (T,)))) == []


def test_what_a_letter_cannot_be_must_be_equal_besides() -> None:
    assert matched((I, J), (J, n.Fixed(2))) == ({"i": J, "j": n.Fixed(2)}, ())
    assert matched((I, I), (J, T)) == ({"i": J}, ((J, T),))
    assert matched((n.Fixed(1),), (J,)) == ({}, ((n.Fixed(1), J),))


def test_what_reads_other_entries_of_itself_recurs(recurrent: Model) -> None:
    assert recurs(recurrent, "h")
    assert not recurs(recurrent, "E")


def test_a_derivative_that_the_page_has_named_is_known_by_its_variable(
    penalty: Model,
) -> None:
    assert named_by(penalty, n.Symbol("L")) == {r"\delta": frozenset({"y"})}
    ((name, row),) = ways_named(penalty, n.Symbol("L"))["y"]
    assert (name, spelled(row.value)) == (r"\delta", "(∂L / ∂y)")
    assert named_by(penalty, n.Symbol("E")) == {}


def test_a_loss_inside_a_penalty_whose_derivatives_have_names_is_a_hub(
    penalty: Model,
) -> None:
    assert hubs_of(penalty, n.Symbol("E"), n.Symbol("w", (I,))) == ["L"]
    assert hubs_of(penalty, n.Symbol("L"), n.Symbol("w", (I,))) == []
