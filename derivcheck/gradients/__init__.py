"""gradients."""

from __future__ import annotations

from .checks import (
    check_gradient,
    check_hessian,
    check_jacobian,
    check_jvp,
    check_vjp,
)
from .report import Entry, Report, Verdict

__all__ = [
    "Entry",
    "Report",
    "Verdict",
    "check_gradient",
    "check_hessian",
    "check_jacobian",
    "check_jvp",
    "check_vjp",
]
