"""Pages as the Markdown extension renders them, on a site with one other label."""

from __future__ import annotations

import re

import markdown
import pytest

from derivcheck.documents.equation_labels import EquationLabel
from derivcheck.site.page_in_progress import PageError

EXTENSIONS = [
    "admonition",
    "attr_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.details",
    "pymdownx.superfences",
    "derivcheck.markdown",
]
OTHERS = {"eq:net-h": EquationLabel("docs/notation.md", 12, "1.3")}


def render(text: str, page: str = "docs/page.md") -> str:
    """The HTML of a page."""
    return markdown.markdown(
        text,
        extensions=EXTENSIONS,
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "derivcheck.markdown": {"page": page, "labels": OTHERS},
        },
    )


def errors(text: str) -> str:
    """What is wrong with a page that stops."""
    with pytest.raises(PageError) as caught:
        render(text)
    return str(caught.value)


def shown(markup: str) -> str:
    """What a reader sees of HTML: no MathML, no marks."""
    return re.sub("<[^>]+>", "", re.sub("<math.*?</math>", "", markup, flags=re.S))
