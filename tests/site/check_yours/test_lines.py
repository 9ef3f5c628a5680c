r"""A display falls into lines at its relations, or stays whole."""

from __future__ import annotations

import re

from derivcheck.latex import read_marks
from derivcheck.site.check_yours.lines import DisplayLine, lines_of


def parted(tex: str) -> list[DisplayLine]:
    """The lines of a display in which every = is judged."""
    signs = {found.start() for found in re.finditer("=", tex)}
    marks = read_marks(tex, {})
    return lines_of(tex, marks, {marks[0].start}, signs)


def cells(tex: str) -> list[tuple[str, str]]:
    return [(line.left, line.right) for line in parted(tex)]


def test_a_chain_has_a_line_for_each_relation() -> None:
    assert cells("a = b = c") == [("a", "= b"), ("", "= c")]


def test_each_line_knows_its_relation() -> None:
    assert [line.signs for line in parted("a = b = c")] == [(2,), (6,)]


def test_the_lines_of_an_environment_lose_its_marks_alone() -> None:
    tex = r"\begin{align*} a &= b && \text{why} \\[2pt] &= c + d \\ &+ e \end{align*}"
    assert cells(tex) == [
        ("a", r"= b \quad \text{why}"),
        ("", "= c + d"),
        ("", "+ e"),
    ]


def test_a_statement_begins_a_line() -> None:
    tex = r"a = b, \quad c = d"
    marks = read_marks(tex, {})
    (first, second) = lines_of(tex, marks, {0, tex.index("c")}, {2, tex.index("= d")})
    assert (first.left, first.right) == ("a", r"= b, \quad")
    assert (second.left, second.right) == ("c", "= d")


def test_a_relation_inside_brackets_ends_no_line_and_belongs_to_it() -> None:
    assert parted("a = b [c = d] = e") == [
        DisplayLine("a", "= b [c = d]", (2, 9)),
        DisplayLine("", "= e", (14,)),
    ]


def test_what_a_brace_holds_together_stays_whole() -> None:
    tex = r"\boxed{a = b} = c"
    assert parted(tex) == [DisplayLine("", tex, (9, 14), whole=True)]


def test_a_display_that_states_nothing_stays_whole() -> None:
    assert lines_of("x + y", read_marks("x + y", {}), set(), set()) == [
        DisplayLine("", "x + y", (), whole=True)
    ]
