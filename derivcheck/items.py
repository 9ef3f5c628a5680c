"""What the blocks of a page are as tests: a page in, named items out.

An item is named after the heading above it, its kind and its number there, so that an
edit elsewhere on the page does not rename it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from .blocks import block_problem, looks_like_python
from .directives import directive_problem
from .page import Page
from .pieces import CodeBlock, HiddenCode


@dataclass(frozen=True)
class Runs:
    """A block that must run."""

    name: str
    block: CodeBlock | HiddenCode


@dataclass(frozen=True)
class MustFail:
    """A block that must fail, as its output block shows."""

    name: str
    block: CodeBlock


@dataclass(frozen=True)
class Prints:
    """What the block before it prints, or how it fails."""

    name: str
    block: CodeBlock


@dataclass(frozen=True)
class Wrong:
    """A place at which the page would not do what it looks like."""

    name: str
    start: int
    message: str


Item = Runs | MustFail | Prints | Wrong


def items_of(page: Page) -> list[Item]:
    """Every block and every problem of a page."""
    names = _Names(page)
    code = [piece for piece in page.code if _concerns(piece)]
    neighbours = zip([None, *code], code, [*code[1:], None], strict=False)
    items = [_item(names, *three) for three in neighbours]
    for piece in page.directives:
        if message := directive_problem(piece.text):
            items.append(_wrong(names, piece.start, message))
    for problem in page.problems:
        items.append(_wrong(names, problem.start, problem.message))
    return items


def _concerns(piece: CodeBlock | HiddenCode) -> bool:
    """Whether a block runs, shows output, or looks as if it did."""
    if isinstance(piece, HiddenCode):
        return True
    return piece.is_python or piece.is_output or looks_like_python(piece)


def _item(
    names: _Names,
    before: CodeBlock | HiddenCode | None,
    piece: CodeBlock | HiddenCode,
    after: CodeBlock | HiddenCode | None,
) -> Item:
    """The test that a block is, by its marks and by what stands beside it."""
    shows_output = isinstance(after, CodeBlock) and after.is_output
    message = None if isinstance(piece, HiddenCode) else block_problem(piece)
    if message is not None:
        return _wrong(names, piece.start, message)
    if isinstance(piece, HiddenCode):
        return Runs(names.next("setup", piece.start), piece)
    if piece.is_output:
        if before is None or (isinstance(before, CodeBlock) and before.is_output):
            message = "this output block has no Python block before it"
            return _wrong(names, piece.start, message)
        return Prints(names.next("output", piece.start), piece)
    if "must-fail" in piece.classes:
        if not shows_output:
            message = "a .must-fail block shows its failure in a {.text .output} block"
            return _wrong(names, piece.start, message)
        return MustFail(names.next("python", piece.start), piece)
    return Runs(names.next("python", piece.start), piece)


def _wrong(names: _Names, start: int, message: str) -> Item:
    return Wrong(names.next("mark", start), start, message)


class _Names:
    """Names of items: the heading above, the kind, and the how manieth it is there."""

    def __init__(self, page: Page) -> None:
        hidden = [(piece.start, piece.end) for piece in page.pieces]
        found = HEADING.finditer(page.text)
        outside = [m for m in found if not _within(m.start(), hidden)]
        self.starts = [match.start() for match in outside]
        self.slugs = [_slug(match[1]) for match in outside]
        self.counts: Counter[tuple[int, str]] = Counter()

    def next(self, kind: str, start: int) -> str:
        """The name of the next item of a kind, at a place."""
        section = bisect_right(self.starts, start) - 1
        self.counts[section, kind] += 1
        heading = self.slugs[section] if section >= 0 else "top"
        return f"{heading}-{kind}{self.counts[section, kind]}"


HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*(?:\{[^}\n]*\})?[ \t]*#*$", re.M)


def _within(offset: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "section"
