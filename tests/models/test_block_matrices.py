"""Matrices written out: blocks beside and below each other, and what is refused."""

from __future__ import annotations

from derivcheck.expressions import ONE, Expression
from derivcheck.expressions import nodes as n
from tests.lowered import PLACE, S, V, W, a, lowered, refusal, small_model, turned, x, y


def rows(*found: tuple[Expression, ...]) -> n.Rows:
    return n.Rows(found, PLACE)


def list_of(*parts: Expression) -> n.Rows:
    return n.Rows((parts,), PLACE, listed=True)


def test_numbers_written_out_are_told_apart_by_their_places() -> None:
    shape, entry = lowered(rows((a, ONE), (ONE, a)))
    assert shape == "2 × 2"
    assert entry == (
        "(([1 if j = (0 + 1) else 0] · ([1 if i = (0 + 1) else 0] · a))"
        " + ([1 if j = (1 + 1) else 0] · ([1 if i = (0 + 1) else 0] · 1))"
        " + ([1 if j = (0 + 1) else 0] · ([1 if i = (1 + 1) else 0] · 1))"
        " + ([1 if j = (1 + 1) else 0] · ([1 if i = (1 + 1) else 0] · a)))"
    )


def test_a_row_and_a_column_of_numbers_have_one_side() -> None:
    places = "(([1 if i = (0 + 1) else 0] · a) + ([1 if i = (1 + 1) else 0] · 1))"
    assert lowered(rows((a, ONE))) == ("a row of 2", places)
    assert lowered(rows((a,), (ONE,))) == ("a column of 2", places)


def test_one_block_alone_is_what_it_is() -> None:
    assert lowered(rows((a,))) == ("a number", "a")
    assert lowered(rows((W,))) == ("m × n", "W[i,j]")


def test_a_block_gives_its_entries_where_it_begins_behind_others() -> None:
    shape, entry = lowered(rows((ONE,), (x,)))
    assert shape == "a column of n + 1"
    assert entry == (
        "(([1 if i = (0 + 1) else 0] · 1)"
        " + sum(·1: ([1 if i = (·1 + 1) else 0] · x[·1])))"
    )


def test_a_block_behind_another_begins_behind_all_of_that() -> None:
    arrays = small_model()
    shape, entry = lowered(rows((x,), (y,)), arrays)
    assert shape == "a column of m + n"
    assert entry == (
        "(sum(·1: ([1 if i = (·1 + 0) else 0] · x[·1]))"
        " + sum(·2: ([1 if i = (·2 + 0 + ·3) else 0] · y[·2])))"
    )
    assert list(map(arrays.extents.say, arrays.extents.calls.values())) == ["n"]


def test_blocks_beside_each_other_share_a_height() -> None:
    assert lowered(rows((y, W)))[0] == "m × n + 1"
    assert lowered(rows((W, y), (turned(x), a)))[0] == "m + 1 × n + 1"


def test_blocks_in_one_line_that_differ_are_refused() -> None:
    assert refusal(rows((x, W))) == (
        "a column of n and m × n stand in one line of a matrix and differ in height"
    )
    assert refusal(rows((V,), (W,))) == (
        "n × m and m × n stand in one line of a matrix and differ in width"
    )
    assert refusal(rows((a, x))) == (
        "a number and a column of n stand in one line of a matrix and differ in height"
    )


def test_a_list_lies_as_the_shapes_of_its_parts_allow() -> None:
    assert lowered(list_of(y, W))[0] == "m × n + 1"
    assert lowered(list_of(ONE, x))[0] == "a column of n + 1"
    assert lowered(list_of(turned(x), W))[0] == "m + 1 × n"


def test_a_list_that_could_lie_either_way_is_refused() -> None:
    assert refusal(list_of(S, S)) == (
        "a list in brackets could be a row or a column here; write "
        r"\begin{pmatrix} … \end{pmatrix}, or (…)^\top for a column"
    )


def test_a_list_that_lies_no_way_is_refused_as_a_row() -> None:
    assert refusal(list_of(V, W)) == (
        "n × m and m × n stand in one line of a matrix and differ in height"
    )
