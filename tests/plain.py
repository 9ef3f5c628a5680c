"""The formulas as one writes them, for automatic differentiation to differentiate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np

PLAIN: dict[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=-1, keepdims=True),
    "log_softmax": lambda z: z - anp.log(anp.sum(anp.exp(z), axis=-1, keepdims=True)),
}
PLAIN_LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "squared error": lambda out, t: anp.sum((out - t) ** 2) / 2,
    "cross-entropy": lambda out, t: -anp.sum(t * anp.log(out)),
    "binary cross-entropy": lambda out, t: (
        -anp.sum(t * anp.log(out) + (1 - t) * anp.log(1 - out))
    ),
}
LEADING = [(), (1,), (7,), (2, 3)]  # one example, and batches of several shapes


def draw(*shape: int, seed: int = 0) -> np.ndarray[Any, Any]:
    """Numbers of either sign, the same ones at every call."""
    return np.random.default_rng([seed, *shape]).normal(size=shape)
