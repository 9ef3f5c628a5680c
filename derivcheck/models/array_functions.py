r"""Functions of arrays: their shapes, and their values entry by entry."""

from __future__ import annotations

from dataclasses import replace

from ..expressions import (
    Expression,
    NotUnderstood,
    Position,
    mismatch,
    product_of_two,
)
from ..expressions import nodes as n
from .inlining import Body
from .shape import NUMBER, Kind, Shape
from .shape_inference import Shaping, fresh
from .sizes import slot

MOST_CALLS = 2000  # of functions of arrays, whose bodies are put in at each


class Applying(Shaping):
    """What a call of a function is, with arrays as arguments."""

    def body(self, call: n.Call) -> Expression | None:
        """What a call of a function of arrays stands for; None for one of numbers."""
        if call.function not in self.bodies:
            return None
        known = self.calls.get(id(call))
        if known is None:
            known = (call, self.applied(call, self.bodies[call.function]))
            self.calls[id(call)] = known
        return known[1]

    def applied(self, call: n.Call, own: Body) -> Expression | None:
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

    def of_call(self, call: n.Call) -> Shape:
        """The shape of a function's value."""
        if (body := self.body(call)) is not None:
            return self.shape(body)
        shapes = [self.shape(a) for a in call.arguments]
        kind = self.functions.get(call.function)
        if kind is not None:
            self.wants_arguments(call, shapes)
        if call.function == "norm_1" and shapes[0].kind == "matrix":
            raise mismatch(
                r"\|A\|_1 of a matrix could add all magnitudes, or be the largest sum "
                r"of a column; write the sums out",
                call.at,
            )
        if call.function in {"norm", "norm_1"} or kind == "number":
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
            case "softmax" | "logsoftmax" | "logsumexp":
                alone = call.function == "logsumexp"
                if first.kind == "number" or (alone and first.kind == "matrix"):
                    stands = self.say(first)
                    raise mismatch(
                        f"{call.function} takes a vector; {stands} stands here", call.at
                    )
                return NUMBER if alone else first
            case _:
                pass
        if kind == "array":
            return Shape("column", (slot(call.function, 0),))
        return self.together(list(call.arguments), call.at)

    def wants_arguments(self, call: n.Call, shapes: list[Shape]) -> None:
        """Refuse arguments whose shapes are not the declared ones, and primes."""
        if call.order:
            raise primed(call)
        wanted = self.arguments[call.function]
        for shape, sizes in zip(shapes, wanted, strict=True):
            kinds: tuple[Kind, Kind, Kind] = ("number", "column", "matrix")
            other = Shape(kinds[len(sizes)], sizes)
            if not self.same(other, shape):
                raise mismatch(
                    f"{call.function} takes {self.say(other)}; {self.say(shape)} "
                    "stands here",
                    call.at,
                )

    def wants_alike(self, shapes: list[Shape], call: n.Call) -> None:
        """Refuse an inner product of two arrays of different shapes, or of numbers."""
        one, other = shapes
        if one.kind == "number" or not self.same(one, other):
            raise mismatch(
                f"an inner product wants two arrays of one shape; {self.say(one)} and "
                f"{self.say(other)} stand here",
                call.at,
            )

    def wants_square(self, shape: Shape, call: n.Call) -> None:
        """Refuse anything but a square matrix."""
        if shape.kind != "matrix" or not self.fits(*shape.sizes):
            raise mismatch(
                f"{call.function} takes a square matrix; {self.say(shape)} stands here",
                call.at,
            )

    def call_entry(self, call: n.Call, at: tuple[Position, ...]) -> Expression:
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
                return n.Call("sqrt", (squares,), 0, call.at)
            case "norm_1":
                letters = tuple(n.Letter(f"·{next(fresh)}") for _ in shape.sizes)
                magnitude = n.Call("abs", (self.entry(first, letters),), 0, call.at)
                return summed(magnitude, letters, shape)
            case "inner":
                return self.products(first, call.arguments[1], shape)
            case "tr":
                letter = n.Letter(f"·{next(fresh)}")
                body = self.entry(first, (letter, letter))
                return n.Over(
                    "sum", letter.name, None, None, None, body, call.at, shape.sizes[0]
                )
            case "diag" if shape.kind == "matrix":
                return self.entry(first, (at[0], at[0]))
            case "diag":
                same = n.Indicator(
                    n.Comparison(n.Running(at[0]), "=", n.Running(at[1]))
                )
                return n.Product((same, self.entry(first, at[:1])), ("",))
            case "logsumexp":
                letters = (n.Letter(f"·{next(fresh)}"),)
                power = n.Call("exp", (self.entry(first, letters),), 0, call.at)
                return n.Call("ln", (summed(power, letters, shape),), 0, call.at)
            case "softmax" | "logsoftmax":
                return self.softmax_entry(call, first, shape, at)
            case _:
                pass
        if kind is not None:
            return self.open_call(call, at)
        return replace(call, arguments=tuple(self.entry(a, at) for a in call.arguments))

    def open_call(self, call: n.Call, at: tuple[Position, ...]) -> Expression:
        """A function of whole arrays: every entry of every argument is given to it."""
        flat = tuple(self.listed(argument, call.at) for argument in call.arguments)
        return replace(call, arguments=flat, indices=(*call.indices, *at))

    def listed(self, array: Expression, at: int) -> Expression:
        """Every entry of an array, in lists."""
        shape = self.shape(array)
        letters = tuple(n.Letter(f"·{next(fresh)}") for _ in shape.sizes)
        body = self.entry(array, letters)
        for letter, key in reversed(list(zip(letters, shape.sizes, strict=True))):
            body = n.Over("list", letter.name, None, None, None, body, at, key)
        return body

    def products(self, one: Expression, other: Expression, shape: Shape) -> Expression:
        """The sum of the products of the entries of two arrays of one shape."""
        letters = tuple(n.Letter(f"·{next(fresh)}") for _ in shape.sizes)
        left = self.entry(one, letters)
        right = left if other is one else self.entry(other, letters)
        return summed(product_of_two(left, right), letters, shape)

    def softmax_entry(
        self, call: n.Call, of: Expression, shape: Shape, at: tuple[Position, ...]
    ) -> Expression:
        """Over the entries of a vector, or over each row of a matrix."""
        letter = n.Letter(f"·{next(fresh)}")
        above = n.Call("exp", (self.entry(of, at),), 0, call.at)
        below = n.Call("exp", (self.entry(of, (*at[:-1], letter)),), 0, call.at)
        total = n.Over(
            "sum", letter.name, None, None, None, below, call.at, shape.sizes[-1]
        )
        share = n.Quotient(above, total)
        return (
            share if call.function == "softmax" else n.Call("ln", (share,), 0, call.at)
        )


def summed(body: Expression, letters: tuple[n.Letter, ...], shape: Shape) -> Expression:
    """The sum of what is at each entry of an array of that shape."""
    for letter, key in reversed(list(zip(letters, shape.sizes, strict=True))):
        body = n.Over("sum", letter.name, None, None, None, body, 0, key)
    return body


def primed(call: n.Call) -> NotUnderstood:
    """What is said of a prime on a function of arrays."""
    return NotUnderstood(
        f"{call.function} is a function of arrays: write its derivative as "
        r"\frac{\partial f(x)}{\partial x} or \nabla f(x)",
        call.at,
    )
