r"""Words that name a model -> the formulas that these words stand for.

"Batch normalization" says what $\mu$ and $\sigma^2$ are, where a text uses them and
gives neither. Nothing is taken from words that deny.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ..latex import Statement
from ..readings import Alternative, NameKey, NameUse
from ..words import Scope, words_of_sigma
from .counts import divisors
from .defining import statements_of

NORMALIZED = re.compile(
    r"\b(?:batch|layer|instance|group)[- ]?norm(?:ali[sz](?:ation|e|ed|ing))?\b", re.I
)
UNITS = {
    r"relu|rectif\w+": r"\max(0, t)", "tanh|hyperbolic": r"\tanh(t)",
    "softplus": r"\ln(1 + e^t)",
}  # fmt: skip
ANY_UNIT = r"activations?|non-?linearity|any\s+function|arbitrary"
OPEN_UNIT = (r"\sigma : \mathbb{R} \to \mathbb{R}",)
USUAL_UNITS = (r"\frac{1}{1 + e^{-t}}", r"\tanh(t)", r"\max(0, t)", "t")
MEAN = (r"\mu", (), ())
DEVIATION = (r"\sigma", (), ())
SAID = "the text speaks of {}"


def sigma_said(scope: Scope, text: str) -> tuple[Alternative, ...]:
    r"""What the words say that $\sigma$ is, and what else it may be.

    Of an "activation" nothing is known; what fails for any is tried for the usual ones.
    """
    words = {*words_of_sigma(text)}
    if not words or any(map(_gives_sigma, statements_of(scope))):
        return ()
    said = f"the text says {' and '.join(sorted(words))}"
    for pattern, formula in UNITS.items():
        if all(re.fullmatch(f"{pattern}|{ANY_UNIT}", word) for word in words) and any(
            re.fullmatch(pattern, word) for word in words
        ):
            return (_unit(formula, said),)
    if all(re.fullmatch(ANY_UNIT, word) for word in words):
        role = "any smooth function"
        open_ = Alternative((), said, 0, OPEN_UNIT, r"\sigma", role)
        return (open_, *(_unit(formula, said) for formula in USUAL_UNITS))
    return ()


def _gives_sigma(statement: Statement) -> bool:
    r"""Whether `\sigma(z)` is its left side, and no unit of a network."""
    left = [mark.text for mark in statement.sides[0]] if statement.sides else []
    return left[:2] == [r"\sigma", "("] and left[3:] == [")"]


def _unit(formula: str, said: str) -> Alternative:
    role = f"${formula}$ of its argument t"
    return Alternative((), said, 0, (rf"\sigma(t) := {formula}",), r"\sigma", role)


def usual_formulas(
    scope: Scope,
    text: str,
    seen: Mapping[NameKey, NameUse],
    given: Collection[NameKey],
) -> dict[NameKey, Alternative]:
    """The mean and the variance of what is normalized, if the text gives neither."""
    said = NORMALIZED.search(text)
    values = [one for key, one in seen.items() if key == ("x", (), ())]
    if said is None or {MEAN, DEVIATION} & {*given} or not {MEAN, DEVIATION} <= {*seen}:
        return {}
    if not values or values[0].levels != {1}:
        return {}
    because = SAID.format(" ".join(said[0].split()))
    count = next(iter(sorted(divisors(scope))), None)
    if count is None:
        return {}
    mean = rf"\frac{{1}}{{{count}}} \sum_{{j=1}}^{{{count}}} x_j"
    variance = rf"\frac{{1}}{{{count}}} \sum_{{j=1}}^{{{count}}} (x_j - \mu)^2"
    return {
        (count, (), ()): Alternative(
            (), because, 1, (), count, "the size of the batch"
        ),
        MEAN: Alternative((), because, 1, (rf"\mu := {mean}",), r"\mu", mean),
        DEVIATION: Alternative(
            (), because, 1, (rf"\sigma^2 := {variance}",), r"\sigma^2", variance
        ),
    }
