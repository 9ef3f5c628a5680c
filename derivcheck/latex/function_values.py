r"""Functions whose definition has more on its left than `f(x, y)`, in one spelling.

`\mathcal N(x \mid \mu)` and `\mathrm{RMS}[x]` have round brackets and commas then;
`h(x^{(i)}) := …` is h(x) for every x. Of `S(u)_k := …`, `f_k(x) := …` and
`J(W_1, W_2) := …` the page has the value at these arguments, a quantity of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..expressions import NotUnderstood
from .marks import Mark, Marks
from .nesting import closing, partition, reach
from .scripts import flat
from .statement_kinds import (
    given_names,
    is_definition,
    is_index_set,
    is_membership,
    is_range,
    listed,
)
from .statements import Statement


@dataclass(frozen=True, slots=True)
class Head:
    """The left side of a definition of a function, taken apart."""

    name: Mark
    before: Marks
    arguments: tuple[Marks, ...]
    behind: Marks
    plain: bool

    @property
    def scripts(self) -> Marks:
        """All that is below and above the name and its brackets."""
        return (*self.before, *self.behind)


def with_function_values(statements: list[Statement]) -> None:
    """Writes calls of these functions in one spelling, and values for the calls."""
    heads = {id(s): head for s in statements if (head := _head_of(s)) is not None}
    if not heads:
        return
    counting = _counting(statements)
    values: dict[str, Head] = {}
    spelled: set[str] = set()
    for statement in statements:
        head = heads.get(id(statement))
        if head is None or not _are_quantities(head, statement, counting):
            continue
        if not head.plain:
            spelled.add(head.name.text)
        if _is_of_every(head, statement):
            _let_run(head, statement)
        elif _is_value(head, statements):
            values[head.name.text] = head
    if not values and not spelled:
        return
    writer = _Writer(values, spelled, _called(statements, values))
    for statement in statements:
        sides = statement.sides
        statement.sides = [writer.written(side) for side in sides]
        statement.marks = writer.written(statement.marks)


def _head_of(statement: Statement) -> Head | None:
    """The left side of a definition, where it is a name with brackets behind it."""
    if not is_definition(statement) or not statement.sides[0]:
        return None
    left = statement.sides[0]
    place = _behind_scripts(left, 1)
    opens = left[place : place + 1]
    if left[0].kind not in {"letter", "name"} or not opens or opens[0].kind != "open":
        return None
    if opens[0].text not in "([":
        return None
    end = closing(left, place)
    inside, behind = left[place + 1 : end], left[end + 1 :]
    if _behind_scripts(behind, 0) < len(behind):
        return None
    arguments, signs = partition(inside, {"comma", "bar"})
    plain = opens[0].text == "(" and all(sign.text == "," for sign in signs)
    return Head(left[0], left[1:place], tuple(arguments), behind, plain)


def _behind_scripts(marks: Marks, place: int) -> int:
    while place < len(marks) and marks[place].kind in {"sub", "sup"}:
        place += 1
    return place


def _counting(statements: list[Statement]) -> set[str]:
    """The letters that declarations range."""
    found: set[str] = set()
    for statement in statements:
        if is_range(statement) or (
            is_membership(statement) and is_index_set(statement.sides[1])
        ):
            found.update(m[0].text for m in listed(statement.sides[0]) if m)
    return found


def _are_quantities(head: Head, statement: Statement, counting: set[str]) -> bool:
    """Whether the brackets hold names that the body has, none of which counts."""
    body = {mark.text for mark in flat(statement.sides[1])}
    return all(
        bool(one)
        and one[0].kind in {"letter", "name"}
        and _behind_scripts(one, 1) == len(one)
        and one[0].text not in counting
        and (one[0].text in body if len(one) == 1 else _stands_in(one, statement))
        for one in head.arguments
    )


def _stands_in(argument: Marks, statement: Statement) -> bool:
    return any(True for _ in _places(statement.sides[1], argument))


def _places(marks: Marks, argument: Marks) -> Iterator[int]:
    """Where an argument stands with the same scripts, at any depth."""
    wanted = _said(argument)
    for place, mark in enumerate(marks):
        if mark.text == argument[0].text:
            end = _behind_scripts(marks, place + 1)
            if _said(marks[place:end])[: len(wanted)] == wanted:
                yield place
        for part in mark.parts:
            yield from _places(part, argument)


def _said(marks: Marks) -> tuple[str, ...]:
    """The marks as texts, without their places."""
    return tuple(mark.text for mark in flat(marks) if mark.kind != "comma")


# --- a function of every x^{(i)} ---------------------------------------------------


def _is_of_every(head: Head, statement: Statement) -> bool:
    """Whether one argument has letters as scripts, which nothing else has."""
    if len(head.arguments) != 1 or len(head.arguments[0]) == 1:
        return False
    (argument,) = head.arguments
    letters = {m.text for m in flat(argument[1:]) if m.kind == "letter"}
    numbers = any(m.kind == "number" for m in flat(argument[1:]))
    body = statement.sides[1]
    bare = _without(body, argument, kept=False)
    others = [m.text for m in flat(bare) if m.kind == "letter"]
    return (
        not numbers
        and bool(letters)
        and letters.isdisjoint(others)
        and argument[0].text not in others
        and letters.isdisjoint(m.text for m in flat(head.scripts))
    )


def _let_run(head: Head, statement: Statement) -> None:
    """Writes `f(x) := …` for `f(x^{(i)}) := …`."""
    (argument,) = head.arguments
    statement.sides = [_without(side, argument) for side in statement.sides]
    statement.marks = _without(statement.marks, argument)


def _without(marks: Marks, argument: Marks, *, kept: bool = True) -> Marks:
    """The marks with the bare name for the argument, or with nothing."""
    found: list[Mark] = []
    place = 0
    wanted = _said(argument)
    while place < len(marks):
        mark = marks[place]
        end = place + len(argument)
        if mark.text == argument[0].text and _said(marks[place:end]) == wanted:
            found += [mark] if kept else []
            place = end
            continue
        parts = tuple(_without(part, argument, kept=kept) for part in mark.parts)
        found.append(replace(mark, parts=parts) if parts else mark)
        place += 1
    return tuple(found)


# --- a value at its own arguments ---------------------------------------------------


def _is_value(head: Head, statements: list[Statement]) -> bool:
    """Whether the left is more than a name and letters, or components are read."""
    if any(len(argument) > 1 for argument in head.arguments):
        return True
    if head.behind or any(m.kind == "sub" for m in head.before):
        letters = {m.text for m in flat(head.scripts) if m.kind == "letter"}
        return bool(head.behind) or _runs(head, letters, statements)
    return _has_components(head, statements)


def _has_components(head: Head, statements: list[Statement]) -> bool:
    """Whether entries of it are read, `h_i` of `h(x)`, which nothing else gives."""
    sides = [side for s in statements for side in s.sides]
    calls = [
        arguments
        for side in sides
        for name, scripts, arguments in _calls(side)
        if _is(name, head) and not any(mark.kind == "sub" for mark in scripts)
    ]
    given = (m for m in given_names(statements) if m[0].text == head.name.text)
    return (
        any(_has_entry(side, head) for side in sides)
        and all(_same(arguments, head.arguments) for arguments in calls)
        and not any(m.kind == "sub" for marks in given for m in marks[1:2])
    )


def _is(mark: Mark, head: Head) -> bool:
    return mark.text == head.name.text


def _has_entry(marks: Marks, head: Head) -> bool:
    """Whether the name stands with something below it."""
    for place, mark in enumerate(marks):
        end = _behind_scripts(marks, place + 1)
        if _is(mark, head) and "sub" in [m.kind for m in marks[place + 1 : end]]:
            return True
        if any(_has_entry(part, head) for part in mark.parts):
            return True
    return False


def _runs(head: Head, letters: set[str], statements: list[Statement]) -> bool:
    """Whether a letter below the name is below something in its body too."""
    for statement in statements:
        if is_definition(statement) and statement.sides[0][:1] == (head.name,):
            below = {
                m.text
                for mark in flat(statement.sides[1])
                if mark.kind == "sub"
                for m in flat(mark.parts[0])
            }
            return not letters.isdisjoint(below)
    return False


def _called(statements: list[Statement], values: dict[str, Head]) -> set[str]:
    """The names that have their arguments in other places than their definition."""
    sides = [s.sides[is_definition(s) :] for s in statements]
    return {
        mark.text
        for side in (side for several in sides for side in several)
        for mark, _, arguments in _calls(side)
        if mark.text in values and _same(arguments, values[mark.text].arguments)
    }


def _calls(marks: Marks) -> Iterator[tuple[Mark, Marks, list[Marks]]]:
    """The names with brackets behind them, their scripts, and what these hold."""
    for place, mark in enumerate(marks):
        end = _behind_scripts(marks, place + 1)
        if mark.kind in {"letter", "name"} and _opens(marks, end):
            inside = marks[end + 1 : reach(marks, end + 1)]
            scripts = marks[place + 1 : end]
            yield mark, scripts, partition(inside, {"comma", "bar"})[0]
        for part in mark.parts:
            yield from _calls(part)


def _opens(marks: Marks, place: int) -> bool:
    """Whether a bracket opens at a place, and closes."""
    opening = marks[place : place + 1]
    if not opening or opening[0].kind != "open" or opening[0].text not in "([":
        return False
    try:
        closing(marks, place)
    except NotUnderstood:
        return False  # told where it is read
    return True


def _same(one: Sequence[Marks], other: Sequence[Marks]) -> bool:
    return list(map(_said, one)) == list(map(_said, other))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes values for calls with their own arguments, and commas into others.

    Of the `called` ones, other brackets hold other arguments, and no factor.
    """

    values: dict[str, Head]
    spelled: set[str]
    called: set[str]

    def written(self, marks: Marks) -> Marks:
        """The marks in one spelling."""
        found: list[Mark] = []
        place = 0
        while place < len(marks):
            mark = marks[place]
            parts = tuple(map(self.written, mark.parts))
            found.append(replace(mark, parts=parts) if parts else mark)
            place += 1
            end = _behind_scripts(marks, place)
            if mark.kind not in {"letter", "name"} or not _opens(marks, end):
                continue
            last = closing(marks, end)
            arguments, signs = partition(marks[end + 1 : last], {"comma", "bar"})
            if mark.text in self.values:
                if _same(arguments, self.values[mark.text].arguments):
                    found += map(self._inside, marks[place:end])
                    place = last + 1
                elif self._is_call(mark, marks[place:end], arguments):
                    found[-1] = replace(mark, kind="call")
            elif mark.text in self.spelled:
                found += map(self._inside, marks[place:end])
                found.append(replace(marks[end], text="("))
                for argument, sign in zip(
                    arguments, [*signs, marks[last]], strict=True
                ):
                    found += self.written(argument)
                    found.append(replace(sign, kind="comma", text=","))
                found[-1] = replace(marks[last], text=")")
                place = last + 1
        return tuple(found)

    def _is_call(self, name: Mark, scripts: Marks, arguments: Sequence[Marks]) -> bool:
        """Whether brackets hold other arguments, and no factor behind an entry."""
        head = self.values[name.text]
        if not any(mark.kind == "sub" for mark in scripts):
            return True
        if not any(mark.kind == "sub" for mark in head.before):
            return False  # its entries have their index behind the brackets, or none
        own = {one[0].text for one in head.arguments}
        mentioned = {mark.text for one in arguments for mark in flat(one)}
        single = all(_behind_scripts(one, 1) == len(one) for one in arguments)
        return name.text in self.called or single or not own.isdisjoint(mentioned)

    def _inside(self, mark: Mark) -> Mark:
        return replace(mark, parts=tuple(map(self.written, mark.parts)))
