"""How long the page "Check yours" takes in a browser, and how many bytes it fetches.

`python -m tests.benchmarks.in_browser [SITE]`: a built site, or it is built first.
Cold is a browser that has nothing of the site yet, warm one that has all of it; both
are from the paste to the verdicts. A change is from the last key to the verdicts, with
the pause that the page makes after it.
"""

from __future__ import annotations

import http.server
import shutil
import statistics
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Response, sync_playwright

from tests.chromium import NAMES, SILENT, Quiet
from tests.conftest import ROOT, build

SEED = (ROOT / "tests/cases/seed-hidden-softmax.md").read_text("utf-8")
CHANGES = 10
CHECKED = """text => {
    const area = document.getElementById("yours-text");
    area.value = text;
    const started = performance.now();
    area.dispatchEvent(new Event("input"));
    const { dataset } = document.querySelector(".yours");
    return new Promise((resolve) => {
        const look = () => dataset.state === "checked"
            ? resolve(performance.now() - started) : setTimeout(look, 4);
        look();
    });
}"""


def opened(context: BrowserContext, address: str) -> Page:
    """The page, before anything of Python is fetched."""
    page = context.new_page()
    page.goto(f"{address}check-yours/")
    page.wait_for_selector("#yours-text")
    return page


def measure(context: BrowserContext, address: str) -> None:
    """Print a line for each figure."""
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        sizes[response.url] = len(response.body())

    context.on("response", note)
    page = opened(context, address)
    page.wait_for_load_state("networkidle")
    print(f"page, before Python: {sum(sizes.values()) / 1e6:.2f} MB")
    print(f"cold, to the first verdict: {page.evaluate(CHECKED, SEED) / 1000:.1f} s")
    print(f"all that was fetched: {sum(sizes.values()) / 1e6:.2f} MB, as files")
    page.wait_for_selector(".yours-told:visible")
    times = []
    for number in range(CHANGES):
        times.append(page.evaluate(CHECKED, SEED + " " * (number + 1)))
        page.wait_for_timeout(100)
    print(f"after a change: {statistics.median(times):.0f} ms (median of {CHANGES})")
    page.close()
    context.remove_listener("response", note)
    again = opened(context, address).evaluate(CHECKED, SEED)
    print(f"warm, to the first verdict: {again / 1000:.1f} s")


def main(given: list[str]) -> None:
    """Serve the site and measure it."""
    chromium = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(given[0]) if given else Path(folder)
        if not given:
            build(site)
        handler = partial(Quiet, directory=str(site))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=chromium, args=SILENT)
            measure(browser.new_context(), f"http://127.0.0.1:{server.server_port}/")
            browser.close()
            server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
