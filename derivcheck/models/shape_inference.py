r"""The shapes of vectors and matrices, from the shapes of their parts.

A shape that does not exist is refused before any number is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from ..expressions import (
    Expression,
    Key,
    NotUnderstood,
    Position,
    comparisons,
    errors,
    mismatch,
)
from ..expressions import nodes as n
from .block_matrices import shape_of
from .inlining import Body
from .shape import NUMBER, Kind, Shape
from .sizes import UNNAMED, Extents

CHAINS = {"prod": "chain", "backward": "chain backward"}  # from left to right
BROADCAST = (
    r"; to add b to each column write b \mathbf 1^\top, to each row \mathbf 1 b^\top"
)
fresh = count(9)  # `·1` and `·2` are the entries of whole sides
Slots = Callable[[str], int]


class Shaping:
    """Infers shapes; `slots` tells how many slots a name has.

    `functions` holds what an open function of arrays gives, "number" or "array", and
    `arguments` the sides of what it takes.
    """

    def __init__(self, extents: Extents, slots: Slots) -> None:
        self.extents = extents
        self.slots = slots
        self.functions: dict[str, str] = {}
        self.arguments: dict[str, tuple[tuple[Key, ...], ...]] = {}
        self.bodies: dict[str, Body] = {}
        self.open: set[Key] = set()
        self.defining = True
        self.shapes: dict[int, tuple[Expression, Shape]] = {}
        self.calls: dict[int, tuple[n.Call, Expression | None]] = {}
        self.plain: dict[str, bool] = {}
        self.inside: list[str] = []

    # --- sizes ---------------------------------------------------------------------

    def unknown(self) -> Key:
        """A side whose length what stands beside it will tell."""
        key: Key = ("open", next(fresh))
        self.open.add(key)
        return key

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

    # --- shapes --------------------------------------------------------------------

    def shape(self, expression: Expression) -> Shape:
        """The shape of an expression; raises where it has none."""
        known = self.shapes.get(id(expression))
        if known is None:
            known = (expression, self.infer(expression))
            self.shapes[id(expression)] = known
        return known[1]

    def forget(self) -> None:
        """Forget the shapes found so far: an array was taken for less than it is."""
        self.shapes.clear()
        self.calls.clear()
        self.plain.clear()

    def infer(self, expression: Expression) -> Shape:
        """The shape of an expression from the shapes of its parts."""
        match expression:
            case n.Number() | n.Running():
                return NUMBER
            case n.Symbol():
                return self.of_symbol(expression)
            case n.Negative(term):
                return self.shape(term)
            case n.Plus(terms):
                return self.of_sum(terms)
            case n.Product():
                return self.of_product(expression)
            case n.Quotient(over, under):
                return self.of_quotient(over, under)
            case n.Power():
                return self.of_power(expression)
            case n.Call():
                return self.of_call(expression)
            case n.Over(body=body):
                return self.of_over(expression, self.shape(body))
            case n.Partial():
                return self.of_partial(expression)
            case n.Indicator(condition):
                return self.together(
                    [e for c in comparisons(condition) for e in (c.left, c.right)], 0
                )
            case n.Cases(rows):
                return self.together([e for e, _ in rows], expression.at)
            case n.Where(of):
                return self.shape(of)
            case n.Transpose(of):
                return self.shape(of).turned
            case n.Entry(of, indices, at):
                return self.of_entry(self.shape(of), len(indices), at)
            case n.Rows():
                return shape_of(self, expression)
            case n.Known(kind, _, _):
                side = self.unknown()
                return (
                    Shape("matrix", (side, side))
                    if kind == "identity"
                    else Shape("column", (side,))
                )

    def of_symbol(self, symbol: n.Symbol) -> Shape:
        """The shape that a quantity's unwritten indices leave."""
        if symbol.name.startswith("@"):
            return NUMBER
        given, all_slots = len(symbol.indices), self.slots(symbol.name)
        missing = tuple(
            self.extents.at(symbol.name, k, symbol.indices)
            for k in range(given, all_slots)
        )
        match len(missing):
            case 0:
                return NUMBER
            case 1:
                return Shape("column", missing)
            case 2:
                return Shape("matrix", missing)
            case _:
                raise NotUnderstood(
                    f"{symbol.name} has {all_slots} indices; {given} stand here: "
                    "arrays of more than two are read by components",
                    symbol.at,
                )

    def together(self, terms: list[Expression], at: int) -> Shape:
        """The shape of terms of one shape, numbers among them."""
        found = NUMBER
        for term in terms:
            shape = self.shape(term)
            if shape.kind == "number":
                continue
            if found.kind == "number":
                found = shape
            elif not self.same(found, shape):
                kinds = {found.kind, shape.kind}
                raise mismatch(
                    f"{self.say(found)} and {self.say(shape)} are not added: their "
                    "shapes differ"
                    + (BROADCAST if kinds == {"matrix", "column"} else ""),
                    at or place_of(term),
                )
        return found

    def of_sum(self, terms: tuple[Expression, ...]) -> Shape:
        """The one shape of all terms."""
        return self.together(list(terms), 0)

    def of_quotient(self, over: Expression, under: Expression) -> Shape:
        """The shape of the numerator; the denominator is a number."""
        below = self.shape(under)
        if below.kind != "number":
            raise mismatch(
                rf"a fraction by {self.say(below)} is not read; write \oslash for an "
                "elementwise one",
                place_of(under),
            )
        return self.shape(over)

    def of_power(self, power: n.Power) -> Shape:
        """The shape of the base, which is a number unless entries are meant."""
        shape = self.shape(power.base)
        if shape.kind == "matrix" and power.exponent == n.MINUS_ONE:
            if not self.fits(*shape.sizes):
                raise mismatch(
                    f"{self.say(shape)} is not square and has no inverse", power.at
                )
            return shape
        if shape.kind != "number" and not power.each:
            fault = errors.PowerOfArray(self.say(shape), shape.kind == "matrix")
            raise NotUnderstood(fault, power.at)
        return shape

    def of_over(self, over: n.Over, body: Shape) -> Shape:
        """The shape of a sum or product over an index: that of its body."""
        if over.sign == "stack":
            if body.kind not in {"number", "column"}:
                raise mismatch(
                    f"a column of entries was wanted; {self.say(body)} stands in it",
                    over.at,
                )
            kind: Kind = "matrix" if body.sizes else "column"
            return Shape(kind, (self.stacked(over), *body.sizes))
        if (
            over.sign in CHAINS
            and body.kind != "number"
            and (body.kind != "matrix" or not self.fits(*body.sizes))
        ):
            if over.letter.startswith("·"):
                raise mismatch(
                    f"a product with dots wants square matrices; {self.say(body)} "
                    "stands in it",
                    over.at,
                )
            raise NotUnderstood(
                "a product over an index wants square matrices; it runs to the next + "
                rf"or -, so put it into brackets, (\prod_{over.letter} …) x",
                over.at,
            )
        return body

    def stacked(self, over: n.Over) -> Key:
        """How many entries a column with dots has."""
        match over.upper:
            case n.Extent(name, 0):
                return self.extents.name_size(name)
            case n.Fixed(value):
                key: Key = ("rows", next(fresh))
                self.extents.fix(key, value)
                return key
            case _:
                raise NotUnderstood(
                    "the last entry beside dots wants a size or a number", over.at
                )

    def of_entry(self, shape: Shape, many: int, at: int) -> Shape:
        """The shape that `many` indices behind an array leave."""
        wanted = len(shape.sizes)
        if many == wanted and wanted:
            return NUMBER
        if many == 1 and shape.kind == "matrix":
            return Shape("column", shape.sizes[1:])
        raise mismatch(
            f"{self.say(shape)} has {wanted or 'no'} ind"
            f"{'ex' if wanted == 1 else 'ices'}; {many} stand here",
            at,
        )

    def turned(self, partial: n.Partial) -> n.Transpose | None:
        r"""`\nabla_W E^\top` of a number E is the gradient, transposed."""
        match partial:
            case n.Partial(of=n.Transpose(of, at), sign="nabla") if (
                self.shape(of).kind == "number"
            ):
                return n.Transpose(replace(partial, of=of), at)
            case _:
                return None

    def of_partial(self, partial: n.Partial) -> Shape:
        """The shape of a derivative, as the page's layout arranges it."""
        if (turned := self.turned(partial)) is not None:
            return self.shape(turned)
        above = self.shape(partial.of)
        below = [self.shape(b) for b in partial.by]
        arrays = [b for b in below if b.kind != "number"]
        if not arrays:
            return above
        if (
            len(below) == 2
            and above.kind == "number"
            and len(arrays) == 2
            and all(b.kind == "column" for b in below)
        ):
            return Shape("matrix", (below[0].sizes[0], below[1].sizes[0]))
        if len(below) > 1:
            raise NotUnderstood(
                "a higher derivative by arrays is read of a number, by two columns",
                partial.at,
            )
        by = below[0]
        if above.kind == "number":
            if (
                partial.layout == "jacobian"
                and partial.sign != "nabla"
                and by.kind == "column"
            ):
                return by.turned
            return by
        if above.kind == "row":
            raise mismatch(
                f"the derivative of {self.say(above)} by {self.say(by)} is not read: "
                "take that of the column, in a layout that the page names",
                partial.at,
            )
        if above.kind == "matrix" or by.kind == "matrix":
            raise mismatch(
                f"the derivative of {self.say(above)} by {self.say(by)} has more than "
                "two indices; write it by components",
                partial.at,
            )
        if partial.layout is None:
            raise mismatch(
                "the derivative of a vector by a vector wants a layout: "
                "<!-- derivcheck: layout numerator --> or denominator",
                partial.at,
            )
        if partial.layout == "denominator":
            return Shape("matrix", (by.sizes[0], above.sizes[0]))
        return Shape("matrix", (above.sizes[0], by.sizes[0]))

    # --- what is told elsewhere ----------------------------------------------------

    def of_call(self, call: n.Call) -> Shape:
        """The shape of a function's value."""
        raise NotImplementedError

    def of_product(self, product: n.Product) -> Shape:
        """The shape of a product."""
        raise NotImplementedError

    def entry(self, expression: Expression, at: tuple[Position, ...]) -> Expression:
        """The component of an expression at as many positions as it has sides."""
        raise NotImplementedError


def place_of(expression: Expression) -> int:
    """Where an expression stands, as far as it knows."""
    return getattr(expression, "at", 0)
