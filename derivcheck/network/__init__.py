"""The layers, losses and numbers that the pages use, forward and backward.

In: NumPy arrays whose last axis is that of units, the others batches. Out: outputs,
losses and their derivatives; arrays that do not fit are named with both shapes.

    >>> import numpy as np
    >>> from derivcheck.network import softmax
    >>> softmax(np.zeros(4)).tolist()
    [0.25, 0.25, 0.25, 0.25]

Modules, each importing only from those above it:

    shapes      arrays that fit, or a sentence that names both shapes
    layers      activations and the dense layer, and the way back through them
    losses      outputs and targets -> the loss and its derivative
    two_layers  a hidden layer, an output layer and a loss, forward and backward
    running     the running network's numbers
"""

from __future__ import annotations

from .layers import (
    dense,
    dense_backward,
    identity,
    identity_backward,
    log_softmax,
    log_softmax_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from .losses import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    cross_entropy,
    cross_entropy_backward,
    sigmoid_binary_cross_entropy,
    sigmoid_binary_cross_entropy_backward,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    squared_error,
    squared_error_backward,
)
from .two_layers import (
    ACTIVATIONS,
    FROM_LOGITS,
    LOSSES,
    A,
    Activation,
    B,
    Backward,
    C,
    D,
    Forward,
    Loss,
    TwoLayerNetwork,
)

__all__ = [
    "ACTIVATIONS",
    "FROM_LOGITS",
    "LOSSES",
    "A",
    "Activation",
    "B",
    "Backward",
    "C",
    "D",
    "Forward",
    "Loss",
    "TwoLayerNetwork",
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "cross_entropy",
    "cross_entropy_backward",
    "dense",
    "dense_backward",
    "identity",
    "identity_backward",
    "log_softmax",
    "log_softmax_backward",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "sigmoid_binary_cross_entropy",
    "sigmoid_binary_cross_entropy_backward",
    "sigmoid_cross_entropy",
    "sigmoid_cross_entropy_backward",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "squared_error",
    "squared_error_backward",
    "tanh",
    "tanh_backward",
]
