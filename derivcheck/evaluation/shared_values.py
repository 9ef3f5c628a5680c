"""Values that expressions have in common: kept beside the arrays of a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .environment import Closure, LazyArray, Surroundings
from .points import Indices
from .scalars import Scalar


class Values(dict[Indices, Scalar]):
    """The values of a `Shared` expression, by those of its letters."""

    __slots__ = ("env", "shared")

    def __init__(self, env: Surroundings, shared: Shared) -> None:
        self.env = env
        self.shared = shared

    def __missing__(self, indices: Indices) -> Scalar:
        shared = self.shared
        letters = shared.letters
        frame = dict(zip(letters, indices, strict=True)) if letters else {}
        found = self[indices] = shared.closure(self.env, frame)
        return found


class Images(dict[Indices, Scalar]):
    """A function of the entries of an array, one by one."""

    __slots__ = ("function", "of")

    def __init__(self, function: Callable[[Scalar], Scalar], of: LazyArray) -> None:
        self.function = function
        self.of = of

    def __missing__(self, indices: Indices) -> Scalar:
        found = self[indices] = self.function(self.of[indices])
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """An expression that has one value wherever its letters have the same."""

    letters: tuple[str, ...]
    closure: Closure
    reads: frozenset[str]

    def values(self, env: Surroundings) -> Values:
        """Its values in surroundings, none of them worked out yet."""
        return Values(env, self)


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """A function of one argument that is applied to the entries of a quantity."""

    function: Callable[[Scalar], Scalar]
    name: str
    reads: frozenset[str]

    def values(self, env: Surroundings) -> Images:
        """Its values in surroundings, none of them worked out yet."""
        return Images(self.function, env[self.name])
