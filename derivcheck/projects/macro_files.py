"""The files of a project whose macros hold on every page -> definitions in LaTeX.

They are those that the settings name, and `myst.yml` where a project in MyST has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ..documents import (
    MacrosError,
    Page,
    PageProblem,
    UnreadableError,
    including,
    project_folder,
    read_document,
    read_macros,
    read_text,
)
from .settings import ProjectSettings, SettingsError

MYST = "myst.yml"


def macros_of(settings: ProjectSettings) -> tuple[str, ...]:
    """The macros of the files that the settings name; raises `SettingsError`."""
    found: list[str] = []
    for name in settings.macros:
        path = settings.beside(name)
        if not Path(path).is_file():
            raise SettingsError(f"macros in the settings: there is no file {path}")
        found += _macros_in(path)
    return tuple(found)


def read_page_of_project(
    text: str,
    path: str,
    macros: tuple[str, ...],
    reads: set[str] | None = None,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """A page with the files that it includes, and the macros that hold on it.

    The paths of the files that it is made of are put into `reads`; `texts` stand for
    what is there.
    """
    page = read_document(text, path, including(path, reads, texts))
    problems: tuple[PageProblem, ...] = ()
    try:
        macros += _of_myst(path, reads)
    except SettingsError as error:
        problems = (PageProblem(0, str(error)),)
    return replace(
        page,
        macros=(*macros, *page.macros),
        problems=(*problems, *page.problems),
    )


def _of_myst(path: str, reads: set[str] | None) -> tuple[str, ...]:
    """The macros of the nearest `myst.yml` above a page, within its project."""
    top = project_folder(path)
    folder = Path(path).resolve().parent
    for above in (folder, *folder.parents):
        file = above / MYST
        if file.is_file():
            if reads is not None:
                reads.add(str(file))
            return _macros_in(str(file))
        if above == top:
            break
    return ()


def _macros_in(path: str) -> tuple[str, ...]:
    """The macros of a file: of a table, or of the formulas of a page."""
    try:
        page = read_macros(read_text(path), path, including(path))
    except (MacrosError, UnreadableError) as error:
        raise SettingsError(f"{path}: {error}") from None
    return (*page.macros, *(formula.tex for formula in page.mathematics))
