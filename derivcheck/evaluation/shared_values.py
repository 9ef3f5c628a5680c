"""Values that expressions have in common: kept beside the arrays of a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .environment import Closure, Surroundings
from .points import Indices
from .scalars import Scalar, real

LEVEL = 12.0  # up to here a tanh is told from its limit in floats


def is_level(value: Scalar) -> bool:
    """Whether a function that saturates is away from its limits there."""
    return -LEVEL < real(value) < LEVEL


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

    __slots__ = ("applied", "env", "of")

    def __init__(self, applied: Applied, env: Surroundings) -> None:
        self.applied = applied
        self.env = env
        self.of = env[applied.name]

    def __missing__(self, indices: Indices) -> Scalar:
        applied, value = self.applied, self.of[indices]
        if applied.level is not None:
            self.env.point.visited.add((applied.level, int(is_level(value))))
        found = self[indices] = applied.function(value)
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
    """A function of one argument that is applied to the entries of a quantity.

    `level` is the place where it shows that it is met away from its limits.
    """

    function: Callable[[Scalar], Scalar]
    name: str
    reads: frozenset[str]
    level: int | None = None

    def values(self, env: Surroundings) -> Images:
        """Its values in surroundings, none of them worked out yet."""
        return Images(self, env)
