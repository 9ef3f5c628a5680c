"""The network's values and derivatives, held against other people's differentiation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from derivcheck import network, running
from derivcheck.network import A, B, C, D, TwoLayerNetwork, layers, losses
from tests.plain import LEADING, PLAIN, PLAIN_LOSSES, draw

FIXTURE = Path(__file__).parents[1] / "fixtures" / "running_network.md"
PARAMETERS = dict(running.parameters)
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


def test_a_complex_step_gives_the_derivative() -> None:
    x = running.x.astype(complex)
    for net in (A, B, C, D):
        W = running.W.astype(complex)
        W[0, 0] += 1e-40j
        slope = complex(net.loss({**PARAMETERS, "W": W}, x, running.t)).imag / 1e-40
        exact = net.backward(PARAMETERS, running.x, running.t).W[0, 0]
        assert slope == pytest.approx(exact, rel=1e-13)


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


@pytest.mark.parametrize("module", [layers, losses], ids=["layers", "losses"])
def test_layers_and_losses_are_to_be_had_from_the_network(module: ModuleType) -> None:
    own = {
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and name[0] != "_"
    }
    assert own <= set(network.__all__)
    assert all(getattr(network, name) is getattr(module, name) for name in own)


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
            lambda: B.loss(PARAMETERS, running.x, np.ones(3)),
            "out_o has shape (4,), so t must have shape (4,), one target for each "
            "output; t has shape (3,)",
        ),
        (
            lambda: A.forward({"W": running.W, "b": running.b}, running.x),
            "parameters must hold W, b, V and c; they hold W, b",
        ),
    ],
)
def test_arguments_that_do_not_fit_the_network_are_explained(
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
