"""The network's values and derivatives, held against other people's differentiation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from derivcheck import network, running
from derivcheck.network import LOSSES, A, B, C, D, TwoLayerNetwork

FIXTURE = Path(__file__).parent / "fixtures" / "running_network.md"
PARAMETERS = dict(running.parameters)

# The plain formulas, for autograd to differentiate.
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
HIDDEN = ["identity", "relu", "sigmoid", "softmax", "tanh"]
VARIANTS = [
    (hidden, output, loss)
    for hidden in HIDDEN
    for output, loss in [
        *((output, "squared error") for output in HIDDEN),
        ("sigmoid", "cross-entropy"),
        ("softmax", "cross-entropy"),
        ("sigmoid", "binary cross-entropy"),
    ]
]
LEADING = [(), (1,), (7,), (2, 3)]


def draw(*shape: int, seed: int = 0) -> np.ndarray[Any, Any]:
    return np.random.default_rng([seed, *shape]).normal(size=shape)


def plain_loss(variant: tuple[str, str, str], p: dict[str, Any], x: Any, t: Any) -> Any:
    hidden, output, loss = variant
    out_h = PLAIN[hidden](anp.dot(x, p["W"].T) + p["b"])
    out_o = PLAIN[output](anp.dot(out_h, p["V"].T) + p["c"])
    return PLAIN_LOSSES[loss](out_o, t) / (out_o.size / out_o.shape[-1])


def rows_of_fixture() -> Iterator[tuple[tuple[str, ...], str, list[float]]]:
    variant: tuple[str, ...] = ()
    for line in FIXTURE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            variant = tuple(line[3:].split(", "))
        elif line.startswith("| ") and "---" not in line and "quantity" not in line:
            _, name, entries, _ = (cell.strip() for cell in line.split("|"))
            yield variant, name, [float(entry) for entry in entries.split()]


@pytest.mark.parametrize(("variant", "name", "entries"), list(rows_of_fixture()))
def test_the_running_network_has_the_values_of_the_pages(
    variant: tuple[str, str, str], name: str, entries: list[float]
) -> None:
    net = TwoLayerNetwork(*variant)
    arguments = PARAMETERS, running.x, running.t
    if name == "E":
        value: Any = net.loss(*arguments)
    elif name.startswith(("net", "out")):
        value = getattr(net.forward(PARAMETERS, running.x), name)
    else:
        value = getattr(net.backward(*arguments), name)
    assert np.round(np.ravel(value), 6).tolist() == pytest.approx(entries, abs=1e-12)


@pytest.mark.parametrize("variant", VARIANTS, ids=", ".join)
@pytest.mark.parametrize("leading", LEADING, ids=str)
def test_a_network_agrees_with_automatic_differentiation(
    variant: tuple[str, str, str], leading: tuple[int, ...]
) -> None:
    p = {"W": draw(3, 2), "b": draw(3), "V": draw(4, 3), "c": draw(4)}
    x, t = draw(*leading, 2), network.softmax(draw(*leading, 4, seed=1))
    net = TwoLayerNetwork(*variant)

    assert net.loss(p, x, t) == pytest.approx(plain_loss(variant, p, x, t), rel=1e-13)
    expected = autograd.grad(lambda p: plain_loss(variant, p, x, t))(p)
    found = net.backward(p, x, t)
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            getattr(found, name), gradient, rtol=1e-11, atol=1e-14, err_msg=name
        )


@pytest.mark.parametrize("name", [*HIDDEN, "log_softmax"])
@pytest.mark.parametrize("leading", LEADING, ids=str)
def test_an_activation_agrees_with_automatic_differentiation(
    name: str, leading: tuple[int, ...]
) -> None:
    z, g = draw(*leading, 5), draw(*leading, 5, seed=1)
    value = getattr(network, name)(z)
    product, expected = autograd.make_vjp(PLAIN[name])(z)

    np.testing.assert_allclose(value, expected, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(
        getattr(network, f"{name}_backward")(value, g),
        product(g),
        rtol=1e-11,
        atol=1e-14,
    )


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("leading", LEADING, ids=str)
def test_a_loss_agrees_with_automatic_differentiation(
    loss: str, leading: tuple[int, ...]
) -> None:
    out = network.sigmoid(draw(*leading, 5))
    t = network.sigmoid(draw(*leading, 5, seed=1))
    examples = out.size / 5

    plain = PLAIN_LOSSES[loss]
    assert LOSSES[loss].value(out, t) == pytest.approx(plain(out, t) / examples)
    np.testing.assert_allclose(
        LOSSES[loss].backward(out, t), autograd.grad(plain)(out, t) / examples
    )


def test_a_dense_layer_sums_its_gradients_over_the_examples() -> None:
    x, W, b, g = draw(2, 3, 5), draw(4, 5), draw(4), draw(2, 3, 4)
    assert np.allclose(network.dense(x, W, b), np.einsum("nmk,ik->nmi", x, W) + b)
    dx, dW, db = network.dense_backward(x, W, g)
    assert np.allclose(dx, np.einsum("nmi,ik->nmk", g, W))
    assert np.allclose(dW, np.einsum("nmi,nmk->ik", g, x))
    assert np.allclose(db, g.sum(axis=(0, 1)))


@pytest.mark.parametrize("net", [A, B, C, D], ids="ABCD")
def test_a_batch_is_the_mean_of_its_examples(net: TwoLayerNetwork) -> None:
    pairs = list(zip(running.batch_x, running.batch_t, strict=True))
    losses = [net.loss(PARAMETERS, x, t) for x, t in pairs]
    alone = [net.backward(PARAMETERS, x, t) for x, t in pairs]
    batch = net.backward(PARAMETERS, running.batch_x, running.batch_t)

    assert net.loss(PARAMETERS, running.batch_x, running.batch_t) == pytest.approx(
        np.mean(losses), rel=1e-14
    )
    for name in "WbVc":
        mean = np.mean([getattr(one, name) for one in alone], axis=0)
        assert np.allclose(getattr(batch, name), mean, rtol=1e-13, atol=1e-16)
    for name in ("delta_o", "g", "delta_h"):
        rows = np.array([getattr(one, name) for one in alone]) / len(pairs)
        assert np.allclose(getattr(batch, name), rows, rtol=1e-13, atol=1e-16)


def test_single_precision_stays_single_and_integers_become_double() -> None:
    z = np.array([1, -2, 3])
    for name in [*HIDDEN, "log_softmax"]:
        assert getattr(network, name)(z.astype(np.float32)).dtype == np.float32
        assert getattr(network, name)(z).dtype == np.float64


def test_a_complex_step_gives_the_derivative() -> None:
    x = running.x.astype(complex)
    for net in (A, B, C, D):
        W = running.W.astype(complex)
        W[0, 0] += 1e-40j
        slope = complex(net.loss({**PARAMETERS, "W": W}, x, running.t)).imag / 1e-40
        exact = net.backward(PARAMETERS, running.x, running.t).W[0, 0]
        assert slope == pytest.approx(exact, rel=1e-13)


# Properties


def test_softmax_sums_to_one_and_ignores_a_shift() -> None:
    z = draw(50, 6)
    assert np.allclose(network.softmax(z).sum(axis=-1), 1, rtol=1e-15)
    assert np.allclose(network.softmax(z + 3.5), network.softmax(z), rtol=1e-13)
    assert np.allclose(np.exp(network.log_softmax(z)), network.softmax(z), rtol=1e-13)


def test_softmax_backward_sums_to_zero_and_ignores_a_shift_of_g() -> None:
    p, g = network.softmax(draw(50, 6)), draw(50, 6, seed=1)
    product = network.softmax_backward(p, g)
    assert np.allclose(product.sum(axis=-1), 0, atol=1e-15)
    assert np.allclose(network.softmax_backward(p, g + 2.5), product, atol=1e-14)


def test_a_sigmoid_is_the_first_of_two_softmax_units() -> None:
    z = draw(50, 1)
    two = network.softmax(np.concatenate([z, np.zeros_like(z)], axis=-1))
    assert np.allclose(network.sigmoid(z)[:, 0], two[:, 0], rtol=1e-14)


def test_sigmoid_is_symmetric_about_one_half() -> None:
    z = draw(100)
    assert np.allclose(network.sigmoid(-z), 1 - network.sigmoid(z), atol=1e-16)


def test_tanh_is_a_sigmoid_twice_as_steep() -> None:
    z = draw(100)
    assert np.allclose(network.tanh(z), 2 * network.sigmoid(2 * z) - 1, atol=1e-15)


def test_targets_that_do_not_sum_to_one_scale_the_outputs() -> None:
    logits = D.forward(PARAMETERS, running.x).net_o
    p = network.softmax(logits)
    delta = network.softmax_cross_entropy_backward(logits, running.free_t)
    assert np.allclose(delta, 1.6 * p - running.free_t, atol=1e-15)


# Saturation


@pytest.mark.parametrize("size", [50.0, 800.0, 1e4, 1e300])
def test_activations_are_exact_at_saturation(size: float) -> None:
    z = np.array([size, 0.0, -size])
    assert network.sigmoid(z) == pytest.approx([1, 0.5, 0], abs=1e-21)
    assert network.softmax(z) == pytest.approx([1, 0, 0], abs=1e-21)
    assert network.log_softmax(z).tolist() == [0, -size, -2 * size]
    assert network.softmax([size, size]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("size", [800.0, 1e4])
@pytest.mark.parametrize(("output", "loss"), list(network.FROM_LOGITS), ids=str)
def test_loss_and_delta_are_finite_at_saturation(
    output: str, loss: str, size: float
) -> None:
    net = TwoLayerNetwork("sigmoid", output, loss)
    p = {**PARAMETERS, "c": np.array([size, -size, 0.0, -size])}
    t = np.array([0.0, 1.0, 0.0, 0.0])
    assert np.isfinite(net.loss(p, running.x, t))
    assert net.loss(p, running.x, t) > size / 2
    delta = net.backward(p, running.x, t).delta_o
    assert np.isfinite(delta).all()
    assert delta[1] == pytest.approx(-1)


def test_a_unit_with_target_and_output_zero_contributes_nothing() -> None:
    out, t = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    assert network.cross_entropy(out, t) == 0
    assert network.binary_cross_entropy(out, t) == 0
    assert network.cross_entropy_backward(out, t).tolist() == [-1, 0]
    assert network.binary_cross_entropy_backward(out, t).tolist() == [-1, 1]


def test_a_positive_target_at_output_zero_costs_infinitely_much() -> None:
    assert network.cross_entropy([0.0, 1.0], [1.0, 0.0]) == np.inf
    assert network.cross_entropy_backward([0.0, 1.0], [1.0, 0.0])[0] == -np.inf


# Messages


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ("sigmod", "sigmoid", "squared error"),
            "there is no activation of the hidden layer named 'sigmod'; did you mean "
            "'sigmoid'? The known ones are 'identity', 'relu', 'sigmoid', 'softmax', "
            "'tanh'.",
        ),
        (
            ("sigmoid", "maxout", "squared error"),
            "there is no activation of the output layer named 'maxout'. The known ones "
            "are 'identity', 'relu', 'sigmoid', 'softmax', 'tanh'.",
        ),
        (
            ("sigmoid", "softmax", "cross entropy"),
            "there is no loss named 'cross entropy'; did you mean 'cross-entropy'? The "
            "known ones are 'binary cross-entropy', 'cross-entropy', 'squared error'.",
        ),
        (
            ("sigmoid", "tanh", "cross-entropy"),
            "cross-entropy takes logarithms of the outputs, which must lie between 0 "
            "and 1; those of tanh need not. Take 'sigmoid' or 'softmax'.",
        ),
        (
            ("sigmoid", "softmax", "binary cross-entropy"),
            "binary cross-entropy takes each output for a probability of its own, and "
            "those of softmax share one. Take 'sigmoid', or the loss 'cross-entropy'.",
        ),
    ],
)
def test_names_that_make_no_network_are_refused(
    names: tuple[str, str, str], message: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # compared whole below
        TwoLayerNetwork(*names)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: network.dense(np.ones(3), np.ones((3, 2)), np.ones(3)),
            "W has shape (3, 2), so the last axis of x must have length 2, one input "
            "for each column of W; x has shape (3,)",
        ),
        (
            lambda: network.dense(np.ones(2), np.ones((3, 2)), np.ones(2)),
            "W has shape (3, 2), so b must have shape (3,), one bias for each row of "
            "W; b has shape (2,)",
        ),
        (
            lambda: network.dense(np.ones(2), np.ones(2), np.ones(2)),
            "W must be a matrix, with a row for each unit and a column for each input; "
            "W has shape (2,)",
        ),
        (
            lambda: network.dense_backward(np.ones(2), np.ones((3, 2)), np.ones(2)),
            "x has shape (2,) and W has shape (3, 2), so g must have shape (3,), that "
            "of W x + b; g has shape (2,)",
        ),
        (
            lambda: network.squared_error(np.ones((5, 4)), np.ones(4)),
            "out has shape (5, 4), so t must have shape (5, 4), one target for each "
            "output; t has shape (4,)",
        ),
        (
            lambda: network.softmax_cross_entropy(np.ones(4), np.ones(3)),
            "logits has shape (4,), so t must have shape (4,), one target for each "
            "output; t has shape (3,)",
        ),
        (
            lambda: B.loss(PARAMETERS, running.x, np.ones(3)),
            "out_o has shape (4,), so t must have shape (4,), one target for each "
            "output; t has shape (3,)",
        ),
        (
            lambda: network.squared_error(np.ones((0, 4)), np.ones((0, 4))),
            "a loss is a mean over examples, and there are none: out has shape (0, 4)",
        ),
        (
            lambda: network.softmax(1.0),
            "z must be a vector, or an array whose last axis holds vectors, with at "
            "least one entry; z has shape ()",
        ),
        (
            lambda: network.softmax_backward(np.ones(3), np.ones(4)),
            "value has shape (3,), so g, the derivative of the loss by it, must have "
            "shape (3,); g has shape (4,)",
        ),
        (
            lambda: A.forward({"W": running.W, "b": running.b}, running.x),
            "parameters must hold W, b, V and c; they hold W, b",
        ),
    ],
)
def test_a_wrong_shape_is_named_beside_the_right_one(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # compared whole below
        call()
    assert str(caught.value) == message


def test_a_network_prints_as_the_call_that_makes_it() -> None:
    assert repr(B) == (
        "TwoLayerNetwork(hidden='softmax', output='sigmoid', loss='squared error')"
    )
    assert (
        TwoLayerNetwork(hidden="softmax", output="sigmoid", loss="squared error") == B
    )
