"""The map in the README is true: a module imports only from those above it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = README.partition("derivcheck/, in the order the data flows")[2]
ORDER = re.findall(r"^    (\w+)  ", re.split(r"^#", MAP, flags=re.M)[0], re.M)
PATHS = sorted((ROOT / "derivcheck").glob("*.py"))
MODULES = [path.stem for path in PATHS if path.stem not in ("__init__", "__main__")]


def imported(source: str) -> set[str]:
    """The modules of the package that a source imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {name.name for name in names}
            case ast.ImportFrom(module=module, names=names, level=level):
                whole = ".".join(filter(None, ["derivcheck" * (level > 0), module]))
                found |= {f"{whole}.{name.name}" for name in names}
    modules = (name.split(".") for name in found)
    return {parts[1] for parts in modules if parts[0] == "derivcheck" and parts[1:]}


def siblings(module: str) -> set[str]:
    source = (ROOT / "derivcheck" / f"{module}.py").read_text(encoding="utf-8")
    return imported(source) & set(MODULES)


def test_the_map_names_each_module_once() -> None:
    assert sorted(ORDER) == sorted({*MODULES, *set(ORDER) & {"__main__"}})


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_those_above_it(module: str) -> None:
    above = ORDER[: ORDER.index(module)] if module in ORDER else []
    below = siblings(module) - set(above)
    assert not below, f"{module} imports {', '.join(sorted(below))} from below it"


def test_imports_form_no_cycle() -> None:
    left = {module: siblings(module) for module in MODULES}
    while free := {module for module, needs in left.items() if not needs & set(left)}:
        left = {module: needs for module, needs in left.items() if module not in free}
    assert not left, f"these import each other: {', '.join(left)}"


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("from .page import read_page", {"page"}),
        ("from . import page, pieces", {"page", "pieces"}),
        ("import derivcheck.documents.markdown", {"page"}),
        ("from derivcheck import page", {"page"}),
        ("from derivcheck.documents.markdown import read_page", {"page"}),
        ("def f():\n    from .page import Page", {"page"}),
        ("if TYPE_CHECKING:\n    from .page import Page", {"page"}),
        ("import markdown\nfrom pymdownx import page", set()),
    ],
)
def test_an_import_is_seen_however_it_is_written(
    source: str, modules: set[str]
) -> None:
    assert imported(source) == modules
