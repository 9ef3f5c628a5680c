r"""A page: the pieces of a Markdown text that are not prose, each with its place.

In: the text of a page, as its author wrote it. Out: code blocks, hidden code, displays
and inline mathematics, directives, in reading order, and marks that nothing closes.

Markdown is read in one pass from left to right; whichever mark opens first wins, so
that a dollar in a code block, a fence in a comment and a comment in a formula are what
they look like. Lists, quotes, admonitions, tabs and folds need no special care: their
content is indented or marked by `>`, and that prefix is taken off a piece's lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .directive_names import holds_text
from .indentation import indented_code, lines, lines_outside, without_prefix
from .macro_tables import FRONT_MATTER, MacrosError, from_front_matter
from .markdown_marks import (
    BACKTICKS,
    DIRECTIVE,
    DIRECTIVE_NAME,
    EMPTY_LINE,
    FENCE_LINE,
    HIDDEN,
    MARK,
    QUOTE,
    ROLE,
    UNSHOWN,
    kind_of,
    read_header,
)
from .page import (
    CodeBlock,
    Directive,
    HiddenCode,
    Include,
    Mathematics,
    Page,
    PageElement,
    PageProblem,
)
from .unread_marks import unread_marks


@lru_cache(maxsize=64)  # a site's build asks five times for the same page
def read_page(text: str) -> Page:
    r"""The pieces of a page in Markdown.

    Windows line ends must have been made `\n` before.
    """
    reader = _MarkdownReader(text)
    pieces = tuple(reader.pieces())
    found = [*reader.problems, *unread_marks(reader.shown(), pieces)]
    macros: tuple[str, ...] = ()
    try:
        macros = from_front_matter(text)
    except MacrosError as error:
        found.append(PageProblem(0, f"the macros below math: {error}"))
    return Page(
        text,
        pieces,
        tuple(sorted(found, key=lambda problem: problem.start)),
        _headings(text, pieces),
        includes=tuple(reader.includes),
        macros=macros,
    )


def text_of_page(text: str) -> tuple[int, int]:
    """From where to where a page is text: behind what is before it."""
    front = FRONT_MATTER.match(text)
    return front.end() if front else 0, len(text)


def no_preamble(_: str) -> tuple[int, int]:
    """A page in Markdown has nothing that holds before its text."""
    return 0, 0


HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*(?:\{[^}\n]*\})?[ \t]*#*$", re.M)


def _headings(text: str, pieces: Sequence[PageElement]) -> tuple[tuple[int, str], ...]:
    """The headings that are outside the pieces."""
    starts = [piece.start for piece in pieces]

    def outside(at: int) -> bool:
        number = bisect_right(starts, at) - 1
        return number < 0 or at >= pieces[number].end

    found = HEADING.finditer(text)
    return tuple((m.start(), m[1]) for m in found if outside(m.start()))


BLANK = re.compile(r"[^\n]")
COMMENT_END = re.compile("-->")
OPTION_LINES = re.compile(r"(?:[ \t>]*:[\w-]+:[^\n]*\n)*")  # of MyST's {math}


class _MarkdownReader:
    """One pass over a text; `problems` fills up as `pieces` runs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[PageProblem] = []
        self.includes: list[Include] = []
        self.closers: set[int] = set()  # lines that close directives that are opened
        self.indented = indented_code(text)
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.paragraph = (0, -1)  # from where to where the last one was found to reach
        self.span = (0, -1)  # from where to where no code span was found to open
        self.absent: set[tuple[str, int]] = set()  # closing marks: none until there
        self.last: dict[str, int] = {}  # closing marks: where the last one is

    def pieces(self) -> Iterator[PageElement]:
        """Every piece, in reading order."""
        front = FRONT_MATTER.match(self.text)
        at = front.end() if front else 0
        while mark := MARK.search(self.text, at):
            if self._is_indented_code(mark.start()):
                at = self._next_line(mark.start())
                continue
            piece, at = self._piece(mark)
            if piece is not None:
                yield piece

    def shown(self) -> str:
        """The text with comments and code blanked: each sign keeps its place."""
        kept = [
            BLANK.sub(" ", line) if start in self.indented else line
            for start, line in zip(self.starts, lines(self.text), strict=False)
        ]
        return UNSHOWN.sub(lambda found: BLANK.sub(" ", found[0]), "".join(kept))

    def _piece(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        """The piece that a mark opens, if any, and where reading goes on."""
        match kind_of(mark):
            case "fence":
                return self._fence(mark)
            case "colons":
                return self._colons(mark)
            case "shortcode":
                self._include(mark, mark["file"].strip("\"'"))
                return None, mark.end()
            case "comment":
                return self._comment(mark)
            case "code":
                return self._code_span(mark)
            case "dollars":
                return self._display(mark, "$$")
            case "bracket":
                return self._display(mark, r"\]")
            case "round":
                return self._inline(mark, re.compile(r"(?<!\\)\\\)"))
            case "dollar":
                return self._dollar(mark)
            case "bare":
                return self._environment(mark)
            case "html":
                return None, self._after(f"</{mark['tag']}>", mark)
            case _:
                return None, mark.end()

    def _fence(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        """A fence, to the next line that closes it within the same container."""
        if mark.start() in self.closers:
            return None, mark.end()
        close = self._fence_end(mark, mark["ticks"])
        if close is None:
            self._problem(mark.start("ticks"), "this fence is opened and never closed")
            return None, mark.end()
        named = DIRECTIVE_NAME.match(mark["header"])
        if named and named[1] == "include":
            self._include_directive(mark, named[2], close)
            return None, close.end()
        if named and named[1] != "math" and holds_text(named[1]):
            self.closers.add(close.start())
            return None, mark.start("header") + named.start(2)
        start = min(mark.end() + 1, close.start())
        language, classes, options = read_header(mark["header"])
        if language in ("math", "{math}"):
            start = OPTION_LINES.match(self.text, start, close.start()).end()  # type: ignore[union-attr]  # matches the empty text too
            opening = mark["ticks"] + language
            body = (start, max(start, close.start() - 1))
            return self._mathematics(mark, body, close.end(), opening), close.end()
        code = without_prefix(self.text[start : close.start()], mark["prefix"])
        block = CodeBlock(
            start=mark.start("ticks"),
            end=close.end(),
            language=language.strip("{}").lower(),
            classes=classes,
            options=options,
            header=mark["header"].strip(),
            code=code,
            code_start=start,
            prefix=mark["prefix"] + (mark["marker"] or ""),
            fence=mark["ticks"],
            closing=close.group(),
            outside=lines_outside(self.text[start : close.start()], mark["prefix"]),
        )
        return block, close.end()

    def _colons(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        """A directive between colons: mathematics, a file, code, or text to go into."""
        name = mark["inside"]
        if name not in ("math", "include") and holds_text(name):
            return None, mark.start("argument")
        close = self._fence_end(mark, mark["run"])
        if close is None:
            self._problem(mark.start("run"), "this fence is opened and never closed")
            return None, mark.end()
        if name == "include":
            self._include_directive(mark, mark["argument"], close)
            return None, close.end()
        start = min(mark.end() + 1, close.start())
        if name != "math":
            return None, close.end()
        options = OPTION_LINES.match(self.text, start, close.start())
        start = options.end() if options else start
        body = (start, max(start, close.start() - 1))
        return self._mathematics(mark, body, close.end(), ":::{math}"), close.end()

    def _fence_end(self, mark: re.Match[str], run: str) -> re.Match[str] | None:
        """The line that closes a fence of as many signs, or more."""
        closing = re.compile(rf"^[ \t>]*{re.escape(run)}{run[0]}*[ \t]*$", re.M)
        return self._closing(closing, mark.end(), len(self.text))

    def _include_directive(
        self, mark: re.Match[str], name: str, close: re.Match[str]
    ) -> None:
        """A file that a directive names; one with options is not followed."""
        start = min(mark.end() + 1, close.start())
        if self.text[start : close.start()].strip(" \t>\n"):
            message = (
                f"{name.strip()} is included in part, which is not read: "
                "check that file too"
            )
            self._problem(mark.start(), message)
            return
        self._include(mark, name.strip(), close.end())

    def _include(self, mark: re.Match[str], name: str, end: int | None = None) -> None:
        """A file that is put here; until it is, it is a problem."""
        until = mark.end() if end is None else end
        written = " ".join(self.text[mark.start() : until].split())
        self.includes.append(Include(mark.start(), until, written, (name,)))
        message = f"{name} is a file of its own, which is not read: check that file too"
        self._problem(mark.start(), message)

    def _code_span(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        r"""A span of code, or mathematics in the role of MyST, {math}`a = b`."""
        end = self._inline_code_end(mark)
        if end == mark.end() or not self.text.endswith(ROLE, 0, mark.start()):
            return None, end
        body = (mark.end(), end - len(mark["code"]))
        piece = self._mathematics(mark, body, end, ROLE + mark["code"], display=False)
        return piece, end

    def _comment(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        close = self._closing(COMMENT_END, mark.end(), len(self.text))
        if close is None:
            self._problem(
                mark.start(), "this comment is opened by <!-- and never closed"
            )
            return None, mark.end()
        end = close.end()
        if found := DIRECTIVE.fullmatch(self.text, mark.start(), end):
            text = " ".join(found["text"].rstrip("-").split())
            return Directive(mark.start(), end, text), end
        if found := HIDDEN.fullmatch(self.text, mark.start(), end):
            before = self.text[self._line_start(mark.start()) : mark.start()]
            prefix = before if not before.strip(" \t>") else ""
            code = without_prefix(found["code"].rstrip("-"), prefix)
            return HiddenCode(mark.start(), end, code, found.start("code")), end
        return None, end

    def _inline_code_end(self, mark: re.Match[str]) -> int:
        """Where a code span ends: at a run of as many backticks in its paragraph."""
        run = re.compile(rf"(?<!`){mark.group()}(?!`)")
        close = self._closing(run, mark.end(), self._paragraph_end(mark.end()))
        return close.end() if close else mark.end()

    def _code_start(self, start: int) -> int:
        """Where the next code span opens, which no inline formula reaches into.

        The end of the paragraph where there is none.
        """
        if not self.span[0] <= start <= self.span[1]:
            end = self._paragraph_end(start)
            runs = BACKTICKS.finditer(self.text, start, end)
            code = (r.start() for r in runs if self._inline_code_end(r) > r.end())
            self.span = start, next(code, end)
        return self.span[1]

    def _display(
        self, mark: re.Match[str], closing: str
    ) -> tuple[PageElement | None, int]:
        pattern = re.compile(rf"(?<!\\){re.escape(closing)}")
        close = self._closing(pattern, mark.end(), self._paragraph_end(mark.end()))
        if close is None:
            return self._open_display(mark, closing)
        body = (mark.end(), close.start())
        return self._mathematics(mark, body, close.end(), mark.group()), close.end()

    def _open_display(self, mark: re.Match[str], closing: str) -> tuple[None, int]:
        if closing not in self.last:
            self.last[closing] = self.text.rfind(closing)
        beyond = self.last[closing] >= mark.end()
        self._problem(
            mark.start(),
            f"this display is opened by {mark.group()} and not closed by {closing} "
            + ("before the next empty line" if beyond else "anywhere after it"),
        )
        return None, mark.end()

    def _dollar(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        """`$x$`, or `$ x $` with space on both sides; else a dollar is a dollar."""
        spaced = self.text[mark.end() : mark.end() + 1].isspace()
        before = r"(?<=\s)" if spaced else r"(?<![\s\\])"
        return self._inline(mark, re.compile(rf"{before}\$(?!\$)"))

    def _inline(
        self, mark: re.Match[str], closing: re.Pattern[str]
    ) -> tuple[PageElement | None, int]:
        close = self._closing(closing, mark.end() + 1, self._code_start(mark.end()))
        if close is None:
            return None, mark.end()
        body = (mark.end(), close.start())
        piece = self._mathematics(mark, body, close.end(), mark.group(), display=False)
        return piece, close.end()

    def _environment(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        closing = rf"\end{{{mark['name']}}}"
        pattern = re.compile(re.escape(closing))
        close = self._closing(pattern, mark.end(), self._paragraph_end(mark.end()))
        if close is None:
            return self._open_display(mark, closing)
        body = (mark.start(), close.end())
        return self._mathematics(mark, body, close.end(), mark.group()), close.end()

    def _mathematics(
        self,
        mark: re.Match[str],
        body: tuple[int, int],
        end: int,
        opening: str,
        *,
        display: bool = True,
    ) -> Mathematics:
        """The lines of a formula without what their container puts before them."""
        quoted = QUOTE.match(self.text, self._line_start(mark.start()), mark.start())
        spans, parts, length, at = [], [], 0, body[0]
        for raw in lines(self.text[slice(*body)]):
            skip = 0
            if at > mark.start() and self._line_start(at) == at:
                skip = len(raw) - len(raw.lstrip(" \t>" if quoted else " \t"))
            spans.append((length, at + skip))
            parts.append(raw[skip:])
            length += len(raw) - skip
            at += len(raw)
        tex = "".join(parts)
        starts = tuple(spans) or ((0, body[0]),)
        return Mathematics(mark.start(), end, tex, display, opening, starts)

    def _closing(
        self, closing: re.Pattern[str], start: int, end: int
    ) -> re.Match[str] | None:
        """The first closing mark between two places.

        What is not there for one opening mark is not there for a later one either, and
        is not looked for again: reading stays linear in the length of the page.
        """
        if (closing.pattern, end) in self.absent:
            return None
        found = closing.search(self.text, start, end)
        if found is None:
            self.absent.add((closing.pattern, end))
        return found

    def _after(self, closing: str, mark: re.Match[str]) -> int:
        """Where verbatim HTML ends; a fence is code for superfences there too."""
        pattern = re.compile(rf"{re.escape(closing)}|\n(?={FENCE_LINE})", re.M)
        found = self._closing(pattern, mark.end(), len(self.text))
        return found.end() if found else mark.end()

    def _paragraph_end(self, start: int) -> int:
        """The next empty line (quote marks count as empty) or fence."""
        if not self.paragraph[0] <= start <= self.paragraph[1]:
            empty = EMPTY_LINE.search(self.text, start)
            self.paragraph = start, empty.start() if empty else len(self.text)
        return self.paragraph[1]

    def _line_start(self, offset: int) -> int:
        return self.starts[bisect_right(self.starts, offset) - 1]

    def _next_line(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _is_indented_code(self, offset: int) -> bool:
        return self._line_start(offset) in self.indented

    def _problem(self, start: int, message: str) -> None:
        self.problems.append(PageProblem(start, message))
