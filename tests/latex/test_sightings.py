"""Where names and letters stand, and what that shows of them."""

from __future__ import annotations

import pytest

from derivcheck.latex import (
    Macros,
    learn,
    letters_seen,
    names_seen,
    read_marks,
    read_statements,
    signs_seen,
)


def seen_names(tex: str) -> list[tuple[str, str]]:
    statements = read_statements(read_marks(tex, Macros()), frozenset())
    names = learn(statements)
    return [(s.identity, s.shown) for one in statements for s in names_seen(names, one)]


def seen_letters(tex: str) -> list[tuple[str, str, str]]:
    statements = read_statements(read_marks(tex, Macros()), frozenset())
    names = learn(statements)
    found = [s for one in statements for s in letters_seen(names, one)]
    assert all(tex[s.at :].startswith((s.letter, "\\", "y")) for s in found)
    return [(s.letter, s.shown, s.of) for s in found]


@pytest.mark.parametrize(
    ("tex", "seen"),
    [
        ("y := x^2 = x", [("y", "defined"), ("x", "read"), ("x", "claimed")]),
        (r"x, w \in \mathbb{R}", [("x", "declared"), ("w", "declared")]),
        (r"f : \mathbb{R} \to \mathbb{R}", [("f", "declared")]),
        (r"i = 1, \dots, n", []),
        ("f(z) := z", [("f", "defined"), ("z", "read")]),
    ],
)
def test_names_are_declared_defined_read_or_claimed(
    tex: str, seen: list[tuple[str, str]]
) -> None:
    assert seen_names(tex) == seen


@pytest.mark.parametrize(
    ("tex", "seen"),
    [
        (r"i = 1, \dots, n", [("i", "ranged", ""), ("n", "end", "")]),
        (r"x \in \mathbb{R}^n", [("n", "length", "x")]),
        (
            r"y := \sum_i^m x_i",
            [("i", "bound", ""), ("m", "end", ""), ("i", "slot", "x")],
        ),
        ("y_i := x_i", [("i", "carried", "y"), ("i", "slot", "y"), ("i", "slot", "x")]),
        ("y := w_a", [("a", "tag", "w")]),
    ],
)
def test_letters_run_or_are_tags_or_end_what_runs(
    tex: str, seen: list[tuple[str, str, str]]
) -> None:
    assert seen_letters(tex) == seen


def test_signs_with_a_meaning_of_their_own_are_seen() -> None:
    statements = read_statements(read_marks(r"y := \pi e^x + e", Macros()), frozenset())
    names = learn(statements)
    assert [mark.text for mark in signs_seen(names, statements[0])] == [r"\pi", "e"]
