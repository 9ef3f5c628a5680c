r"""Products of arrays: as linear algebra has them, and entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..expressions import (
    Expression,
    Key,
    Position,
    mismatch,
    product_of_two,
)
from ..expressions import nodes as n
from .shape import NUMBER, Shape
from .shape_inference import Shaping, fresh


class Multiplying(Shaping):
    """What several factors make."""

    def of_product(self, product: n.Product) -> Shape:
        """Matrix products first, then elementwise ones, from left to right."""
        if (whole := self.of_rows(product)) is not None:
            return self.shape(whole)
        if all(self.shape(f).kind == "number" for f in product.factors):
            return NUMBER
        return self.fold(product).shape

    def of_rows(self, product: n.Product) -> Expression | None:
        r"""`\nabla_w w^\top x`: a row has no gradient, so that all of it is meant."""
        for place, factor in enumerate(product.factors[:-1]):
            match factor:
                case n.Partial(of=row, sign="nabla" | "prefix") if (
                    self.shape(row).kind == "row"
                ):
                    inside = (row, *product.factors[place + 1 :])
                    whole = n.Product(inside, product.signs[place:], product.at)
                    slope = replace(factor, of=whole)
                    before = (*product.factors[:place], slope)
                    signs = product.signs[:place]
                    return (
                        replace(product, factors=before, signs=signs)
                        if signs
                        else slope
                    )
        return None

    def fold(self, product: n.Product) -> Part:
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

    def inner_signs(self, product: n.Product, between: list[str]) -> list[str]:
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

    def run(self, group: list[Expression], signs: object, at: int) -> Part:
        """The matrix product of one group, from left to right."""
        found = Part(self.shape(group[0]), lambda p, e=group[0]: self.entry(e, p))  # type: ignore[misc]  # a default binds the loop's value
        for factor in group[1:]:
            sign = next(signs)  # type: ignore[call-overload]  # an iterator over signs
            part = Part(self.shape(factor), lambda p, e=factor: self.entry(e, p))  # type: ignore[misc]  # the same
            found = self.times(found, part, sign, at)
        return found

    def times(self, a: Part, b: Part, sign: str, at: int) -> Part:
        """The product of two arrays as linear algebra has it."""
        one, other = a.shape, b.shape
        if one.kind == "number":
            return Part(other, lambda p: product_of_two(a.entry(()), b.entry(p)))
        if other.kind == "number":
            return Part(one, lambda p: product_of_two(a.entry(p), b.entry(())))
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
                return Part(
                    Shape("matrix", (one.sizes[0], other.sizes[0])),
                    lambda p: product_of_two(a.entry(p[:1]), b.entry(p[1:])),
                )
            case "matrix", "row":
                inner, shape = None, NUMBER
                if self.extents.number.get(self.extents.find(one.sizes[1])) == 1:
                    return Part(
                        Shape("matrix", (one.sizes[0], other.sizes[0])),
                        lambda p: product_of_two(
                            a.entry((p[0], n.Fixed(1))), b.entry(p[1:])
                        ),
                    )
            case _:
                shape = NUMBER
        if inner is None or not self.fits(*inner):
            raise mismatch(
                f"{self.say(a.shape)} times {self.say(b.shape)} does not exist; "
                r"write \odot for an elementwise product, ^\top for a transpose",
                at,
            )
        left = 1 if one.kind == "matrix" else 0
        key = inner[0]

        def entry(p: tuple[Position, ...]) -> Expression:
            letter = n.Letter(f"·{next(fresh)}")
            body = product_of_two(
                a.entry((*p[:left], letter)), b.entry((letter, *p[left:]))
            )
            return n.Over("sum", letter.name, None, None, None, body, at, key)

        return Part(shape, entry)

    def each(self, a: Part, sign: str, b: Part, at: int) -> Part:
        """Elementwise products and quotients, and the outer product."""
        one, other = a.shape, b.shape
        if sign == r"\otimes":
            if one.kind != "column" or other.kind != "column":
                raise mismatch(
                    rf"\otimes is the outer product of two columns; {self.say(one)} "
                    rf"and {self.say(other)} stand here: write \odot for an "
                    "elementwise product, and a Kronecker product by its entries",
                    at,
                )
            return Part(
                Shape("matrix", one.sizes + other.sizes),
                lambda p: product_of_two(a.entry(p[:1]), b.entry(p[1:])),
            )
        numbers = "number" in {one.kind, other.kind}
        if not numbers and not self.same(one, other):
            raise mismatch(
                f"{self.say(one)} and {self.say(other)} are not multiplied "
                "entry by entry",
                at,
            )
        shape = other if one.kind == "number" else one

        def entry(p: tuple[Position, ...]) -> Expression:
            left = a.entry(p if one.kind != "number" else ())
            right = b.entry(p if other.kind != "number" else ())
            return (
                n.Quotient(left, right)
                if sign == r"\oslash"
                else product_of_two(left, right)
            )

        return Part(shape, entry)


@dataclass(frozen=True, slots=True)
class Part:
    """A shape, and how to get an entry of what has it."""

    shape: Shape
    entry: Callable[[tuple[Position, ...]], Expression]
