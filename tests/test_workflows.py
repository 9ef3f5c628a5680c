"""The workflows say what they mean, ask for no right too many, and run fixed code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
}


def run_tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A tool of this environment, run in the root."""
    tool = shutil.which(name, path=str(Path(sys.executable).parent))
    assert tool is not None, f"{name} is not installed beside {sys.executable}"
    return subprocess.run(
        [tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_there_are_two_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == ["check.yml", "publish.yml"]


def test_the_workflows_follow_the_schema() -> None:
    found = run_tool(
        "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *map(str, WORKFLOWS),
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_audit_of_the_workflows_finds_nothing() -> None:
    found = run_tool("zizmor", "--offline", "--no-progress", ".github/workflows")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_one_of_four_at_its_commit(path: Path) -> None:
    uses = re.findall(r"uses: (\S+?)@(\S+)", path.read_text("utf-8"))
    assert uses, "a workflow without actions does not even check out the repository"
    assert [PINNED.get(action) for action, _ in uses] == [commit for _, commit in uses]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_job_has_a_right_that_it_does_not_name(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())
    # YAML reads the key `on` as the truth value
    assert "pull_request_target" not in workflow[True]


def test_every_supported_python_is_tried() -> None:
    workflow = yaml.safe_load(WORKFLOWS[0].read_text("utf-8"))
    pythons = workflow["jobs"]["linux"]["strategy"]["matrix"]["python"]
    assert pythons == ["3.11", "3.12", "3.13", "3.14"]
