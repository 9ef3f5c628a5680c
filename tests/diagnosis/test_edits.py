"""Single edits: every place of a side, and the slips that people make there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from derivcheck.diagnosis.edits import (
    Edit,
    is_array,
    letters_of,
    places,
    slips,
    slips_of_arrays,
    steps,
    symbols_of,
)
from derivcheck.expressions import nodes as n
from derivcheck.expressions import spelled
from derivcheck.models import Model
from derivcheck.pages import check_text
from tests.expressions.written import DECLARED, claim, written

C = n.Symbol("c")
RECURRENT = r"""
For $t = 1, \dots, T$ with $x_t, w, b \in \mathbb{R}$:

$$
h_0 := 0, \qquad h_t := w h_{t-1} + x_t
$$

$$
h_t = b
$$
"""


@cache
def model(page: str) -> Model:
    ground = check_text(page).relations[-1].ground
    assert ground is not None
    return ground.assumed.model


def in_words(edits: Iterable[Edit]) -> list[tuple[str, str]]:
    return [(edit.kind, spelled(edit.whole)) for edit in edits]


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("a x_i", [
            ("factor dropped", "x[i]"),
            ("factor doubled", "(a · x[i] · a)"),
            ("factor dropped", "a"),
            ("factor doubled", "(a · x[i] · x[i])"),
            ("index", "(a · x[j])"),
            ("sign", "(-(a · x[i]))"),
        ]),
        ("a - b", [
            ("term dropped", "(-b)"),
            ("sign", "((-a) - b)"),
            ("term doubled", "(a - b + a)"),
            ("term dropped", "a"),
            ("sign", "(a + b)"),
            ("term doubled", "(a - b - b)"),
            ("sign", "(a + b)"),
        ]),
        (r"\frac{a}{b}", [
            ("numerator and denominator", "(b / a)"),
            ("denominator lost", "a"),
            ("sign", "(-(a / b))"),
        ]),
        ("a^2", [
            ("power", "a"),
            ("power", "(a ^ (2 + 1))"),
            ("number", "(a ^ 3)"),
            ("sign", "(-(a ^ 2))"),
        ]),
        (r"\tanh(a)", [
            ("function", "sigmoid(a)"),
            ("function lost", "a"),
            ("sign", "(-tanh(a))"),
        ]),
        (r"\sum_{k \ne j} x_k", [
            ("sum lost", "x[k]"),
            ("condition lost", "sum(k: x[k])"),
            ("condition", "sum(k where k = j: x[k])"),
            ("index", "sum(k where i ≠ j: x[k])"),
            ("index", "sum(k where j ≠ j: x[k])"),
            ("index", "sum(k where k ≠ i: x[k])"),
            ("index", "sum(k where k ≠ k: x[k])"),
            ("index", "sum(k where k ≠ j: x[i])"),
            ("index", "sum(k where k ≠ j: x[j])"),
            ("sign", "(-sum(k where k ≠ j: x[k]))"),
        ]),
        ("w_{ij}", [
            ("index", "w[j,j]"),
            ("index", "w[i,i]"),
            ("swapped indices", "w[j,i]"),
            ("sign", "(-w[i,j])"),
        ]),
        ("1_{i=j}", [
            ("one for delta", "1"),
            ("condition", "[1 if i ≠ j else 0]"),
            ("index", "[1 if j = j else 0]"),
            ("index", "[1 if i = i else 0]"),
            ("sign", "(-[1 if i = j else 0])"),
        ]),
        (r"\frac{\partial a}{\partial b}", [
            ("derivative lost", "a"),
            ("numerator and denominator", "(∂b / ∂a)"),
            ("variable of the derivative", "(∂a / ∂c)"),
            ("sign", "(-(∂a / ∂b))"),
        ]),
        (r"\begin{cases} a & a > 0 \\ b & \text{otherwise} \end{cases}", [
            ("cases", "{b if a > 0; a if nothing else}"),
            ("number", "{a if a > 1; b if nothing else}"),
            ("sign", "(-{a if a > 0; b if nothing else})"),
        ]),
    ],
)  # fmt: skip  # a slip a row
def test_each_node_has_its_slips(tex: str, found: list[tuple[str, str]]) -> None:
    assert in_words(slips(written(tex), ["i", "j"], [C])) == found


def test_a_slip_tells_what_was_taken_out_or_put_in() -> None:
    (dropped, doubled, *_) = slips(written("a x_i"), ["i"])
    assert (dropped.before, dropped.after) == (written("a x_i"), written("x_i"))
    assert dropped.what == doubled.what == n.Symbol("a")


def test_the_sides_of_a_claim_are_those_with_the_edit() -> None:
    found, (edit, *_) = claim("a = b c"), slips(written("b c"), [])
    assert edit.sides(found, on_left=False) == (n.Symbol("a"), C)
    assert edit.sides(found, on_left=True) == (C, written("b c"))


def test_places_are_met_from_the_outside_with_the_letters_that_have_a_value() -> None:
    found = places(written(r"a + \sum_k x_k"), ["i"])
    assert [(spelled(p.node), p.letters, p.role) for p in found] == [
        ("(a + sum(k: x[k]))", ("i",), "side"),
        ("a", ("i",), "term"),
        ("sum(k: x[k])", ("i",), "term"),
        ("x[k]", ("i", "k"), "body"),
    ]


def test_a_place_puts_another_node_into_the_whole() -> None:
    found = {p.role: p for p in places(written(r"\frac{a}{b^2}"), [])}
    assert spelled(found["base"].put(C)) == "(a / (c ^ 2))"
    assert spelled(found["over"].put(C)) == "(c / (b ^ 2))"


def test_letters_and_symbols_of_a_claim_are_told_once() -> None:
    found = claim(r"w_{ij} x_j = y_i \quad \text{if } i \ne k")
    assert letters_of(found) == ["i", "j", "k"]
    names = [symbol.name for symbol in symbols_of(found.left, found.right, found.left)]
    assert names == ["w", "x", "y"]


def test_an_array_is_turned_moved_and_multiplied_otherwise() -> None:
    product = n.Product((n.Symbol("w"), n.Symbol("x")), ("",))
    here = model(f"{DECLARED}\n$$\na = b\n$$\n")
    found = slips_of_arrays(here, product)
    assert [(edit.kind, spelled(edit.whole)) for edit in found] == [
        ("order of a product", "(x · w)"),
        ("kind of a product", "(w · x)"),
        ("transpose put in", "((w)ᵀ · x)"),
        ("transpose put in", "(w · (x)ᵀ)"),
    ]
    assert is_array(here, n.Symbol("w"))
    assert not is_array(here, n.Symbol("a"))
    assert not is_array(here, n.Product((n.Symbol("x"), n.Symbol("w")), ("",)))


def test_an_index_of_a_recursion_is_one_step_off() -> None:
    here = model(RECURRENT)
    t = n.Letter("t")
    side = n.Product((n.Symbol("w"), n.Symbol("h", (t,))), ("",))
    found = [("step", "(w · h[t-1])"), ("step", "(w · h[t+1])")]
    assert in_words(steps(here, side)) == found
    assert in_words(steps(model(f"{DECLARED}\n$$\na = b\n$$\n"), side)) == []
