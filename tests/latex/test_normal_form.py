"""One spelling for what reads alike in one piece."""

from __future__ import annotations

import pytest

from derivcheck.latex.mark_reader import read_marks
from derivcheck.latex.marks import Marks


def shown(marks: Marks) -> str:
    return " ".join(
        f"{mark.kind} {mark.text}"
        + "".join(f"{{{shown(part)}}}" for part in mark.parts)
        for mark in marks
    )


@pytest.mark.parametrize(
    ("odd", "usual"),
    [
        ("x^{<t>}", "x^{(t)}"),
        (r"\frac{a^{\langle t - 1 \rangle}_i}{2}", "\\frac{a^{(t - 1)}_i}{2}"),
        (r"\exp^{z} + 1", r"\exp(z) + 1"),
        (r"\exp^{-x^2}", r"\exp(-x^2)"),
    ],
)
def test_two_spellings_of_one_thing_give_the_same_marks(odd: str, usual: str) -> None:
    assert shown(read_marks(odd, {})) == shown(read_marks(usual, {}))


@pytest.mark.parametrize("tex", [r"\exp^2(x)", r"\exp^{-1}", r"\exp^{k}(x)"])
def test_a_power_of_the_exponential_function_stays(tex: str) -> None:
    assert [mark.kind for mark in read_marks(tex, {})][:2] == ["function", "sup"]
