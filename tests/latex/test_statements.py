"""Marks -> what is said: each statement with its sides, and the words beside it."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.bracketed import take_remarks
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.segmentation import related, with_words, wrapped
from derivcheck.latex.statements import Statement, read_statements


def read(tex: str) -> list[Statement]:
    return read_statements(read_marks(tex, {}), frozenset())


def chains(tex: str) -> list[str]:
    """Each statement as the texts of its sides and relations."""
    return [chain(statement) for statement in read(tex)]


def chain(statement: Statement) -> str:
    sides = ["".join(mark.text for mark in side) for side in statement.sides]
    signs = [sign.text for sign in statement.relations]
    pairs = zip(sides[1:], signs, strict=True)
    return " ".join([*sides[:1], *(f"{sign} {side}" for side, sign in pairs)])


@pytest.mark.parametrize(
    ("tex", "statements"),
    [
        ("a = b = c", ["a = b = c"]),
        ("a = b, c = d", ["a = b", "c = d"]),
        (r"a = b \quad c = d", ["a = b", "c = d"]),
        (r"a = b \\ c = d", ["a = b", "c = d"]),
        (r"a = b \\ + c", ["a = b+c"]),
        (r"a \\ = b", ["a", " = b"]),
        (r"a = b \\ = c", ["a = b", " = c"]),
        (r"a =& b \quad & c =& d", ["a = b", "c = d"]),
        (r"f(a, b) = c", ["f(a,b) = c"]),
        (r"(a \\ + b) = c", ["(a+b) = c"]),
        (r"i = 1, \dots, n", [r"i = 1,\dots,n"]),
        (r"x_1, x_2, \dots, x_n \in S", [r"x_,x_,\dots,x_ \in S"]),
        ("i, j = 1", ["i,j = 1"]),
        ("(a = b)", ["a = b"]),
        (r"a = b \quad (1)", ["a = b"]),
    ],
)
def test_statements_are_parted_where_a_reader_parts_them(
    tex: str, statements: list[str]
) -> None:
    assert chains(tex) == statements


def test_lines_are_parted_one_by_one_where_brackets_do_not_close() -> None:
    assert chains(r"x = [0, 1[ \\ a = b") == ["x = [0,1[", "a = b"]


def test_the_words_before_a_statement_are_its_own() -> None:
    claim, condition = read(r"a = b \text{ if } c = d")
    assert (claim.said, condition.said) == ("", "if")


def test_a_line_that_opens_with_a_relation_goes_on() -> None:
    first, second = read(r"a = b \\ = c")
    assert (first.goes_on, second.goes_on) == (False, True)


def test_what_is_named_behind_a_chain_is_defined_by_its_last_side() -> None:
    assert chains("a = b =: c") == ["a = b", "c := b"]


def test_a_condition_in_brackets_is_a_remark_of_its_own() -> None:
    claim, condition, zero = read(r"a = b [\text{if } i \ne 1, c = 0]")
    assert [chain(claim), chain(condition), chain(zero)] == [
        "a = b",
        r"i \ne 1",
        "c = 0",
    ]
    assert (claim.before, condition.before) == ("start", "remark")


def test_a_remark_that_is_not_closed_is_refused_with_its_place() -> None:
    with pytest.raises(NotUnderstood) as raised:
        take_remarks(read_marks(r"a = b [\text{if } i = 1", {}), [])
    assert (str(raised.value), raised.value.at) == ("the bracket [ is not closed", 6)


def test_a_word_is_a_name_where_it_is_used_as_one() -> None:
    def kinds(tex: str, *known: str) -> list[str]:
        marks = with_words(read_marks(tex, {}), frozenset(known))
        return [mark.kind for mark in marks]

    assert kinds(r"\text{net}_h")[0] == "name"
    assert kinds(r"\text{softmax}(z)")[0] == "function"
    assert kinds(r"\text{for} i") == ["text", "letter"]
    assert kinds(r"a \text{loss}") == ["letter", "text"]
    assert kinds(r"a \text{loss}", "loss") == ["letter", "name"]
    assert kinds("a if b") == ["letter", "text", "letter"]


@pytest.mark.parametrize(
    ("tex", "round_it", "relates"),
    [
        ("(a = b)", True, True),
        ("(a)(b)", False, False),
        ("(a = b)(c)", False, False),
        ("f(a) = b", False, True),
        ("a + b", False, False),
    ],
)
def test_a_relation_counts_outside_brackets_or_in_one_pair_round_it_all(
    tex: str, round_it: bool, relates: bool
) -> None:
    marks = list(read_marks(tex, {}))
    assert (wrapped(marks), related(marks)) == (round_it, relates)


@pytest.mark.parametrize(
    ("tex", "statements"),
    [
        (
            r"\left\{\begin{aligned} a &= b \\ c &= d \end{aligned}\right.",
            ["a = b", "c = d"],
        ),
        (
            r"\left.\begin{array}{l} a = b \\ c = d \end{array}\right\}",
            ["a = b", "c = d"],
        ),
        (r"\begin{cases} a = b \\ c = d \end{cases}", ["a = b", "c = d"]),
        (r"\begin{rcases} a = b \\ c = d \end{rcases}", ["a = b", "c = d"]),
    ],
)
def test_the_rows_beside_a_brace_are_statements(
    tex: str, statements: list[str]
) -> None:
    assert chains(tex) == statements


@pytest.mark.parametrize(
    "tex",
    [
        r"f = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"f = \left\{ \begin{array}{ll} 1 & x > 0 \\ 0 & x < 0 \end{array} \right.",
    ],
)
def test_rows_behind_a_relation_are_cases(tex: str) -> None:
    assert len(read(tex)) == 1
