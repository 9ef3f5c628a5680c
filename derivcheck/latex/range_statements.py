r"""Comparisons that give: how far a letter runs, and where the values of an input lie.

`$1 \le i \le n$` is a range where nothing else gives i. `$\lambda > 0$` is true of no
input as such: in the running text it declares a domain; behind an "if", or where the
page has said what the name is, it names a case and claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .marks import Mark, Marks
from .nesting import split_at
from .scripts import flat
from .segmentation import counts_up
from .statement_kinds import (
    given_names,
    is_definition,
    is_membership,
    is_range,
    listed,
    opens_word,
)
from .statements import Statement

SUPPOSING = re.compile(
    r"\b(?:if|when|whenever|unless|once|until|as|while|case|iff)\b[^.;:$]{0,20}\Z", re.I
)
SETS = {r"\mathbb{R}", r"\R", r"\mathbf{R}", r"\Delta", "}"}
LAYER = re.compile(r"[a-z(\[]")  # what the number of one opens with
IN_BRACKETS = {"letter", "sub", "comma", "bar"}
UP, DOWN = {"<", r"\le", r"\ll"}, {">", r"\ge", r"\gg"}


def write_as_declared(statements: list[Statement], words: set[str]) -> None:
    """Writes what gives a range or a domain as a declaration has it."""
    spans_as_ranges(statements, words)
    bounds_as_sets(statements, words)
    lists_as_sets(statements)


def spans_as_ranges(statements: list[Statement], words: set[str]) -> None:
    r"""Writes `1 \le i \le n` as `i = 1, \dots, n` where nothing else gives the letter.

    Where something does, or no script has it, it is a condition, or a claim about a
    quantity. Of several with different ends the one that ends in a name is the range.
    """
    if not any(map(spans, statements)):
        return
    names = [m for m in given_names(statements) if not opens_word(m, words)]
    given = {marks[0].text for marks in names}
    free = _counters(statements)
    ends: dict[str, tuple[str, ...]] = {}
    found = [s for s in statements if _is_span(s, free - given, given)]
    for statement in sorted(found, key=lambda span: len(span.sides[2])):
        low, letters, high = statement.sides
        end = tuple(mark.text for mark in (*low, *high))
        if all(ends.setdefault(m[0].text, end) == end for m in listed(letters)):
            first, last = statement.relations
            dots = replace(last, kind="dots", text=r"\dots")
            comma = replace(last, kind="comma", text=",")
            statement.sides = [letters, (*low, comma, dots, comma, *high)]
            statement.relations = [replace(first, text="=")]


def spans(statement: Statement) -> bool:
    r"""Whether it is a comparison such as `1 \le i \le n`, of a letter or a number."""
    return [sign.text for sign in statement.relations] == [r"\le", r"\le"]


def _is_span(statement: Statement, free: set[str], given: set[str]) -> bool:
    r"""Whether it is `1 \le i \le n`, of free letters and an end that is not given."""
    if not spans(statement):
        return False
    low, letters, high = statement.sides
    return (
        [mark.kind for mark in low] == ["number"]
        and all(
            len(member) == 1 and member[0].kind == "letter" and member[0].text in free
            for member in listed(letters)
        )
        and bool(high)
        and high[0].kind in {"letter", "name", "number"}
        and high[0].text not in given
    )


def lists_as_sets(statements: list[Statement]) -> None:
    r"""Writes `k \in \{1, 2, 3\}` with dots where k is a letter that is in scripts.

    Of a quantity the numbers are its values.
    """
    found = [s for s in statements if is_membership(s) and _is_counted(s.sides[1])]
    counters = _counters(statements) if found else set()
    for statement in found:
        members = listed(statement.sides[0])
        if all(len(m) == 1 and m[0].text in counters for m in members):
            opening, first, comma, *_, last, closing = statement.sides[1]
            dots = replace(comma, kind="dots", text=r"\dots")
            statement.sides[1] = (opening, first, comma, dots, comma, last, closing)


def _is_counted(marks: Marks) -> bool:
    r"""Whether it is `\{1, 2, 3\}`."""
    return (
        len(marks) > 3
        and marks[0].text == "{"
        and marks[1].text == "1"
        and marks[-1].text == "}"
        and counts_up(marks[1:-1])
    )


def bounds_as_sets(statements: list[Statement], words: set[str]) -> None:
    r"""Writes `0 < p < 1` in the text as `p \in (0, 1)`, where nothing else gives p.

    Of several, `k, m > 0`, those that something else gives are left out.
    """
    found = [s for s in statements if bounds(s)]
    if not found:
        return
    plain = [s for s in statements if not is_definition(s)]
    given = {m[0].text for m in given_names(plain) if not opens_word(m, words)}
    made = given_names(filter(is_definition, statements))
    defined = {_indexed(marks) for marks in made if not opens_word(marks, words)}
    ends = {m.text for s in statements if is_range(s) for m in s.sides[1]}
    taken = given | _counters(statements) | ends
    said: dict[str, set[tuple[str, ...]]] = {}
    for statement in found:
        interval = tuple(mark.text for mark in _interval(statement))
        for name in listed(_names(statement)):
            said.setdefault(name[0].text, set()).add(interval)
    for statement in found:
        named = listed(_names(statement))
        if any(_indexed(n) in defined or opens_word(n, words) for n in named):
            continue
        free = [n for n in named if n[0].text not in taken and len(said[n[0].text]) < 2]
        if free and statement.stands not in {"display", "supposed"}:
            if not (statement.stands == "text" or _is_first(statement, statements)):
                statement.stands = "unclear"
            end = free[-1][-1].end
            sign = Mark("relation", r"\in", end, end)
            statement.sides = [_list(free), _interval(statement)]
            statement.relations = [sign]
        else:
            statement.stands = "case"


def _indexed(name: Marks) -> tuple[str, int]:
    """A name without its indices, and how many it has: `X_i` is not `X_{ij}`."""
    scripts = [mark for mark in name[1:] if mark.kind in {"sub", "sup"}]
    return name[0].text, sum(len(mark.parts[0]) for mark in scripts)


def _is_first(statement: Statement, statements: list[Statement]) -> bool:
    """Whether a sentence that may introduce names has them before anything else has.

    Behind "where" a definition may have them before, and no claim.
    """
    if statement.stands not in {"introduced", "explained"}:
        return False
    number = next(n for n, one in enumerate(statements) if one is statement)
    earlier = [one for one in statements[:number] if one.relations]
    if statement.stands == "explained":
        earlier = [one for one in earlier if not is_definition(one)]
    met = {mark.text for one in earlier for side in one.sides for mark in flat(side)}
    return met.isdisjoint(name[0].text for name in listed(_names(statement)))


def _counters(statements: list[Statement]) -> set[str]:
    """The letters that number or count, where they stand in scripts."""
    return {c for s in statements for side in s.sides for c in _counting(side)}


def _counting(marks: Marks) -> Iterator[str]:
    r"""What is below a name, above a set or a big sign, or above a name as a layer.

    A layer is in brackets there, `a^{(l)}`, or begins with a small Latin letter,
    `W^{l-1}`.
    """
    for place, mark in enumerate(marks):
        before = marks[max(0, place - 2) : place]
        counts = mark.kind == "sub"
        if mark.kind == "sup":
            big = any(m.kind == "big" for m in before)
            counted = any(m.text in SETS for m in before[-1:])
            counts = big or counted or _is_layer(mark.parts[0], before[-1:])
        for part in mark.parts:
            if counts:
                yield from (m.text for m in part if m.kind in {"letter", "name"})
            yield from _counting(part)


def _is_layer(above: Marks, before: Marks) -> bool:
    """Whether a superscript numbers a name: no exponent of e, nothing worked out."""
    plain = {"letter", "name", "number", "operator", "comma", "open", "close", "sup"}
    return (
        bool(above)
        and bool(LAYER.fullmatch(above[0].text))
        and all(mark.kind in plain for mark in above)
        and [mark.text for mark in before] != ["e"]
    )


def bounds(statement: Statement) -> bool:
    """Whether the text says that names are larger or smaller than numbers, no more."""
    signs = {sign.text for sign in statement.relations}
    names = [side for side in statement.sides if not _is_number(side)]
    return (
        statement.stands != "display"
        and bool(signs)
        and (signs <= UP or signs <= DOWN)
        and len(statement.sides) <= 3
        and len(names) == 1
        and all(map(_is_name, split_at(names[0], {"comma"})))
        and (len(statement.sides) == 2 or names[0] is statement.sides[1])
    )


def _is_number(marks: Marks) -> bool:
    kinds = [mark.kind for mark in marks]
    return kinds == ["number"] or (
        kinds == ["operator", "number"] and marks[0].text == "-"
    )


def _is_name(marks: Marks) -> bool:
    r"""Whether it is a letter with letters and tags in its scripts, or a number below.

    Brackets may stand behind it, as in `p(x \mid z)`.
    """
    opening = next((n for n, m in enumerate(marks) if m.kind == "open"), len(marks))
    marks, brackets = marks[:opening], marks[opening:]
    return (
        bool(marks)
        and marks[0].kind in {"letter", "name"}
        and all(m.kind in IN_BRACKETS for m in brackets[1:-1])
        and (not brackets or brackets[-1].kind == "close")
        and all(
            mark.kind in {"sub", "sup"}
            and all(
                inner.kind in {"letter", "name", "text", "comma"}
                or (inner.kind == "number" and mark.kind == "sub")
                for inner in mark.parts[0]
            )
            for mark in marks[1:]
        )
    )


def _names(statement: Statement) -> Marks:
    return next(side for side in statement.sides if not _is_number(side))


def _list(names: list[Marks]) -> Marks:
    """Names with commas between them."""
    found = names[0]
    for name in names[1:]:
        comma = Mark("comma", ",", name[0].start, name[0].start)
        found = (*found, comma, *name)
    return found


def _interval(statement: Statement) -> Marks:
    """The set of the values, as it is written."""
    sides = list(statement.sides)
    closed = [sign.text in {r"\le", r"\ge"} for sign in statement.relations]
    if statement.relations[0].text in DOWN:
        sides.reverse()
        closed.reverse()
    at = next(place for place, side in enumerate(sides) if not _is_number(side))
    start, end = statement.start, statement.end
    return (
        Mark("open", "[" if at and closed[0] else "(", start, start),
        *(sides[0] if at else _infinite(start, "-")),
        Mark("comma", ",", start, start),
        *(sides[-1] if at < len(sides) - 1 else _infinite(end)),
        Mark("close", "]" if closed[-1] and at < len(sides) - 1 else ")", end, end),
    )


def _infinite(at: int, sign: str = "") -> Iterator[Mark]:
    if sign:
        yield Mark("operator", sign, at, at)
    yield Mark("letter", r"\infty", at, at)
