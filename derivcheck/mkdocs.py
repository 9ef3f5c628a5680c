"""The plugin for MkDocs, by the name under which the package registers it."""

from __future__ import annotations

from .site.mkdocs import DerivcheckPlugin

__all__ = ["DerivcheckPlugin"]
