r"""The network of the pages in NumPy, forward and backward, as the pages derive it.

In: parameters, an input and targets, of one example or of a batch. Out: every
quantity of the forward pass, the loss, and the derivative of the loss by every
quantity of the way back.

The layers and losses that it is made of are to be had from here, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

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
from .shapes import ArrayLike, FloatArray, outputs_and_targets

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

# Activations and losses by their names


@dataclass(frozen=True)
class Activation:
    """An activation and its vector-Jacobian product, (value, g) to dE/dz."""

    value: Callable[[FloatArray], FloatArray]
    backward: Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True)
class Loss:
    """A loss of (out, t) or of (logits, t), and its derivative by the first."""

    value: Callable[[FloatArray, FloatArray], float]
    backward: Callable[[FloatArray, FloatArray], FloatArray]


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


# The network


@dataclass(frozen=True, eq=False)
class Forward:
    """The quantities of a forward pass; each has a row for each example.

    net_h, out_h: (..., n_h). net_o, out_o: (..., n_o).
    """

    net_h: FloatArray
    out_h: FloatArray
    net_o: FloatArray
    out_o: FloatArray


@dataclass(frozen=True, eq=False)
class Backward:
    """The quantities of a backward pass, each the derivative of the loss.

    delta_o: dE/d(net_o), (..., n_o). g: dE/d(out_h), (..., n_h).
    delta_h: dE/d(net_h), (..., n_h). W: (n_h, n_x). b: (n_h,). V: (n_o, n_h).
    c: (n_o,). In a batch of N the loss is a mean, so every row of delta_o, g and
    delta_h carries its factor 1/N, and W, b, V and c are sums over the rows.
    """

    delta_o: FloatArray
    g: FloatArray
    delta_h: FloatArray
    W: FloatArray
    b: FloatArray
    V: FloatArray
    c: FloatArray


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
        t = _targets(f, t)
        together = FROM_LOGITS.get((self.output, self.loss_name))
        if together is not None:
            return together.value(f.net_o, t)
        return LOSSES[self.loss_name].value(f.out_o, t)

    def backward(
        self, parameters: Mapping[str, ArrayLike], x: ArrayLike, t: ArrayLike
    ) -> Backward:
        """Every derivative of E, from the output back to the hidden layer's weights.

        Derived in docs/chain-rule.md, docs/softmax-hidden-layer.md, docs/bias.md
        and docs/output-layer.md.
        """
        f = self.forward(parameters, x)
        W, _, V, _ = _parameters(parameters)
        delta_o = self._output_delta(f, _targets(f, t))
        g, dV, dc = dense_backward(f.out_h, V, delta_o)
        delta_h = ACTIVATIONS[self.hidden].backward(f.out_h, g)
        _, dW, db = dense_backward(x, W, delta_h)
        return Backward(delta_o, g, delta_h, dW, db, dV, dc)

    def _output_delta(self, f: Forward, t: FloatArray) -> FloatArray:
        """dE/d(net_o), from the logits where the output may saturate."""
        together = FROM_LOGITS.get((self.output, self.loss_name))
        if together is not None:
            return together.backward(f.net_o, t)
        by_output = LOSSES[self.loss_name].backward(f.out_o, t)
        return ACTIVATIONS[self.output].backward(f.out_o, by_output)


# Arguments: what they must be, and what is said when they are not


def _targets(f: Forward, t: ArrayLike) -> FloatArray:
    """The targets of a network's outputs, of their shape."""
    return outputs_and_targets(f.out_o, t, "out_o")[1]


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
