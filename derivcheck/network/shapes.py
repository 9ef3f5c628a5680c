"""Arrays that fit together, or a sentence that names both shapes.

In: what a caller hands to a layer or a loss, array or list. Out: arrays of floating
point numbers whose shapes fit; ValueError where they do not, saying which shape
was needed beside the one that came.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[Any]
ArrayLike = npt.ArrayLike


def floating(values: ArrayLike) -> FloatArray:
    """The values as an array of floating point numbers, single precision kept."""
    array = np.asarray(values)
    if np.issubdtype(array.dtype, np.inexact):
        return array
    return array.astype(np.float64)


def vectors(name: str, values: ArrayLike) -> FloatArray:
    """The values as an array whose last axis is a vector with entries."""
    array = floating(values)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(
            f"{name} must be a vector, or an array whose last axis holds vectors, "
            f"with at least one entry; {name} has shape {array.shape}"
        )
    return array


def inputs_and_weights(x: ArrayLike, W: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Inputs, (..., n_in), and a matrix with a column for each of them."""
    x, W = floating(x), floating(W)
    if W.ndim != 2:
        raise ValueError(
            f"W must be a matrix, with a row for each unit and a column for each "
            f"input; W has shape {W.shape}"
        )
    if x.ndim == 0 or x.shape[-1] != W.shape[1]:
        raise ValueError(
            f"W has shape {W.shape}, so the last axis of x must have length "
            f"{W.shape[1]}, one input for each column of W; x has shape {x.shape}"
        )
    return x, W


def like_value(value: ArrayLike, g: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """A forward value and the derivative of the loss by it, of one shape."""
    value, g = floating(value), floating(g)
    if value.shape != g.shape:
        raise ValueError(
            f"value has shape {value.shape}, so g, the derivative of the loss by it, "
            f"must have shape {value.shape}; g has shape {g.shape}"
        )
    return value, g


def outputs_and_targets(
    out: ArrayLike, t: ArrayLike, name: str = "out"
) -> tuple[FloatArray, FloatArray]:
    """Outputs (or logits) and targets, of one shape, with at least one example."""
    out, t = vectors(name, out), floating(t)
    if out.shape != t.shape:
        raise ValueError(
            f"{name} has shape {out.shape}, so t must have shape {out.shape}, one "
            f"target for each output; t has shape {t.shape}"
        )
    if out.size == 0:
        raise ValueError(
            f"a loss is a mean over examples, and there are none: {name} has shape "
            f"{out.shape}"
        )
    return out, t
