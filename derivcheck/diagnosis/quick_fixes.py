"""A repair in words -> the change of the page's text that makes the relation hold.

The checker repairs what it has read, not the text. Several ways to write the repair are
tried, the least first, each on the page itself; one is offered only where the relation
then holds and no other one is worse off.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..checking import Found, Piece, Relation
from ..expressions import Negative, errors
from ..latex import Marks, balanced, outside
from ..models import Writer
from ..pages import check_text
from .failing_claim import bench_for, writer_for
from .repair import Repair
from .true_derivative import Answer

Checking = Callable[[str], Found]  # a text -> its verdicts

MOST_PLACES = 5  # at which a name is looked for on a side
SQUARE = re.compile(r"\^\s*(?:2|\{\s*2\s*\})")
FACTOR = re.compile(  # a name with its scripts, which ends where the text does
    r"(?:\\[A-Za-z]+\s*(?:\{[^{}]*\})?|[A-Za-z])"
    r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*\s*\Z"
)
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\s{}]")


@dataclass(frozen=True, slots=True)
class Change:
    """What to write from `start` to `end` of the page, and how that is called."""

    start: int
    end: int
    text: str
    name: str

    def made(self, page: str) -> str:
        """The page after the change."""
        return page[: self.start] + self.text + page[self.end :]


def changes(
    relation: Relation,
    repairs: Iterable[Repair],
    page: Found,
    text: str,
    check: Checking = check_text,
    derivative: Answer | None = None,
) -> list[Change]:
    """The changes of a page under which a relation is as the page expects.

    `check` is how the page itself was checked. With the `derivative` that was told, the
    side that is to be that one is written so, where no repair has done it.
    """
    found = []
    for repair in repairs:
        for change in _ways(repair, relation, page, text):
            if mends(change, relation, page, text, check):
                found.append(change)
                break
    if derivative is not None and not found:
        for change in _true_sides(derivative, relation, page):
            if mends(change, relation, page, text, check):
                found.append(change)
                break
    slips = (
        meant(relation, text), _defining(relation, page), _squared(relation, text),
        *_either(relation, text),
    )  # fmt: skip  # one sort a word
    for slip in filter(None, slips):
        after = check(slip.made(text))
        if _good(after) >= _good(page):
            found.append(slip)
    return found


def _true_sides(
    derivative: Answer, relation: Relation, page: Found
) -> Iterator[Change]:
    """The true formula for the right side, and for the left."""
    for on_left in (False, True):
        side = _side(relation, page.pieces, on_left=on_left)
        if side is not None:
            piece, marks = side
            start, end = balanced(piece.mathematics.tex, marks[0].start, marks[-1].end)
            said = f"the true {'left' if on_left else 'right'} side"
            formula = derivative.formula
            yield Change(piece.offset(start), piece.offset(end), formula, said)


def _defining(relation: Relation, page: Found) -> Change | None:
    """`:=` for the `=` of a claim that looks like a definition."""
    signs = {(line, column) for line, column, _ in page.definitions}
    if (relation.line, relation.column) not in signs:
        return None
    start = relation.start
    return Change(start, start + 1, ":=", "`:=` for `=`, as in a definition")


def _squared(relation: Relation, text: str) -> Change | None:
    r"""The elementwise product for a square of an array, `h^2`."""
    fault, at = relation.verdict.fault, relation.verdict.place
    if at is None or not isinstance(fault, errors.PowerOfArray):
        return None
    square = SQUARE.match(text, at)
    start = _start_of_factor(text, at)
    if square is None or start is None:
        return None
    base = text[start:at].strip()
    made = rf"({base} \odot {base})"
    return Change(start, square.end(), made, rf"`{made}` for `{base}^2`")


def _start_of_factor(text: str, end: int) -> int | None:
    """Where the name or the bracket that ends at a place begins."""
    before = text[:end].rstrip()
    if not before.endswith((")", "]")):
        names = list(FACTOR.finditer(text[max(0, end - 80) : end]))
        return max(0, end - 80) + names[-1].start() if names else None
    opening, _ = balanced(text, len(before) - 1, len(before), "()[]")
    return len(text[:opening].removesuffix(r"\left"))


def _either(relation: Relation, text: str) -> Iterator[Change]:
    r"""The two signs that `\equiv` may stand for."""
    start, sign = relation.start, r"\equiv"
    if text.startswith(sign, start):
        end = start + len(sign)
        yield Change(start, end, ":=", rf"`:=` for `{sign}`, if it defines")
        yield Change(start, end, "=", rf"`=` for `{sign}`, if it claims")


def meant(relation: Relation, text: str) -> Change | None:
    """The name that was probably meant, put where an unknown one stands."""
    match relation.verdict.fault, relation.verdict.place:
        case errors.Undeclared(base, near=str(near)), int(at):
            found = re.compile(_pattern(base)).search(text, at, at + 80)
            if found is None:
                return None
            return Change(*found.span(), near, f"`{near}` for `{base}`")
        case _:
            return None


def mends(
    change: Change, relation: Relation, page: Found, text: str, check: Checking
) -> bool:
    """Whether the relation is right after a change, and as many others as before."""
    after = check(change.made(text))
    number = [r.start for r in page.relations].index(relation.start)
    if len(after.relations) != len(page.relations):
        return False
    return after.relations[number].expected and _good(after) > _good(page)


def _good(page: Found) -> int:
    return sum(r.expected for r in page.relations) - len(page.problems)


def _ways(
    repair: Repair, relation: Relation, page: Found, text: str
) -> Iterator[Change]:
    """The ways to write a repair, those that change least first."""
    found = _side(relation, page.pieces, on_left=repair.on_left)
    bench = bench_for(relation)
    if found is None or bench is None:
        return
    piece, marks = found
    start, end = balanced(piece.mathematics.tex, marks[0].start, marks[-1].end)
    span = piece.offset(start), piece.offset(end)
    writer, edit = writer_for(bench, page.pieces), repair.edit
    side = text[slice(*span)]
    if edit.kind == "sign" and edit.after is edit.whole:
        minus = isinstance(edit.after, Negative)
        yield Change(*span, _turned(side, marks, minus=minus), repair.text)
    else:
        yield from _in_place(repair, writer, text, span)
    yield Change(*span, writer.text(edit.whole), repair.text)


def _turned(side: str, marks: Marks, *, minus: bool) -> str:
    """A side with the other sign before it, in brackets where it is a sum."""
    bare = side.lstrip()
    if not minus:
        return bare.removeprefix("-").lstrip()
    summed = any(place and mark.text in {"+", "-"} for place, mark in outside(marks))
    return f"-({bare})" if summed else f"-{bare}"


def _in_place(
    repair: Repair, writer: Writer, text: str, span: tuple[int, int]
) -> Iterator[Change]:
    """What stands for the node that changes, wherever the side has it."""
    before = re.compile(_pattern(writer.text(repair.edit.before)))
    after = writer.text(repair.edit.after)
    for found in itertools.islice(before.finditer(text, *span), MOST_PLACES):
        yield Change(*balanced(text, *found.span()), after, repair.text)


def _pattern(tex: str) -> str:
    """LaTeX up to its last sign, however it is spaced and braced."""
    signs = TOKEN.findall(tex)
    ahead = r"(?<![A-Za-z\\])" if signs and signs[0][0].isalpha() else ""
    return ahead + r"[\s{}]*".join(map(re.escape, signs))


def _side(
    relation: Relation, pieces: list[Piece], *, on_left: bool
) -> tuple[Piece, Marks] | None:
    """The piece of a relation, and the marks of a side of it."""
    for piece in pieces:
        for statement in piece.statements:
            for number, sign in enumerate(statement.relations):
                if piece.offset(sign.start) != relation.start:
                    continue
                marks = statement.sides[number + (not on_left)]
                return (piece, marks) if marks else None
    return None
