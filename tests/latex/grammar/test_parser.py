"""A list of marks and how far it was read: the sums and products in it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.expressions import Expression, NotUnderstood, spelled
from derivcheck.expressions import nodes as n
from derivcheck.latex import Names, read_marks
from derivcheck.latex.grammar.parser import Context, Parser


def digit(parser: Parser) -> Expression:
    """A number, or a bracket round a sum: all that a factor is here."""
    mark = parser.next()
    if mark.kind == "open":
        end = parser.closing(parser.place - 1)
        inside = parser.marks[parser.place : end]
        parser.place = end + 1
        return parser.whole(inside, mark.start)
    return n.Number(Fraction(mark.text), mark.text)


def parser(tex: str) -> Parser:
    return Parser(read_marks(tex, {}), Context(Names()), 0, digit)


def read(tex: str) -> str:
    here = parser(tex)
    found = here.expression()
    here.finish()
    return spelled(found)


def refusal(tex: str) -> tuple[str, int]:
    with pytest.raises(NotUnderstood) as raised:
        read(tex)
    return str(raised.value), raised.value.at


@pytest.mark.parametrize(
    ("tex", "expression"),
    [
        ("1 + 2 - 3", "(1 + 2 - 3)"),
        ("-1 - -2", "((-1) - (-2))"),
        ("1 - 2 3", "(1 - (2 · 3))"),
        (r"1 \cdot -2 \odot 3", "(1 · (-2) · 3)"),
        ("1 / 2 / 3", "((1 / 2) / 3)"),
        ("1 / 2 3", "((1 / 2) · 3)"),
        ("2 (1 + 3)", "(2 · (1 + 3))"),
    ],
)
def test_products_bind_more_than_sums(tex: str, expression: str) -> None:
    assert read(tex) == expression


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        ("1 )", "the bracket ) closes nothing", 2),
        ("1, 2", "expected a sign, found ,", 1),
        ("1 = 2", "expected the end of the side, found =", 2),
        (
            r"1 \text{or so}",
            "expected the end of the side, found the words “or so”",
            2,
        ),
        ("(1]", "the bracket ( is closed by ]", 2),
        ("(1", "the bracket ( is not closed", 0),
        (
            "(1 + 1) / (2) 3",
            "what follows a / and a factor could be below or beside the fraction; "
            r"write \frac{…}{…}",
            14,
        ),
        ("(" * 40 + "1" + ")" * 40, "nested more than 60 deep", 30),
    ],
)
def test_a_mark_that_does_not_fit_is_refused_with_its_place(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)


def test_a_product_ends_where_it_is_told_to() -> None:
    here = parser("1 2 (3)")
    assert spelled(here.product(stops=lambda place: place == 2)) == "(1 · 2)"
    assert here.at() == 4


def test_letters_are_bound_while_a_body_is_read() -> None:
    here = parser("1")
    with here.binding(["k"]):
        assert here.inside((), 0).bound == {"k"}
    assert here.bound == frozenset()


def test_behind_the_last_mark_is_its_end() -> None:
    here = parser("12")
    here.next()
    assert (here.peek(), here.at()) == (None, 2)
