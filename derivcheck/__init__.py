"""Check the mathematics and the code of backpropagation.

`check_gradient` and `check_jacobian` compare derivatives written in code with the
slopes of the function they belong to. They need NumPy, the checker of pages does
not; so they are imported when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .formulas import read
    from .gradient import (
        check_gradient,
        check_hessian,
        check_jacobian,
        check_jvp,
        check_vjp,
    )

__all__ = [
    "check_gradient",
    "check_hessian",
    "check_jacobian",
    "check_jvp",
    "check_vjp",
    "read",
]


def __getattr__(name: str) -> object:
    """The gradient checkers, imported with NumPy at their first use."""
    if name == "read":
        from .formulas import read

        return read
    if name in __all__:
        from . import gradient

        return getattr(gradient, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What completion offers, before the first use as after it."""
    return sorted({*globals(), *__all__})
