r"""Names: quantities, indices, sizes, and signs with a meaning of their own."""

from __future__ import annotations

from dataclasses import replace

from ...expressions import (
    Expression,
    Fault,
    NotUnderstood,
    Position,
    Sentence,
    affine,
    errors,
)
from ...expressions import nodes as n
from .. import Item, Mark, Occurrence, Scripts, terms_of, thin
from .calls import Functional
from .derivatives import Differentials
from .limits import Limits
from .mark_queries import dotted, is_one, letters_of, parted

ONES = {r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbb{I}"}


class Quantities(Functional, Limits, Differentials):
    """The part of the grammar that reads names."""

    def name(self, mark: Mark) -> Expression:
        """A quantity, a call, an index used as a number, or a sign of its own."""
        if mark.text in ONES and (found := self.indicator(mark)) is not None:
            return found
        if mark.text in self.context.parameters:
            if not self.scripted():
                return n.Symbol("@" + mark.text, (), mark.start)
            if (part := self.part_of_parameter(mark)) is not None:
                return part
        if self.opens_differential(mark):
            if (slope := self.ordinary(mark)) is not None:
                return slope
            return n.Call(n.DIFFERENTIAL, (self.factor(),), 0, mark.start)
        self.place -= 1
        occurrence, after = self.names.occurrence(self.marks, self.place)
        called = self.callable(occurrence, after)
        if called is not None:
            return self.call(called, occurrence, after, mark)
        if (sign := self.sign(mark, occurrence)) is not None:
            return sign
        scripts = occurrence.scripts
        if scripts.primes:
            fault = errors.TransposeOrDerivative(mark.text)
            raise NotUnderstood(fault, mark.start)
        self.place = after
        found = self.symbol(occurrence)
        if isinstance(found, n.Symbol) and not found.indices:
            self.wants_no_argument(occurrence)
        for rest in scripts.rest:
            found = self.superscript(found, rest)
        return found

    def wants_no_argument(self, occurrence: Occurrence) -> None:
        """Refuses `f(z)` where nothing says whether f is a function or a number."""
        base, following = occurrence.base, self.peek()
        if (
            base in self.names.singles | self.names.introduced
            or following is None
            or following.kind != "open"
            or following.text != "("
        ):
            return
        end = self.closing(self.place)
        inside = self.marks[self.place + 1 : end]
        behind = self.marks[end + 1 : end + 2]
        if any(m.kind in {"sub", "sup"} for m in behind):
            return  # the brackets are for these
        if all(map(is_one, parted(inside))):
            raise NotUnderstood(errors.CallOrProduct(base), occurrence.at)

    def part_of_parameter(self, mark: Mark) -> Expression | None:
        """`x_i` in a function of x, where the page's x is an array of such entries."""
        occurrence, after = self.names.occurrence(self.marks, self.place - 1)
        matched = self.names.match(occurrence)
        if matched is None or occurrence.scripts.primes:
            return None
        own = self.names.identity(matched[0])
        whole, _ = self.names.parts.get(own, (own, 0))
        if whole != mark.text:
            return None
        self.place = after
        indices = tuple(self.position(item) for item in matched[1])
        found: Expression = n.Symbol("@" + mark.text, indices, mark.start)
        for rest in occurrence.scripts.rest:
            found = self.superscript(found, rest)
        return found

    def opens_differential(self, mark: Mark) -> bool:
        """Whether a d stands here that the page gives no other meaning."""
        names, following = self.names, self.peek()
        return (
            mark.text == "d"
            and following is not None
            and following.kind in {"letter", "name", "open", "function"}
            and "d" not in names.patterns.keys() | names.sizes | names.indices
            and "d" not in names.labels.keys() | self.bound
        )

    def scripted(self) -> bool:
        """Whether a subscript or a prime comes next."""
        following = self.peek()
        return following is not None and following.kind in {"sub", "prime"}

    def symbol(self, occurrence: Occurrence) -> Expression:
        """The quantity, index or size that a name stands for."""
        base, sub = occurrence.base, occurrence.scripts.sub
        bare = not sub and occurrence.scripts.sup is None
        if bare and base in self.bound:
            return n.Running(n.Letter(base))
        if any(item.text == ":" for item in sub):
            return self.sliced(occurrence)
        if bare and base in self.names.labels:
            return n.Running(n.Label(base))
        matched = self.names.match(occurrence)
        if matched is not None:
            pattern, slots = matched
            indices = tuple(self.position(item) for item in slots)
            name = self.names.identity(pattern)
            if pattern in self.names.classes:
                return n.Running(n.Label(name, indices))
            return n.Symbol(name, indices, occurrence.at)
        above = occurrence.scripts.sup if occurrence.scripts.bracketed else None
        below = sub or above or ()
        size = base + ("_" + "".join(i.written for i in below) if below else "")
        if size in self.names.sizes and occurrence.scripts.sup == above:
            return n.Running(n.Extent(size))
        if bare and base in self.names.indices:
            return n.Running(n.Letter(base))
        if base == r"\pi" and bare and self.behind_number(occurrence.at):
            return n.Call("pi", (), 0, occurrence.at)
        if (array := self.names.loosely(occurrence)) is not None:
            pattern, slots = array
            if pattern in self.names.classes:
                raise NotUnderstood(
                    f"{base} is a label for each example; write one of them, "
                    f"{dotted(pattern)}",
                    occurrence.at,
                )
            indices = tuple(self.position(item) for item in slots)
            return n.Symbol(self.names.identity(pattern), indices, occurrence.at)
        if base == r"\pi" and bare:
            return n.Call("pi", (), 0, occurrence.at)
        raise NotUnderstood(self.undeclared(occurrence), occurrence.at)

    def behind_number(self, at: int) -> bool:
        r"""Whether a number stands before what begins there, as in `2\pi`."""
        before = [mark for mark in self.marks if mark.end <= at]
        return bool(before) and before[-1].kind == "number"

    def sliced(self, occurrence: Occurrence) -> Expression:
        r"""`W_{j:}` is a row, `x_{:,n}` a column of a matrix."""
        scripts, at = occurrence.scripts, occurrence.at
        whole = self.symbol(replace(occurrence, scripts=replace(scripts, sub=())))
        match scripts.sub:
            case (Item(text=":"), column) if column.text != ":":
                return n.Entry(n.Transpose(whole, at), (self.position(column),), at)
            case (row, Item(text=":")) if row.text != ":":
                return n.Transpose(n.Entry(whole, (self.position(row),), at), at)
            case _:
                raise NotUnderstood(
                    "one index and one colon are read here: W_{j:} is a row, "
                    "W_{:j} a column",
                    at,
                )

    def undeclared(self, occurrence: Occurrence) -> Fault:
        """What is wrong with a name that nothing gives."""
        base = occurrence.base
        below = "".join(item.text for item in occurrence.scripts.sub)
        found = errors.Undeclared(base, below, self.names.nearest(base))
        if known := self.names.patterns.get(base):
            written = ", ".join(dotted(p) for p in known[:4])
            return Sentence(
                f"{found.name} is not declared; {base} is declared as {written}"
            )
        return found

    def sign(self, mark: Mark, occurrence: Occurrence) -> Expression | None:
        """Signs that mean something of their own where no page declares them."""
        if self.names.match(occurrence) is not None or mark.text in self.bound:
            return None
        scripts = occurrence.scripts
        following = self.peek(1)
        if mark.text == "e" and following is not None and following.kind == "sup":
            self.place += 2
            exponent = self.whole(following.parts[0], following.start)
            return n.Call("exp", (exponent,), 0, mark.start)
        if mark.text == r"\delta" and not scripts.rest and scripts.sup is None:
            wide = [i for item in scripts.sub for i in letters_of(item)]
            if len(wide) == 2:
                self.place += 2
                row, column = (n.Running(self.position(i)) for i in wide)
                return n.Indicator(n.Comparison(row, "=", column))
        if thin(mark.text) == "0" and not scripts.sub:
            self.place += 1
            return n.ZERO
        if mark.text in ONES and not scripts.sub:
            self.place += 1
            kind = "identity" if "I" in mark.text else "ones"
            return n.Known(kind, (), mark.start)
        if mark.text == "I" and "I" not in self.names.patterns:
            self.place += 1
            return n.Known("identity", (), mark.start)
        if mark.text in {r"\mathbf{e}", r"\vec{e}", "e"} and len(scripts.sub) == 1:
            self.place += 2
            index = self.position(scripts.sub[0])
            return n.Known("unit", (index,), mark.start)
        return None

    def position(self, item: Item) -> Position:
        """What an item of a script means in a slot."""
        if item.kind == "label":
            return self.label(item)
        if item.more:
            terms = [(sign, self.position(term)) for sign, term in terms_of(item)]
            return affine(terms, item.shift)
        if item.text in self.bound:
            return n.Letter(item.text, item.shift)
        if item.kind == "word":
            raise NotUnderstood(f"{item.text} is no index", item.at)
        if (
            item.kind == "letter"
            and item.text not in self.names.indices
            and item.text not in self.names.labels
            and item.text not in self.names.sizes
            and item.text in self.names.singles
        ):
            raise NotUnderstood(
                f"{item.text} is a declared quantity, and no index", item.at
            )
        return self.names.position(item)

    def label(self, item: Item) -> n.Label:
        """The label of one example, where it stands as an index."""
        scripts = Scripts(item.below, item.above, item.above is not None)
        found = self.symbol(Occurrence(item.text, scripts, item.at, item.at))
        match found:
            case n.Running(n.Label() as label):
                return label
            case _:
                raise NotUnderstood(f"{item.text} is no index", item.at)
