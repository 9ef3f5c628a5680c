"""Pages that others include: each is checked once, as part of the page around it.

Which files a page includes is looked up before any is checked, so that one that leads
out of the project ends the command.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import PurePath

from ..documents import (
    INCLUDING,
    IncludeError,
    UnreadableError,
    including,
    read_document,
    read_text,
)
from .settings import SettingsError

SIGNS = (
    "\\input",
    "\\include",
    "\\subfile",
    "import{",
    "{include}",
    "include::",
    "{{<",
    "\\use",
)


def without_included(paths: Sequence[str]) -> list[str]:
    """The paths without those of files that others of them include.

    Raises `SettingsError` for a page that includes what is not of its project.
    """
    included = {file for path in paths for file in _included(path)}
    kept = [path for path in paths if os.path.realpath(path) not in included]
    return kept or list(paths)  # all of them include each other: told where they do


def _included(path: str) -> Iterator[str]:
    """The files that one page includes, those within them left out."""
    if path == "-" or PurePath(path).suffix.lower() not in INCLUDING:
        return
    try:
        text = read_text(path)
    except UnreadableError:
        return  # told where it is checked
    if not any(sign in text for sign in SIGNS):
        return
    load = including(path)
    whole = read_document(text, path, load)
    for problem in whole.problems:
        if problem.refused:
            file = whole.file_at(problem.start)
            line, column = whole.place(problem.start)
            raise SettingsError(f"{file.path}:{line}:{column}: {problem.message}")
    for include in read_document(text, path).includes:
        for name in () if include.preamble else include.names:
            with suppress(IncludeError):
                if (found := load(name)) is not None:
                    yield os.path.realpath(found.path)
                    break
