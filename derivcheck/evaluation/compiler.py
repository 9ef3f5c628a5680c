"""What turning a model into closures keeps: rows, limits, and who depends on whom."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import count

from ..expressions import (
    Call,
    Condition,
    Expression,
    Fixed,
    Key,
    Letter,
    Position,
    Symbol,
    spelled,
)
from ..models import Model, Row, slot
from .environment import Closure, Compiled, Entries, Truth, Whole
from .index_arithmetic import position
from .points import BALL, Point
from .scalars import FUNCTIONS, Scalar
from .shared_values import Applied
from .sparsity import Pairs, aligned

SATURATING = {"exp", "tanh", "sigmoid", "softplus", "erf", "sinh", "cosh", "sech"}

sites = count()


class Compiler(ABC):
    """Compiles the expressions of a model; one for each model.

    `gathered` are the sites met while compiling, places where an expression has
    branches, each with how many; `branches` says what is so in them. The `quiet` ones
    are no thresholds: what is so there shows at most points. `signs` is how
    many big signs stand around. In `kept`,
    where it is given, are the closures of expressions that may be compiled again.
    """

    def __init__(self, model: Model, ball: Callable[[Fraction], Scalar] | None) -> None:
        self.model = model
        self.ball = ball
        self.cache: dict[str, Compiled] = {}
        self.entries: dict[str, Entries] = {}
        self.functions: dict[str, tuple[Closure, list[tuple[int, int]]]] = {}
        self.applied: dict[tuple[str, str], Applied] = {}
        self.down: dict[str, frozenset[str]] = {}
        self.lines: dict[str, dict[str, Pairs]] = {}
        self.limits: dict[str, list[Key]] = {}
        self.gathered: list[tuple[int, int]] = []
        self.branches: dict[int, tuple[str | None, ...]] = {}
        self.quiet: set[int] = set()
        self.signs = 0
        self.kept: dict[tuple[int, bool], tuple[Expression, Closure]] | None = None

    @abstractmethod
    def closure(self, expression: Expression) -> Closure:
        """The expression as a function of surroundings and the letters' values."""

    @abstractmethod
    def truth(self, condition: Condition) -> Truth:
        """A closure for whether every comparison of a condition holds."""

    def position(self, at: Position) -> Whole:
        """A closure for the whole number that an index is."""
        return position(self.model, at)

    def site(self, *branches: str | None) -> int:
        """A new place where an expression has branches, each with what is so in it.

        None stands for a branch that no point can reach.
        """
        found = next(sites)
        self.gathered.append((found, len(branches)))
        self.branches[found] = branches
        return found

    def quiet_site(self, *branches: str | None) -> int:
        """A place with branches that are looked for only where no point showed them."""
        found = self.site(*branches)
        self.quiet.add(found)
        return found

    def level(self, function: str, of: Expression) -> int | None:
        """The place where it shows that a function is met away from its limits."""
        if function not in SATURATING:
            return None
        said = rf"the argument {spelled(of)} of {function} is of size about one"
        return self.quiet_site(None, said)

    @contextmanager
    def within(self) -> Iterator[None]:
        """While the body of a big sign is compiled."""
        self.signs += 1
        try:
            yield
        finally:
            self.signs -= 1

    def number(self, value: Fraction) -> Closure:
        """A closure for a constant, exact among balls."""
        small = float(value)
        if self.ball is None:
            return lambda env, f: small
        exact = self.ball(value)
        return lambda env, f: exact if env.tier == BALL else small

    def tiered(self, value: int, tier: int) -> Scalar:
        """A whole number among the numbers of a tier."""
        if tier == BALL and self.ball is not None:
            return self.ball(Fraction(value))
        return float(value)

    def downstream(self, name: str) -> frozenset[str]:
        """The quantities that depend on one, by their definitions."""
        found = self.down.get(name)
        if found is None:
            model = self.model
            found = frozenset(
                other
                for other, quantity in model.quantities.items()
                if quantity.rows
                and any(name in model.reaches(n) for n in model.direct(other))
            )
            self.down[name] = found
        return found

    def aligned(self, name: str) -> dict[str, Pairs]:
        """Which slots of what depends on a quantity are filled as its own are."""
        found = self.lines.get(name)
        if found is None:
            found = aligned(self.model, name, self.downstream(name))
            self.lines[name] = found
        return found

    def compiled(self, name: str) -> Compiled:
        """The rows of a quantity's definition as closures, kept for the next use."""
        found = self.cache.get(name)
        if found is None:
            gathered, signs = self.gathered, self.signs
            self.gathered, self.signs = [], 0
            try:
                rows = self._rows(name)
                found = self.cache[name] = Compiled(
                    rows, self.gathered, self._letters(name), self._nested(name)
                )
            finally:
                self.gathered, self.signs = gathered, signs
        return found

    def _rows(self, name: str) -> list[tuple[tuple[str | int | Whole, ...], Closure]]:
        quantity = self.model.quantities.get(name)
        rows = [] if quantity is None else sorted(quantity.rows, key=_generality)
        return [
            (tuple(self._left(p) for p in row.indices), self.closure(row.value))
            for row in rows
        ]

    def _letters(self, name: str) -> tuple[str, ...] | None:
        """The letters of a definition that is one row and holds for every entry."""
        quantity = self.model.quantities.get(name)
        if quantity is None or quantity.starts or len(quantity.rows) != 1:
            return None
        left = quantity.rows[0].indices
        letters = tuple(p.name for p in left if isinstance(p, Letter))
        return letters if len(letters) == len(left) else None

    def _nested(self, name: str) -> bool:
        """Whether a definition reads other definitions."""
        model = self.model
        return any(
            n in model.functions or (n in model.quantities and model.quantities[n].rows)
            for n in model.direct(name)
        )

    def _left(self, at: Position) -> str | int | Whole:
        match at:
            case Letter(name):
                return name
            case Fixed(value):
                return value
            case _:
                return self.position(at)

    def bounds(self, name: str, point: Point) -> list[range]:
        """The indices of each slot of an array."""
        extents = self.model.extents
        keys = self.limits.get(name)
        if keys is None:
            quantity = self.model.quantities.get(name)
            slots = 0 if quantity is None else quantity.slots
            keys = [extents.find(slot(name, n)) for n in range(slots)]
            self.limits[name] = keys
        return [
            range(0 if key in extents.zero else 1, point.sizes.get(key, 0) + 1)
            for key in keys
        ]

    def stored(
        self, expression: Expression
    ) -> tuple[str | Applied, tuple[Position, ...]] | None:
        """The array and the positions, where an expression is an entry of an array.

        A known function of an entry is one too: it is kept, as the entry is.
        """
        match expression:
            case Symbol(name, indices):
                return name, indices
            case Call(function, (Symbol(name, indices),), 0) if (
                function not in self.model.functions
            ):
                known = FUNCTIONS.get(function)
                if known is None:
                    return None
                applied = self.applied.get((function, name))
                if applied is None:
                    level = self.level(function, expression.arguments[0])
                    applied = Applied(known, name, frozenset({name}), level)
                    self.applied[function, name] = applied
                elif applied.level is not None:
                    self.gathered.append((applied.level, 2))
                return applied, indices
            case _:
                return None


def _generality(row: Row) -> int:
    """Rows for one entry come before rows for all of them; aliases count as defined."""
    return sum(isinstance(p, Letter) for p in row.indices) - row.alias
