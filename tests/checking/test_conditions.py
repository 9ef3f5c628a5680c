"""What is the condition of the claim beside it, and what is a claim of its own."""

from __future__ import annotations

import pytest

from derivcheck.checking.conditions import is_condition
from tests.checking.readings import reading_of

GIVEN = "$i, j = 1, \\dots, n$, $x_i \\in \\mathbb{R}$, $T \\in \\mathbb{R}$\n\n"


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        (r"i \ne j", True),
        ("i = j + 1", True),
        (r"\text{for } T > 0", True),
        ("T > 0", False),
        ("x_i = x_j", False),
        (r"\text{where } T > 0", False),
        (r"\text{assume } T > 0", False),
        (r"i \to j", False),
        ("= i", False),
        ("1 = 1", False),
    ],
)
def test_a_statement_is_a_condition_by_its_words_or_its_letters(
    statement: str, wanted: bool
) -> None:
    reading = reading_of(f"{GIVEN}$$ {statement} $$\n")
    ((found,),) = [said.statements for said in reading.said if said.passage.display]
    assert is_condition(found, reading.names) is wanted
