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

from .page import (
    CodeBlock,
    Directive,
    HiddenCode,
    Mathematics,
    Page,
    PageElement,
    PageProblem,
)
from .unread_marks import unread_marks

# Environments that stand in running text without dollars around them.
ENVIRONMENTS = (
    "align|aligned|equation|gather|gathered|multline|eqnarray|alignat|flalign"
)


@lru_cache(maxsize=64)  # a site's build asks five times for the same page
def read_page(text: str) -> Page:
    r"""The pieces of a page in Markdown.

    Windows line ends must have been made `\n` before.
    """
    reader = _MarkdownReader(text)
    pieces = tuple(reader.pieces())
    found = [*reader.problems, *unread_marks(reader.shown(), pieces)]
    problems = tuple(sorted(found, key=lambda problem: problem.start))
    return Page(text, pieces, problems, _headings(text, pieces))


HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*(?:\{[^}\n]*\})?[ \t]*#*$", re.M)


def _headings(text: str, pieces: Sequence[PageElement]) -> tuple[tuple[int, str], ...]:
    """The headings that stand outside the pieces."""
    starts = [piece.start for piece in pieces]

    def outside(at: int) -> bool:
        number = bisect_right(starts, at) - 1
        return number < 0 or at >= pieces[number].end

    found = HEADING.finditer(text)
    return tuple((m.start(), m[1]) for m in found if outside(m.start()))


FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)

# What may follow the backticks that open a fence: a backtick only within quotes.
HEADER_LINE = r"""(?:[^`\n]*|(?:[^`\n"']|"[^"\n]*"|'[^'\n]*')*)"""

MARK = re.compile(
    rf"""
      (?P<fence>  ^(?P<prefix>[ \t>]*)(?P<marker>(?:[-*+]|\d+[.)])[ \t]+)?
                  (?P<ticks>`{{3,}}+(?={HEADER_LINE}$)|~{{3,}}+)(?P<header>[^\n]*)$ )
    | (?P<comment><!--)
    | (?P<code>   `+)
    | (?P<dollars>\$\$)
    | (?P<dollar> \$)
    | (?P<bracket>\\\[)
    | (?P<round>  \\\()
    | (?P<bare>   \\begin\{{(?P<name>(?:{ENVIRONMENTS})\*?)\}})
    | (?P<escape> \\.)
    | (?P<html>   <(?P<tag>pre|code|script|style)\b)
    """,
    re.X | re.M | re.S,
)
HEADER = re.compile(
    r"[ \t]*\.?(?P<language>[\w#.+-]+|\{\w[\w#.+-]*\})?(?=[ \t{]|$)[ \t]*"
    r"(?:\{(?P<attributes>[^\n]*)\}|(?P<rest>[^\n]*?))[ \t]*$"
)
CLASS = re.compile(r"(?<![\w\"'=.])\.([\w#+-]+)")
OPTION = re.compile(r"([\w-]+)=([\"'])(.*?)\2")
DIRECTIVE = re.compile(r"<!--+[ \t]*derivcheck[ \t]*:(?P<text>.*)-->", re.S)
HIDDEN = re.compile(
    r"<!--+[ \t]*invisible-code(?:-block)?:[ \t]*python[ \t]*\n(?P<code>.*)-->", re.S
)
UNSHOWN = re.compile(  # comments, and spans of code that no dialect takes for formulas
    r"<!--.*?-->|(?<![`$}])(?<!:math:)(?P<run>`+)(?!`|#!)"
    r"[^\n]+?(?<!`)(?P=run)(?![`$])",
    re.S,
)
BLANK = re.compile(r"[^\n]")
COMMENT_END = re.compile("-->")
OPTION_LINES = re.compile(r"(?:[ \t>]*:[\w-]+:[^\n]*\n)*")  # of MyST's {math}


class _MarkdownReader:
    """One pass over a text; `problems` fills up as `pieces` runs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[PageProblem] = []
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
        match mark.lastgroup if mark["fence"] is None else "fence":
            case "fence":
                return self._fence(mark)
            case "comment":
                return self._comment(mark)
            case "code":
                return None, self._inline_code_end(mark)
            case "dollars":
                return self._display(mark, "$$")
            case "bracket":
                return self._display(mark, r"\]")
            case "round":
                return self._inline(mark, re.compile(r"(?<!\\)\\\)"))
            case "dollar":
                return self._dollar(mark)
            case "bare" | "name":
                return self._environment(mark)
            case "html" | "tag":
                return None, self._after(f"</{mark['tag']}>", mark)
            case _:
                return None, mark.end()

    def _fence(self, mark: re.Match[str]) -> tuple[PageElement | None, int]:
        """A fence, to the next line that closes it within the same container."""
        closing = re.compile(
            rf"^[ \t>]*{re.escape(mark['ticks'])}{mark['ticks'][0]}*[ \t]*$", re.M
        )
        close = self._closing(closing, mark.end(), len(self.text))
        if close is None:
            self._problem(mark.start("ticks"), "this fence is opened and never closed")
            return None, mark.end()
        start = min(mark.end() + 1, close.start())
        language, classes, options = _header(mark["header"])
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


FENCE_LINE = rf"[ \t>]*(?:`{{3,}}+{HEADER_LINE}$|~{{3,}}+[ \t]*[\w{{.])"
QUOTE = re.compile(r"\s*>")
BACKTICKS = re.compile(r"(?<![\\`])`+")
EMPTY_LINE = re.compile(rf"\n(?=[ \t>]*(?:\n|\Z)|{FENCE_LINE})", re.M)


def _header(header: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Language, classes and options of a fence, as superfences reads them."""
    found = HEADER.match(header)
    if found is None:  # the site shows no code; what was meant is the first word
        word = re.search(r"\w+", header)
        return word.group() if word else "", (), {}
    attributes = found["attributes"] or ""
    language = found["language"] or ""
    if not language and re.fullmatch(r"\w[\w#.+-]*", attributes.strip()):
        language = f"{{{attributes.strip()}}}"  # MyST's {math}
    classes = CLASS.findall(OPTION.sub("", attributes))
    if not language and classes:
        language = classes.pop(0)
    options = {
        key: value
        for key, _, value in OPTION.findall(attributes or found["rest"] or "")
    }
    return language, tuple(classes), options


CONTAINER = re.compile(r"(?:[-*+]|\d+[.)]|:)[ \t]+|!!!|\?\?\?|===|\[\^[^\]]+\]:")


def without_prefix(code: str, prefix: str) -> str:
    """Lines of code without what their container puts before them."""
    quoted = ">" in prefix
    width = len(prefix.expandtabs(4))

    def bare(line: str) -> str:
        if line.startswith(prefix):
            return line[len(prefix) :]
        if not quoted:
            expanded = line.expandtabs(4)
            if expanded[:width].isspace():
                return expanded[width:] or "\n"
        return line.lstrip(" \t>") if not line.strip(" \t>\n") or quoted else line

    return "".join(bare(line) for line in lines(code))


def lines_outside(code: str, prefix: str) -> int:
    """How many lines of code, not counting empty ones, stand left of their fence."""
    width = len(prefix.expandtabs(4))
    allowed = " \t>" if ">" in prefix else " \t"
    return sum(
        line.expandtabs(4)[:width].strip(allowed) != ""
        or (">" in prefix and len(line) <= width)
        for line in lines(code)
        if line.strip(" \t>\n")
    )


def lines(text: str) -> list[str]:
    r"""Lines with their ends; `\n` alone ends one, unlike in `str.splitlines`."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def indented_code(text: str) -> frozenset[int]:
    """The starts of the lines that Markdown shows as code because of their indent.

    Four spaces more than the container around it, after an empty line. A list item, an
    admonition, a tab, a fold and a footnote are containers; a line that is indented
    less leaves them. What stands in a quote is taken for text.
    """
    code: set[int] = set()
    containers: list[int] = []  # the indents of their content
    after_empty, in_code, at = True, False, 0
    for line in lines(text):
        bare = line.lstrip(" \t")
        indent = len(line[: len(line) - len(bare)].expandtabs(4))
        if not bare.strip(" \t>\n"):
            after_empty = True
        else:
            if after_empty and not in_code:
                while containers and indent < containers[-1] - 3:
                    containers.pop()
            base = containers[-1] if containers else 0
            in_code = indent >= base + 4 and (after_empty or in_code)
            if in_code:
                code.add(at)
            elif CONTAINER.match(bare):
                while containers and indent < containers[-1] - 3:
                    containers.pop()
                containers.append(4 * (indent // 4) + 4)
            after_empty = False
        at += len(line)
    return frozenset(code)
