"""The short forms of derivatives in packages are what they stand for."""

from __future__ import annotations

import pytest

from derivcheck.latex.macros import Macros, read_tokens


def written(tex: str, macros: Macros | None = None) -> str:
    return " ".join(token.text for token in read_tokens(tex, macros or {}))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (r"\dv{f}{x}", r"\frac{\mathrm{d} f}{\mathrm{d} x}"),
        (r"\dv{x} f", r"\frac{\mathrm{d}}{\mathrm{d} x} f"),
        (r"\dv[2]{f}{x}", r"\frac{\mathrm{d}^{2} f}{\mathrm{d} x^{2}}"),
        (r"\odv*{f}{x}", r"{\mathrm{d} f} / {\mathrm{d} x}"),
        (r"\pdv{f}{x}", r"\frac{\partial f}{\partial x}"),
        (r"\pdv{f}{x} {y}", r"\frac{\partial^{2} f}{\partial x \partial y}"),
        (r"\pdv{f}{x,y_{1,2}}", r"\frac{\partial^{2} f}{\partial x \partial y_{1,2}}"),
        (r"\pdv[2]{f}{x}", r"\frac{\partial^{2} f}{\partial x^{2}}"),
        (r"\pdv{x}(f)", r"\frac{\partial}{\partial x}(f)"),
        (r"\dd{x}", r"\mathrm{d} x"),
        (r"\dd x", r"\mathrm{d} x"),
        (r"\dd[3]{x}", r"\mathrm{d}^{3} x"),
    ],
)
def test_a_short_form_is_what_it_stands_for(short: str, long: str) -> None:
    assert written(short) == written(long)


def test_what_a_page_defines_itself_is_meant() -> None:
    assert written(r"\newcommand{\dv}[1]{v_{#1}} \dv{x}{y}") == written("v_{x}{y}")


def test_every_sign_of_a_short_form_stands_at_its_place() -> None:
    tokens = read_tokens(r"a \pdv{f}{x}", {})
    places = {(token.text, token.start) for token in tokens}
    assert {("a", 0), (r"\partial", 2), ("f", 7), ("x", 10)} <= places
    assert {token.end for token in tokens if token.start == 2} == {12}
