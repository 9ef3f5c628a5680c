"""The pages of this site, each read and checked once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from derivcheck.checking import Found
from derivcheck.documents import beside, read_document, read_text
from derivcheck.pages import check_page

DOCS = Path(__file__).parents[1] / "docs"
TEXTS = {
    path.relative_to(DOCS).as_posix(): read_text(str(path))
    for path in sorted([*DOCS.glob("*.md"), *DOCS.glob("notebooks/*.py")])
}
MARKDOWN = {name: text for name, text in TEXTS.items() if name.endswith(".md")}


COLLECTED: dict[str, Found] = {}
"""Pages that are tests of this run, by their paths, as pytest has checked them."""


@cache
def checked(name: str) -> Found:
    """The verdicts on a page, by its path from `docs/`."""
    path = str(DOCS / name)
    if path in COLLECTED:
        return COLLECTED[path]
    page = read_document(read_text(path), path)
    return check_page(page, f"docs/{name}", load=beside(path))
