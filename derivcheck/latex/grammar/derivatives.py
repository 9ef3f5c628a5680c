r"""Derivatives: a fraction, a slash, a sign in front, a nabla."""

from __future__ import annotations

from ...expressions import Expression, NotUnderstood, walk
from ...expressions import nodes as n
from .. import Mark, Marks, is_transpose, outside, reach, unwrapped, whole
from .cursor import Cursor
from .mark_queries import differential, is_one, order_of

TIMES = {r"\cdot", r"\times", "*"}


class Differentials(Cursor):
    """The part of the grammar that reads derivatives."""

    def fraction(self, mark: Mark) -> Expression:
        """A derivative where both parts open with its sign, else a quotient."""
        over, under = (
            tuple(m for m in part if m.kind not in {"wide", "amp"})
            for part in mark.parts
        )
        if not under or (not over and not differential(under, self.names)):
            raise NotUnderstood("a part of this fraction is empty", mark.start)
        if self.could_be_either(over) and self.could_be_either(under):
            raise NotUnderstood(
                "d is declared on this page, so that this could be a quotient or a "
                r"derivative; write \partial for a derivative",
                mark.start,
            )
        above = differential(over, self.names) if over else False
        below = differential(under, self.names)
        if above and below:
            return self.at_itself(self.derivative(over, under, mark), under)
        for one, other, part in ((above, below, over), (below, above, under)):
            if one and not other and part and part[0].kind == "partial":
                raise NotUnderstood(
                    r"a \partial stands on one side of this fraction only", mark.start
                )
        return n.Quotient(self.whole(over, mark.start), self.whole(under, mark.start))

    def at_itself(self, found: Expression, under: Marks) -> Expression:
        r"""`\frac{df}{dx}(x)` says again what f is differentiated by."""
        following = self.peek()
        if following is None or following.kind != "open" or following.text != "(":
            return found
        end = self.closing(self.place)
        inside = self.marks[self.place + 1 : end]
        behind = self.marks[end + 1 : end + 2]
        if not is_one(inside) or any(m.kind in {"sub", "sup"} for m in behind):
            return found
        if [m.text for m in inside] != [m.text for m in unwrapped(under[1:])]:
            match found:
                case n.Partial(n.Call(function)) if function in self.context.functions:
                    pass
                case _:
                    return found
            raise NotUnderstood(
                "this could be the derivative at a value or a product; write "
                r"\left. \frac{…}{…} \right|_{x = …}, or \cdot",
                following.start,
            )
        self.place = end + 1
        return found

    def could_be_either(self, part: Marks) -> bool:
        """Whether it opens with a d that the page declares, before one more name."""
        return (
            len(part) > 1
            and part[0].kind == "letter"
            and part[0].text == "d"
            and part[1].kind in {"letter", "name"}
            and not differential(part, self.names)
        )

    def derivative(self, over: Marks, under: Marks, mark: Mark) -> Expression:
        """Sign of differentiation, what is differentiated, and by what."""
        if (found := self.by_slice(over, under, mark)) is not None:
            return found
        rest, order, immediate = order_of(over[1:], mark)
        by, total = self.denominator(under, mark)
        if order != total:
            raise NotUnderstood(
                f"{order} differentiations stand above, {total} below", mark.start
            )
        of = self.whole(rest, mark.start) if rest else self.operand(mark)
        layout = "jacobian" if self.turned(under) else self.context.layout
        return n.Partial(of, by, "frac", immediate, mark.start, layout)

    def turned(self, under: Marks) -> bool:
        r"""Whether a derivative is by a row, `\partial x^\top`."""
        signs = [
            m for m in under if m.kind == under[0].kind and m.text == under[0].text
        ]
        last = under[-1]
        return len(signs) == 1 and last.kind == "sup" and is_transpose(last.parts[0])

    def by_slice(self, over: Marks, under: Marks, mark: Mark) -> Expression | None:
        """A derivative by a row or a column of a matrix: that one of the whole."""
        last = under[-1]
        if last.kind != "sub" or all(m.kind != "colon" for m in last.parts[0]):
            return None
        whole = self.derivative(over, under[:-1], mark)
        match self.whole(under[1:], mark.start):
            case n.Entry(n.Transpose(), indices, at):
                return n.Entry(n.Transpose(whole, at), indices, at)
            case n.Transpose(n.Entry(_, indices), at):
                return n.Transpose(n.Entry(whole, indices, at), at)
            case _:
                return None

    def operand(self, mark: Mark) -> Expression:
        """What a derivative in front acts on: brackets, or the rest of the product."""
        following = self.peek()
        if following is None or not (
            self.begins_factor(following) or following.text == "-"
        ):
            raise NotUnderstood("what is differentiated was wanted here", self.at())
        if following.kind == "open" and following.text != ".":
            return self.factor()
        return self.signed()

    def denominator(self, under: Marks, mark: Mark) -> tuple[tuple[n.Symbol, ...], int]:
        r"""`\partial B \, \partial C`, `\partial b^2`."""
        sign = under[0]
        groups: list[list[Mark]] = []
        for inner in under:
            same = inner.kind == sign.kind and inner.text == sign.text
            if same and (sign.kind == "partial" or not groups or groups[-1]):
                groups.append([])
            else:
                groups[-1].append(inner)
        found: list[n.Symbol] = []
        for group in groups:
            found += self.variable(tuple(group), mark)
        return tuple(found), len(found)

    def variable(self, marks: Marks, mark: Mark) -> list[n.Symbol]:
        """What stands after one sign below, as often as its power says."""
        marks = unwrapped(marks)
        times = 1
        if len(marks) > 1 and marks[-1].kind == "sup":
            power = marks[-1].parts[0]
            if is_transpose(power):
                marks = marks[:-1]
            elif len(power) == 1 and power[0].kind == "number":
                candidate = self.names.layered
                if marks[0].text not in candidate:
                    times, marks = whole(power[0]), marks[:-1]
        if not marks:
            raise NotUnderstood(
                "a quantity to differentiate by was wanted here", mark.start
            )
        if not 1 <= times <= 4:
            raise NotUnderstood("derivatives are read up to the fourth", mark.start)
        found = self.whole(marks, mark.start)
        match found:
            case n.Symbol():
                return [found] * times
            case n.Running(n.Label(name)):
                raise NotUnderstood(
                    f"{name} is a label: nothing is differentiated by it",
                    marks[0].start,
                )
            case n.Running(n.Extent(name)) | n.Running(n.Letter(name)):
                raise NotUnderstood(
                    f"{name} is a whole number: nothing is differentiated by it",
                    marks[0].start,
                )
            case _:
                raise NotUnderstood(
                    "a derivative is taken by one quantity of the model; an expression "
                    "stood here. Define it first, as a quantity of its own",
                    marks[0].start,
                )

    def partial(self, mark: Mark) -> Expression:
        r"""`\partial_B A` and `\partial A / \partial B`."""
        following = self.peek()
        if following is not None and following.kind == "sub":
            self.next()
            by, _ = self.denominator((mark, *following.parts[0]), mark)
            of = self.acted_on(mark)
            return n.Partial(of, by, "prefix", False, mark.start, self.context.layout)
        term = self.marks[self.place : reach(self.marks, self.place)]
        signs = (at for at, m in outside(term) if m.text in {"/", "+", "-"})
        slash = self.place + next(signs, len(term))
        here = [m.text for m in self.marks[slash : slash + 2]]
        if here != ["/", r"\partial"]:
            raise NotUnderstood(
                r"\partial A / \partial B was wanted, or a fraction", mark.start
            )
        return self.slope(slash, mark)

    def slope(self, slash: int, mark: Mark) -> Expression:
        """What is differentiated up to a slash, and behind it what by."""
        over = self.marks[self.place - 1 : slash]
        under = slash + 1
        if under + 1 >= len(self.marks):
            raise NotUnderstood("a quantity was wanted here; the side ends", self.end)
        self.place = self.one_behind(under)
        return self.derivative(over, self.marks[under : self.place], mark)

    def one_behind(self, sign: int) -> int:
        """Where the bracket or the name ends that a sign of differentiation is of."""
        if self.marks[sign + 1].kind == "open":
            return self.closing(sign + 1) + 1
        return self.names.occurrence(self.marks, sign + 1)[1]

    def ordinary(self, mark: Mark) -> Expression | None:
        """`dy/dx`, where the d that was just read opens one."""
        slash = self.one_behind(self.place - 1)
        behind = self.marks[slash : slash + 3]
        if (
            len(behind) < 3
            or behind[0].text != "/"
            or behind[1].text != "d"
            or behind[2].kind not in {"letter", "name", "open"}
        ):
            return None
        return self.slope(slash, mark)

    def nabla(self, mark: Mark) -> Expression:
        r"""`\nabla_B A`; `\nabla f(x)` is by the one argument of f."""
        below: Mark | None = None
        times = 1
        while (script := self.peek()) is not None and script.kind in {"sub", "sup"}:
            self.next()
            if script.kind == "sub":
                below = script
            elif [m.text for m in script.parts[0]] == ["2"]:
                times = 2
            else:
                raise NotUnderstood(
                    r"\nabla and \nabla^2, the Hessian, are read", script.start
                )
        layout = self.context.layout
        if below is not None:
            by = self.variable(below.parts[0], mark) * times
            of = self.acted_on(mark)
            return n.Partial(of, tuple(by), "nabla", False, mark.start, layout)
        match self.factor_after(mark) if self.peek() is not None else None:
            case n.Call(name, (n.Symbol() as argument,), 0) as of if (
                name in self.context.functions
            ):
                by = [argument] * times
                return n.Partial(of, tuple(by), "nabla", False, mark.start, layout)
            case _:
                raise NotUnderstood(
                    r"\nabla wants the variable below it, \nabla_x E, or a function of "
                    r"one quantity behind it, \nabla f(x)",
                    mark.start,
                )

    def acted_on(self, mark: Mark) -> Expression:
        """What a sign in front acts on: a factor, with the numbers before it."""
        found = [self.factor_after(mark)]
        while not any(isinstance(node, n.Symbol | n.Call) for node in walk(found[-1])):
            following = self.peek()
            ahead = following is not None and following.text in TIMES
            following = self.peek(1) if ahead else following
            if following is None or not self.begins_factor(following):
                break
            self.place += ahead
            found.append(self.factor())
        if len(found) == 1:
            return found[0]
        return n.Product(tuple(found), ("",) * (len(found) - 1), mark.start)

    def factor_after(self, mark: Mark) -> Expression:
        """The factor on which a sign in front acts."""
        following = self.peek()
        if following is None or not self.begins_factor(following):
            raise NotUnderstood("what is differentiated was wanted here", self.at())
        return self.factor()
