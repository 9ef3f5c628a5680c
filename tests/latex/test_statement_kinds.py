"""What a statement is by its form, what it introduces, and which letters run in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.statement_kinds import (
    bound_letters,
    given_names,
    introduced_words,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    listed,
)
from derivcheck.latex.statements import Statement, read_statements


def statement(tex: str) -> Statement:
    (found,) = read_statements(read_marks(tex, {}), frozenset())
    return found


@pytest.mark.parametrize(
    ("tex", "kind"),
    [
        ("a := b", is_definition),
        (r"i, j = 1, \dots, n", is_range),
        (r"x, y \in \mathbb{R}", is_membership),
        (r"f : \mathbb{R} \to \mathbb{R}", is_mapping),
        ("a = b", None),
    ],
)
def test_a_statement_has_one_kind(
    tex: str, kind: Callable[[Statement], bool] | None
) -> None:
    kinds = (is_definition, is_range, is_membership, is_mapping)
    found = [is_kind for is_kind in kinds if is_kind(statement(tex))]
    assert found == ([kind] if kind else [])


def test_a_list_is_parted_at_commas_outside_brackets_and_has_no_dots() -> None:
    members = listed(read_marks(r"f(a, b), c, \dots, d", {}))
    assert ["".join(m.text for m in member) for member in members] == [
        "f(a,b)",
        "c",
        "d",
    ]


def test_a_set_of_numbers_is_one_of_indices() -> None:
    assert is_index_set(read_marks(r"\{1, \dots, C\}^N", {}))
    assert not is_index_set(read_marks(r"\{0, 1\}", {}))


def test_definitions_and_declarations_give_names() -> None:
    said = [statement(tex) for tex in ("w_i := x", r"u, v \in \mathbb{R}", "a = b")]
    assert [marks[0].text for marks in given_names(said)] == ["w", "u", "v"]


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        ("net_h := 1", {"net"}),
        ("out := 1", {"out"}),
        (r"ab \in \mathbb{R}", set()),
        (r"bias_j \in \mathbb{R}", {"bias"}),
        ("o1_j := 1", {"o1"}),
        (r"\Delta w_i := 1", {r"\Delta w"}),
        (r"\mu'_i := 1", {r"\mu", r"\mu'"}),
        (r"sat : \mathbb{R} \to \mathbb{R}", {"sat"}),
    ],
)
def test_words_are_introduced_on_the_left(tex: str, words: set[str]) -> None:
    assert introduced_words([statement(tex)]) == words


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\sum_{i=1}^n x_i", ["i"]),
        (r"\sum_{i, j} w_{ij}", ["i", "j"]),
        (r"\max_k z_k", ["k"]),
        (r"\frac{1}{\prod_{1 \le l \le L} a_l}", ["l"]),
        (r"\sum_{1 \le i < j \le n} x_{ij}", ["i", "j"]),
        (r"\sum_{i < j < k} x_{ijk}", ["i", "j", "k"]),
        (r"1_{i = j}", ["i", "j"]),
        (r"1_{u^2 > 0}", []),
        ("x_i", []),
    ],
)
def test_big_signs_and_indicators_bind_letters(tex: str, letters: list[str]) -> None:
    assert list(bound_letters(read_marks(tex, {}))) == letters
