"""Check what an edit may break: `python .ci/check.py`, with the Python of `.venv`.

In: the repository as it is now. Out: what each command says of the pages, the types and
the style, one after the other, though they run side by side. The exit status is 1 where
one of them fails.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("derivcheck", "check", "docs"),
    ("pytest", "docs", "tests/repository/test_readme.py"),
    ("mypy",),
)


def start(command: tuple[str, ...]) -> subprocess.Popen[str]:
    """A module of this Python at work in the root."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
    )


def main() -> None:
    """Run all of them, and end with those that fail."""
    failed = []
    for command, running in [(command, start(command)) for command in COMMANDS]:
        said, _ = running.communicate()
        print(f"$ {' '.join(command)}\n{said}", flush=True)
        if running.returncode:
            failed.append(" ".join(command))
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
