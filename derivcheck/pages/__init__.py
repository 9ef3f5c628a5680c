r"""A page -> a verdict for every relation.

In: a `Page`, and how to get those that it takes over. Out: `Found`: each relation with
its place and its `Verdict`, and the problems of definitions and directives.

    >>> from derivcheck.pages import check_text
    >>> found = check_text(r"$$ y := x^2 $$ $$ \frac{dy}{dx} = 2x = x $$")
    >>> [relation.verdict.word for relation in found.relations]
    ['holds', 'fails']

Modules, each importing only from those above it:

    collector             the collector of garbage, paused meanwhile
    shifting              a part that an edit before it moved -> the same there
    session               pages that are checked again: what an edit left is kept
    passages              what a statement or a passage of a page is there for
    gathering             the pieces of a page -> its parts, directives obeyed
    page_check            a page through all of these stages
    causes                faults that follow from another -> where that stands
    chain_ends            what the ends of a chain say when a relation inside it fails
    formulas              a labelled equation -> a function of NumPy arrays
    in_numbers            an equation once more with numbers for its quantities
    live                  quantities as functions of the inputs that a reader moves
    fixing                a file -> the same with := where = looks like a definition
"""

from __future__ import annotations

from .causes import Causes, first_causes
from .chain_ends import chains, remarks
from .collector import collector_paused
from .fixing import ChangedError, difference, with_definitions, write_back
from .formulas import Formula, Formulas, read
from .gathering import scopes_of
from .in_numbers import InNumbers, Template, quantity_in_numbers
from .in_numbers import in_numbers as equation_in_numbers
from .live import LivePage, PageQuantity
from .page_check import check_page, check_text
from .session import OtherPages, Session

__all__ = [
    "Causes",
    "ChangedError",
    "Formula",
    "Formulas",
    "InNumbers",
    "LivePage",
    "OtherPages",
    "PageQuantity",
    "Session",
    "Template",
    "chains",
    "check_page",
    "check_text",
    "collector_paused",
    "difference",
    "equation_in_numbers",
    "first_causes",
    "quantity_in_numbers",
    "read",
    "remarks",
    "scopes_of",
    "with_definitions",
    "write_back",
]
