"""`python -m tests.benchmarks.building`: what the marks add to a build of the site.

Times are of the processor, of the build and what it started. First without anything
kept from a build before, where the notebook is run too; then with it. Exit status 1
where a build with the checks takes more than 1.5 times one without.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOUND = 1.5
REPEATS = 3


def main() -> int:
    """Prints a table; the exit status."""
    kinds = ("nothing kept", "kept from before")
    with tempfile.TemporaryDirectory() as name:
        without, marked = (_copy(Path(name), check) for check in (False, True))
        found = {
            kinds[0]: (_build(without, clean=True), _build(marked, clean=True)),
            kinds[1]: (_least(without), _least(marked)),
        }
    broken = False
    for kind, (bare, full) in found.items():
        ratio = full / bare
        broken = broken or ratio > BOUND
        print(
            f"{kind:18} without {bare:6.2f} s, with {full:6.2f} s: {ratio:.2f} times "
            f"(at most {BOUND})"
        )
    return int(broken)


def _copy(folder: Path, check: bool) -> Path:
    """The site in a folder of its own, with marks or without."""
    copy = folder / str(check)
    shutil.copytree(ROOT / "docs", copy / "docs")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert text.count("check: true") == 1
    (copy / "mkdocs.yml").write_text(
        text.replace("check: true", f"check: {str(check).lower()}")
    )
    for name in ("derivcheck", "node_modules"):
        (copy / name).symlink_to(ROOT / name)
    return copy


def _least(folder: Path) -> float:
    return min(_build(folder) for _ in range(REPEATS))


def _build(folder: Path, *, clean: bool = False) -> float:
    """Seconds of the processor for a build."""
    if clean:
        shutil.rmtree(folder / ".cache", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
