"""NumPy code: a function and its derivative, written by hand -> right or wrong.

In: two functions and a point, an array or named arrays. Out: a `Report`: right,
wrong, kink or "cannot tell", the wrong entries, and the mistake that explains them.

    >>> import numpy as np
    >>> from derivcheck.gradients import check_gradient
    >>> check_gradient(lambda w: w @ w, lambda w: 2 * w, np.array([0.3, -1.2])).verdict
    'right'

Modules, each importing only from those above it:

    user_function       a function and a derivative written by hand, called with care
    flattening          named arrays -> one vector, and back
    finite_differences  a function -> its slopes, how well they are known, kinks
    complex_step        complex numbers carried through -> slopes, or a kink nearby
    random_directions   a derivative along random directions
    known_mistakes      a wrong derivative -> the mistake that explains it
    wrong_entries       a wrong group of entries -> the entries that are wrong
    report              what a check found -> text, HTML
    problem             a function, a point and the derivative claimed there
    entrywise           a problem -> a report, entry by entry or at a kink
    judging             a problem -> a report, along random directions
    half_precision      a problem in half precision -> a report in double precision
    checks              a function and a gradient written by hand -> a report
"""

from __future__ import annotations

from .checks import (
    check_gradient,
    check_hessian,
    check_jacobian,
    check_jvp,
    check_vjp,
)
from .report import DerivativeEntry, DerivativeVerdict, Report

__all__ = [
    "DerivativeEntry",
    "DerivativeVerdict",
    "Report",
    "check_gradient",
    "check_hessian",
    "check_jacobian",
    "check_jvp",
    "check_vjp",
]
