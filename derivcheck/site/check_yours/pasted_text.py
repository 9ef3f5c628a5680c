"""Text as people paste it -> a page that is checked, and each place's way back.

Nothing that was pasted changes: lines are put around it, and what is no page of itself
is read as one. A whole LaTeX document is read from its beginning to its end, with the
macros of its preamble; formulas without any mark around them are displays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...checking import PlacedFault, check_text
from ...documents import Directive, Mathematics, read_page, read_tex
from ...expressions import Sentence
from ...latex import left_open

# What web pages and word processors put where a keyboard puts a space.
SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\u200b\ufeff"), " "
)
DOCUMENT = re.compile(r"\\documentclass|\\begin\{document\}")
MACRO = re.compile(r"\\(?:(?:re|provide)?new|provide)command|\\DeclareMath|\\def")
FORMULA = re.compile(r"[=<>]|\\[A-Za-z]+|[_^]")
OWN = re.compile(r"\s*[^\s=<>:+*/&-][^=<>]*:?=")  # a left side, and a sign
UNENDED = re.compile(r"(?:[-+*/=<>,]|\\[a-z]*dot|\\times)\s*\Z")
PARTED = re.compile(r"\\\\|&|\\begin\b")
SENTENCE = re.compile(r"(?:[A-Za-z][a-z]+[ ,.:;]+){3}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: what it says, and the line and column that it comes from.

    `shift` is by how much it stands further to the right than it was pasted.
    """

    text: str
    part: str
    start: int  # offset, in its part, of the line that it comes from
    length: int  # of that line
    shift: int = 0


@dataclass(frozen=True)
class Pasted:
    """A page made of what was pasted, line by line.

    `problems` are what a LaTeX document leaves open.
    """

    lines: tuple[Line, ...]
    starts: tuple[int, ...]  # offset of each line in `text`
    text: str
    parts: Mapping[str, str]
    problems: tuple[PlacedFault, ...] = ()

    def source(self, part: str) -> str:
        """A part as it was pasted."""
        return self.parts[part]

    def place(self, offset: int) -> tuple[str, int]:
        """The part that a place of the page comes from, and the offset there."""
        number = max(0, bisect_right(self.starts, offset) - 1)
        line = self.lines[number]
        column = offset - self.starts[number] - line.shift
        return line.part, line.start + min(max(0, column), line.length)


def page_of(parts: Mapping[str, str]) -> Pasted:
    """One page of several parts, in their order, an empty line after each."""
    lines: list[Line] = []
    problems: list[PlacedFault] = []
    for name, text in parts.items():
        clean = text.translate(SPACES)
        before = len(lines)
        lines += _lines(name, clean)
        for problem in read_tex(clean).problems if DOCUMENT.search(clean) else ():
            number = before + clean.count("\n", 0, problem.start)
            line = lines[number]
            column = problem.start - line.start + line.shift + 1
            fault = Sentence(problem.message)
            problems.append(PlacedFault(number + 1, max(1, column), fault))
        lines.append(Line("", name, len(clean), 0))
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Pasted(tuple(lines), tuple(starts), text, parts, tuple(problems))


def defined(parts: Mapping[str, str]) -> dict[str, str]:
    """The same parts with `:=` for each claim that looks like a definition."""
    found = dict(parts)
    while True:
        pasted = page_of(found)
        signs = check_text(pasted.text).definitions
        if not signs:
            return found
        places = [pasted.place(pasted.starts[n - 1] + c - 1) for n, c, _ in signs]
        for part, at in sorted(places, reverse=True):  # the last ones first
            found[part] = f"{found[part][:at]}:{found[part][at:]}"


def _lines(part: str, text: str) -> Iterator[Line]:
    """The lines of a part, as a page has them."""
    raw: list[Line] = []
    at = 0
    for line in text.split("\n"):
        raw.append(Line(line, part, at, len(line)))
        at += len(line) + 1
    if DOCUMENT.search(text):
        return _document(raw, text)
    page = read_page(text)
    if page.mathematics or page.problems or page.code or "$" in text:
        return iter(raw)
    return _bare(raw)


def _document(lines: list[Line], text: str) -> Iterator[Line]:
    """The mathematics of a LaTeX document, and its words to the checker, by lines."""
    kept = ["\n" if sign == "\n" else " " for sign in text]
    before: dict[int, str] = {}  # what a page has there beside the document
    behind: dict[int, str] = {}
    for piece in read_tex(text).pieces:
        match piece:
            case Mathematics(start, end, tex, _, opening, ((_, body), *_)):
                shown = text[start:body] + tex + text[body + len(tex) : end]
                kept[start:end] = shown
                if MACRO.match(opening):
                    before[start], behind[end - 1] = "$", "$"
            case Directive(start, _, said):
                before[start] = f"<!-- derivcheck: {said} -->"
            case _:
                pass
    for line in lines:
        around = range(line.start, line.start + line.length)
        shown = "".join(before.get(n, "") + kept[n] + behind.get(n, "") for n in around)
        first = next((n for n in around if kept[n] != " " or n in before), line.start)
        bare = shown.strip()
        shift = len(before.get(first, "")) - (first - line.start)
        yield Line(bare, line.part, line.start, line.length, shift)


def _bare(lines: list[Line]) -> Iterator[Line]:
    """Paragraphs that are formulas and no sentences, each made a display."""
    paragraph: list[Line] = []
    for line in [*lines, Line("", lines[-1].part, lines[-1].start, 0)]:
        if line.text.strip():
            paragraph.append(line)
            continue
        yield from _displayed(paragraph)
        paragraph = []
        yield line


def _displayed(paragraph: list[Line]) -> Iterator[Line]:
    text = "\n".join(line.text for line in paragraph)
    if not FORMULA.search(text) or SENTENCE.search(text):
        yield from paragraph
        return
    for lines in _stated(paragraph):
        first, last = lines[0], lines[-1]
        yield Line("$$", first.part, first.start, 0)
        yield from lines
        yield Line("$$", last.part, last.start + last.length, 0)


def _stated(paragraph: list[Line]) -> Iterator[list[Line]]:
    """The lines of each statement: one begins where a line has a relation of its own.

    It goes on over a bracket that is open, and where LaTeX itself parts the lines.
    """
    text = "\n".join(line.text for line in paragraph)
    lines: list[Line] = []
    for line in paragraph:
        before = "".join(other.text for other in lines)
        ended = lines and left_open(before) <= 0 and not UNENDED.search(before)
        if ended and OWN.match(line.text) and not PARTED.search(text):
            yield lines
            lines = []
        lines = [*lines, line]
    yield lines
