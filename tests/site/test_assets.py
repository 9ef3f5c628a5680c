"""What the page "Check yours" fetches stands in the site."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

from derivcheck.site.assets import PYODIDE, archive, example

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "docs/check-yours").glob("*.txt"))


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    def packed() -> bytes:
        return archive(tmp_path.rglob("*.py"), tmp_path.parent)

    (tmp_path / "b.py").write_bytes(b"1\r\n")
    (tmp_path / "a.py").write_bytes(b"2\n")
    first = packed()
    (tmp_path / "b.py").write_bytes(b"1\n")
    os.utime(tmp_path / "a.py", (0, 1_000_000_000))
    assert packed() == first
    with zipfile.ZipFile(io.BytesIO(first)) as zipped:
        name = tmp_path.name
        assert zipped.namelist() == [f"{name}/a.py", f"{name}/b.py"]


def test_an_example_is_its_title_and_its_text() -> None:
    page = "# A title\n\nIs $y = x$ right?\n"
    assert example(page) == {"title": "A title", "text": "Is $y = x$ right?\n"}


def test_the_site_holds_all_that_is_fetched(site: Path) -> None:
    assets = site / "assets"
    assert all((assets / "pyodide" / name).stat().st_size for name in PYODIDE)
    offers = json.loads((assets / "check-yours.json").read_text("utf-8"))
    assert len(offers["examples"]) == len(EXAMPLES) == 5
    assert "python_flint" in offers["wheels"]
    for wheel in offers["wheels"].values():
        assert zipfile.is_zipfile(assets / wheel)
    assert (assets / "checker.snapshot").read_bytes().startswith(b"\x1f\x8b")
    entries = {
        "derivcheck.zip": "derivcheck/site/check_yours/session.py",
        "pages.zip": "docs/verdicts.md",
    }
    for name, entry in entries.items():
        with zipfile.ZipFile(assets / name) as zipped:
            assert entry in zipped.namelist()
