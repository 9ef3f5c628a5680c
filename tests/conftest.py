"""The built site, once for all tests that look at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chromium import address, browser, open_page

__all__ = ["address", "browser", "open_page"]  # fixtures

ROOT = Path(__file__).parent.parent


def build(
    folder: Path, target: Path, address: str = "http://localhost:8000/"
) -> subprocess.CompletedProcess[str]:
    """Build the site whose mkdocs.yml stands in a folder, as the commands do it."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        str(target),
    ]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **os.environ,
            "SITE_URL": address,
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONUTF8": "1",
        },
    )


@pytest.fixture(scope="session")
def build_site() -> Callable[[Path, Path], subprocess.CompletedProcess[str]]:
    """How a test builds a site of its own."""
    return build


@pytest.fixture(scope="session")
def port() -> int:
    """A port that is free; the site is built to be served there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """The folder of the site, built as it is published."""
    target = tmp_path_factory.mktemp("site")
    built = build(ROOT, target, f"http://127.0.0.1:{port}/")
    assert built.returncode == 0, built.stderr
    return target
