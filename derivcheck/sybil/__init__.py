"""Pages as pytest items: each block is run, each relation has its verdict.

In: the page that pytest collects. Out: one item for each block and each relation.
A `conftest.py` with two lines makes a folder of pages a test suite:

    from derivcheck.sybil import *

    pytest_collect_file = pages("docs", "*.md").pytest()

Modules, each importing only from those above it:

    items   a page and its verdicts -> the tests that it is
    plugin  items -> pytest
"""

from __future__ import annotations

from .items import items_of
from .plugin import (
    pages,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_sessionfinish,
)

__all__ = [
    "items_of",
    "pages",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_sessionfinish",
]
