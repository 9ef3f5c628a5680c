r"""Definitions and declarations -> the forward model, every array by its components.

In: statements, read into expressions. Out: a `Model`: its quantities with their rows,
how long each slot runs, which sizes are one, and any expression entry by entry.

    >>> from derivcheck import check_text
    >>> page = r"$$ x \in \mathbb{R}^n, \quad s := \sum_i x_i^2 $$ $$ s = x^\top x $$"
    >>> check_text(page).pieces[-1].machine.model.spelled("x")
    'x'

Modules, each importing only from those above it:

    size_records      what is known of sizes by others
    sizes             how far slots run, and which sizes are one
    size_constraints  what definitions tie: slots to sizes, through the letters in them
    index_ranges      how far a letter runs: what the slots say in which it stands
    shape             the shape of an array
    inlining          a function of the page -> its body with the arguments in place
    lowering          an array by its shape and a rule for its entries
    elementwise       sums, quotients, powers and cases of arrays
    products          products of arrays, as linear algebra has them and by entries
    array_functions   calls of functions of arrays
    parts_of_arrays   parts of arrays from one place to another
    block_matrices    matrices written out, of numbers and of blocks
    big_operators     sums and products of arrays over an index, columns with dots
    derivatives       derivatives by numbers and arrays, as the layout arranges them
    components        one table of all operators: arrays by components
    entry_by_entry    powers and quotients that can only be meant entry by entry
    model             the forward model, what is asked of it, which version is meant
    given             the tables as they are read; a name defined again begins a version
    left_sides        what a left side says: its letters, and one step ahead
    codomains         where the values of an open function lie
    other_spellings   names that nothing gives, much like others -> faults
    defined_parts     parts of an array, each defined -> the array
    declarations      declarations and definitions -> what they give
    definition_sizes  definitions -> which sizes they tie
    missing_entries   recursions that ask an input for an entry which it lacks
    undeclared        a fault of shapes -> the same with the name to declare
    empty_starts      sums and products up to an index, before its first value
    building          what is given -> the model
    differentials     differentials -> changes along a direction
    latex_writer      expressions -> LaTeX in the names of the page
    relations         a relation between arrays -> one between their entries
"""

from __future__ import annotations

from .building import build_model
from .components import is_zero
from .declarations import Declarations
from .differentials import (
    Motion,
    differentiated,
    directions,
    held_fixed,
    moving_too,
    standing,
    wants_known_motion,
    wants_no_slope,
)
from .entry_by_entry import settled
from .given import Given
from .index_ranges import range_of, slots_of
from .latex_writer import Writer
from .left_sides import mapped, names_given
from .model import Function, Model, Quantity, Row
from .relations import by_components
from .shape import Kind, Shape
from .size_records import SizeOrder, Width
from .sizes import UNNAMED, Extents, families, slot
from .undeclared import with_undeclared

__all__ = [
    "UNNAMED",
    "Declarations",
    "Extents",
    "Function",
    "Given",
    "Kind",
    "Model",
    "Motion",
    "Quantity",
    "Row",
    "Shape",
    "SizeOrder",
    "Width",
    "Writer",
    "build_model",
    "by_components",
    "differentiated",
    "directions",
    "families",
    "held_fixed",
    "is_zero",
    "mapped",
    "moving_too",
    "names_given",
    "range_of",
    "settled",
    "slot",
    "slots_of",
    "standing",
    "wants_known_motion",
    "wants_no_slope",
    "with_undeclared",
]
