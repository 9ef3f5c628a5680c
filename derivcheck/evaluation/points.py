"""A point: where expressions are evaluated, and how much may be done there."""

from __future__ import annotations

from typing import Protocol

from ..expressions import Fixed, Key
from .open_functions import Waves
from .scalars import Scalar

FLOAT, BALL, SCALED = 0, 1, 2
MOST_OPERATIONS = 400_000
TOO_MANY = f"more than {MOST_OPERATIONS} operations"

Indices = tuple[int, ...]


class Leaves(Exception):
    """An index outside its array."""

    def __init__(self, name: str, number: int, value: int, last: int) -> None:
        super().__init__(name)
        self.name, self.number, self.value, self.last = name, number, value, last


class NoLayer(Leaves):
    """A layer before the first or after the last, whose width is asked for."""


class TooMuch(Exception):
    """A bound was passed; which one."""


class Point(Protocol):
    """Where expressions are evaluated: sizes, inputs, labels, open functions.

    `overrides` are the quantities that are drawn in spite of their definitions.
    """

    sizes: dict[Key, int]
    operations: int
    visited: set[tuple[int, int]]
    overrides: frozenset[str]

    @property
    def exactly(self) -> bool:
        """Whether numbers that come out the same are equal, and not merely near."""

    def draw(self, name: str, indices: Indices, tier: int) -> Scalar:
        """The value of an input's entry."""

    def label(self, name: str, indices: Indices) -> int:
        """The class that a label stands for here."""

    def smooth(self, function: str, arguments: int, tier: int) -> Waves:
        """The function that stands for an open one here."""


def width(point: Point, family: str, layer: int) -> int:
    """How wide a layer is; raises `NoLayer` where there is no such layer."""
    found = point.sizes.get(("width", family, Fixed(layer)))
    if found is None:
        raise NoLayer(family, 0, layer, max(0, layer - 1))
    return found


def spend(point: Point, operations: int) -> None:
    """Counts operations; raises `TooMuch` where they are more than the bound."""
    point.operations += operations
    if point.operations > MOST_OPERATIONS:
        raise TooMuch(TOO_MANY)
