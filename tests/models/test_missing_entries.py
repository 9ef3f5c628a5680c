"""Recursions that ask an input for an entry which it lacks."""

from __future__ import annotations

import pytest

from derivcheck.expressions import message
from derivcheck.models.missing_entries import missing_entries
from tests.checking.readings import reading_of

GIVEN = "For $t = 1, \\dots, T$, $x_t, u \\in \\mathbb{R}$, $h_0 \\in \\mathbb{R}$.\n\n"


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        ("$$ h_t := u h_{t-1} + x_{t-1} $$", ["h", "x has no entry 0"]),
        ("$$ h_t := u h_{t-1} + x_t $$", []),
        ("$x_0 \\in \\mathbb{R}$ $$ h_t := u h_{t-1} + x_{t-1} $$", []),
        ("$$ h_1 := u, \\quad h_t := u h_{t-1} + x_{t-1} $$", []),
        ("$$ d_t := x_t - x_{t-1} $$", []),
        ("$t = 2, \\dots, T$ $$ h_t := u h_{t-1} + x_{t-1} $$", []),
    ],
)
def test_a_recursion_names_the_entry_that_it_asks_for_in_vain(
    page: str, missing: list[str]
) -> None:
    found = list(missing_entries(reading_of(GIVEN + page).model))
    told = [part for name, fault in found for part in (name, message(fault))]
    assert [part.partition(":")[0] for part in told] == missing
