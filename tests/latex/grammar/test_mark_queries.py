"""Small questions about marks: what stands here, what parts them."""

from __future__ import annotations

import pytest

from derivcheck.latex import end_of_body, read_marks
from derivcheck.latex.grammar.mark_queries import (
    is_one,
    outer_letters,
    parted,
    relates,
    subscripted,
    without_null,
)


@pytest.mark.parametrize(
    ("tex", "kept"),
    [
        (r"\left. a \right|", ".a|"),
        (r"\left. a \right.", "a"),
        (r"\left( a \right.", "(a"),
        (r"\left. (a) \right|", ".(a)|"),
    ],
)
def test_null_brackets_are_kept_where_an_evaluation_bar_closes(
    tex: str, kept: str
) -> None:
    marks = without_null(read_marks(tex, {}))
    assert "".join(mark.text for mark in marks) == kept


@pytest.mark.parametrize(
    ("tex", "letters"),
    [
        (r"\sum_i w_{ij} x_i + y_k", "jk"),
        (r"\frac{x_i}{\sum_i x_i}", "i"),
        (r"\sum_{j \ne i} x_j", ""),
        ("x_{i+j}", "ij"),
    ],
)
def test_letters_are_outer_where_no_sum_runs_over_them(tex: str, letters: str) -> None:
    assert outer_letters(read_marks(tex, {})) == frozenset(letters)


def test_subscripts_of_sums_are_left_out() -> None:
    assert subscripted(read_marks(r"\sum_k w_{ij} e^{x_n}", {})) == {"i", "j", "n"}


@pytest.mark.parametrize(
    ("tex", "end"), [("a b + c", 2), ("(a + b) c - d", 6), ("-a", 2), ("a) + b", 1)]
)
def test_a_body_ends_at_the_next_sign_or_where_its_brackets_close(
    tex: str, end: int
) -> None:
    assert end_of_body(read_marks(tex, {}), 0) == end


def test_a_list_has_no_empty_part() -> None:
    assert len(parted(read_marks("a, , b : c", {}))) == 2
    assert len(parted(read_marks("a, , b : c", {}), also_colon=True)) == 3


@pytest.mark.parametrize(
    ("tex", "relation"), [("a = b", True), ("(a = b)", True), ("f(a = b)", False)]
)
def test_a_relation_in_inner_brackets_does_not_count(tex: str, relation: bool) -> None:
    assert relates(read_marks(tex, {})) is relation


@pytest.mark.parametrize(
    ("tex", "one"), [("x_i^2", True), ("2", True), ("x y", False), ("(x)", False)]
)
def test_one_name_or_number_is_one(tex: str, one: bool) -> None:
    assert is_one(read_marks(tex, {})) is one
