"""latex.grammar."""

from __future__ import annotations

from .cursor import Context
from .mark_queries import not_known, outer_letters, subscripted
from .parser import read_condition, read_expression

__all__ = [
    "Context",
    "not_known",
    "outer_letters",
    "read_condition",
    "read_expression",
    "subscripted",
]
