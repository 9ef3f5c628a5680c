"""The normal form: one for what is the same in other words, two for what is not."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from derivcheck.expressions import changed, moved_condition, moved_expression, spelled
from derivcheck.expressions import nodes as n
from derivcheck.expressions.plain_algebra import (
    normal_condition,
    normal_form,
    number_and_rest,
)
from tests.docs import checked
from tests.expressions.trees import tree
from tests.expressions.written import claim, written

SEEDS = range(300)


@pytest.mark.parametrize(
    ("tex", "form"),
    [
        ("3", "3"),
        ("b a", "(a · b)"),
        ("b + a", "(a + b)"),
        ("a + 2 a", "(3 · a)"),
        ("2 a b - b a", "(a · b)"),
        ("a - a", "0"),
        ("-(b - a)", "(a + (-1 · b))"),
        ("2 a + 4 b", "(2 · (a + (2 · b)))"),
        ("a + 2 (a + b)", "(3 · (a + (2/3 · b)))"),
        (r"\frac{a}{2 b}", "(1/2 · (b ^ -1) · a)"),
        (r"\frac{a b}{b}", "a"),
        ("a a b a", "((a ^ 3) · b)"),
        ("(2 a b)^2", "(4 · (a ^ 2) · (b ^ 2))"),
        ("a^b a^c", "((a ^ b) · (a ^ c))"),
        (r"e^{b + a}", "exp((a + b))"),
        (r"\sum_i 2 x_i", "(2 · sum(·bound0: x[·bound0]))"),
        (r"\sum_i (a - a)", "0"),
        (r"1_{i=j} 1_{j=i}", "[1 if i = j else 0]"),
        (r"1_{i=j} x_i", "([1 if i = j else 0] · x[i])"),
    ],
)
def test_a_normal_form_is_an_expression_again(tex: str, form: str) -> None:
    assert spelled(normal_form(written(tex))) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\sum_i x_i", r"\sum_k x_k"),
        (r"\sum_i \sum_j x_i y_j", r"\sum_i \sum_j y_i x_j"),
        (r"\sum_i \sum_j w_{ij} x_j", r"\sum_j \sum_i w_{ij} x_j"),
        (r"\prod_i \prod_j (x_i + y_j)", r"\prod_k \prod_m (y_k + x_m)"),
        (r"\sum_{i \ne j} x_i", r"\sum_{k \ne j} x_k"),
        (r"\sum_i 1_{i=j} x_i", r"\sum_k 1_{j=k} x_j"),
        (r"\sum_i x_i \sum_j w_{ij}", r"\sum_j x_j \sum_i w_{ji}"),
        (r"1_{i=t} x_i", r"1_{t=i} x_t"),
        (r"\frac{\partial^2 a}{\partial b\, \partial c}",
         r"\frac{\partial^2 a}{\partial c\, \partial b}"),
        (r"\frac{a}{b} \frac{c}{b}", r"\frac{a c}{b^2}"),
        (r"(a - b)^2", r"(b - a)^2"),
        (r"\frac{\frac{a}{b}}{c}", r"\frac{a}{b c}"),
    ],
)  # fmt: skip  # a pair a row
def test_what_is_the_same_in_other_words_has_one_form(one: str, other: str) -> None:
    assert normal_form(written(one)) == normal_form(written(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(a + b) c", "a c + b c"),
        (r"\sum_i a x_i", r"a \sum_i x_i"),
        (r"\sum_i x_i \sum_j y_j", r"\sum_i x_i y_i"),
        (r"\sum_i \sum_j w_{ij} x_j", r"\sum_i \sum_j w_{ij} x_i"),
        (r"\sum_{i=1}^{n} x_i", r"\sum_{i=2}^{n} x_i"),
        (r"\sum_{i \ne j} x_i", r"\sum_i x_i"),
        (r"1_{i=j} x_i", r"x_i"),
        ("a - b", "b - a"),
        (r"\max_i x_i", r"\sum_i x_i"),
    ],
)
def test_what_must_be_worked_out_or_differs_has_two(one: str, other: str) -> None:
    assert normal_form(written(one)) != normal_form(written(other))


def test_a_condition_makes_letters_equal_and_no_label_is_moved() -> None:
    given = claim(r"x_i = y_j \quad \text{if } i = j")
    assert normal_form(given.right, given.condition) == written("y_i")
    at_label = n.Comparison(n.Running(n.Letter("i")), "=", n.Running(n.Label("t")))
    here, next_one = (n.Symbol("x", (n.Letter("i", shift),)) for shift in (0, 1))
    assert normal_form(here, at_label) == n.Symbol("x", (n.Label("t"),))
    assert normal_form(next_one, at_label) == next_one


def test_nothing_is_divided_by_zero() -> None:
    nothing = n.Quotient(n.ONE, n.ZERO)
    assert spelled(normal_form(nothing)) == "(0 ^ -1)"
    assert normal_form(n.Product((n.ZERO, nothing), ("",))) == n.ZERO


def test_a_condition_is_the_same_in_any_order_of_its_parts_and_sides() -> None:
    i, j, k = (n.Running(n.Letter(letter)) for letter in "ijk")
    one = n.Every((n.Comparison(i, r"\ne", j), n.Comparison(k, "<", j)))
    other = n.Every((n.Comparison(k, "<", j), n.Comparison(j, r"\ne", i)))
    turned = n.Every((n.Comparison(j, "<", k), n.Comparison(j, r"\ne", i)))
    assert normal_condition(one) == normal_condition(other)
    assert normal_condition(one) != normal_condition(turned)
    assert normal_condition(None) == n.Every(())


def test_a_normal_form_is_a_number_times_the_rest() -> None:
    found = normal_form(written(r"-\frac{2}{3} b a"))
    assert number_and_rest(found) == (Fraction(-2, 3), normal_form(written("a b")))
    assert number_and_rest(n.ZERO) == (Fraction(0), n.ONE)
    assert number_and_rest(n.Symbol("a")) == (Fraction(1), n.Symbol("a"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_normal_form_of_a_normal_form_is_itself(seed: int) -> None:
    form = normal_form(tree(seed))
    assert normal_form(form) == form


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_same_in_any_order_and_under_other_bound_letters(seed: int) -> None:
    draw = random.Random(seed)
    names = (f"p{number}" for number in itertools.count())

    def otherwise(node: n.Expression) -> n.Expression:
        return changed(node, change)

    def change(node: n.Expression) -> n.Expression | None:
        match node:
            case n.Plus(terms):
                return n.Plus(_shuffled(draw, tuple(map(otherwise, terms))))
            case n.Product(factors):
                factors = _shuffled(draw, tuple(map(otherwise, factors)))
                return replace(node, factors=factors)
            case n.Over(letter=letter, condition=condition, body=body):
                name = next(names)
                moves: dict[str, n.Position] = {letter: n.Letter(name)}
                condition = moved_condition(condition, moves)
                body = otherwise(moved_expression(body, moves))
                return replace(node, letter=name, condition=condition, body=body)
        return None

    expression = tree(seed)
    assert normal_form(otherwise(expression)) == normal_form(expression)


def _shuffled(
    draw: random.Random, found: tuple[n.Expression, ...]
) -> tuple[n.Expression, ...]:
    return tuple(draw.sample(found, len(found)))


@pytest.mark.parametrize("name", ["hessian.md", "layer-norm.md", "output-layer.md"])
def test_an_expression_is_worth_what_its_normal_form_is(name: str) -> None:
    page = checked(name)
    tried = 0
    for relation in page.relations:
        found, ground = relation.claim, relation.ground
        if found is None or ground is None or found.whole or found.condition:
            continue
        for side in (found.left, found.right):
            equal = replace(found, left=side, sign="=", right=normal_form(side))
            verdict = ground.assumed.judge(replace(equal, said=None), ground.order)
            assert verdict.word == "holds", spelled(side)
            tried += 1
    assert tried > 20
