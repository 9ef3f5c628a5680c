"""What one sign, one upright word or one decorated letter is as a mark."""

from __future__ import annotations

import pytest

from derivcheck.expressions import NotUnderstood
from derivcheck.latex.atoms import decorated, put_prime, sign_mark, word_mark
from derivcheck.latex.marks import Mark
from derivcheck.latex.tokens import Token, scan


def token(tex: str) -> Token:
    (found,) = scan(tex)
    return found


@pytest.mark.parametrize(
    ("tex", "kind", "text"),
    [
        ("12", "number", "12"),
        ("x", "letter", "x"),
        (r"\alpha", "letter", r"\alpha"),
        (r"\leq", "relation", r"\le"),
        (":=", "relation", ":="),
        (r"\div", "operator", "/"),
        (r"\lbrace", "open", "{"),
        (r"\rVert", "close", "||"),
        (r"\mid", "bar", "|"),
        (r"\sum", "big", "sum"),
        ("...", "dots", r"\dots"),
        (r"\quad", "wide", r"\quad"),
        (r"\tanh", "function", "tanh"),
        (r"\partial", "partial", r"\partial"),
        ("&", "amp", "&"),
    ],
)
def test_a_sign_is_a_mark_by_itself(tex: str, kind: str, text: str) -> None:
    mark = sign_mark(token(tex))
    assert mark is not None
    assert (mark.kind, mark.text) == (kind, text)


@pytest.mark.parametrize("tex", ["_", "{", "'", ",", r"\frac", r"\sqrt", r"\hat"])
def test_a_sign_that_takes_or_joins_others_is_none(tex: str) -> None:
    assert sign_mark(token(tex)) is None


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("12", "number"),
        ("T", "letter"),
        ("exp", "function"),
        (r"\alpha", "letter"),
        ("net", "name"),
        ("log-softmax", "name"),
        ("for all", "text"),
        ("", "text"),
    ],
)
def test_an_upright_word_is_what_it_spells(word: str, kind: str) -> None:
    assert word_mark(word, token("x"), 1).kind == kind


def letters(word: str) -> list[Mark]:
    return [Mark("letter", sign, n, n + 1) for n, sign in enumerate(word)]


@pytest.mark.parametrize(
    ("command", "inside", "names"),
    [
        (r"\hat", "y", [r"\hat{y}"]),
        (r"\hat", "yz", [r"\hat{y}", "z"]),
        (r"\bar", "net", [r"\bar{net}"]),
        (r"\mathbf", "Wx", [r"\mathbf{W}", r"\mathbf{x}"]),
    ],
)
def test_a_decoration_is_part_of_the_name(
    command: str, inside: str, names: list[str]
) -> None:
    found = decorated(token(command), letters(inside))
    assert [mark.text for mark in found] == names


def test_a_decoration_of_nothing_is_refused() -> None:
    with pytest.raises(NotUnderstood) as raised:
        decorated(token(r"\hat"), [])
    assert str(raised.value) == r"\hat needs a letter"


def test_a_prime_stands_before_the_subscript_that_it_follows() -> None:
    found = [Mark("letter", "x", 0, 1), Mark("sub", "_", 1, 3)]
    put_prime(found, Mark("prime", "'", 3, 4))
    assert [mark.text for mark in found] == ["x", "'", "_"]
