r"""What is in brackets, between bars and in environments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from ...expressions import Condition, Expression, NotUnderstood, errors, walk
from ...expressions import nodes as n
from .. import Mark, Marks, outside, reach, split_at
from .combined import combined
from .conditions import condition
from .dots import Dots, with_dots
from .mark_queries import parted, relates
from .parser import Parser
from .symbols import is_undeclared_number

DENYING = {"unless", "except", "not", "never", "no"}  # before the condition of a row


def bracket(parser: Parser, mark: Mark) -> Expression:
    r"""Opening (expression | condition | expression ("," expression)+) closing.

    Between `\left.` and `\right|` stands what is evaluated somewhere.
    """
    if mark.text == ".":
        return _evaluated(parser, mark)
    end = parser.closing(parser.place - 1)
    inside = parser.marks[parser.place : end]
    parser.place = end + 1
    if mark.text in {"|", "||"}:
        return _norm(parser, inside, mark)
    if mark.text == "<":
        return _inner(parser, inside, mark)
    if relates(inside) and mark.text in "[{":
        return n.Indicator(condition(parser.inside(inside, mark.start)))
    if not inside:
        raise NotUnderstood("expected a quantity between the brackets", mark.start)
    if (found := combined(parser, inside, mark)) is not None:
        return found
    parts = parted(inside)
    if len(parts) > 1 and mark.text in "[(":
        return _listed(parser, inside, parts, mark)
    return parser.whole(inside, mark.start)


def _listed(
    parser: Parser, inside: Marks, parts: list[Marks], mark: Mark
) -> Expression:
    r"""`a, b` in brackets, `a; b`, `x_1, \dots, x_n`: a row, a column, or blocks."""
    following = parser.peek()
    turned = following is not None and following.kind == "sup"
    signs = {m.text for m in inside if m.kind == "comma"}
    if signs == {";"}:
        return grid(parser, [[part] for part in parts], mark)
    if turned or any(part[0].kind == "dots" for part in parts):
        return grid(parser, [parts], mark)
    cells = tuple(parser.whole(part, mark.start) for part in parts)
    return n.Rows((cells,), mark.start, listed=True)


def _inner(parser: Parser, inside: Marks, mark: Mark) -> Expression:
    r"""`\langle` expression "," expression `\rangle`, their inner product."""
    parts = parted(inside)
    if len(parts) != 2:
        raise NotUnderstood(
            r"two factors are read in angle brackets, \langle u, v \rangle",
            mark.start,
        )
    one, other = (parser.whole(part, mark.start) for part in parts)
    return n.Call("inner", (one, other), 0, mark.start)


def _norm(parser: Parser, inside: Marks, mark: Mark) -> Expression:
    """Bar expression bar ["_" ("1" | "2" | "F")]: an absolute value or a norm."""
    kind = "abs" if mark.text == "|" else "norm"
    following = parser.peek()
    if kind == "norm" and following is not None and following.kind == "sub":
        which = "".join(m.text for m in following.parts[0])
        if which not in {"1", "2", "F"}:
            raise NotUnderstood(
                "the Euclidean norm is read, and the sum of magnitudes, "
                r"\|x\|_1; write another one out",
                following.start,
            )
        kind = {"1": "norm_1", "2": "norm_2"}.get(which, "norm")
        parser.next()
    of = parser.whole(inside, mark.start)
    if kind != "abs":
        _wants_arrays(parser, of)
    return n.Call(kind, (of,), 0, mark.start)


def _wants_arrays(parser: Parser, of: Expression) -> None:
    """Refuses the norm of a term in which nothing is said to be an array."""
    for term in of.terms if isinstance(of, n.Plus) else (of,):
        symbols = [node for node in walk(term) if isinstance(node, n.Variable)]
        if symbols and all(is_undeclared_number(parser, s) for s in symbols):
            last = symbols[-1]
            fault = errors.NormOfNumber(last.name, bool(last.indices))
            raise NotUnderstood(fault, last.at)


def bars(parser: Parser, mark: Mark) -> Expression:
    """Bar expression bar, as above; two single bars that touch are a double one."""
    twice = _double_bar_at(parser.marks, parser.place - 1)
    if twice:
        mark = replace(mark, text="||", end=parser.next().end)
    here = parser.marks[parser.place : reach(parser.marks, parser.place)]
    places = (parser.place + ahead for ahead, _ in outside(here))
    closes = _double_bar_at if twice else partial(_bar_at, text=mark.text)
    end = next((place for place in places if closes(parser.marks, place)), None)
    if end is None:
        raise NotUnderstood(f"the bar {mark.text} is not closed", mark.start)
    inside = parser.marks[parser.place : end]
    if not inside or (twice and any(m.kind == "bar" for m in inside)):
        raise NotUnderstood(
            r"these bars could open or close: write \lvert and \rvert", mark.start
        )
    parser.place = end + 1 + twice
    return _norm(parser, inside, mark)


def _bar_at(marks: Marks, place: int, text: str) -> bool:
    return marks[place].kind == "bar" and marks[place].text == text


def _double_bar_at(marks: Marks, place: int) -> bool:
    """Whether two single bars stand there with nothing between them."""
    pair = marks[place : place + 2]
    return [(m.kind, m.text) for m in pair] == [("bar", "|")] * 2 and pair[
        0
    ].end == pair[1].start


def _evaluated(parser: Parser, mark: Mark) -> Expression:
    r"""`\left.` expression `\right|` ["_" comparison ("," comparison)*]."""
    end = reach(parser.marks, parser.place)
    if end == len(parser.marks):
        raise NotUnderstood(r"\left. is not closed by \right|", mark.start)
    of = parser.whole(parser.marks[parser.place : end], mark.start)
    behind = parser.marks[end + 1 : end + 2]
    parser.place = end
    if parser.marks[end].text == "|" and behind and behind[0].kind == "sub":
        return evaluated_at(parser, of)
    parser.place = end + 1
    return of


def is_evaluated(parser: Parser) -> bool:
    """Whether a bar comes next with a relation below it, `|_{x=a}`."""
    bar, below = parser.peek(), parser.peek(1)
    return (
        bar is not None
        and bar.text == "|"
        and below is not None
        and below.kind == "sub"
        and relates(below.parts[0])
    )


def wants_one_reach(parser: Parser, start: int, found: Expression) -> None:
    r"""Refuses a bar without `\left.` where it could be for more than what it follows.

    It is for the one derivative of a term, or for a factor that is all of the side.
    """
    place = start
    while place and _scales(parser.marks[place - 1]):
        place -= 1
    before = parser.marks[place - 1] if place else None
    whole = before is None and parser.place + 2 == len(parser.marks)
    ended = before is not None and before.kind == "sub" and relates(before.parts[0])
    opens = before is None or ended or before.text in {"+", "-"}
    if not (whole or (opens and isinstance(found, n.Partial))):
        raise NotUnderstood(
            "the bar could be for what is right before it or for more; write "
            r"\left. before all that it is for, and \right|",
            parser.at(),
        )


def _scales(mark: Mark) -> bool:
    """Whether it is a number in front of a factor, or a dot behind it."""
    return mark.kind == "number" or mark.text in {r"\cdot", r"\times", "*"}


def evaluated_at(parser: Parser, of: Expression) -> Expression:
    r"""Bar ["_" comparison ("," comparison)*], behind what is evaluated."""
    parser.next()
    following = parser.next()
    found = condition(parser.inside(following.parts[0], following.start))
    pairs: list[tuple[n.Variable, Expression]] = []
    comparisons = (found,) if isinstance(found, n.Comparison) else found.conditions
    for comparison in comparisons:
        if comparison.sign != "=" or not isinstance(comparison.left, n.Variable):
            raise NotUnderstood(
                "expected a quantity and its value, such as x = 0", following.start
            )
        pairs.append((comparison.left, comparison.right))
    return n.Where(of, tuple(pairs))


def root(parser: Parser, mark: Mark) -> Expression:
    r"""`\sqrt` ["[" expression "]"] expression."""
    of = parser.whole(mark.parts[0], mark.start)
    if len(mark.parts) > 1 and mark.parts[1]:
        degree = parser.whole(mark.parts[1], mark.start)
        one = n.Number(Fraction(1), "1")
        return n.Power(of, n.Quotient(one, degree), mark.start, root=True)
    return n.Call("sqrt", (of,), 0, mark.start)


def environment(parser: Parser, mark: Mark) -> Expression:
    r"""Row (`\\` row)*: cases, or a matrix written out."""
    rows = [row for row in split_at(mark.parts[0], {"newline"}) if row]
    if mark.text != "cases":
        return grid(parser, [split_at(row, {"amp"}) for row in rows], mark)
    return n.Cases(tuple(_row(parser, row, mark) for row in rows), mark.start)


def grid(parser: Parser, rows: list[list[Marks]], mark: Mark) -> Expression:
    """(Expression | dots) ("&" (expression | dots))* in each row."""
    if len({len(row) for row in rows}) != 1:
        raise NotUnderstood("the rows have different lengths", mark.start)
    cells = tuple(
        tuple(
            Dots(cell[0].start)
            if len(cell) == 1 and cell[0].kind == "dots"
            else parser.whole(cell, mark.start)
            for cell in row
        )
        for row in rows
    )
    return with_dots(cells, mark.start)


def _row(parser: Parser, row: Marks, mark: Mark) -> tuple[Expression, Condition]:
    """Value "&" condition; words alone, such as "otherwise", are true."""
    first, *others = _cells(row)
    value = first
    while value and value[-1].kind in {"comma", "text"}:
        value = value[:-1]
    behind = tuple(m for cell in others for m in cell)
    words = {
        word.strip(".,;:")
        for m in behind
        if m.kind == "text"
        for word in m.text.lower().split()
    }
    if denying := sorted(words & DENYING):
        raise NotUnderstood(
            f'"{denying[0]}" in a row of cases is not read; write "if" and the '
            "condition under which the row is meant",
            row[-1].end,
        )
    behind = tuple(m for m in behind if m.kind != "text" or m.text == "and")
    while behind and behind[-1].kind == "comma":
        behind = behind[:-1]
    while behind and behind[0].kind in {"comma", "colon"}:
        behind = behind[1:]
    if behind:
        found = condition(parser.inside(behind, mark.start))
    elif words & {"otherwise", "else"}:
        found = n.Every(())
    else:
        raise NotUnderstood("expected a condition in this row", row[-1].end)
    return parser.whole(value, mark.start), found


def _cells(row: Marks) -> list[Marks]:
    """The cells of a row of cases; without an "&", a word or a comma parts them."""
    cells = [cell for cell in split_at(row, {"amp"}) if cell]
    if len(cells) > 1:
        return cells
    places = (k for k, m in enumerate(row) if m.kind in {"text", "comma"})
    if (place := next(places, None)) is None:
        raise NotUnderstood("expected a condition in this row, after &", row[-1].end)
    return [row[:place], row[place:]]
