"""evaluation."""

from __future__ import annotations

from . import ball_arithmetic
from .closures import Machine
from .environment import (
    BALL,
    FLOAT,
    SCALED,
    Closure,
    Frame,
    Leaves,
    NoLayer,
    Surroundings,
    TooMuch,
    Truth,
    Whole,
)
from .index_arithmetic import is_whole, length
from .linear_systems import least_squares_step, pivots, solve
from .open_functions import Waves
from .sampling import Sample, Sampler, with_totals
from .scalars import NOTHING, OutOfDomain, Scalar, real, tangent

__all__ = [
    "BALL",
    "FLOAT",
    "NOTHING",
    "SCALED",
    "Closure",
    "Frame",
    "Leaves",
    "Machine",
    "NoLayer",
    "OutOfDomain",
    "Sample",
    "Sampler",
    "Scalar",
    "Surroundings",
    "TooMuch",
    "Truth",
    "Waves",
    "Whole",
    "ball_arithmetic",
    "is_whole",
    "least_squares_step",
    "length",
    "pivots",
    "real",
    "solve",
    "tangent",
    "with_totals",
]
