"""The running network's numbers: 2 inputs, 3 hidden units, 4 outputs.

Every page computes with this network, so that a number seen on one page is met
again on the next. All its sizes differ, so that an index slip changes a shape.
Rows of `W` and `V` belong to the unit that receives: `W[i, k]` leads from input k
to hidden unit i, `V[j, i]` from hidden unit i to output j.

    x        (2,)    the input
    t        (4,)    the target, which sums to one and so serves every loss
    free_t   (4,)    a target that does not sum to one
    W, b     (3, 2), (3,)    the hidden layer's weights and biases
    V, c     (4, 3), (4,)    the output layer's weights and biases
    parameters               {"W": W, "b": b, "V": V, "c": c}
    batch_x  (5, 2)  five inputs, of which the first is x
    batch_t  (5, 4)  their targets, of which the first is t

The arrays are read-only, and so is the mapping: a page that wants other numbers
takes a copy, for example `W.copy()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from .shapes import FloatArray


def _read_only(numbers: list[float] | list[list[float]]) -> FloatArray:
    """The numbers as an array that refuses to be written to."""
    array = np.array(numbers, dtype=np.float64)
    array.setflags(write=False)
    return array


x: FloatArray = _read_only([1.5, 0.5])
t: FloatArray = _read_only([0.05, 0.60, 0.10, 0.25])
free_t: FloatArray = _read_only([0.9, 0.1, 0.4, 0.2])

W: FloatArray = _read_only([[0.4, -0.7], [-0.3, 0.5], [0.8, 0.2]])
b: FloatArray = _read_only([0.1, -0.2, 0.3])
V: FloatArray = _read_only(
    [[0.5, -0.4, 0.9], [-0.6, 0.2, 0.7], [0.1, -0.9, 0.6], [-0.8, 0.4, -0.2]]
)
c: FloatArray = _read_only([0.2, -0.1, 0.4, -0.3])

parameters: Mapping[str, FloatArray] = MappingProxyType(
    {"W": W, "b": b, "V": V, "c": c}
)

batch_x: FloatArray = _read_only(
    [[1.5, 0.5], [-0.5, 1.0], [0.8, -1.2], [0.3, 0.7], [-1.1, -0.4]]
)
batch_t: FloatArray = _read_only(
    [
        [0.05, 0.60, 0.10, 0.25],
        [0.70, 0.10, 0.15, 0.05],
        [0.20, 0.05, 0.65, 0.10],
        [0.10, 0.20, 0.30, 0.40],
        [0.15, 0.45, 0.05, 0.35],
    ]
)
