"""Through an expression: nothing is left out, and what changes changes everywhere."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.expressions import nodes as n
from derivcheck.expressions.traversal import (
    changed,
    comparisons,
    condition_letters,
    constant_value,
    free_letters,
    names,
    node_count,
    parts,
    placed,
    positions_of,
    sides,
    walk,
)
from tests.expressions.trees import tree

SEEDS = range(60)
I, J, K = (n.Letter(c) for c in "ijk")
X_I = n.Symbol("x", (I,))


def two() -> n.Number:
    return n.Number(Fraction(2), "2")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_nothing_gives_the_same_expression(seed: int) -> None:
    before = tree(seed)
    assert changed(before, lambda node: None) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_tries_each_node_once_outermost_first(seed: int) -> None:
    before = tree(seed)
    met: list[n.Expression] = []

    def look(node: n.Expression) -> None:
        met.append(node)

    changed(before, look)
    assert met == list(walk(before))
    assert len(met) == node_count(before)
    assert node_count(before) == 1 + sum(map(node_count, parts(before)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_a_name_leaves_none_behind(seed: int) -> None:
    before = tree(seed)

    def rename(node: n.Expression) -> n.Expression | None:
        if isinstance(node, n.Symbol) and node.name == "x":
            return n.Symbol("other", node.indices, node.at)
        return None

    after = changed(before, rename)
    assert "x" not in names(after)
    assert names(after) - {"other"} == names(before) - {"x"}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_move_reaches_the_letters_inside_labels_and_sums_of_letters(
    seed: int,
) -> None:
    def rename(position: n.Position) -> n.Position:
        match position:
            case n.Letter(name, shift):
                return n.Letter(f"{name}'", shift)
            case _:
                return position

    after = changed(tree(seed), lambda node: None, rename)
    met = [p for node in walk(after) for p in positions_of(node)]
    assert all(p.name.endswith("'") for p in met if isinstance(p, n.Letter))


def test_what_is_changed_is_not_entered_again() -> None:
    nest = n.Negative(n.Negative(X_I))
    found = changed(nest, lambda e: e.term if isinstance(e, n.Negative) else None)
    assert found == n.Negative(X_I)


def test_the_parts_stand_from_left_to_right_conditions_after_what_they_are_of() -> None:
    test = n.Comparison(X_I, ">", two())
    over = n.Over("sum", "i", None, n.Extent("n"), n.Every((test, test)), n.ONE)
    assert parts(over) == (X_I, two(), X_I, two(), n.ONE)
    cases = n.Cases(((n.ONE, test), (n.ZERO, n.Every(()))))
    assert parts(cases) == (n.ONE, X_I, two(), n.ZERO)
    at = n.Symbol("a")
    assert parts(n.Where(X_I, ((at, two()),))) == (X_I, at, two())
    assert parts(n.Partial(X_I, (at, at))) == (X_I, at, at)
    assert parts(n.Rows(((n.ONE, at), (two(), X_I)))) == (n.ONE, at, two(), X_I)


def test_a_condition_alone_and_one_of_several_are_both_taken_apart() -> None:
    test = n.Comparison(X_I, ">", two())
    assert comparisons(None) == comparisons(n.Every(())) == ()
    assert comparisons(test) == comparisons(n.Every((test,))) == (test,)
    assert sides(n.Every((test, test))) == (X_I, two(), X_I, two())


def test_the_positions_of_a_node_come_with_those_inside_them() -> None:
    label = n.Label("y", (I, n.Label("t", (J,))))
    reach = n.Affine(((1, K), (-1, n.Extent("n"))), 1)
    found = positions_of(n.Symbol("x", (label, reach, n.Fixed(2))))
    inner = (label, I, n.Label("t", (J,)), J, reach, K, n.Extent("n"), n.Fixed(2))
    assert found == inner
    assert positions_of(n.Plus((X_I, X_I))) == ()
    assert positions_of(n.Over("sum", "i", I, None, None, X_I)) == (I,)


# --- free letters -------------------------------------------------------------------


def summed(body: n.Expression, upper: n.Position | None = None) -> n.Over:
    return n.Over("sum", "i", n.Fixed(1), upper, None, body)


def test_a_sum_binds_its_letter_in_the_body_and_not_in_its_limits() -> None:
    product = n.Product((X_I, n.Symbol("w", (J, K))), ("",))
    assert free_letters(product) == ("i", "j", "k")
    assert free_letters(summed(product)) == ("j", "k")
    assert free_letters(summed(product, upper=I)) == ("i", "j", "k")
    beside = n.Plus((summed(X_I), X_I))
    assert free_letters(beside) == ("i",)


def test_a_letter_is_free_in_conditions_labels_and_components() -> None:
    test = n.Comparison(n.Running(I), r"\ne", n.Running(J))
    assert free_letters(n.Over("sum", "i", None, None, test, n.ONE)) == ("j",)
    assert condition_letters(test) == ("i", "j")
    assert condition_letters(None) == ()
    assert free_letters(n.Symbol("p", (n.Label("y", (K,)),))) == ("k",)
    assert free_letters(n.Entry(n.Symbol("x"), (I,))) == ("i",)
    assert free_letters(n.Running(n.Affine(((1, I), (-1, J))))) == ("i", "j")
    assert free_letters(n.Known("unit", (K,))) == ("k",)


def test_the_names_are_those_of_quantities_functions_and_labels() -> None:
    read = n.Symbol("p", (n.Label("y", (n.Label("t"),)),))
    call = n.Call("f", (read,), indices=(n.Label("l"),))
    assert names(n.Partial(call, (n.Symbol("w"),))) == {"p", "y", "t", "f", "l", "w"}


def test_a_parameter_is_no_name_and_its_indices_are_letters() -> None:
    parameter = n.Parameter("x", (n.Letter("k"),))
    assert names(n.Negative(parameter)) == frozenset()
    assert free_letters(parameter) == ("k",)


# --- moved positions and constants --------------------------------------------------


def test_a_position_is_moved_with_what_stands_in_it() -> None:
    def to_three(position: n.Position) -> n.Position:
        return n.Fixed(3) if position == I else position

    assert placed(n.Label("y", (I, J)), to_three) == n.Label("y", (n.Fixed(3), J))
    reach = n.Affine(((1, I), (-1, J)), 1)
    assert placed(reach, to_three) == n.Affine(((-1, J),), 4)
    assert placed(n.Affine(((1, I), (1, n.Letter("i"))), 1), to_three) == n.Fixed(7)
    assert placed(n.Label("y"), to_three) == n.Label("y")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (two(), Fraction(2)),
        (n.Negative(n.Negative(two())), Fraction(2)),
        (n.Quotient(n.Negative(n.ONE), two()), Fraction(-1, 2)),
        (n.Quotient(n.ZERO, two()), Fraction(0)),
        (n.Quotient(n.ONE, n.ZERO), None),
        (n.Quotient(n.ONE, n.Quotient(n.ZERO, two())), None),
        (n.Quotient(X_I, two()), None),
        (n.Negative(X_I), None),
        (n.Plus((n.ONE, n.ONE)), None),
    ],
)
def test_numbers_signs_and_fractions_have_a_value_without_a_point(
    expression: n.Expression, value: Fraction | None
) -> None:
    assert constant_value(expression) == value
