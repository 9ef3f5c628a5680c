"""sybil."""

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
