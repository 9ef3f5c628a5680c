"""A derivative of the model -> the formula that a person would write.

In: a derivative of a quantity by an entry of another. Out: terms, sums of products with
deltas and letters that run, made shorter by what is known of the model, and written by
components or as matrices.

    >>> from derivcheck.diagnosis.derivation import Sum
    >>> Sum
    tuple[derivcheck.diagnosis.derivation.terms.Term, ...]

Modules, each importing only from those above it:

    terms            sums of products in which letters run, and letters moved in them
    term_algebra     terms multiplied out, with deltas and sums carried out
    known_functions  functions as definitions write them out, and their slopes
    definitions      what a model says of an entry, and the names of derivatives
    slopes           the slope of an expression by an entry that is in it
    chain_rule       a derivative by a quantity of the model -> the terms of its formula
    factoring        sums of terms -> the same in other brackets
    simplification   terms -> the same, shorter by what is known of a model
    by_components    terms -> the formula that a person would write
    by_matrices      the terms of an entry -> the array that has these entries
"""

from __future__ import annotations

from .by_components import Phrasing
from .by_matrices import MatrixPhrasing, turned
from .chain_rule import Derivation
from .definitions import hubs_of, matched, named_by
from .factoring import parted
from .simplification import Slot, Tidier
from .term_algebra import Algebra
from .terms import Sum, Tie, Unwritten

__all__ = [
    "Algebra",
    "Derivation",
    "MatrixPhrasing",
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
