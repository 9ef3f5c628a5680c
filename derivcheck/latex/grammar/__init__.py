r"""The marks of one side -> an expression: a Pratt parser steered by the names.

In: marks and a context, which knows the names of the page. Out: an expression in which
every mark is accounted for, or `NotUnderstood` with the place of the first that is not.

    >>> from derivcheck.expressions import spelled
    >>> from derivcheck.latex import Macros, Names, read_marks
    >>> from derivcheck.latex.grammar import Context, read_expression
    >>> marks = read_marks(r"\frac{1}{1 + 2}", Macros())
    >>> spelled(read_expression(marks, Context(Names()), 0))
    '(1 / (1 + 2))'

Modules, each importing only from those above it:

    dots          sums and matrices with dots -> what runs
    mark_queries  small questions about marks: what is here, what parts them
    parser        a list of marks and how far it was read: sums and products in it
    symbols       a name with its scripts -> a quantity, an index, a size or a label
    powers        what follows a factor: powers, transposes, components
    conditions    comparisons, and the numbers that are 1 where they hold
    big_signs     sums, products and extremes over an index
    derivatives   fractions, slashes and signs that are derivatives
    combined      functions added, multiplied, composed -> their value at an argument
    brackets      what is in brackets, between bars, in environments
    calls         calls of functions, with their slopes and powers
    quantities    names where a factor is wanted, signs with a meaning of their own
    factors       what a factor starts with; expressions and conditions as a whole
"""

from __future__ import annotations

from .combined import only_argument
from .factors import read_condition, read_expression
from .mark_queries import not_known, outer_letters, subscripted
from .parser import Context

__all__ = [
    "Context",
    "not_known",
    "only_argument",
    "outer_letters",
    "read_condition",
    "read_expression",
    "subscripted",
]
