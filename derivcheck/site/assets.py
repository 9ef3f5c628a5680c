"""What the page "Check yours" fetches: files of the site, put there at build.

Pyodide and KaTeX come from `node_modules`, pinned by hash in the lock file. The checker
itself is one archive of this package, and the memory of a Python that has imported it;
the pages whose blocks it runs are another archive: the same bytes for the same texts.
The examples are the questions in `docs/check-yours/`, as they were asked: they are
no pages, which would have to define with `:=`.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from .katex import find_node, find_package
from .snapshot import snapshot

PAGE = "check-yours.md"
EXAMPLES = "check-yours/"
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
EARLY = (1980, 1, 1, 0, 0, 0)  # the first time that an archive can hold


def add_assets(files: Files, config: MkDocsConfig) -> None:
    """Add the files, where the site has the page that needs them."""
    if files.get_file_from_path(PAGE) is None:
        return
    for file in list(files):
        if file.src_uri.startswith(EXAMPLES):
            files.remove(file)
    packages = find_package().parent
    for name in PYODIDE:
        path = packages / "pyodide" / name
        if not path.exists():
            raise PluginError(
                "Pyodide is not in node_modules: run `python .ci/setup.py`, or `npm ci`"
            )
        uri = f"assets/pyodide/{name}"
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    for uri, content in _generated(config, packages / "pyodide"):
        files.append(File.generated(config, uri, content=content))
    for wheel in wheels():
        uri = f"assets/{wheel.name}"
        files.append(File.generated(config, uri, abs_src_path=str(wheel)))
    katex = str(packages / "katex/dist/katex.min.js")
    uri = "assets/katex/katex.min.js"
    files.append(File.generated(config, uri, abs_src_path=katex))


def _generated(
    config: MkDocsConfig, pyodide: Path
) -> Iterator[tuple[str, str | bytes]]:
    package, docs = Path(__file__).parents[1], Path(config.docs_dir)
    checker = archive(package.rglob("*.py"), package.parent)
    yield "assets/derivcheck.zip", checker
    kept = Path(config.config_file_path).parent / ".cache/snapshot"
    try:
        memory = snapshot(checker, pyodide, find_node(), kept)
    except ValueError as error:
        raise PluginError(str(error)) from None
    yield "assets/checker.snapshot", memory
    yield "assets/pages.zip", archive(docs.glob("*.md"), docs.parent)
    folder = docs / EXAMPLES
    pages = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    offers = {
        "examples": [example(page) for page in pages],
        "wheels": {wheel.name.partition("-")[0]: wheel.name for wheel in wheels()},
    }
    yield "assets/check-yours.json", json.dumps(offers)


def wheels() -> list[Path]:
    """The compiled packages for Pyodide that the set-up has fetched."""
    return sorted((Path(sys.prefix) / "browser").glob("*.whl"))


def archive(paths: Iterable[Path], root: Path) -> bytes:
    """Text files as a zip file whose bytes depend on what they say alone."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), EARLY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(entry, path.read_bytes().replace(b"\r\n", b"\n"))
    return held.getvalue()


def example(page: str) -> dict[str, str]:
    """An example: its title, and the question below it."""
    title, _, text = page.partition("\n")
    return {"title": title.removeprefix("# "), "text": text.strip() + "\n"}
