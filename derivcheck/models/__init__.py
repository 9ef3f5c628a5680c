r"""Definitions and declarations -> the forward model, every array by its components.

In: statements, read into expressions. Out: a `Model`: its quantities with their rows,
how long each slot runs, which sizes are one, and any expression entry by entry.

    >>> from derivcheck import check_text
    >>> page = r"$$ x \in \mathbb{R}^n, \quad s := \sum_i x_i^2 $$ $$ s = x^\top x $$"
    >>> check_text(page).pieces[-1].machine.model.spelled("x")
    'x'

Modules, each importing only from those above it:

    sizes             how far slots run, and which sizes are one
    size_constraints  what definitions tie: slots to sizes, through the letters in them
    index_ranges      how far a letter runs: what the slots say in which it stands
    shape             the shape of an array
    block_matrices    matrices written out, of numbers and of blocks
    inlining          a function of the page -> its body with the arguments in place
    shape_inference   the shapes of vectors and matrices, from those of their parts
    array_functions   functions of arrays: their shapes, their values by components
    products          products of arrays, as linear algebra has them and by entries
    components        vectors and matrices -> the same by components
    model             definitions, declarations and assumptions in force
    declarations      declarations and definitions -> the model
    differentials     differentials -> changes along a direction
    latex_writer      expressions -> LaTeX in the names of the page
    lowering          a relation between arrays -> one between their entries
"""

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
