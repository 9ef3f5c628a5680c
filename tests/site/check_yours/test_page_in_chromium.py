"""The page "Check yours" in a real browser: the checker runs there, in Python."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from shutil import copytree, ignore_patterns
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from derivcheck.command_line import check_path
from tests.axe import violations
from tests.chromium import ADDRESS, Quiet

pytestmark = pytest.mark.browser

HERE = Path(__file__).parents[2]
CASES = HERE / "cases"
SEED = (CASES / "seed-hidden-softmax.md").read_text("utf-8")
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))
LOADED = 60_000  # milliseconds, on a machine that has much else to do
VERDICTS = """() => [...document.querySelectorAll('.yours-mark')]
    .map(mark => mark.dataset.verdict)"""
MARKS = """() => [...document.querySelectorAll('.yours-mark')]
    .map(mark => mark.dataset.mark)"""
HOLDS = "$$ y := x $$\n\n$$ y = x $$"
FAILS = "$$ y := x $$\n\n$$ y = 2 x $$"
SQUARE = r"$$ y := x^2 $$" "\n\n" r"$$ \frac{dy}{dx} = x $$"
CROSS_ENTROPY = r"""$$ p_i = \frac{e^{z_i}}{\sum_k e^{z_k}} $$

$$ L = -\sum_i y_i \log p_i $$

$$ \frac{\partial L}{\partial z_j} = p_j - y_j $$
"""
HOSTILE = r"""
<script>document.title = "run"</script>
<img src=x onerror="document.title = 'run'">

$$ y := x, \quad y = \href{javascript:alert(1)}{x} $$

$$ \text{<img src=x onerror="document.title = 'run'">} = \htmlClass{md-header}{x} $$

$$ \includegraphics{https://example.org/a.png} = \def\a{\a\a}\a $$

$$ y = <iframe srcdoc="<script>parent.document.title = 'run'</script>"></iframe> $$

$`</textarea><script>document.title = 'run'</script>`$
"""
UNSURE = r"$$ y := x $$" "\n\n" r"$$ y = x + 10^{-8} \cdot x $$"
LONG = "\n\n".join(
    rf"$$ y_{n} := \sum_i \sum_j \sum_k a_{{ij}} b_{{jk}} \tanh(x_k + {n}), \quad "
    rf"\frac{{\partial y_{n}}}{{\partial x_k}} = \sum_i \sum_j a_{{ij}} b_{{jk}} "
    rf"(1 - \tanh^2(x_k + {n})) $$"
    for n in range(300)
)


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the browser's console says, and requests to other hosts."""
    return []


@pytest.fixture(scope="module")
def yours(browser: Browser, complaints: list[str]) -> Page:
    """The page, opened once for all tests: to fetch Python takes seconds."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            complaints.append(f"foreign: {request.url}")
            if not request.url.startswith((ADDRESS, "data:", f"blob:{ADDRESS}"))
            else None
        ),
    )
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-text")).to_be_visible()
    return page


@pytest.fixture(autouse=True)
def nothing_to_complain_of(complaints: list[str]) -> Iterator[None]:
    """No message of the browser, so no violation of the policy, in any test."""
    yield
    assert complaints == []


def write(page: Page, text: str) -> None:
    """Put a text where people paste it; to type a long one takes minutes."""
    page.evaluate(
        """text => {
            const area = document.getElementById("yours-text");
            area.value = text;
            area.dispatchEvent(new Event("input"));
        }""",
        text,
    )


NO_PYTHON = """
postMessage({ready: true, fetched: []});
const lists = ["blocks", "macros", "notes", "problems", "guesses", "stated", "unknown",
    "choices", "marks"];
const answer = Object.fromEntries(lists.map(name => [name, []]));
onmessage = ({data: {id}}) => postMessage({id, answer});
"""


def without_python(route: Route) -> None:
    """Answers for the checker, in no time, where a test is about everything else."""
    route.fulfill(body=NO_PYTHON, content_type="text/javascript")


def checked(page: Page) -> None:
    """Wait for what is found in the text as it is."""
    page.wait_for_selector(".yours[data-state=checked]", timeout=LOADED)


def fill(page: Page, text: str) -> None:
    """Write a text, and wait for what is found."""
    write(page, text)
    checked(page)


def expect_status(page: Page, text: str) -> None:
    expect(page.locator(".yours-status")).to_have_text(text, timeout=LOADED)


def test_the_first_question_is_one_press(yours: Page) -> None:
    yours.locator(".yours-examples button").first.click()
    checked(yours)
    assert yours.evaluate(MARKS) == ["holds"] * 9 + ["asks"]
    expect_status(yours, "9 relations hold, 1 is an open question.")
    told = yours.locator(".yours-told:visible")
    expect(told).to_contain_text("has no index", timeout=LOADED)


def test_a_case_gets_the_verdicts_of_the_command_line(yours: Page) -> None:
    for name, case in [*EXPECTED.items()][::3]:
        fill(yours, (CASES / name).read_text("utf-8"))
        wanted = [relation[0] for relation in case["relations"]]
        assert yours.evaluate(VERDICTS) == wanted, name


def test_a_menu_above_the_derivation_changes_what_is_read(yours: Page) -> None:
    fill(yours, r"$$ L = \frac{1}{2} x^2 $$ $$ \frac{\partial L}{\partial x} = x $$")
    menu = yours.locator(".yours-names select")
    assert menu.evaluate("menu => menu.selectedOptions[0].text") == "a number"
    assert yours.evaluate(MARKS) == ["holds"]
    menu.select_option("a matrix")
    yours.wait_for_function(f"() => ({MARKS})().join() !== 'holds'", timeout=LOADED)
    assert menu.evaluate("menu => menu.selectedOptions[0].text") == "a matrix"


def test_what_nothing_says_is_asked_for_and_written_above_the_text(yours: Page) -> None:
    fill(yours, "$$ y := 2 x $$\n\n$$ y = q $$")
    asked = yours.locator(".yours-asked")
    expect(asked).to_contain_text("Nothing says what these are")
    asked.locator("select").select_option("given by a formula")
    asked.locator("input").fill("x + x")
    asked.get_by_role("button", name="Write it above the text").click()
    expect(asked).to_have_count(0, timeout=LOADED)
    assert yours.locator("#yours-text").input_value().startswith("$q := x + x$\n\n$$ y")


def test_a_line_that_needs_a_condition_is_amber_and_a_button_states_it(
    yours: Page,
) -> None:
    fill(yours, CROSS_ENTROPY)
    expect(yours.locator(".yours-mark[data-mark=if]")).to_have_count(1, timeout=LOADED)
    expect_status(yours, "1 relation holds under a condition.")
    told = yours.locator(".yours-told:visible")
    expect(told).to_contain_text("Holds if")
    told.get_by_role("button", name="Say that").click()
    expect_status(yours, "1 relation holds.")
    text = yours.locator("#yours-text").input_value()
    assert text.startswith("Assume $\\sum_i y_i = 1$.\n\n")


def test_what_is_not_read_is_told_and_shown_in_the_box(yours: Page) -> None:
    fill(yours, "$$ y := x $$\n\n<!-- derivcheck: frsh -->\n\n$$ y = x $$")
    told = yours.locator(".yours-strip")
    expect(told).to_contain_text("unknown directive 'frsh'")
    told.get_by_role("button", name="Show it in the box").click()
    start = yours.evaluate("document.activeElement.selectionStart")
    assert start == len("$$ y := x $$\n\n")


def test_a_mark_opens_what_is_told_of_its_line(yours: Page) -> None:
    fill(yours, HOLDS)
    mark = yours.get_by_role("button", name="Relation 1: holds")
    expect(mark).to_have_attribute("aria-expanded", "false")
    mark.click()
    told = yours.get_by_role("region", name="About relation 1")
    expect(told).to_contain_text("Holds at every point that was tried.", timeout=LOADED)
    expect(mark).to_have_attribute("aria-expanded", "true")
    mark.click()
    expect(told).to_be_hidden()


def test_hostile_text_neither_runs_nor_hangs(yours: Page) -> None:
    title = yours.title()
    fill(yours, HOSTILE)
    expect(yours.locator(".yours-mark").first).to_be_visible()
    yours.wait_for_selector(".yours-told:visible", timeout=LOADED)
    assert yours.title() == title
    found = yours.locator(".yours-found")
    assert found.locator("script, iframe, img, a").count() == 0
    assert found.locator(".md-header").count() == 0


def test_axe_reports_nothing_on_what_was_found(yours: Page) -> None:
    fill(yours, SEED)
    yours.wait_for_selector(".yours-told:visible", timeout=LOADED)
    assert violations(yours) == []
    fill(yours, CROSS_ENTROPY)
    expect(yours.locator(".yours-mark[data-mark=if]")).to_have_count(1, timeout=LOADED)
    assert violations(yours) == []
    yours.emulate_media(color_scheme="light")


def test_a_phone_has_the_box_first_and_what_was_found_below_within_its_width(
    yours: Page,
) -> None:
    yours.set_viewport_size({"width": 360, "height": 740})
    yours.evaluate("scrollTo(0, 0)")
    expect(yours.locator("#yours-text")).to_be_in_viewport()
    fill(yours, SEED)
    yours.wait_for_selector(".yours-told:visible", timeout=LOADED)
    assert yours.evaluate("document.documentElement.scrollWidth") == 360
    gap = yours.evaluate(
        """() => document.querySelector(".yours-found").getBoundingClientRect().top
            - document.querySelector(".yours-box").getBoundingClientRect().bottom"""
    )
    assert gap < 120
    yours.set_viewport_size({"width": 1280, "height": 720})


def test_a_long_line_wraps_and_its_marks_lie_where_it_is_typed(yours: Page) -> None:
    fill(yours, "word " * 60 + "$$ y := 3 x $$ $$ y = 2 q $$")
    area = yours.locator("#yours-text")
    assert area.evaluate("area => area.scrollWidth <= area.clientWidth")
    assert yours.locator(".yours-ground mark").all_inner_texts() == ["q"]
    heights = yours.evaluate(
        """() => [".yours-ground", "#yours-text"]
            .map(name => document.querySelector(name).clientHeight)"""
    )
    assert heights[0] == heights[1]


def test_a_button_that_writes_leaves_the_page_where_it_is(yours: Page) -> None:
    fill(yours, "Words.\n\n" * 60 + SQUARE)
    press = yours.get_by_role("button", name="Write this").first
    press.scroll_into_view_if_needed(timeout=LOADED)
    before = yours.evaluate("scrollY")
    press.click()
    checked(yours)
    assert yours.evaluate("scrollY") == before


def test_the_keyboard_alone_does_all_of_it(yours: Page) -> None:
    fill(yours, "")
    yours.locator("#yours-text").focus()
    yours.keyboard.insert_text(SQUARE)
    press = yours.get_by_role("button", name="Write this").first
    expect(press).to_be_visible(timeout=LOADED)
    for _ in range(20):
        yours.keyboard.press("Tab")
        if yours.evaluate("document.activeElement.textContent") == "Write this":
            break
    yours.keyboard.press("Enter")
    expect_status(yours, "1 relation holds.")


def test_a_link_brings_the_text_back_and_the_next_visit_too(
    yours: Page, browser: Browser
) -> None:
    text = f"{FAILS} ✓"
    fill(yours, text)
    yours.get_by_role("button", name="Copy a link").click()
    expect(yours.locator(".yours-status")).to_contain_text("The link is copied")
    link = yours.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{ADDRESS}check-yours/#work=")
    context = browser.new_context()
    other = context.new_page()
    other.route("**/worker.js", without_python)
    for place in (link, f"{ADDRESS}check-yours/", link[: len(link) // 2], f"{link})"):
        other.goto("about:blank")
        other.goto(place)
        expect(other.locator("#yours-text")).to_be_visible()
        if place == link:
            expect(other.locator("#yours-text")).to_have_value(text)
            other.evaluate("localStorage.setItem('derivcheck.yours', JSON.stringify("
                           "{text: 'kept', answers: {}}))")  # fmt: skip  # one call
        elif place == f"{ADDRESS}check-yours/":
            expect(other.locator("#yours-text")).to_have_value("kept")
        else:
            said = "The address holds no derivation that can be read."
            expect(other.locator(".yours-status")).to_have_text(said)
    context.close()


def test_a_link_does_not_take_the_place_of_the_readers_own_text(
    browser: Browser,
) -> None:
    kept = "localStorage.getItem('derivcheck.yours')"
    context = browser.new_context()
    page = context.new_page()
    page.route("**/worker.js", without_python)
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-text")).to_be_visible()
    write(page, "$$ y = x $$")
    page.wait_for_url("**/#work=*")
    link = page.url
    write(page, "$$ my = work $$")
    page.wait_for_function(f"() => {kept}.includes('my = work')")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator("#yours-text")).to_have_value("$$ y = x $$")
    said = "This text came with a link. Yours is still kept in this browser."
    expect(page.get_by_text(said)).to_be_visible()
    write(page, "$$ y = 2 x $$")
    page.wait_for_function(f"() => location.href !== {link!r}")
    assert "my = work" in page.evaluate(kept)
    page.get_by_role("button", name="Back to mine").click()
    expect(page.locator("#yours-text")).to_have_value("$$ my = work $$")
    expect(page.get_by_text(said)).to_be_hidden()
    context.close()


def test_who_leaves_while_the_text_is_kept_finds_an_address_without_it(
    browser: Browser,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/worker.js", without_python)
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-text")).to_be_visible()
    page.evaluate(
        """() => {
            const packed = self.CompressionStream;
            self.CompressionStream = class extends packed {
                get readable() {  // the reader is gone before it is packed
                    history.pushState({}, "", new URL("../verdicts/", location));
                    return super.readable;
                }
            };
        }"""
    )
    write(page, "$$ y = x $$")
    page.wait_for_url(f"{ADDRESS}verdicts/")
    page.wait_for_timeout(500)
    assert page.url == f"{ADDRESS}verdicts/"
    context.close()


def test_the_page_that_is_downloaded_is_one_for_the_command_line(
    yours: Page, tmp_path: Path
) -> None:
    fill(yours, "y := 2 x\n\ny = 2 x")
    with yours.expect_download() as download:
        yours.get_by_role("button", name="Download the page").click()
    page = tmp_path / "derivation.md"
    download.value.save_as(page)
    found, _ = check_path(str(page))
    assert [relation.verdict.word for relation in found.relations] == ["holds"]


def test_what_cannot_be_checked_gets_its_sentence(yours: Page) -> None:
    fill(yours, "x " * 500_000)
    note = yours.locator(".yours-note")
    expect(note).to_contain_text("This is 1,000,000 characters of text.")


def test_a_text_of_a_word_processor_becomes_latex_at_one_press(yours: Page) -> None:
    fill(yours, "s = ∑_i wᵢ xᵢ²\n\n∂s/∂wᵢ = xᵢ²")
    yours.get_by_role("button", name="Write it as LaTeX").click()
    expect_status(yours, "1 relation holds.")


def test_formulas_are_shown_with_the_macros_of_the_text_as_it_is(yours: Page) -> None:
    last = yours.locator(".yours-row").last
    for body, seen in (("2 x", "=2x"), ("x", "=x")):
        macro = rf"\newcommand{{\R}}{{{body}}}"
        fill(yours, f"$ {macro} $\n\n$$ y := {body} $$\n\n$$ y = \\R $$")
        expect(last.locator(".yours-right .katex-html")).to_have_text(seen)


def test_braces_by_the_thousand_are_shown_as_they_are_written(yours: Page) -> None:
    deep = "{" * 3000 + "y" + "}" * 3000
    fill(yours, f"$$ y := x $$\n\n$$ {deep} = x $$\n\n$$ y = x $$")
    expect(yours.locator(".yours-written").first).to_contain_text("{{{{")
    assert yours.evaluate(VERDICTS)[-1] == "holds"


def test_a_check_that_takes_long_can_be_stopped(yours: Page) -> None:
    fill(yours, HOLDS)
    write(yours, LONG)
    stop = yours.get_by_role("button", name="Stop")
    stop.click(timeout=LOADED)
    expect(yours.get_by_role("button", name="Check", exact=True)).to_be_focused()
    expect_status(yours, "Ready.")
    expect(yours.locator(".yours-mark")).to_have_count(0)
    yours.wait_for_timeout(1000)  # in which what was stopped would begin again
    expect_status(yours, "Ready.")
    fill(yours, HOLDS)
    assert yours.evaluate(VERDICTS) == ["holds"]


def test_a_pasted_picture_gets_its_sentence(yours: Page) -> None:
    yours.locator("#yours-text").evaluate(
        """area => {
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File(["x"], "a.png", {type: "image/png"}));
            area.dispatchEvent(new ClipboardEvent("paste", {clipboardData}));
        }"""
    )
    said = "A picture cannot be read. Paste the LaTeX that it was made from."
    expect(yours.locator(".yours-status")).to_have_text(said)


def test_a_script_that_the_site_did_not_write_does_not_run(
    yours: Page, complaints: list[str]
) -> None:
    blocked = yours.evaluate(
        """() => new Promise(resolve => {
            document.addEventListener(
                "securitypolicyviolation",
                event => resolve(event.violatedDirective),
                {once: true},
            );
            const script = document.createElement("script");
            script.textContent = "document.title = 'run'";
            document.body.append(script);
        })"""
    )
    assert blocked == "script-src-elem"
    assert yours.title() != "run"
    assert len(complaints) == 1
    complaints.clear()


def test_after_the_first_load_it_works_without_the_network(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-text")).to_be_visible()
    fill(page, HOLDS)
    page.wait_for_selector(".yours[data-offline]", timeout=LOADED)
    context.set_offline(True)
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-text")).to_be_visible()
    fill(page, FAILS)
    assert page.evaluate(VERDICTS) == ["fails"]
    context.close()


class Cached(Quiet):
    """Says of each file that the browser may keep it, as hosts of static sites do."""

    def end_headers(self) -> None:
        """Send it after the others."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


def test_sites_of_one_host_are_kept_apart_and_shown_as_they_are_now(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    handler = partial(Cached, directory=str(tmp_path))
    context = browser.new_context()
    page = context.new_page()
    page.route("**/worker.js", without_python)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        for name in ("one", "two"):
            copytree(site, tmp_path / name, ignore=ignore_patterns("pyodide"))
            page.goto(f"{host}/{name}/check-yours/")
            expect(page.locator("#yours-text")).to_be_visible()
            fill(page, HOLDS)
            page.wait_for_selector(".yours[data-offline]", timeout=LOADED)
        editor = tmp_path / "one/javascripts/check-yours/editor.js"
        editor.write_text(f"{editor.read_text('utf-8')}\nself.isNew = true;", "utf-8")
        page.goto(f"{host}/one/check-yours/")
        page.wait_for_function("() => self.isNew")
        server.shutdown()
    for name in ("one", "two"):
        page.goto(f"{host}/{name}/check-yours/")
        expect(page.locator("#yours-text")).to_be_visible()
    context.close()


def test_without_exact_arithmetic_what_was_found_stays(browser: Browser) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route("**/python_flint*", lambda route: route.abort())
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-text")).to_be_visible()
    fill(page, UNSURE)
    expect_status(
        page,
        "1 relation is an open question. Exact arithmetic, which may decide more, could"
        " not be fetched.",
    )
    assert page.evaluate(VERDICTS) == ["undecided"]
    context.close()


def test_a_block_of_a_page_runs_after_those_before_it(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{ADDRESS}verdicts/")
    page.get_by_role("button", name="Run").nth(1).click()
    printed = page.locator(".ran pre")
    expect(printed).to_have_text(
        "holds, needs \\sum_i t_i = 1\nholds, needs nothing", timeout=LOADED
    )
    context.close()


def test_a_site_with_a_repository_opens_an_issue_with_the_derivation_in_it(
    browser: Browser,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{ADDRESS}verdicts/")
    page.evaluate(
        """() => {
            const link = document.createElement("a");
            link.className = "md-source";
            link.href = "https://example.org/somebody/notes";
            document.querySelector(".md-header").append(link);
            window.open = (url) => (document.title = url);
        }"""
    )
    page.locator(".md-tabs__link", has_text="Check yours").click()
    expect(page.locator("#yours-text")).to_be_visible()
    fill(page, FAILS)
    page.get_by_role("button", name="Open as an issue").click()
    page.wait_for_function("() => document.title.startsWith('https:')", timeout=LOADED)
    opened = urlsplit(page.title())
    assert opened.path == "/somebody/notes/issues/new"
    assert "\n\n$$ y = 2 x $$" in parse_qs(opened.query)["body"][0]
    context.close()
