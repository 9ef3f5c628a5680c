"""Statements -> the names of a page: which words are names, which letters indices."""

from __future__ import annotations

import pytest

from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.name_inference import learn
from derivcheck.latex.names import Names
from derivcheck.latex.patterns import Pattern
from derivcheck.latex.statements import read_statements


def names_of(*pieces: str) -> Names:
    return learn(
        [
            statement
            for tex in pieces
            for statement in read_statements(read_marks(tex, {}), frozenset())
        ]
    )


@pytest.mark.parametrize(
    ("pieces", "indices"),
    [
        ([r"s := \sum_k x_k"], {"k"}),
        ([r"i = 1, \dots, n"], {"i"}),
        (["z_j := 2 x_j"], {"j"}),
        ([r"y_i = 0 \text{ for } i \ne j"], {"i", "j"}),
        (["z_{j-1} = 1"], {"j"}),
        (["net_h := 1"], set()),
    ],
)
def test_letters_that_run_are_indices(pieces: list[str], indices: set[str]) -> None:
    assert names_of(*pieces).indices == indices


def test_a_letter_that_a_definition_has_on_its_left_alone_is_a_tag() -> None:
    names = names_of("net_h := x + 1")
    assert names.tags == {"h"}
    assert [*names.patterns["net"]] == [Pattern("net", ("h",))]


def test_a_letter_beside_a_number_is_a_tag_and_a_word_with_it() -> None:
    names = names_of("net_{h1} := x", "net_{h2} := y")
    assert [*names.patterns["net"]] == [
        Pattern("net", ("h", "1")),
        Pattern("net", ("h", "2")),
    ]


def test_what_stands_above_a_sum_is_a_size() -> None:
    assert names_of(r"s := \sum_{k=1}^{n+1} x_k").sizes == {"n"}


def test_the_last_index_of_a_sum_with_dots_is_a_size() -> None:
    assert names_of(r"s := x_1 + \cdots + x_n").sizes == {"n"}


def test_a_letter_that_a_definition_carries_above_is_a_layer() -> None:
    names = names_of("a^l_j := z^l_j", r"l = 1, \dots, L")
    assert names.layered == {"a", "z"}
    assert [*names.patterns["a"]] == [Pattern("a", (None,), (None,))]


def test_a_member_of_a_set_of_indices_is_a_label() -> None:
    assert names_of(r"y \in \{1, \dots, C\}").labels == {"y": "y"}


def test_a_label_of_each_example_has_a_pattern_of_its_own() -> None:
    names = names_of(r"y_n \in \{1, \dots, C\}", r"n = 1, \dots, N")
    assert names.labelled == {"y": (None, 1)}
    assert names.classes == {Pattern("y", (None,))}


def test_a_declared_array_has_a_slot_for_each_size() -> None:
    names = names_of(r"W \in \mathbb{R}^{m \times n}")
    assert [*names.patterns["W"]] == [Pattern("W", (None, None))]
    assert names.arrays == {"W": {Pattern("W", (None, None)): 0}}


def test_a_parameter_of_a_function_is_a_name() -> None:
    assert [*names_of("f(z) := z^2").patterns["z"]] == [Pattern("z")]
