r"""What the page shows as mathematics, paired with what is read as mathematics.

In: the tree of a page in which `pymdownx.arithmatex` has marked LaTeX. Out: for each
marked element the formula of the source that it shows, and an id for what is linked to.
Mathematics that is read and not shown, or shown and not read, is an error of the page.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from collections.abc import Sequence

from markdown.treeprocessors import Treeprocessor

from ..documents import LABEL, Mathematics, anchor
from .katex import spoken
from .page_in_progress import Rendering

UNMARKED = (
    "nothing marks the mathematics of this page: add pymdownx.arithmatex with"
    " generic: true to the extensions of Markdown"
)


class Pair(Treeprocessor):
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
        for element in root.iter() if self.page.typeset else ():
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
        if missed and not self._marks_mathematics():
            self.page.error(missed[0].start, UNMARKED)
        else:
            self._report(missed, strange)

    def _marks_mathematics(self) -> bool:
        """Whether an extension marks it in the form that is looked for."""
        return any(
            type(extension).__name__ == "ArithmatexExtension"
            and extension.getConfig("generic")
            for extension in self.page.md.registeredExtensions
        )

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


def _marked(element: etree.Element) -> str:
    r"""The LaTeX in an element of arithmatex, without its `\( \)` or `\[ \]`."""
    text = (element.text or "").strip()[2:-2]
    return html.unescape(text) if element.tag == "div" else text


def _words(tex: str) -> str:
    """LaTeX up to the amount of space."""
    return " ".join(tex.split())
