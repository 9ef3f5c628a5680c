"""The extension for Sphinx, by the name that a project's `conf.py` gives it.

extensions = ["myst_parser", "derivcheck.sphinx"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import __version__
from .site.sphinx import connect

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls to load the extension."""
    connect(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
