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

from derivcheck.__main__ import check_path
from tests.axe import violations
from tests.chromium import ADDRESS, Quiet

pytestmark = pytest.mark.browser

HERE = Path(__file__).parents[2]
CASES = HERE / "cases"
SEED = (CASES / "seed-hidden-softmax.md").read_text("utf-8")
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))
LOADED = 60_000  # milliseconds, on a machine that has much else to do
VERDICTS = """() => [...document.querySelectorAll('.yours-told')]
    .map(told => told.dataset.verdict)"""
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
            if not request.url.startswith((ADDRESS, "data:", "blob:"))
            else None
        ),
    )
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-derivation")).to_be_visible()
    return page


@pytest.fixture(autouse=True)
def nothing_to_complain_of(complaints: list[str]) -> Iterator[None]:
    """No message of the browser, so no violation of the policy, in any test."""
    yield
    assert complaints == []


def write(page: Page, derivation: str, model: str = "") -> None:
    """Put both texts where people paste them; to type a long one takes minutes."""
    page.evaluate(
        """texts => {
            for (const [part, text] of Object.entries(texts)) {
                const area = document.getElementById(`yours-${part}`);
                area.value = text;
                area.dispatchEvent(new Event("input"));
            }
        }""",
        {"model": model, "derivation": derivation},
    )


NO_PYTHON = """
postMessage({ready: true, fetched: []});
const lists = {formulas: [], problems: [], rests: [], macros: [], notes: []};
onmessage = ({data: {id}}) => postMessage({id, answer: {totals: "", ...lists}});
"""


def without_python(route: Route) -> None:
    """Answers for the checker, in no time, where a test is about everything else."""
    route.fulfill(body=NO_PYTHON, content_type="text/javascript")


def checked(page: Page) -> None:
    """Wait for what is found in the texts as they are."""
    page.wait_for_selector(".yours[data-state=checked]", timeout=LOADED)


def fill(page: Page, derivation: str, model: str = "") -> None:
    """Write both texts, and wait for what is found."""
    write(page, derivation, model)
    checked(page)


def test_the_first_question_gets_its_verdict_and_is_mended_by_one_click(
    yours: Page,
) -> None:
    fill(yours, SEED)
    assert yours.evaluate(VERDICTS) == ["holds"] * 5 + ["fails"]
    expect(yours.locator(".yours-status")).to_have_text("6 relations: 5 holds, 1 fails")
    mend = yours.get_by_role("button", name="Write v_{ij} for w_{oj}")
    mend.click(timeout=LOADED)
    expect(yours.locator(".yours-status")).to_have_text("6 relations: 6 holds")
    mended = SEED.replace(r"(\delta_j*w_{oj})", r"(\delta_j*v_{ij})")
    assert yours.locator("#yours-derivation").input_value() == mended


def test_every_case_gets_the_verdicts_of_the_command_line(yours: Page) -> None:
    for name, case in EXPECTED.items():
        fill(yours, (CASES / name).read_text("utf-8"))
        wanted = [relation[0] for relation in case["relations"]]
        assert yours.evaluate(VERDICTS) == wanted, name


def test_every_example_holds_and_one_has_its_mistake(yours: Page) -> None:
    names = yours.locator("#yours-example option").all_inner_texts()[1:]
    for number, name in enumerate(names):
        yours.locator("#yours-example").select_option(str(number))
        checked(yours)
        fails = yours.evaluate(VERDICTS).count("fails")
        assert fails == (name == "A derivation with a mistake in its last line"), name


def test_hostile_text_neither_runs_nor_hangs(yours: Page) -> None:
    title = yours.title()
    fill(yours, HOSTILE)
    expect(yours.locator(".yours-told").first).to_be_visible()
    expect(yours.locator(".yours-report").first).to_be_visible(timeout=LOADED)
    assert yours.title() == title
    found = yours.locator(".yours-results")
    assert found.locator("script, iframe, img, a").count() == 0
    assert found.locator(".md-header").count() == 0


def test_axe_reports_nothing_on_what_was_found(yours: Page) -> None:
    fill(yours, SEED)
    expect(yours.locator(".yours-report").first).to_be_visible(timeout=LOADED)
    assert violations(yours) == []


def test_a_phone_shows_what_was_found_within_its_width(yours: Page) -> None:
    yours.set_viewport_size({"width": 360, "height": 740})
    fill(yours, SEED)
    expect(yours.locator(".yours-report").first).to_be_visible(timeout=LOADED)
    assert yours.evaluate("document.documentElement.scrollWidth") == 360
    yours.set_viewport_size({"width": 1280, "height": 720})


def test_a_phone_keeps_the_totals_in_sight_and_leads_to_what_was_found(
    yours: Page,
) -> None:
    yours.set_viewport_size({"width": 360, "height": 740})
    fill(yours, SEED)
    for field in ("#yours-model", "#yours-derivation"):
        yours.locator(field).scroll_into_view_if_needed()
        expect(yours.locator(".yours-status")).to_be_in_viewport()
    found = yours.locator(".yours-results .yours-formula").first
    yours.locator("#yours-model").scroll_into_view_if_needed()
    expect(found).not_to_be_in_viewport()
    yours.get_by_role("button", name="Show what was found").click()
    expect(found).to_be_in_viewport()
    yours.set_viewport_size({"width": 1280, "height": 720})


def test_a_button_that_writes_leaves_the_page_where_it_is(yours: Page) -> None:
    fill(yours, "z = w x + b\n" * 3 + "\n\n$$ 1 = 1 $$" * 30 + "\n\n$$ y = 2 x $$")
    write = yours.get_by_role("button", name="Write := there")
    write.scroll_into_view_if_needed(timeout=LOADED)
    before = yours.evaluate("scrollY")
    write.click()
    checked(yours)
    assert yours.evaluate("scrollY") == before


def test_names_of_one_kind_are_declared_on_one_line(yours: Page) -> None:
    fill(yours, "$$ z := W x + b $$\n\n$$ E := z^\\top z $$\n\n$$ E = z^\\top z $$")
    yours.get_by_role("button", name="Guess the model").click()
    yours.get_by_role("button", name="Put it into the model").click(timeout=LOADED)
    assert yours.locator("#yours-model").input_value() == (
        "$W \\in \\mathbb{R}^{* \\times *}$\n\n$x, b \\in \\mathbb{R}^*$\n"
    )


def test_the_keyboard_alone_does_all_of_it(yours: Page) -> None:
    fill(yours, "")
    yours.locator("#yours-model").focus()
    yours.keyboard.insert_text("$$ y := x^2 $$")
    yours.keyboard.press("Tab")
    yours.keyboard.insert_text(r"$$ \frac{dy}{dx} = x $$")
    mend = yours.locator(".yours-told .yours-button", has_text="Write").first
    expect(mend).to_be_visible(timeout=LOADED)
    for _ in range(20):
        yours.keyboard.press("Tab")
        if yours.evaluate("document.activeElement.textContent").startswith("Write"):
            break
    yours.keyboard.press("Enter")
    expect(yours.locator(".yours-status")).to_have_text("1 relation: 1 holds")


def test_a_link_brings_the_text_back_and_the_next_visit_too(
    yours: Page, browser: Browser
) -> None:
    fill(yours, "$$ y = 2 x $$ ✓", "$$ y := 2 x $$")
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
        expect(other.locator("#yours-derivation")).to_be_visible()
        if place == link:
            expect(other.locator("#yours-model")).to_have_value("$$ y := 2 x $$")
            other.evaluate("localStorage.setItem('derivcheck.yours', JSON.stringify("
                           "{model: 'kept', derivation: ''}))")  # fmt: skip  # one call
        elif place == f"{ADDRESS}check-yours/":
            expect(other.locator("#yours-model")).to_have_value("kept")
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
    expect(page.locator("#yours-derivation")).to_be_visible()
    write(page, "$$ y = x $$")
    page.wait_for_url("**/#work=*")
    link = page.url
    write(page, "$$ my = work $$")
    page.wait_for_function(f"() => {kept}.includes('my = work')")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator("#yours-derivation")).to_have_value("$$ y = x $$")
    said = "This text came with a link. Yours is still kept in this browser."
    expect(page.get_by_text(said)).to_be_visible()
    write(page, "$$ y = 2 x $$")
    page.wait_for_function(f"() => location.href !== {link!r}")
    assert "my = work" in page.evaluate(kept)
    page.get_by_role("button", name="Back to mine").click()
    expect(page.locator("#yours-derivation")).to_have_value("$$ my = work $$")
    expect(page.get_by_text(said)).to_be_hidden()
    context.close()


def test_who_leaves_while_the_text_is_kept_finds_an_address_without_it(
    browser: Browser,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/worker.js", without_python)
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-derivation")).to_be_visible()
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
    fill(yours, r"y = 2 x", r"\[ y := 2 x \]")
    with yours.expect_download() as download:
        yours.get_by_role("button", name="Download the page").click()
    page = tmp_path / "derivation.md"
    download.value.save_as(page)
    found, _ = check_path(str(page))
    assert [relation.verdict.word for relation in found.relations] == ["holds"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Some words.", "There is nothing to check yet"),
        (r"$$ \frac{\partial E}{\partial z} = p - y $$", "Nothing says yet what "),
        ("x " * 500_000, "This is 1,000,000 characters of text."),
    ],
    ids=["nothing to check", "an empty model", "a megabyte"],
)
def test_what_cannot_be_checked_gets_its_sentence(
    yours: Page, text: str, said: str
) -> None:
    fill(yours, text)
    expect(yours.locator(".yours-results .yours-step")).to_contain_text(said)


def test_lines_that_look_like_definitions_become_some_at_one_press(yours: Page) -> None:
    fill(
        yours,
        r"""\begin{align}
z &= w x + b \\
y &= f(z)
\end{align}

$$ \frac{\partial y}{\partial w} = f'(z) x $$
""",
    )
    step = yours.locator(".yours-results .yours-step")
    expect(step).to_contain_text("These 2 lines look like definitions", timeout=LOADED)
    step.get_by_role("button", name="Write := there").click()
    checked(yours)
    text = yours.locator("#yours-derivation").input_value()
    assert [line[:5] for line in text.split("\n")[1:3]] == ["z &:=", "y &:="]
    expect(step).to_contain_text("Nothing says yet what")
    step.get_by_role("button", name="Guess what they stand for").click()
    expect(yours.locator(".yours-guesses")).to_contain_text("f is")
    yours.get_by_role("button", name="Put it into the model").click()
    expect(yours.locator(".yours-status")).to_have_text("1 relation: 1 holds")
    assert yours.locator("#yours-model").input_value().strip() == (
        r"$f : \mathbb{R} \to \mathbb{R}$"
    )
    expect(step).to_have_count(0)


def test_a_check_that_takes_long_can_be_stopped(yours: Page) -> None:
    fill(yours, "$$ y := x, \\quad y = x $$")
    write(yours, LONG)
    stop = yours.get_by_role("button", name="Stop")
    stop.click(timeout=LOADED)
    expect(yours.get_by_role("button", name="Check", exact=True)).to_be_focused()
    expect(yours.locator(".yours-status")).to_have_text("Ready.", timeout=LOADED)
    expect(yours.locator(".yours-told")).to_have_count(0)
    yours.wait_for_timeout(1000)  # in which what was stopped would begin again
    expect(yours.locator(".yours-status")).to_have_text("Ready.")
    fill(yours, "$$ y := x, \\quad y = x $$")
    assert yours.evaluate(VERDICTS) == ["holds"]


def test_the_model_is_guessed_and_what_forks_is_asked(yours: Page) -> None:
    fill(yours, r"\frac{\partial L}{\partial z_i} = p_i - y_i")
    yours.get_by_role("button", name="Guess the model").click()
    loss = yours.get_by_label("L is")
    expect(loss).to_be_visible(timeout=LOADED)
    yours.get_by_role("button", name="Put it into the model").click()
    expect(yours.locator(".yours-status")).to_have_text("1 relation: 1 holds")
    assert r"p_{i} := \frac{e^{z_{i}}}" in yours.locator("#yours-model").input_value()


def test_an_error_of_reading_is_marked_at_its_place_and_mended(yours: Page) -> None:
    claim = r"$$ \frac{d\,out}{dx} = 1 - ouy^2 $$"
    fill(yours, claim, r"$$ out := \tanh(x) $$")
    assert yours.locator(".yours-ground mark").all_inner_texts() == ["o"]
    yours.get_by_role("button", name="Write out for ouy").click(timeout=LOADED)
    expect(yours.locator(".yours-status")).to_have_text("1 relation: 1 holds")


def test_a_formula_that_becomes_a_display_is_set_as_one(yours: Page) -> None:
    fill(yours, "$y = x$", "$$ y := x $$")
    expect(yours.locator(".yours-typeset .katex-display")).to_have_count(1)
    fill(yours, "$$y = x$$", "$$ y := x $$")
    expect(yours.locator(".yours-typeset .katex-display")).to_have_count(2)


def test_formulas_are_shown_with_the_macros_of_the_text_as_it_is(yours: Page) -> None:
    last = yours.locator(".yours-typeset").last
    for body, seen in (("2 x", "y=2x"), ("x", "y=x")):
        macro = rf"\newcommand{{\R}}{{{body}}}"
        fill(yours, r"$$ y = \R $$", f"$ {macro} $\n\n$$ y := {body} $$")
        expect(last.locator(".katex-html")).to_have_text(seen)
    fill(yours, r"$$ y = \R $$", "$$ y := x $$")
    assert "y=x" not in last.locator(".katex-html").inner_text()


def test_braces_by_the_thousand_are_shown_as_they_are_written(yours: Page) -> None:
    deep = "{" * 3000 + "y" + "}" * 3000
    fill(yours, f"$$ {deep} = x $$\n\n$$ y = x $$", "$$ y := x $$")
    told = yours.locator(".yours-results .yours-note").first
    expect(told).to_have_text("KaTeX cannot typeset this; it is checked all the same.")
    assert yours.evaluate(VERDICTS)[-1] == "holds"


def test_an_empty_text_has_a_number_for_each_line_that_it_proposes(yours: Page) -> None:
    fill(yours, "", "")
    gutters = yours.locator(".yours-gutter").all_inner_texts()
    assert [text.split() for text in gutters] == [["1", "2", "3"], ["1"]]


def test_a_pasted_picture_gets_its_sentence(yours: Page) -> None:
    yours.locator("#yours-derivation").evaluate(
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
    expect(page.locator("#yours-derivation")).to_be_visible()
    fill(page, "$$ y = x $$", "$$ y := x $$")
    page.wait_for_selector(".yours[data-offline]", timeout=LOADED)
    context.set_offline(True)
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-derivation")).to_be_visible()
    fill(page, "$$ y = 2 x $$", "$$ y := x $$")
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
            expect(page.locator("#yours-derivation")).to_be_visible()
            fill(page, "$$ y = x $$", "$$ y := x $$")
            page.wait_for_selector(".yours[data-offline]", timeout=LOADED)
        editor = tmp_path / "one/javascripts/check-yours/editor.js"
        editor.write_text(f"{editor.read_text('utf-8')}\nself.isNew = true;", "utf-8")
        page.goto(f"{host}/one/check-yours/")
        page.wait_for_function("() => self.isNew")
        server.shutdown()
    for name in ("one", "two"):
        page.goto(f"{host}/{name}/check-yours/")
        expect(page.locator("#yours-derivation")).to_be_visible()
    context.close()


def test_without_exact_arithmetic_what_was_found_stays(browser: Browser) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route("**/python_flint*", lambda route: route.abort())
    page.goto(f"{ADDRESS}check-yours/")
    expect(page.locator("#yours-derivation")).to_be_visible()
    fill(page, UNSURE)
    expect(page.locator(".yours-status")).to_have_text(
        "1 relation: 1 undecided. Exact arithmetic, which may decide more, could not be"
        " fetched."
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


def test_a_block_that_needs_numpy_says_that_it_is_not_to_be_had(
    browser: Browser,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{ADDRESS}chain-rule/")
    page.get_by_role("button", name="Run").first.click()
    said = "This block needs NumPy, and this site has no NumPy for the browser."
    expect(page.locator(".ran")).to_contain_text(said)
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
    page.locator(".md-nav--primary .md-nav__link", has_text="Check yours").click()
    expect(page.locator("#yours-derivation")).to_be_visible()
    fill(page, "$$ y = 2 x $$", "$$ y := x $$")
    page.get_by_role("button", name="Open as an issue").click()
    page.wait_for_function("() => document.title.startsWith('https:')", timeout=LOADED)
    opened = urlsplit(page.title())
    assert opened.path == "/somebody/notes/issues/new"
    assert "## Derivation\n\n$$ y = 2 x $$" in parse_qs(opened.query)["body"][0]
    context.close()
