r"""A Python-Markdown extension: what the site shows for what `documents` reads.

In: a page of Markdown, whose mathematics `pymdownx.arithmatex` (generic) has marked.
Out: HTML in which every formula is typeset, a display with a `\label` has a number and
an anchor, `\eqref` is a link, pictures in SVG stand in the page itself, and no comment
is left. Whatever the page says and the HTML would not show, or would show otherwise, is
an error with its line: nothing is dropped in silence.

    markdown.markdown(text, extensions=["pymdownx.arithmatex", "derivcheck.markdown"])
"""

from __future__ import annotations

import itertools
import posixpath
import re
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Mapping, MutableMapping, MutableSequence
from dataclasses import replace
from typing import Any

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from ..checking import Found
from ..documents import (
    CodeBlock,
    Directive,
    Loader,
    Page,
    anchor,
    beside,
    block_problem,
    directive_problem,
)
from ..pages import check_page, collector_paused
from ..projects import SettingsError, find_settings, macros_of
from ..reports import (
    Finding,
    Measured,
    Totals,
    Typesetter,
    current,
    findings,
    totals,
    totals_html,
)
from . import cache as kept
from .badges import marks
from .changes import offered
from .glossary import GlossaryEntry, symbols
from .katex import typeset_within
from .live_panels import Panels, place_of
from .numbers import InForce, Misplaced, PageNumbers, numbers_of, values_in_force
from .page_in_progress import Rendering
from .pairing import Pair
from .svg import Draw
from .typesetting import Beside, Typeset, left_to_script

UNKNOWN = Measured("", ())  # of a page whose figures are of another version


class DerivationExtension(Extension):
    """The steps from the source to HTML, in the order in which they run."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "page": ["", "path of the page, for messages and links"],
            "labels": [{}, "the labels of all pages, by name"],
            "typeset": [True, "whether KaTeX typesets here; else a script of the page"],
            "check": [False, "whether each display gets a mark, each page its totals"],
            "fail": [False, "whether what is not as the page expects is an error"],
            "measured": ["", "file of figures that `derivcheck mutate --write` wrote"],
            "cache": ["", "folder in which the marks are kept for the next build"],
            "open": [[], "names of pages whose wrong displays show their report"],
            "totals": [{}, "where the counts are left, by the path of the page"],
            "stale": [[], "where pages with figures of another state are left"],
            "findings": [[], "where what is not as its page expects is left"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the steps; the numbers say before and after what each one runs."""
        path, typeset = self.getConfig("page"), self.getConfig("typeset")
        page = Rendering(md, path, self.getConfig("labels"), typeset=typeset)
        before, tree = md.preprocessors, md.treeprocessors
        before.register(ReadSource(page), "derivcheck_read", 29)  # lines are clean (30)
        if self.getConfig("check"):
            check = Check(page, self.getConfigs())
            before.register(check, "derivcheck_check", 28)
            tree.register(Foot(page), "derivcheck_foot", 2)
        before.register(Unfence(page), "derivcheck_unfence", 24)  # fences are out (25)
        tree.register(Pair(page), "derivcheck_pair", 6)  # contents come next (5)
        opened = posixpath.basename(page.path) in self.getConfig("open")
        if typeset:
            tree.register(Draw(page), "derivcheck_draw", 4)  # links are made next (0)
            tree.register(Panels(page), "derivcheck_panels", 3.5)
            tree.register(Typeset(page, opened=opened), "derivcheck_typeset", 3)
            md.postprocessors.register(Uncomment(md), "derivcheck_uncomment", 1)  # last
        else:
            tree.register(Beside(page, opened=opened), "derivcheck_beside", 3)


def makeExtension(**settings: Any) -> DerivationExtension:  # noqa: N802 - Python-Markdown's
    """What Python-Markdown calls to load `derivcheck.markdown`."""
    return DerivationExtension(**settings)


class ReadSource(Preprocessor):
    """Keep the source, and look through it for what can be told without rendering."""

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Leave the lines as they are."""
        self.page.read("\n".join(lines))
        source = self.page.source
        for unclosed in source.problems:
            self.page.error(unclosed.start, unclosed.message)
        for piece in source.pieces:
            match piece:
                case Directive(start, _, text):
                    problem = directive_problem(text)
                case CodeBlock(start) if self.page.typeset:
                    problem = block_problem(piece)
                case _:
                    continue
            if problem is not None:
                self.page.error(start, problem)
        return lines


class Check(Preprocessor):
    """Give every relation of the page its verdict."""

    def __init__(self, page: Rendering, given: Mapping[str, Any]) -> None:
        super().__init__(page.md)
        self.page = page
        self.file: str = given["measured"]
        self.folder: str = given["cache"]
        self.totals: MutableMapping[str, Totals] = given["totals"]
        self.stale: MutableSequence[str] = given["stale"]
        self.fail: bool = given["fail"]
        self.findings: MutableSequence[Finding] = given["findings"]

    def run(self, lines: list[str]) -> list[str]:
        """Leave the lines as they are."""
        path = self.page.path
        figures = self._figures(path)
        typeset = self.page.typeset
        page = self._page(path)
        state = kept.state(path, page, figures, typeset=typeset) if self.folder else ""
        found = kept.read(self.folder, path, state) if self.folder else None
        if found is None:
            found = self._checked(path, page, figures)
            if self.folder:
                kept.write(self.folder, path, state, found)
        self.page.marks, self.page.symbols = found.marks, found.symbols
        self.page.changes, self.page.numbers = found.changes, found.numbers
        self.page.totals = self.totals[path] = found.totals
        if found.totals.relations and figures == UNKNOWN:
            self.stale.append(path)
        self.findings.extend(found.findings)
        for one in found.findings if self.fail else ():
            at = self.page.source.offset(one.line, 1)
            self.page.error(at, f"{one.kind}: {one.message}")
        return lines

    def _page(self, path: str) -> Page:
        """The page with the macros that the settings of its project give to all."""
        page = self.page.source
        try:
            macros = macros_of(find_settings([path or "."]))
        except SettingsError as error:
            self.page.error(0, str(error))
            return page
        return replace(page, macros=(*macros, *page.macros))

    def _checked(self, path: str, page: Page, figures: Measured | None) -> kept.Checked:
        """What a check gives; all that it made on the way can go at once."""
        load, text = beside(path), page.text
        with collector_paused():
            found = check_page(page, path, load=load)
            made = marks(found, text, figures, _within(self.page))
            given = self._values(load)
            values = {start: one.values for start, one in given.items()}
            known = symbols(found, text, load, values)
            told = tuple(findings(found))
            data = offered(found, text) if self.page.typeset else {}
            numbers = self._numbers(found, given)
            return kept.Checked(made, totals([found]), known, told, data, numbers)

    def _values(self, load: Loader) -> dict[int, InForce]:
        """The values that the page names for its displays, where it is typeset."""
        try:
            source = self.page.source
            return values_in_force(source, load) if self.page.typeset else {}
        except Misplaced as error:
            self.page.error(error.at, str(error))
            return {}

    def _numbers(self, found: Found, given: Mapping[int, InForce]) -> PageNumbers:
        """The page in numbers, where it is typeset."""
        try:
            return numbers_of(found, given) if self.page.typeset else PageNumbers()
        except Misplaced as error:
            self.page.error(error.at, str(error))
            return PageNumbers()

    def _figures(self, path: str) -> Measured | None:
        """The page's figures, unknown where they are of another version."""
        if not self.file:
            return None
        return current(self.page.source, path, self.file) or UNKNOWN


COMMENT_LINES = re.compile(
    r"^(?P<prefix>[ \t>]*)(?P<comment><!--.*?-->)[ \t]*$", re.M | re.S
)
LIVE_LINES = re.compile(r"<!--+\s*derivcheck\s*:\s*live\s")
FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?:`{3,}[^`]*|~{3,}.*)$")


class Unfence(Preprocessor):
    """With the code out of the way: no fence may be left, and comments become space.

    A comment on lines of its own ends a paragraph, as an empty line does; so a display
    may follow it directly, also in an admonition.
    """

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Replace comments by empty lines, or by the place of a panel."""
        places = map(place_of, itertools.count())

        def replaced(found: re.Match[str]) -> str:
            prefix = found["prefix"]
            if not LIVE_LINES.match(found["comment"]) or not self.page.numbers.panels:
                return prefix
            return f"{prefix}\n{prefix}{next(places)}\n{prefix}"

        text = COMMENT_LINES.sub(replaced, "\n".join(lines))
        at = 0
        for line in text.split("\n") if self.page.typeset else ():
            if FENCE.match(line):
                at = self._not_code(line, at)
        return text.split("\n")

    def _not_code(self, line: str, at: int) -> int:
        """Report a fence that superfences left standing; return where it ends."""
        start = max(0, self.page.source.text.find(line, at))
        self.page.error(
            start,
            "this fence is not shown as code, so what follows it would not run: put it"
            " on a line of its own, close it by the same number of marks at the same"
            " indent, and write options in braces, as in ```{.python .must-fail}",
        )
        return start + len(line)


class Foot(Treeprocessor):
    """The symbols and the totals of the page, at its foot."""

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Append them, where the page has mathematics that states something."""
        found = self.page.totals
        if found is None or not found.relations:
            return
        if self.page.symbols.known:
            self._symbols(root)
        foot = etree.SubElement(root, "p", {"class": "derivcheck-totals"})
        foot.text = self.page.store(f"On this page: {totals_html(found)}")

    def _symbols(self, root: etree.Element) -> None:
        """A fold with a list of the symbols; a script shows its lines beside them."""
        known = {"class": "derivcheck-known", "data-search-exclude": ""}
        outer = etree.SubElement(root, "derivcheck-symbols", known)
        fold = etree.SubElement(outer, "details")
        etree.SubElement(fold, "summary").text = "The symbols in these equations"
        listed = etree.SubElement(fold, "ul")
        for number, symbol in enumerate(self.page.symbols.known):
            item = etree.SubElement(listed, "li", {"id": f"derivcheck-symbol-{number}"})
            item.text = self.page.store(_within(self.page)(symbol.tex))
            said = etree.SubElement(item, "span")
            said.text = f": {symbol.what}"
            if symbol.value:
                said.text += f"; here {symbol.value}"
            if link := self._link(symbol):
                said.text += "; "
                etree.SubElement(
                    item, "a", {"href": link}
                ).text = "where it is declared"

    def _link(self, symbol: GlossaryEntry) -> str | None:
        """Where the formula stands that declares a symbol."""
        if symbol.elsewhere is not None:
            page, label = symbol.elsewhere
            return f"{page}#{anchor(label)}" if label else page
        if symbol.declared not in self.page.anchors:
            return None
        return f"#{self.page.anchors[symbol.declared]}"


def _within(page: Rendering) -> Typesetter:
    """How a formula is in a text of the page's marks."""
    return typeset_within if page.typeset else left_to_script


class Uncomment(Postprocessor):
    """Take out what comments are left; none is for the reader."""

    def run(self, text: str) -> str:
        """The HTML without its comments."""
        return re.sub(r"<!--.*?-->", "", text, flags=re.S)
