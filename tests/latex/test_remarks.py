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
    governs,
    is_for_some,
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
        ("but only if", Unclear("but only if", "condition")),
        ("iff", Unclear("iff", "condition")),
        ("excluding", Unclear("excluding")),
        ("apart from", Unclear("apart from")),
        ("if not both", Unclear("if not", "condition")),
        ("even if", Unclear("even if", "condition")),
        ("in particular for", Unclear("in particular for", "condition")),
        ("mostly when", Unclear("mostly when", "condition")),
        ("at", If()),
        ("at the point", If()),
        ("is nearly", Unclear("is nearly")),
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
        ("where", Reason(where=True)),
        ("in the region where", Reason(where=True)),
        ("emitted with", Reason()),
        ("such that", If()),
        ("s.t.", If()),
        ("we can assume", Unclear("we can assume", "assumption")),
        ("Many authors assume", Unclear("many authors assume", "assumption")),
        ("assume for a moment that", Unclear("assume for a moment", "assumption")),
        ("assume for simplicity that", Assuming()),
        ("if we assume", If()),
        ("the assumption", Unclear("the assumption", "assumption")),
        ("just as for", Unclear("just as for", "condition")),
        ("the derivative for", If()),
        ("nobody cares if", Unclear("nobody cares if", "condition")),
        ("", Aside()),
    ],
)
def test_a_remark_is_read_by_the_words_it_ends_with(text: str, wanted: Remark) -> None:
    assert read_remark(text) == wanted


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("for", True),
        ("provided that", True),
        (" , unless ", True),
        ("where", True),
        ("as we get for", False),
        ("and", False),
        ("", False),
    ],
)
def test_words_of_condition_or_of_reason_may_stand_alone(
    text: str, alone: bool
) -> None:
    assert governs(text) == alone


@pytest.mark.parametrize(("words", "deny"), [("is not", True), ("not here", False)])
def test_words_right_before_a_sign_may_deny_it(words: str, deny: bool) -> None:
    assert Unclear(words).deny == deny


def test_a_quantifier_of_some_values_is_known() -> None:
    assert is_for_some("there exists no")
    assert not is_for_some("for all")
