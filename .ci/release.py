"""Build a release: `python .ci/release.py v0.2.0 ADDRESS`, with the Python of `.venv`.

In: the repository at the tag, and the address where it is published. Out: in `dist/`
the source archive and the wheel. Nothing in the repository knows its address; so the
project addresses and absolute links in the README are written into a copy, from which
both are built. Where the tag, `__version__` and the changelog disagree, nothing is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from flit_core import buildapi

ROOT = Path(__file__).resolve().parent.parent
VERSION = re.compile(r'^__version__ = "(.+?)"', re.M)
RELATIVE = re.compile(r"(?P<text>!?\[[^\]]*\])\((?!\w+:|#)(?P<path>[^)\s]+)\)")


def problem(tag: str, version: str, changelog: str) -> str | None:
    """Why there is no release of that tag, in a sentence, or nothing."""
    if tag != f"v{version}":
        return f"the tag {tag} is not of __version__: it has to be v{version}"
    newest = re.search(r"^## (.*)$", changelog, re.M)
    heading = newest[1] if newest else ""
    if not re.fullmatch(rf"\[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d", heading):
        return (
            f"the first heading of CHANGELOG.md is {heading!r}: it has to be"
            f" [{version}] with its date"
        )
    return None


def with_addresses(project: str, address: str, tag: str) -> str:
    """The settings of the project with the places where a reader goes on."""
    urls = {
        "Repository": address,
        "Issues": f"{address}/issues",
        "Changelog": f"{address}/blob/{tag}/CHANGELOG.md",
        "Documentation": f"{address}/tree/{tag}/docs",
    }
    table = "\n".join(f'{name} = "{url}"' for name, url in urls.items())
    before, mark, after = project.partition("\n[project.scripts]\n")
    return f"{before}\n[project.urls]\n{table}\n{mark}{after}"


def with_absolute_links(readme: str, address: str, tag: str) -> str:
    """The README for the index, which has none of the files that it links to."""

    def absolute(link: re.Match[str]) -> str:
        kind = "raw" if link["text"].startswith("!") else "blob"  # a picture, or a page
        return f"{link['text']}({address}/{kind}/{tag}/{link['path']})"

    return RELATIVE.sub(absolute, readme)


def copy(target: Path) -> None:
    """Copy the files that the repository keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().split("\0"):
        if name:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)


def build(tag: str, address: str, target: Path) -> list[str]:
    """The names of the files that were built."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder)
        copy(copied)
        for name, edit in (
            ("pyproject.toml", with_addresses),
            ("README.md", with_absolute_links),
        ):
            text = (copied / name).read_text("utf-8")
            (copied / name).write_text(edit(text, address, tag), "utf-8")
        target.mkdir(exist_ok=True)
        here = Path.cwd()
        os.chdir(copied)
        try:
            source = buildapi.build_sdist(str(target))
            return [source, buildapi.build_wheel(str(target))]
        finally:
            os.chdir(here)


def main() -> None:
    """Build the release of a tag."""
    if len(sys.argv) != 3:
        sys.exit("give the tag and the address of the repository")
    tag, address = sys.argv[1], sys.argv[2].rstrip("/")
    package = (ROOT / "derivcheck/__init__.py").read_text("utf-8")
    (version,) = VERSION.findall(package)
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    if said := problem(tag, version, changelog):
        sys.exit(said)
    print("\n".join(build(tag, address, ROOT / "dist")))


if __name__ == "__main__":
    main()
