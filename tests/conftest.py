"""The built site, once for all tests that look at it, in however many processes."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from derivcheck.sybil.plugin import PageDocument
from tests.chromium import ADDRESS, browser, chromium, open_page, port, readers
from tests.docs import COLLECTED

__all__ = ["browser", "chromium", "open_page", "port", "readers"]  # fixtures

ROOT = Path(__file__).parent.parent


def build(target: Path) -> subprocess.CompletedProcess[str]:
    """Build the site as the command does it."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **os.environ,
            "SITE_URL": ADDRESS,
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONUTF8": "1",
        },
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the site, built as it is published by whoever asks first."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    target, said = shared / "site", shared / "said-by-the-build"
    try:
        target.mkdir()
    except FileExistsError:  # another process builds it, or has built it
        while not said.exists():
            time.sleep(0.1)
    else:
        built = build(target)
        part = said.with_suffix(".part")
        part.write_text(built.stderr if built.returncode else "", "utf-8")
        part.rename(said)  # whole, for those who wait
    assert said.read_text("utf-8") == ""
    return target


DEAREST = (
    "tests/site/test_pages_in_chromium.py",
    "tests/diagnosis/test_mutants.py",
    "tests/site/check_yours/test_page_in_chromium.py",
    "tests/site/test_badges_in_chromium.py",
    "tests/site/test_seeds.py",
    "tests/pages/test_page_check.py",
    "tests/repository/test_style.py",
    "tests/diagnosis/test_slips_of_the_site.py",
    "tests/diagnosis/test_true_derivative.py",
    "tests/guessing/test_implicit_definitions.py",
)
"""Files of tests that take long: with -n they come first, so that no core waits."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Give the cores the dearest files first; on one core the order stays."""
    if hasattr(config, "workerinput"):
        place = {ROOT / name: number for number, name in enumerate(DEAREST)}
        items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Hand the checked pages on, and keep the collector from going through it all."""
    for item in session.items:
        document = getattr(getattr(item, "example", None), "document", None)
        if isinstance(document, PageDocument):
            COLLECTED[document.path] = document.found
    gc.collect()
    gc.freeze()
