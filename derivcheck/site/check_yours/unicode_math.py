r"""Mathematics as a word processor writes it -> the same in LaTeX.

Small digits and letters above and below become scripts: `x²` is `x^{2}`. Signs that
are read as they stand, `∂` and `∑` among them, stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

ABOVE = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵗʲᵏˡᵐ"
BELOW = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
SCRIPTS = re.compile(f"([{ABOVE}]+)|([{BELOW}]+)")
ROOT = re.compile(r"√\s*(?:\(([^()]*)\)|(\w+))")


def has_scripts(text: str) -> bool:
    """Whether a text has small signs above or below that LaTeX writes as scripts."""
    return SCRIPTS.search(text) is not None


def as_latex(text: str) -> str:
    """The text with scripts and roots as LaTeX writes them."""
    rooted = ROOT.sub(lambda found: rf"\sqrt{{{found[1] or found[2]}}}", text)
    return SCRIPTS.sub(_script, rooted)


def _script(found: re.Match[str]) -> str:
    sign, small = ("^", found[1]) if found[1] else ("_", found[2])
    plain = unicodedata.normalize("NFKC", small).replace("\N{MINUS SIGN}", "-")
    return f"{sign}{{{plain}}}"
