"""The pages are tests: every block is run, every relation has its verdict."""

from derivcheck.sybil import (
    pages,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_sessionfinish,
)

__all__ = [
    "pytest_addoption",
    "pytest_collect_file",
    "pytest_collection_modifyitems",
    "pytest_sessionfinish",
]

pytest_collect_file = pages(
    "docs", "*.md", "notebooks/*.py", measured="docs/measured.json"
).pytest()
