"""The house: folders and modules import one way, and nobody reaches past a face."""

from __future__ import annotations

import ast
import doctest
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "derivcheck"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TABLE = CONTRIBUTING.partition("derivcheck/, in the order the data flows")[2]
FOLDERS = re.findall(r"^\| `([\w/]+)/` \|", TABLE.partition("\n## ")[0], re.M)
MODULES = sorted(
    path.relative_to(PACKAGE).with_suffix("").as_posix()
    for path in PACKAGE.rglob("*.py")
    if path.stem != "__init__"
)
INSIDE = [module for module in MODULES if "/" in module]
LONGEST = 450  # lines of a module


@dataclass(frozen=True)
class Import:
    """What a module imports: from which folder, and from which module of it."""

    folder: str
    module: str | None  # None where the face is asked


def folder_of(module: str) -> str:
    return PurePosixPath(module).parent.as_posix()


def listed(folder: str) -> list[str]:
    """The modules that a face lists, in its order."""
    face = ast.get_docstring(ast.parse(source(f"{folder}/__init__"))) or ""
    lines = face.partition("importing only from those above it:")[2]
    return [f"{folder}/{name}" for name in re.findall(r"^    (\w+)  ", lines, re.M)]


def types_defined(module: str) -> list[str]:
    """The classes of a module, and its aliases of types: names in CamelCase."""
    found: list[str] = []
    for node in ast.parse(source(module)).body:
        match node:
            case ast.ClassDef(name=name):
                found.append(name)
            case ast.Assign(targets=[ast.Name(id=name)]):
                found.append(name)
    return [name for name in found if re.match(r"_?[A-Z]\w*[a-z]", name)]


def handed_on(folder: str) -> dict[str, object]:
    """What a face hands on, by its name."""
    face = import_module(f"derivcheck.{folder.replace('/', '.')}")
    return {name: getattr(face, name) for name in getattr(face, "__all__", ())}


def source(module: str) -> str:
    return (PACKAGE / f"{module}.py").read_text(encoding="utf-8")


def imports(module: str, text: str) -> set[Import]:
    """What a module of the package imports from the package, anywhere in its text."""
    found: set[Import] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                targets = [name.name.split(".") for name in names]
            case ast.ImportFrom(module=base, names=names, level=level):
                here = ["derivcheck", *module.split("/")]
                start = here[: len(here) - level] if level else []
                whole = [*start, *(base.split(".") if base else [])]
                targets = [[*whole, name.name] for name in names]
            case _:
                continue
        for parts in targets:
            if parts[0] == "derivcheck":
                found.add(_target(parts[1:], folder_of(module)))
    return found


def _target(parts: list[str], inside: str) -> Import:
    """Where a dotted name leads from a module inside a folder."""
    folder = ""
    for number, part in enumerate(parts):
        inner = f"{folder}/{part}".lstrip("/")
        if inner in FOLDERS:
            folder = inner
        elif inner in MODULES and number + 1 < len(parts):
            return Import(folder, inner)  # a name out of a module
        elif inner in MODULES and (folder == inside or not hands_on(folder, part)):
            return Import(folder, inner)
        else:
            break
    return Import(folder, None)


def hands_on(folder: str, module: str) -> bool:
    """Whether a face hands on one of its modules as a whole."""
    line = re.compile(rf"^from \. import .*\b{module}\b", re.M)
    return bool(folder) and bool(line.search(source(f"{folder}/__init__")))


def test_the_readme_names_each_folder_once() -> None:
    folders = {path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")}
    assert sorted(FOLDERS) == sorted(f.as_posix() for f in folders - {Path(".")})


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_face_lists_each_of_its_modules_once(folder: str) -> None:
    inside = [module for module in MODULES if folder_of(module) == folder]
    assert sorted(listed(folder)) == inside


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_example_of_a_face_runs(folder: str) -> None:
    face = import_module(f"derivcheck.{folder.replace('/', '.')}")
    found = doctest.testmod(face)
    assert found.attempted or folder == "sybil"
    assert not found.failed


@pytest.mark.parametrize("module", INSIDE)
def test_a_module_imports_only_from_those_above_it(module: str) -> None:
    folder = folder_of(module)
    order = listed(folder)
    for found in imports(module, source(module)):
        if found.folder == folder:
            assert found.module is not None, f"{module} asks the face of its own folder"
            above = order[: order.index(module)]
            assert found.module in above, f"{module} imports {found.module} from below"
            continue
        above = FOLDERS[: FOLDERS.index(folder)]
        assert found.folder in above, f"{module} imports {found.folder} from below"
        assert found.module is None, f"{module} reaches past a face: {found.module}"


@pytest.mark.parametrize("module", sorted({*MODULES} - {*INSIDE} | {"__init__"}))
def test_the_top_of_the_package_asks_faces_alone(module: str) -> None:
    doors = {"running": "network/running", "markdown": "site/markdown"}
    doors["mkdocs"] = "site/mkdocs"  # what a framework loads by name
    doors["sphinx"] = "site/sphinx"
    for found in imports(module, source(module)):
        assert found.module in {None, doors.get(module)}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_enough_to_be_read(module: str) -> None:
    assert len(source(module).splitlines()) <= LONGEST


def test_a_class_name_has_one_meaning_in_the_package() -> None:
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for name in types_defined(module):
            homes.setdefault(name, []).append(module)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_a_name_that_two_faces_hand_on_is_one_thing() -> None:
    meanings: dict[str, object] = {}
    for folder in FOLDERS:
        for name, meant in handed_on(folder).items():
            assert meanings.setdefault(name, meant) is meant, f"{folder}: {name}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from ..documents import read_page", {Import("documents", None)}),
        ("from ..documents.page import Page", {Import("documents", "documents/page")}),
        ("from .claim import Claim", {Import("judging", "judging/claim")}),
        ("from . import claim", {Import("judging", "judging/claim")}),
        ("from ..expressions import nodes as n", {Import("expressions", None)}),
        ("from ..expressions import errors", {Import("expressions", None)}),
        ("from ..latex.grammar import Context", {Import("latex/grammar", None)}),
        ("import derivcheck.documents.page", {Import("documents", "documents/page")}),
        ("from derivcheck.models import Model", {Import("models", None)}),
        ("def f():\n    from ..models import Model", {Import("models", None)}),
        ("if TYPE_CHECKING:\n    from ..models import Model", {Import("models", None)}),
        ("import markdown\nfrom pymdownx import page", set()),
    ],
)
def test_an_import_is_seen_however_it_is_written(text: str, found: set[Import]) -> None:
    assert imports("judging/judging", text) == found
