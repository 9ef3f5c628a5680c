r"""A claim over the model -> its verdict.

In: a `Claim`, two sides of a sign, and the points of its model. Out: a `Verdict`: it
holds, fails at a counterexample, is vacuous or undecided.

    >>> from derivcheck import check_text
    >>> from derivcheck.judging import judge
    >>> (relation,) = check_text(r"$$ y := x^2 $$ $$ y = x $$").relations
    >>> judge(relation.claim, relation.sampler).word
    'fails'

Modules, each importing only from those above it:

    claim           a claim, and the verdict on it
    turning         roots, logarithms -> whether a side may turn unseen
    trial           a claim made ready: closures, letters that run, what was met
    numbers_read    a claim -> the sizes and the largest number that it reads
    comparison      a claim -> its sides at points, compared
    searching       a claim -> points at which a difference is likely
    thresholds      a claim with branches -> its verdict on and round thresholds
    outcomes        trials -> a counterexample, or what a verdict rests on
    proportions     sides in proportion -> one ratio at each point
    rounding        a quantity beside a decimal -> whether it rounds to it
    judging         two sides over all points -> holds, fails, vacuous, undecided
    assigning       assumptions that say what an input is -> its value
    satisfying      a point -> the same, moved onto what is assumed
    bounds_assumed  assumptions that bound inputs -> where these lie
"""

from __future__ import annotations

from .bounds_assumed import narrowed, repeats, side_of
from .claim import (
    NEGATION,
    Claim,
    Sizes,
    Unsatisfied,
    Unstated,
    Verdict,
    Word,
    not_understood,
    spelled_claim,
)
from .judging import judge
from .outcomes import NEVER
from .satisfying import inputs_of, satisfy
from .trial import Trial, frames, of_indices, ready

__all__ = [
    "NEGATION",
    "NEVER",
    "Claim",
    "Sizes",
    "Trial",
    "Unsatisfied",
    "Unstated",
    "Verdict",
    "Word",
    "frames",
    "inputs_of",
    "judge",
    "narrowed",
    "not_understood",
    "of_indices",
    "ready",
    "repeats",
    "satisfy",
    "side_of",
    "spelled_claim",
]
