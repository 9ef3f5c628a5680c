"""Positions added up: the plainest position that a sum of several is."""

from __future__ import annotations

import random

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.expressions import nodes as n

I, J, N = n.Letter("i"), n.Letter("j"), n.Extent("n")


@pytest.mark.parametrize(
    ("terms", "shift", "wanted"),
    [
        ([], 0, n.Fixed(0)),
        ([], 3, n.Fixed(3)),
        ([(1, n.Fixed(3)), (-1, n.Fixed(5))], 1, n.Fixed(-1)),
        ([(1, n.Letter("i", 2))], -2, I),
        ([(1, n.Extent("n", -1)), (1, n.Fixed(2))], 0, n.Extent("n", 1)),
        ([(-1, I)], 4, n.Affine(((-1, I),), 4)),
        ([(1, N), (-1, n.Letter("i", 2))], 1, n.Affine(((1, N), (-1, I)), -1)),
        (
            [(1, J), (-1, n.Affine(((1, N), (-1, I)), 2))],
            0,
            n.Affine(((1, J), (-1, N), (1, I)), -2),
        ),
        ([(1, n.Affine(((1, I),), 0)), (1, n.Fixed(1))], 0, n.Letter("i", 1)),
    ],
)
def test_positions_are_added_with_their_signs(
    terms: list[tuple[int, n.Position]], shift: int, wanted: n.Position
) -> None:
    assert n.affine(terms, shift) == wanted


def test_a_label_alone_or_among_terms_is_no_number_to_add() -> None:
    alone: list[tuple[int, n.Position]] = [(1, n.Label("y"))]
    among: list[tuple[int, n.Position]] = [(1, I), (-1, n.Label("y", (J,)))]
    for terms in (alone, among):
        with pytest.raises(
            NotUnderstood, match=r"^y is a label, and no number in an index$"
        ):
            n.affine(terms)


def value(position: n.Position, where: dict[str, int]) -> int:
    """What a position of letters and sizes is where they are these numbers."""
    match position:
        case n.Fixed(number):
            return number
        case n.Letter(name, shift) | n.Extent(name, shift):
            return where[name] + shift
        case n.Affine(terms, shift):
            return shift + sum(sign * value(term, where) for sign, term in terms)
        case n.Label():
            raise AssertionError


@pytest.mark.parametrize("seed", range(30))
def test_a_sum_of_sums_is_worth_what_its_terms_are_worth(seed: int) -> None:
    draw = random.Random(seed)
    where = {name: draw.randint(-9, 9) for name in "ijn"}

    def grown(depth: int) -> tuple[n.Position, int]:
        if depth == 0:
            plain: list[n.Position] = [n.Fixed(2), n.Letter("i", 1), n.Extent("n")]
            chosen = draw.choice(plain)
            return chosen, value(chosen, where)
        signs = [draw.choice((1, -1)) for _ in range(draw.randint(0, 3))]
        inner = [grown(depth - 1) for _ in signs]
        shift = draw.randint(-2, 2)
        terms = [(s, p) for s, (p, _) in zip(signs, inner, strict=True)]
        total = sum(s * v for s, (_, v) in zip(signs, inner, strict=True))
        return n.affine(terms, shift), total + shift

    position, wanted = grown(3)
    assert value(position, where) == wanted


def test_the_place_on_the_page_does_not_make_two_expressions_different() -> None:
    one, other = (n.Symbol("x", (I,), at=at) for at in (3, 99))
    assert one == other
    assert hash(one) == hash(other)
    assert n.Product((one, one), ("",), 1) == n.Product((other, other), ("",), 2)
