"""Which statements may be a condition, and in how many ways several are met."""

from __future__ import annotations

import pytest

from derivcheck.checking.conditions import is_restriction, relates_indices, restricts
from derivcheck.checking.reading import Ways
from derivcheck.judging.claim import Claim, spelled_claim
from derivcheck.latex import Macros, Statement, read_marks
from tests.checking.readings import reading_of, stated

GIVEN = "$i, j = 1, \\dots, n$, $x_i \\in \\mathbb{R}$, $T \\in \\mathbb{R}$\n\n"


def statement_of(text: str) -> tuple[Statement, bool]:
    """A statement on a page with indices and inputs, and whether it relates indices."""
    reading = reading_of(f"{GIVEN}$$ {text} $$\n")
    ((found,),) = [said.statements for said in reading.said if said.passage.display]
    return found, relates_indices(found, reading.names)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"i \ne j", True),
        ("i = j + 1", True),
        ("T > 0", False),
        ("x_i = x_j", False),
        (r"i \to j", False),
        ("= i", False),
        ("1 = 1", False),
    ],
)
def test_indices_alone_are_a_condition(text: str, wanted: bool) -> None:
    assert statement_of(text)[1] is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("T > 0", True), (r"x_i \ne x_j", True), ("T = 0", False), ("T^2 > 0", True)],
)
def test_a_comparison_of_names_and_numbers_restricts(text: str, wanted: bool) -> None:
    assert restricts(statement_of(text)[0]) is wanted


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("x > 0", True),
        (r"k, m > 0", True),
        (r"p \in (0, 1)", True),
        (r"t \in \Delta", True),
        (r"t \in \{\mathbf e_1, \dots, \mathbf e_n\}", True),
        (r"x \in \mathbb{R}^n", False),
        (r"y \in \{1, \dots, C\}", False),
        (r"i = 1, \dots, n", False),
        (r"\frac{a}{b} > 0", False),
    ],
)
def test_a_formula_that_a_denial_takes_back_restricts_inputs(
    tex: str, wanted: bool
) -> None:
    assert is_restriction(read_marks(tex, Macros())) is wanted


def ways(condition: str) -> list[str]:
    """The condition of a claim, one for each way in which it is met."""
    (only,) = stated(reading_of(f"{GIVEN}$$ x_i = x_j {condition} $$\n"))
    match only.read:
        case Claim():
            claims: tuple[Claim, ...] = (only.read,)
        case Ways(claims):
            pass
        case _:
            raise AssertionError(only.read)
    return [spelled_claim(claim).partition("  if ")[2] for claim in claims]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (r"\text{if } i = j", ["i = j"]),
        (r"\text{unless } i = j", ["i ≠ j"]),
        (r"\text{if } i = 1 \text{ or } j = 1", ["i = 1", "j = 1"]),
        (r"\text{if } i = 1 \text{ or if } j = 1", ["i = 1", "j = 1"]),
        (r"\text{if } T > 0, \ T < 1", ["T > 0 and T < 1"]),
        (
            r"\text{if } i = 1 \text{ and } j = 2 \text{ or } i = 2 \text{ and } j = 1",
            ["i = 1 and j = 2", "i = 2 and j = 1"],
        ),
        (r"\text{unless } i = 1 \text{ or } j = 1", ["i ≠ 1 and j ≠ 1"]),
        (r"\text{unless } i = 1 \text{ and } j = 1", ["i ≠ 1", "j ≠ 1"]),
        (r"\text{for } T > 0, \quad i \ne j", ["T > 0 and i ≠ j"]),
    ],
)
def test_a_condition_is_met_in_each_of_its_ways(
    condition: str, wanted: list[str]
) -> None:
    assert ways(condition) == wanted
