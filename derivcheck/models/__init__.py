"""models."""

from __future__ import annotations

from .components import is_zero
from .declarations import Builder, mapped
from .index_ranges import range_of, slots_of
from .latex_writer import Writer
from .lowering import by_components
from .model import Function, Model, Quantity, Row, is_alias
from .shape import Kind, Shape
from .sizes import UNNAMED, Extents, Width, families, slot

__all__ = [
    "UNNAMED",
    "Builder",
    "Extents",
    "Function",
    "Kind",
    "Model",
    "Quantity",
    "Row",
    "Shape",
    "Width",
    "Writer",
    "by_components",
    "families",
    "is_alias",
    "is_zero",
    "mapped",
    "range_of",
    "slot",
    "slots_of",
]
