"""Expressions -> numbers at a point, with derivatives, scales and balls.

In: a model and an expression. Out: closures that give its value where the sizes, the
inputs and the labels are known: a float, with the scale of the terms met on the way and
forward derivatives, or a ball of 400 bits.

    >>> from derivcheck.evaluation import solve
    >>> solve([[2.0, 0.0], [0.0, 4.0]], [1.0, 1.0])
    [0.5, 0.25]

Modules, each importing only from those above it:

    scalars           numbers with derivatives and scales, floats or balls
    open_functions    smooth functions, for those that a page leaves open
    placings          where inputs lie: about one, or elsewhere
    linear_systems    small linear systems over floats or balls
    sparsity          which entries one entry can reach, by their indices
    points            where expressions are evaluated, and how much may be done there
    environment       the values of a point, worked out on demand and kept
    shared_values     values that expressions have in common
    index_arithmetic  index arithmetic -> whole numbers, and the entries read there
    bounds_by_form    between which numbers a value lies, as far as its form shows
    compiler          what turning a model into closures keeps
    corners           numbers beside each other -> which is larger, if floats can tell
    reductions        sums, products and extremes over an index -> closures
    function_calls    functions of arguments -> closures
    derivatives       derivatives, and quantities held at other values -> closures
    closures          expressions -> closures
    tried_sizes       a model -> the sizes to try it with
    sampling          a model -> points: sizes, inputs, labels, open functions
    ball_arithmetic   numbers with a bound, where python-flint is installed
    tape              numbers that write down what is done to them
    tracing           expressions -> closures of such numbers
    javascript        what was written down -> a function in JavaScript
"""

from __future__ import annotations

from . import ball_arithmetic
from .bounds_by_form import value_bounds
from .closures import COMPARE, Machine
from .environment import Closure, Frame, Surroundings, Truth, Whole
from .index_arithmetic import is_whole, length
from .javascript import as_javascript
from .linear_systems import independent_rows, least_squares_step, pivots, solve
from .open_functions import Waves
from .placings import (
    BOTH_SIGNS,
    REACH,
    SPREAD,
    TIED,
    USUAL,
    Magnified,
    Mixed,
    Placing,
    Special,
    Tied,
    Usual,
)
from .points import BALL, FLOAT, MOST_OPERATIONS, SCALED, Leaves, NoLayer, TooMuch
from .sampling import DrawnEntry, Sample, Sampler
from .scalars import NOTHING, NearCorner, NoValue, OutOfDomain, Scalar, real, tangent
from .tape import NumberText, Tape, TextChoice, Traced, Untraced
from .tracing import TracedPoint, TracingMachine
from .tried_sizes import LONG, sizes_in_order, with_totals

__all__ = [
    "BALL",
    "BOTH_SIGNS",
    "COMPARE",
    "FLOAT",
    "LONG",
    "MOST_OPERATIONS",
    "NOTHING",
    "REACH",
    "SCALED",
    "SPREAD",
    "TIED",
    "USUAL",
    "Closure",
    "DrawnEntry",
    "Frame",
    "Leaves",
    "Machine",
    "Magnified",
    "Mixed",
    "NearCorner",
    "NoLayer",
    "NoValue",
    "NumberText",
    "OutOfDomain",
    "Placing",
    "Sample",
    "Sampler",
    "Scalar",
    "Special",
    "Surroundings",
    "Tape",
    "TextChoice",
    "Tied",
    "TooMuch",
    "Traced",
    "TracedPoint",
    "TracingMachine",
    "Truth",
    "Untraced",
    "Usual",
    "Waves",
    "Whole",
    "as_javascript",
    "ball_arithmetic",
    "independent_rows",
    "is_whole",
    "least_squares_step",
    "length",
    "pivots",
    "real",
    "sizes_in_order",
    "solve",
    "tangent",
    "value_bounds",
    "with_totals",
]
