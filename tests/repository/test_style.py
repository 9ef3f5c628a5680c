"""Format, lint and types are clean, and what the repository says of itself is true."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import DEAREST

ROOT = Path(__file__).parents[2]
LEFT_OUT = {".git", ".venv", "node_modules", "site", ".cache"}
FILES = [
    path
    for path in ROOT.rglob("*")
    if path.is_file()
    and path.relative_to(ROOT).parts[0] not in LEFT_OUT
    and path.suffix in {".py", ".md", ".toml", ".yml", ".json", ".lock", ".js", ".css"}
]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A module of this environment, run in the root."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_code_is_formatted() -> None:
    found = run("ruff", "format", "--check", ".")
    assert found.returncode == 0, found.stdout


def test_the_linter_finds_nothing() -> None:
    found = run("ruff", "check", ".")
    assert found.returncode == 0, found.stdout


def test_the_types_are_right() -> None:
    found = run("mypy")
    assert found.returncode == 0, found.stdout


def test_every_exception_to_a_rule_has_its_reason_on_its_line() -> None:
    exception = re.compile(
        r"#\s*(?:noqa(?::[\sA-Z0-9,]*)?|type: ignore(?:\[[^\]]*\])?)\s*$", re.M
    )
    bare = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in FILES
        if path.suffix == ".py"
        for found in exception.finditer(path.read_text("utf-8"))
    ]
    assert bare == []


def test_every_dependency_has_its_reason_on_its_line() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [
        *project["dependencies"],
        *(
            name
            for names in project["optional-dependencies"].values()
            for name in names
        ),
    ]
    lines = [line.strip() for line in text.splitlines()]
    for dependency in wanted:
        assert any(line.startswith(f'"{dependency}", # ') for line in lines), dependency


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "requirements-node.lock", "requirements-browser.lock"],
)
def test_the_locks_carry_a_hash_for_each_package_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    packages = re.findall(
        r"^[\w.-]+==[^\\]+\\\n((?:    --hash=sha256:\w+.*\n)*)", text, re.M
    )
    assert len(packages) == text.count("==") - len(re.findall(r"; .*==", text))
    assert all(packages)
    assert "://" not in text


def test_the_lock_of_the_scripts_carries_hashes_and_no_download_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')


def test_no_text_tells_to_install_the_name_of_another_package() -> None:
    wrong = "pip install " + "derivcheck"
    assert [str(path) for path in FILES if wrong in path.read_text("utf-8")] == []


def test_each_file_of_tests_that_is_to_begin_first_is_there() -> None:
    assert [name for name in DEAREST if not (ROOT / name).is_file()] == []
