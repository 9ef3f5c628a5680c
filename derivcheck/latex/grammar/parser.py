r"""Marks into expressions: a Pratt parser steered by the declared names.

Every mark is consumed or its statement is not understood. Binding, from loose to
tight: sums of terms; products, in which a big sign takes the rest; scripts.
Each method's docstring is the production that it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from ...expressions import (
    Condition,
    Expression,
    NotUnderstood,
    errors,
    falls,
    product_of,
)
from ...expressions import nodes as n
from .. import Mark, Marks, is_transpose, items
from .brackets import Brackets
from .cursor import MOST_NESTING, Context
from .dots import Dots, with_product, with_series
from .mark_queries import big_name, not_known, outer_letters, say
from .quantities import Quantities

MULTIPLICATIVE = {"*", r"\cdot", r"\times", r"\odot", r"\circ", r"\oslash", r"\otimes"}


def read_expression(marks: Marks, context: Context, at: int = 0) -> Expression:
    """The expression that all of the marks make.

    Raises `NotUnderstood` with the place of the first mark that does not fit.
    """
    outside = context.outside | outer_letters(marks)
    parser = _Parser(marks, replace(context, outside=outside), at)
    found = parser.additive()
    parser.finish()
    match found:
        case n.Product((n.Running(n.Extent("d")), n.Symbol()), ("",)):
            raise NotUnderstood(
                "d is a size on this page, so that this could be a product or a "
                r"differential; write d \cdot, or give the size another letter",
                marks[0].start,
            )
        case _:
            return found


def read_condition(marks: Marks, context: Context) -> Condition:
    """The condition that the marks make; commas mean and."""
    return _Parser(marks, context, marks[0].start if marks else 0).conditions()


class _Parser(Quantities, Brackets):
    """A list of marks and how far it was read: sums, products and factors."""

    # --- sums and products ---------------------------------------------------------

    def additive(self) -> Expression:
        """["+" | "-"] term (("+" | "-") term)*, with dots among the terms."""
        self.depth += 1
        if self.depth > MOST_NESTING:
            raise NotUnderstood(f"nested more than {MOST_NESTING} deep", self.at())
        terms: list[Expression | Dots] = [self.signed()]
        while (mark := self.peek()) is not None and mark.kind == "operator":
            if mark.text not in "+-":
                break
            self.next()
            term = self.term_or_dots()
            if mark.text == "-" and not isinstance(term, Dots):
                term = n.Negative(term)
            terms.append(term)
        self.depth -= 1
        found = with_series(terms)
        return found[0] if len(found) == 1 else n.Plus(tuple(found))

    def term_or_dots(self) -> Expression | Dots:
        mark = self.peek()
        if mark is not None and mark.kind == "dots":
            following = self.peek(1)
            if following is None or following.text in {"+", "-"}:
                self.next()
                return Dots(mark.start)
        return (
            self.signed()
            if mark is not None and mark.text in {"+", "-"}
            else self.product()
        )

    def signed(self) -> Expression:
        """["+" | "-"] product."""
        mark = self.peek()
        if mark is not None and mark.kind == "operator" and mark.text in {"+", "-"}:
            self.next()
            term = self.signed()
            return n.Negative(term) if mark.text == "-" else term
        return self.product()

    def product(self, *, stops: Callable[[Mark], bool] | None = None) -> Expression:
        r"""Factor ([sign] factor)*; a slash takes the factor after it."""
        factors: list[Expression | Dots] = [self.factor()]
        signs: list[str] = []
        start = self.at()
        slashed = False
        while (mark := self.peek()) is not None:
            if stops is not None and stops(mark):
                break
            if mark.kind == "operator" and mark.text in MULTIPLICATIVE:
                self.next()
                signs.append(mark.text)
                factors.append(self.dots() or self.signed_factor())
                slashed = False
            elif mark.kind == "operator" and mark.text == "/":
                self.next()
                under = self.signed_factor()
                over = product_of(*with_product(factors, signs), start)
                factors, signs = [n.Quotient(over, under)], []
                slashed = not (
                    isinstance(over, n.Number) and isinstance(under, n.Number)
                )
            elif self.begins_factor(mark):
                if slashed:
                    raise NotUnderstood(
                        "what stands after a / and a factor could be below or beside "
                        r"the fraction; write \frac{…}{…}",
                        mark.start,
                    )
                signs.append("")
                factors.append(self.factor())
            elif mark.kind == "dots":
                signs.append("")
                factors.append(self.dots() or self.factor())
                last = self.peek()
                if last is not None and last.text in MULTIPLICATIVE:
                    signs.append(self.next().text)
                    factors.append(self.signed_factor())
            else:
                break
        return product_of(*with_product(factors, signs), start)

    def dots(self) -> Dots | None:
        """Dots among factors."""
        mark = self.peek()
        if mark is None or mark.kind != "dots":
            return None
        self.next()
        return Dots(mark.start)

    def signed_factor(self) -> Expression:
        mark = self.peek()
        if mark is not None and mark.kind == "operator" and mark.text in {"-", "+"}:
            self.next()
            inner = self.signed_factor()
            return n.Negative(inner) if mark.text == "-" else inner
        return self.factor()

    def begins_factor(self, mark: Mark) -> bool:
        return mark.kind in {
            "number", "letter", "name", "frac", "sqrt", "big", "function", "open",
            "bar", "partial", "nabla", "environment", "unknown",
        }  # fmt: skip  # a list of words

    def factor(self) -> Expression:
        """Primary script*."""
        mark = self.peek()
        if mark is None:
            raise NotUnderstood("a quantity was wanted here; the side ends", self.end)
        found = self.primary(self.next())
        return self.scripts(found, bracketed=mark.kind == "open")

    def scripts(self, found: Expression, *, bracketed: bool) -> Expression:
        """Powers, transposes and components of what was just read."""
        while (mark := self.peek()) is not None:
            if mark.kind == "sup":
                self.next()
                found = self.superscript(found, mark)
            elif mark.kind == "sub" and (bracketed or not isinstance(found, n.Symbol)):
                self.next()
                if [m.text for m in mark.parts[0]] == ["+"]:
                    found = n.Call("relu", (found,), 0, mark.start)
                    continue
                found_items = self.names.merged(items(mark.parts[0]))
                indices = tuple(self.position(i) for i in found_items)
                found = n.Entry(found, indices, mark.start)
            elif mark.kind == "prime":
                raise NotUnderstood(
                    "a prime after brackets could be a transpose or a derivative; "
                    r"write ^\top or \frac{\partial …}{\partial …}",
                    mark.start,
                )
            else:
                break
        return found

    def superscript(self, found: Expression, mark: Mark) -> Expression:
        inside = mark.parts[0]
        if not inside:
            raise NotUnderstood("an exponent was wanted here", mark.start)
        if is_transpose(inside) and self.transposes(found, inside):
            self.wants_array(found)
            return n.Transpose(found, mark.start)
        if inside[0].text == "-" and is_transpose(inside[1:]):
            return n.Transpose(n.Power(found, n.MINUS_ONE, mark.start), mark.start)
        return n.Power(found, self.whole(inside, mark.start), mark.start)

    def wants_array(self, found: Expression) -> None:
        """Refuses the transpose of a letter that nothing says to be an array."""
        names = self.names
        if (
            isinstance(found, n.Symbol)
            and not found.indices
            and not found.name.startswith("@")  # what a function is given
            and not self.context.slots.get(found.name)
            and re.split("[_^]", found.name)[0] not in names.singles | names.introduced
        ):
            raise NotUnderstood(errors.NumberTransposed(found.name), found.at)

    def transposes(self, found: Expression, inside: Marks) -> bool:
        """Whether `^T` is a transpose, where T is a declared number too."""
        text = inside[0].text
        if text != "T":
            return True
        if text not in self.names.patterns and text not in self.names.sizes:
            return True
        if isinstance(found, n.Symbol):
            return self.context.slots.get(found.name, 0) > len(found.indices)
        raise NotUnderstood(
            f"{text} is declared, so that ^{text} could be a power or a transpose; "
            r"write ^\top for a transpose",
            inside[0].start,
        )

    # --- primaries -----------------------------------------------------------------

    def primary(self, mark: Mark) -> Expression:
        """What a factor starts with."""
        match mark.kind:
            case "number":
                return self.number(mark)
            case "unknown":
                raise NotUnderstood(not_known(mark.text), mark.start)
            case "letter" | "name":
                return self.name(mark)
            case "frac":
                return self.fraction(mark)
            case "sqrt":
                return self.root(mark)
            case "big":
                return self.big(mark)
            case "function":
                return self.function(mark, mark.text)
            case "open":
                return self.bracket(mark)
            case "bar":
                return self.bars(mark)
            case "partial":
                return self.partial(mark)
            case "nabla":
                return self.nabla(mark)
            case "environment":
                return self.environment(mark)
            case _:
                raise NotUnderstood(
                    f"a quantity was wanted here; {say(mark)} stood there", mark.start
                )

    def number(self, mark: Mark) -> Expression:
        before = self.marks[self.place - 2] if self.place > 1 else mark
        if before.kind in {"letter", "name"} and before.end == mark.start:
            joined = before.text + mark.text
            raise NotUnderstood(
                f"{joined} could be a name, a product or a slip for a power; define "
                rf"{joined}, or write {before.text} \cdot {mark.text}",
                before.start,
            )
        if mark.text == "1" and (found := self.indicator(mark)) is not None:
            return found
        return n.Number(Fraction(mark.text), mark.text)

    # --- big signs -----------------------------------------------------------------

    def big(self, mark: Mark) -> Expression:
        """Sign limits body; the body is the rest of the product."""
        lower: Marks = ()
        upper: Marks = ()
        while (script := self.peek()) is not None and script.kind in {"sub", "sup"}:
            self.next()
            if script.kind == "sub":
                lower = script.parts[0]
            else:
                upper = script.parts[0]
        if not lower:
            raise NotUnderstood(
                f"this {big_name(mark)} has no index: write what it runs over, "
                rf"\{mark.text}_i",
                mark.start,
            )
        runs, conditions = self.limits(lower, upper, mark)
        for letter, _, _ in runs:
            if letter in self.names.tags:
                base = self.names.tagged(letter)
                raise NotUnderstood(
                    f"{letter} is part of names here, as in {base}_{{{letter}1}}; let "
                    rf"the sum run over another letter, \sum_j {base}_{{{letter}_j}}",
                    mark.start,
                )
        outer = self.bound
        self.bound = outer | {letter for letter, _, _ in runs}
        condition = None
        if conditions:
            found = [c for marks in conditions for c in self.comparison(marks)]
            condition = found[0] if len(found) == 1 else n.Every(tuple(found))
        if self.peek() is None or self.peek().text == "+":  # type: ignore[union-attr]  # not None by the first half
            raise NotUnderstood(
                f"what the {big_name(mark)} adds up was wanted here", self.at()
            )
        body = self.signed()
        self.bound = outer
        for number, (letter, low, high) in enumerate(reversed(runs)):
            limit = condition if number == 0 else None
            sign = mark.text
            if falls(low, high):
                sign = "backward" if sign == "prod" else sign
                low, high = high, low
            body = n.Over(sign, letter, low, high, limit, body, mark.start)
        return body
