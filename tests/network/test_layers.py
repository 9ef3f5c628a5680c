"""Layers and their products, held against other people's differentiation."""

from __future__ import annotations

import autograd
import numpy as np
import pytest

from derivcheck.network import layers
from tests.plain import LEADING, PLAIN, draw


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("leading", LEADING, ids=str)
def test_an_activation_agrees_with_automatic_differentiation(
    name: str, leading: tuple[int, ...]
) -> None:
    z, g = draw(*leading, 5), draw(*leading, 5, seed=1)
    value = getattr(layers, name)(z)
    product, expected = autograd.make_vjp(PLAIN[name])(z)

    np.testing.assert_allclose(value, expected, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(
        getattr(layers, f"{name}_backward")(value, g),
        product(g),
        rtol=1e-11,
        atol=1e-14,
    )


def test_a_dense_layer_sums_its_gradients_over_the_examples() -> None:
    x, W, b, g = draw(2, 3, 5), draw(4, 5), draw(4), draw(2, 3, 4)
    assert np.allclose(layers.dense(x, W, b), np.einsum("nmk,ik->nmi", x, W) + b)
    dx, dW, db = layers.dense_backward(x, W, g)
    assert np.allclose(dx, np.einsum("nmi,ik->nmk", g, W))
    assert np.allclose(dW, np.einsum("nmi,nmk->ik", g, x))
    assert np.allclose(db, g.sum(axis=(0, 1)))


def test_single_precision_stays_single_and_integers_become_double() -> None:
    z = np.array([1, -2, 3])
    for name in PLAIN:
        assert getattr(layers, name)(z.astype(np.float32)).dtype == np.float32
        assert getattr(layers, name)(z).dtype == np.float64


# Properties


def test_softmax_sums_to_one_and_ignores_a_shift() -> None:
    z = draw(50, 6)
    assert np.allclose(layers.softmax(z).sum(axis=-1), 1, rtol=1e-15)
    assert np.allclose(layers.softmax(z + 3.5), layers.softmax(z), rtol=1e-13)
    assert np.allclose(np.exp(layers.log_softmax(z)), layers.softmax(z), rtol=1e-13)


def test_softmax_backward_sums_to_zero_and_ignores_a_shift_of_g() -> None:
    p, g = layers.softmax(draw(50, 6)), draw(50, 6, seed=1)
    product = layers.softmax_backward(p, g)
    assert np.allclose(product.sum(axis=-1), 0, atol=1e-15)
    assert np.allclose(layers.softmax_backward(p, g + 2.5), product, atol=1e-14)


def test_a_sigmoid_is_the_first_of_two_softmax_units() -> None:
    z = draw(50, 1)
    two = layers.softmax(np.concatenate([z, np.zeros_like(z)], axis=-1))
    assert np.allclose(layers.sigmoid(z)[:, 0], two[:, 0], rtol=1e-14)


def test_sigmoid_is_symmetric_about_one_half() -> None:
    z = draw(100)
    assert np.allclose(layers.sigmoid(-z), 1 - layers.sigmoid(z), atol=1e-16)


def test_tanh_is_a_sigmoid_twice_as_steep() -> None:
    z = draw(100)
    assert np.allclose(layers.tanh(z), 2 * layers.sigmoid(2 * z) - 1, atol=1e-15)


@pytest.mark.parametrize("size", [50.0, 800.0, 1e4, 1e300])
def test_activations_are_exact_at_saturation(size: float) -> None:
    z = np.array([size, 0.0, -size])
    assert layers.sigmoid(z) == pytest.approx([1, 0.5, 0], abs=1e-21)
    assert layers.softmax(z) == pytest.approx([1, 0, 0], abs=1e-21)
    assert layers.log_softmax(z).tolist() == [0, -size, -2 * size]
    assert layers.softmax([size, size]).tolist() == [0.5, 0.5]
