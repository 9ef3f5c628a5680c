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
"""

from __future__ import annotations

from .exclusion import Patterns
from .listing import pages_at
from .settings import NO_SETTINGS, ProjectSettings, SettingsError, find_settings

__all__ = [
    "NO_SETTINGS",
    "Patterns",
    "ProjectSettings",
    "SettingsError",
    "find_settings",
    "pages_at",
]
