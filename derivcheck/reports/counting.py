"""What pages come to: how many relations, their verdicts, and what those rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from ..checking import Found, Input
from ..judging import Sizes
from ..latex import Assuming
from ..models import UNNAMED

WORDS = ("holds", "fails", "vacuous", "undecided", "not understood", "unchecked")


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of some pages; `points` and `values` are of the relations that hold.

    A relation that was tried at 6 points counts 6, whoever shares them with it.
    """

    relations: int
    words: dict[str, int]
    wrong: int
    not_understood: int
    assumptions: int
    points: int
    values: int
    problems: int

    @property
    def surprising(self) -> int:
        """How many relations are not as their page expects."""
        meant = self.words["holds"] + self.words["unchecked"]
        return self.relations - meant - self.wrong - self.not_understood

    @property
    def text(self) -> str:
        """The counts in words, each that is there."""
        parts = [f"{self.words[word]} {word}" for word in WORDS if self.words[word]]
        text = counted(self.relations, "relation")
        return f"{text}: {', '.join(parts)}" if parts else text


def totals(pages: Iterable[Found]) -> Totals:
    """What the pages come to together."""
    pages = list(pages)
    each = [page.totals() for page in pages]
    relations = [relation for page in pages for relation in page.relations]
    held = [r.verdict for r in relations if r.verdict.word == "holds"]
    on_purpose = [r.wanted for r in relations if r.expected]
    return Totals(
        sum(found["present"] for found in each),
        {word: sum(found[word] for found in each) for word in WORDS},
        on_purpose.count("fails"),
        on_purpose.count("not understood"),
        assumptions(pages),
        sum(verdict.points for verdict in held),
        sum(verdict.values for verdict in held),
        sum(len(page.problems) for page in pages),
    )


def together(found: Iterable[Totals]) -> Totals:
    """The counts of several pages, from the counts of each."""
    each = list(found)
    words = {word: sum(one.words[word] for one in each) for word in WORDS}
    counts = (f.name for f in fields(Totals) if f.name != "words")
    return Totals(
        words=words,
        **{name: sum(getattr(one, name) for one in each) for name in counts},
    )


def totals_lines(page: Found, *, empty: bool = False) -> list[str]:
    """The counts of a page, and what they rest on."""
    if empty and not page.problems:
        return [f"{page.path}: the page is empty"]
    found = totals([page])
    text = f"{page.path}: {found.text}"
    if found.assumptions:
        text += f"; {counted(found.assumptions, 'assumption')} in force"
    lines = [text]
    lines += [
        f"    line {line}: unchecked ({counted(count, 'relation')}): {reason}"
        for line, reason, count in page.unchecked
    ]
    lines += _choices(page)
    lines += _definitions(page)
    if page.good and found.relations:
        lines += [f"    {line}" for line in rests_on(page)]
    return lines


def grand_total_line(pages: Sequence[Totals]) -> str:
    """What all pages come to, and how many assumptions were in force."""
    found = together(pages)
    line = f"{counted(len(pages), 'page')}: {found.text}"
    line += f"; {counted(found.assumptions, 'assumption')} in force"
    if found.problems:
        line += f"; {counted(found.problems, 'problem')}"
    return line


def _choices(page: Found) -> list[str]:
    """What was read by a choice, and why; of a guess it is before the verdicts."""
    if page.guessed:
        return []
    told = [f"    read as: {one.told} ({one.because})" for one in page.choices]
    return list(dict.fromkeys(told))


def _definitions(page: Found) -> list[str]:
    """Which lines look like definitions, and what writes them as such."""
    if not page.definitions:
        return []
    numbers = [str(n) for n in dict.fromkeys(line for line, _, _ in page.definitions)]
    listed = " and ".join([", ".join(numbers[:-1]), numbers[-1]][len(numbers) == 1 :])
    where = f"line {listed} looks like a definition"
    if len(numbers) > 1:
        where = f"lines {listed} look like definitions"
    return [f"    {where}: write := there, as derivcheck check --fix does"]


def rests_on(page: Found) -> list[str]:
    """What a page that is well rests on: points, sizes, inputs, assumptions."""
    lines = [*_tried(page), *_inputs(page)]
    for relation in page.relations:
        if needs := relation.verdict.needs:
            lines.append(f"line {relation.line} needs: {', '.join(needs)}")
    wrong = sum(r.wanted != "holds" for r in page.relations)
    if wrong:
        lines.append(f"{wrong} wrong on purpose, and found so")
    return lines


def _tried(page: Found) -> list[str]:
    """At how many points the relations that hold were tried, and for which sizes."""
    verdicts = [r.verdict for r in page.relations if r.verdict.points]
    if not verdicts:
        return []
    points = _span([v.points for v in verdicts])
    values = sum(v.values for v in verdicts)
    text = f"each that holds was tried at {points} points; {counted(values, 'value')}"
    text += f" of {counted(len(verdicts), 'relation')} compared"
    return [text, *_sizes({s for v in verdicts for s in v.sizes if s})]


def _sizes(found: set[Sizes]) -> list[str]:
    """The assignments of sizes, without those that are part of another."""
    whole = [
        ", ".join(f"{name} = {number}" for name, number in sizes)
        for sizes in found
        if not any(set(sizes) < set(others) for others in found)
    ]
    return ["sizes tried: " + "; ".join(sorted(whole))] if whole else []


def _span(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"


def _inputs(page: Found) -> list[str]:
    """Every input with its shape, once."""
    if not page.inputs:
        return []
    lines = ["inputs: " + ", ".join(dict.fromkeys(map(_with_shape, page.inputs)))]
    if any(UNNAMED in given.sizes for given in page.inputs):
        lines.append("(free: nothing on the page ties this size to another)")
    return lines


def _with_shape(given: Input) -> str:
    shape = " × ".join("free" if s == UNNAMED else s for s in given.sizes)
    return given.name + (f" ({shape})" if shape else "")


def assumptions(pages: Iterable[Found]) -> int:
    """How many assumptions the pages make."""
    return sum(
        bool(statement.relations) and isinstance(statement.remark, Assuming)
        for page in pages
        for piece in page.own_pieces
        for statement in piece.statements
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {noun}{'s' * (number != 1)}"
