"""Formulas, numbers and references: what they become, and what stops the page."""

from __future__ import annotations

import re

import markdown
import pytest
from bs4 import BeautifulSoup

from derivcheck.site.page_in_progress import PageError
from tests.rendering import errors, render, shown

EXTENSION = "derivcheck.markdown"


def test_inline_mathematics_is_typeset_where_it_stands() -> None:
    assert "for every xk." in shown(render("for every $x_k$."))


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


def test_an_equation_called_wrong_says_so() -> None:
    page = render("<!-- derivcheck: wrong at 1 -->\n\n$$\na = b\n$$\n\n$$\nc\n$$")
    assert page.count('class="eq eq-wrong"') == 1
    assert 'aria-label="Equation, wrong on purpose"' in page


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


def test_a_display_that_is_left_to_a_script_stays_as_it_is_beside_its_mark() -> None:
    page = "# T\n\n$y$ and\n\n$$\ny < 2\n\\label{eq:a}\n$$\n"
    shown = left_to_script(page, check=True)
    assert '<span class="arithmatex">\\(y\\)</span>' in shown
    row = '<div class="eq" id="eq-a"><div class="arithmatex eq-row">\\[\ny &lt; 2\n'
    assert row in shown
    assert shown.count('data-tex="y &lt; 2\n\\label{eq:a}">') == 1


def test_what_is_no_mathematics_is_left_alone_where_a_script_typesets() -> None:
    page = "Text <!-- kept -->\n\n```python notest\nx = 1\n```\n\n![a](no.svg)\n"
    assert "<!-- kept -->" in left_to_script(page)


def test_a_page_without_arithmatex_says_what_to_add() -> None:
    with pytest.raises(PageError) as caught:
        markdown.markdown("# T\n\n$$\ny\n$$", extensions=["derivcheck.markdown"])
    assert str(caught.value).splitlines()[0] == (
        ":3: nothing marks the mathematics of this page: add pymdownx.arithmatex with"
        " generic: true to the extensions of Markdown"
    )


def test_a_false_equation_is_an_error_where_that_is_asked_for() -> None:
    with pytest.raises(PageError) as caught:
        left_to_script("$$\ny := x\n$$\n\n$$\ny = 2 x\n$$", check=True, fail=True)
    assert str(caught.value).splitlines()[0] == "page.md:6: fails: y = 2 x"


def left_to_script(text: str, **settings: bool) -> str:
    """A page whose formulas a script of its own typesets."""
    return markdown.markdown(
        text,
        extensions=["pymdownx.arithmatex", "pymdownx.superfences", EXTENSION],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            EXTENSION: {"page": "page.md", "typeset": False, **settings},
        },
    )
