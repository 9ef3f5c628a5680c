r"""Labels: where the equations stand that `\eqref` may point to."""

from __future__ import annotations

import pytest

from derivcheck.documents.equation_labels import (
    EquationLabel,
    anchor,
    did_you_mean,
    labels,
)
from derivcheck.documents.markdown import read_page

TEXT = r"""# Heading

$$
a = b
\label{eq:first}
$$

$$ c = d $$

$$
\begin{aligned}
e &= f \label{eq:second} \\
g &= h \label{eq:third}
\end{aligned}
$$
"""


def found(chapter: int | None = None) -> list[tuple[str, EquationLabel]]:
    return list(labels(read_page(TEXT), "docs/page.md", chapter))


def test_labels_are_numbered_in_reading_order_and_know_their_lines() -> None:
    assert found() == [
        ("eq:first", EquationLabel("docs/page.md", 5, "1")),
        ("eq:second", EquationLabel("docs/page.md", 12, "2")),
        ("eq:third", EquationLabel("docs/page.md", 13, "3")),
    ]


def test_a_chapter_stands_before_the_number() -> None:
    assert [label.number for _, label in found(2)] == ["2.1", "2.2", "2.3"]


def test_the_place_of_a_label_is_one_that_editors_open() -> None:
    assert found()[0][1].place == "docs/page.md:5"


def test_a_page_without_labels_has_none() -> None:
    assert list(labels(read_page("$$ a = b $$"), "page.md")) == []


@pytest.mark.parametrize(
    ("label", "id_"),
    [
        ("eq:softmax", "eq-softmax"),
        ("eq_a-b", "eq_a-b"),
        ("eq: two words", "eq-two-words"),
        ("a.b/c", "a-b-c"),
    ],
)
def test_an_anchor_is_the_label_with_what_no_id_may_hold_replaced(
    label: str, id_: str
) -> None:
    assert anchor(label) == id_


def test_the_word_that_was_probably_meant_ends_a_message() -> None:
    words = ["eq:softmax", "eq:loss"]
    assert did_you_mean("eq:sofmax", words) == "; did you mean `eq:softmax`?"
    assert did_you_mean("nothing like it", words) == ""
    assert did_you_mean("eq:loss", iter(words)) == "; did you mean `eq:loss`?"
    assert did_you_mean("eq:loss", []) == ""
