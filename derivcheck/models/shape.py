"""The shape of an array: what kind it is, and how long its sides are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..expressions import Key

Kind = Literal["number", "column", "row", "matrix"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A number, a column, a row or a matrix, with the sizes of its sides."""

    kind: Kind
    sizes: tuple[Key, ...] = ()

    @property
    def turned(self) -> Shape:
        """The shape of the transpose."""
        match self.kind:
            case "number":
                return self
            case "column":
                return Shape("row", self.sizes)
            case "row":
                return Shape("column", self.sizes)
            case "matrix":
                return Shape("matrix", self.sizes[::-1])

    @property
    def height(self) -> Key | None:
        """How many rows it has; None for one."""
        return self.sizes[0] if self.kind in {"column", "matrix"} else None

    @property
    def width(self) -> Key | None:
        """How many columns it has; None for one."""
        return self.sizes[-1] if self.kind in {"row", "matrix"} else None


NUMBER = Shape("number")


def of_sizes(sizes: tuple[Key, ...]) -> Shape:
    """A number, a column or a matrix, by how many sizes there are."""
    kinds: tuple[Kind, ...] = ("number", "column", "matrix")
    return Shape(kinds[len(sizes)], sizes)


def of_sides(height: Key | None, width: Key | None) -> Shape:
    """The shape with these sides; None for one."""
    if width is None:
        return NUMBER if height is None else Shape("column", (height,))
    if height is None:
        return Shape("row", (width,))
    return Shape("matrix", (height, width))
