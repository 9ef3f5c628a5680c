"""Paths, folders and patterns -> the pages that are meant, each once.

`-` is what comes in by the pipe. A folder holds its pages in Markdown and
reStructuredText, its LaTeX documents and its notebooks; what is named is read, whatever
would leave it out.
"""

from __future__ import annotations

import glob
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..documents import IN_FOLDERS, NoPageError
from .exclusion import Exclusion, Patterns
from .settings import LEFT_OUT, NO_SETTINGS, ProjectSettings

WHAT = "Markdown, LaTeX, reStructuredText or notebook"
SIGNS = "*?["  # what makes a path a pattern


def pages_at(
    given: Sequence[str],
    settings: ProjectSettings = NO_SETTINGS,
    exclude: Sequence[str] = (),
    *,
    named_too: bool = False,
) -> list[str]:
    """The files that paths, folders and patterns mean.

    `exclude` are the patterns of the command; `named_too` leaves out also what is
    named. Raises `NoPageError` where a path means none.
    """
    lister = _Lister(settings, _asked(settings, exclude), named_too)
    found: dict[str, None] = {}
    for name in given:
        try:
            found |= dict.fromkeys(lister.at(name))
        except OSError as error:
            raise NoPageError(f"{name}: {error.strerror or error}") from None
    return list(found)


def _asked(settings: ProjectSettings, exclude: Sequence[str]) -> list[Patterns]:
    """What the settings and the command leave out."""
    folder = Path(os.path.abspath(settings.folder))
    where = os.path.relpath(settings.file) if settings.file else ""
    asked = [
        Patterns(Path.cwd(), tuple(exclude), "--exclude"),
        Patterns(folder, settings.extend_exclude, f"extend-exclude in {where}"),
    ]
    if settings.exclude != LEFT_OUT:
        asked.append(Patterns(folder, settings.exclude, f"exclude in {where}"))
    return asked


@dataclass(frozen=True)
class _Lister:
    """What is left out, and whether also where it is named."""

    settings: ProjectSettings
    asked: Sequence[Patterns]
    named_too: bool

    def at(self, name: str) -> list[str]:
        """The files that one path means."""
        if not name:
            raise NoPageError(
                "a path is empty, as is a variable of a shell that is not set"
            )
        if name == "-":
            return [name]
        path = Path(name)
        if path.is_dir():
            exclusion = self.below(name)
            found = sorted(_below(path, exclusion))
            if not found:
                _leaves_nothing(exclusion, f"in the folder {name}")
                raise NoPageError(f"there is no page ({WHAT}) in the folder {name}")
            return found
        if path.exists() or path.is_symlink():
            return [] if self.named_too and self.leaves_out(path) else [name]
        if not any(sign in name for sign in SIGNS):
            raise NoPageError(f"there is no file {name}")
        return self.matching(name)

    def below(self, folder: str) -> Exclusion:
        """What is left out below a folder that is named."""
        here = Patterns(Path(os.path.abspath(folder)), LEFT_OUT)
        usual = [here] if self.settings.exclude == LEFT_OUT else []
        return Exclusion(folder, [*self.asked, *usual])

    def leaves_out(self, path: Path) -> bool:
        """Whether the settings or the command leave out a file that is named."""
        whole = Path(os.path.abspath(path))
        return any(
            patterns.leave_out(str(part), is_folder=part != whole)
            for patterns in self.asked
            for part in (whole, *whole.parents)
        )

    def matching(self, name: str) -> list[str]:
        """The files that match a pattern; the folders before its signs are named."""
        parts = PurePath(name).parts
        plain = itertools.takewhile(lambda part: not set(part) & set(SIGNS), parts)
        exclusion = self.below(str(PurePath(*plain)))
        files = (m for m in glob.glob(name, recursive=True) if Path(m).is_file())
        matches = sorted(files)
        if not matches:
            raise NoPageError(f"no file matches {name}")
        found = [m for m in matches if not exclusion.leaves_out_below(m)]
        if not found:
            _leaves_nothing(exclusion, f"that matches {name}")
            raise NoPageError(f"every file that matches {name} is left out")
        return found


def _below(folder: Path, exclusion: Exclusion) -> Iterator[str]:
    """The pages in a folder and the folders in it, those behind links left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = str(folder / entry.name)
            if entry.is_dir(follow_symlinks=False):
                if not exclusion.leaves_out(path, is_folder=True):
                    yield from _below(folder / entry.name, exclusion)
            elif _is_page(entry) and not exclusion.leaves_out(path, is_folder=False):
                yield path


def _is_page(entry: os.DirEntry[str]) -> bool:
    """Whether it is a page; a pipe or a device would be read without end."""
    return PurePath(entry.name).suffix.lower() in IN_FOLDERS and entry.is_file()


def _leaves_nothing(exclusion: Exclusion, where: str) -> None:
    """Raises `NoPageError` where someone asked to leave out all that is there."""
    if sources := [source for source in exclusion.sources if source]:
        raise NoPageError(f"{' and '.join(sources)}: no page {where} is left")
