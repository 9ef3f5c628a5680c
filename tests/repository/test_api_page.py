"""The page on the API names everything that is public, as the code has it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import derivcheck
from derivcheck import network, running, sybil

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/api.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `([\w.]+)`\n(.*?)(?=^##|\Z)", PAGE, re.M | re.S))
DOORS = ("sybil", "markdown", "mkdocs", "sphinx", "network", "running")


def test_signatures_and_docstrings_are_those_of_the_code() -> None:
    spec = importlib.util.spec_from_file_location("api", ROOT / ".ci/api.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    renewed = script.renewed(PAGE)
    assert renewed == PAGE, "run .venv/bin/python .ci/api.py"


def test_every_public_name_has_its_section() -> None:
    assert {*SECTIONS} == {*derivcheck.__all__, "__version__", *DOORS}
    for module, name in ((network, "network"), (running, "running"), (sybil, "sybil")):
        assert all(f"| `{one}` |" in SECTIONS[name] for one in module.__all__)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_has_an_example_that_uses_its_name(name: str) -> None:
    _, _, example = SECTIONS[name].partition("```python\n")
    assert name in example.partition("\n```")[0]
