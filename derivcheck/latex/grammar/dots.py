r"""Sums and matrices with dots, $x_1 + \cdots + x_n$: the ends show what runs."""

from __future__ import annotations

from dataclasses import dataclass

from ...expressions import (
    Expression,
    NotUnderstood,
    Position,
    between,
    changed,
    falls,
    parts,
    positions_of,
    substituted,
    walk,
)
from ...expressions import nodes as n


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots in the place of terms."""

    at: int


@dataclass(frozen=True, slots=True)
class Run:
    """What runs between two terms: from where to where, and by how much others lag."""

    first: Position
    last: Position
    shifts: tuple[int | None, ...]  # of each position in a term; None where it stays


def with_series(terms: list[Expression | Dots]) -> list[Expression]:
    """The terms of a sum, those around dots gathered into one that runs."""
    found: list[Expression] = []
    place = 0
    while place < len(terms):
        term = terms[place]
        if not isinstance(term, Dots):
            found.append(term)
            place += 1
            continue
        last = terms[place + 1] if place + 1 < len(terms) else None
        if not found or last is None or isinstance(last, Dots):
            raise _without_ends(term)
        start, over = _gathered([(t,) for t in found], (last,), "sum", term.at)
        found[start:] = [over]
        place += 2
    return found


def with_product(
    factors: list[Expression | Dots], signs: list[str]
) -> tuple[list[Expression], list[str]]:
    """The factors of a product and the signs between them, dots read likewise.

    What runs may be several factors, w x of w_1 x_1 w_2 x_2 and so on to w_n x_n.
    """
    plain = [f for f in factors if not isinstance(f, Dots)]
    if len(plain) == len(factors):
        return plain, signs
    found: list[Expression | Dots] = list(factors)
    signs = list(signs)
    while (dots := next((f for f in found if isinstance(f, Dots)), None)) is not None:
        place = found.index(dots)
        before: list[Expression] = [f for f in found[:place] if not isinstance(f, Dots)]
        start, over, end = _of_product(before, found[place + 1 :], dots)
        found[start : place + 1 + end] = [over]
        signs[start : place + end] = []
    return [f for f in found if not isinstance(f, Dots)], signs


def _of_product(
    before: list[Expression], after: list[Expression | Dots], dots: Dots
) -> tuple[int, Expression, int]:
    """Where the run starts, the run, and how many factors after the dots are in it."""
    if not before or not after or isinstance(after[0], Dots):
        raise _without_ends(dots)
    error: NotUnderstood | None = None
    for many in range(1, min(len(before), len(after)) + 1):
        last = [f for f in after[:many] if not isinstance(f, Dots)]
        if len(last) < many:
            break
        first = len(before) % many
        groups = [tuple(before[k : k + many]) for k in range(first, len(before), many)]
        try:
            start, over = _gathered(groups, tuple(last), "prod", dots.at)
        except NotUnderstood as refused:
            error = error or refused
            continue
        return first + start * many, over, many
    raise error or _without_ends(dots)


def _without_ends(dots: Dots) -> NotUnderstood:
    return NotUnderstood(
        "dots need a term before and after them that show what runs", dots.at
    )


Group = tuple[Expression, ...]


def _gathered(
    groups: list[Group], end: Group, sign: str, at: int
) -> tuple[int, Expression]:
    """The run that ends with a group, and the number of the group that it starts at."""
    start = len(groups) - 1
    run = _difference(groups[start], end)
    if run is None:
        raise NotUnderstood(
            "the terms around these dots do not differ by one index that runs: what "
            "runs is not clear",
            at,
        )
    step = 0
    while start > 0 and (one := _step(groups[start - 1], groups[start])):
        if abs(one) > 1 or (step and one != step):
            raise NotUnderstood(
                "the terms before these dots do not go up or down by one, so that what "
                "runs is not clear; write a sum or product with its index",
                at,
            )
        start, step = start - 1, one
    run = _difference(groups[start], end) or run
    low, high = run.first, run.last
    if not step and isinstance(low, n.Letter) and isinstance(high, n.Letter):
        raise NotUnderstood(
            "whether the index rises or falls is not clear here; write the second "
            "term too",
            at,
        )
    down = step < 0 or (not step and (falls(low, high) or _is_less(high, low)))
    letter = _unused(groups[start])
    terms = tuple(
        _template(term, letter, run, k) for k, term in _numbered(groups[start])
    )
    body = (
        terms[0] if len(terms) == 1 else n.Product(terms, ("",) * (len(terms) - 1), at)
    )
    if down:
        low, high = high, low
        sign = "backward" if sign == "prod" else sign
    inside = body.term if isinstance(body, n.Negative) else body
    over = n.Over(sign, letter, low, high, None, inside, at)
    return start, n.Negative(over) if isinstance(body, n.Negative) else over


def _is_less(one: Position, other: Position) -> bool:
    return (
        isinstance(one, n.Fixed)
        and isinstance(other, n.Fixed)
        and one.value < other.value
    )


def _unused(group: Group) -> str:
    """A letter that no big sign inside binds already."""
    taken = {
        node.letter for term in group for node in walk(term) if isinstance(node, n.Over)
    }
    return next(c for c in ("·" + "'" * k for k in range(99)) if c not in taken)


def _numbered(group: Group) -> list[tuple[int, Expression]]:
    """Each term with the number of positions that are before it."""
    found: list[tuple[int, Expression]] = []
    before = 0
    for term in group:
        found.append((before, term))
        before += len(_positions(term))
    return found


def with_dots(cells: tuple[tuple[Expression | Dots, ...], ...], at: int) -> Expression:
    r"""A matrix written out; where entries are dots, its corners show what runs.

    Raises `NotUnderstood` where they do not.
    """
    kept = [
        [cell for cell in row if not isinstance(cell, Dots)]
        for row in cells
        if not all(isinstance(cell, Dots) for cell in row)
    ]
    if not kept or len({len(row) for row in kept}) != 1 or not kept[0]:
        raise NotUnderstood("dots fill whole rows and columns of a matrix", at)
    down, across = len(kept) < len(cells), len(kept[0]) < len(cells[0])
    if not down and not across:
        return n.Rows(tuple(tuple(row) for row in kept), at)
    rows = [_run(row, "·across", at) for row in kept] if across else None
    if rows is None:
        if len(kept[0]) > 1:
            raise NotUnderstood("a matrix with dots needs them both ways", at)
        return _run([row[0] for row in kept], "·down", at)
    return _run(rows, "·down", at) if down else n.Transpose(rows[0], at)


def _run(entries: list[Expression], letter: str, at: int) -> Expression:
    """The column of what first and last entry show; those between must fit in."""
    first, *between, last = entries
    run = _difference((first,), (last,)) if len(entries) > 1 else None
    if run is None or run.first != n.Fixed(1) or {*run.shifts} - {None, 0}:
        raise NotUnderstood(
            "the first and last entry beside these dots must differ in one index, "
            "which is 1 in the first",
            at,
        )
    body = _template(first, letter, run, 0)
    for number, entry in enumerate(between, 2):
        if substituted(body, letter, n.Fixed(number)) != entry:
            raise NotUnderstood(f"entry {number} beside these dots does not fit", at)
    return n.Over("stack", letter, run.first, run.last, None, body, at)


def _step(one: Group, other: Group) -> int:
    """By how much what runs moves from one group to the next; 0 where nothing runs."""
    run = _difference(one, other)
    return 0 if run is None else between(run.first, run.last) or 0


def _difference(one: Group, other: Group) -> Run | None:
    """What runs from one group of terms to another; None where not one thing does."""
    pairs: list[tuple[Position, Position]] = []
    if len(one) != len(other) or not all(
        _differences(a, b, pairs) for a, b in zip(one, other, strict=True)
    ):
        return None
    moved = [(p, q) for p, q in pairs if p != q]
    if not moved:
        return None
    first, last = moved[0]
    shifts: list[int | None] = []
    for p, q in pairs:
        shift = between(first, p)
        if p != q and (shift is None or shift != between(last, q)):
            return None
        shifts.append(shift if p != q else None)
    return Run(first, last, tuple(shifts))


def _positions(expression: Expression) -> list[Position]:
    """All positions in an expression, in the order in which they are replaced."""
    found = list(positions_of(expression))
    for part in parts(expression):
        found += _positions(part)
    return found


def _differences(
    one: Expression, other: Expression, pairs: list[tuple[Position, Position]]
) -> bool:
    """Notes each pair of positions; whether the two are alike in all else."""
    if type(one) is not type(other):
        return False
    mine, its = positions_of(one), positions_of(other)
    if len(mine) != len(its):
        return False
    pairs.extend((p, p if _alike(p, q) else q) for p, q in zip(mine, its, strict=True))
    inner, outer = parts(one), parts(other)
    if len(inner) != len(outer):
        return False
    if not inner and not mine and one != other:
        return False
    if not inner and getattr(one, "name", None) != getattr(other, "name", None):
        return False
    return all(_differences(a, b, pairs) for a, b in zip(inner, outer, strict=True))


def _alike(one: Position, other: Position) -> bool:
    """Whether two positions differ at most in those inside, which are distinguished."""
    match one, other:
        case n.Label(name, inner), n.Label(its, outer):
            return name == its and len(inner) == len(outer)
        case n.Affine(mine, shift), n.Affine(terms, moved):
            return shift == moved and [s for s, _ in mine] == [s for s, _ in terms]
        case _:
            return False


def _template(term: Expression, letter: str, run: Run, before: int) -> Expression:
    """A term with the letter where it runs; `before` positions stand before it."""
    order = iter(run.shifts[before:])

    def same(_: Expression) -> None:
        return None

    def move(position: Position) -> Position:
        shift = next(order)
        return position if shift is None else n.Letter(letter, shift)

    return changed(term, same, move)
