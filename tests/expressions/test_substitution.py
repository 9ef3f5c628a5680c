"""Letters replaced by positions: a bound letter is never caught by what comes in."""

from __future__ import annotations

import random

import numpy as np
import pytest

from derivcheck.expressions import nodes as n
from derivcheck.expressions.plain_text import spelled
from derivcheck.expressions.substitution import (
    Moves,
    moved,
    moved_condition,
    moved_expression,
    substituted,
)
from derivcheck.expressions.traversal import free_letters
from tests.evaluation.by_hand import Here, here
from tests.expressions.trees import tree

I, J, K = (n.Letter(c) for c in "ijk")
SEEDS = range(60)


def x(position: n.Position) -> n.Symbol:
    return n.Symbol("x", (position,))


def w(*positions: n.Position) -> n.Symbol:
    return n.Symbol("w", positions)


def summed(letter: str, body: n.Expression, upper: n.Position | None = None) -> n.Over:
    return n.Over("sum", letter, None, upper, None, body)


# --- a letter that is not moved -----------------------------------------------------


def test_a_letter_is_replaced_where_it_stands_unmoved() -> None:
    body = n.Product((x(I), x(n.Letter("i", 1)), x(J)), ("", ""))
    wanted = n.Product((x(n.Fixed(2)), x(n.Letter("i", 1)), x(J)), ("", ""))
    assert substituted(body, "i", n.Fixed(2)) == wanted


def test_a_letter_is_replaced_inside_labels_and_sums_of_letters() -> None:
    body = x(n.Label("y", (n.Affine(((1, I), (-1, J)), 1),)))
    found = substituted(body, "i", n.Fixed(4))
    assert found == x(n.Label("y", (n.Affine(((-1, J),), 5),)))


# --- letters moved ------------------------------------------------------------------


def test_a_move_adds_to_the_shift_that_a_letter_has() -> None:
    moves: Moves = {"i": n.Letter("k", 2), "j": n.Fixed(5)}
    assert moved(n.Letter("i", -1), moves) == n.Letter("k", 1)
    assert moved(n.Letter("j", -1), moves) == n.Fixed(4)
    assert moved(K, moves) == K
    assert moved(n.Label("y", (I, n.Letter("j", 1))), moves) == n.Label(
        "y", (n.Letter("k", 2), n.Fixed(6))
    )
    reach = n.Affine(((1, I), (-1, J)), 1)
    assert moved(reach, moves) == n.Letter("k", 1 + 2 - 5)


def test_letters_change_places_at_once() -> None:
    assert moved_expression(w(I, J), {"i": J, "j": I}) == w(J, I)


def test_a_letter_goes_to_a_label_unless_it_is_moved_there() -> None:
    label = n.Label("y", (J,))
    assert moved_expression(x(I), {"i": label}) == x(label)
    with pytest.raises(ValueError, match=r"^the label y is no number that could be"):
        moved_expression(x(n.Letter("i", 1)), {"i": label})


def test_a_sum_keeps_its_own_letter() -> None:
    body = n.Plus((summed("i", x(I)), x(I)))
    wanted = n.Plus((summed("i", x(I)), x(n.Fixed(3))))
    assert moved_expression(body, {"i": n.Fixed(3)}) == wanted


def test_the_limits_of_a_sum_lie_outside_it() -> None:
    body = summed("i", x(I), upper=I)
    assert moved_expression(body, {"i": K}) == summed("i", x(I), upper=K)


def test_a_sum_over_a_letter_that_comes_in_takes_another() -> None:
    found = moved_expression(summed("j", w(I, J)), {"i": J})
    assert found == summed("·j", w(J, n.Letter("·j")))
    again = moved_expression(
        summed("j", w(I, J)), {"i": n.Affine(((1, J), (1, n.Letter("·j"))))}
    )
    assert isinstance(again, n.Over)
    assert again.letter == "··j"


def test_a_condition_stays_one_comparison_or_several() -> None:
    test = n.Comparison(n.Running(J), r"\ne", n.Running(I))
    moves: Moves = {"i": J}
    inside = n.Over("sum", "j", None, None, test, x(J))
    renamed = n.Comparison(n.Running(n.Letter("·j")), r"\ne", n.Running(J))
    wanted = n.Over("sum", "·j", None, None, renamed, x(n.Letter("·j")))
    assert moved_expression(inside, moves) == wanted
    there = n.Comparison(n.Running(J), r"\ne", n.Running(J))
    assert moved_condition(test, moves) == there
    assert moved_condition(n.Every((test, test)), moves) == n.Every((there, there))
    assert moved_condition(n.Every(()), moves) == n.Every(())
    assert moved_condition(None, moves) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_no_moves_leave_an_expression_as_it_is(seed: int) -> None:
    before = tree(seed)
    assert moved_expression(before, {}) is before
    assert moved_expression(before, {"q": n.Letter("r")}) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_the_free_letters_move_and_no_other_becomes_free(seed: int) -> None:
    before = tree(seed)
    after = moved_expression(before, {"i": J, "j": K, "k": n.Fixed(1)})
    names = {"i": {"j"}, "j": {"k"}, "k": set[str]()}
    wanted = set[str]().union(*(names[letter] for letter in free_letters(before)))
    assert set(free_letters(after)) <= wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_letters_that_nothing_binds_come_in_without_a_change_to_the_rest(
    seed: int,
) -> None:
    before = tree(seed)
    after = moved_expression(before, {c: n.Letter(c.upper()) for c in "ijk"})
    back = str.maketrans("IJK", "ijk")
    assert spelled(after).translate(back) == spelled(before)
    assert {c for c in free_letters(after) if c.islower()} == set()


def sums(draw: random.Random, depth: int) -> n.Expression:
    """A random sum of products of entries of w, where every letter may be bound."""
    letters = [n.Letter(draw.choice("ijk")) for _ in range(2)]
    if depth == 0:
        return w(*letters)
    inner = tuple(sums(draw, depth - 1) for _ in range(2))
    body: n.Expression = n.Product(inner, ("",))
    if draw.random() < 0.3:
        body = n.Plus(inner)
    limits: list[n.Position] = [n.Fixed(3), *letters]
    letter, last = draw.choice("ijk"), draw.choice(limits)
    run = n.Over("sum", letter, n.Fixed(1), last, None, body)
    return run if draw.random() < 0.7 else body


def worth(there: Here, of: n.Expression, **letters: int) -> float:
    free = free_letters(of)
    return there.number(of, **{c: v for c, v in letters.items() if c in free})


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_moved_is_worth_what_it_was_where_the_letters_are_these(
    seed: int,
) -> None:
    draw = random.Random(seed)
    before = sums(draw, 3)
    goals = {c: n.Letter(draw.choice("ijk")) for c in "ijk"}
    after = moved_expression(before, dict(goals))
    there = here(w=np.random.default_rng(seed).normal(size=(3, 3)))
    frame = {c: draw.randint(1, 3) for c in "ijk"}
    was = {c: frame[goal.name] for c, goal in goals.items()}
    assert worth(there, after, **frame) == pytest.approx(worth(there, before, **was))
