"""What the README shows is what the package does."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock, Page
from derivcheck.pages.page_check import check_text
from derivcheck.reports.text_and_json import as_text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def readme() -> Page:
    """The README, read as a page."""
    return read_page((ROOT / "README.md").read_text("utf-8"))


def blocks(page: Page, language: str) -> list[str]:
    """The code of the blocks in one language."""
    return [
        block.code
        for block in page.code
        if isinstance(block, CodeBlock) and block.language == language
    ]


def test_the_derivation_gets_the_report_that_is_shown(readme: Page) -> None:
    (derivation,) = blocks(readme, "markdown")
    found = check_text(derivation, "my-page.md")
    assert as_text([found], {"my-page.md": derivation}) + "\n" in blocks(readme, "")
