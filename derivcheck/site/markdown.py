r"""A Python-Markdown extension: what the site shows for what `page` reads.

In: a page of Markdown, whose mathematics `pymdownx.arithmatex` (generic) has marked.
Out: HTML in which every formula is typeset, a display with a `\label` has a number and
an anchor, `\eqref` is a link, pictures in SVG stand in the page itself, and no comment
is left. Whatever the page says and the HTML would not show, or would show otherwise, is
an error with its line: nothing is dropped in silence.

    markdown.markdown(text, extensions=["pymdownx.arithmatex", "derivcheck.markdown"])
"""

from __future__ import annotations

import html
import posixpath
import re
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from ..checking import check_text, collector_paused
from ..documents import (
    LABEL,
    CodeBlock,
    Directive,
    Mathematics,
    anchor,
    beside,
    block_problem,
    did_you_mean,
    directive_problem,
)
from ..reports import Measured, Totals, totals, totals_html
from ..reports import precomputed as measured
from . import cache as kept
from .badges import element as mark_element
from .badges import marks
from .glossary import Symbol, symbols, wrapped
from .katex import KatexRejects, spoken, typeset_findable, typeset_within
from .page_in_progress import Rendering
from .svg import Draw

CLOSING = re.compile(r"[,.;:!?)\]’”\"…]+")  # does not begin a line
REFERENCE = re.compile(r"\s*\\eqref\{(?P<label>[^{}]*)\}\s*")


class DerivationExtension(Extension):
    """Everything below, in the order in which Python-Markdown runs it."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "page": ["", "path of the page, for messages and links"],
            "labels": [{}, "the labels of all pages, by name"],
            "check": [False, "whether each display gets a mark, each page its totals"],
            "measured": ["", "file of figures that `derivcheck mutate --write` wrote"],
            "cache": ["", "folder in which the marks are kept for the next build"],
            "open": [[], "names of pages whose wrong displays show their report"],
            "totals": [{}, "where the counts are left, by the path of the page"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the steps; the numbers say before and after what each one runs."""
        page = Rendering(md, self.getConfig("page"), self.getConfig("labels"))
        before, tree = md.preprocessors, md.treeprocessors
        before.register(Read(page), "derivcheck_read", 29)  # lines are clean (30)
        if self.getConfig("check"):
            check = Check(page, self.getConfigs())
            before.register(check, "derivcheck_check", 28)
            tree.register(Foot(page), "derivcheck_foot", 2)
        before.register(Unfence(page), "derivcheck_unfence", 24)  # fences are out (25)
        tree.register(Number(page), "derivcheck_number", 6)  # contents come next (5)
        tree.register(Draw(page), "derivcheck_draw", 4)  # links are made next (0)
        opened = posixpath.basename(page.path) in self.getConfig("open")
        tree.register(Typeset(page, opened=opened), "derivcheck_typeset", 3)
        md.postprocessors.register(Uncomment(page), "derivcheck_uncomment", 1)  # last


def makeExtension(**settings: Any) -> DerivationExtension:  # noqa: N802 - Python-Markdown's
    """What Python-Markdown calls to load `derivcheck.markdown`."""
    return DerivationExtension(**settings)


class Read(Preprocessor):
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
                case CodeBlock(start):
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

    def run(self, lines: list[str]) -> list[str]:
        """Leave the lines as they are."""
        path, text = self.page.path, self.page.source.text
        figures = self._figures(path, text)
        state = kept.state(path, text, figures) if self.folder else ""
        found = kept.read(self.folder, path, state) if self.folder else None
        if found is None:
            found = self._checked(path, text, figures)
            if self.folder:
                kept.write(self.folder, path, state, found)
        self.page.marks, self.page.symbols = found.marks, found.symbols
        self.page.totals = self.totals[path] = found.totals
        return lines

    def _checked(self, path: str, text: str, figures: Measured | None) -> kept.Checked:
        """What a check gives; all that it made on the way can go at once."""
        load = beside(path)
        with collector_paused():
            found = check_text(text, path, load=load)
            made = marks(found, text, figures, typeset_within)
            return kept.Checked(made, totals([found]), symbols(found, text, load))

    def _figures(self, path: str, text: str) -> Measured | None:
        """The page's figures; none of them where they are of another version."""
        if not self.file:
            return None
        found = measured.read(self.file, measured.entry(path, self.file))
        version = measured.digest(self.page.source, beside(path))
        fits = found is not None and found.digest == version
        return found if fits else Measured(version, ())


COMMENT_LINES = re.compile(r"^(?P<prefix>[ \t>]*)<!--.*?-->[ \t]*$", re.M | re.S)
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
        """Replace comments by empty lines."""
        text = COMMENT_LINES.sub(lambda found: found["prefix"], "\n".join(lines))
        at = 0
        for line in text.split("\n"):
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


class Number(Treeprocessor):
    """Pair what arithmatex marked with what the source says, and give ids."""

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Mark every display that has a label; report what is shown otherwise."""
        self._pair(root)
        for element, formula in self.page.formulas.items():
            if found := LABEL.search(formula.tex):
                element.set("id", anchor(found["label"]))
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                self._name(element)
            elif element.tag == "th":
                self._head(element)
        self._declare()
        self.page.stop_if_wrong()

    def _declare(self) -> None:
        """Give an id to each formula that declares a symbol and has no label."""
        declared = self.page.symbols.declared
        for element, formula in self.page.formulas.items():
            if formula.start in declared:
                if "id" not in element.attrib:
                    element.set("id", f"declared-{declared.index(formula.start) + 1}")
                self.page.anchors[formula.start] = element.get("id", "")

    def _pair(self, root: etree.Element) -> None:
        waiting: dict[tuple[str, bool], list[Mathematics]] = {}
        for formula in self.page.source.mathematics:
            key = _words(formula.tex), formula.display
            waiting.setdefault(key, []).append(formula)
        strange: list[str] = []
        for element in root.iter():
            if element.get("class") == "arithmatex":
                tex = _marked(element)
                same = waiting.get((_words(tex), element.tag == "div"))
                if same:
                    self.page.formulas[element] = same.pop(0)
                else:
                    strange.append(tex)
        missed = [formula for same in waiting.values() for formula in same]
        self._report(missed, strange)

    def _report(self, missed: Sequence[Mathematics], strange: Sequence[str]) -> None:
        for formula in missed:
            self.page.error(
                formula.start,
                "this is not shown as the mathematics it is: put `$$` on lines of its"
                " own with an empty line before and after"
                if formula.display
                else "this is not shown as mathematics: write `$x$` without space"
                " inside the dollars (and `\\$` for a dollar)",
            )
        if strange and not missed:
            for tex in strange:
                start = max(0, self.page.source.text.find(tex.strip().split("\n")[0]))
                self.page.error(
                    start, "this is shown as mathematics, but is not read as such"
                )

    def _head(self, cell: etree.Element) -> None:
        """Name the head of a column in characters; an empty corner heads nothing."""
        text = [cell.text, *(part.tail for part in cell)]
        if "".join(filter(None, text)).strip():
            return
        if len(cell) == 0:
            cell.tag = "td"
        self.page.heads.update(set(cell) & set(self.page.formulas))

    def _name(self, heading: etree.Element) -> None:
        """Name a heading with mathematics in the contents by what the reader sees."""
        if not any(part in self.page.formulas for part in heading.iter()):
            return
        parts = [heading.text or ""]
        for part in heading:
            formula = self.page.formulas.get(part)
            parts.append(spoken(formula.tex) if formula else "".join(part.itertext()))
            parts.append(part.tail or "")
        heading.set("data-toc-label", "".join(parts))


class Typeset(Treeprocessor):
    """Put the typeset formula where arithmatex put its LaTeX."""

    def __init__(self, page: Rendering, *, opened: bool) -> None:
        super().__init__(page.md)
        self.page = page
        self.opened = opened

    def run(self, root: etree.Element) -> None:
        """Change the elements in place."""
        for element, formula in self.page.formulas.items():
            reference = REFERENCE.fullmatch(formula.tex)
            if reference and not formula.display:
                self._refer(element, formula, reference["label"])
            elif "\\eqref" in formula.tex:
                at = formula.offset(formula.tex.index("\\eqref"))
                self.page.error(
                    at, r"\eqref stands alone: write $\eqref{...}$ in the running text"
                )
            elif formula.display:
                self._display(element, formula)
            else:
                element.set("class", "katex")
                element.text = self._formula(formula, named=element in self.page.heads)
                _tie(element)
        self.page.stop_if_wrong()

    def _formula(self, formula: Mathematics, *, named: bool = False) -> str:
        """A stand-in for the typeset formula, named in characters if asked for."""
        tex = LABEL.sub("", formula.tex).strip()
        spans = self.page.symbols.spans.get(formula.start)
        marked = LABEL.sub("", wrapped(formula.tex, spans)).strip() if spans else None
        try:
            markup = typeset_findable(tex, display=formula.display, marked=marked)
            if named:
                name = html.escape(spoken(tex))
                markup = markup.replace("<math ", f'<math aria-label="{name}" ', 1)
            return self.page.store(markup)
        except KatexRejects as error:
            inside = 0 if error.offset is None else error.offset
            at = formula.offset(_unlabelled(formula.tex, inside))
            self.page.error(
                at,
                f"KaTeX does not typeset this formula: {error.message}",
                caret=error.offset is not None,
            )
            return ""

    def _display(self, element: etree.Element, formula: Mathematics) -> None:
        found = LABEL.search(formula.tex)
        if formula.tex.count("\\label") > 1:
            self.page.error(formula.start, "a display has one \\label, or none")
            return
        wrong = self._is_wrong(formula)
        name = (
            f"Equation {self.page.labels[found['label']].number}"
            if found
            else "Equation"
        )
        element.text = None
        element.set("class", "eq eq-wrong" if wrong else "eq")
        row = {"class": "eq-row", "tabindex": "0", "role": "group"}
        row["aria-label"] = name + (", wrong on purpose" if wrong else "")
        etree.SubElement(element, "div", row).text = self._formula(formula)
        if found:
            label = self.page.labels[found["label"]]
            link = {"class": "eq-number", "href": f"#{anchor(found['label'])}"}
            link["aria-label"] = f"Link to equation {label.number}"
            etree.SubElement(element, "a", link).text = f"({label.number})"
        mark = self.page.marks.get(formula.start)
        if mark is not None:
            element.append(mark_element(mark, name, opened=self.opened))
            element[-1][0][1].text = self.page.store(mark.panel)

    def _is_wrong(self, formula: Mathematics) -> bool:
        """Whether the directive right before a display calls it wrong."""
        before = [p for p in self.page.source.pieces if p.end <= formula.start]
        last = before[-1] if before else None
        return isinstance(last, Directive) and last.text.startswith("wrong")

    def _refer(self, element: etree.Element, formula: Mathematics, name: str) -> None:
        """Turn the element into a link to the equation of that label."""
        label = self.page.labels.get(name)
        if label is None:
            hint = did_you_mean(name, self.page.labels)
            self.page.error(formula.start, f"no equation has the label `{name}`{hint}")
            return
        here = posixpath.dirname(self.page.path) or "."
        same = label.page == self.page.path
        page = "" if same else posixpath.relpath(label.page, here)
        element.tag = "a"
        element.text = f"({label.number})"
        element.set("class", "eqref")
        element.set("href", f"{page}#{anchor(name)}")
        element.set("aria-label", f"Equation {label.number}")
        element.set("data-preview", "")


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
            item.text = self.page.store(typeset_within(symbol.tex))
            said = etree.SubElement(item, "span")
            said.text = f": {symbol.what}"
            if link := self._link(symbol):
                said.text += "; "
                etree.SubElement(
                    item, "a", {"href": link}
                ).text = "where it is declared"

    def _link(self, symbol: Symbol) -> str | None:
        """Where the formula stands that declares a symbol."""
        if symbol.elsewhere is not None:
            page, label = symbol.elsewhere
            return f"{page}#{anchor(label)}" if label else page
        if symbol.declared not in self.page.anchors:
            return None
        return f"#{self.page.anchors[symbol.declared]}"


class Uncomment(Postprocessor):
    """Take out what comments are left; none is for the reader."""

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, text: str) -> str:
        """The HTML without its comments."""
        return re.sub(r"<!--.*?-->", "", text, flags=re.S)


def _tie(formula: etree.Element) -> None:
    """Keep a formula and the marks that close behind it on one line."""
    closing = CLOSING.match(formula.tail or "")
    if closing is None or formula.tail is None:
        return
    inner = etree.Element("span", formula.attrib)
    inner.text, inner.tail = formula.text, closing[0]
    formula.attrib.clear()
    formula.set("class", "derivcheck-tied")
    formula.text, formula.tail = None, formula.tail[closing.end() :]
    formula.append(inner)


def _marked(element: etree.Element) -> str:
    r"""The LaTeX in an element of arithmatex, without its `\( \)` or `\[ \]`."""
    text = (element.text or "").strip()[2:-2]
    return html.unescape(text) if element.tag == "div" else text


def _words(tex: str) -> str:
    """LaTeX up to the amount of space."""
    return " ".join(tex.split())


def _unlabelled(tex: str, offset: int) -> int:
    """The place in `tex` of a place in the same without label and outer space."""
    bare = LABEL.sub(lambda found: "\0" * len(found.group()), tex)
    kept = [at for at, character in enumerate(bare) if character != "\0"]
    first = next((n for n, at in enumerate(kept) if not tex[at].isspace()), 0)
    return kept[min(first + offset, len(kept) - 1)] if kept else 0
