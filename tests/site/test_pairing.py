"""What is shown as mathematics is what is read: names where it heads, or an error."""

from __future__ import annotations

import re

import markdown
import pytest

from tests.rendering import EXTENSIONS, errors, render

DISPLAY_NOT_SHOWN = (
    "this is not shown as the mathematics it is: put `$$` on lines of its own with an"
    " empty line before and after"
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Text\n$$\na\n$$", 2),  # swallowed by the paragraph
        ("Text $$a$$ text", 1),
        ("$$\na\n$$\nText", 1),
        ("$$\na\n$$\n$$\nb\n$$", 1),  # two that would be one
        ("- item\n  $$\n  a\n  $$", 2),
    ],
)
def test_a_display_that_would_not_be_shown_as_one_stops_the_page(
    text: str, line: int
) -> None:
    assert errors(text).startswith(f"docs/page.md:{line}: {DISPLAY_NOT_SHOWN}")


def test_dollars_with_space_inside_stop_the_page() -> None:
    assert errors("Let $ a $ be.").startswith(
        "docs/page.md:1: this is not shown as mathematics: write `$x$` without space"
        " inside the dollars (and `\\$` for a dollar)"
    )


def test_a_heading_with_mathematics_is_named_in_the_contents_as_it_is_seen() -> None:
    md = markdown.Markdown(
        extensions=EXTENSIONS,
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    md.convert(r"## The delta $\delta_i$, again")
    assert md.toc_tokens[0]["name"] == "The delta δi, again"  # type: ignore[attr-defined]  # toc adds it


def test_the_empty_corner_of_a_table_is_no_heading() -> None:
    assert "<td></td>\n<th>b</th>" in render("| | b |\n|---|---|\n| 1 | 2 |")


def test_a_formula_that_heads_a_column_names_it() -> None:
    page = render("| $x_k$ | of $y$ |\n|---|---|\n| $z$ | 2 |")
    assert re.findall('<math aria-label="([^"]*)"', page) == ["xk"]
