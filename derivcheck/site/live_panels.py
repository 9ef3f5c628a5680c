"""Inputs that a reader moves, and what answers -> HTML, alive where `live.js` runs.

In: the panels of a page. Out: where the page asked for one, its lines in numbers as
printed, and sliders that stay hidden until the script comes. The first panel names the
script of the page, as an address that holds it; who builds a site may put it elsewhere.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from urllib.parse import quote, unquote

from markdown.treeprocessors import Treeprocessor

from .katex import spoken, typeset_within
from .live_numbers import NumberLine, Panel, Slider, filled
from .page_in_progress import Rendering

GROUP = r"\{(?P<%s>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
FRACTION = re.compile(rf"\\frac\s*{GROUP % 'over'}\s*{GROUP % 'under'}")
SOURCE = re.compile(r'data-src="data:text/javascript,(?P<script>[^"]*)"')


def place_of(number: int) -> str:
    """What is in the page where a panel comes."""
    return f"derivcheck-panel-{number}"


def in_places(line: NumberLine) -> str:
    """A line in numbers, typeset; where they may change each has its place."""
    tex, marked = (rf"\displaystyle {one}" for one in (line.tex, line.marked))
    if not line.marked:
        return typeset_within(tex)
    return filled(typeset_within(tex, marked), line)


def in_words(tex: str) -> str:
    """A quantity as plain characters, its fractions with a slash."""
    while FRACTION.search(tex):
        tex = FRACTION.sub(r"\g<over>/\g<under>", tex, count=1)
    return spoken(tex)


def script_apart(html: str, address: str) -> tuple[str, str]:
    """A page whose script is at an address, and the script; empty if it has none."""
    found = SOURCE.search(html)
    if found is None:
        return html, ""
    return SOURCE.sub(f'data-src="{address}"', html), unquote(found["script"])


class Panels(Treeprocessor):
    """Put each panel where its directive was."""

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Change the paragraphs in place."""
        panels = self.page.numbers.panels
        places = {place_of(n): panels[at] for n, at in enumerate(sorted(panels))}
        for parent in list(root.iter()):
            for paragraph in list(parent):
                place = (paragraph.text or "").strip()
                if paragraph.tag != "p" or place not in places:
                    continue
                panel = places[place]
                paragraph.tag, paragraph.text = "div", None
                self._panel(paragraph, panel, first=place == place_of(0))
                if panel.below_picture:
                    _move_below_picture(parent, paragraph)

    def _panel(self, box: etree.Element, panel: Panel, *, first: bool) -> None:
        box.attrib |= {"class": "derivcheck-live", "data-search-exclude": ""}
        box.attrib |= {"role": "group", "aria-label": "Numbers that you can move"}
        if first:
            script = quote(self.page.numbers.script)
            box.set("data-src", f"data:text/javascript,{script}")
        said = etree.SubElement(box, "p", {"class": "derivcheck-live-off"})
        said.text = (
            "With JavaScript you could move these numbers; here they are as printed."
        )
        controls = {"class": "derivcheck-controls", "hidden": ""}
        inside = etree.SubElement(box, "div", controls)
        for slider in panel.sliders:
            inside.append(self._slider(slider))
        lines = etree.SubElement(box, "div", {"class": "derivcheck-answers"})
        for tex, line in panel.lines:
            row = {"class": "derivcheck-line-in-numbers", "tabindex": "0"}
            row["data-name"] = in_words(tex)
            etree.SubElement(lines, "div", row).text = self.page.store(in_places(line))

    def _slider(self, slider: Slider) -> etree.Element:
        """A native slider with the name and the value of its input."""
        row = etree.Element("label", {"class": "derivcheck-control"})
        name = etree.SubElement(row, "span", {"class": "derivcheck-control-name"})
        name.text = self.page.store(typeset_within(slider.tex))
        digits = max(0, len(f"{slider.step:g}".partition(".")[2]))
        value = f"{slider.printed:.{digits}f}".replace("-", "−")
        known = {"type": "range", "data-input": slider.name}
        known |= {"aria-label": in_words(slider.tex), "aria-valuetext": value}
        ends = {"min": slider.low, "max": slider.high, "step": slider.step}
        known |= {end: f"{number:g}" for end, number in ends.items()}
        known |= {"value": f"{slider.printed:g}", "autocomplete": "off"}
        etree.SubElement(row, "input", known)
        shown = {"class": "derivcheck-control-value", "aria-hidden": "true"}
        etree.SubElement(row, "span", shown).text = value
        return row


def _move_below_picture(parent: etree.Element, box: etree.Element) -> None:
    """Move a panel behind the next picture beside it."""
    behind = list(parent)[list(parent).index(box) + 1 :]
    picture = next((e for e in behind if e.tag == "figure"), None)
    if picture is not None:
        parent.remove(box)
        parent.insert(list(parent).index(picture) + 1, box)
