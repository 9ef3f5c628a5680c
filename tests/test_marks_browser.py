"""The marks in a real browser: by keyboard, by touch, without a script, on paper.

`test_browser` opens every fold of every page for axe, those of the marks too.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import Open
from tests.test_browser import PAGES

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
    mark.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(mark.locator(".derivcheck-panel")).to_be_visible()
    expect(mark.locator(".derivcheck-tried")).to_contain_text("points")
    expect(mark.locator(".derivcheck-mutants").first).to_contain_text("changed version")
    page.keyboard.press("Tab")
    expect(mark.locator(".derivcheck-copy")).to_be_focused()
    mark.locator("summary").focus()
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
    story.locator(".derivcheck-mend summary").click()
    expect(story.locator(".derivcheck-repair").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "chain-rule/", ASKED])
def test_the_totals_are_at_the_foot_of_the_page_and_of_the_home_page(
    open_page: Open, path: str
) -> None:
    page = open_page(path, java_script_enabled=False)
    said = page.locator(".derivcheck-totals").all_inner_texts()
    scopes = ["On this page", "On all pages"] if path == "" else ["On this page"]
    assert [text.split(":")[0] for text in said] == scopes
    assert all(re.search(r": \d+ relations: \d+ hold, \d+ ", text) for text in said)


def test_paper_shows_the_equations_without_their_marks(open_page: Open) -> None:
    page = open_page(ASKED)
    page.emulate_media(media="print")
    assert page.locator(".eq-row").first.is_visible()
    assert page.locator("derivcheck-mark >> visible=true").count() == 0


def test_what_is_pointed_at_shows_the_equation_without_its_mark(
    open_page: Open,
) -> None:
    page = open_page("softmax-hidden-layer/")
    link = page.locator("a.eqref").first
    link.scroll_into_view_if_needed()
    link.hover()
    tooltip = page.locator(".md-tooltip2")
    expect(tooltip.locator(".katex-html").first).to_be_visible()
    assert tooltip.locator("summary >> visible=true").count() == 0


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


def test_without_a_script_the_symbols_are_listed_at_the_foot(open_page: Open) -> None:
    page = open_page("chain-rule/", java_script_enabled=False)
    listed = page.locator("derivcheck-symbols")
    listed.locator("summary").click()
    expect(listed.locator("li").first).to_be_visible()
