"""A slip in a layer before a softmax is known by what its bias adds up to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivcheck import check_gradient
from derivcheck.network import cross_entropy, softmax

Array = np.ndarray[Any, Any]
Named = dict[str, Array]
UNITS, EXAMPLES = 5, 7
DRAW = np.random.default_rng(0)
X = DRAW.normal(size=(EXAMPLES, 3))
T = np.eye(UNITS)[DRAW.integers(0, UNITS, EXAMPLES)]
P = {"W": DRAW.normal(size=(UNITS, 3)), "b": DRAW.normal(size=UNITS)}

DIAGONAL = (
    "f does not change when the entries of b grow alike, as before a softmax, so the "
    "slopes add up to zero, but the claimed do not: what is off the diagonal of the "
    "softmax's Jacobian sees to that"
)
ONE_EXAMPLE = (
    "the gradient of b alone is off, and adds up to zero, as it must before a softmax: "
    "is it not summed over all examples?"
)


def loss(p: Named) -> Any:
    return cross_entropy(softmax(X @ p["W"].T + p["b"]), T)


def from_delta(delta: Array) -> Named:
    return {"W": delta.T @ X / EXAMPLES, "b": delta.sum(axis=0) / EXAMPLES}


def delta(p: Named) -> Array:
    return softmax(X @ p["W"].T + p["b"]) - T


def diagonal_alone(p: Named) -> Named:
    out = softmax(X @ p["W"].T + p["b"])
    return from_delta(-T * (1 - out))


def sigmoid_once_more(p: Named) -> Named:
    out = softmax(X @ p["W"].T + p["b"])
    return from_delta(delta(p) * out * (1 - out))


def one_example(p: Named) -> Named:
    return {**from_delta(delta(p)), "b": delta(p)[2]}


def forgotten(p: Named) -> Named:
    return {**from_delta(delta(p)), "b": np.zeros(UNITS)}


def noise_in_bias(p: Named) -> Named:
    right = from_delta(delta(p))
    return {**right, "b": right["b"] + np.random.default_rng(1).normal(size=UNITS)}


def noise_in_weight(p: Named) -> Named:
    right = from_delta(delta(p))
    noise = np.random.default_rng(1).normal(size=(UNITS, 3))
    return {**right, "W": right["W"] + noise}


def centred(p: Named) -> Named:
    out = softmax(X @ p["W"].T + p["b"])
    return from_delta(out**2 - T - (out**2 - T).mean(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("gradient", "said"),
    [
        (diagonal_alone, DIAGONAL),
        (sigmoid_once_more, DIAGONAL),
        (one_example, ONE_EXAMPLE),
        (forgotten, "the gradient of b is zero throughout, the slopes are not"),
        (noise_in_bias, ""),
        (noise_in_weight, ""),
        (centred, ""),
    ],
)
def test_a_mistake_before_a_softmax_is_named(
    gradient: Callable[[Named], Named], said: str
) -> None:
    assert check_gradient(loss, lambda p: from_delta(delta(p)), P)
    report = check_gradient(loss, gradient, P)
    assert report.verdict == "wrong"
    assert report.mistake == said


def test_without_a_softmax_nothing_is_named() -> None:
    def wrong(p: Named) -> Named:
        out = np.tanh(X @ p["W"].T + p["b"])
        return {"W": out.T @ X, "b": out.sum(axis=0)}

    report = check_gradient(
        lambda p: np.tanh(X @ p["W"].T + p["b"]).sum(), wrong, dict(P)
    )
    assert report.verdict == "wrong"
    assert report.mistake == ""
