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

from .page import read_page

# What web pages and word processors put where a keyboard puts a space.
SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\u200b\ufeff"), " "
)
DOCUMENT = re.compile(r"\\documentclass|\\begin\{document\}")
MACRO = re.compile(
    r"[ \t]*\\(?:(?:re|provide)?newcommand\*?|DeclareMathOperator\*?|def)\b.*"
)
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
VERBATIM = re.compile(r"\\(begin|end)\{(?:verbatim|lstlisting|comment)\*?\}")
FORMULA = re.compile(r"[=<>]|\\[A-Za-z]+|[_^]")
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
    """A page made of what was pasted, line by line."""

    lines: tuple[Line, ...]
    starts: tuple[int, ...]  # offset of each line in `text`
    text: str
    parts: Mapping[str, str]

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
    for name, text in parts.items():
        clean = text.translate(SPACES)
        lines += _lines(name, clean)
        lines.append(Line("", name, len(clean), 0))
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    return Pasted(
        tuple(lines), tuple(starts), "\n".join(line.text for line in lines), parts
    )


def _lines(part: str, text: str) -> Iterator[Line]:
    """The lines of a part, as a page has them."""
    raw: list[Line] = []
    at = 0
    for line in text.split("\n"):
        raw.append(Line(line, part, at, len(line)))
        at += len(line) + 1
    if DOCUMENT.search(text):
        return _document(raw)
    page = read_page(text)
    if page.mathematics or page.problems or page.code or "$" in text:
        return iter(raw)
    return _bare(raw)


def _document(lines: list[Line]) -> Iterator[Line]:
    """The body of a LaTeX document, and the macros before it."""
    inside, verbatim = not any(r"\begin{document}" in x.text for x in lines), False
    for line in lines:
        text = COMMENT.sub(r"\1", line.text)
        mark = VERBATIM.search(text)
        if mark is not None:
            verbatim = mark[1] == "begin"
        if r"\begin{document}" in text or r"\end{document}" in text:
            inside = r"\begin{document}" in text
            text = ""
        elif not inside and MACRO.fullmatch(text):
            yield Line(f"${text.strip()}$", part=line.part, start=line.start,
                       length=line.length, shift=1)  # fmt: skip  # one thing, two lines
            continue
        shown = text if inside and not verbatim and mark is None else ""
        yield Line(shown, line.part, line.start, line.length)


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
    first, last = paragraph[0], paragraph[-1]
    yield Line("$$", first.part, first.start, 0)
    yield from paragraph
    yield Line("$$", last.part, last.start + last.length, 0)
