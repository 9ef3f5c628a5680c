"""Pictures in SVG: a part of the page that they stand on."""

from __future__ import annotations

from pathlib import Path

from tests.rendering import render, shown

SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
    "<style>svg{color:red}</style>"
    '<defs><path id="p"/></defs><use href="#p"/><rect fill="url(#p)"/></svg>'
)


def test_a_picture_becomes_part_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG)
    page = render(
        "![A & b](a.svg)\n\n*What $x$ it is.*\n\nText.", f"{tmp_path}/page.md"
    )
    assert '<svg role="img" aria-label="A &amp; b"' in page
    assert '<path id="a-p"/></defs><use href="#a-p"/><rect fill="url(#a-p)"/>' in page
    assert "<style>" not in page
    assert "What x it is." in shown(page[page.index("<figcaption>") :])
    assert page.endswith("</figure>\n<p>Text.</p>")


def test_a_picture_that_is_not_there_is_left_to_the_site_generator(
    tmp_path: Path,
) -> None:
    assert '<img alt="A" src="a.svg" />' in render("![A](a.svg)", f"{tmp_path}/page.md")
