"""Python that has imported the checker -> its memory, which a browser takes over.

To start Python and to import the checker takes a browser five seconds; to take over the
memory of a Python that has done both takes less than one. Node.js makes it when the
site is built, and it is kept for the next build as long as nothing in it changes.
"""

from __future__ import annotations

import gzip
import hashlib
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

SCRIPT = Path(__file__).with_suffix(".mjs")


def snapshot(checker: bytes, pyodide: Path, node: Path, kept: Path) -> bytes:
    """The memory, compressed; `kept` is the folder for the next build.

    `checker` is the archive of the package. Raises `ValueError` where Pyodide ends.
    """
    state = hashlib.sha256(checker)
    for path in (pyodide / "package.json", SCRIPT):
        state.update(path.read_bytes())
    file = kept / f"{state.hexdigest()[:16]}.snapshot"
    if not file.exists():
        made = gzip.compress(_memory(checker, pyodide, node), mtime=0)
        kept.mkdir(parents=True, exist_ok=True)
        for stale in kept.glob("*.snapshot"):
            stale.unlink(missing_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(made)
        part.rename(file)  # whole, for a build at the same time
    return file.read_bytes()


def _memory(checker: bytes, pyodide: Path, node: Path) -> bytes:
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "derivcheck.zip"
        archive.write_bytes(checker)
        command = [node, SCRIPT, pyodide, archive]
        done = subprocess.run(command, capture_output=True)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ValueError(
            f"Pyodide ended early: {said[-1] if said else 'it said nothing'}"
        )
    return done.stdout
