"""A derivative that is claimed for a function at a point, as a thing to be judged.

In: a function, a point, the claim there and what returned it. Out: the claim beside
the point, and the names of entries, for those who judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .flattening import Flattening
from .known_mistakes import Claimed, Products
from .random_directions import FAR, Moved, jittered
from .report import DerivativeEntry
from .user_function import Array, UserFunction


@dataclass
class Problem:
    """A function at a point, and the derivative that is claimed for it there.

    claimed is (m, n); f takes arrays of the shape of its x. `derivative` is the
    function that returned the claim, None where an array was given; it and the
    calls of it are counted in `calls`. `products` are what is claimed, where that is
    vectors times a Jacobian; `of_slopes` says how the slopes of a function are
    measured, where f is these.
    """

    name: str
    f: UserFunction
    claimed: Array
    layout: Flattening
    derivative: Callable[[Array], Array] | None
    products: Products | None = None
    of_slopes: str = ""
    calls: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the call that returned the claim."""
        self.calls = int(self.derivative is not None)

    def moved(self, seed: int) -> Moved | None:
        """The claim next to x, for each number another point; None for an array."""
        if self.derivative is None:
            return None
        derivative = self.derivative

        def beside(number: int) -> tuple[Array, Array]:
            x = jittered(self.f, seed, number, FAR if number else 0.0)
            self.calls += 1
            claimed = derivative(x)
            if claimed.size != self.claimed.size:
                raise ValueError(
                    f"the {self.name} has {self.claimed.size} entries at x and "
                    f"{claimed.size} beside it"
                )
            return x, claimed.reshape(self.claimed.shape)

        return beside

    def entry(
        self, row: int, column: int, claimed: float, true: float
    ) -> DerivativeEntry:
        """An entry of the derivative as the caller shapes it."""
        index = self.layout.index(column)
        if self.f.vector:
            return DerivativeEntry((row, *index), claimed, true)
        return DerivativeEntry(index, claimed, true, self.layout.block(column).name)

    def to_repair(self) -> Claimed:
        """The claim, as those who look for the mistake take it."""
        return Claimed(
            self.name,
            self.claimed,
            self.f.x.reshape(-1),
            self.f.value,
            self.layout.blocks,
            self.f.vector,
            self.products,
        )
