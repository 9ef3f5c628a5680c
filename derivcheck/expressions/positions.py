"""Positions compared and moved: how far apart they lie, and which limits fall."""

from __future__ import annotations

from dataclasses import replace

from .nodes import Extent, Fixed, Label, Letter, Position

Key = tuple[object, ...]


def between(one: Position, other: Position) -> int | None:
    """By how much an index is moved to be another; None where it cannot be."""
    match one, other:
        case Fixed(a), Fixed(b):
            return b - a
        case (Letter(name, a), Letter(its, b)) | (Extent(name, a), Extent(its, b)) if (
            name == its
        ):
            return b - a
        case _:
            return None


def falls(low: Position | None, high: Position | None) -> bool:
    r"""Whether the limits go down, as in `\prod_{t=T}^{1}`, and are not empty."""
    match low, high:
        case Extent(), (Fixed() | Letter()):
            return True
        case Letter(), Fixed(value):
            return value < 2  # from t to 3 goes up, where three are all there are
        case (Extent(a, m), Extent(b, n)) | (Letter(a, m), Letter(b, n)):
            return a == b and n < m - 1
        case _:
            return False


def shifted(position: Position, by: int) -> Position:
    """A position some places further on; `ValueError` where a label would move."""
    match position:
        case Fixed(value):
            return Fixed(value + by)
        case Label(name):
            if by:
                raise ValueError(f"the label {name} is no number that could be moved")
            return position
        case _:
            return replace(position, shift=position.shift + by)
