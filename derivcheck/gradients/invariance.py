"""The mistake behind a wrong gradient of a layer with a softmax after it.

In: a claimed gradient of named arrays, and a way to measure slopes. Out: a clause, or
nothing. A softmax does not change when all its inputs grow alike, so the slopes of a
bias before it add up to zero. That is seen from outside, by one slope of f, and a
claim that breaks it, or keeps it though it is wrong, tells where it went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .finite_differences import factors
from .flattening import Block
from .known_mistakes import Claimed
from .user_function import Array

ZERO = 1e-9  # of the terms of a sum: what is called zero

Slope = Callable[[Array], float]  # a direction, (n,) -> the slope of f along it


def name_before_softmax(claimed: Claimed, slope: Slope) -> str:
    """What is wrong in a layer before a softmax, as a clause; empty when not known.

    Up to four slopes are measured for each layer of a weight and a bias.
    """
    for weight, bias in _layers(claimed.blocks):
        alike, in_bias, in_weight = np.zeros((3, claimed.value.shape[1]))
        draw = factors(alike.size, np.random.default_rng(0))
        alike[bias.span] = 1
        in_bias[bias.span] = draw[bias.span]
        in_weight[weight.span] = draw[weight.span]
        flat = abs(slope(alike)) <= ZERO * abs(slope(in_bias))
        if not flat or _agrees(claimed, in_bias, slope):
            continue
        if not _agrees(claimed, alike, lambda v: 0.0):
            if not _agrees(claimed, in_weight, slope):
                return (
                    f"f does not change when the entries of {bias} grow alike, as "
                    f"before a softmax, so the slopes add up to zero, but the claimed "
                    f"do not: what is off the diagonal of the softmax's Jacobian sees "
                    f"to that"
                )
        elif _agrees(claimed, draw - in_bias, slope):
            return _of_bias_alone(claimed, bias)
    return ""


def _of_bias_alone(claimed: Claimed, bias: Block) -> str:
    """What is wrong where all but the bias is right, and the bias adds up to zero."""
    if not claimed.value[0, bias.span].any():
        return f"the gradient of {bias} is zero throughout, the slopes are not"
    return (
        f"the gradient of {bias} alone is off, and adds up to zero, as it must before "
        f"a softmax: is it not summed over all examples?"
    )


def _layers(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block]]:
    """A weight and the bias that goes with it, where their sizes leave no doubt."""
    for bias in blocks:
        weights = [b for b in blocks if len(b.shape) == 2 and b.shape[:1] == bias.shape]
        twins = [b for b in blocks if b.shape == bias.shape]
        if len(weights) == len(twins) == 1 and bias.shape[0] > 1:
            yield weights[0], bias


def _agrees(claimed: Claimed, v: Array, slope: Slope) -> bool:
    """Whether the claim has the slope along v, up to rounding."""
    terms = claimed.value[0] * v
    gap = abs(float(terms.sum()) - slope(v))
    return gap <= ZERO * float(np.abs(terms).sum())
