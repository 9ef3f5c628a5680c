"""The marks in a real browser: by keyboard, by touch, without a script, on paper.

`test_browser` opens every fold of every page for axe, those of the marks too.
"""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import Open
from tests.site.test_pages_in_chromium import PAGES

pytestmark = pytest.mark.browser

ASKED = "is-this-derivation-correct/"


def test_every_display_of_the_site_has_a_mark_with_words(site: Path) -> None:
    for path in PAGES:
        page = (site / path / "index.html").read_text("utf-8")
        displays = len(re.findall(r'class="eq(?: eq-wrong)?"', page))
        marks = re.findall(
            r"<derivcheck-mark [^>]*><details[^>]*><summary[^>]*>"
            r'<span class="derivcheck-name">Equation[ .\d]*: (?:holds|wrong on purpose'
            r"|for reading only)</span>",
            page,
        )
        assert len(marks) == displays, path


def test_a_mark_opens_by_keyboard_to_what_was_tried(open_page: Open) -> None:
    page = open_page("chain-rule/")
    mark = page.locator("#eq-sum-over-paths derivcheck-mark")
    assert not mark.locator(".derivcheck-panel").is_visible()
    mark.locator("> details > summary").focus()
    page.keyboard.press("Enter")
    expect(mark.locator(".derivcheck-panel")).to_be_visible()
    expect(mark.locator(".derivcheck-tried")).to_contain_text("points")
    expect(mark.locator(".derivcheck-mutants").first).to_contain_text(
        "deliberate error"
    )
    expect(mark.locator(".derivcheck-short")).to_contain_text("Both sides agree in all")
    page.keyboard.press("Tab")  # the fold of what was tried
    page.keyboard.press("Tab")
    expect(mark.locator(".derivcheck-copy")).to_be_focused()
    mark.locator("> details > summary").focus()
    page.keyboard.press("Space")
    assert not mark.locator(".derivcheck-panel").is_visible()


def test_a_finger_finds_the_mark_of_a_phone(open_page: Open) -> None:
    page = open_page(
        "chain-rule/", viewport={"width": 360, "height": 740}, has_touch=True
    )
    mark = page.locator("#eq-sum-over-paths derivcheck-mark > details > summary")
    box = mark.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    mark.tap()
    expect(page.locator("#eq-sum-over-paths .derivcheck-panel")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_reports_of_the_question_are_open_and_their_repairs_are_not(
    open_page: Open,
) -> None:
    page = open_page(ASKED, java_script_enabled=False)
    story = page.locator("derivcheck-mark.derivcheck-wrong .derivcheck-story").first
    expect(story).to_be_visible()
    expect(story.locator(".derivcheck-odd")).to_have_text(
        "Odd: the right side is zero at every point that was tried"
    )
    assert not story.locator(".derivcheck-repair").first.is_visible()
    story.get_by_text("Possible fix").click()
    expect(story.locator(".derivcheck-repair").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "chain-rule/", ASKED])
def test_the_totals_are_at_the_foot_of_the_page_and_of_the_home_page(
    open_page: Open, path: str
) -> None:
    page = open_page(path, java_script_enabled=False)
    said = page.locator(".derivcheck-totals").all_inner_texts()
    scopes = ["On this page", "On all pages"] if path == "" else ["On this page"]
    assert [text.split(":")[0] for text in said] == scopes
    assert all(re.search(r": \d+ relations: \d+ hold\b", text) for text in said)


def test_paper_shows_the_equations_without_their_marks(open_page: Open) -> None:
    page = open_page(ASKED)
    page.emulate_media(media="print")
    assert page.locator(".eq-row").first.is_visible()
    assert page.locator("derivcheck-mark >> visible=true").count() == 0


def point_at(page: Page, what: Locator) -> None:
    """Move the pointer over an element, whatever lies over it."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_pointing_at_a_symbol_says_what_it_is_and_marks_it_elsewhere(
    open_page: Open,
) -> None:
    page = open_page("chain-rule/")
    equation = page.locator("#eq-sum-over-paths")
    note = equation.locator(".derivcheck-note")
    assert not note.is_visible()
    point_at(page, equation.locator("[data-s]").last)
    expect(note).to_contain_text(": input (n_o × n_h)")
    expect(note.locator("a")).to_have_attribute("href", re.compile("/notation/"))
    expect(equation.locator(".derivcheck-same")).to_have_count(1)
    point_at(page, equation.locator("[data-s]").first)
    expect(note).to_contain_text("defined")
    expect(equation.locator(".derivcheck-same")).to_have_count(2)
    point_at(page, note.locator("a"))
    expect(note).to_be_visible()
    page.mouse.move(1, 1)
    expect(note).not_to_be_visible()
    expect(equation.locator(".derivcheck-same")).to_have_count(0)


def test_escape_hides_what_the_pointer_alone_called_up(open_page: Open) -> None:
    page = open_page("chain-rule/")
    equation = page.locator("#eq-sum-over-paths")
    point_at(page, equation.locator("[data-s]").first)
    expect(equation.locator(".derivcheck-note")).to_be_visible()
    page.keyboard.press("Escape")
    expect(equation.locator(".derivcheck-note")).not_to_be_visible()


def test_the_shapes_are_seen_in_the_colours_of_the_reader(open_page: Open) -> None:
    page = open_page("chain-rule/", forced_colors="active")
    ground, ink = page.evaluate(
        """() => [
            getComputedStyle(document.body).backgroundColor,
            ...new Set([...document.querySelectorAll("derivcheck-mark summary, .copy")]
                .filter(one => !one.closest(".derivcheck-mend"))
                .map(one => getComputedStyle(one, "::before").backgroundColor)),
        ]"""
    )
    assert {ground, ink} == {"rgb(255, 255, 255)", "rgb(0, 0, 0)"}


def test_the_arrow_keys_go_from_symbol_to_symbol(open_page: Open) -> None:
    page = open_page("chain-rule/", viewport={"width": 360, "height": 740})
    equation = page.locator("#eq-sum-over-paths")
    symbols = equation.locator("[data-s]")
    equation.locator(".eq-row").focus()
    page.keyboard.press("ArrowLeft")
    expect(symbols.last).to_have_class(re.compile("derivcheck-same"))
    expect(symbols.last).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    expect(symbols.first).to_have_class(re.compile("derivcheck-same"))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.keyboard.press("Escape")
    expect(equation.locator(".derivcheck-note")).not_to_be_visible()


def test_without_a_script_a_link_at_the_foot_leads_to_the_symbols(
    open_page: Open,
) -> None:
    page = open_page("chain-rule/", java_script_enabled=False)
    page.locator("derivcheck-symbols > a").click()
    listed = page.locator("#symbols li")
    expect(listed.first).to_be_visible()
    href = listed.get_by_role("link").first.get_attribute("href") or ""
    assert href.startswith("../../../chain-rule/#")


def displayed_lines(equation: Locator) -> list[str]:
    """The lines of a display that are to be seen, from the top, by what is in them."""
    script = """equation => {
        const columns = equation.querySelectorAll(
            ".katex-html .mtable > [class*=col-align]");
        const seen = (span) => getComputedStyle(span).visibility === "visible";
        const lines = [];
        for (const column of columns) {
            const cells = column.querySelector(".vlist-t[style]").children;
            [...cells].forEach((cell, n) => {
                const box = cell.getBoundingClientRect();
                const text = cell.textContent.replace(/[\\s\\u200b]/g, "");
                const shown = lines[n] ??= { top: box.top, text: "" };
                if (seen(cell)) shown.text += text;
            });
        }
        return lines.filter((line) => line.text).sort((a, b) => a.top - b.top)
            .map((line) => line.text);
    }"""
    found: list[str] = equation.evaluate(script)
    return found


def test_a_long_derivation_folds_to_its_ends_and_opens_a_step_at_a_time(
    open_page: Open,
) -> None:
    page = open_page("layers/")
    equation = page.locator("#eq-layers-recursion")
    whole, rows = displayed_lines(equation), equation.locator("math mtable > mtr")
    tall = equation.bounding_box()
    assert len(whole) == 4
    fold, following = equation.locator(".derivcheck-steps button").all()
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert not following.is_visible()
    fold.focus()
    page.keyboard.press("Enter")
    assert displayed_lines(equation) == [whole[0], whole[3]]
    expect(fold).to_have_attribute("aria-expanded", "false")
    shown = [row.evaluate("row => getComputedStyle(row).display") for row in rows.all()]
    assert [display != "none" for display in shown] == [True, False, False, True]
    low = equation.bounding_box()
    assert tall is not None
    assert low is not None
    assert low["height"] < tall["height"] - 60
    page.keyboard.press("Tab")
    expect(following).to_have_text("Next step (2 folded)")
    page.keyboard.press("Enter")
    assert displayed_lines(equation) == [whole[0], whole[1], whole[3]]
    page.keyboard.press("Enter")
    assert displayed_lines(equation) == whole
    expect(fold).to_be_focused()
    assert not following.is_visible()
    again = equation.bounding_box()
    assert again is not None
    assert again["height"] == tall["height"]


def test_paper_shows_the_steps_that_are_folded(open_page: Open) -> None:
    page = open_page("layers/")
    equation = page.locator("#eq-layers-recursion")
    whole = displayed_lines(equation)
    equation.locator(".derivcheck-steps button").first.click()
    page.emulate_media(media="print")
    assert displayed_lines(equation) == whole
    assert not equation.locator(".derivcheck-steps").is_visible()


CHAINS = r"""$x \in \mathbb{R}$

$$
\begin{aligned}
3 x &= x + x + x \\
&= 2 x + x \\
&= x + 2 x \\
&\quad + 0 x \\
&= 3 x \\
x &= 1 x \\
&= x \\
2 x &= x + x \\
&= 1 x + x \\
&= x + 1 x \\
&= 2 x
\end{aligned}
$$
"""


def test_each_chain_of_a_display_keeps_its_own_ends(open_page: Open) -> None:
    page = open_page("layers/")
    html = markdown.markdown(
        CHAINS,
        extensions=["pymdownx.arithmatex", "derivcheck.markdown"],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "derivcheck.markdown": {"check": True},
        },
    )
    page.evaluate(
        "html => { document.querySelector('article').innerHTML = html; markUp(); }",
        html,
    )
    equation = page.locator(".eq")
    equation.locator(".derivcheck-steps button").first.click()
    assert displayed_lines(equation) == [
        "3x=x+x+x", "=3x", "x=1x", "=x", "2x=x+x", "=2x"
    ]  # fmt: skip  # one chain after the other
    expect(equation.locator(".derivcheck-steps")).to_have_text(
        "Open all stepsNext step (4 folded)"
    )
    equation.locator(".derivcheck-steps button").nth(1).click()
    assert displayed_lines(equation)[:3] == ["3x=x+x+x", "=2x+x", "=3x"]
    equation.locator(".derivcheck-steps button").nth(1).click()
    assert displayed_lines(equation)[2:5] == ["=x+2x", "+0x", "=3x"]
