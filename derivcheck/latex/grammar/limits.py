r"""What runs below a big sign, from where to where, and conditions on it."""

from __future__ import annotations

from dataclasses import replace

from ...expressions import Condition, Expression, NotUnderstood, Position
from ...expressions import nodes as n
from .. import (
    PARTNER,
    Mark,
    Marks,
    items,
    of_quantities,
    outside,
    split_at,
    unwrapped,
    whole,
)
from .cursor import Cursor
from .mark_queries import (
    end_of_body,
    letters_in,
    parted,
    relates,
    same_limits,
)


class Limits(Cursor):
    """The part of the grammar that reads limits and conditions."""

    def limits(
        self, lower: Marks, upper: Marks, mark: Mark
    ) -> tuple[list[tuple[str, Position | None, Position | None]], list[Marks]]:
        """The letters that run, from where to where, and the conditions on them."""
        high = self.bound_position(upper, mark) if upper else None
        runs: list[tuple[str, Position | None, Position | None]] = []
        conditions: list[Marks] = []
        for part in parted(unwrapped(lower), also_colon=True):
            relation = next(
                (k for k, m in enumerate(part) if m.kind == "relation"), None
            )
            if relation is None:
                for item in items(part):
                    if item.kind == "word":
                        runs += [(c, None, high) for c in item.text]
                    elif item.kind == "letter":
                        runs.append((item.text, None, high))
                    else:
                        raise NotUnderstood(
                            f"a letter that runs was wanted here, {item.text} "
                            "stood there",
                            item.at,
                        )
                continue
            self.related(part, relation, high, runs, conditions)
        if not runs:
            raise NotUnderstood("no letter runs here", mark.start)
        return same_limits(runs), conditions

    def related(
        self,
        part: Marks,
        relation: int,
        high: Position | None,
        runs: list[tuple[str, Position | None, Position | None]],
        conditions: list[Marks],
    ) -> None:
        """One condition below a big sign, which may bind a letter."""
        taken = {letter for letter, _, _ in runs}
        if taken and of_quantities(part):
            conditions.append(part)  # of quantities, behind what runs
            return
        left, sign = part[:relation], part[relation].text
        letters = [
            letter
            for item in items(tuple(m for m in part if m.kind != "relation"))
            if item.kind == "letter"
            for letter in item.letters
        ]
        fresh = [
            c
            for c in letters
            if c not in taken
            and c not in self.bound
            and (c not in self.names.sizes and c not in self.names.labels)
            and c not in self.names.labelled
        ]
        own = [c for i in items(left) if i.kind == "letter" for c in i.letters]
        if sign == "=" and len(own) == 1 and own[0] not in taken:
            low = self.bound_position(part[relation + 1 :], part[relation])
            runs.append((own[0], low, high))
            return
        if sign == r"\in":
            runs.append(self.membership(part, relation))
            return
        letter = own[0] if own and own[0] not in taken else ""
        if not letter and fresh and not set(own) & taken:
            letter = fresh[0]
        if letter:
            runs.append((letter, None, high))
        # In \sum_{i < j} both run, unless one of them has a meaning outside the sum.
        body = letters_in(self.marks[self.place : end_of_body(self.marks, self.place)])
        for other in fresh:
            outer = other in self.context.outside
            if other != letter and other in body and not outer:
                runs.append((other, None, high))
        conditions.append(part)

    def membership(
        self, part: Marks, relation: int
    ) -> tuple[str, Position | None, Position | None]:
        """An index and its set, listed from the first to the last."""
        right = parted(unwrapped(part[relation + 1 :]))
        letter = part[0].text
        if len(right) < 2:
            raise NotUnderstood(
                r"the set is not known; write what the index runs over, \sum_{i=1}^n",
                part[relation + 1].start if relation + 1 < len(part) else part[0].start,
            )
        low = self.bound_position(right[0], part[0])
        high = self.bound_position(right[-1], part[0])
        return letter, low, high

    def bound_position(self, marks: Marks, mark: Mark) -> Position:
        """A limit: a number, a size or a letter, with a shift."""
        shift = 0
        if (
            len(marks) > 2
            and marks[-1].kind == "number"
            and marks[-2].kind == "operator"
        ):
            shift = whole(marks[-1]) * (1 if marks[-2].text == "+" else -1)
            marks = marks[:-2]
        found = self.whole(marks, mark.start)
        match found:
            case n.Number(value) if value.denominator == 1:
                return n.Fixed(int(value) + shift)
            case n.Running(n.Extent(name)):
                return n.Extent(name, shift)
            case n.Running(n.Letter(name)):
                return n.Letter(name, shift)
            case n.Symbol(name, ()) if name in self.names.sizes:
                return n.Extent(name, shift)
            case _:
                raise NotUnderstood(
                    "a limit is a number, a size or an index here", marks[0].start
                )

    def indicator(self, mark: Mark) -> Expression | None:
        r"""`1_{i=j}`, `1\{i=j\}`, `\mathbb 1(y=k)`, `\mathbf 1[u > 0]`."""
        following = self.peek()
        if following is None:
            return None
        if following.kind == "sub" and relates(following.parts[0]):
            self.next()
            return n.Indicator(
                self.inside(unwrapped(following.parts[0]), mark.start).conditions()
            )
        if following.kind == "open" and following.text in PARTNER:
            end = self.closing(self.place)
            marks = self.marks[self.place + 1 : end]
            if relates(marks):
                self.place = end + 1
                return n.Indicator(self.inside(marks, mark.start).conditions())
        return None

    def conditions(self) -> Condition:
        """Comparison ("," comparison)*."""
        found: list[n.Comparison] = []
        marks = tuple(
            replace(m, kind="comma") if m.text in {r"\land", r"\wedge"} else m
            for m in self.marks
            if m.kind != "text" or m.text.strip().lower() == "and"
        )
        marks = tuple(
            replace(m, kind="comma", text=",") if m.kind == "text" else m for m in marks
        )
        for part in parted(marks):
            found += self.comparison(part)
        self.place = len(self.marks)
        return found[0] if len(found) == 1 else n.Every(tuple(found))

    def comparison(self, marks: Marks) -> list[n.Comparison]:
        """Side relation side (relation side)*."""
        marks = unwrapped(marks)
        sides = split_at(marks, {"relation"})
        signs = [mark for _, mark in outside(marks) if mark.kind == "relation"]
        if not signs:
            raise NotUnderstood(
                "a condition was wanted here, such as i = j",
                marks[0].start if marks else self.end,
            )
        for sign in signs:
            if sign.text not in {"=", r"\ne", "<", ">", r"\le", r"\ge"}:
                raise NotUnderstood(f"{sign.text} is no condition", sign.start)
        values = [self.whole(side, signs[0].start) for side in sides]
        return [
            n.Comparison(values[k], sign.text, values[k + 1])
            for k, sign in enumerate(signs)
        ]
