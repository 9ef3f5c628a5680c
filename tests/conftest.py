"""The built site, once for all tests that look at it, in however many processes."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.chromium import ADDRESS, browser, chromium, open_page, port, readers

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


def pytest_collection_finish() -> None:
    """Keep the collector from looking through what all tests have, again and again."""
    gc.collect()
    gc.freeze()
