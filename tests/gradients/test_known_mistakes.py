"""A mistake is named when its repair fits all that was measured, and else not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from derivcheck import check_gradient, check_jacobian
from derivcheck.network import D, softmax

Array = np.ndarray[Any, Any]
Named = dict[str, Array]


def network(seed: int = 0) -> tuple[Named, Callable[[Named], Any], Named]:
    """Parameters, the loss and its gradient, on 6 examples of a network 3-4-4."""
    rng = np.random.default_rng(seed)
    shapes = {"W": (4, 4), "b": (4,), "V": (5, 4), "c": (5,)}
    p = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    x, t = rng.normal(size=(6, 4)), np.eye(5)[rng.integers(0, 5, 6)]
    g = D.backward(p, x, t)
    return p, lambda q: D.loss(q, x, t), {name: getattr(g, name) for name in shapes}


def swapped(matrix: Array) -> Array:
    return np.asarray(matrix[:, [1, 0, 2, 3]])


MISTAKES: dict[str, tuple[Callable[[Named, Named], Mapping[str, Any]], str]] = {
    "sum for mean": (
        lambda g, p: {name: 6 * part for name, part in g.items()},
        "the gradient is too large by the factor 6: is 1/6, of a mean or of a half, "
        "missing?",
    ),
    "half": (
        lambda g, p: {name: part / 2 for name, part in g.items()},
        "the gradient is too small by the factor 2",
    ),
    "sign": (
        lambda g, p: {name: -part for name, part in g.items()},
        "the gradient has the wrong sign",
    ),
    "sign of one": (
        lambda g, p: {**g, "W": -g["W"]},
        "the gradient of W has the wrong sign",
    ),
    "transposed": (
        lambda g, p: {**g, "W": g["W"].T},
        "the gradient of W would be right transposed",
    ),
    "reshaped": (
        lambda g, p: {**g, "V": g["V"].T.reshape(5, 4)},
        "the gradient of V would be right transposed, it was reshaped where it should "
        "be transposed",
    ),
    "forgotten bias": (
        lambda g, p: {**g, "b": 0 * g["b"]},
        "the gradient of b is zero throughout, the slopes are not",
    ),
    "columns": (
        lambda g, p: {**g, "W": swapped(g["W"])},
        "columns 0 and 1 of the gradient of W are swapped",
    ),
    "decay that the loss has not": (
        lambda g, p: {name: part + 0.02 * p[name] for name, part in g.items()},
        "adding -0.02 times x makes it right: the derivative of a penalty -0.01 times "
        "the sum of the squares of x",
    ),
    "one entry": (lambda g, p: {**g, "b": g["b"] + [0, 0.1, 0, 0]}, ""),
    "noise": (lambda g, p: {**g, "b": g["b"] + [0.3, 0.1, -0.2, 0.5]}, ""),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("real", [False, True], ids=["complex", "real"])
def test_a_mistake_is_named(mistake: str, seed: int, real: bool) -> None:
    p, f, g = network(seed)
    make, said = MISTAKES[mistake]
    report = check_gradient((lambda q: float(f(q))) if real else f, make(g, p), p)
    assert report.verdict == "wrong"
    assert report.mistake == said


def test_a_right_gradient_of_named_arrays_is_right() -> None:
    p, f, g = network()
    assert check_gradient(f, g, p)
    assert check_gradient(
        lambda q: f(dict(zip(p, q, strict=True))), [*g.values()], [*p.values()]
    )


def test_an_entry_is_named_with_its_array() -> None:
    p, f, g = network()
    wrong = {**g, "V": g["V"].copy()}
    wrong["V"][3, 0] *= 1 + 1e-7
    report = check_gradient(f, wrong, p)
    assert [entry.place for entry in report.wrong] == ["V[3, 0]"]


def test_arrays_that_do_not_fit_are_told() -> None:
    p, f, g = network()
    with pytest.raises(ValueError, match=r"^the gradient has nothing for b$"):
        check_gradient(f, {name: g[name] for name in "WVc"}, p)
    with pytest.raises(
        ValueError, match=r"^b in the gradient has shape \(1, 4\), in x it has \(4,\)$"
    ):
        check_gradient(f, {**g, "b": g["b"][None]}, p)


def test_the_diagonal_alone_is_not_the_jacobian_of_a_softmax() -> None:
    z = np.array([0.35, -0.4, 1.6])
    p = softmax(z)
    report = check_jacobian(softmax, np.diag(p * (1 - p)), z)
    assert report.mistake == (
        "f is a softmax, and this is only the diagonal of its Jacobian: entry [i, k] "
        "is out_i (1_{i=k} - out_k), off the diagonal -out_i out_k"
    )


def test_one_entry_alone_has_no_factor_to_name() -> None:
    assert check_gradient(lambda x: x @ x, [3.0], [1.0]).mistake == ""
