"""Losses and their derivatives, held against other people's differentiation."""

from __future__ import annotations

import autograd
import numpy as np
import pytest

from derivcheck import running
from derivcheck.network import LOSSES, D, layers, losses
from tests.plain import LEADING, PLAIN_LOSSES, draw


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("leading", LEADING, ids=str)
def test_a_loss_agrees_with_automatic_differentiation(
    loss: str, leading: tuple[int, ...]
) -> None:
    out = layers.sigmoid(draw(*leading, 5))
    t = layers.sigmoid(draw(*leading, 5, seed=1))
    examples = out.size / 5

    plain = PLAIN_LOSSES[loss]
    assert LOSSES[loss].value(out, t) == pytest.approx(plain(out, t) / examples)
    np.testing.assert_allclose(
        LOSSES[loss].backward(out, t), autograd.grad(plain)(out, t) / examples
    )


def test_targets_that_do_not_sum_to_one_scale_the_outputs() -> None:
    logits = D.forward(running.parameters, running.x).net_o
    p = layers.softmax(logits)
    delta = losses.softmax_cross_entropy_backward(logits, running.free_t)
    assert np.allclose(delta, 1.6 * p - running.free_t, atol=1e-15)


def test_a_unit_with_target_and_output_zero_contributes_nothing() -> None:
    out, t = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    assert losses.cross_entropy(out, t) == 0
    assert losses.binary_cross_entropy(out, t) == 0
    assert losses.cross_entropy_backward(out, t).tolist() == [-1, 0]
    assert losses.binary_cross_entropy_backward(out, t).tolist() == [-1, 1]


def test_a_positive_target_at_output_zero_costs_infinitely_much() -> None:
    assert losses.cross_entropy([0.0, 1.0], [1.0, 0.0]) == np.inf
    assert losses.cross_entropy_backward([0.0, 1.0], [1.0, 0.0])[0] == -np.inf
