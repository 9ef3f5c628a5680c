r"""The network of the pages in NumPy, forward and backward, as the pages derive it.

Every activation and loss comes with its vector-Jacobian product, written out by
hand. Vectors lie along the last axis; every axis before it counts examples, so
the same functions serve one example, of shape (n,), and a batch, of shape (N, n).
A loss is summed over the units and averaged over the examples.

The values are stable where the plain formulas overflow (logits of 1e4 and more).
Complex arrays pass through, branches being chosen by real parts, so that a
derivative can be taken by a complex step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
ArrayLike = npt.ArrayLike

# Activations and their vector-Jacobian products


def identity(z: ArrayLike) -> Array:
    """The net input itself, for outputs that may be any number. Any shape."""
    return _floating(z)


def identity_backward(value: ArrayLike, g: ArrayLike) -> Array:
    """dE/dz = g, for `g` = dE/d(value); both have one shape."""
    return _like_value(value, g)[1]


def sigmoid(z: ArrayLike) -> Array:
    r"""$1 / (1 + e^{-z})$, elementwise. Any shape; values lie in [0, 1].

    Only the exponential that cannot overflow is taken, on either side of zero.
    """
    z = _floating(z)
    positive = z.real >= 0
    e = np.exp(np.where(positive, -z, z))
    return np.asarray(np.where(positive, 1, e) / (1 + e))


def sigmoid_backward(value: ArrayLike, g: ArrayLike) -> Array:
    """dE/dz from `value` = sigmoid(z) and `g` = dE/d(value); all have one shape.

    Derived in docs/chain-rule.md.
    """
    value, g = _like_value(value, g)
    return np.asarray(value * (1 - value) * g)


def tanh(z: ArrayLike) -> Array:
    """The hyperbolic tangent, elementwise. Any shape; values lie in [-1, 1]."""
    return np.asarray(np.tanh(_floating(z)))


def tanh_backward(value: ArrayLike, g: ArrayLike) -> Array:
    """dE/dz from `value` = tanh(z) and `g` = dE/d(value); all have one shape.

    Derived in docs/chain-rule.md.
    """
    value, g = _like_value(value, g)
    return np.asarray((1 - value) * (1 + value) * g)


def relu(z: ArrayLike) -> Array:
    """The larger of z and 0, elementwise. Any shape."""
    z = _floating(z)
    return np.asarray(np.where(z.real > 0, z, np.zeros_like(z)))


def relu_backward(value: ArrayLike, g: ArrayLike) -> Array:
    """dE/dz from `value` = relu(z) and `g` = dE/d(value); all have one shape.

    At the kink, z = 0, the slope is taken to be 0, one of its subgradients.
    Derived in docs/chain-rule.md.
    """
    value, g = _like_value(value, g)
    return np.asarray(np.where(value.real > 0, g, np.zeros_like(g)))


def softmax(z: ArrayLike) -> Array:
    r"""$e^{z_i} / \sum_m e^{z_m}$ along the last axis: (..., n) to (..., n).

    The largest logit is subtracted first, which changes no value and lets no
    exponential overflow.
    """
    z = _vectors("z", z)
    e = np.exp(z - z.real.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def softmax_backward(value: ArrayLike, g: ArrayLike) -> Array:
    r"""dE/dz from `value` = softmax(z) and `g` = dE/d(value); all (..., n).

    $p_i (g_i - \sum_m p_m g_m)$: the Jacobian is never built.
    Derived in docs/softmax-jacobian.md.
    """
    value, g = _like_value(value, g)
    return np.asarray(value * (g - (value * g).sum(axis=-1, keepdims=True)))


def log_softmax(z: ArrayLike) -> Array:
    r"""$z_i - \ln \sum_m e^{z_m}$ along the last axis: (..., n) to (..., n)."""
    z = _vectors("z", z)
    shifted = z - z.real.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def log_softmax_backward(value: ArrayLike, g: ArrayLike) -> Array:
    r"""dE/dz from `value` = log_softmax(z) and `g` = dE/d(value); all (..., n).

    $g_i - p_i \sum_m g_m$ with $p$ = exp(value). Derived in docs/output-layer.md.
    """
    value, g = _like_value(value, g)
    return np.asarray(g - np.exp(value) * g.sum(axis=-1, keepdims=True))


# The dense layer


def dense(x: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """W x + b: (..., n_in), (n_out, n_in), (n_out,) to (..., n_out).

    Rows of `W` belong to the unit that receives. Wrong shapes raise ValueError.
    """
    x, W, b = _floating(x), _floating(W), _floating(b)
    _require_layer(x, W)
    if b.shape != W.shape[:1]:
        raise ValueError(
            f"W has shape {W.shape}, so b must have shape {W.shape[:1]}, one bias "
            f"for each row of W; b has shape {b.shape}"
        )
    return np.asarray(x @ W.T + b)


def dense_backward(
    x: ArrayLike, W: ArrayLike, g: ArrayLike
) -> tuple[Array, Array, Array]:
    """dE/dx, dE/dW and dE/db of dense(x, W, b), from `g` = dE/d(dense(x, W, b)).

    (..., n_in), (n_out, n_in), (..., n_out) to (..., n_in), (n_out, n_in), (n_out,);
    the gradients of W and b are summed over the examples.
    Derived in docs/chain-rule.md and docs/bias.md.
    """
    x, W, g = _floating(x), _floating(W), _floating(g)
    _require_layer(x, W)
    if g.shape != x.shape[:-1] + W.shape[:1]:
        raise ValueError(
            f"x has shape {x.shape} and W has shape {W.shape}, so g must have shape "
            f"{x.shape[:-1] + W.shape[:1]}, that of W x + b; g has shape {g.shape}"
        )
    rows, inputs = g.reshape(-1, W.shape[0]), x.reshape(-1, W.shape[1])
    return g @ W, rows.T @ inputs, rows.sum(axis=0)


# Losses: the sum over the units, the mean over the examples


def squared_error(out: ArrayLike, t: ArrayLike) -> float:
    r"""$\frac{1}{2} \sum_j (out_j - t_j)^2$, averaged over examples.

    `out` and `t` have one shape, (..., n).
    """
    out, t = _outputs_and_targets(out, t)
    return _mean_of_sums((out - t) ** 2 / 2)


def squared_error_backward(out: ArrayLike, t: ArrayLike) -> Array:
    """dE/d(out) of `squared_error`, (..., n). Derived in docs/output-layer.md."""
    out, t = _outputs_and_targets(out, t)
    return np.asarray((out - t) / _examples(out))


def cross_entropy(out: ArrayLike, t: ArrayLike) -> float:
    r"""$-\sum_j t_j \ln out_j$, averaged over examples.

    `out` and `t` have one shape, (..., n). A unit whose target is 0 contributes 0,
    even where its output is 0; a positive target there makes the loss infinite.
    """
    out, t = _outputs_and_targets(out, t)
    return _mean_of_sums(-_times_log(t, out))


def cross_entropy_backward(out: ArrayLike, t: ArrayLike) -> Array:
    """dE/d(out) of `cross_entropy`, (..., n): 0 wherever the target is 0.

    Derived in docs/output-layer.md.
    """
    out, t = _outputs_and_targets(out, t)
    return np.asarray(-_over(t, out) / _examples(out))


def binary_cross_entropy(out: ArrayLike, t: ArrayLike) -> float:
    r"""$-\sum_j (t_j \ln out_j + (1 - t_j) \ln(1 - out_j))$, averaged over examples.

    `out` and `t` have one shape, (..., n). A logarithm with factor 0 contributes 0.
    """
    out, t = _outputs_and_targets(out, t)
    return _mean_of_sums(-_times_log(t, out) - _times_log(1 - t, 1 - out))


def binary_cross_entropy_backward(out: ArrayLike, t: ArrayLike) -> Array:
    """dE/d(out) of `binary_cross_entropy`, (..., n).

    Derived in docs/output-layer.md.
    """
    out, t = _outputs_and_targets(out, t)
    return np.asarray((_over(1 - t, 1 - out) - _over(t, out)) / _examples(out))


# Losses from the logits, where an activation and its loss are better taken together


def softmax_cross_entropy(logits: ArrayLike, t: ArrayLike) -> float:
    """cross_entropy(softmax(logits), t), finite for all finite logits.

    `logits` and `t` have one shape, (..., n).
    """
    logits, t = _outputs_and_targets(logits, t, "logits")
    return _mean_of_sums(-t * log_softmax(logits))


def softmax_cross_entropy_backward(logits: ArrayLike, t: ArrayLike) -> Array:
    r"""dE/d(logits) of `softmax_cross_entropy`, (..., n).

    $(p_j \sum_m t_m - t_j) / N$, which is $(p_j - t_j) / N$ for targets that sum
    to one. Derived in docs/output-layer.md.
    """
    logits, t = _outputs_and_targets(logits, t, "logits")
    total = t.sum(axis=-1, keepdims=True)
    return np.asarray((softmax(logits) * total - t) / _examples(logits))


def sigmoid_cross_entropy(logits: ArrayLike, t: ArrayLike) -> float:
    """cross_entropy(sigmoid(logits), t), finite for all finite logits.

    `logits` and `t` have one shape, (..., n).
    """
    logits, t = _outputs_and_targets(logits, t, "logits")
    return _mean_of_sums(t * _softplus(-logits))


def sigmoid_cross_entropy_backward(logits: ArrayLike, t: ArrayLike) -> Array:
    """dE/d(logits) of `sigmoid_cross_entropy`, (..., n): -t sigmoid(-logits) / N."""
    logits, t = _outputs_and_targets(logits, t, "logits")
    return np.asarray(-t * sigmoid(-logits) / _examples(logits))


def sigmoid_binary_cross_entropy(logits: ArrayLike, t: ArrayLike) -> float:
    """binary_cross_entropy(sigmoid(logits), t), finite for all finite logits.

    `logits` and `t` have one shape, (..., n).
    """
    logits, t = _outputs_and_targets(logits, t, "logits")
    return _mean_of_sums(t * _softplus(-logits) + (1 - t) * _softplus(logits))


def sigmoid_binary_cross_entropy_backward(logits: ArrayLike, t: ArrayLike) -> Array:
    """dE/d(logits) of `sigmoid_binary_cross_entropy`, (..., n): (out - t) / N.

    Derived in docs/output-layer.md.
    """
    logits, t = _outputs_and_targets(logits, t, "logits")
    return np.asarray((sigmoid(logits) - t) / _examples(logits))


# The network


@dataclass(frozen=True)
class Activation:
    """An activation and its vector-Jacobian product, (value, g) to dE/dz."""

    value: Callable[[Array], Array]
    backward: Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Loss:
    """A loss of (out, t) or of (logits, t), and its derivative by the first."""

    value: Callable[[Array, Array], float]
    backward: Callable[[Array, Array], Array]


ACTIVATIONS: Mapping[str, Activation] = {
    "identity": Activation(identity, identity_backward),
    "relu": Activation(relu, relu_backward),
    "sigmoid": Activation(sigmoid, sigmoid_backward),
    "softmax": Activation(softmax, softmax_backward),
    "tanh": Activation(tanh, tanh_backward),
}

LOSSES: Mapping[str, Loss] = {
    "binary cross-entropy": Loss(binary_cross_entropy, binary_cross_entropy_backward),
    "cross-entropy": Loss(cross_entropy, cross_entropy_backward),
    "squared error": Loss(squared_error, squared_error_backward),
}

# Outputs and losses that saturate when taken apart: 0 times infinity.
FROM_LOGITS: Mapping[tuple[str, str], Loss] = {
    ("sigmoid", "binary cross-entropy"): Loss(
        sigmoid_binary_cross_entropy, sigmoid_binary_cross_entropy_backward
    ),
    ("sigmoid", "cross-entropy"): Loss(
        sigmoid_cross_entropy, sigmoid_cross_entropy_backward
    ),
    ("softmax", "cross-entropy"): Loss(
        softmax_cross_entropy, softmax_cross_entropy_backward
    ),
}


@dataclass(frozen=True, eq=False)
class Forward:
    """The quantities of a forward pass; each has a row for each example.

    net_h, out_h: (..., n_h). net_o, out_o: (..., n_o).
    """

    net_h: Array
    out_h: Array
    net_o: Array
    out_o: Array


@dataclass(frozen=True, eq=False)
class Backward:
    """The quantities of a backward pass, each the derivative of the loss.

    delta_o: dE/d(net_o), (..., n_o). g: dE/d(out_h), (..., n_h).
    delta_h: dE/d(net_h), (..., n_h). W: (n_h, n_x). b: (n_h,). V: (n_o, n_h).
    c: (n_o,). In a batch of N the loss is a mean, so every row of delta_o, g and
    delta_h carries its factor 1/N, and W, b, V and c are sums over the rows.
    """

    delta_o: Array
    g: Array
    delta_h: Array
    W: Array
    b: Array
    V: Array
    c: Array


@dataclass(frozen=True, init=False, repr=False)  # `loss` names a method, too
class TwoLayerNetwork:
    r"""A hidden layer, an output layer and a loss, each called by its name.

        net_h = W x + b        out_h = hidden(net_h)
        net_o = V out_h + c    out_o = output(net_o)    E = loss(out_o, t)

    `hidden` and `output` are names of ACTIVATIONS, `loss` one of LOSSES; an unknown
    name raises ValueError, and so does a loss that the output has no value for.
    `parameters` always maps "W", "b", "V" and "c" to arrays of shape (n_h, n_x),
    (n_h,), (n_o, n_h) and (n_o,).
    """

    hidden: str
    output: str
    loss_name: str

    def __init__(self, hidden: str, output: str, loss: str) -> None:
        _require_name("activation of the hidden layer", hidden, ACTIVATIONS)
        _require_name("activation of the output layer", output, ACTIVATIONS)
        _require_name("loss", loss, LOSSES)
        _require_probabilities(output, loss)
        object.__setattr__(self, "hidden", hidden)
        object.__setattr__(self, "output", output)
        object.__setattr__(self, "loss_name", loss)

    def __repr__(self) -> str:
        """The call that makes this network."""
        return (
            f"TwoLayerNetwork(hidden={self.hidden!r}, output={self.output!r}, "
            f"loss={self.loss_name!r})"
        )

    def forward(self, parameters: Mapping[str, ArrayLike], x: ArrayLike) -> Forward:
        """Every quantity from the input `x`, (..., n_x), to the output.

        Derived in docs/notation.md.
        """
        W, b, V, c = _parameters(parameters)
        net_h = dense(x, W, b)
        out_h = ACTIVATIONS[self.hidden].value(net_h)
        net_o = dense(out_h, V, c)
        return Forward(net_h, out_h, net_o, ACTIVATIONS[self.output].value(net_o))

    def loss(
        self, parameters: Mapping[str, ArrayLike], x: ArrayLike, t: ArrayLike
    ) -> float:
        """The loss E of inputs `x`, (..., n_x), and targets `t`, (..., n_o)."""
        f = self.forward(parameters, x)
        together = FROM_LOGITS.get((self.output, self.loss_name))
        if together is not None:
            return together.value(f.net_o, _targets(f.out_o, t))
        return LOSSES[self.loss_name].value(f.out_o, _targets(f.out_o, t))

    def backward(
        self, parameters: Mapping[str, ArrayLike], x: ArrayLike, t: ArrayLike
    ) -> Backward:
        """Every derivative of E, from the output back to the hidden layer's weights.

        Derived in docs/chain-rule.md, docs/softmax-hidden-layer.md, docs/bias.md
        and docs/output-layer.md.
        """
        f = self.forward(parameters, x)
        W, _, V, _ = _parameters(parameters)
        delta_o = self._output_delta(f, _targets(f.out_o, t))
        g, dV, dc = dense_backward(f.out_h, V, delta_o)
        delta_h = ACTIVATIONS[self.hidden].backward(f.out_h, g)
        _, dW, db = dense_backward(x, W, delta_h)
        return Backward(delta_o, g, delta_h, dW, db, dV, dc)

    def _output_delta(self, f: Forward, t: Array) -> Array:
        """dE/d(net_o), from the logits where the output may saturate."""
        together = FROM_LOGITS.get((self.output, self.loss_name))
        if together is not None:
            return together.backward(f.net_o, t)
        by_output = LOSSES[self.loss_name].backward(f.out_o, t)
        return ACTIVATIONS[self.output].backward(f.out_o, by_output)


# Numbers that several of the above are made of


def _mean_of_sums(by_unit: Array) -> float:
    """The sum over the last axis, then the mean over the rest."""
    value: float = by_unit.sum(axis=-1).mean()  # a NumPy scalar, with its precision
    return value


def _examples(out: Array) -> int:
    """How many examples the axes before the last one hold."""
    return int(out.size // out.shape[-1])


def _times_log(factor: Array, value: Array) -> Array:
    """The product factor * log(value): 0 wherever the factor is 0."""
    with np.errstate(divide="ignore"):  # log 0 = -inf is the value meant
        return np.asarray(factor * np.log(np.where(factor == 0, 1, value)))


def _over(factor: Array, value: Array) -> Array:
    """The quotient factor / value: 0 wherever the factor is 0."""
    with np.errstate(divide="ignore"):  # infinite where the loss itself is
        return np.asarray(factor / np.where(factor == 0, 1, value))


def _softplus(z: Array) -> Array:
    r"""$\ln(1 + e^z)$, elementwise, without overflow."""
    return np.asarray(relu(z) + np.log1p(np.exp(np.where(z.real > 0, -z, z))))


# Arguments: what they must be, and what is said when they are not


def _floating(values: ArrayLike) -> Array:
    """The values as an array of floating point numbers, single precision kept."""
    array = np.asarray(values)
    if np.issubdtype(array.dtype, np.inexact):
        return array
    return array.astype(np.float64)


def _vectors(name: str, values: ArrayLike) -> Array:
    """The values as an array whose last axis is a vector with entries."""
    array = _floating(values)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(
            f"{name} must be a vector, or an array whose last axis holds vectors, "
            f"with at least one entry; {name} has shape {array.shape}"
        )
    return array


def _like_value(value: ArrayLike, g: ArrayLike) -> tuple[Array, Array]:
    """A forward value and the derivative of the loss by it, of one shape."""
    value, g = _floating(value), _floating(g)
    if value.shape != g.shape:
        raise ValueError(
            f"value has shape {value.shape}, so g, the derivative of the loss by it, "
            f"must have shape {value.shape}; g has shape {g.shape}"
        )
    return value, g


def _outputs_and_targets(
    out: ArrayLike, t: ArrayLike, name: str = "out"
) -> tuple[Array, Array]:
    """Outputs (or logits) and targets, of one shape, with at least one example."""
    out, t = _vectors(name, out), _floating(t)
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


def _targets(out_o: Array, t: ArrayLike) -> Array:
    """The targets of a network's outputs, of their shape."""
    return _outputs_and_targets(out_o, t, "out_o")[1]


def _require_layer(x: Array, W: Array) -> None:
    """Raise ValueError unless W is a matrix with a column for each input."""
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


def _parameters(
    parameters: Mapping[str, ArrayLike],
) -> tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]:
    """W, b, V and c, when they are there and nothing else is."""
    if set(parameters) != {"W", "b", "V", "c"}:
        names = ", ".join(map(str, parameters)) or "nothing"
        raise ValueError(f"parameters must hold W, b, V and c; they hold {names}")
    return parameters["W"], parameters["b"], parameters["V"], parameters["c"]


def _require_name(kind: str, name: str, known: Iterable[str]) -> None:
    """Raise ValueError, with the nearest known name, for an unknown one."""
    known = list(known)
    if name in known:
        return
    near = get_close_matches(str(name), known, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else "."
    raise ValueError(
        f"there is no {kind} named {name!r}{meant} "
        f"The known ones are {', '.join(map(repr, known))}."
    )


def _require_probabilities(output: str, loss: str) -> None:
    """Raise ValueError for a loss whose logarithms the output has no use for."""
    if loss != "squared error" and output not in ("sigmoid", "softmax"):
        raise ValueError(
            f"{loss} takes logarithms of the outputs, which must lie between 0 and 1; "
            f"those of {output} need not. Take 'sigmoid' or 'softmax'."
        )
    if (output, loss) == ("softmax", "binary cross-entropy"):
        raise ValueError(
            "binary cross-entropy takes each output for a probability of its own, and "
            "those of softmax share one. Take 'sigmoid', or the loss 'cross-entropy'."
        )


# The variants of the pages

A = TwoLayerNetwork("sigmoid", "sigmoid", "squared error")
B = TwoLayerNetwork("softmax", "sigmoid", "squared error")
C = TwoLayerNetwork("softmax", "softmax", "cross-entropy")
D = TwoLayerNetwork("sigmoid", "softmax", "cross-entropy")
