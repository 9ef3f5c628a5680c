r"""Activations and the dense layer, each with its vector-Jacobian product by hand.

In: net inputs z, or an input with weights and biases. Out: what the layer makes of
them; and, from that and from the derivative g of the loss E by it, the derivatives
of E by what came in.

Vectors lie along the last axis; every axis before it counts examples, so the same
functions serve one example, of shape (n,), and a batch, of shape (N, n).

The values are stable where the plain formulas overflow (net inputs of 1e4 and more).
Complex arrays pass through, branches being chosen by real parts, so that a
derivative can be taken by a complex step.
"""

from __future__ import annotations

import numpy as np

from .shapes import (
    ArrayLike,
    FloatArray,
    floating,
    inputs_and_weights,
    like_value,
    vectors,
)

# Activations and their vector-Jacobian products


def identity(z: ArrayLike) -> FloatArray:
    """The net input itself, for outputs that may be any number. Any shape."""
    return floating(z)


def identity_backward(value: ArrayLike, g: ArrayLike) -> FloatArray:
    """dE/dz = g, for `g` = dE/d(value); both have one shape."""
    return like_value(value, g)[1]


def sigmoid(z: ArrayLike) -> FloatArray:
    r"""$1 / (1 + e^{-z})$, elementwise. Any shape; values lie in [0, 1].

    Only the exponential that cannot overflow is taken, on either side of zero.
    """
    z = floating(z)
    positive = z.real >= 0
    e = np.exp(np.where(positive, -z, z))
    return np.asarray(np.where(positive, 1, e) / (1 + e))


def sigmoid_backward(value: ArrayLike, g: ArrayLike) -> FloatArray:
    """dE/dz from `value` = sigmoid(z) and `g` = dE/d(value); all have one shape.

    Derived in docs/chain-rule.md.
    """
    value, g = like_value(value, g)
    return np.asarray(value * (1 - value) * g)


def tanh(z: ArrayLike) -> FloatArray:
    """The hyperbolic tangent, elementwise. Any shape; values lie in [-1, 1]."""
    return np.asarray(np.tanh(floating(z)))


def tanh_backward(value: ArrayLike, g: ArrayLike) -> FloatArray:
    """dE/dz from `value` = tanh(z) and `g` = dE/d(value); all have one shape.

    Derived in docs/chain-rule.md.
    """
    value, g = like_value(value, g)
    return np.asarray((1 - value) * (1 + value) * g)


def relu(z: ArrayLike) -> FloatArray:
    """The larger of z and 0, elementwise. Any shape."""
    z = floating(z)
    return np.asarray(np.where(z.real > 0, z, 0))


def relu_backward(value: ArrayLike, g: ArrayLike) -> FloatArray:
    """dE/dz from `value` = relu(z) and `g` = dE/d(value); all have one shape.

    At the kink, z = 0, the slope is taken to be 0, one of its subgradients.
    Derived in docs/chain-rule.md.
    """
    value, g = like_value(value, g)
    return np.asarray(np.where(value.real > 0, g, 0))


def softmax(z: ArrayLike) -> FloatArray:
    r"""$e^{z_i} / \sum_m e^{z_m}$ along the last axis: (..., n) to (..., n).

    The largest logit is subtracted first, which changes no value and lets no
    exponential overflow.
    """
    z = vectors("z", z)
    e = np.exp(z - z.real.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def softmax_backward(value: ArrayLike, g: ArrayLike) -> FloatArray:
    r"""dE/dz from `value` = softmax(z) and `g` = dE/d(value); all (..., n).

    $p_i (g_i - \sum_m p_m g_m)$: the Jacobian is never built.
    Derived in docs/softmax-jacobian.md.
    """
    value, g = like_value(value, g)
    return np.asarray(value * (g - (value * g).sum(axis=-1, keepdims=True)))


def log_softmax(z: ArrayLike) -> FloatArray:
    r"""$z_i - \ln \sum_m e^{z_m}$ along the last axis: (..., n) to (..., n)."""
    z = vectors("z", z)
    shifted = z - z.real.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def log_softmax_backward(value: ArrayLike, g: ArrayLike) -> FloatArray:
    r"""dE/dz from `value` = log_softmax(z) and `g` = dE/d(value); all (..., n).

    $g_i - p_i \sum_m g_m$ with $p$ = exp(value). Derived in docs/output-layer.md.
    """
    value, g = like_value(value, g)
    return np.asarray(g - np.exp(value) * g.sum(axis=-1, keepdims=True))


# The dense layer


def dense(x: ArrayLike, W: ArrayLike, b: ArrayLike) -> FloatArray:
    """W x + b: (..., n_in), (n_out, n_in), (n_out,) to (..., n_out).

    Rows of `W` belong to the unit that receives. Wrong shapes raise ValueError.
    """
    (x, W), b = inputs_and_weights(x, W), floating(b)
    if b.shape != W.shape[:1]:
        raise ValueError(
            f"W has shape {W.shape}, so b must have shape {W.shape[:1]}, one bias "
            f"for each row of W; b has shape {b.shape}"
        )
    return np.asarray(x @ W.T + b)


def dense_backward(
    x: ArrayLike, W: ArrayLike, g: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """dE/dx, dE/dW and dE/db of dense(x, W, b), from `g` = dE/d(dense(x, W, b)).

    (..., n_in), (n_out, n_in), (..., n_out) to (..., n_in), (n_out, n_in), (n_out,);
    the gradients of W and b are summed over the examples.
    Derived in docs/chain-rule.md and docs/bias.md.
    """
    (x, W), g = inputs_and_weights(x, W), floating(g)
    if g.shape != x.shape[:-1] + W.shape[:1]:
        raise ValueError(
            f"x has shape {x.shape} and W has shape {W.shape}, so g must have shape "
            f"{x.shape[:-1] + W.shape[:1]}, that of W x + b; g has shape {g.shape}"
        )
    rows, inputs = g.reshape(-1, W.shape[0]), x.reshape(-1, W.shape[1])
    return g @ W, rows.T @ inputs, rows.sum(axis=0)
