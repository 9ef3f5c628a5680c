"""`python -m tests.benchmarks.watching`: from the saving of a page to its counts.

Every page of the site is saved with one line more while all are watched. What is
measured is the processor's time to see the change, to check the page and to count; to
it comes the longest that the watch may sleep. Exit status 1 where a page takes longer
than a person should wait.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from derivcheck.command_line import check_path
from derivcheck.documents.watching import PAUSE, Watch
from derivcheck.projects import pages_at
from derivcheck.reports.counting import totals_lines

DOCS = Path(__file__).parents[2] / "docs"
TIMES = 5
SLOWEST = 0.2  # seconds


def saved(page: Path, text: str) -> None:
    """Saves a page as an editor does: as a whole, in the place of the old one."""
    beside = page.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(page)


def told(watch: Watch) -> list[str]:
    """Checks the pages that are due up to the first, and gives them."""
    due = watch.due()
    for path in due[:1]:
        reads: set[str] = set()
        found, _ = check_path(path, reads=reads)
        totals_lines(found)
        watch.takes_over(path, reads)
    return due


def seconds(watch: Watch, name: str) -> float:
    """The middle one of a few measurements of one page."""
    page = Path(name)
    text = page.read_text("utf-8")
    measured = []
    for number in range(TIMES):
        saved(page, f"{text}\nLine {number}.\n")
        start = time.process_time()
        assert told(watch)[0] == name
        measured.append(time.process_time() - start)
    return sorted(measured)[TIMES // 2] + PAUSE


def main() -> int:
    """Prints the time of each page, and 1 where one is too long."""
    with tempfile.TemporaryDirectory() as folder:
        for original in DOCS.glob("*.md"):
            shutil.copy(original, folder)
        os.chdir(folder)
        watch = Watch(lambda: pages_at(["."]))
        for path in watch.due():
            reads: set[str] = set()
            check_path(path, reads=reads)
            watch.takes_over(path, reads)
        times = {path: seconds(watch, path) for path in watch.pages}
        os.chdir(DOCS)
    for name, long in sorted(times.items(), key=lambda item: item[1]):
        print(f"{name:32} {1000 * long:4.0f} ms")
    slow = [name for name, long in times.items() if long > SLOWEST]
    print(f"{len(times) - len(slow)} of {len(times)} within {1000 * SLOWEST:.0f} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
