"""diagnosis.derivation."""

from __future__ import annotations

from .by_components import Phrasing
from .by_matrices import Arrays, turned
from .chain_rule import Derivation, hubs_of, matched, named_by
from .factoring import parted
from .simplification import Slot, Tidier
from .term_algebra import Algebra
from .terms import Sum, Tie, Unwritten

__all__ = [
    "Algebra",
    "Arrays",
    "Derivation",
    "Phrasing",
    "Slot",
    "Sum",
    "Tidier",
    "Tie",
    "Unwritten",
    "hubs_of",
    "matched",
    "named_by",
    "parted",
    "turned",
]
