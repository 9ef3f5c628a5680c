"""The source of a page: comments go, and what would not run as it looks stops it."""

from __future__ import annotations

import pytest

from tests.rendering import errors, render, shown


def test_a_display_may_follow_a_comment_directly_in_an_admonition() -> None:
    text = '!!! note "N"\n\n    <!-- derivcheck: fresh -->\n    $$\n    a\n    $$'
    assert 'class="eq-row"' in render(text)


def test_no_comment_reaches_the_reader() -> None:
    page = render(
        "<!-- derivcheck: with notation.md -->\n\n"
        "<!-- invisible-code-block: python\nx = 1\n\ny = 2\n-->\n\n"
        '!!! note "N"\n\n'
        "    <!-- invisible-code-block: python\n    x = 1\n\n    y = 2\n    -->\n\n"
        "    Seen <!-- not seen --> too.\n"
    )
    assert shown(page).split() == ["N", "Seen", "too."]
    assert "<!--" not in page


def test_a_comment_in_code_is_code() -> None:
    assert "&lt;!-- derivcheck: fresh --&gt;" in render(
        "```html\n<!-- derivcheck: fresh -->\n```"
    )
    assert "&lt;!-- x --&gt;" in render("Write `<!-- x -->`.")


def test_an_unknown_directive_stops_the_page() -> None:
    assert errors("Text.\n\n<!-- derivcheck: frsh -->") == (
        "docs/page.md:3: unknown directive 'frsh': write fresh\n"
        "     3 | <!-- derivcheck: frsh -->"
    )


@pytest.mark.parametrize(
    "text",
    [
        "```python\nx = 1",
        "```python notest\nx = 1\n```",
        "- ```python\n  x = 1\n  ```",
        "```python\nx = 1\n````",
        '!!! note "N"\n\n    ```python\n    x = 1\n  ```',
    ],
)
def test_code_that_would_not_be_shown_and_run_stops_the_page(text: str) -> None:
    line = 1 + text[: text.index("```python")].count("\n")
    assert errors(text).startswith(f"docs/page.md:{line}: ")
