"""What is left out below a folder: by `.gitignore` files, settings and the command.

Patterns mean what they mean to git. A `.gitignore` counts in its folder and below, the
nearest one first; one above the folder that was named does not count where it would
leave that folder out, since whoever names a folder means it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pathspec import GitIgnoreSpec

from .settings import SettingsError

GIT = ".git"
IGNORE = ".gitignore"


@dataclass(frozen=True)
class Patterns:
    """Patterns that count from a folder, and who gave them."""

    folder: Path
    lines: tuple[str, ...]
    source: str = ""  # "exclude in pyproject.toml"; empty for what nobody asked for

    @cached_property
    def spec(self) -> GitIgnoreSpec:
        """The patterns, ready to be asked; raises `SettingsError`."""
        try:
            return GitIgnoreSpec.from_lines(self.lines)
        except ValueError as error:
            raise SettingsError(f"{self.source}: {error}") from None

    def leave_out(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether they leave a path out; None where they say nothing of it."""
        name = os.path.relpath(path, self.folder)
        if name.startswith(".."):
            return None
        found = self.spec.check_file(name.replace(os.sep, "/") + "/" * is_folder)
        return found.include


class Exclusion:
    """What is left out below one folder; `sources` fill up with whose word it was."""

    def __init__(self, folder: str, patterns: Sequence[Patterns]) -> None:
        self.folder = os.path.abspath(folder)
        self.patterns = patterns
        self.sources: dict[str, None] = {}
        self.ignored: dict[str, tuple[Patterns, ...]] = {}
        above = tuple(self._ignores_above())
        if not any(_ignores(above, part) for part in _parents(self.folder)):
            self.ignored[os.path.dirname(self.folder)] = above

    def leaves_out(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path right in a folder that is not left out is left out itself."""
        path = os.path.abspath(path)
        for patterns in self.patterns:
            if patterns.leave_out(path, is_folder=is_folder):
                self.sources[patterns.source] = None
                return True
        rules = self._rules(os.path.dirname(path))
        return _decided(rules, path, is_folder=is_folder)

    def leaves_out_below(self, path: str) -> bool:
        """Whether a file, or a folder between it and this one, is left out."""
        path = os.path.abspath(path)
        between = [p for p in _parents(path) if p.startswith(self.folder + os.sep)]
        return any(self.leaves_out(p, is_folder=p != path) for p in reversed(between))

    def _rules(self, folder: str) -> tuple[Patterns, ...]:
        """The `.gitignore` files that count in a folder, the nearest one first."""
        if folder not in self.ignored:
            inside = len(folder) > len(self.folder)
            above = self._rules(os.path.dirname(folder)) if inside else ()
            if folder == self.folder:
                above = self.ignored.get(os.path.dirname(folder), ())
            self.ignored[folder] = (*_ignore_file(folder), *above)
        return self.ignored[folder]

    def _ignores_above(self) -> Iterator[Patterns]:
        """The `.gitignore` files between this folder and the top of its repository."""
        parents = [self.folder, *map(str, Path(self.folder).parents)]
        tops = [p for p in parents if os.path.exists(os.path.join(p, GIT))]
        for parent in parents[1:] if tops else ():
            if len(parent) < len(tops[0]):
                return
            yield from _ignore_file(parent)


def _parents(path: str) -> list[str]:
    """A path and the folders above it."""
    return [path, *map(str, Path(path).parents)]


def _ignores(rules: Sequence[Patterns], folder: str) -> bool:
    return _decided(rules, folder, is_folder=True)


def _decided(rules: Sequence[Patterns], path: str, *, is_folder: bool) -> bool:
    """What the nearest rule that speaks of a path says."""
    said = (rule.leave_out(path, is_folder=is_folder) for rule in rules)
    return next((word for word in said if word is not None), False)


def _ignore_file(folder: str) -> Iterator[Patterns]:
    try:
        text = Path(folder, IGNORE).read_text("utf-8", "replace")
    except OSError:
        return
    yield Patterns(Path(folder), tuple(text.splitlines()), IGNORE)
