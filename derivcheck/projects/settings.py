"""`[tool.derivcheck]` of a `pyproject.toml` -> what it asks for, or what is wrong.

The file is the nearest one, upward from the first path, that has such a table. What
is in it is checked before any page is read.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

NAME = "pyproject.toml"
TABLE = "[tool.derivcheck]"
LEFT_OUT = (".*/", "node_modules/", "build/", "site/", "_build/")


class SettingsError(Exception):
    """ProjectSettings that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """What a project asks for; paths and patterns count from the folder of `file`."""

    file: Path | None = None
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = LEFT_OUT
    extend_exclude: tuple[str, ...] = ()
    macros: tuple[str, ...] = ()
    seed: int = 0
    guess: bool = False

    @property
    def folder(self) -> Path:
        """The folder that paths and patterns count from."""
        return Path() if self.file is None else self.file.parent

    def beside(self, path: str) -> str:
        """A path of the settings as one of the folder where the command runs."""
        return os.path.relpath(self.folder / path)


NO_SETTINGS = ProjectSettings()


def find_settings(given: Sequence[str], named: Sequence[str] = ()) -> ProjectSettings:
    """The settings for some paths: of the file that is named, or the nearest one.

    Raises `SettingsError`, also where two files hold.
    """
    if len(named) > 1:
        raise SettingsError(f"--config names one file, and {' and '.join(named)} two")
    if named:
        found = read_settings(Path(named[0]))
        if found is None:
            raise SettingsError(f"{named[0]} has no table {TABLE}")
        return found
    known: dict[str, ProjectSettings | None] = {}
    starts = ["." if path == "-" else path for path in given] or ["."]
    each = [_nearest(Path(start), known) for start in starts]
    named = [os.path.relpath(one.file) for one in each if one.file]
    files = list(dict.fromkeys(named))
    if len(files) > 1:
        raise SettingsError(
            f"{files[0]} and {files[1]} both have settings for these paths: "
            "check one project at a time, or name one file with --config"
        )
    return next((one for one in each if one.file), NO_SETTINGS)


def _nearest(path: Path, known: dict[str, ProjectSettings | None]) -> ProjectSettings:
    """The settings of the nearest file above a path, or none; `known` are read."""
    start = Path(os.path.abspath(path))  # with its links: where it is named, not kept
    for folder in map(str, (start, *start.parents)):
        file = os.path.join(folder, NAME)
        if file not in known:
            known[file] = read_settings(Path(file)) if os.path.isfile(file) else None
        if (found := known[file]) is not None:
            return found
    return NO_SETTINGS


def read_settings(file: Path) -> ProjectSettings | None:
    """The settings of a file; None where it has no table for them."""
    shown = os.path.relpath(file)
    try:
        whole = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(f"{shown} cannot be read: {reason}") from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{shown} is not TOML: {error}") from None
    tools = whole.get("tool", {})
    table = tools.get("derivcheck") if isinstance(tools, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise SettingsError(f"{shown}: tool.derivcheck is a table, {TABLE}")
    found = {name.replace("-", "_"): value for name, value in _read(table, shown)}
    return replace(ProjectSettings(file), **found)


def _read(table: Mapping[str, Any], shown: str) -> Iterator[tuple[str, Any]]:
    """Each setting with its value, of the type that it has to be."""
    for name, value in table.items():
        if name not in KINDS:
            near = difflib.get_close_matches(name, KINDS, n=1)
            known = f"did you mean {near[0]}?" if near else f"known: {', '.join(KINDS)}"
            raise SettingsError(f"{shown}: unknown setting {name} in {TABLE}; {known}")
        kind = KINDS[name]
        if not kind.fits(value):
            raise SettingsError(
                f"{shown}: {name} in {TABLE} is {kind.name}, as in "
                f"{name} = {kind.example}; it has {value!r}"
            )
        yield name, tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the value of a setting has to be."""

    name: str
    example: str
    fits: Callable[[Any], bool]


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v for v in value)


KINDS: Mapping[str, _Kind] = {
    "paths": _Kind("a list of texts", '["docs"]', _texts),
    "exclude": _Kind("a list of texts", '["drafts/"]', _texts),
    "extend-exclude": _Kind("a list of texts", '["drafts/"]', _texts),
    "macros": _Kind("a list of texts", '["macros.tex"]', _texts),
    "seed": _Kind("a whole number", "1", lambda value: type(value) is int),
    "guess": _Kind("true or false", "true", lambda value: isinstance(value, bool)),
}
