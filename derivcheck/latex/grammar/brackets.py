r"""What stands in brackets, between bars and in environments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...expressions import Condition, Expression, NotUnderstood
from ...expressions import nodes as n
from .. import Mark, Marks, outside, reach, split_at
from .dots import Dots, with_dots
from .limits import Limits
from .mark_queries import parted, relates


class Brackets(Limits):
    """The part of the grammar that reads brackets, bars and environments."""

    def bracket(self, mark: Mark) -> Expression:
        """Brackets round an expression, an indicator, or an evaluation bar."""
        if mark.text == ".":
            return self.evaluated(mark)
        end = self.closing(self.place - 1)
        inside = self.marks[self.place : end]
        self.place = end + 1
        if mark.text in {"|", "||"}:
            return self.norm(inside, mark)
        if mark.text == "<":
            return self.inner(inside, mark)
        if relates(inside) and mark.text in "[{":
            return n.Indicator(self.inside(inside, mark.start).conditions())
        if not inside:
            raise NotUnderstood(
                "a quantity was wanted between the brackets", mark.start
            )
        parts = parted(inside)
        if len(parts) > 1 and mark.text in "[(":
            return self.listed(inside, parts, mark)
        return self.whole(inside, mark.start)

    def listed(self, inside: Marks, parts: list[Marks], mark: Mark) -> Expression:
        r"""`[a, b]`, `[a; b]`, `(x_1, \dots, x_n)^\top`: a row, a column, or blocks."""
        following = self.peek()
        turned = following is not None and following.kind == "sup"
        signs = {m.text for m in inside if m.kind == "comma"}
        if signs == {";"}:
            return self.grid([[part] for part in parts], mark)
        if turned or any(part[0].kind == "dots" for part in parts):
            return self.grid([parts], mark)
        cells = tuple(self.whole(part, mark.start) for part in parts)
        return n.Rows((cells,), mark.start, listed=True)

    def inner(self, inside: Marks, mark: Mark) -> Expression:
        r"""`\langle A, B \rangle`, the sum of the products of their entries."""
        parts = parted(inside)
        if len(parts) != 2:
            raise NotUnderstood(
                r"two factors are read in angle brackets, \langle u, v \rangle",
                mark.start,
            )
        one, other = (self.whole(part, mark.start) for part in parts)
        return n.Call("inner", (one, other), 0, mark.start)

    def norm(self, inside: Marks, mark: Mark) -> Expression:
        """An absolute value or a norm."""
        kind = "abs" if mark.text == "|" else "norm"
        following = self.peek()
        if kind == "norm" and following is not None and following.kind == "sub":
            which = "".join(m.text for m in following.parts[0])
            if which not in {"1", "2", "F"}:
                raise NotUnderstood(
                    "the Euclidean norm is read, and the sum of magnitudes, "
                    r"\|x\|_1; write another one out",
                    following.start,
                )
            kind = "norm_1" if which == "1" else "norm"
            self.next()
        return n.Call(kind, (self.whole(inside, mark.start),), 0, mark.start)

    def bars(self, mark: Mark) -> Expression:
        """Bar expression bar; two single bars that touch are a double one."""
        single = mark.text == "|"
        twice = single and self.bar_at(self.place) and self.touches(self.place - 1)
        if twice:
            mark = replace(mark, text="||", end=self.next().end)
        here = self.marks[self.place : reach(self.marks, self.place)]
        places = (self.place + ahead for ahead, _ in outside(here))
        ends = (place for place in places if self.closes(place, mark, twice=twice))
        end = next(ends, None)
        if end is None:
            raise NotUnderstood(f"the bar {mark.text} is not closed", mark.start)
        inside = self.marks[self.place : end]
        if not inside or (twice and any(m.kind == "bar" for m in inside)):
            raise NotUnderstood(
                r"these bars could open or close: write \lvert and \rvert", mark.start
            )
        self.place = end + 1 + twice
        return self.norm(inside, mark)

    def closes(self, place: int, mark: Mark, *, twice: bool) -> bool:
        """Whether a bar there ends what the mark has opened."""
        if twice:
            return self.bar_at(place) and self.bar_at(place + 1) and self.touches(place)
        inner = self.marks[place]
        return inner.kind == "bar" and inner.text == mark.text

    def bar_at(self, place: int) -> bool:
        """Whether a single bar stands there."""
        inner = self.marks[place] if place < len(self.marks) else None
        return inner is not None and inner.kind == "bar" and inner.text == "|"

    def touches(self, place: int) -> bool:
        """Whether nothing stands between a mark and the next."""
        return self.marks[place].end == self.marks[place + 1].start

    def evaluated(self, mark: Mark) -> Expression:
        r"""`\left. A \right|_{x = a}`."""
        end = reach(self.marks, self.place)
        if end == len(self.marks):
            raise NotUnderstood(r"\left. is not closed by \right|", mark.start)
        of = self.whole(self.marks[self.place : end], mark.start)
        self.place = end + 1
        following = self.peek()
        if self.marks[end].text != "|" or following is None or following.kind != "sub":
            return of
        self.next()
        found = self.inside(following.parts[0], following.start).conditions()
        pairs: list[tuple[n.Symbol, Expression]] = []
        comparisons = (found,) if isinstance(found, n.Comparison) else found.conditions
        for comparison in comparisons:
            if comparison.sign != "=" or not isinstance(comparison.left, n.Symbol):
                raise NotUnderstood(
                    "a quantity and its value were wanted here, x = 0", following.start
                )
            pairs.append((comparison.left, comparison.right))
        return n.Where(of, tuple(pairs))

    def root(self, mark: Mark) -> Expression:
        r"""A root, `\sqrt[3]{x}` among them."""
        of = self.whole(mark.parts[0], mark.start)
        if len(mark.parts) > 1 and mark.parts[1]:
            degree = self.whole(mark.parts[1], mark.start)
            one = n.Number(Fraction(1), "1")
            return n.Power(of, n.Quotient(one, degree), mark.start)
        return n.Call("sqrt", (of,), 0, mark.start)

    def environment(self, mark: Mark) -> Expression:
        """Cases, or a matrix written out."""
        rows = [row for row in split_at(mark.parts[0], {"newline"}) if row]
        if mark.text != "cases":
            return self.grid([split_at(row, {"amp"}) for row in rows], mark)
        return n.Cases(tuple(self.row(row, mark) for row in rows), mark.start)

    def grid(self, rows: list[list[Marks]], mark: Mark) -> Expression:
        """A matrix written out, some of its entries perhaps as dots."""
        if len({len(row) for row in rows}) != 1:
            raise NotUnderstood("the rows have different lengths", mark.start)
        cells = tuple(
            tuple(
                Dots(cell[0].start)
                if len(cell) == 1 and cell[0].kind == "dots"
                else self.whole(cell, mark.start)
                for cell in row
            )
            for row in rows
        )
        return with_dots(cells, mark.start)

    def row(self, row: Marks, mark: Mark) -> tuple[Expression, Condition]:
        """Value "&" condition; the condition may be missing in words only."""
        cells = [c for c in split_at(row, {"amp"}) if c]
        if len(cells) == 1:
            place = next(
                (k for k, m in enumerate(row) if m.kind in {"text", "comma"}), None
            )
            if place is None:
                raise NotUnderstood(
                    "a condition was wanted in this row, after &", row[-1].end
                )
            cells = [row[:place], row[place:]]
        value = tuple(m for m in cells[0])
        while value and value[-1].kind in {"comma", "text"}:
            value = value[:-1]
        condition = tuple(m for cell in cells[1:] for m in cell)
        words = {
            w.strip(".,;:")
            for m in condition
            if m.kind == "text"
            for w in m.text.lower().split()
        }
        condition = tuple(m for m in condition if m.kind != "text" or m.text == "and")
        while condition and condition[-1].kind == "comma":
            condition = condition[:-1]
        while condition and condition[0].kind in {"comma", "colon"}:
            condition = condition[1:]
        if not condition:
            if words & {"otherwise", "else"}:
                return self.whole(value, mark.start), n.Every(())
            raise NotUnderstood("a condition was wanted in this row", row[-1].end)
        found = self.inside(condition, mark.start).conditions()
        return self.whole(value, mark.start), found
