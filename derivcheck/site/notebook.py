"""The notebook of the site: what it printed and drew, between its text.

In: the HTML that nbconvert made of a run, and the text cells as the site renders them.
Out: the page, on which text, code and output look as they do on every other page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Comment, Tag

from ..documents import CELL

CAPTION = re.compile(r"</figure>\s*<p><em>((?:(?!</?p>|</em>).)*)</em></p>", re.S)


def page_of(notebook: str, rendered: str) -> str:
    """The page of a notebook: code and output from its run, text as rendered here.

    `rendered` is the HTML of what `markdown_of` returned. Raises ValueError where the
    two do not have the same number of text cells.
    """
    texts = rendered.split(CELL)[1:]
    cells = BeautifulSoup(notebook, "html.parser").select(".jp-Notebook-cell[id]")
    shown = sum("jp-MarkdownCell" in cell["class"] for cell in cells)
    if shown != len(texts):
        raise ValueError(
            f"the notebook has {shown} cells of text when it runs, and {len(texts)}"
            " that begin with `# %% [markdown]`"
        )
    return CAPTION.sub(
        r"<figcaption>\1</figcaption></figure>", "".join(_cells(cells, texts))
    )


def _cells(cells: Sequence[Tag], texts: Sequence[str]) -> Iterator[str]:
    remaining = iter(texts)
    for cell in cells:
        if "jp-MarkdownCell" in cell["class"]:
            yield next(remaining)
        else:
            yield from _code(cell)


def _code(cell: Tag) -> Iterator[str]:
    """A cell of code and what it printed and drew, in the markup of a fence."""
    for code in cell.select(".jp-Cell-inputArea pre"):
        yield _block("language-python", code.decode_contents())
    for output in cell.select(".jp-OutputArea-output"):
        drawing = output.find(["svg", "img", "table"])
        if drawing is not None:
            # on a phone it scrolls, so the keyboard must reach it
            reach = 'class="drawing" tabindex="0" role="group" aria-label="Plot"'
            yield f"<figure><div {reach}>{_light(drawing)}</div></figure>"
        elif text := output.get_text().strip("\n"):
            yield _block("language-text output", html.escape(text))


def _light(drawing: Tag) -> str:
    """A plot without the style that would hold for the whole page, and half as long."""
    for comment in drawing.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for style in drawing.find_all("style"):
        style.decompose()
    markup = re.sub(r">\s+<", "><", str(drawing))
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", markup)


def _block(classes: str, code: str) -> str:
    return f'<div class="{classes} highlight"><pre><code>{code}</code></pre></div>'
