r"""Formulas and references where the page has LaTeX.

In: the elements of a page, each with its formula. Out: each formula as KaTeX typesets
it, a display with its number and the mark of its verdicts, `\eqref` as a link; or the
LaTeX as it was, for a script of the page, with the marks beside it. What KaTeX rejects,
and a reference to nothing, is an error of the page with its line.
"""

from __future__ import annotations

import html
import posixpath
import re
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Sequence

from markdown.treeprocessors import Treeprocessor

from ..documents import LABEL, Directive, Mathematics, anchor, did_you_mean
from .badges import element as mark_element
from .glossary import wrapped
from .katex import KatexRejects, spoken, typeset_findable, typeset_within
from .live_numbers import NumberLine
from .live_panels import in_places
from .page_in_progress import Rendering

CLOSING = re.compile(r"[,.;:!?)\]’”\"…]+")  # does not begin a line
REFERENCE = re.compile(r"\s*\\eqref\{(?P<label>[^{}]*)\}\s*")


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
        wrong = _is_wrong(self.page, formula)
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
        lines = self.page.numbers.lines
        if formula.start in lines:
            self._in_numbers(element, *lines[formula.start])
        _mark(self.page, element, formula, name, opened=self.opened)
        if formula.start in self.page.changes:
            data = self.page.changes[formula.start]
            script = {"type": "application/json", "class": "derivcheck-changes"}
            etree.SubElement(element, "script", script).text = self.page.store(data)

    def _in_numbers(
        self, element: etree.Element, indices: str, lines: Sequence[NumberLine]
    ) -> None:
        """Below a display the same in numbers; a search has no use for them."""
        outer = {"class": "derivcheck-numbers", "data-search-exclude": ""}
        box = etree.SubElement(element, "div", outer)
        said = etree.SubElement(box, "p")
        said.text = "In numbers"
        if indices:
            said.text += self.page.store(f", for {typeset_within(indices)}")
        for line in lines:
            row = {"class": "derivcheck-line-in-numbers", "tabindex": "0"}
            etree.SubElement(box, "div", row).text = self.page.store(in_places(line))

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


class Beside(Treeprocessor):
    """Put the marks beside displays whose LaTeX is left to a script of the page."""

    def __init__(self, page: Rendering, *, opened: bool) -> None:
        super().__init__(page.md)
        self.page = page
        self.opened = opened

    def run(self, root: etree.Element) -> None:
        """Change the elements in place."""
        for element, formula in self.page.formulas.items():
            if formula.start not in self.page.marks:
                continue
            wrong = _is_wrong(self.page, formula)
            row = etree.SubElement(element, "div", {"class": "arithmatex eq-row"})
            row.text, element.text = element.text, None
            element.set("class", "eq eq-wrong" if wrong else "eq")
            _mark(self.page, element, formula, "Equation", opened=self.opened)
            element[-1].set("data-tex", formula.tex.strip())


def left_to_script(tex: str) -> str:
    """A formula in a text, as a script of the page finds it."""
    return f'<span class="arithmatex">\\({html.escape(tex, quote=False)}\\)</span>'


def _mark(
    page: Rendering,
    element: etree.Element,
    formula: Mathematics,
    name: str,
    *,
    opened: bool,
) -> None:
    """Append the mark of a display, where it has one."""
    mark = page.marks.get(formula.start)
    if mark is not None:
        element.append(mark_element(mark, name, opened=opened))
        element[-1][0][1].text = page.store(mark.panel)


def _is_wrong(page: Rendering, formula: Mathematics) -> bool:
    """Whether the directive right before a display calls it wrong."""
    before = [p for p in page.source.pieces if p.end <= formula.start]
    last = before[-1] if before else None
    return isinstance(last, Directive) and last.text.startswith("wrong")


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


def _unlabelled(tex: str, offset: int) -> int:
    """The place in `tex` of a place in the same without label and outer space."""
    bare = LABEL.sub(lambda found: "\0" * len(found.group()), tex)
    kept = [at for at, character in enumerate(bare) if character != "\0"]
    first = next((n for n, at in enumerate(kept) if not tex[at].isspace()), 0)
    return kept[min(first + offset, len(kept) - 1)] if kept else 0
