"""A project -> its settings, and which of its files are pages.

In: paths, folders and patterns as they are typed, and the `pyproject.toml` above them.
Out: `ProjectSettings`, and the paths of the pages that are meant, each once.

    >>> from derivcheck.projects import NO_SETTINGS
    >>> NO_SETTINGS.seed, NO_SETTINGS.exclude
    (0, ('.*/', 'node_modules/', 'build/', 'site/', '_build/'))

Modules, each importing only from those above it:

    settings         [tool.derivcheck] of a pyproject.toml -> what it asks for
    exclusion        .gitignore and the settings -> what is left out below a folder
    listing          paths, folders and patterns -> the pages that are meant
    macro_files      files whose macros hold on every page -> definitions in LaTeX
    included         pages that others include -> left to those
"""

from __future__ import annotations

from .exclusion import Patterns
from .included import without_included
from .listing import pages_at
from .macro_files import macros_of, read_page_of_project
from .settings import NO_SETTINGS, ProjectSettings, SettingsError, find_settings

__all__ = [
    "NO_SETTINGS",
    "Patterns",
    "ProjectSettings",
    "SettingsError",
    "find_settings",
    "macros_of",
    "pages_at",
    "read_page_of_project",
    "without_included",
]
