"""What a page shows: the spellings that are worth a try, and those that are not."""

from __future__ import annotations

import pytest

from derivcheck.checking.choosing import shown
from derivcheck.checking.scope_reader import read_scope
from derivcheck.documents import read_document
from derivcheck.pages.gathering import scopes_of
from derivcheck.readings import alternatives_in


def told(page: str) -> list[str]:
    """What each alternative says that a page of one scope offers."""
    (scope,) = scopes_of(read_document(page))
    return [one.told for one in alternatives_in(shown(scope, read_scope(scope)))]


@pytest.mark.parametrize(
    ("page", "offered"),
    [
        ("$$ z(h_1) := x $$", "z(…) is one name"),
        (r"$\phi(s, a) \in \mathbb{R}$", r"\phi(…) is one name"),
        ("$$ h(x) := 2 x $$", "h(x) is the quantity h"),
        ("$$ a_f := x_f, a_g := x_g $$", "f, g below a, x are part of the name"),
        (
            r"$i = 1, \dots, n$, $j = 1, \dots, m$ $$ a_i := x_i, a_j := y_j $$",
            "a_i and a_j are two families",
        ),
        (r"$$ A^{ij} := x_i y_j $$", "the letters above A are indices"),
        (r"$X \in \mathbb{R}^{n \times m}$, $y = X'z$", r"X' is X^\top"),
        ("$$ dy := x $$", "dy is one name"),
        (r"$\log\sigma \in \mathbb{R}$", r"\log \sigma is one name"),
        (r"$$ s := A : B $$", r"A : B is \langle A, B \rangle"),
    ],
)
def test_what_a_page_gives_is_offered(page: str, offered: str) -> None:
    assert offered in told(page)


@pytest.mark.parametrize(
    ("page", "absent"),
    [
        ("$$ f(z) := z^2 $$", "f(…) is one name"),
        (r"$f : \mathbb{R} \to \mathbb{R}$ $$ y := f(x_1) $$", "f(…) is one name"),
        ("$h$ $$ y := h(1 - h), h := x $$", "h(…) is one name"),
        ("$$ f(x) := x^2, y := f(u) $$", "f(x) is the quantity f"),
        ("$$ f(x) := x^2, y := f'(x) $$", "f(x) is the quantity f"),
        (
            r"$i = 1, \dots, n$, $j = 1, \dots, m$ $$ a_i := x_i, a_j := x_j $$",
            "a_i and a_j are two families",
        ),
        (
            r"$i, j = 1, \dots, n$ $$ a_i := x_i, a_j := y_j $$",
            "a_i and a_j are two families",
        ),
        ("$$ a_f := x, a_g := y $$", "f, g below a are part of the name"),
        (r"$$ a_f := \sum_f b_f $$", "f below a is part of the name"),
        (r"$u \in \mathbb{R}^K$, $$ y := u_k $$", "k below u is part of the name"),
        (r"$$ y := x^2, z := x^{n} $$", "the letters above x are indices"),
        ("$$ y := a', a := x $$", r"a' is a^\top"),
        (r"$z \in \mathbb{R}^n$ $$ y := z'(1) $$", r"z' is z^\top"),
        (r"$f : A \to B$ $$ y := f(x) $$", r"A : B is \langle A, B \rangle"),
    ],
)
def test_what_a_page_speaks_against_is_not_offered(page: str, absent: str) -> None:
    assert absent not in told(page)
