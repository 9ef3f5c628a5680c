"""Comparisons that give: ranges of letters, domains of inputs."""

from __future__ import annotations

from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.range_statements import bounds_as_sets, spans_as_ranges
from derivcheck.latex.statements import Stands, Statement, read_statements


def read(*pieces: str, stands: Stands = "text") -> list[Statement]:
    return [
        statement
        for tex in pieces
        for statement in read_statements(read_marks(tex, {}), frozenset(), stands)
    ]


def shown(statement: Statement) -> str:
    sides = ["".join(mark.text for mark in side) for side in statement.sides]
    return f" {statement.relations[0].text} ".join(sides)


def test_a_span_of_an_index_is_its_range() -> None:
    span, _ = statements = read(r"1 \le i \le n", "x_i = 0")
    spans_as_ranges(statements, set())
    assert shown(span) == r"i = 1,\dots,n"


def test_a_span_of_a_letter_that_no_script_has_is_a_claim() -> None:
    (span,) = statements = read(r"1 \le i \le n")
    spans_as_ranges(statements, set())
    assert shown(span) == r"1 \le i \le n"


def test_a_span_of_what_a_declaration_gives_is_a_claim() -> None:
    span, *_ = statements = read(r"1 \le i \le n", r"i \in \mathbb{R}", "x_i = 0")
    spans_as_ranges(statements, set())
    assert shown(span) == r"1 \le i \le n"


def test_bounds_in_the_text_are_the_interval_of_a_name() -> None:
    both, below = statements = read("0 < p < 1", r"\lambda > 0")
    bounds_as_sets(statements, set())
    assert [shown(both), shown(below)] == [r"p \in (0,1)", r"\lambda \in (0,\infty)"]


def test_bounds_of_what_is_declared_name_a_case() -> None:
    bound, _ = statements = read(r"\lambda > 0", r"\lambda \in \mathbb{R}")
    bounds_as_sets(statements, set())
    assert (shown(bound), bound.stands) == (r"\lambda > 0", "case")


def test_bounds_in_a_display_are_a_claim() -> None:
    (bound,) = statements = read(r"\lambda > 0", stands="display")
    bounds_as_sets(statements, set())
    assert (shown(bound), bound.stands) == (r"\lambda > 0", "display")


def test_bounds_of_several_names_are_the_interval_of_each() -> None:
    (several,) = statements = read("k, m > 0")
    bounds_as_sets(statements, set())
    assert shown(several) == r"k,m \in (0,\infty)"


def test_bounds_of_several_leave_out_what_is_declared() -> None:
    bound, _ = statements = read("a, b > 0", r"a \in \mathbb{R}")
    bounds_as_sets(statements, set())
    assert shown(bound) == r"b \in (0,\infty)"
