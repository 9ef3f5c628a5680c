r"""A LaTeX document -> its pieces, with the places that they have in the file.

Mathematics is in `$`, `$$`, `\(`, `\[` and the environments for displays; a word
to the checker is a comment of its own, `% derivcheck: fresh`. Macros are handed on as
mathematics that states nothing, so that they are known from there on. Nothing is
executed; which other files the document reads is told, for whoever follows them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ..expressions import NotUnderstood
from ..latex import read_tokens
from .page import Directive, Include, Mathematics, Page, PageElement, PageProblem

DISPLAYS = (
    "align|aligned|alignat|displaymath|eqnarray|equation|flalign|gather|gathered"
    "|multline"
)
OF_PACKAGES = "dmath|IEEEeqnarray|empheq|xalignat|xxalignat"  # read without arguments
FOREIGN = "dgroup|dseries|darray|numcases|subnumcases"
VERBATIM = "verbatim|Verbatim|lstlisting|minted|comment|filecontents"

# What is no mathematics, whatever is in it.
HIDDEN = re.compile(
    rf"""
      (?P<verb>     \\verb\*?(?P<mark>[^a-zA-Z\s*])[^\n]*?(?P=mark) )
    | (?P<verbatim> \\begin\{{(?P<name>(?:{VERBATIM})\*?)\}} )
    | (?P<comment>  %(?P<said>[^\n]*) )
    | \\.
    """,
    re.X | re.S,
)
DIRECTIVE = re.compile(r"%*[ \t]*derivcheck[ \t]*:(?P<text>.*)")
MARK = re.compile(
    rf"""
      (?P<display> \$\$ | \\\[ | \\begin\{{(?:{DISPLAYS})\*?\}} )
    | (?P<inline>  \$ | \\\( | \\begin\{{math\}} )
    | (?P<package_display> \\begin\{{(?P<environment>(?:{OF_PACKAGES})\*?)\}}
                   \s*(?:\[(?P<options>[^\]]*)\])?\s*(?:\{{[^{{}}]*\}})? )
    | (?P<foreign> \\begin\{{(?P<unread>(?:{FOREIGN})\*?)\}} )
    | (?P<macro>   \\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|def
                   |(?P<two>(?:New|Renew|Provide|Declare)DocumentCommand
                   |DeclarePairedDelimiter))(?![a-zA-Z]) )
    | (?P<let>     \\let[ \t]*\\(?:[a-zA-Z]+|.)[ \t]*=?[ \t]*\\(?:[a-zA-Z]+|.) )
    | (?P<heading> \\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph)\*?
                   [ \t]*\{{(?P<words>[^{{}}\n]*)\}} )
    | (?P<file>    \\(?:input|include|subfile)[ \t]*
                   (?:\{{(?P<path>[^{{}}\n]*)\}}|(?P<bare>(?<=[ \t])[\w./-]+)) )
    | (?P<import>  \\(?:sub)?import\*?[ \t]*
                   \{{(?P<folder>[^{{}}\n]*)\}}[ \t]*\{{(?P<part>[^{{}}\n]*)\}} )
    | (?P<package> \\(?:usepackage|RequirePackage)[ \t]*(?:\[[^\]]*\][ \t]*)?
                   \{{(?P<packages>[^{{}}]*)\}} )
    | (?P<class>   \\documentclass[ \t]*\[(?P<whole>[^\]\n]*)\][ \t]*\{{subfiles\}} )
    | \\(?:[a-zA-Z]+|.)
    """,
    re.X | re.S,
)
BEGIN = r"\begin{document}"
END = re.compile(r"\\end\{document\}|\\endinput(?![a-zA-Z])")
CLOSING = {"$$": "$$", r"\[": r"\]", "$": "$", r"\(": r"\)"}
SPACE = re.compile(r"\s*")
EMPTY_LINE = re.compile(r"\n[ \t]*\n")
# The name of a macro and its arguments, up to its body.
HEAD = re.compile(r"\*?\s*(?:\{\s*)?\\(?:[a-zA-Z]+|.)(?:\s*\})?[^{}\\$]*(?=\{)", re.S)
NAME = re.compile(r"\\(?:[a-zA-Z]+|.)")
LEFT_OF_IT = re.compile(r"(?:^|,)\s*left\s*=")  # what empheq puts before a brace
HIDES = re.compile(
    rf"\$\$|\\[\[\]]|\\(?:begin|end)\{{(?:{DISPLAYS}|{OF_PACKAGES}|{FOREIGN})\*?\}}"
)
MOST_GROUPS = 200  # that are passed over in search of the end of a formula
BRACE = re.compile(r"\\.|[{}]", re.S)


def _included(mark: re.Match[str]) -> Iterator[Include]:
    """The files that a mark names."""
    start, end = mark.span()
    if mark["file"]:
        name = (mark["path"] or mark["bare"] or "").strip().strip('"')
        yield Include(start, end, mark[0], (f"{name}.tex", name))
    elif mark["import"]:
        name = f"{mark['folder'].strip().rstrip('/')}/{mark['part'].strip()}"
        yield Include(start, end, mark[0], (f"{name}.tex", name))
    elif mark["package"]:
        for name in map(str.strip, mark["packages"].split(",")):
            yield Include(end, end, name, (f"{name}.sty",), optional=True)
    elif mark["class"]:
        name = mark["whole"].strip()
        names = (f"{name}.tex", name)
        yield Include(end, end, mark[0], names, preamble=True, optional=True)


def read_tex(text: str) -> Page:
    """The page that a document is; all of it where no document begins."""
    reader = _TexReader(text)
    pieces = sorted(reader.pieces(), key=lambda piece: piece.start)
    return Page(
        text,
        tuple(pieces),
        tuple(reader.problems),
        tuple(reader.headings),
        includes=tuple(reader.includes),
    )


def body_of(text: str) -> tuple[int, int]:
    """From where to where a document is text; all of it where no document begins."""
    reader = _TexReader(text)
    return reader.begin, reader.end


def preamble_of(text: str) -> tuple[int, int]:
    """What is before the text of a document; nothing where none begins."""
    reader = _TexReader(text)
    return 0, max(0, reader.begin - len(BEGIN))


class _TexReader:
    """One pass over a document; the lists fill up as `pieces` runs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.directives: list[Directive] = []
        self.problems: list[PageProblem] = []
        self.headings: list[tuple[int, str]] = []
        self.includes: list[Include] = []
        self.openers: set[str] = set()  # macros in which mathematics opens or closes
        self.absent: set[tuple[str, int]] = set()  # closing marks: none until there
        self.paragraph = (0, -1)  # from where to where the last one was found to reach
        self.bare = "".join(self._bare())
        self.groups = dict(self._groups())
        begin = self.bare.find(BEGIN)
        self.begin = begin + len(BEGIN) if begin >= 0 else 0
        end = END.search(self.bare, self.begin)
        self.end = end.start() if end else len(text)

    # --- what is no mathematics ------------------------------------------------------

    def _bare(self) -> Iterator[str]:
        """The text, as long as it was, with nothing in its comments and listings."""
        at = 0
        while mark := HIDDEN.search(self.text, at):
            yield self.text[at : mark.start()]
            at = mark.end()
            if mark["comment"]:
                self._directive(mark)
                yield "%" + " " * len(mark["said"])  # so that its line is not empty
            elif mark["verb"]:
                yield " " * len(mark["verb"])
            elif mark["verbatim"]:
                at = self._verbatim_end(mark)
                yield re.sub(r"[^\n]", " ", self.text[mark.start() : at])
            else:
                yield mark.group()
        yield self.text[at:]

    def _directive(self, mark: re.Match[str]) -> None:
        if asked := DIRECTIVE.fullmatch(mark["said"]):
            words = " ".join(asked["text"].split())
            self.directives.append(Directive(mark.start(), mark.end(), words))

    def _verbatim_end(self, mark: re.Match[str]) -> int:
        closing = rf"\end{{{mark['name']}}}"
        if (closing, 0) in self.absent:
            return mark.end()
        found = self.text.find(closing, mark.end())
        if found < 0:
            self.absent.add((closing, 0))
        return found + len(closing) if found >= 0 else mark.end()

    # --- pieces ----------------------------------------------------------------------

    def pieces(self) -> Iterator[PageElement]:
        """Macros and mathematics, then the directives that are outside them."""
        found = list(self._found())
        yield from found
        inside = {n for p in found for n in self._directives_in(p)}
        for number, directive in enumerate(self.directives):
            if number in inside:
                message = "a word to the checker stands before mathematics, not in it"
                self.problems.append(PageProblem(directive.start, message))
            elif directive.start < self.end:
                yield directive

    def _directives_in(self, piece: Mathematics) -> range:
        starts = [directive.start for directive in self.directives]
        return range(bisect_left(starts, piece.start), bisect_left(starts, piece.end))

    def _found(self) -> Iterator[Mathematics]:
        at = 0
        while mark := MARK.search(self.bare, at, self.end):
            piece = self._piece(mark)
            at = mark.start("words") if mark["heading"] else mark.end()
            if piece is not None:
                yield piece
                at = piece.end

    def _piece(self, mark: re.Match[str]) -> Mathematics | None:
        """The mathematics that a mark opens, if any; of the preamble, macros alone."""
        if mark["let"]:
            return self._definition(mark, mark.end())
        if mark["macro"]:
            return self._macro(mark)
        if mark[0] in self.openers:
            message = (
                f"{mark[0]} opens or closes mathematics, which is not read behind a "
                "macro: write the environment itself"
            )
            self.problems.append(PageProblem(mark.start(), message))
        self.includes += _included(mark)
        if mark["file"] or mark["import"]:
            message = (
                f"{mark[0]} names a file of its own, which is not read: "
                "check that file too"
            )
            self.problems.append(PageProblem(mark.start(), message))
        if mark.start() < self.begin:
            return None
        if mark["heading"]:
            self.headings.append((mark.start(), mark["words"]))
        if mark["foreign"]:
            message = f"the environment {mark['unread']} is not read: write align"
            self.problems.append(PageProblem(mark.start(), message))
        if mark["package_display"]:
            return self._of_package(mark)
        if mark["display"] or mark["inline"]:
            return self._mathematics(mark)
        return None

    def _of_package(self, mark: re.Match[str]) -> Mathematics | None:
        """The inside of an environment whose arguments say how it looks."""
        name = mark["environment"]
        if LEFT_OF_IT.search(mark["options"] or ""):
            message = f"what stands left of {name} is not read: write it inside"
            self.problems.append(PageProblem(mark.start(), message))
            return None
        closing = rf"\end{{{name}}}"
        start = mark.end() if name.rstrip("*") != "dmath" else self._behind(mark)
        close = self._closing(closing, start, self._paragraph_end(start))
        if close is None:
            self._unclosed(mark, rf"\begin{{{name}}}", closing, start)
            return None
        end = close + len(closing)
        opening = rf"\begin{{{name}}}"
        body = (start, close)
        return self._piece_of(mark.start(), end, body, opening, display=True)

    def _behind(self, mark: re.Match[str]) -> int:
        """Where an environment begins that has options and no further argument."""
        options = mark.end("options")
        return options + 1 if options >= 0 else mark.end("environment") + 1

    def _unclosed(
        self, mark: re.Match[str], opening: str, closing: str, start: int
    ) -> None:
        stop = self._paragraph_end(start)
        place = "empty line" if stop < self.end else "end of the text"
        message = f"this is opened by {opening} and not closed by {closing}"
        message += f" before the next {place}"
        self.problems.append(PageProblem(mark.start(), message))

    def _mathematics(self, mark: re.Match[str]) -> Mathematics | None:
        opening = mark.group()
        environment = opening.startswith(r"\begin")
        closing = (
            opening.replace("begin", "end", 1) if environment else CLOSING[opening]
        )
        stop = self._paragraph_end(mark.end())
        close = self._closing(closing, mark.end(), stop)
        if close is None:
            self._unclosed(mark, opening, closing, mark.end())
            return None
        end = close + len(closing)
        body = (mark.start(), end) if environment else (mark.end(), close)
        display = mark["display"] is not None
        return self._piece_of(mark.start(), end, body, opening, display=display)

    def _macro(self, mark: re.Match[str]) -> Mathematics | None:
        r"""The definition of a macro, where it is one that is understood."""
        head = HEAD.match(self.bare, mark.end(), self.end)
        end = self.groups.get(head.end()) if head else None
        if end is not None and mark["two"]:  # what its arguments are, or the left side
            behind = SPACE.match(self.bare, end)
            end = self.groups.get(behind.end()) if behind else None
        if head is None or end is None:
            return None
        if HIDES.search(self.bare, head.end(), end):
            name = NAME.search(head[0])
            if name is not None:
                self.openers.add(name[0])
            return None
        return self._definition(mark, end)

    def _definition(self, mark: re.Match[str], end: int) -> Mathematics | None:
        body = (mark.start(), end)
        piece = self._piece_of(*body, body, mark.group(), display=False)
        try:
            read_tokens(piece.tex, {})
        except NotUnderstood:
            return None  # told where the macro is used
        return piece

    def _piece_of(
        self,
        start: int,
        end: int,
        body: tuple[int, int],
        opening: str,
        *,
        display: bool,
    ) -> Mathematics:
        tex = self.bare[slice(*body)]
        return Mathematics(start, end, tex, display, opening, ((0, body[0]),))

    # --- ends ------------------------------------------------------------------------

    def _paragraph_end(self, start: int) -> int:
        if not self.paragraph[0] <= start <= self.paragraph[1]:
            empty = EMPTY_LINE.search(self.bare, start, self.end)
            self.paragraph = start, empty.start() if empty else self.end
        return self.paragraph[1]

    def _closing(self, closing: str, start: int, stop: int) -> int | None:
        """Where a closing mark is outside braces, or else the first one at all.

        What is not there for one opening mark is not there for a later one either.
        """
        if (closing, stop) in self.absent:
            return None
        marks = re.compile(rf"{re.escape(closing)}|\\(?:[a-zA-Z]+|.)|\{{", re.S)
        at, groups = start, 0
        while groups < MOST_GROUPS and (mark := marks.search(self.bare, at, stop)):
            if mark.group() == closing:
                return mark.start()
            at = self.groups.get(mark.start(), mark.end())
            groups += mark.start() in self.groups
        for mark in marks.finditer(self.bare, start, stop):
            if mark.group() == closing:
                return mark.start()
        self.absent.add((closing, stop))
        return None

    def _groups(self) -> Iterator[tuple[int, int]]:
        """Where each group in braces starts and ends."""
        open_: list[int] = []
        for mark in BRACE.finditer(self.bare):
            if mark.group() == "{":
                open_.append(mark.start())
            elif mark.group() == "}" and open_:
                yield open_.pop(), mark.end()
