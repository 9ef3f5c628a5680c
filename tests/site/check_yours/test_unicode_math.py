"""Mathematics from a word processor becomes LaTeX."""

from __future__ import annotations

import pytest

from derivcheck.site.check_yours.unicode_math import as_latex, has_scripts


@pytest.mark.parametrize(
    ("written", "latex"),
    [
        ("x² + y¹⁰", "x^{2} + y^{10}"),
        ("wᵢⱼ xⱼ", "w_{ij} x_{j}"),
        ("hₜ₋₁", "h_{t-1}"),
        ("Wᵀ", "W^{T}"),
        ("√(1 + x)", r"\sqrt{1 + x}"),
        ("∂L/∂z = p − y", "∂L/∂z = p − y"),
    ],
)
def test_small_signs_become_scripts(written: str, latex: str) -> None:
    assert as_latex(written) == latex


def test_a_text_without_small_signs_needs_nothing() -> None:
    assert has_scripts("xᵢ")
    assert not has_scripts("x_i")
