"""Lowering: an expression of arrays -> its shape, and an expression for each entry.

A shape that does not exist is refused before any number is tried; an entry is written
out where it is asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from ..expressions import Expression, Key, NotUnderstood, Position
from ..expressions import nodes as n
from .inlining import Body
from .shape import NUMBER, Shape
from .sizes import UNNAMED, Extents

fresh = count(9)  # `·1` and `·2` are the entries of whole sides
Positions = tuple[Position, ...]
Slots = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class DelayedArray:
    """An array that is not written out: its shape, and a rule for its entries.

    The rule takes as many positions as the shape has sides (Keller and others,
    Regular, shape-polymorphic, parallel arrays in Haskell, 2010).
    """

    shape: Shape
    rule: Callable[[Positions], Expression]

    def entry(self, at: Positions) -> Expression:
        """What is at these positions; a number is the same at all."""
        return self.rule(at if self.shape.sizes else ())


class Lowering(ABC):
    """Lowers the expressions of a model; `slots` tells how many slots a name has.

    While `defining`, sides that have to be equal are tied. `functions` holds what an
    open function of arrays gives, "number" or "array", `arguments` the sides of what
    it takes, and `bodies` the functions that the page defines.
    """

    def __init__(self, extents: Extents, slots: Slots) -> None:
        self.extents = extents
        self.slots = slots
        self.functions: dict[str, str] = {}
        self.arguments: dict[str, tuple[tuple[Key, ...], ...]] = {}
        self.bodies: dict[str, Body] = {}
        self.open: set[Key] = set()
        self.defining = True
        self.lowered: dict[int, tuple[Expression, DelayedArray]] = {}
        self.calls: dict[int, tuple[n.Call, Expression | None]] = {}
        self.plain: dict[str, bool] = {}
        self.inside: list[str] = []

    # --- arrays --------------------------------------------------------------------

    @abstractmethod
    def rule(self, expression: Expression) -> DelayedArray:
        """What the operator of an expression makes of its parts."""

    def lower(self, expression: Expression) -> DelayedArray:
        """The shape and the entries of an expression; raises where it has none."""
        known = self.lowered.get(id(expression))
        if known is None:  # the expression is kept too, so that its id stays its own
            known = (expression, self.rule(expression))
            self.lowered[id(expression)] = known
        return known[1]

    def shape(self, expression: Expression) -> Shape:
        """The shape of an expression; raises where it has none."""
        return self.lower(expression).shape

    def entry(self, expression: Expression, at: Positions) -> Expression:
        """The component of an expression at as many positions as it has sides."""
        return self.lower(expression).entry(at)

    def has_shape(self, expression: Expression) -> bool:
        """Whether the shapes of an expression's parts fit."""
        try:
            self.lower(expression)
        except NotUnderstood:
            return False
        return True

    def is_plain(self, own: Body) -> bool:
        """Whether a body is a number where its parameters are."""
        known = self.plain.get(own.name)
        if known is None:
            known = (
                not own.by_components
                and self.has_shape(own.value)
                and self.shape(own.value) == NUMBER
            )
            self.plain[own.name] = known
        return known

    def forget(self) -> None:
        """Forget what is lowered so far: an array was taken for less than it is."""
        self.lowered.clear()
        self.calls.clear()
        self.plain.clear()

    # --- sides ---------------------------------------------------------------------

    def unknown(self) -> Key:
        """A side whose length what stands beside it will tell."""
        key: Key = ("open", next(fresh))
        self.open.add(key)
        return key

    def counted(self, number: int) -> Key:
        """A side of so many entries."""
        key: Key = ("rows", next(fresh))
        self.extents.fix(key, number)
        return key

    def is_one(self, side: Key) -> bool:
        """Whether a side has one entry."""
        return self.extents.number.get(self.extents.find(side)) == 1

    def fits(self, one: Key, other: Key) -> bool:
        """Whether two sides have one length; an unknown one takes the other's."""
        a, b = self.extents.find(one), self.extents.find(other)
        if self.extents.same(a, b):
            return True
        if b in self.open:
            self.extents.tie(a, b)
            return True
        if a in self.open:
            self.extents.tie(b, a)
            return True
        if self.defining:
            try:
                self.extents.tie(a, b)
            except NotUnderstood:
                return False
            return True
        return False

    def same(self, one: Shape, other: Shape) -> bool:
        """Whether two arrays have one shape."""
        return one.kind == other.kind and all(
            self.fits(a, b) for a, b in zip(one.sizes, other.sizes, strict=True)
        )

    def say(self, shape: Shape) -> str:
        """A shape in words."""
        lengths = [self.extents.say(s) for s in shape.sizes]
        if lengths and set(lengths) == {UNNAMED}:
            return f"a {shape.kind}"
        match shape.kind:
            case "number":
                return "a number"
            case "column":
                return f"a column of {lengths[0]}"
            case "row":
                return f"a row of {lengths[0]}"
            case "matrix":
                return f"{lengths[0]} × {lengths[1]}"


# --- letters that no page wrote ----------------------------------------------------


def new_letter() -> n.Letter:
    """A letter that stands nowhere else."""
    return n.Letter(f"·{next(fresh)}")


def over_entries(
    sign: str, shape: Shape, body: Callable[[Positions], Expression], at: int = 0
) -> Expression:
    """A sum or a list of what is at each position of a shape."""
    letters = tuple(new_letter() for _ in shape.sizes)
    found = body(letters)
    for letter, key in reversed(list(zip(letters, shape.sizes, strict=True))):
        found = n.Over(sign, letter.name, None, None, None, found, at, key)
    return found


def summed(key: Key, body: Callable[[n.Letter], Expression], at: int) -> Expression:
    """A sum over one side."""
    letter = new_letter()
    return n.Over("sum", letter.name, None, None, None, body(letter), at, key)


def listed(array: DelayedArray, at: int) -> Expression:
    """Every entry of an array, in lists."""
    return over_entries("list", array.shape, array.entry, at)
