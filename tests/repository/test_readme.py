"""What the README shows is what the package does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
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


def test_the_code_runs(
    readme: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    for code in blocks(readme, "python"):
        exec(compile(code, "README.md", "exec"), {})
    shown = capsys.readouterr().out.replace("[", " ").replace("]", " ").split()
    np.testing.assert_allclose(
        np.array(shown, float).reshape(3, 3).sum(axis=0), 0, atol=1e-7
    )
