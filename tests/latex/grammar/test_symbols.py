"""A name with its scripts -> a quantity, an index, a size or a label."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood, Position, spelled
from derivcheck.expressions import nodes as n
from derivcheck.latex.grammar.symbols import position, symbol
from derivcheck.latex.scripts import Item
from tests.latex.grammar.on_a_page import parser, refusal


def read(tex: str) -> str:
    here = parser(tex)
    occurrence, _ = here.names.occurrence(here.marks, 0)
    return spelled(symbol(here, occurrence))


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("a", "a"),
        ("x_j", "x[j]"),
        ("x", "x"),
        ("W_i", "W[i]"),
        ("W_{i:}", "((W)[i])ᵀ"),
        ("W_{:j}", "((W)ᵀ)[j]"),
        ("net_h", "net_h"),
        ("n", "n"),
        ("j", "j"),
        ("l_q", "l[q]"),
        ("x_{l_q}", "x[l[q]]"),
        ("x_{j+1}", "x[j+1]"),
        (r"\pi", "pi()"),
    ],
)
def test_a_name_is_what_the_page_says(tex: str, expression: str) -> None:
    assert read(tex) == expression


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("z", "z is not defined or declared", 0),
        ("nett", "nett is not defined or declared; did you mean net?", 0),
        ("net_o", "net_{o} is not declared; net is declared as net_h", 0),
        (
            "x_{jk}",
            "x_j is a number here and x_{jk} is an entry of it: declare "
            r"x_j \in \mathbb{R}^d",
            0,
        ),
        ("x_a", "a is a declared quantity, and no index", 2),
        ("l", "l is a label for each example; write one of them, l_·", 0),
        (
            "W_{::}",
            "one index and one colon are read here: W_{j:} is a row, W_{:j} a column",
            0,
        ),
    ],
)
def test_a_name_that_nothing_gives_is_refused(tex: str, message: str, at: int) -> None:
    assert refusal(tex) == (message, at)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (Item("letter", "j", 0, shift=2), n.Letter("j", 2)),
        (Item("number", "3", 0), n.Fixed(3)),
        (Item("letter", "n", 0), n.Extent("n")),
        (Item("letter", "j", 0, more=((1, "k"),)), None),
    ],
)
def test_an_item_has_a_position(item: Item, found: Position | None) -> None:
    added = n.Affine(((1, n.Letter("j")), (1, n.Letter("k"))), 0)
    assert position(parser(""), item) == (found or added)


def test_a_letter_that_runs_is_an_index_whatever_it_is_outside() -> None:
    here = parser("a")
    with here.binding(["a"]):
        assert position(here, Item("letter", "a", 0)) == n.Letter("a")
        occurrence, _ = here.names.occurrence(here.marks, 0)
        assert symbol(here, occurrence) == n.Running(n.Letter("a"))


def test_a_word_is_no_index() -> None:
    with pytest.raises(NotUnderstood) as raised:
        position(parser(""), Item("word", "tot", 7))
    assert (str(raised.value), raised.value.at) == ("tot is no index", 7)
