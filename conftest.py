"""The pages are tests: every block that they show is run."""

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

pytest_collect_file = pages("docs").pytest()
