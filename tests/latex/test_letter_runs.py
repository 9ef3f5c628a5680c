"""Runs of letters -> the names that they spell."""

from __future__ import annotations

import pytest

from derivcheck.latex.letter_runs import fuse, letters_glued, long_runs, words_in
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.names import Names


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("net", ["net"]),
        ("xnet", ["x", "net"]),
        ("wx", ["w", "x"]),
        ("expx", ["exp", "x"]),
        ("abc", ["abc"]),
        ("ab", ["a", "b"]),
    ],
)
def test_a_run_is_parted_into_the_longest_declared_names(
    run: str, words: list[str]
) -> None:
    names = Names(words={"net", "ne"}, singles={"w", "x", "t"})
    assert words_in(names, run) == words


@pytest.mark.parametrize(
    ("tex", "marks"),
    [
        ("2 net_h", ["2", "net", "_"]),
        ("n et", ["n", "e", "t"]),
        ("o1 + o2", ["o1", "+", "o", "2"]),
        (r"\mu' + x'", [r"\mu'", "+", "x", "'"]),
        (r"\Delta w", [r"\Delta w"]),
        (r"\Delta x", [r"\Delta", "x"]),
    ],
)
def test_letters_are_fused_into_declared_words(tex: str, marks: list[str]) -> None:
    names = Names(words={"net", "o1", r"\mu'", r"\Delta w"})
    assert [mark.text for mark in fuse(names, read_marks(tex, {}))] == marks


def test_the_d_of_a_derivative_is_no_part_of_a_word() -> None:
    (fraction,) = fuse(Names(words={"dx", "E"}), read_marks(r"\frac{dE}{dx}", {}))
    assert [[mark.text for mark in part] for part in fraction.parts] == [
        ["d", "E"],
        ["d", "x"],
    ]


def test_a_subscript_is_fused_only_where_it_holds_a_relation() -> None:
    names = Names(words={"net"})
    _, tag = fuse(names, read_marks("E_{net}", {}))
    _, condition = fuse(names, read_marks(r"\sum_{net = 1}", {}))
    assert len(tag.parts[0]) == 3
    assert condition.parts[0][0].text == "net"


def test_letters_with_space_between_them_are_no_run() -> None:
    assert len(letters_glued(read_marks("abc d", {}), 0)) == 3


def test_a_long_run_that_no_names_spell_is_a_word() -> None:
    names = Names(singles={"a", "b", "c"})
    marks = read_marks(r"abc + \frac{cost}{2} + xy + exp", {})
    assert list(long_runs(names, marks)) == ["cost"]
