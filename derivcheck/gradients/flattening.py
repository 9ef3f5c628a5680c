"""Named arrays as one vector, and the way back.

In: the point x of a check: an array, or a mapping or sequence of arrays. Out: one
vector of all entries, the function that makes x of such a vector again, and the name
of each entry. TypeError and ValueError tell what is wrong with an array.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard, cast

import numpy as np
import numpy.typing as npt

from .user_function import Array, point, real

PointLike = npt.ArrayLike | Mapping[str, npt.ArrayLike] | Sequence[npt.ArrayLike]
Index = tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """One array of x: its name, empty when x is that array; its place in the vector."""

    name: str
    shape: tuple[int, ...]
    start: int

    @property
    def stop(self) -> int:
        """Where the next one starts."""
        return self.start + int(np.prod(self.shape, dtype=int))

    @property
    def span(self) -> slice:
        """Its part of the vector."""
        return slice(self.start, self.stop)

    def __str__(self) -> str:
        """The name, as a sentence about the gradient uses it."""
        return self.name or "x"


@dataclass(frozen=True)
class Flattening:
    """How a vector is cut into the arrays of x. `keys` is None for one array alone.

    A mapping has its keys, a sequence the numbers 0, 1, ...
    """

    blocks: tuple[Block, ...]
    keys: tuple[str, ...] | range | None

    def build(self, vector: Array) -> Any:
        """The point that a vector, (n,), stands for; arrays are views of it."""
        arrays = [vector[block.span].reshape(block.shape) for block in self.blocks]
        match self.keys:
            case None:
                return arrays[0]
            case range():
                return arrays
            case keys:
                return dict(zip(keys, arrays, strict=True))

    def gather(self, name: str, values: Any) -> Array:
        """The vector, (n,), of a gradient that is shaped as x is."""
        if self.keys is None:
            (block,) = self.blocks
            array = real(f"the {name} must be an array of real numbers; it is", values)
            if array.shape != block.shape:
                raise ValueError(
                    f"the {name} has shape {array.shape}, x has shape {block.shape}"
                )
            return array.reshape(-1)
        return np.concatenate(
            [
                _part(name, block, part)
                for block, part in zip(
                    self.blocks, self._parts(name, values), strict=True
                )
            ]
        )

    def wrap(self, f: Callable[[Any], Any]) -> Callable[[Array], Any]:
        """The function of the vector that `f` is of the point."""
        return lambda vector: f(self.build(vector))

    def block(self, at: int) -> Block:
        """The array in which an entry of the vector lies."""
        return next(block for block in self.blocks if at < block.stop)

    def index(self, at: int) -> Index:
        """The index, in its array, of an entry of the vector."""
        block = self.block(at)
        found = np.unravel_index(at - block.start, block.shape)
        return tuple(int(n) for n in found)

    def _parts(self, name: str, values: Any) -> list[Any]:
        """The arrays of a gradient, one for each array of x."""
        keys: list[Any] = list(self.keys or ())
        if isinstance(self.keys, range):
            parts = list(values) if isinstance(values, Sequence) else None
            if parts is None or len(parts) != len(keys):
                raise ValueError(
                    f"x is a sequence of {len(keys)} arrays, so the {name} must be one"
                )
            return parts
        if not isinstance(values, Mapping):
            raise TypeError(f"x is a mapping of arrays, so the {name} must be one too")
        missing = [key for key in keys if key not in values]
        if missing:
            raise ValueError(
                f"the {name} has nothing for {', '.join(map(str, missing))}"
            )
        return [values[key] for key in keys]


def _part(name: str, block: Block, part: Any) -> Array:
    """One array of a gradient, as a vector."""
    what = f"{block} in the {name}"
    array = real(f"{what} must be an array of real numbers; it is", part)
    if array.shape != block.shape:
        raise ValueError(f"{what} has shape {array.shape}, in x it has {block.shape}")
    return array.reshape(-1)


def layout_of(x: PointLike) -> tuple[Array, Flattening]:
    """The entries of x as one vector of its own, and how it is cut."""
    named: list[tuple[str, Any]]
    if isinstance(x, Mapping):
        keys: tuple[str, ...] | range = tuple(x)
        named = [(str(key), value) for key, value in x.items()]
    elif _is_sequence_of_arrays(x):
        named = [(f"x[{number}]", value) for number, value in enumerate(x)]
        keys = range(len(named))
    else:
        array = point(cast(npt.ArrayLike, x))
        return array.reshape(-1), Flattening((Block("", array.shape, 0),), None)
    arrays = [point(value, name) for name, value in named]
    if not arrays:
        raise ValueError("x has no arrays to check")
    blocks, start = [], 0
    for (name, _), array in zip(named, arrays, strict=True):
        blocks.append(Block(name, array.shape, start))
        start = blocks[-1].stop
    vector = np.concatenate([array.reshape(-1) for array in arrays])
    return vector, Flattening(tuple(blocks), keys)


def _is_sequence_of_arrays(x: Any) -> TypeGuard[Sequence[Any]]:
    """Whether x is arrays in a row; a list of numbers, or of rows, is one array."""
    return isinstance(x, list | tuple) and any(
        isinstance(part, np.ndarray) and part.ndim for part in x
    )
