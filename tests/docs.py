"""The pages of this site, each read and checked once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from derivcheck.__main__ import check_path
from derivcheck.checking import Found
from derivcheck.documents import read_text

DOCS = Path(__file__).parents[1] / "docs"
TEXTS = {
    path.relative_to(DOCS).as_posix(): read_text(str(path))
    for path in sorted([*DOCS.glob("*.md"), *DOCS.glob("notebooks/*.py")])
}
MARKDOWN = {name: text for name, text in TEXTS.items() if name.endswith(".md")}


@cache
def checked(name: str) -> Found:
    """The verdicts on a page, by its path from `docs/`."""
    found, _ = check_path(str(DOCS / name))
    return found
