"""Statements in order: chains that go on, conditions, assumptions, what is refused."""

from __future__ import annotations

import pytest

from derivcheck.expressions import Sentence
from tests.checking.readings import in_words, reading_of, readings, stated

NUMBER = "$x \\in \\mathbb{R}$\n\n"
MANY = "$i, j = 1, \\dots, n$, $x_i \\in \\mathbb{R}$\n\n"


def test_each_relation_of_a_chain_is_stated_with_its_neighbours() -> None:
    assert readings(NUMBER + "$$ x + x = 2 x \\le x $$") == [
        "(x + x) = (2 · x)",
        "(2 · x) ≤ x",
    ]


def test_a_chain_goes_on_in_the_next_display_and_is_written_as_it_was_there() -> None:
    reading = reading_of(NUMBER + "$$ x = x + x $$\n\nand\n\n$$ = 2 x $$")
    first, second = stated(reading)
    assert in_words(second.read) == "(x + x) = (2 · x)"
    assert (second.left, second.sign, second.right) == ("x + x", "=", "2 x")
    assert (first.order, second.order) == (2, 3)


def test_a_chain_goes_on_from_a_definition() -> None:
    assert readings(NUMBER + "$$ y := x^2 = x x $$") == ["(x ^ 2) = (x · x)"]


def test_a_relation_first_has_nothing_to_go_on_from() -> None:
    assert readings(NUMBER + "$$ = x $$") == [
        "not understood: this begins with a relation, but no chain comes before it"
    ]


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (r"x \to x", r"\to is read in f : A \to B alone"),
        ("x =: y = x", "=: stands last in a chain, behind what it names"),
        (
            r"x \equiv x",
            r"\equiv could define or claim: write := where it defines, = where it "
            "claims",
        ),
    ],
)
def test_a_sign_that_claims_nothing_is_refused(claim: str, message: str) -> None:
    found = readings(f"{NUMBER}$$ {claim} $$")
    assert set(found) == {f"not understood: {message}"}


def test_conditions_stand_before_or_behind_the_claim_they_are_of() -> None:
    behind = readings(MANY + "$$ x_i = x_j, \\quad i \\ne j $$")
    before = readings(MANY + "$$ i \\ne j: \\quad x_i = x_j $$")
    assert behind == before == ["x[i] = x[j]  if i ≠ j"]


def test_a_display_of_conditions_alone_claims_them() -> None:
    assert readings(MANY + "$$ i \\ne j $$") == ["i ≠ j"]


def test_an_assumption_is_in_force_from_its_statement_on() -> None:
    reading = reading_of(NUMBER + "Assume $x = 1$.\n\n$$ \\text{assume } x > 0 $$")
    assert [(at, in_words(claim)) for at, claim in reading.assumptions] == [
        (2, "x = 1"),
        (3, "x > 0"),
    ]


def test_what_is_no_assumption_is_a_problem_where_its_sign_stands() -> None:
    page = NUMBER + "$$ \\text{assume } x \\approx 1 $$"
    fault = Sentence(r"\approx is no assumption")
    assert reading_of(page).problems == ((page.index("\\approx"), fault),)


def test_a_number_that_the_text_gives_to_an_input_is_no_claim() -> None:
    assert readings(NUMBER + "at $x = 2$ and $x = -1$") == []
    assert readings(NUMBER + "but $x = x$ is one") == ["x = x"]


def test_a_line_without_relation_is_a_problem_unless_the_next_goes_on() -> None:
    page = NUMBER + "$$ x \\\\ x + x = 2 x $$"
    fault = Sentence("no relation stands in this statement")
    assert reading_of(page).problems == ((page.index("x \\\\"), fault),)
    assert reading_of(NUMBER + "$$ x + x \\\\ = 2 x $$").problems == ()


def test_each_sign_of_a_passage_that_is_not_read_is_refused() -> None:
    page = NUMBER + "$$ x = {x = x $$"
    message = "not understood: the brace { is not closed"
    assert readings(page) == [message, message]


@pytest.mark.parametrize(
    ("display", "count"),
    [
        (r"\{ x = 2 x, y = 3 y \}", 2),
        (r"\begin{pmatrix} x = 2 x \end{pmatrix}", 1),
        (r"y + (x = 2 x)", 1),
        (r"\sqrt{x = 2 x}", 1),
        (r"\frac{x = 2 x}{3}", 1),
        (r"\text{Here: } (x = 2 x) + y", 1),
    ],
)
def test_a_relation_inside_of_something_is_not_passed_over(
    display: str, count: int
) -> None:
    given = "$x \\in \\mathbb{R}$, $y \\in \\mathbb{R}$\n\n"
    said = (
        "not understood: a relation inside brackets, a root or a fraction is not read: "
        "write it as a line of its own"
    )
    assert readings(f"{given}$$ {display} $$\n") == [said] * count


@pytest.mark.parametrize(
    "formula", [r"1\{i = j\}", r"\sum_{i = 1}^n x_i", r"\mathbb{1}(i = j)"]
)
def test_a_relation_that_is_part_of_a_term_is_none(formula: str) -> None:
    given = "$x_i \\in \\mathbb{R}$ with $i, j = 1, \\dots, n$\n\n"
    assert readings(f"{given}$$ {formula} $$\n") == []


@pytest.mark.parametrize(
    "lines",
    [
        "$$ a := x \\text{ if } x > 0 $$",
        "$$ a := x \\text{ for } x \\ne 1 $$",
        "For $x > 0$,\n$$ a := x + 1 $$",
    ],
)
def test_the_condition_of_a_definition_is_told(lines: str) -> None:
    fault = Sentence(
        "a definition is made without conditions: write its cases in "
        "\\begin{cases} … \\end{cases}"
    )
    assert [told for _, told in reading_of(NUMBER + lines).problems] == [fault]


def test_a_condition_that_words_limit_is_no_claim() -> None:
    line = "$$ x^2 / x = x \\text{ for } x > 0 \\text{ but not } x = 3 $$"
    assert readings(NUMBER + line) == [
        'not understood: "but not" before a condition is not read; write "if" and '
        "the condition under which the claim is made"
    ]
