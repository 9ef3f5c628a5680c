"""The values of a point, worked out on demand, kept, and shared where nothing moves.

A derivative is taken in the graph, cut at the denominator: in a child of the
surroundings the entry below becomes an input that carries a derivative, everything
that depends on it is worked out again, and everything else is read from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Protocol

from ..expressions import NotUnderstood
from ..models import Model, Width, slot
from . import scalars
from .points import MOST_OPERATIONS, TOO_MANY, Indices, Leaves, Point, TooMuch, width
from .scalars import Dual, OutOfDomain, Scalar
from .sparsity import Pairs

MOST_DERIVATIVES = 6
FEW_ENTRIES = 100  # so many indices are listed rather than compared with bounds

Frame = dict[str, Any]


def argument_key(parameter: str) -> str:
    """What a function is given stands under this in a frame, apart from letters."""
    return f"@{parameter}"


Closure = Callable[["Surroundings", Frame], Scalar]
Whole = Callable[["Surroundings", Frame], int]
Truth = Callable[["Surroundings", Frame], bool]
Lines = tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rows of a quantity as closures, by what is in the slots on their left.

    A letter takes the value of its slot, a number or a size has to be that value.
    `letters` are those of a single row that holds for every entry; None else. It is
    `nested` where it reads more than inputs, and so might come back to itself.
    """

    rows: list[tuple[tuple[str | int | Whole, ...], Closure]]
    sites: list[tuple[int, int]]
    letters: tuple[str, ...] | None
    nested: bool


class Definitions(Protocol):
    """What the values of a point are worked out by."""

    model: Model
    entries: dict[str, Entries]
    ball: Callable[[Fraction], Scalar] | None

    def compiled(self, name: str) -> Compiled:
        """The rows of a quantity's definition as closures."""

    def downstream(self, name: str) -> frozenset[str]:
        """The quantities that depend on one, by their definitions."""

    def aligned(self, name: str) -> dict[str, Pairs]:
        """Which slots of what depends on a quantity are filled as its own are."""

    def bounds(self, name: str, point: Point) -> list[range]:
        """The indices of each slot of an array."""

    def tiered(self, value: int, tier: int) -> Scalar:
        """A whole number among the numbers of a tier."""


class Entries:
    """What the arrays of one quantity have in common at all points of some sizes."""

    __slots__ = (
        "bounds", "closure", "compiled", "fitting", "inside", "letters", "name",
        "nested", "point", "quantity", "sizes", "widths",
    )  # fmt: skip  # a list of words

    def __init__(self, env: Surroundings, name: str) -> None:
        self.name = name
        self.fitting: dict[Indices, tuple[Closure, Frame]] = {}
        self.point = env.point
        self.sizes = env.point.sizes
        self.quantity = env.machine.model.quantities.get(name)
        self.bounds = env.machine.bounds(name, env.point)
        known = env.machine.model.extents.widths
        self.widths: dict[int, Width] = {
            n: known[slot(name, n)]
            for n in range(len(self.bounds) if known else 0)
            if slot(name, n) in known
        }
        few = prod(map(len, self.bounds)) <= FEW_ENTRIES and not self.widths
        self.inside = set(product(*self.bounds)) if few else set()
        self.compiled = env.machine.compiled(name)
        self.letters = self.compiled.letters
        self.nested = self.compiled.nested
        self.closure = self.compiled.rows[0][1] if self.compiled.rows else None

    def check(self, indices: Indices) -> None:
        """Raises `Leaves` where an index leaves the array; else it is `inside`.

        Outside there are the entries that the page names one by one.
        """
        quantity = self.quantity
        for number, (value, run) in enumerate(zip(indices, self.bounds, strict=True)):
            wide = self.widths.get(number)
            if wide is not None:
                layer = indices[wide.driver] + wide.shift
                run = range(run.start, width(self.point, wide.family, layer) + 1)
            if value not in run and (
                quantity is None
                or (number, value) not in quantity.constants | quantity.starts
            ):
                raise Leaves(self.name, number, value, run.stop - 1)
        self.inside.add(indices)

    def row(self, indices: Indices, env: Surroundings) -> tuple[Closure, Frame]:
        """The first row whose left side fits, and the letters' values in it."""
        known = self.fitting.get(indices)
        if known is None:
            known = self.fitting[indices] = self._fitting(indices, env)
        return known[0], dict(known[1])

    def _fitting(self, indices: Indices, env: Surroundings) -> tuple[Closure, Frame]:
        starts = () if self.quantity is None else self.quantity.starts
        start = any((n, v) in starts for n, v in enumerate(indices))
        for left, closure in self.compiled.rows:
            if start and not any(type(p) is int for p in left):
                continue
            frame: Frame = {}
            for position, value in zip(left, indices, strict=True):
                if isinstance(position, str):
                    frame[position] = value
                elif isinstance(position, int):
                    if position != value:
                        break
                elif position(env, frame) != value:
                    break
            else:
                return closure, frame
        if not start:
            raise Leaves(self.name, 0, indices[0] if indices else 0, 0)
        return lambda env, f: env.point.draw(self.name, indices, env.tier), {}


class LazyArray(dict[Indices, Scalar]):
    """The entries of an input, each drawn when it is first read."""

    __slots__ = ("entries", "env")

    def __init__(self, entries: Entries, env: Surroundings) -> None:
        self.entries = entries
        self.env = env

    def again(self, env: Surroundings) -> LazyArray:
        """An array with the same definition and no entry, in other surroundings."""
        return type(self)(self.entries, env)

    def __missing__(self, indices: Indices) -> Scalar:
        env, entries = self.env, self.entries
        point = env.point
        point.operations += 1
        if point.operations > MOST_OPERATIONS:
            raise TooMuch(TOO_MANY)
        if indices not in entries.inside:
            entries.check(indices)
        found = self[indices] = point.draw(entries.name, indices, env.tier)
        return found


class Overriding(LazyArray):
    """The entries of a quantity that are drawn in spite of its definition."""

    __slots__ = ()

    def again(self, env: Surroundings) -> LazyArray:
        """Raises `ValueError`: what is drawn cannot move by its definition."""
        raise ValueError(
            f"{self.entries.name} was given, and a derivative moves it: give what it "
            "is made of instead"
        )


class Defined(LazyArray):
    """The entries of a defined quantity, each worked out when it is first read."""

    __slots__ = ()

    def __missing__(self, indices: Indices) -> Scalar:
        env, entries = self.env, self.entries
        point = env.point
        point.operations += 1
        if point.operations > MOST_OPERATIONS:
            raise TooMuch(TOO_MANY)
        if indices not in entries.inside:
            entries.check(indices)
        letters, closure = entries.letters, entries.closure
        if letters is None or closure is None:
            closure, frame = entries.row(indices, env)
        elif len(letters) == 1:  # met most, and made fastest
            frame = {letters[0]: indices[0]}
        else:
            frame = dict(zip(letters, indices, strict=True)) if letters else {}
        if not entries.nested:
            try:
                found = self[indices] = closure(env, frame)
            except OutOfDomain as trouble:
                trouble.inside = True
                raise
            return found
        key, busy = (entries.name, indices), env.busy
        if key in busy:
            name = env.machine.model.spelled(entries.name)
            raise NotUnderstood(
                f"{name} is defined by itself; where that of another layer is meant, "
                "give it a name of its own",
                0,
            )
        busy.add(key)
        try:
            found = self[indices] = closure(env, frame)
        except OutOfDomain as trouble:
            trouble.inside = True
            raise
        finally:
            busy.discard(key)
        return found


class Aligned(Defined):
    """A defined quantity, the entries of which off some lines are those of outside.

    `lines` are slots, each with a value and whether something moved at it alone, or at
    larger ones too.
    """

    __slots__ = ("lines", "outer")

    def __init__(self, env: Surroundings, outer: Defined, lines: Lines) -> None:
        super().__init__(outer.entries, env)
        self.outer = outer
        self.lines = lines

    def again(self, env: Surroundings) -> LazyArray:
        """An array with the same definition and no entry, in other surroundings."""
        return Defined(self.entries, env)

    def __missing__(self, indices: Indices) -> Scalar:
        for number, value, alone in self.lines:
            at = indices[number]
            if at < value or (alone and at != value):
                found = self[indices] = self.outer[indices]
                return found
        return super().__missing__(indices)


def array(env: Surroundings, name: str) -> LazyArray:
    """The array of a quantity in surroundings, with no entry in it yet."""
    entries = env.machine.entries.get(name)
    if entries is None or entries.sizes is not env.point.sizes:
        entries = env.machine.entries[name] = Entries(env, name)
    if name in env.point.overrides:
        return Overriding(entries, env)
    return (Defined if entries.closure else LazyArray)(entries, env)


class Held(LazyArray):
    """An array some entries of which have other values than outside."""

    __slots__ = ("outer",)

    def __init__(self, outer: LazyArray) -> None:
        dict.__init__(self, outer)
        self.outer = outer

    def again(self, env: Surroundings) -> LazyArray:
        """An array with the same definition and no entry, in other surroundings."""
        return self.outer.again(env)

    def __missing__(self, indices: Indices) -> Scalar:
        found = self[indices] = self.outer[indices]
        return found


class Expressed(Protocol):
    """What has values that are kept, beside the quantities themselves."""

    @property
    def reads(self) -> frozenset[str]:
        """The quantities that it depends on."""

    def values(self, env: Surroundings) -> dict[Any, Any]:
        """Its values in surroundings, none of them worked out yet."""


class Surroundings(dict[Any, Any]):
    """The arrays of a point, and the values that expressions share, made on demand.

    A child differs from its parent in the entries that it holds (`held`) and in what
    depends on them (`moving`). What does not differ is the parent's own array.
    """

    __slots__ = (
        "busy", "children", "depth", "entries", "held", "lines", "machine", "moving",
        "parent", "point", "tier",
    )  # fmt: skip  # a list of words

    def __init__(
        self,
        machine: Definitions,
        point: Point,
        tier: int,
        parent: Surroundings | None = None,
        moving: frozenset[str] = frozenset(),
    ) -> None:
        self.machine = machine
        self.point = point
        self.tier = tier
        self.parent = parent
        self.moving = moving
        self.held: set[str] = set()
        self.entries: set[tuple[str, Indices]] = set()
        self.busy: set[tuple[str, Indices]] = set()
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.lines: dict[str, Lines] = {}
        self.children: dict[object, tuple[Surroundings, int]] = {}

    def __missing__(self, key: str | Expressed) -> dict[Any, Any]:
        found: dict[Any, Any]
        parent = self.parent
        if isinstance(key, str):
            if parent is None:
                found = array(self, key)
            elif key in self.moving:
                found = self._moved(parent[key], key)
            else:
                found = Held(parent[key]) if key in self.held else parent[key]
        elif parent is not None and not self.differs(key.reads):
            found = parent[key]
        else:
            found = key.values(self)
        self[key] = found
        return found

    def _moved(self, outer: LazyArray, name: str) -> LazyArray:
        """A quantity of which all moves, or what lies on some lines."""
        lines = self.lines.get(name)
        if lines and isinstance(outer, Defined):
            return Aligned(self, outer, lines)
        return outer.again(self)

    def differs(self, reads: frozenset[str]) -> bool:
        """Whether what reads these quantities has other values than outside."""
        return not (reads.isdisjoint(self.moving) and reads.isdisjoint(self.held))

    def hold(self, name: str, indices: Indices, value: Scalar) -> None:
        """Gives an entry another value than it has outside."""
        self.held.add(name)
        self.entries.add((name, indices))
        self[name][indices] = value

    def child(self, name: str, indices: Indices) -> tuple[Surroundings, int]:
        """The surroundings in which that entry carries a derivative, and its level."""
        key = (name, indices)
        found = self.children.get(key)
        if found is None:
            if self.depth >= MOST_DERIVATIVES:
                raise TooMuch(f"more than {MOST_DERIVATIVES} derivatives in each other")
            moving = self.machine.downstream(name)
            found = self._carrying(name, indices, moving)
            kept = sorted(self._held_in(moving) - {key}) if self.depth else []
            if kept:
                self._keep(kept, name, found)
                found = self._carrying(name, indices, moving)
                for other, at in kept:
                    found[0].hold(other, at, self[other][at])
            self.children[key] = found
        return found

    def _held_in(self, moving: frozenset[str]) -> set[tuple[str, Indices]]:
        """The entries that are held here or outside, of quantities that will move."""
        found: set[tuple[str, Indices]] = set()
        env: Surroundings | None = self
        while env is not None:
            if not env.held.isdisjoint(moving):
                found |= {entry for entry in env.entries if entry[0] in moving}
            env = env.parent
        return found

    def _keep(
        self,
        entries: list[tuple[str, Indices]],
        name: str,
        child: tuple[Surroundings, int],
    ) -> None:
        """Raises where a held entry moves with what a derivative is taken by inside.

        It would have to be an input and to be worked out again, at once.
        """
        inner, level = child
        for other, indices in entries:
            slope = scalars.tangent(inner[other][indices], level)
            if scalars.real(slope) != 0:
                spelled = self.machine.model.spelled
                raise NotUnderstood(
                    f"{spelled(other)} depends on {spelled(name)}: a derivative by "
                    "both, or by one at a value of the other, has no meaning here",
                    0,
                )

    def shielded(self, name: str, indices: Indices) -> tuple[Surroundings, int]:
        """As `child`, but nothing else moves: for the immediate derivative."""
        return self._carrying(name, indices, frozenset())

    def _carrying(
        self, name: str, indices: Indices, moving: frozenset[str]
    ) -> tuple[Surroundings, int]:
        value = self[name][indices]
        level = next(scalars.levels)
        inner = Surroundings(self.machine, self.point, self.tier, self, moving)
        if moving:
            inner.lines = {
                other: tuple((s, indices[t], equal) for s, t, equal in pairs)
                for other, pairs in self.machine.aligned(name).items()
            }
        inner.hold(name, indices, Dual(level, value, 1.0))
        return inner, level

    def forget(self) -> None:
        """Lets go of all values here and inside, which hold on to each other."""
        for inner, _ in self.children.values():
            inner.forget()
        self.children.clear()
        self.clear()

    def altered(self, new: list[tuple[str, Indices, Scalar]]) -> Surroundings:
        """The surroundings in which some entries have other values."""
        moving = frozenset[str]().union(*(self.machine.downstream(n[0]) for n in new))
        inner = Surroundings(self.machine, self.point, self.tier, self, moving)
        for name, indices, value in new:
            inner.hold(name, indices, value)
        return inner
