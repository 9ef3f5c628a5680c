r"""A display -> its lines, each with the relation that it ends in.

In: the LaTeX of a display, its marks, and the places of its statements and of the
relations that are judged. Out: lines of two cells, as `align` has them. A relation in
brackets stays in its line, and a display that cannot be parted, since a brace or an
environment reaches across, is one line.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from ...latex import Marks

AROUND = (
    r"align|alignat|aligned|alignedat|gather|gathered|split|equation|eqnarray|multline"
    r"|flalign|displaymath|math"
)
BEGINS = re.compile(rf"\s*\\begin\{{(?:{AROUND})\*?\}}(?:\[\w\]|\{{\d+\}})?")
ENDS = re.compile(rf"\\end\{{(?:{AROUND})\*?\}}\s*\Z")
SPACE = re.compile(r"\A\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]")  # behind a line's end
TAG = re.compile(r"\\tag\*?\{[^{}]*\}")
PAIRS = re.compile(r"\\\\|\\[{}]|(\{|\\left\b|\\begin\b)|(\}|\\right\b|\\end\b)")


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """A line of a display: what is before its relation, and the rest.

    `signs` are the places of the judged relations in it. It may be the `whole` display,
    which is not parted.
    """

    left: str
    right: str
    signs: tuple[int, ...]
    whole: bool = False


@dataclass(slots=True)
class _Row:
    """A line that is being read."""

    start: int
    sign: int | None = None
    amps: list[tuple[int, int]] = field(default_factory=list)


def lines_of(
    tex: str, marks: Marks, begins: Collection[int], judged: Collection[int]
) -> list[DisplayLine]:
    """The lines of a display: one ends where a judged relation has its right side.

    `begins` are the places of statements and of signs that define.
    """
    if not begins:
        return [whole_line(tex, judged)]
    first, last = _inside(tex)
    found: list[DisplayLine] = []
    row, depth = _Row(first), 0
    for mark in marks:
        depth += (mark.kind == "open") - (mark.kind == "close")
        if mark.kind == "newline":
            found.append(_line(tex, row, mark.start, judged))
            row = _Row(mark.end)
        elif mark.kind == "amp":
            row.amps.append((mark.start, mark.end))
        elif depth == 0 and (mark.start in judged or mark.start in begins):
            is_sign = mark.kind == "relation"
            if row.sign is not None:
                found.append(_line(tex, row, mark.start, judged))
                row = _Row(mark.start)
            if is_sign:
                row.sign = mark.start
    found.append(_line(tex, row, last, judged))
    lines = [line for line in found if line.left or line.right]
    signs = [sign for line in lines for sign in line.signs]
    cells = [cell for line in lines for cell in (line.left, line.right)]
    if sorted(signs) != sorted(judged) or not all(map(_is_closed, cells)):
        return [whole_line(tex, judged)]
    return lines


def whole_line(tex: str, judged: Collection[int]) -> DisplayLine:
    """A formula that is not parted."""
    return DisplayLine("", tex, tuple(sorted(judged)), whole=True)


def _inside(tex: str) -> tuple[int, int]:
    """Where the display itself begins and ends, inside its environments."""
    first, last = 0, len(tex)
    while (begin := BEGINS.match(tex, first, last)) is not None:
        first = begin.end()
    while (end := ENDS.search(tex[:last])) is not None:
        last = end.start()
    return first, last


def _line(tex: str, row: _Row, end: int, judged: Collection[int]) -> DisplayLine:
    """A line that ends at a place, in its cells."""
    middle = row.start if row.sign is None else row.sign
    signs = tuple(sign for sign in sorted(judged) if row.start <= sign < end)
    left = _cell(tex, row.start, middle, row.amps)
    right = _cell(tex, middle, end, row.amps)
    return DisplayLine(left, right, signs)


def _cell(tex: str, start: int, end: int, amps: list[tuple[int, int]]) -> str:
    """What is between two places, without the signs that align it."""
    parts, at = [], start
    for here, behind in amps:
        if start <= here < end:
            parts.append(tex[at:here])
            at = behind
    parts.append(tex[at:end])
    shown = [SPACE.sub("", TAG.sub("", part)).strip() for part in parts]
    return r" \quad ".join(filter(None, shown))


def _is_closed(cell: str) -> bool:
    """Whether a cell closes every brace and environment that it opens."""
    depth = 0
    for found in PAIRS.finditer(cell):
        depth += bool(found[1]) - bool(found[2])
        if depth < 0:
            return False
    return depth == 0
