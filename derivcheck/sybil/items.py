"""What a page is as tests: a page and its verdicts in, named items out.

A block of code is an item, and so is each display and each claim in the text.

An item is named after the heading above it, its kind and its number there, so that an
edit elsewhere on the page does not rename it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..checking import Found, Relation
from ..documents import CodeBlock, HiddenCode, Mathematics, Page, block_problem


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


@dataclass(frozen=True)
class Holds:
    """Mathematics whose relations must have the verdicts that the page expects.

    It has no relations where the page asks that it is not checked.
    """

    name: str
    start: int
    end: int
    relations: tuple[Relation, ...]
    problems: tuple[str, ...]  # of the definitions beside them


PageTest = Runs | MustFail | Prints | Holds | Wrong


def items_of(page: Page, found: Found) -> list[PageTest]:
    """Every block, every relation and every problem of a page."""
    names = _Names(page)
    code = [piece for piece in page.code if _concerns(piece)]
    items: list[PageTest] = []
    for block, after in zip(code, [*code[1:], None], strict=False):
        before = items[-1] if items else None
        items.append(_item(names, before, block, after))
    told: dict[int, list[str]] = {}
    for problem in found.problems:
        at = page.line_starts[problem.line - 1] + problem.column - 1
        told.setdefault(at, []).append(problem.message)
    for mathematics, relations in _stating(page, found):
        start, end = mathematics.start, mathematics.end
        inside = [at for at in told if start <= at < end]
        problems = tuple(message for at in inside for message in told.pop(at))
        name = names.next("math", start)
        items.append(Holds(name, start, end, relations, problems))
    for at, messages in told.items():
        items.append(_wrong(names, at, "; ".join(messages)))
    return items


def _stating(
    page: Page, found: Found
) -> Iterator[tuple[Mathematics, tuple[Relation, ...]]]:
    """The mathematics that states relations; those of an unchecked display are none."""
    stated = {p.mathematics.start: p.relations for p in found.pieces if p.relations}
    unchecked = {line for line, _, count in found.unchecked if count}
    for mathematics in page.mathematics:
        line, _ = page.place(mathematics.start)
        if mathematics.start in stated:
            yield mathematics, tuple(stated[mathematics.start])
        elif mathematics.display and line in unchecked:
            yield mathematics, ()


def _concerns(piece: CodeBlock | HiddenCode) -> bool:
    """Whether a block runs, shows output, or is not what it looks like."""
    if isinstance(piece, HiddenCode) or piece.is_python or piece.is_output:
        return True
    return block_problem(piece) is not None or _misspelt(piece) is not None


def _misspelt(block: CodeBlock) -> str | None:
    """A class that is nearly one with a meaning."""
    for name in block.classes:
        near = difflib.get_close_matches(name, ("output", "must-fail"), cutoff=0.8)
        if near and near[0] != name:
            return f"unknown mark .{name}: did you mean .{near[0]}?"
    return None


def _item(
    names: _Names,
    before: PageTest | None,
    piece: CodeBlock | HiddenCode,
    after: CodeBlock | HiddenCode | None,
) -> PageTest:
    """The test that a block is, by its marks and by what stands beside it."""
    shows_output = isinstance(after, CodeBlock) and after.is_output
    if isinstance(piece, HiddenCode):
        return Runs(names.next("setup", piece.start), piece)
    message = block_problem(piece) or _misspelt(piece)
    if message is not None:
        return _wrong(names, piece.start, message)
    if piece.is_output:
        if not isinstance(before, Runs | MustFail):
            message = "this output block has no block before it that runs"
            return _wrong(names, piece.start, message)
        return Prints(names.next("output", piece.start), piece)
    if "must-fail" in piece.classes:
        if not shows_output:
            message = "a .must-fail block shows its failure in a {.text .output} block"
            return _wrong(names, piece.start, message)
        return MustFail(names.next("python", piece.start), piece)
    return Runs(names.next("python", piece.start), piece)


def _wrong(names: _Names, start: int, message: str) -> PageTest:
    return Wrong(names.next("mark", start), start, message)


class _Names:
    """Names of items: the heading above, the kind, and the how manieth it is there."""

    def __init__(self, page: Page) -> None:
        self.starts = [start for start, _ in page.headings]
        self.slugs = _slugs([words for _, words in page.headings])
        self.counts: Counter[tuple[int, str]] = Counter()

    def next(self, kind: str, start: int) -> str:
        """The name of the next item of a kind, at a place."""
        section = bisect_right(self.starts, start) - 1
        self.counts[section, kind] += 1
        heading = self.slugs[section] if section >= 0 else "top"
        return f"{heading}-{kind}{self.counts[section, kind]}"


def _slugs(headings: list[str]) -> list[str]:
    """Headings as names; one that stands again is numbered, `rule`, `rule_1`."""
    counts: Counter[str] = Counter()
    slugs = []
    for slug in map(_slug, headings):
        slugs.append(f"{slug}_{counts[slug]}" if counts[slug] else slug)
        counts[slug] += 1
    return slugs


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "section"
