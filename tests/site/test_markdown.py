"""The Markdown extension: what a page becomes, and what stops it."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup

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
    return markdown.markdown(
        text,
        extensions=EXTENSIONS,
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "derivcheck.markdown": {"page": page, "labels": OTHERS},
        },
    )


def errors(text: str) -> str:
    with pytest.raises(PageError) as caught:
        render(text)
    return str(caught.value)


def shown(markup: str) -> str:
    """What a reader sees of HTML: no MathML, no marks."""
    return re.sub("<[^>]+>", "", re.sub("<math.*?</math>", "", markup, flags=re.S))


def test_inline_mathematics_is_typeset_where_it_stands() -> None:
    assert "for every xk\u200b." in shown(render("for every $x_k$."))


def test_a_mark_that_closes_stays_with_the_formula_before_it() -> None:
    found = BeautifulSoup(render("Both $a$, ($b$), and $c$ too."), "html.parser")
    tied = found.select(".derivcheck-tied")
    assert [one.find(string=True, recursive=False) for one in tied] == [",", "),"]
    assert len(found.select(".katex")) == 3


def test_an_ampersand_and_an_angle_reach_the_formula_as_they_are() -> None:
    page = render("$a < b$\n\n$$\n\\begin{aligned} a &< b \\end{aligned}\n$$")
    assert ">a &lt; b</annotation>" in page
    assert r">\begin{aligned} a &amp;&lt; b \end{aligned}</annotation>" in page


def test_displays_with_a_label_are_numbered_and_the_others_are_not() -> None:
    page = render("$$\na\n$$\n\n$$\nb\n\\label{eq:b}\n$$\n\n$$\n\\label{eq:c}\nc\n$$")
    assert re.findall(r'<a [^>]*class="eq-number"[^>]*>(.*?)</a>', page) == [
        "(1)",
        "(2)",
    ]
    assert re.findall(r'<div [^>]*id="([^"]+)"', page) == ["eq-b", "eq-c"]
    assert "label{" not in page


def test_a_display_is_a_row_that_the_keyboard_can_scroll_and_a_reader_can_name() -> (
    None
):
    page = render("$$\na\n\\label{eq:a}\n$$")
    row = '<div aria-label="Equation 1" class="eq-row" role="group" tabindex="0">'
    assert row in page


def test_a_reference_links_to_the_equation_of_its_page() -> None:
    page = render("$$\na\n\\label{eq:a}\n$$\n\nBy $\\eqref{eq:a}$.")
    link = re.search(r"<a [^>]*eqref[^>]*>.*?</a>", page)
    assert link is not None
    assert link.group() == (
        '<a aria-label="Equation 1" class="eqref" data-preview="" href="#eq-a">(1)</a>'
    )


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("docs/page.md", "notation.md#eq-net-h"),
        ("docs/notebooks/saturation.py", "../notation.md#eq-net-h"),
    ],
)
def test_a_reference_links_to_an_equation_of_another_page(page: str, link: str) -> None:
    assert f'href="{link}">(1.3)</a>' in render(r"By $\eqref{eq:net-h}$.", page)


def test_a_reference_to_nothing_names_what_was_probably_meant() -> None:
    assert errors("One.\n\nBy $\\eqref{eq:net-g}$.") == (
        "docs/page.md:3: no equation has the label `eq:net-g`;"
        " did you mean `eq:net-h`?\n"
        "     3 | By $\\eqref{eq:net-g}$."
    )


def test_a_reference_within_a_formula_is_refused() -> None:
    assert errors("$$\na \\quad \\text{by \\eqref{eq:net-h}}\n$$").startswith(
        r"docs/page.md:2: \eqref stands alone: write $\eqref{...}$ in the running text"
    )


def test_two_labels_in_one_display_are_refused() -> None:
    assert errors("$$\na \\label{eq:a}\n\\label{eq:b}\n$$").startswith(
        "docs/page.md:1: a display has one \\label, or none"
    )


def test_a_formula_that_katex_refuses_is_shown_with_a_caret() -> None:
    assert errors(
        'Text.\n\n!!! note "Why"\n\n    $$\n    \\label{eq:a}\n    a + \\foo\n    $$'
    ) == (
        "docs/page.md:7: KaTeX does not typeset this formula:"
        " Undefined control sequence: \\foo\n"
        "     7 |     a + \\foo\n"
        "                 ^"
    )


def test_inline_mathematics_that_katex_refuses_is_shown_with_a_caret() -> None:
    assert errors("| a |\n|---|\n| $x + \\foo$ |") == (
        "docs/page.md:3: KaTeX does not typeset this formula:"
        " Undefined control sequence: \\foo\n"
        "     3 | | $x + \\foo$ |\n"
        "                ^"
    )


def test_a_page_reports_all_its_formulas_that_are_refused() -> None:
    assert re.findall(r"page\.md:\d+", errors("$\\foo$\n\n$\\bar$ and $\\baz$")) == [
        "page.md:1",
        "page.md:3",
    ]


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


def test_an_equation_called_wrong_says_so() -> None:
    page = render("<!-- derivcheck: wrong at 1 -->\n\n$$\na = b\n$$\n\n$$\nc\n$$")
    assert page.count('class="eq eq-wrong"') == 1
    assert 'aria-label="Equation, wrong on purpose"' in page


def test_a_heading_with_mathematics_is_named_in_the_contents_as_it_is_seen() -> None:
    md = markdown.Markdown(
        extensions=EXTENSIONS,
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    md.convert(r"## The delta $\delta_i$, again")
    assert md.toc_tokens[0]["name"] == "The delta δi, again"  # type: ignore[attr-defined]  # toc adds it


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


def test_the_empty_corner_of_a_table_is_no_heading() -> None:
    assert "<td></td>\n<th>b</th>" in render("| | b |\n|---|---|\n| 1 | 2 |")


def test_a_formula_that_heads_a_column_names_it() -> None:
    page = render("| $x_k$ | of $y$ |\n|---|---|\n| $z$ | 2 |")
    assert re.findall('<math aria-label="([^"]*)"', page) == ["xk"]
