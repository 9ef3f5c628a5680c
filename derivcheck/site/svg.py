"""Pictures: an SVG file becomes a part of the page that shows it.

In: the text of the file. Out: an element that has the colours of the page around it.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree  # noqa: N813 - as Python-Markdown has it
from pathlib import Path

from markdown.treeprocessors import Treeprocessor

from .page_in_progress import Rendering


class Draw(Treeprocessor):
    """Put local SVG pictures into the page, so that they share its colours."""

    def __init__(self, page: Rendering) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Make a figure of a paragraph that is a picture; italics below caption it."""
        for parent in list(root.iter()):
            below: etree.Element | None = None
            for child in reversed(list(parent)):
                if self._is_picture(child):
                    self._figure(parent, child, below)
                below = child

    def _is_picture(self, paragraph: etree.Element) -> bool:
        if (
            paragraph.tag != "p"
            or len(paragraph) != 1
            or (paragraph.text or "").strip()
        ):
            return False
        image = paragraph[0]
        path = self._path(image.get("src", ""))
        return image.tag == "img" and path.suffix == ".svg" and path.is_file()

    def _path(self, source: str) -> Path:
        return Path(self.page.path).parent / source

    def _figure(
        self, parent: etree.Element, picture: etree.Element, below: etree.Element | None
    ) -> None:
        image = picture[0]
        path = self._path(image.get("src", ""))
        picture.remove(image)
        picture.tag = "figure"
        svg = path.read_text("utf-8")
        drawing = inline_svg(svg, name=path.stem, description=image.get("alt", ""))
        etree.SubElement(picture, "div", {"class": "drawing"}).text = self.page.store(
            drawing
        )
        alone = below is not None and below.tag == "p" and len(below) == 1
        if below is not None and alone and below[0].tag == "em" and not below.text:
            caption = etree.SubElement(picture, "figcaption")
            caption.text = below[0].text
            caption.extend(list(below[0]))
            parent.remove(below)


def inline_svg(svg: str, *, name: str, description: str) -> str:
    """A picture as part of the page: described, in its colours, with ids of its own."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r"<style\b.*?</style>|<metadata\b.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    described = html.escape(description)
    return re.sub(
        r"<svg\b", f'<svg role="img" aria-label="{described}"', svg.strip(), count=1
    )
