"""What the words of a remark make of the relation behind them."""

from __future__ import annotations

import pytest

from derivcheck.latex.remarks import (
    Aside,
    Assuming,
    If,
    Joined,
    Reason,
    Remark,
    Unclear,
    read_remark,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("if", If()),
        ("If ", If()),
        ("for all", If()),
        ("for each:", If()),
        ("in the case", If()),
        ("provided that", If()),
        ("we get, for any", If()),
        ("or if", If(alternative=True)),
        ("if either", If()),
        ("unless", If(negated=True)),
        ("except for", If(negated=True)),
        ("but not if", If(negated=True)),
        ("if not", If(negated=True)),
        ("but only if", Unclear("but only if")),
        ("iff", Unclear("iff")),
        ("excluding", Unclear("excluding")),
        ("apart from", Unclear("apart from")),
        ("if not both", Unclear("if not")),
        ("for the output layer:", Aside()),
        ("For the first input:", Aside()),
        ("In that case, ", Aside()),
        ("we get, for each example, ", Aside()),
        ("as in the book", Aside(open=True)),
        ("so", Aside(open=True)),
        ("and", Joined()),
        ("or", Joined(either=True)),
        ("assume", Assuming()),
        ("we assume that", Assuming()),
        ("without assuming", Aside(open=True)),
        ("Given the above, ", Aside()),
        ("given", Reason(given=True)),
        ("and since", Reason()),
        ("where", Reason()),
        ("", Aside()),
    ],
)
def test_a_remark_is_read_by_the_words_it_ends_with(text: str, wanted: Remark) -> None:
    assert read_remark(text) == wanted
