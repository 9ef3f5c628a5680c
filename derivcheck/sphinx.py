"""The extension for Sphinx, by the name that a project's `conf.py` gives it.

extensions = ["myst_parser", "derivcheck.sphinx"]
"""

from __future__ import annotations

from .site.sphinx import setup

__all__ = ["setup"]
