"""A list of marks and how far it was read: the sums and products in it.

Binding, from loose to tight: sums of terms; products, in which a big sign takes the
rest; scripts. What a product is made of the parser is given: `factor` reads one, and
comes back to the parser for what is inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ...expressions import Expression, NotUnderstood, product_of
from ...expressions import nodes as n
from .. import PARTNER, Mark, Marks, Names, begins_factor, closing
from .dots import Dots, with_product, with_series
from .mark_queries import say, without_null

MOST_NESTING = 60
MULTIPLICATIVE = {"*", r"\cdot", r"\times", r"\odot", r"\circ", r"\oslash", r"\otimes"}


@dataclass(slots=True)
class Context:
    """What steers the reading: the names, the functions, and what is local.

    `functions` maps the name of each function of the page to its number of arguments,
    `named` that of each with a body, or that is called with one letter alone, to the
    letters of its arguments, and `slots` that of each quantity to how many indices it
    takes. `argument` is that of functions without brackets. What is `redeclared` has a
    meaning of its own, and on the page a declaration that was refused.
    """

    names: Names
    functions: dict[str, int] = field(default_factory=dict)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    slots: dict[str, int] = field(default_factory=dict)
    layout: str | None = None
    outside: frozenset[str] = frozenset()
    argument: Expression | None = None
    redeclared: set[str] = field(default_factory=set)


class Parser:
    """A list of marks, how far it was read, and what steers the reading.

    `bound` are the letters that run in the big signs around.
    """

    def __init__(
        self,
        marks: Marks,
        context: Context,
        at: int,
        factor: Callable[[Parser], Expression],
        bound: frozenset[str] = frozenset(),
        depth: int = 0,
    ) -> None:
        self.marks = without_null(
            tuple(m for m in marks if m.kind not in {"wide", "amp"})
        )
        self.context = context
        self.names = context.names
        self.place = 0
        self.bound = bound
        self.end = self.marks[-1].end if self.marks else at
        self._factor = factor
        self._depth = depth

    # --- the list ------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> Mark | None:
        """The mark that comes next, or one further on."""
        place = self.place + ahead
        return self.marks[place] if place < len(self.marks) else None

    def next(self) -> Mark:
        """Takes the next mark."""
        mark = self.marks[self.place]
        self.place += 1
        return mark

    def at(self) -> int:
        """Where the next mark stands."""
        mark = self.peek()
        return self.end if mark is None else mark.start

    def finish(self) -> None:
        """Raises where marks are left over."""
        mark = self.peek()
        if mark is None:
            return
        if mark.kind == "close":
            raise NotUnderstood(f"the bracket {mark.text} closes nothing", mark.start)
        if mark.kind == "comma" and _is_decimal(self.marks, self.place):
            whole, behind = self.marks[self.place - 1], self.marks[self.place + 1]
            raise NotUnderstood(
                f"{whole.text},{behind.text} could be a decimal or a list; write "
                f"{whole.text}.{behind.text}, or a space after the comma",
                whole.start,
            )
        if mark.kind == "comma":
            raise NotUnderstood(f"expected a sign, found {mark.text}", mark.start)
        if mark.text == "!":
            raise NotUnderstood(
                r"a factorial is not read; write that of a size as \prod_{k=1}^n k, "
                "and that of a quantity as a name of its own, c_i",
                mark.start,
            )
        raise NotUnderstood(
            f"expected the end of the side, found {say(mark)}", mark.start
        )

    def closing(self, opening: int) -> int:
        """The place of the bracket that closes the one at `opening`."""
        end = closing(self.marks, opening)
        first, last = self.marks[opening], self.marks[end]
        if last.text != PARTNER.get(first.text, first.text):
            raise NotUnderstood(
                f"the bracket {first.text} is closed by {last.text}", last.start
            )
        return end

    # --- what is inside a mark -------------------------------------------------

    def inside(self, marks: Marks, at: int) -> Parser:
        """A parser for what is inside a mark."""
        if self._depth > MOST_NESTING:
            raise NotUnderstood(f"nested more than {MOST_NESTING} deep", at)
        return Parser(
            marks, self.context, at, self._factor, self.bound, self._depth + 1
        )

    def whole(self, marks: Marks, at: int) -> Expression:
        """The expression that all of the marks make."""
        parser = self.inside(marks, at)
        found = parser.expression()
        parser.finish()
        return found

    def whole_at(self, marks: Marks, argument: Expression, at: int) -> Expression:
        """The same, where functions without brackets are at an argument."""
        context, self.context = self.context, replace(self.context, argument=argument)
        found = self.whole(marks, at)
        self.context = context
        return found

    @contextmanager
    def binding(self, letters: Iterable[str]) -> Iterator[None]:
        """While letters run, in the body of a big sign."""
        outer = self.bound
        self.bound = outer.union(letters)
        yield
        self.bound = outer

    # --- sums and products ---------------------------------------------------------

    def expression(self) -> Expression:
        """["+" | "-"] term (("+" | "-") term)*, with dots among the terms."""
        self._depth += 1
        if self._depth > MOST_NESTING:
            raise NotUnderstood(f"nested more than {MOST_NESTING} deep", self.at())
        terms: list[Expression | Dots] = [self.signed()]
        while (mark := self.peek()) is not None and mark.kind == "operator":
            if mark.text not in "+-":
                break
            self.next()
            term = self._term()
            if mark.text == "-" and not isinstance(term, Dots):
                term = n.Negative(term)
            terms.append(term)
        self._depth -= 1
        found = with_series(terms)
        return found[0] if len(found) == 1 else n.Plus(tuple(found))

    def _term(self) -> Expression | Dots:
        """Dots, where a sign or the end follows them, or a product with its sign."""
        mark, following = self.peek(), self.peek(1)
        alone = following is None or following.text in {"+", "-"}
        if mark is not None and mark.kind == "dots" and alone:
            return Dots(self.next().start)
        return self.signed()

    def signed(self) -> Expression:
        """("+" | "-")* product."""
        mark = self.peek()
        if mark is not None and mark.kind == "operator" and mark.text in {"+", "-"}:
            self.next()
            term = self.signed()
            return n.Negative(term) if mark.text == "-" else term
        return self.product()

    def product(self, *, stops: Callable[[int], bool] | None = None) -> Expression:
        r"""Factor ([sign] factor)*; a slash takes the factor after it.

        It ends before the place for which `stops` is true, and a sign before that.
        """
        factors: list[Expression | Dots] = [self.factor()]
        signs: list[str] = []
        start = self.at()
        slashed = False
        while (mark := self.peek()) is not None:
            signed = mark.kind == "operator" and mark.text in MULTIPLICATIVE
            if stops is not None and stops(self.place + signed):
                break
            if signed:
                signs.append(self.next().text)
                factors.append(self._dots() or self._signed_factor())
                slashed = False
            elif mark.kind == "operator" and mark.text == "/":
                self.next()
                under = self._signed_factor()
                over = product_of(*with_product(factors, signs), start)
                factors, signs = [n.Quotient(over, under)], []
                slashed = not (
                    isinstance(over, n.Number) and isinstance(under, n.Number)
                )
            elif begins_factor(mark):
                if slashed:
                    raise NotUnderstood(
                        "what follows a / and a factor could be below or beside "
                        r"the fraction; write \frac{…}{…}",
                        mark.start,
                    )
                signs.append("")
                factors.append(self.factor())
            elif (dots := self._dots()) is not None:
                signs.append("")
                factors.append(dots)
                last = self.peek()
                if last is not None and last.text in MULTIPLICATIVE:
                    signs.append(self.next().text)
                    factors.append(self._signed_factor())
            else:
                break
        return product_of(*with_product(factors, signs), start)

    def _dots(self) -> Dots | None:
        """Dots among factors."""
        mark = self.peek()
        if mark is None or mark.kind != "dots":
            return None
        return Dots(self.next().start)

    def _signed_factor(self) -> Expression:
        """("+" | "-")* factor."""
        mark = self.peek()
        if mark is not None and mark.kind == "operator" and mark.text in {"-", "+"}:
            self.next()
            inner = self._signed_factor()
            return n.Negative(inner) if mark.text == "-" else inner
        return self.factor()

    def factor(self) -> Expression:
        """A factor with its scripts."""
        return self._factor(self)


def _is_decimal(marks: Marks, place: int) -> bool:
    """Whether a comma touches a number on either side."""
    around = marks[place - 1 : place + 2]
    kinds = [mark.kind for mark in around]
    return kinds == ["number", "comma", "number"] and around[1].end == around[2].start
