r"""Text as people paste it -> a page that is checked, and each place's way back.

Nothing that was pasted changes: lines are put around it, and what is no page of itself
is read as one. A whole LaTeX document is read from its beginning to its end, with the
macros of its preamble; formulas without any mark around them are displays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ...checking import PlacedFault
from ...documents import Directive, Mathematics, read_page, read_tex
from ...expressions import Sentence
from ...latex import left_open

# What web pages and word processors put where a keyboard puts a space.
SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\u200b\ufeff"), " "
)
DOCUMENT = re.compile(r"\\documentclass|\\begin\{document\}")
BEGUN = re.compile(r"\\begin\{document\}.*\n")
MACRO = re.compile(r"\\(?:(?:re|provide)?new|provide)command|\\DeclareMath|\\def")
FORMULA = re.compile(r"[=<>]|\\[A-Za-z]+|[_^]")
OWN = re.compile(r"\s*[^\s=<>:+*/&-][^=<>]*:?=")  # a left side, and a sign
UNENDED = re.compile(r"(?:[-+*/=<>,]|\\[a-z]*dot|\\times)\s*\Z")
PARTED = re.compile(r"\\\\|&|\\begin\b")
THREE_WORDS = re.compile(r"(?:[A-Za-z][a-z]+[ ,.:;]+){3}")
REMARK = re.compile(r"\\(?:text|mbox)\w*\{[^{}]*\}")
OF_SENTENCES = re.compile(
    r"(?<![\\\w])(?:and|find|for|from|get|gives?|have|hence|let|now|so|that|the|then|this"
    r"|thus|we|where|with)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: what it says, and where the line begins that it comes from.

    `shift` is by how much it stands further to the right than it was pasted.
    """

    text: str
    start: int  # offset of the line that it comes from
    length: int  # of that line
    shift: int = 0


@dataclass(frozen=True)
class Pasted:
    """A page made of what was pasted, line by line.

    It is `bare` where formulas stand in it without any mark around them; `problems` are
    what a LaTeX document leaves open.
    """

    lines: tuple[Line, ...]
    starts: tuple[int, ...]  # offset of each line in `text`
    text: str
    source: str
    bare: bool = False
    problems: tuple[PlacedFault, ...] = ()

    @property
    def top(self) -> int:
        """The place in the page above which nothing of it is read."""
        begun = BEGUN.search(self.source)
        return (
            0 if begun is None else self.starts[self.source.count("\n", 0, begun.end())]
        )

    def place(self, offset: int) -> int:
        """The place in what was pasted from which a place of the page comes."""
        number = max(0, bisect_right(self.starts, offset) - 1)
        line = self.lines[number]
        column = offset - self.starts[number] - line.shift
        return line.start + min(max(0, column), line.length)

    def line(self, offset: int) -> int:
        """The number of the line that was pasted from which a place comes."""
        return self.source.count("\n", 0, self.place(offset)) + 1


def page_of(source: str) -> Pasted:
    """The page that a text is."""
    clean = source.translate(SPACES)
    lines = [*_lines(clean), Line("", len(clean), 0)]
    problems: list[PlacedFault] = []
    for problem in read_tex(clean).problems if DOCUMENT.search(clean) else ():
        number = clean.count("\n", 0, problem.start)
        line = lines[number]
        column = problem.start - line.start + line.shift + 1
        fault = Sentence(problem.message)
        problems.append(PlacedFault(number + 1, max(1, column), fault))
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    bare = not DOCUMENT.search(clean) and _is_bare(clean)
    return Pasted(tuple(lines), tuple(starts), text, source, bare, tuple(problems))


def _is_bare(text: str) -> bool:
    """Whether nothing in a text says where a formula begins."""
    page = read_page(text)
    return not (page.mathematics or page.problems or page.code or "$" in text)


def _lines(text: str) -> Iterator[Line]:
    """The lines of a text, as a page has them."""
    raw: list[Line] = []
    at = 0
    for line in text.split("\n"):
        raw.append(Line(line, at, len(line)))
        at += len(line) + 1
    if DOCUMENT.search(text):
        return _document(raw, text)
    return _bare(raw) if _is_bare(text) else iter(raw)


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
        yield Line(bare, line.start, line.length, shift)


def _bare(lines: list[Line]) -> Iterator[Line]:
    """Paragraphs that are formulas and no sentences, each made a display."""
    paragraph: list[Line] = []
    for line in [*lines, Line("", lines[-1].start, 0)]:
        if line.text.strip():
            paragraph.append(line)
            continue
        yield from _displayed(paragraph)
        paragraph = []
        yield line


def _displayed(paragraph: list[Line]) -> Iterator[Line]:
    text = "\n".join(line.text for line in paragraph)
    if not FORMULA.search(text) or text.startswith("<!--") or _is_sentence(text):
        yield from paragraph
        return
    for lines in _stated(paragraph):
        first, last = lines[0], lines[-1]
        yield Line("$$", first.start, 0)
        yield from lines
        yield Line("$$", last.start + last.length, 0)


def _is_sentence(text: str) -> bool:
    """Whether a text has words in a row, or two that only sentences have."""
    bare = REMARK.sub("", text)
    words = {found.lower() for found in OF_SENTENCES.findall(bare)}
    return THREE_WORDS.search(bare) is not None or len(words) > 1


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
