"""What a page has that may stand in a side: put instead of a part, or beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from derivcheck.diagnosis.edits import Edit
from derivcheck.diagnosis.insertions import Stock, additions, replacements
from derivcheck.expressions import nodes as n
from derivcheck.expressions import spelled
from tests.expressions.written import written

A, B = n.Symbol("a"), n.Symbol("b")
X = n.Symbol("x", (n.Letter("i"),))


def fitting(letters: Sequence[str]) -> list[n.Symbol]:
    return [A, X] if "i" in letters else [A]


SMALL = Stock(fitting)
FULL = Stock(
    fitting,
    factors=[B, n.Symbol("y", (n.Letter("k"),))],
    terms=[n.ONE],
    functions=["exp"],
    labels=["t"],
    sizes=["n"],
    letters=["m"],
)


def in_words(edits: Iterable[Edit]) -> list[tuple[str, str]]:
    return [(edit.kind, spelled(edit.whole)) for edit in edits]


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("1", [
            ("number", "0"),
            ("number", "2"),
            ("number", "1/2"),
            ("number", "n"),
            ("delta for one", "[1 if i = 1 else 0]"),
            ("delta for one", "[1 if i = t else 0]"),
        ]),
        ("x_i", [
            ("index", "x[i-1]"),
            ("index", "x[i+1]"),
            ("index", "x[1]"),
            ("name", "a"),
        ]),
        ("x_2", [
            ("index", "x[i]"),
            ("index", "x[1]"),
            ("index", "x[3]"),
            ("index", "x[t]"),
            ("name", "a"),
            ("index", "x[i]"),
        ]),
        (r"\tanh(a)", [
            ("function", "exp(a)"),
            ("order of a derivative", "tanh'(a)"),
            ("name", "tanh(x[i])"),
        ]),
        (r"\frac{\partial c}{\partial a}", [
            ("direct derivative", "(∂⁺c / ∂a)"),
            ("variable of the derivative", "(∂c / ∂x[i])"),
            ("numerator", "(∂a / ∂a)"),
            ("numerator", "(∂x[i] / ∂a)"),
        ]),
        (r"\sum_{j=1}^n c", [
            ("bound", "sum(j = 0 to n: c)"),
            ("bound", "sum(j = 1 to n+1: c)"),
            ("condition put in", "sum(j = 1 to n where j ≠ i: c)"),
            ("name", "sum(j = 1 to n: a)"),
            ("name", "sum(j = 1 to n: x[i])"),
        ]),
    ],
)  # fmt: skip  # a replacement a row
def test_a_node_is_replaced_by_what_may_be_meant(
    tex: str, found: list[tuple[str, str]]
) -> None:
    assert in_words(replacements(written(tex), ["i"], FULL)) == found


def test_an_alias_is_replaced_in_the_slots_that_it_hides() -> None:
    hidden = n.Symbol("w", (n.Fixed(1), n.Letter("i")))
    stock = Stock(lambda letters: [], target=lambda symbol: hidden)
    assert in_words(replacements(n.Symbol("u"), ["i"], stock)) == [
        ("index", "w[i,i]"),
        ("index", "w[2,i]"),
        ("index", "w[1,i-1]"),
        ("index", "w[1,i+1]"),
        ("index", "w[1,1]"),
    ]


def test_arrays_are_put_in_another_order_and_multiplied_otherwise() -> None:
    stock = Stock(lambda letters: [], is_array=lambda node: True)
    w, turned = n.Symbol("w"), n.Transpose(A)
    found = list(replacements(n.Product((w, turned), ("",)), [], stock))
    assert in_words(found) == [
        ("order", "((a)ᵀ · w)"),
        ("order", "(a · (w)ᵀ)"),
        ("product", "(w · (a)ᵀ)"),
        ("product", "(w · (a)ᵀ)"),
    ]
    signs = [e.whole.signs for e in found if isinstance(e.whole, n.Product)]
    assert signs == [("",), ("",), (r"\odot",), (r"\otimes",)]


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("1", [
            ("term put in", "(1 + a)"),
            ("term put in", "(1 - a)"),
            ("term put in", "(a - 1)"),
        ]),
        ("c", [
            ("power put in", "(c ^ 2)"),
            ("derivative put in", "(∂c / ∂a)"),
            ("factor put in", "(c · a)"),
            ("denominator put in", "(c / a)"),
            ("term put in", "(c + a)"),
            ("term put in", "(c - a)"),
            ("term put in", "(a - c)"),
        ]),
        ("a - c", [
            ("power put in", "((a - c) ^ 2)"),
            ("factor put in", "((a - c) · a)"),
            ("denominator put in", "((a - c) / a)"),
            ("term put in", "(a - c + a)"),
            ("term put in", "(a - c - a)"),
            ("power put in", "((a ^ 2) - c)"),
            ("factor put in", "((a · a) - c)"),
            ("power put in", "(a - (c ^ 2))"),
            ("derivative put in", "(a - (∂c / ∂a))"),
        ]),
    ],
)  # fmt: skip  # an addition a row
def test_what_stood_elsewhere_is_put_round_a_node_beside_it_or_below_it(
    tex: str, found: list[tuple[str, str]]
) -> None:
    assert in_words(additions(written(tex), [], SMALL)) == found


def test_a_term_stands_for_zero_rather_than_beside_it() -> None:
    found = [("term for zero", "a"), ("term for zero", "(-a)")]
    assert in_words(additions(n.ZERO, [], SMALL)) == found


def test_only_what_has_a_value_here_is_put_in() -> None:
    factors = [
        spelled(edit.what)
        for edit in additions(n.Symbol("c"), ["i"], FULL)
        if edit.kind == "factor put in" and edit.what is not None
    ]
    assert factors == ["b", "a", "x[i]"]  # y at k has none


def test_a_sum_is_put_before_one_entry_that_stands_for_all() -> None:
    one = written("w_{1j} x_1")
    found = [e for e in additions(one, ["j"], FULL) if e.kind == "sum put in"]
    assert [spelled(edit.whole) for edit in found] == [
        "sum(j: (w[1,j] · x[1]))",
        "sum(m: (w[m,j] · x[m]))",
        "sum(m: (w[m,j] · x[1]))",
        "sum(m: (w[1,j] · x[m]))",
        "(sum(j: w[1,j]) · x[1])",
    ]
