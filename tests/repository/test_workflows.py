"""The workflows say what they mean, ask for no right too many, and run fixed code.

So does the action that other projects use, and the hook for their commits.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github" / "actions" / "check" / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
    "actions/upload-artifact": "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    "pypa/gh-action-pypi-publish": "dc37677b2e1c63e2034f94d8a5b11f265b73ba33",
}


def run_tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A tool of this environment, run in the root."""
    tool = shutil.which(name, path=str(Path(sys.executable).parent))
    assert tool is not None, f"{name} is not installed beside {sys.executable}"
    return subprocess.run(
        [tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_there_are_three_workflows() -> None:
    names = [path.name for path in WORKFLOWS]
    assert names == ["check.yml", "publish.yml", "release.yml"]


def test_the_workflows_follow_the_schema() -> None:
    found = run_tool(
        "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *map(str, WORKFLOWS),
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_action_follows_the_schema() -> None:
    schema = ("--builtin-schema", "vendor.github-actions")
    found = run_tool("check-jsonschema", *schema, str(ACTION))
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_hook_runs_the_command_on_files_that_are_pages() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert set(hook) == {
        *("id", "name", "description", "entry", "language"),
        *("additional_dependencies", "types_or"),
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert hook["entry"].split()[0] in project["scripts"]
    assert hook["additional_dependencies"] == [".[exact]"]
    assert "exact" in project["optional-dependencies"]


def test_the_audit_of_the_workflows_finds_nothing() -> None:
    found = run_tool("zizmor", "--offline", "--no-progress", ".github")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_every_action_is_one_of_seven_at_its_commit(path: Path) -> None:
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


def git(folder: Path, *arguments: str) -> str:
    """What git says in a folder; it asks nobody who they are."""
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    command = ["git", *author, *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("bash") is None, reason="its steps are for bash")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (["docs/a.md"], "false"),
        (["docs/notes/a.md", "README.md"], "false"),
        (["docs/a.md", "docs/a.svg"], "true"),
        (["docs/measured.json"], "true"),
        (["tests/cases/a.md"], "true"),
        (["derivcheck/a.py"], "true"),
    ],
)
def test_what_is_prose_alone_is_told_from_what_needs_every_system(
    tmp_path: Path, changed: list[str], code: str
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "before")
    for name in changed:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "after")
    assert told_of_changes(tmp_path, git(tmp_path, "rev-parse", "HEAD^")) == code


@pytest.mark.skipif(shutil.which("bash") is None, reason="its steps are for bash")
def test_a_branch_without_a_state_before_needs_every_system(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    assert told_of_changes(tmp_path, "0" * 40) == "true"


def told_of_changes(folder: Path, before: str) -> str:
    """What the first job says of a repository, asked whether code has changed."""
    pages = yaml.safe_load(WORKFLOWS[0].read_text("utf-8"))["jobs"]["pages"]
    (step,) = (step for step in pages["steps"] if step.get("id") == "changed")
    output = folder / "output"
    assert set(step["env"]) == {"BEFORE"}
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=os.environ | {"BEFORE": before, "GITHUB_OUTPUT": str(output)},
        capture_output=True,
        check=True,
    )
    return output.read_text("utf-8").removeprefix("code=").strip()


def test_every_other_job_waits_for_the_first_and_asks_what_changed() -> None:
    jobs = yaml.safe_load(WORKFLOWS[0].read_text("utf-8"))["jobs"]
    first, *others = jobs
    assert first == "pages"
    for name in others:
        assert jobs[name]["needs"] == "pages"
        assert jobs[name]["if"] == "needs.pages.outputs.code == 'true'"


@pytest.mark.skipif(shutil.which("bash") is None, reason="its steps are for bash")
def test_the_action_annotates_lines_and_writes_the_findings(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("$$ y := x^2 $$\n\n$y = x^3$\n", "utf-8")
    (tmp_path / "course notes").mkdir()
    (tmp_path / "course notes" / "a b.md").write_text("$$ y := x $$\n", "utf-8")
    (install, check) = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"][1:]
    assert set(install["env"]) == {"PYTHON"}
    wanted = {
        "PYTHON": sys.executable,
        "PATHS": '*.md\n"course notes"',
        "SARIF": "found.sarif",
    }
    assert set(check["env"]) == set(wanted)
    wanted |= {"RUNNER_TEMP": str(tmp_path)}
    (tmp_path / "derivcheck").symlink_to(ROOT)  # what the step before installs there
    found = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"]],
        cwd=tmp_path,
        env=os.environ | wanted,
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stderr) == (1, "")
    place = "file=page.md,line=3,col=4,title=derivcheck%3A fails"
    assert found.stdout.startswith(f"::error {place}::y = x^3  fails%0A")
    assert "\ncourse notes/a b.md: 0 relations\n" in found.stdout
    (run,) = json.loads((tmp_path / "found.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["fails"]
