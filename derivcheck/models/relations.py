"""A relation between arrays -> the same relation between their entries."""

from __future__ import annotations

from ..expressions import Expression, Key, Letter, mismatch
from .components import is_zero
from .differentials import Motion, along
from .model import Model


def by_components(
    model: Model, left: Expression, right: Expression, at: int, motion: Motion
) -> tuple[Expression, Expression, tuple[Key, ...]]:
    """Both sides entry by entry, aliases read through, and the sizes of arrays."""
    arrays = model.arrays
    one, other = arrays.shape(left), arrays.shape(right)
    if is_zero(right) or is_zero(left):
        one = one if is_zero(right) else other
    elif not arrays.same(one, other):
        raise mismatch(
            f"the left side is {arrays.say(one)}, the right side {arrays.say(other)}",
            at,
        )
    letters = tuple(Letter(f"·{n}") for n in range(1, len(one.sizes) + 1))
    left = model.aliased(arrays.entry(left, letters))
    right = model.aliased(arrays.entry(right, letters))
    return *along(model, left, right, at, motion), one.sizes
