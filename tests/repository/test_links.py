"""The links of the pages to other sites have the form of an address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md"))]
OUTBOUND = re.compile(r"\]\((https?://[^)]*)\)")
ARTICLE = re.compile(r"/abs/\d{4}\.\d{4,5}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_to_another_site_is_a_whole_address(page: Path) -> None:
    for address in OUTBOUND.findall(page.read_text("utf-8")):
        parts = urlsplit(address)
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?", parts.netloc), address
        assert re.fullmatch(r"[\w./~%-]*", parts.path), address
        if parts.netloc == "arxiv.org":
            assert ARTICLE.fullmatch(parts.path), address


def test_a_reference_to_an_article_shows_the_number_of_its_address() -> None:
    text = (ROOT / "docs/references.md").read_text("utf-8")
    for shown, number in re.findall(r"\[arXiv:(.*?)\]\(.*?/abs/(.*?)\)", text):
        assert shown == number
