"""latex."""

from __future__ import annotations

from .bold_names import thin
from .marks import Mark, Marks, read_marks, signs, whole
from .name_inference import learn
from .names import Names, Occurrence, Pattern
from .range_statements import SUPPOSING, bounds, spans
from .scripts import Item, Scripts, is_transpose, items, terms_of
from .segmentation import ASSUMING, CONDITION_WORDS, WORDS
from .set_notation import Set, read_set, shape_of_set, size_marks, without_shift
from .statement_kinds import (
    bound_letters,
    index_set,
    is_definition,
    is_index_set,
    is_mapping,
    is_membership,
    is_range,
    listed,
    of_quantities,
)
from .statements import Stands, Statement, read_statements
from .tokens import Macros, read_tokens
from .vocabulary import ARROWS, CHANGES, NO_CLAIMS, PARTNER

__all__ = [
    "ARROWS",
    "ASSUMING",
    "CHANGES",
    "CONDITION_WORDS",
    "NO_CLAIMS",
    "PARTNER",
    "SUPPOSING",
    "WORDS",
    "Item",
    "Macros",
    "Mark",
    "Marks",
    "Names",
    "Occurrence",
    "Pattern",
    "Scripts",
    "Set",
    "Stands",
    "Statement",
    "bound_letters",
    "bounds",
    "index_set",
    "is_definition",
    "is_index_set",
    "is_mapping",
    "is_membership",
    "is_range",
    "is_transpose",
    "items",
    "learn",
    "listed",
    "of_quantities",
    "read_marks",
    "read_set",
    "read_statements",
    "read_tokens",
    "shape_of_set",
    "signs",
    "size_marks",
    "spans",
    "terms_of",
    "thin",
    "whole",
    "without_shift",
]
