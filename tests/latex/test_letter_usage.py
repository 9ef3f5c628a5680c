"""What statements show of letters: sizes, layers, and where each letter stands."""

from __future__ import annotations

import pytest

from derivcheck.latex.letter_usage import gather, learn_layers, learn_sizes
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.names import Names
from derivcheck.latex.statements import Statement, read_statements


def read(*pieces: str) -> list[Statement]:
    return [
        statement
        for tex in pieces
        for statement in read_statements(read_marks(tex, {}), frozenset())
    ]


@pytest.mark.parametrize(
    ("tex", "sizes"),
    [
        (r"s := \sum_{k=1}^{n} x_k", {"n"}),
        (r"i = 1, \dots, m - 1", {"m"}),
        (r"W \in \mathbb{R}^{n_x \times 3}", {"n_x"}),
        (r"y \in \{1, \dots, C\}", {"C"}),
        (r"s := x_1 + \cdots + x_K", {"K"}),
        (r"s := \sum_j \sum_{k=1}^{j} x_k", set()),
    ],
)
def test_what_ends_a_range_and_runs_nowhere_is_a_size(
    tex: str, sizes: set[str]
) -> None:
    names = Names()
    learn_sizes(names, read(tex))
    assert names.sizes == sizes


def test_a_label_of_its_own_and_one_of_each_example() -> None:
    names = Names()
    learn_sizes(names, read(r"y \in \{1, \dots, C\}", r"z_n \in \{1, \dots, C\}"))
    assert (names.labels, names.labelled) == ({"y": "y"}, {"z": (None, 1)})


def test_a_superscript_on_a_left_side_is_a_layer() -> None:
    names = Names()
    learn_layers(names, read(r"a^l := f(z^l) + b^\top", "c := x^2"))
    assert names.layered == {"a", "z"}


def test_evidence_says_on_which_side_of_which_definition_a_letter_stands() -> None:
    found = gather(Names(), read("z_j := w_{jk} x_k", "f(t) := t + 1"))
    assert (found.left, found.right) == ({"j": {0}}, {"j": {0}, "k": {0}})
    assert set(found.parameters) == {"t"}
    assert [occurrence.base for occurrence in found.lefts] == ["z", "f"]
