"""The extension for Python-Markdown, by the name that a site's configuration gives it.

markdown.markdown(text, extensions=["pymdownx.arithmatex", "derivcheck.markdown"])
"""

from __future__ import annotations

from .site.markdown import makeExtension

__all__ = ["makeExtension"]
