r"""Vectors and matrices by components: $(W x)_i = \sum_k W_{ik} x_k$.

Shapes are inferred first, so that a product whose shapes do not exist is refused
before any number is tried; then every array is lowered to the entry at given
positions, an expression of numbers alone. One core decides them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from .applied import Body
from .expression import (
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Cases,
    Comparison,
    Entry,
    Every,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Known,
    Letter,
    Negative,
    NotUnderstood,
    Number,
    Over,
    Partial,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Rows,
    Running,
    Symbol,
    Transpose,
    Where,
    comparisons,
)
from .extents import Extents, Key, slot
from .grids import entry_of, shape_of
from .series import placed
from .sides import NUMBER, Kind, Shape

CHAINS = {"prod": "chain", "backward": "chain backward"}  # from left to right
MOST_CALLS = 2000  # of functions of arrays, whose bodies are put in at each
fresh = count(9)  # `·1` and `·2` are the entries of whole sides


Slots = Callable[[str], int]


class Arrays:
    """Infers shapes and lowers arrays; `slots` tells how many slots a name has."""

    def __init__(
        self,
        extents: Extents,
        slots: Slots,
        functions: dict[str, str],
        arguments: dict[str, tuple[tuple[Key, ...], ...]],
    ) -> None:
        self.extents = extents
        self.slots = slots
        self.functions = functions
        self.arguments = arguments
        self.bodies: dict[str, Body] = {}
        self.open: set[Key] = set()
        self.defining = True
        self.shapes: dict[int, tuple[Expression, Shape]] = {}
        self.calls: dict[int, tuple[Call, Expression | None]] = {}
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
            case Number() | Running():
                return NUMBER
            case Symbol():
                return self.of_symbol(expression)
            case Negative(term):
                return self.shape(term)
            case Plus(terms):
                return self.of_sum(terms)
            case Product():
                return self.of_product(expression)
            case Quotient(over, under):
                return self.of_quotient(over, under)
            case Power():
                return self.of_power(expression)
            case Call():
                return self.of_call(expression)
            case Over(body=body):
                return self.of_over(expression, self.shape(body))
            case Partial():
                return self.of_partial(expression)
            case Indicator(condition):
                return self.together(
                    [e for c in comparisons(condition) for e in (c.left, c.right)], 0
                )
            case Cases(rows):
                return self.together([e for e, _ in rows], expression.at)
            case Where(of):
                return self.shape(of)
            case Transpose(of):
                return self.shape(of).turned
            case Entry(of, indices, at):
                return self.of_entry(self.shape(of), len(indices), at)
            case Rows():
                return shape_of(self, expression)
            case Known(kind, _, _):
                side = self.unknown()
                return (
                    Shape("matrix", (side, side))
                    if kind == "identity"
                    else Shape("column", (side,))
                )

    def of_symbol(self, symbol: Symbol) -> Shape:
        """The shape that a quantity's unwritten indices leave."""
        if symbol.name.startswith("@"):
            return NUMBER
        given, all_slots = len(symbol.indices), self.slots(symbol.name)
        missing = tuple(
            self.extents.at(symbol.name, n, symbol.indices)
            for n in range(given, all_slots)
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
                raise NotUnderstood(
                    f"{self.say(found)} and {self.say(shape)} are not added: their "
                    "shapes differ",
                    at or _place(term),
                )
        return found

    def of_sum(self, terms: tuple[Expression, ...]) -> Shape:
        """The one shape of all terms."""
        return self.together(list(terms), 0)

    def of_product(self, product: Product) -> Shape:
        """Matrix products first, then elementwise ones, from left to right."""
        if all(self.shape(f).kind == "number" for f in product.factors):
            return NUMBER
        return self.fold(product).shape

    def of_quotient(self, over: Expression, under: Expression) -> Shape:
        """The shape of the numerator; the denominator is a number."""
        below = self.shape(under)
        if below.kind != "number":
            raise NotUnderstood(
                rf"a fraction by {self.say(below)} is not read; write \oslash for an "
                "elementwise one",
                _place(under),
            )
        return self.shape(over)

    def of_power(self, power: Power) -> Shape:
        """The shape of the base, which is a number unless entries are meant."""
        shape = self.shape(power.base)
        if shape.kind == "matrix" and power.exponent == MINUS_ONE:
            if not self.fits(*shape.sizes):
                raise NotUnderstood(
                    f"{self.say(shape)} is not square and has no inverse", power.at
                )
            return shape
        many = shape.kind == "matrix"
        if shape.kind != "number" and not power.each:
            raise NotUnderstood(
                f"a power of {self.say(shape)} is not read; write x \\odot x"
                + (" for its entries, x x for the product" if many else ""),
                power.at,
            )
        return shape

    # --- calls ---------------------------------------------------------------------

    def body(self, call: Call) -> Expression | None:
        """What a call of a function of arrays stands for; None for one of numbers."""
        if call.function not in self.bodies:
            return None
        known = self.calls.get(id(call))
        if known is None:
            known = (call, self.applied(call, self.bodies[call.function]))
            self.calls[id(call)] = known
        return known[1]

    def applied(self, call: Call, own: Body) -> Expression | None:
        """The body with the arguments put in, unless it is taken entry by entry.

        A function of numbers is taken entry by entry; one whose parameter is the name
        of an array is a function of that array wherever its body has a shape.
        """
        arrays = any(self.shape(a).kind != "number" for a in call.arguments)
        if call.function in self.inside:
            raise NotUnderstood(f"{call.function} calls itself", call.at)
        self.inside.append(call.function)
        try:
            plain = self.is_plain(own)
            if plain and not arrays:
                return None
            if plain and not any(self.slots(p) for p in own.parameters):
                return None
            if len(self.calls) > MOST_CALLS:
                raise NotUnderstood(
                    f"functions of arrays are called more than {MOST_CALLS} times",
                    call.at,
                )
            whole = own.of(call.arguments, call.at, arrays=arrays)
            if plain and not self.has_shape(whole):
                return None
            kind = self.shape(whole).kind
            if call.order and plain and own.value == own.numbers and kind != "number":
                return None
            if call.order:
                raise primed(call)
            return whole
        finally:
            self.inside.pop()

    def is_plain(self, own: Body) -> bool:
        """Whether a body is a number where its parameters are."""
        known = self.plain.get(own.name)
        if known is None:
            known = self.has_shape(own.numbers) and self.shape(own.numbers) == NUMBER
            self.plain[own.name] = known
        return known

    def has_shape(self, expression: Expression) -> bool:
        """Whether the shapes of an expression's parts fit."""
        try:
            self.shape(expression)
        except NotUnderstood:
            return False
        return True

    def of_call(self, call: Call) -> Shape:
        """The shape of a function's value."""
        if (body := self.body(call)) is not None:
            return self.shape(body)
        shapes = [self.shape(a) for a in call.arguments]
        kind = self.functions.get(call.function)
        if kind is not None:
            self.wants_arguments(call, shapes)
        if call.function == "norm" or kind == "number":
            return NUMBER
        if call.function == "pi":
            return NUMBER
        first = shapes[0]
        match call.function:
            case "tr":
                self.wants_square(first, call)
                return NUMBER
            case "inner":
                self.wants_alike(shapes, call)
                return NUMBER
            case "det":
                raise NotUnderstood(
                    "a determinant is not read; write it out by its entries", call.at
                )
            case "diag":
                if first.kind == "column":
                    return Shape("matrix", (first.sizes[0], first.sizes[0]))
                self.wants_square(first, call)
                return Shape("column", first.sizes[:1])
            case "softmax" | "logsoftmax":
                if first.kind == "number":
                    raise NotUnderstood(
                        f"{call.function} takes a vector; a number stands here", call.at
                    )
                return first
            case _:
                pass
        if kind == "array":
            return Shape("column", (slot(call.function, 0),))
        return self.together(list(call.arguments), call.at)

    def wants_arguments(self, call: Call, shapes: list[Shape]) -> None:
        """Refuse arguments whose shapes are not the declared ones, and primes."""
        if call.order:
            raise primed(call)
        wanted = self.arguments[call.function]
        for shape, sizes in zip(shapes, wanted, strict=True):
            kinds: tuple[Kind, Kind, Kind] = ("number", "column", "matrix")
            other = Shape(kinds[len(sizes)], sizes)
            if not self.same(other, shape):
                raise NotUnderstood(
                    f"{call.function} takes {self.say(other)}; {self.say(shape)} "
                    "stands here",
                    call.at,
                )

    def wants_alike(self, shapes: list[Shape], call: Call) -> None:
        """Refuse an inner product of two arrays of different shapes, or of numbers."""
        one, other = shapes
        if one.kind == "number" or not self.same(one, other):
            raise NotUnderstood(
                f"an inner product wants two arrays of one shape; {self.say(one)} and "
                f"{self.say(other)} stand here",
                call.at,
            )

    def wants_square(self, shape: Shape, call: Call) -> None:
        """Refuse anything but a square matrix."""
        if shape.kind != "matrix" or not self.fits(*shape.sizes):
            raise NotUnderstood(
                f"{call.function} takes a square matrix; {self.say(shape)} stands here",
                call.at,
            )

    def of_over(self, over: Over, body: Shape) -> Shape:
        """The shape of a sum or product over an index: that of its body."""
        if over.sign == "stack":
            if body.kind not in {"number", "column"}:
                raise NotUnderstood(
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
                raise NotUnderstood(
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

    def stacked(self, over: Over) -> Key:
        """How many entries a column with dots has."""
        match over.upper:
            case Extent(name, 0):
                return self.extents.name_size(name)
            case Fixed(value):
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
        raise NotUnderstood(
            f"{self.say(shape)} has {wanted or 'no'} ind"
            f"{'ex' if wanted == 1 else 'ices'}; {many} stand here",
            at,
        )

    def turned(self, partial: Partial) -> Transpose | None:
        r"""`\nabla_W E^\top` of a number E is the gradient, transposed."""
        match partial:
            case Partial(of=Transpose(of, at), sign="nabla") if (
                self.shape(of).kind == "number"
            ):
                return Transpose(replace(partial, of=of), at)
            case _:
                return None

    def of_partial(self, partial: Partial) -> Shape:
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
            raise NotUnderstood(
                f"the derivative of {self.say(above)} by {self.say(by)} is not read: "
                "take that of the column, in a layout that the page names",
                partial.at,
            )
        if above.kind == "matrix" or by.kind == "matrix":
            raise NotUnderstood(
                f"the derivative of {self.say(above)} by {self.say(by)} has more than "
                "two indices; write it by components",
                partial.at,
            )
        if partial.layout is None:
            raise NotUnderstood(
                "the derivative of a vector by a vector wants a layout: "
                "<!-- derivcheck: layout numerator --> or denominator",
                partial.at,
            )
        if partial.layout == "denominator":
            return Shape("matrix", (by.sizes[0], above.sizes[0]))
        return Shape("matrix", (above.sizes[0], by.sizes[0]))

    # --- products ------------------------------------------------------------------

    def fold(self, product: Product) -> _Part:
        """The factors multiplied; matrix products bind tighter than elementwise."""
        groups: list[list[Expression]] = [[product.factors[0]]]
        between: list[str] = []
        for sign, factor in zip(product.signs, product.factors[1:], strict=True):
            elementwise = sign in {r"\odot", r"\circ", r"\oslash", r"\otimes"} or (
                sign == "*" and self.both_arrays(groups[-1][-1], factor)
            )
            if elementwise:
                groups.append([factor])
                between.append(sign)
            else:
                groups[-1].append(factor)
        signs = iter(self.inner_signs(product, between))
        parts = [self.run(group, signs, product.at) for group in groups]
        found = parts[0]
        for sign, part in zip(between, parts[1:], strict=True):
            found = self.each(found, sign, part, product.at)
        return found

    def both_arrays(self, one: Expression, other: Expression) -> bool:
        """Whether neither of two factors is a number."""
        return "number" not in {self.shape(one).kind, self.shape(other).kind}

    def inner_signs(self, product: Product, between: list[str]) -> list[str]:
        """The signs inside the groups: all but the elementwise ones `between` them."""
        rest = list(between)
        found = []
        for number, sign in enumerate(product.signs):
            taken = (
                rest
                and sign == rest[0]
                and (
                    sign != "*"
                    or self.both_arrays(
                        product.factors[number], product.factors[number + 1]
                    )
                )
            )
            if taken:
                rest.pop(0)
            else:
                found.append(sign)
        return found

    def run(self, group: list[Expression], signs: object, at: int) -> _Part:
        """The matrix product of one group, from left to right."""
        found = _Part(self.shape(group[0]), lambda p, e=group[0]: self.entry(e, p))  # type: ignore[misc]  # a default binds the loop's value
        for factor in group[1:]:
            sign = next(signs)  # type: ignore[call-overload]  # an iterator over signs
            part = _Part(self.shape(factor), lambda p, e=factor: self.entry(e, p))  # type: ignore[misc]  # the same
            found = self.times(found, part, sign, at)
        return found

    def times(self, a: _Part, b: _Part, sign: str, at: int) -> _Part:
        """The product of two arrays as linear algebra has it."""
        one, other = a.shape, b.shape
        if one.kind == "number":
            return _Part(other, lambda p: _product(a.entry(()), b.entry(p)))
        if other.kind == "number":
            return _Part(one, lambda p: _product(a.entry(p), b.entry(())))
        if sign == r"\cdot" and one.kind == other.kind == "column":
            one = one.turned
        inner: tuple[Key, Key] | None = None
        match one.kind, other.kind:
            case "row", "column":
                inner, shape = (one.sizes[0], other.sizes[0]), NUMBER
            case "row", "matrix":
                inner, shape = (
                    (one.sizes[0], other.sizes[0]),
                    Shape("row", other.sizes[1:]),
                )
            case "matrix", "column":
                inner, shape = (
                    (one.sizes[1], other.sizes[0]),
                    Shape("column", one.sizes[:1]),
                )
            case "matrix", "matrix":
                inner = (one.sizes[1], other.sizes[0])
                shape = Shape("matrix", (one.sizes[0], other.sizes[1]))
            case "column", "row":
                return _Part(
                    Shape("matrix", (one.sizes[0], other.sizes[0])),
                    lambda p: _product(a.entry(p[:1]), b.entry(p[1:])),
                )
            case "matrix", "row":
                inner, shape = None, NUMBER
                if self.extents.number.get(self.extents.find(one.sizes[1])) == 1:
                    return _Part(
                        Shape("matrix", (one.sizes[0], other.sizes[0])),
                        lambda p: _product(a.entry((p[0], Fixed(1))), b.entry(p[1:])),
                    )
            case _:
                shape = NUMBER
        if inner is None or not self.fits(*inner):
            raise NotUnderstood(
                f"{self.say(a.shape)} times {self.say(b.shape)} does not exist; "
                r"write \odot for an elementwise product, ^\top for a transpose",
                at,
            )
        left = 1 if one.kind == "matrix" else 0
        key = inner[0]

        def entry(p: tuple[Position, ...]) -> Expression:
            letter = Letter(f"·{next(fresh)}")
            body = _product(a.entry((*p[:left], letter)), b.entry((letter, *p[left:])))
            return Over("sum", letter.name, None, None, None, body, at, key)

        return _Part(shape, entry)

    def each(self, a: _Part, sign: str, b: _Part, at: int) -> _Part:
        """Elementwise products and quotients, and the outer product."""
        one, other = a.shape, b.shape
        if sign == r"\otimes":
            if one.kind != "column" or other.kind != "column":
                raise NotUnderstood(
                    rf"\otimes is the outer product of two columns; {self.say(one)} "
                    rf"and {self.say(other)} stand here: write \odot for an "
                    "elementwise product, and a Kronecker product by its entries",
                    at,
                )
            return _Part(
                Shape("matrix", one.sizes + other.sizes),
                lambda p: _product(a.entry(p[:1]), b.entry(p[1:])),
            )
        numbers = "number" in {one.kind, other.kind}
        if not numbers and not self.same(one, other):
            raise NotUnderstood(
                f"{self.say(one)} and {self.say(other)} are not multiplied "
                "entry by entry",
                at,
            )
        shape = other if one.kind == "number" else one

        def entry(p: tuple[Position, ...]) -> Expression:
            left = a.entry(p if one.kind != "number" else ())
            right = b.entry(p if other.kind != "number" else ())
            return (
                Quotient(left, right) if sign == r"\oslash" else _product(left, right)
            )

        return _Part(shape, entry)

    # --- entries -------------------------------------------------------------------

    def entry(self, expression: Expression, at: tuple[Position, ...]) -> Expression:
        """The component of an expression at as many positions as it has sides."""
        shape = self.shape(expression)
        if shape.kind == "number":
            at = ()
        match expression:
            case Number() | Running():
                return expression
            case Symbol(indices=indices):
                return replace(expression, indices=indices + at)
            case Negative(term):
                return Negative(self.entry(term, at))
            case Plus(terms):
                return Plus(tuple(self.entry(t, at) for t in terms))
            case Product(factors):
                if shape.kind == "number" and all(
                    self.shape(f).kind == "number" for f in factors
                ):
                    return replace(
                        expression, factors=tuple(self.entry(f, ()) for f in factors)
                    )
                return self.fold(expression).entry(at)
            case Quotient(over, under):
                return Quotient(self.entry(over, at), self.entry(under, ()))
            case Power(base, exponent, where) if (
                shape.kind == "matrix" and exponent == MINUS_ONE
            ):
                inside = self.listed(base, where)
                return Call("inverse", (inside, *map(Running, at)), 0, where)
            case Power(base, exponent):
                return replace(
                    expression,
                    base=self.entry(base, at),
                    exponent=self.entry(exponent, ()),
                )
            case Call():
                return self.call_entry(expression, at)
            case Over():
                return self.over_entry(expression, at)
            case Partial():
                return self.partial_entry(expression, at)
            case Indicator(condition):
                found = tuple(
                    Comparison(self.entry(c.left, at), c.sign, self.entry(c.right, at))
                    for c in comparisons(condition)
                )
                return Indicator(found[0] if len(found) == 1 else Every(found))
            case Cases(rows):
                return replace(
                    expression,
                    rows=tuple(
                        (
                            self.entry(e, at),
                            Every(
                                tuple(
                                    Comparison(
                                        self.entry(k.left, at),
                                        k.sign,
                                        self.entry(k.right, at),
                                    )
                                    for k in comparisons(c)
                                )
                            ),
                        )
                        for e, c in rows
                    ),
                )
            case Where(of, values):
                return Where(
                    self.entry(of, at), tuple((s, self.entry(e, ())) for s, e in values)
                )
            case Transpose(of):
                return self.entry(of, at[::-1] if shape.kind == "matrix" else at)
            case Entry(of, indices):
                return self.entry(of, (*indices, *at))
            case Rows():
                return entry_of(self, expression, shape, at)
            case Known(kind, indices):
                if kind == "ones":
                    return ONE
                other = indices[0] if kind == "unit" else at[1]
                return Indicator(Comparison(Running(at[0]), "=", Running(other)))

    def call_entry(self, call: Call, at: tuple[Position, ...]) -> Expression:
        """The entry of a function's value at a position."""
        if not call.arguments:
            return call
        if (body := self.body(call)) is not None:
            return self.entry(body, at)
        first = call.arguments[0]
        shape = self.shape(first)
        kind = self.functions.get(call.function)
        match call.function:
            case "norm":
                squares = self.products(first, first, shape)
                return Call("sqrt", (squares,), 0, call.at)
            case "inner":
                return self.products(first, call.arguments[1], shape)
            case "tr":
                letter = Letter(f"·{next(fresh)}")
                body = self.entry(first, (letter, letter))
                return Over(
                    "sum", letter.name, None, None, None, body, call.at, shape.sizes[0]
                )
            case "diag" if shape.kind == "matrix":
                return self.entry(first, (at[0], at[0]))
            case "diag":
                same = Indicator(Comparison(Running(at[0]), "=", Running(at[1])))
                return Product((same, self.entry(first, at[:1])), ("",))
            case "softmax" | "logsoftmax":
                return self.softmax_entry(call, first, shape, at)
            case _:
                pass
        if kind is not None:
            return self.open_call(call, at)
        return replace(call, arguments=tuple(self.entry(a, at) for a in call.arguments))

    def open_call(self, call: Call, at: tuple[Position, ...]) -> Expression:
        """A function of whole arrays: every entry of every argument is given to it."""
        flat = tuple(self.listed(argument, call.at) for argument in call.arguments)
        return replace(call, arguments=flat, indices=(*call.indices, *at))

    def listed(self, array: Expression, at: int) -> Expression:
        """Every entry of an array, in lists."""
        shape = self.shape(array)
        letters = tuple(Letter(f"·{next(fresh)}") for _ in shape.sizes)
        body = self.entry(array, letters)
        for letter, key in reversed(list(zip(letters, shape.sizes, strict=True))):
            body = Over("list", letter.name, None, None, None, body, at, key)
        return body

    def products(self, one: Expression, other: Expression, shape: Shape) -> Expression:
        """The sum of the products of the entries of two arrays of one shape."""
        letters = tuple(Letter(f"·{next(fresh)}") for _ in shape.sizes)
        left = self.entry(one, letters)
        right = left if other is one else self.entry(other, letters)
        body: Expression = _product(left, right)
        for letter, key in reversed(list(zip(letters, shape.sizes, strict=True))):
            body = Over("sum", letter.name, None, None, None, body, 0, key)
        return body

    def softmax_entry(
        self, call: Call, of: Expression, shape: Shape, at: tuple[Position, ...]
    ) -> Expression:
        """Over the entries of a vector, or over each row of a matrix."""
        letter = Letter(f"·{next(fresh)}")
        above = Call("exp", (self.entry(of, at),), 0, call.at)
        below = Call("exp", (self.entry(of, (*at[:-1], letter)),), 0, call.at)
        total = Over(
            "sum", letter.name, None, None, None, below, call.at, shape.sizes[-1]
        )
        share = Quotient(above, total)
        return share if call.function == "softmax" else Call("ln", (share,), 0, call.at)

    def over_entry(self, over: Over, at: tuple[Position, ...]) -> Expression:
        """The entry of a sum or product over an index."""
        shape = self.shape(over.body)
        if over.sign == "stack":
            return self.entry(placed(over.body, over.letter, at[0]), at[1:])
        if over.sign == "backward" and shape.kind == "number":
            over = replace(over, sign="prod")
        if over.sign not in CHAINS or shape.kind == "number":
            return replace(over, body=self.entry(over.body, at))
        if over.condition is not None:
            raise NotUnderstood(
                "a product of matrices runs between two limits, without a condition",
                over.at,
            )
        inside = self.listed(over.body, over.at)
        factors = replace(over, sign="list", body=inside)
        return Call(CHAINS[over.sign], (factors, *map(Running, at)), 0, over.at)

    def partial_entry(self, partial: Partial, at: tuple[Position, ...]) -> Expression:
        """The entry of a derivative by numbers or arrays."""
        if (turned := self.turned(partial)) is not None:
            return self.entry(turned, at)
        above = self.shape(partial.of)
        below = [self.shape(b) for b in partial.by]
        if all(b.kind == "number" for b in below):
            return replace(partial, of=self.entry(partial.of, at))
        if above.kind == "number":
            if len(partial.by) == 2:
                by = tuple(
                    replace(b, indices=(*b.indices, p))
                    for b, p in zip(partial.by, at, strict=True)
                )
                return replace(partial, of=self.entry(partial.of, ()), by=by)
            first = partial.by[0]
            by = (replace(first, indices=first.indices + at),)
            return replace(partial, of=self.entry(partial.of, ()), by=by)
        of_at, by_at = at[0], at[1]
        if partial.layout == "denominator":
            of_at, by_at = by_at, of_at
        first = partial.by[0]
        by = (replace(first, indices=(*first.indices, by_at)),)
        return replace(partial, of=self.entry(partial.of, (of_at,)), by=by)


@dataclass(frozen=True, slots=True)
class _Part:
    """A shape, and how to get an entry of what has it."""

    shape: Shape
    entry: Callable[[tuple[Position, ...]], Expression]


def _product(a: Expression, b: Expression) -> Expression:
    return Product((a, b), ("",))


def _place(expression: Expression) -> int:
    return getattr(expression, "at", 0)


def is_zero(expression: Expression) -> bool:
    """Whether a side is the number 0, which stands for an array of zeros too."""
    return expression == ZERO


__all__ = ["NUMBER", "Arrays", "Shape", "is_zero"]


def primed(call: Call) -> NotUnderstood:
    """What is said of a prime on a function of arrays."""
    return NotUnderstood(
        f"{call.function} is a function of arrays: write its derivative as "
        r"\frac{\partial f(x)}{\partial x} or \nabla f(x)",
        call.at,
    )
