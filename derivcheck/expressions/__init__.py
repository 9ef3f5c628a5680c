r"""The nodes of a derivation, and what is done with a tree without a model.

In: nothing of the package. Out: frozen dataclasses, one for each piece of notation, and
walks over them: the parts of a tree, its free letters, a changed copy, plain text.

    >>> from derivcheck.expressions import free_letters, nodes as n, spelled
    >>> weight = n.Symbol("w", (n.Letter("j"), n.Letter("k")))
    >>> spelled(n.Over(r"\sum", "k", None, None, None, weight)), free_letters(weight)
    ('sum(k: w[j,k])', ('j', 'k'))

Modules, each importing only from those above it:

    errors         what is wrong with a statement, as data, and its sentence
    nodes          the nodes of a derivation, one for each piece of notation
    positions      how far apart positions lie, and how one is moved
    traversal      an expression: its parts, letters and names, and a changed one
    building       small expressions put together
    substitution   letters replaced by positions, bound ones kept apart
    plain_algebra  what is the same in other words -> one expression for all
    domains        where the values of an input lie
    plain_text     expressions -> plain text with every bracket written
"""

from __future__ import annotations

from . import errors, nodes
from .building import (
    TURNED,
    TWO,
    compared,
    delta,
    other_sign,
    product_of,
    product_of_two,
    put,
    side_by_side,
    sum_over,
)
from .domains import REAL, Choice, Classes, Domain, Interval, OneHot, Simplex
from .errors import Fault, NotUnderstood, Sentence, message, mismatch
from .nodes import (
    DIFFERENTIAL,
    MINUS_ONE,
    ONE,
    ZERO,
    Affine,
    Call,
    Cases,
    Comparison,
    Condition,
    Entry,
    Every,
    Expression,
    Extent,
    Fixed,
    Indicator,
    Known,
    Label,
    Letter,
    Negative,
    Number,
    Over,
    Parameter,
    Partial,
    Plus,
    Position,
    Power,
    Product,
    Quotient,
    Rows,
    Running,
    Symbol,
    Transpose,
    Variable,
    Where,
    affine,
)
from .plain_algebra import normal_condition, normal_form, number_and_rest
from .plain_text import SIGNS, added, numbered, slots, spelled, spelled_condition
from .positions import Key, between, falls, shifted
from .substitution import Moves, moved, moved_condition, moved_expression, substituted
from .traversal import (
    changed,
    comparisons,
    condition_letters,
    constant_value,
    free_letters,
    largest_number,
    names,
    node_count,
    parts,
    positions_of,
    sides,
    walk,
)

__all__ = [
    "DIFFERENTIAL",
    "MINUS_ONE",
    "ONE",
    "REAL",
    "SIGNS",
    "TURNED",
    "TWO",
    "ZERO",
    "Affine",
    "Call",
    "Cases",
    "Choice",
    "Classes",
    "Comparison",
    "Condition",
    "Domain",
    "Entry",
    "Every",
    "Expression",
    "Extent",
    "Fault",
    "Fixed",
    "Indicator",
    "Interval",
    "Key",
    "Known",
    "Label",
    "Letter",
    "Moves",
    "Negative",
    "NotUnderstood",
    "Number",
    "OneHot",
    "Over",
    "Parameter",
    "Partial",
    "Plus",
    "Position",
    "Power",
    "Product",
    "Quotient",
    "Rows",
    "Running",
    "Sentence",
    "Simplex",
    "Symbol",
    "Transpose",
    "Variable",
    "Where",
    "added",
    "affine",
    "between",
    "changed",
    "compared",
    "comparisons",
    "condition_letters",
    "constant_value",
    "delta",
    "errors",
    "falls",
    "free_letters",
    "largest_number",
    "message",
    "mismatch",
    "moved",
    "moved_condition",
    "moved_expression",
    "names",
    "node_count",
    "nodes",
    "normal_condition",
    "normal_form",
    "number_and_rest",
    "numbered",
    "other_sign",
    "parts",
    "positions_of",
    "product_of",
    "product_of_two",
    "put",
    "shifted",
    "side_by_side",
    "sides",
    "slots",
    "spelled",
    "spelled_condition",
    "substituted",
    "sum_over",
    "walk",
]
