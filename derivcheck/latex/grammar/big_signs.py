r"""Sums, products and extremes over an index: what runs, from where to where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...expressions import (
    Condition,
    Expression,
    NotUnderstood,
    Position,
    falls,
    shifted,
)
from ...expressions import nodes as n
from .. import (
    Mark,
    Marks,
    end_of_body,
    is_span,
    items,
    of_entries,
    of_quantities,
    partition,
    size_marks,
    terms_of_size,
    unwrapped,
    whole,
)
from .conditions import comparison, every
from .mark_queries import is_letter_run, letters_in, one_index, parted
from .parser import Parser

RUNS_TOO = (
    "whether {0} runs in this sum too is not clear: write a sign for each letter that "
    r"runs, \sum_{0} \sum_{1}, or the limits of {1} alone, below and above the sign"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """A letter that runs, from where to where; None where the sign does not say."""

    letter: str
    low: Position | None
    high: Position | None


def big_sign(parser: Parser, mark: Mark) -> Expression:
    """Sign limits body; the body is the rest of the product."""
    lower: Marks = ()
    upper: Marks = ()
    while (script := parser.peek()) is not None and script.kind in {"sub", "sup"}:
        parser.next()
        if script.kind == "sub":
            lower = script.parts[0]
        else:
            upper = script.parts[0]
    if not lower:
        raise NotUnderstood(
            f"this {_spoken(mark)} has no index: write what it runs over, "
            rf"\{mark.text}_i",
            mark.start,
        )
    runs, conditions = _limits(parser, lower, upper, mark)
    _are_no_tags(parser, runs, mark)
    with parser.binding(run.letter for run in runs):
        found = [c for marks in conditions for c in comparison(parser, marks)]
        following = parser.peek()
        if following is None or following.text == "+":
            raise NotUnderstood(
                f"expected what the {_spoken(mark)} adds up", parser.at()
            )
        within = following.kind == "open" and parser.closing(parser.place)
        body = parser.signed()
    signs: tuple[str, ...] = ()
    rest: tuple[Expression, ...] = ()
    if mark.text == "prod" and parser.place - 1 != within:
        body, signs, rest = _ended({run.letter for run in runs}, body)
    *outer, innermost = runs
    condition = every(found) if found else None
    body = _over(mark, innermost, body, condition)
    for run in reversed(outer):
        body = _over(mark, run, body)
    return n.Product((body, *rest), signs, mark.start) if rest else body


def _ended(
    letters: set[str], body: Expression
) -> tuple[Expression, tuple[str, ...], tuple[Expression, ...]]:
    r"""The body of a product, which a sign over the same letter ends, and the rest.

    A sum goes on: what has no free letter of its own is the same within and behind it.
    """
    match body:
        case n.Product(factors, signs):
            ends = (
                place
                for place, factor in enumerate(factors)
                if place and isinstance(factor, n.Over) and factor.letter in letters
            )
            end = next(ends, len(factors))
            inner = n.Product(factors[:end], signs[: end - 1], body.at)
            return factors[0] if end == 1 else inner, signs[end - 1 :], factors[end:]
        case _:
            return body, (), ()


def _over(
    mark: Mark, run: Limits, body: Expression, condition: Condition | None = None
) -> Expression:
    """One letter that runs up; a product that runs down is multiplied backward."""
    sign, low, high = mark.text, run.low, run.high
    if falls(low, high):
        sign = "backward" if sign == "prod" else sign
        low, high = high, low
    return n.Over(sign, run.letter, low, high, condition, body, mark.start)


def _are_no_tags(parser: Parser, runs: list[Limits], mark: Mark) -> None:
    """Refuses a sum over a letter that is part of names on this page."""
    for letter in (run.letter for run in runs):
        if letter in parser.names.tags:
            base = parser.names.tagged(letter)
            raise NotUnderstood(
                f"{letter} is part of names here, as in {base}_{{{letter}1}}; let "
                rf"the sum run over another letter, \sum_j {base}_{{{letter}_j}}",
                mark.start,
            )


def _spoken(mark: Mark) -> str:
    """What a big sign is called."""
    return {"sum": "sum", "prod": "product"}.get(mark.text, mark.text)


def _limits(
    parser: Parser, lower: Marks, upper: Marks, mark: Mark
) -> tuple[list[Limits], list[Marks]]:
    """Limit ("," limit)*: the letters that run, and the conditions on them."""
    high = _bound(parser, upper, mark) if upper else None
    runs: list[Limits] = []
    conditions: list[Marks] = []
    lower = unwrapped(lower)
    colons = (place for place, m in enumerate(lower) if m.kind in {"colon", "bar"})
    colon = next(colons, len(lower))
    before = len(parted(lower[:colon]))
    for place, part in enumerate(parted(lower, also_colon=True)):
        signs = (place for place, m in enumerate(part) if m.kind == "relation")
        relation = next(signs, None)
        if relation is None and [m.kind for m in part] == ["name"]:
            runs.append(Limits(part[0].text, None, high))
            continue
        if relation is None:
            runs += [Limits(letter, None, high) for letter in _letters(part)]
            continue
        taken = {run.letter for run in runs}
        entries = place >= before and of_entries(part)
        if taken and (entries or of_quantities(part)):
            conditions.append(part)  # of quantities, behind what runs
            continue
        if (between := _between(parser, part)) is not None:
            runs += between
            conditions += _neighbours(part)
            continue
        own = _indices(part[:relation])
        _is_one_letter(part, relation, mark)
        if (run := _ranged(parser, part, relation, high, own, taken)) is not None:
            runs.append(run)
            continue
        compared = _compared(parser, own, _indices(part), taken)
        runs += [Limits(letter, None, high) for letter in compared]
        conditions.append(part)
    if not runs:
        raise NotUnderstood("no letter runs here", mark.start)
    return _same_limits(runs), conditions


def _is_one_letter(part: Marks, relation: int, mark: Mark) -> None:
    r"""Refuses `\sum_{h_i \in \{0, 1\}}`, over a name that has an index itself."""
    left, sign = part[:relation], part[relation].text
    if [m.kind for m in left[1:]] == ["sub"] and sign in {"=", r"\in"}:
        name = left[0].text
        raise NotUnderstood(
            f"this {_spoken(mark)} runs over {name} with an index: let it run over a "
            rf"letter, \{mark.text}_{{{name}}}",
            mark.start,
        )


def _letters(part: Marks) -> Iterator[str]:
    """Letter+, each of which runs."""
    for item in items(part):
        if item.kind == "word":
            yield from item.text
        elif item.kind == "letter":
            yield item.text
        else:
            raise NotUnderstood(
                f"expected a letter that runs, found {item.text}",
                item.at,
            )


def _indices(marks: Marks) -> list[str]:
    """The letters on the sides of a comparison of indices, or one word."""
    sides = tuple(mark for mark in marks if mark.kind != "relation")
    if [mark.kind for mark in sides] == ["name"]:
        return [sides[0].text]
    return [c for i in items(sides) if i.kind == "letter" for c in i.letters]


def _ranged(
    parser: Parser,
    part: Marks,
    relation: int,
    high: Position | None,
    own: list[str],
    taken: set[str],
) -> Limits | None:
    r"""Letter "=" bound | letter `\in` "{" bound "," … "," bound "}"."""
    left, sign, right = part[:relation], part[relation], part[relation + 1 :]
    if sign.text == "=" and is_letter_run(left):
        raise NotUnderstood(one_index(left), left[0].start)
    if sign.text == "=" and len(own) == 1 and own[0] not in taken:
        return Limits(own[0], _bound(parser, right, sign), high)
    if sign.text != r"\in":
        return None
    members = parted(unwrapped(right))
    if len(members) < 2:
        raise NotUnderstood(
            r"the set is not known; write what the index runs over, \sum_{i=1}^n",
            right[0].start if right else part[0].start,
        )
    low, last = (_bound(parser, members[k], part[0]) for k in (0, -1))
    return Limits(own[0] if len(own) == 1 else part[0].text, low, last)


def _between(parser: Parser, part: Marks) -> list[Limits] | None:
    r"""Bound "<" letter ("<" letter)* "<" bound, as in `1 \le i < j \le n`."""
    sides, signs = partition(part, {"relation"})
    if not is_span(part):
        return None
    low = _bound(parser, sides[0], signs[0])
    high = _bound(parser, sides[-1], signs[-1])
    low = shifted(low, int(signs[0].text == "<"))
    high = shifted(high, -int(signs[-1].text == "<"))
    return [Limits(side[0].text, low, high) for side in sides[1:-1]]


def _neighbours(part: Marks) -> list[Marks]:
    """The comparisons of what runs in a span with one another."""
    sides, signs = partition(part, {"relation"})
    inner = zip(sides[1:-2], signs[1:-1], sides[2:-1], strict=True)
    return [(*one, sign, *other) for one, sign, other in inner]


def _compared(
    parser: Parser, own: list[str], letters: list[str], taken: set[str]
) -> Iterator[str]:
    r"""The letters that run in a comparison, the k of $k \ne i$; `own` stand first.

    In $i < j$ both run, unless one of them has a meaning outside the sum. In $j < i$
    that is not clear, as it is written for one i too.
    """
    names = parser.names
    fresh = [
        letter
        for letter in letters
        if letter not in taken | parser.bound | names.sizes
        and letter not in names.labels
        and letter not in names.labelled
    ]
    first = own[0] if own and own[0] not in taken else ""
    if not first and fresh and not set(own) & taken:
        first = fresh[0]
    if first:
        yield first
    end = end_of_body(parser.marks, parser.place)
    body = letters_in(parser.marks[parser.place : end])
    for other in fresh:
        if other != first and other in body - parser.context.outside:
            if first > other and not set(own) & taken:
                raise NotUnderstood(RUNS_TOO.format(other, first), parser.at())
            yield other


def _bound(parser: Parser, marks: Marks, mark: Mark) -> Position:
    """Sum of sizes | (number | size | letter) [("+" | "-") number]."""
    if (size := _sum_of_sizes(parser, marks)) is not None:
        return size
    shift = 0
    if len(marks) > 2 and marks[-1].kind == "number" and marks[-2].kind == "operator":
        shift = whole(marks[-1]) * (1 if marks[-2].text == "+" else -1)
        marks = marks[:-2]
    match parser.whole(marks, mark.start):
        case n.Number(value) if value.denominator == 1:
            return n.Fixed(int(value) + shift)
        case n.Running(n.Extent(name)):
            return n.Extent(name, shift)
        case n.Running(n.Letter(name)):
            return n.Letter(name, shift)
        case n.Symbol(name, ()) if name in parser.names.sizes:
            return n.Extent(name, shift)
        case _:
            raise NotUnderstood(
                "a limit is a number, a size or an index here", marks[0].start
            )


def _sum_of_sizes(parser: Parser, marks: Marks) -> n.Extent | None:
    """Size (("+" | "-") (size | number))*, of two sizes or more."""
    found = terms_of_size(unwrapped(marks))
    several = found is not None and len(found[0]) > 1
    if found is None or not several:
        return None
    known = all(name in parser.names.sizes for _, name in found[0])
    return n.Extent(size_marks(unwrapped(marks)) or "") if known else None


def _same_limits(runs: list[Limits]) -> list[Limits]:
    r"""`\sum_{i, j = 1}^n` runs both from one."""
    low = next((run.low for run in reversed(runs) if run.low is not None), None)
    if low is None or runs[-1].high is None:
        return runs
    return [replace(run, low=run.low or low) for run in runs]
