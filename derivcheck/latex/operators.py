r"""Names that are before what they are applied to: `\mathbb{E}[X]`, `\mathrm{sg}\,x`.

A name that nothing gives is a number, unless it stands as operators and functions do.
"""

from __future__ import annotations

from .marks import Mark, Marks
from .nesting import outside, reach, split_at

NO_INPUTS = {r"\mathbb{E}", r"\mathbb{P}", r"\mathbb{V}", "Var", "Cov", "sg", "Re",
             "Im", r"\Re"}  # fmt: skip  # operators wherever they stand
OPERATING = (r"\mathbb{", r"\mathcal{", r"\Delta")  # how such names begin
SIGNS = {"+", "-", r"\pm", r"\mp"}
BRACES = {"(": "(…)", "[": "[…]", "{": r"\{…\}"}


def begins_factor(mark: Mark) -> bool:
    """Whether a factor may begin with the mark."""
    return mark.kind in {
        "number", "letter", "name", "frac", "sqrt", "big", "function", "open",
        "bar", "partial", "nabla", "environment", "constant", "call",
        "unknown",
    }  # fmt: skip  # a list of words


def applied_to(base: str, behind: Marks) -> str | None:
    r"""What a name that nothing gives is applied to, perhaps, in a sign for it.

    Square brackets and braces; round ones behind a capital, or that hold one term and
    so stand around no factor; behind words, `\mathbb`, `\mathcal`, `\Delta` any factor.
    """
    first = behind[0] if behind else None
    if first is None or not begins_factor(first):
        return None
    shown = BRACES.get(first.text) if first.kind == "open" else None
    if _is_word(base):
        return shown or " …"
    grouping = first.text == "(" and not is_capital(base) and not are_needless(behind)
    return None if grouping else shown


def _is_word(base: str) -> bool:
    return (len(base) > 1 and base.isalpha()) or base.startswith(OPERATING)


def is_capital(base: str) -> bool:
    r"""Whether a letter is a capital, in `\mathbf` or Greek too."""
    letter = base.rpartition("{")[2].rstrip("}").lstrip("\\")
    return letter[:1].isupper() and (len(letter) == 1 or base.startswith("\\"))


def are_needless(marks: Marks) -> bool:
    """Whether brackets hold single terms, and stand there for no script."""
    end = reach(marks, 1)
    inside = marks[1:end]
    terms = [term for term in split_at(inside, {"comma"}) if term]
    scripted = any(m.kind in {"sub", "sup"} for m in marks[end + 1 : end + 2])
    return end < len(marks) and not scripted and not any(map(_is_sum, terms))


def _is_sum(marks: Marks) -> bool:
    """Whether it is several terms, or one with a sign in front."""
    return any(m.kind == "operator" and m.text in SIGNS for _, m in outside(marks))
