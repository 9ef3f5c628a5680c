"""Which words are names, which letters are indices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derivcheck.expressions import Extent, Fixed, Label, Letter, NotUnderstood, Position
from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.names import Names, Occurrence
from derivcheck.latex.patterns import Pattern, Spellings
from derivcheck.latex.scripts import Item

W, W_H, A = Pattern("w", (None, None)), Pattern("w", ("h", None)), Pattern("A")
NAMES = Names(
    patterns={
        "w": Spellings.of(W, W_H),
        "A": Spellings.of(A),
        "net": Spellings.of(Pattern("net", ("h",))),
    },
    indices={"i", "j"},
    sizes={"n"},
    labels={"y": "y"},
)


def occurrence(tex: str, names: Names = NAMES) -> Occurrence:
    found, _ = names.occurrence(read_marks(tex, {}), 0)
    return found


@pytest.mark.parametrize(
    ("tex", "pattern", "slots"),
    [
        ("w_{ij}", W, "ij"),
        ("w_{hi}", W_H, "i"),
        ("A", A, ""),
    ],
)
def test_a_name_matches_the_pattern_with_the_most_tags(
    tex: str, pattern: Pattern, slots: str
) -> None:
    matched = NAMES.match(occurrence(tex))
    assert matched is not None
    assert (matched[0], "".join(item.text for item in matched[1])) == (pattern, slots)


@pytest.mark.parametrize("tex", ["w_i", "A_i", "A^{(2)}", "v"])
def test_a_name_with_other_scripts_matches_nothing(tex: str) -> None:
    assert NAMES.match(occurrence(tex)) is None


def test_the_first_indices_alone_are_of_the_array() -> None:
    names = replace(NAMES, patterns={"w": Spellings.of(W)})
    found = names.loosely(occurrence("w_i", names))
    assert found is not None
    assert (found[0], [item.text for item in found[1]]) == (W, ["i"])


def test_an_index_more_is_of_what_is_defined_as_a_whole() -> None:
    assert NAMES.loosely(occurrence("A_i")) is None
    found = replace(NAMES, wholes={A}).loosely(occurrence("A_i"))
    assert found is not None
    assert found[0] == A


def test_two_patterns_that_read_alike_are_two_quantities() -> None:
    spellings = Spellings.of(Pattern("x"), Pattern("x", (None,)))
    names = Names(patterns={"x": spellings})
    assert names.identity(Pattern("x")) == "x"
    assert names.identity(Pattern("x", (None,))) == "x_·"


@pytest.mark.parametrize(
    ("item", "position"),
    [
        (Item("number", "2", 0), Fixed(2)),
        (Item("letter", "i", 0, shift=-1), Letter("i", -1)),
        (Item("letter", "n", 0), Extent("n")),
        (Item("letter", "y", 0), Label("y")),
    ],
)
def test_an_item_in_a_slot_has_a_position(item: Item, position: Position) -> None:
    assert NAMES.position(item) == position


def test_a_label_of_several_examples_takes_its_own_index() -> None:
    names = Names(labelled={"y": (None, 1)})
    (label,) = occurrence("p_{y_n}", names).scripts.sub
    assert (label.kind, [item.text for item in label.below]) == ("label", ["n"])


def test_a_superscript_in_a_subscript_is_refused_where_no_label_has_one() -> None:
    with pytest.raises(NotUnderstood) as raised:
        occurrence("p_{y^{(n)}}")
    assert str(raised.value) == (
        "expected an index, found y with a superscript, which is not declared "
        "as a label"
    )


@pytest.mark.parametrize(
    ("tex", "bases"),
    [
        (r"\frac{A}{2} w_{ij}^{B}", ["A", "w", "B"]),
        (r"\frac{dA}{dw}", ["A", "w"]),
        ("dA / dw", ["A", "w"]),
        (r"\sum_{i=1}^n A", ["A"]),
        (r"A^\top w", ["A", "w"]),
        (r"e^{A}", ["A"]),
        (r"\nabla_{A} w", ["A", "w"]),
    ],
)
def test_every_name_occurs_but_signs_of_their_own(tex: str, bases: list[str]) -> None:
    assert [o.base for o in NAMES.occurrences(read_marks(tex, {}))] == bases


@pytest.mark.parametrize(
    ("word", "meant"),
    [("nett", "net"), ("ent", None), ("cost", None), ("x", None)],
)
def test_a_name_that_differs_by_little_is_probably_meant(
    word: str, meant: str | None
) -> None:
    assert NAMES.nearest(word) == meant


def test_a_letter_in_a_tag_is_found_with_its_name() -> None:
    assert NAMES.tagged("h") == "w"
