r"""Losses and their derivatives, from the outputs and from the logits.

In: outputs, or the logits that they are the activation of, and targets, both of one
shape, (..., n). Out: the loss E, summed over the units along the last axis and
averaged over the examples, which all axes before it count; and its derivative by
the outputs or the logits, of their shape. Other shapes raise ValueError.

Complex arrays pass through, as in `layers`.
"""

from __future__ import annotations

import numpy as np

from .layers import log_softmax, relu, sigmoid, softmax
from .shapes import ArrayLike, FloatArray, outputs_and_targets

# From the outputs


def squared_error(out: ArrayLike, t: ArrayLike) -> float:
    r"""$\frac{1}{2} \sum_j (out_j - t_j)^2$, averaged over examples.

    `out` and `t` have one shape, (..., n).
    """
    out, t = outputs_and_targets(out, t)
    return _mean_of_sums((out - t) ** 2 / 2)


def squared_error_backward(out: ArrayLike, t: ArrayLike) -> FloatArray:
    """dE/d(out) of `squared_error`, (..., n). Derived in docs/output-layer.md."""
    out, t = outputs_and_targets(out, t)
    return np.asarray((out - t) / _examples(out))


def cross_entropy(out: ArrayLike, t: ArrayLike) -> float:
    r"""$-\sum_j t_j \ln out_j$, averaged over examples.

    `out` and `t` have one shape, (..., n). A unit whose target is 0 contributes 0,
    even where its output is 0; a positive target there makes the loss infinite.
    """
    out, t = outputs_and_targets(out, t)
    return _mean_of_sums(-_times_log(t, out))


def cross_entropy_backward(out: ArrayLike, t: ArrayLike) -> FloatArray:
    """dE/d(out) of `cross_entropy`, (..., n): 0 wherever the target is 0.

    Derived in docs/output-layer.md.
    """
    out, t = outputs_and_targets(out, t)
    return np.asarray(-_over(t, out) / _examples(out))


def binary_cross_entropy(out: ArrayLike, t: ArrayLike) -> float:
    r"""$-\sum_j (t_j \ln out_j + (1 - t_j) \ln(1 - out_j))$, averaged over examples.

    `out` and `t` have one shape, (..., n). A logarithm with factor 0 contributes 0.
    """
    out, t = outputs_and_targets(out, t)
    return _mean_of_sums(-_times_log(t, out) - _times_log(1 - t, 1 - out))


def binary_cross_entropy_backward(out: ArrayLike, t: ArrayLike) -> FloatArray:
    """dE/d(out) of `binary_cross_entropy`, (..., n).

    Derived in docs/output-layer.md.
    """
    out, t = outputs_and_targets(out, t)
    return np.asarray((_over(1 - t, 1 - out) - _over(t, out)) / _examples(out))


# From the logits, where an activation and its loss are better taken together


def softmax_cross_entropy(logits: ArrayLike, t: ArrayLike) -> float:
    """cross_entropy(softmax(logits), t), finite for all finite logits.

    `logits` and `t` have one shape, (..., n).
    """
    logits, t = outputs_and_targets(logits, t, "logits")
    return _mean_of_sums(-t * log_softmax(logits))


def softmax_cross_entropy_backward(logits: ArrayLike, t: ArrayLike) -> FloatArray:
    r"""dE/d(logits) of `softmax_cross_entropy`, (..., n).

    $(p_j \sum_m t_m - t_j) / N$, which is $(p_j - t_j) / N$ for targets that sum
    to one. Derived in docs/output-layer.md.
    """
    logits, t = outputs_and_targets(logits, t, "logits")
    total = t.sum(axis=-1, keepdims=True)
    return np.asarray((softmax(logits) * total - t) / _examples(logits))


def sigmoid_cross_entropy(logits: ArrayLike, t: ArrayLike) -> float:
    """cross_entropy(sigmoid(logits), t), finite for all finite logits.

    `logits` and `t` have one shape, (..., n).
    """
    logits, t = outputs_and_targets(logits, t, "logits")
    return _mean_of_sums(t * _softplus(-logits))


def sigmoid_cross_entropy_backward(logits: ArrayLike, t: ArrayLike) -> FloatArray:
    """dE/d(logits) of `sigmoid_cross_entropy`, (..., n): -t sigmoid(-logits) / N."""
    logits, t = outputs_and_targets(logits, t, "logits")
    return np.asarray(-t * sigmoid(-logits) / _examples(logits))


def sigmoid_binary_cross_entropy(logits: ArrayLike, t: ArrayLike) -> float:
    """binary_cross_entropy(sigmoid(logits), t), finite for all finite logits.

    `logits` and `t` have one shape, (..., n).
    """
    logits, t = outputs_and_targets(logits, t, "logits")
    return _mean_of_sums(t * _softplus(-logits) + (1 - t) * _softplus(logits))


def sigmoid_binary_cross_entropy_backward(
    logits: ArrayLike, t: ArrayLike
) -> FloatArray:
    """dE/d(logits) of `sigmoid_binary_cross_entropy`, (..., n): (out - t) / N.

    Derived in docs/output-layer.md.
    """
    logits, t = outputs_and_targets(logits, t, "logits")
    return np.asarray((sigmoid(logits) - t) / _examples(logits))


# Numbers that several of the above are made of


def _mean_of_sums(by_unit: FloatArray) -> float:
    """The sum over the last axis, then the mean over the rest."""
    value: float = by_unit.sum(axis=-1).mean()  # a NumPy scalar, with its precision
    return value


def _examples(out: FloatArray) -> int:
    """How many examples the axes before the last one hold."""
    return int(out.size // out.shape[-1])


def _times_log(factor: FloatArray, value: FloatArray) -> FloatArray:
    """The product factor * log(value): 0 wherever the factor is 0."""
    with np.errstate(divide="ignore"):  # log 0 = -inf is the value meant
        return np.asarray(factor * np.log(np.where(factor == 0, 1, value)))


def _over(factor: FloatArray, value: FloatArray) -> FloatArray:
    """The quotient factor / value: 0 wherever the factor is 0."""
    with np.errstate(divide="ignore"):  # infinite where the loss itself is
        return np.asarray(factor / np.where(factor == 0, 1, value))


def _softplus(z: FloatArray) -> FloatArray:
    r"""$\ln(1 + e^z)$, elementwise, without overflow."""
    return np.asarray(relu(z) + np.log1p(np.exp(np.where(z.real > 0, -z, z))))
