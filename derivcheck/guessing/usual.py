r"""Words that name a model -> the formulas that these words stand for.

"Batch normalization" says what $\mu$ and $\sigma^2$ are, where a text uses them and
gives neither. Nothing is taken from words that deny.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ..checking import Scope
from ..readings import Alternative, NameKey, NameUse
from .counts import divisors

NORMALIZED = re.compile(
    r"\b(?:batch|layer|instance|group)[- ]?norm(?:ali[sz](?:ation|e|ed|ing))?\b", re.I
)
MEAN = (r"\mu", (), ())
DEVIATION = (r"\sigma", (), ())
SAID = "the text speaks of {}"


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
