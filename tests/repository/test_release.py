"""What a release consists of, and what has to agree before there is one."""

from __future__ import annotations

import email
import importlib.util
import json
import re
import tarfile
import zipfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
import yaml

import derivcheck

ROOT = Path(__file__).parents[2]
ADDRESS = "https://example.org/owner/name"
SCHEMAS = resources.files("check_jsonschema") / "builtin_schemas/vendor"


def script() -> ModuleType:
    """The script that builds a release."""
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci/release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The source archive and the wheel of a release, by the ends of their names."""
    if not (ROOT / ".git").exists():
        pytest.skip("a release is built from the repository, not from an archive of it")
    folder = tmp_path_factory.mktemp("dist")
    names = script().build("v9.9", ADDRESS, folder)
    return {Path(name).suffix: folder / name for name in names}


def test_the_page_on_the_index_links_to_the_repository(
    built: Mapping[str, Path],
) -> None:
    with zipfile.ZipFile(built[".whl"]) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        told = email.message_from_bytes(wheel.read(name))
    assert told["Version"] == derivcheck.__version__
    assert told.get_all("Project-URL") == [
        f"Changelog, {ADDRESS}/blob/v9.9/CHANGELOG.md",
        f"Documentation, {ADDRESS}/tree/v9.9/docs",
        f"Issues, {ADDRESS}/issues",
        f"Repository, {ADDRESS}",
    ]
    readme = str(told.get_payload())
    links = re.findall(r"\]\((.*?)\)", readme)
    assert f"{ADDRESS}/blob/v9.9/docs/commands.md" in links
    assert [link for link in links if "://" not in link] == []


def test_the_source_archive_has_the_tests_and_the_changelog(
    built: Mapping[str, Path],
) -> None:
    with tarfile.open(built[".gz"]) as source:
        held = {name.partition("/")[2] for name in source.getnames()}
    assert {"CHANGELOG.md", "conftest.py", "docs/index.md", "mkdocs.yml"} <= held
    tests = (path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/*/*.py"))
    assert {*tests} <= held
    assert not any("__pycache__" in name for name in held)


@pytest.mark.parametrize(
    ("tag", "heading", "said"),
    [
        ("v0.2.0", "[0.2.0] - 2026-11-30", None),
        (
            "v0.2.1",
            "[0.2.0] - 2026-11-30",
            "the tag v0.2.1 is not of __version__: it has to be v0.2.0",
        ),
        (
            "v0.2.0",
            "[Unreleased]",
            "the first heading of CHANGELOG.md is '[Unreleased]': it has to be [0.2.0]"
            " with its date",
        ),
    ],
)
def test_a_release_has_one_version_everywhere(
    tag: str, heading: str, said: str | None
) -> None:
    changelog = f"# Changelog\n\n## {heading}\n\n- New.\n"
    assert script().problem(tag, "0.2.0", changelog) == said


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("CITATION.cff", "citation-file-format.json"),
        (".github/ISSUE_TEMPLATE/config.yml", "github-issue-config.json"),
        (".github/ISSUE_TEMPLATE/wrong-page.yml", "github-issue-forms.json"),
        (".github/ISSUE_TEMPLATE/wrong-verdict.yml", "github-issue-forms.json"),
    ],
)
def test_what_the_host_reads_follows_its_schema(file: str, schema: str) -> None:
    rules = json.loads((SCHEMAS / schema).read_text("utf-8"))
    jsonschema.validate(yaml.safe_load((ROOT / file).read_text("utf-8")), rules)
