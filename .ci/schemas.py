"""Publishes the schemas of the JSON, which the package ships, as files of the site."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

SHIPPED = Path(__file__).parents[1] / "derivcheck" / "reports"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """The files of the site, with the schemas among them."""
    for schema in sorted(SHIPPED.glob("*.schema.json")):
        name, text = f"schemas/{schema.name}", schema.read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=text))
    return files
