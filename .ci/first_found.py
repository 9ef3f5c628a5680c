"""A search finds the pages to learn from before those that go further."""

from __future__ import annotations

from typing import Any

from mkdocs.structure.pages import Page

PART, BOOST = "Learn", 2


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Leave the text; what the search plugin reads is beside it."""
    if any(part.title == PART for part in page.ancestors):
        page.meta.setdefault("search", {"boost": BOOST})
    return markdown
