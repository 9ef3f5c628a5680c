"""The system's Chromium, driven by Playwright, and the site served to it."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
SILENT = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
expect.set_options(timeout=30_000)  # milliseconds, on a machine that has much to do
ADDRESS = "http://localhost:8000/"  # which the site is built for
CLEAR = "localStorage.clear(); sessionStorage.clear()"
Open = Callable[..., Page]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing; the tests say what is wrong."""


@pytest.fixture(scope="session")
def port(site: Path) -> Iterator[int]:
    """Where the built site is served while these tests run."""
    handler = partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program, or a reason to skip what needs it."""
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if found is None:
        pytest.skip("no Chromium found; `apt-get install -y chromium` installs it")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str, port: int) -> Iterator[Browser]:
    """A browser that finds the site at the address that it is built for."""
    there = urlsplit(ADDRESS).netloc
    leads = f"--host-resolver-rules=MAP {there} 127.0.0.1:{port}"
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch
        opened = launch(executable_path=chromium, args=[*SILENT, leads])
        yield opened
        opened.close()


@contextmanager
def listening(page: Page) -> Iterator[None]:
    """What the browser says of a page, and a request to another host, is an error."""
    complaints: list[str] = []

    def note_foreign(request: Request) -> None:
        if not request.url.startswith((ADDRESS, "data:", "blob:")):
            complaints.append(f"foreign: {request.url}")

    def note_failed(request: Request) -> None:
        complaints.append(f"failed: {request.url}")

    def note_said(said: ConsoleMessage) -> None:
        complaints.append(f"{said.type}: {said.text}")

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    page.on("request", note_foreign)
    page.on("requestfailed", note_failed)
    page.on("console", note_said)
    page.on("pageerror", note_error)
    yield
    page.remove_listener("request", note_foreign)
    page.remove_listener("requestfailed", note_failed)
    page.remove_listener("console", note_said)
    page.remove_listener("pageerror", note_error)
    assert complaints == []


@pytest.fixture(scope="session")
def readers(browser: Browser) -> Callable[..., Page]:
    """The tab of a reader with given habits, one for all tests: it keeps its files.

    A new tab costs as much as the page that is opened in it.
    """
    known: dict[str, Page] = {}

    def reader(**habits: Any) -> Page:
        key = repr(sorted(habits.items()))
        if key not in known:
            known[key] = browser.new_context(**habits).new_page()
        return known[key]

    return reader


@pytest.fixture
def open_page(readers: Callable[..., Page]) -> Iterator[Open]:
    """Open a page of the site; any complaint and any foreign request fails the test.

    The tab is handed on as a new one is: no page, nothing stored, and its own size.
    """
    with ExitStack() as stack:

        def open_one(path: str, **habits: Any) -> Page:
            page = readers(**habits)
            assert page.viewport_size is not None
            stack.callback(page.set_viewport_size, page.viewport_size)
            stack.callback(page.emulate_media, media="null")
            stack.callback(page.mouse.move, 0, 0)
            stack.callback(page.goto, "about:blank")
            stack.enter_context(listening(page))
            page.goto(ADDRESS + path)
            stack.callback(page.evaluate, CLEAR)
            return page

        yield open_one
