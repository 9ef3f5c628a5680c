"""The site in a real browser: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, Page, expect

from derivcheck.site.compact import compact
from derivcheck.site.katex import GLYPHS, typeset
from tests.axe import violations
from tests.chromium import ADDRESS, Open, listening
from tests.site.test_compact import FORMULAS

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "one-unit/",
    "notation/",
    "chain-rule/",
    "softmax-jacobian/",
    "softmax-hidden-layer/",
    "bias/",
    "bias-beside-softmax/",
    "output-layer/",
    "losses/",
    "is-this-derivation-correct/",
    "check-yours/",
    "matrices/",
    "layers/",
    "layouts/",
    "log-softmax/",
    "hessian/",
    "soft-labels/",
    "layer-norm/",
    "batch-norm/",
    "attention/",
    "through-time/",
    "embedding/",
    "penalty-and-dropout/",
    "checking-gradients/",
    "writing-a-page/",
    "verdicts/",
    "commands/",
    "api/",
    "in-your-editor/",
    "elsewhere/",
    "on-your-site/",
    "references/",
    "notebooks/saturation/",
]


def test_these_are_the_pages_of_the_site(site: Path) -> None:
    found = {
        path.parent.relative_to(site).as_posix().removeprefix(".")
        for path in site.rglob("index.html")
    }
    assert found == {path.rstrip("/") for path in PAGES}


OVERFLOW = """() => [...document.querySelectorAll("article *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .filter(element => !element.closest(
        ".eq-row, .derivcheck-line-in-numbers, .derivcheck-lines, pre, .drawing,"
        + " .md-typeset__scrollwrap, .katex-mathml, .hide-tail"))
    .map(element => element.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """Who goes from page to page, where the browser has kept what they share."""
    with browser.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture(scope="module", params=PAGES)
def each(reader: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Each page of the site, opened once for the tests that only look at it."""
    with listening(reader):
        reader.goto(ADDRESS + request.param)
        yield reader
    reader.goto("about:blank")  # what was still asked for fails here


def test_a_phone_shows_the_page_within_its_width(each: Page) -> None:
    each.set_viewport_size({"width": 360, "height": 740})
    assert each.evaluate(OVERFLOW) == []
    assert each.evaluate("document.documentElement.scrollWidth") == 360


def test_axe_reports_nothing(each: Page) -> None:
    each.set_viewport_size({"width": 1280, "height": 720})
    each.evaluate(
        "for (const fold of document.querySelectorAll('details')) fold.open = true"
    )
    assert violations(each) == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Kronecker", "The softmax Jacobian"),
        ("softmax", "The softmax Jacobian"),
        (r"net_{h_i}", "Notation and the running network"),
        (r"\frac{\partial E}{\partial net_{h_i}}", "The chain rule in a hidden layer"),
        (r"\sum_j \delta_j v_{ji}", "The chain rule in a hidden layer"),
    ],
)
def test_the_search_finds_words_and_latex(
    open_page: Open, query: str, title: str
) -> None:
    page = open_page("")
    page.locator(".md-search__input").click()
    page.keyboard.type(query)
    found = page.locator(".md-search-result__item h1", has_text=title)
    expect(found.first).to_be_attached()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("logits", "The softmax Jacobian: the derivative of softmax"),
        ("softmax derivative", "The softmax Jacobian: the derivative of softmax"),
        ("bias gradient", "The bias: a constant input"),
    ],
)
def test_the_page_to_learn_from_is_found_first(
    open_page: Open, query: str, title: str
) -> None:
    page = open_page(f"?q={quote_plus(query)}")
    found = page.locator(".md-search-result__item > a").first
    expect(found).to_contain_text(title)


def test_a_reader_changes_a_part_of_the_derivation_on_the_home_page(
    open_page: Open,
) -> None:
    page = open_page("", viewport={"width": 360, "height": 740})
    lines = page.locator(".derivcheck-row")
    expect(lines).to_have_count(4)
    part = lines.nth(2).locator(".derivcheck-part").nth(1)
    part.focus()
    page.keyboard.press("Enter")
    choices = page.locator(".derivcheck-choice")
    choices.get_by_text("nothing").click()
    verdicts = [row.get_attribute("class") or "" for row in lines.all()]
    fails = ["derivcheck-fails" in name for name in verdicts]
    assert fails == [False, False, True, True]
    said = page.locator(".derivcheck-said")
    expect(said).to_contain_text("Now this line is false. For ")
    expect(said).to_contain_text("The next line no longer follows from it.")
    expect(part).to_be_focused()
    part.click()
    choices.first.click()
    expect(said).to_have_text(
        "Every line holds. Click a part and put something else there."
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_questions_of_the_home_page_are_filtered_by_words(open_page: Open) -> None:
    page = open_page("")
    page.locator(".questions").fill("bias")
    shown = page.locator("#find-your-question ~ ul > li:not([hidden])")
    expect(shown.locator("a[href$='bias/']")).to_be_visible()
    assert 0 < shown.count() < 8


def test_paper_has_the_ink_of_paper_where_the_screen_is_dark(open_page: Open) -> None:
    page = open_page("chain-rule/", color_scheme="dark")
    ink = "getComputedStyle(document.querySelector('article p')).color"
    on_screen = page.evaluate(ink)
    page.emulate_media(media="print")
    assert (on_screen, page.evaluate(ink)) == ("rgb(223, 226, 230)", "rgb(31, 35, 40)")


ALONE = """() => [...document.querySelectorAll(".derivcheck-tied")]
    .filter(tied => tied.querySelectorAll(".katex-base").length === 1)
    .map(tied => {
        const closing = document.createRange();
        closing.selectNodeContents(tied.lastChild);
        const glyphs = tied.querySelector(".katex-base").getBoundingClientRect();
        return closing.getBoundingClientRect().left < glyphs.left;
    })"""


def test_no_line_begins_with_the_comma_behind_a_symbol(open_page: Open) -> None:
    page = open_page("attention/")
    for width in range(330, 900, 30):
        page.set_viewport_size({"width": width, "height": 700})
        alone = page.evaluate(ALONE)
        assert alone
        assert not any(alone), width


def test_the_buttons_on_code_are_large_enough_for_a_finger_and_cover_no_code(
    open_page: Open,
) -> None:
    page = open_page("verdicts/", viewport={"width": 360, "height": 740})
    page.locator(".highlight > .run").first.wait_for()
    found = page.evaluate(
        """() => [...document.querySelectorAll(".highlight > button")].map(button => {
            const { width, height, bottom } = button.getBoundingClientRect();
            const code = button.parentElement.querySelector("code span");
            return [Math.min(width, height), code.getBoundingClientRect().top - bottom];
        })"""
    )
    assert min(size for size, _ in found) >= 24
    assert min(below for _, below in found) >= 0


def test_run_is_offered_where_a_block_can_run_and_nowhere_else(
    open_page: Open,
) -> None:
    page = open_page("chain-rule/")
    page.locator(".highlight > .copy").first.wait_for()
    assert page.locator(".run").count() == 0


def test_a_page_opened_without_a_reload_keeps_its_equations_and_buttons(
    open_page: Open,
) -> None:
    page = open_page("")
    page.evaluate("window.still = true")
    page.locator("article a", has_text="Notation").first.click()
    expect(page).to_have_title(re.compile("^2 Notation"))
    expect(page.locator("#eq-net-h .derivcheck-copy")).to_have_count(1)
    assert page.evaluate("window.still") is True
    assert page.locator("#eq-net-h .katex-html").first.is_visible()


def test_the_button_copies_the_latex_as_it_stands_on_the_page(open_page: Open) -> None:
    page = open_page("notation/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#eq-net-h summary").click()
    page.locator("#eq-net-h .derivcheck-copy").click()
    expect(page.locator("#eq-net-h .derivcheck-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == r"net_{h_i} := \sum_k w_{ik} x_k + b_i"


def test_a_reference_shows_its_equation_at_any_address_of_the_site(
    browser: Browser, port: int, site: Path
) -> None:
    path, label = _reference(site)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/{path}")
        link = page.locator(f'a.eqref[href$="#{label}"]').first
        link.scroll_into_view_if_needed()
        link.hover()
        shown = page.locator(".derivcheck-preview")
        expect(shown.locator(".katex-html").first).to_be_visible()
        assert shown.locator("summary, .eq-number").count() == 0
        page.keyboard.press("Escape")
        expect(shown).to_have_count(0)


def _reference(site: Path) -> tuple[str, str]:
    """A page with a reference to an equation of another page, and its anchor."""
    for path in PAGES:
        text = (site / path / "index.html").read_text("utf-8")
        if found := re.search(r'class="eqref"[^>]*href="[^"#]+#([^"]+)"', text):
            return path, found[1]
    pytest.fail("no page refers to an equation of another page")


@pytest.mark.parametrize("path", ["", "notation/", "check-yours/"])
def test_without_javascript_the_page_is_whole(open_page: Open, path: str) -> None:
    page = open_page(path, java_script_enabled=False)
    assert page.locator("article .katex-html").first.is_visible()
    assert page.locator("h1").first.is_visible()


def test_a_long_equation_scrolls_within_its_row(open_page: Open) -> None:
    page = open_page("chain-rule/", viewport={"width": 360, "height": 740})
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".eq-row")]
            .filter(row => row.scrollWidth > row.clientWidth)
            .map(row => getComputedStyle(row).overflowX)"""
    )
    assert wide
    assert set(wide) == {"auto"}


GLYPHS_AT = """([whole, small]) => [whole, small].map(html => {
    const box = document.createElement("div");
    box.innerHTML = html;
    document.querySelector("article").append(box);
    const from = box.querySelector(".katex").getBoundingClientRect();
    const walker = document.createTreeWalker(
        box.querySelector(".katex-html"), NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node; (node = walker.nextNode()); ) {
        for (let at = 0; at < node.data.length; at++) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const { left, top } = range.getBoundingClientRect();
            if (/[^\\s\\u200b]/.test(node.data[at]))
                found.push([left - from.left, top - from.top]);
        }
    }
    box.remove();
    return found;
})"""


def test_with_fewer_elements_each_glyph_is_where_katex_puts_it(
    open_page: Open,
) -> None:
    page = open_page("one-unit/")
    for tex in FORMULAS:
        whole = typeset(tex, display=True)
        before, glyphs = whole.split(GLYPHS)
        closing = "</span>" * 3
        small = f"{before}{GLYPHS}{compact(glyphs.removesuffix(closing))}{closing}"
        places, others = page.evaluate(GLYPHS_AT, [whole, small])
        assert len(places) == len(others)
        for place, other in zip(places, others, strict=True):
            assert other == pytest.approx(place, abs=0.2)
