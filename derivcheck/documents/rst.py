r"""A reStructuredText page -> its pieces, with the places that they have in the file.

Mathematics is in the directive `math` and in the role `math`; a word to the checker
is a comment of its own, `.. derivcheck: fresh`. Code and comments are passed over.
Every other directive is opened, also one that only an extension of Sphinx knows.

Nothing but the indentation and the marks of the language is needed for that, so that no
library has to be there; the tests hold it against docutils.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .page import Directive, Include, Mathematics, Page, PageElement, PageProblem
from .unread_marks import FORMULA

CODE = (
    "code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "highlight",
    "raw", "doctest", "testcode", "testsetup", "testcleanup", "testoutput", "prompt",
    "ipython", "plot", "graphviz", "digraph", "graph", "mermaid", "uml", "tikz",
    "jupyter-execute", "code-cell", "productionlist", "meta", "toctree", "image",
    "exec_code", "include", "program-output", "command-output", "bibliography", "index",
)  # fmt: skip  # directives whose content is no text
MARKER = r"(?:(?:[-*+•‣⁃]|\(?(?:\d+|[A-Za-z]|#|[ivxlc]+)[.)])[ \t]+)*"  # of lists
LINE = re.compile(rf"(?P<before>[ \t]*{MARKER})(?P<bare>[^\n]*)")
EXPLICIT = re.compile(r"\.\.(?:[ \t]+(?P<rest>.*))?$", re.S)
OPENED = re.compile(
    r"(?:\|[^|]+\|[ \t]+)?(?P<name>[A-Za-z0-9][\w.+:-]*?)[ \t]*::(?:[ \t]+|$)"
    r"(?P<argument>.*)",
    re.S,
)
TARGET = re.compile(r"_|\[[^\]]+\][ \t]|\|[^|]+\|")  # what is no comment either
WORD = re.compile(r"derivcheck[ \t]*:(?!:)(?P<text>.*)", re.S)
AS_CODE = re.compile(r"[ \t]*:(?:literal|code|number-lines):", re.M)
MEANT = re.compile(r"math[ \t]*::|derivcheck[ \t]*:")
OPTION = re.compile(r"[ \t]*:[\w][\w -]*:(?:[ \t]|$)")
RULE = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
TEXT = r"(?:[^`\\\n]|\\[^\n]|\n(?![ \t]*(?:\n|\Z)))"  # of a paragraph
INLINE = re.compile(
    rf"""
      (?P<literal> ``(?!\s)(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))+?`` )
    | (?P<role>    (?<![\w\\]):math:`(?P<tex>{TEXT}+)` )
    | (?P<behind>  (?<![`:\w\\])`(?P<before>{TEXT}+)`:math: )
    | (?P<open>    (?<![\w\\]):math:` )
    | (?P<other>   (?<![\w\\]):(?:[\w.+-]{{1,60}}:){{1,3}}`{TEXT}+` )
    | (?P<plain>   (?<![`:\w\\])`(?P<default>{TEXT}+)`(?![_`:]) )
    | (?P<dollars> (?<![\w\\$])\$\$?(?=\S)(?=[^$\n`]*\S\$)
                   (?=[^$\n`]*{FORMULA})[^$\n`]*\$ )
    | \\.
    """,
    re.X | re.S,
)
IN_TABLE = re.compile(r"(?<=[|+])[ \t]*(?P<at>\.\.)[ \t]+math[ \t]*::")


def read_rst(text: str) -> Page:
    """The page in a text; its lines end as on Unix."""
    reader = _RstReader(text)
    pieces = sorted(reader.pieces(), key=lambda piece: piece.start)
    problems = sorted(reader.problems, key=lambda problem: problem.start)
    return Page(
        text,
        tuple(pieces),
        tuple(problems),
        tuple(reader.headings),
        includes=tuple(reader.includes),
    )


def all_of_rst(text: str) -> tuple[int, int]:
    """From where to where a page is text: all of it."""
    return 0, len(text)


class _RstReader:
    """First the blocks, which leave what is no text blank; then what is in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.shown = list(self.lines)  # with what is no text left out
        self.roles = [(0, "")]  # which role has no name, from which place on
        self.problems: list[PageProblem] = []
        self.headings: list[tuple[int, str]] = []
        self.includes: list[Include] = []

    def pieces(self) -> Iterator[PageElement]:
        """Every piece, the displays first."""
        number = 0
        while number < len(self.lines):
            found = LINE.match(self.lines[number])
            assert found is not None  # it matches the empty text too
            column, bare = found.end("before"), found["bare"].rstrip()
            explicit = EXPLICIT.match(bare)
            if explicit is not None and self._begins_block(number):
                piece, number = self._explicit(number, column, explicit["rest"] or "")
                if piece is not None:
                    yield piece
                continue
            if explicit is not None and MEANT.match(explicit["rest"] or ""):
                message = "put an empty line before this: it goes on a paragraph"
                self._problem(self.starts[number] + column, message)
            if bare.endswith("::") or bare.startswith(">>> "):
                number = self._literal(number, column, doctest=bare[0] == ">")
                continue
            if self._is_rule(number) and number and self._is_title(number - 1):
                self.headings.append((self.starts[number - 1], self.lines[number - 1]))
            number += 1
        yield from self._inline("\n".join(self.shown))

    # --- blocks ----------------------------------------------------------------------

    def _begins_block(self, number: int) -> bool:
        """Whether a line with two dots goes on no paragraph."""
        before, here = self.lines[number - 1] if number else "", self.lines[number]
        return (
            not before.strip()
            or _indent(before) != _indent(here)
            or RULE.fullmatch(before) is not None
            or EXPLICIT.match(before.strip()) is not None
        )

    def _explicit(
        self, number: int, column: int, rest: str
    ) -> tuple[PageElement | None, int]:
        """A directive, a comment, or what is neither; and the line to go on at."""
        end = self._block_end(number, column)
        opened = OPENED.match(rest)
        if opened is None and TARGET.match(rest):
            return None, number + 1
        if opened is None:  # a comment
            if not rest and not self._goes_on(number):
                end = number + 1
            start = self.starts[number] + column
            said = "\n".join([rest, *self.lines[number + 1 : end]])
            self._hide(number, end)
            if word := WORD.match(said.strip()):
                words = " ".join(word["text"].split())
                return Directive(start, self._end(end), words), end
            return None, end
        name = opened["name"].lower()
        if name == "math":
            piece = self._display(number, end, column)
            self._hide(number, end)
            return piece, end
        if name == "default-role":
            self.roles.append((self.starts[number], opened["argument"].strip()))
        if name == "include":
            self._include(number, end, column, opened["argument"].strip())
        if name in CODE:
            self._hide(number, end)
            return None, end
        return None, number + 1

    def _include(self, number: int, end: int, column: int, name: str) -> None:
        """A file that is put here, also where a part of it is; until then a problem."""
        start, until = self.starts[number] + column, self._end(end)
        if AS_CODE.search(self.text, start, until):
            return
        self.includes.append(Include(start, until, f".. include:: {name}", (name,)))
        message = f"{name} is a file of its own, which is not read: check that file too"
        self._problem(start, message)

    def _goes_on(self, number: int) -> bool:
        """Whether the line after one has something in it."""
        return number + 1 < len(self.lines) and bool(self.lines[number + 1].strip())

    def _block_end(self, number: int, column: int) -> int:
        """The line after the last that is indented more than a column."""
        end = number + 1
        for at in range(number + 1, len(self.lines)):
            if not self.lines[at].strip():
                continue
            if _indent(self.lines[at]) <= column:
                break
            end = at + 1
        return end

    def _literal(self, number: int, column: int, *, doctest: bool) -> int:
        """Pass over the code after a line that announces it, or a session of Python."""
        at = number + 1
        if doctest:
            while at < len(self.lines) and self.lines[at].strip():
                at += 1
            self._hide(number, at)
            return at
        if self._goes_on(number):
            return at  # the paragraph goes on
        end = self._block_end(number, column)
        if end == at and (first := self._next_with_text(at)) is not None:
            quote = self.lines[first][column : column + 1]
            if RULE.fullmatch(quote):  # code with a mark at each line
                end = first
                while end < len(self.lines) and self.lines[end][column:].startswith(
                    quote
                ):
                    end += 1
        self._hide(at, end)
        return end

    def _next_with_text(self, number: int) -> int | None:
        rest = range(number, len(self.lines))
        return next((at for at in rest if self.lines[at].strip()), None)

    def _hide(self, start: int, end: int) -> None:
        """Leave some lines out of the text."""
        for number in range(start, end):
            self.shown[number] = " " * len(self.lines[number])

    def _end(self, line: int) -> int:
        """Where the line before one ends."""
        return self.starts[line] - 1

    def _display(self, number: int, end: int, column: int) -> Mathematics:
        """The LaTeX of a directive: its argument and its content, an empty line apart.

        What stands apart is shown on lines of its own, as after a double backslash.
        """
        head = self.lines[number]
        first = self.starts[number] + head.index("::", column) + 2
        taken = [(first, self.text[first : self._end(number + 1)])]
        taken += [(self.starts[at], self.lines[at]) for at in range(number + 1, end)]
        tex, stretches, in_head, apart = "", [(0, first)], True, False
        for start, line in taken:
            if not line.strip():
                in_head &= start == first
                apart = bool(tex)
            elif not (in_head and OPTION.match(line)):
                if apart:
                    stretches.append((len(tex), start))
                    tex += "\\\\\n"
                stretches.append((len(tex), start + len(line) - len(line.lstrip())))
                tex += line.strip() + "\n"
                apart = False
        start = self.starts[number] + column
        tex = tex.removesuffix("\n")
        return Mathematics(
            start, self._end(end), tex, True, ".. math::", tuple(stretches)
        )

    def _is_rule(self, number: int) -> bool:
        return bool(RULE.fullmatch(self.lines[number]))

    def _is_title(self, number: int) -> bool:
        """Whether a line may have a rule below that makes it a heading."""
        line, rule = self.lines[number], self.lines[number + 1].rstrip()
        alone = number == 0 or not self.lines[number - 1].strip()
        return bool(
            line.strip()
            and not line[0].isspace()
            and (alone or self._is_rule(number - 1))
            and len(rule) >= min(4, len(line.rstrip()))
        )

    # --- text ------------------------------------------------------------------------

    def _inline(self, shown: str) -> Iterator[Mathematics]:
        """The formulas in the running text."""
        for found in IN_TABLE.finditer(shown):
            message = "a directive in a table is not read: move the formula out of it"
            self._problem(found.start("at"), message)
        for found in INLINE.finditer(shown):
            if found["role"]:
                yield self._formula(found, "tex")
            elif found["behind"]:
                yield self._formula(found, "before")
            elif found["plain"] and self._role(found.start()) == "math":
                yield self._formula(found, "default")
            elif found["dollars"]:
                message = "a formula between dollars is not read here: write :math:`x`"
                self._problem(found.start(), message)
            elif found["open"]:
                message = (
                    "this role is opened by :math:` and not closed before the next "
                    "empty line"
                )
                self._problem(found.start(), message)

    def _problem(self, start: int, message: str) -> None:
        self.problems.append(PageProblem(start, message))

    def _role(self, at: int) -> str:
        """The role of what is between single backticks at a place."""
        return next(name for start, name in reversed(self.roles) if start <= at)

    def _formula(self, found: re.Match[str], group: str) -> Mathematics:
        stretches, tex, at = [], "", found.start(group)
        for raw in found[group].split("\n"):
            line = raw.lstrip() if tex else raw
            stretches.append((len(tex), at + len(raw) - len(line)))
            tex += line + "\n"
            at += len(raw) + 1
        tex = tex.removesuffix("\n")
        return Mathematics(
            found.start(), found.end(), tex, False, ":math:`", tuple(stretches)
        )


def _indent(line: str) -> int:
    """How far a line is indented; a tab counts as one sign, as in its places."""
    return len(line) - len(line.lstrip())
