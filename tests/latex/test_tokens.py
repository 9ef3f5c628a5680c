"""LaTeX text -> tokens, the writer's macros expanded."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.macros import Macros, read_tokens
from derivcheck.latex.tokens import rest_of_group, scan


def texts(tex: str, macros: Macros | None = None) -> list[str]:
    return [token.text for token in read_tokens(tex, {} if macros is None else macros)]


def refusal(tex: str) -> tuple[str, int | None]:
    with pytest.raises(NotUnderstood) as raised:
        read_tokens(tex, {})
    return str(raised.value), raised.value.at


def test_a_command_a_number_and_a_sign_are_one_token_each() -> None:
    assert texts(r"\alpha_{12} := 0.5...") == [
        r"\alpha", "_", "{", "12", "}", ":=", "0.5", "...",
    ]  # fmt: skip  # one sign a word


def test_a_token_is_glued_where_nothing_stands_before_it() -> None:
    assert [token.glued for token in scan("ab c")] == [False, True, False]


def test_a_comment_is_space() -> None:
    assert texts("a % not b\nc") == ["a", "c"]


def test_a_sign_of_unicode_is_read_as_its_command() -> None:
    assert texts("∂α ≤ β") == [r"\partial", r"\alpha", r"\le", r"\beta"]


def test_a_macro_is_replaced_by_its_body_at_its_own_place() -> None:
    macros: Macros = {}
    read_tokens(r"\newcommand{\half}[1]{\frac{#1}{2}}", macros)
    found = read_tokens(r"x \half{y}", macros)
    assert "".join(token.text for token in found) == r"x\frac{y}{2}"
    assert [token.start for token in found][:4] == [0, 2, 2, 8]


def test_an_argument_that_is_left_out_is_its_default() -> None:
    macros: Macros = {}
    read_tokens(r"\newcommand{\p}[2][E]{#1/#2}", macros)
    assert texts(r"\p{w} \p[L]{w}", macros) == ["E", "/", "w", "L", "/", "w"]


def test_a_group_ends_at_the_brace_of_its_own_depth() -> None:
    opening, *following = scan("{a{b}c}d")
    group = rest_of_group(opening, following)
    assert [token.text for token in group] == ["a", "{", "b", "}", "c", "}"]


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        (r"\newcommand{\p}{x", "the brace { is not closed", 15),
        (r"\newcommand{\p}[1", "the bracket [ is not closed", 15),
        (r"\newcommand{p}{x}", r"\newcommand needs the name of a macro, such as \E", 0),
        (r"\newcommand{\p}[n]{x}", "expected the number of arguments", 0),
        (r"\def\p{#1} \p", r"\p has no argument #1", 11),
        (r"\def\p{\p\p} \p", r"the macro \p expands without end", 13),
        (r"\def\p#1{#1} \p", "expected an argument, but the text ends", 13),
    ],
)
def test_a_macro_that_cannot_be_read_is_refused_with_its_place(
    tex: str, message: str, at: int
) -> None:
    assert refusal(tex) == (message, at)
