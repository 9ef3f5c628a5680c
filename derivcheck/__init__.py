"""Check the mathematics and the code of backpropagation.

`check_text` gives each relation of a page its verdict, `as_text` tells them,
`read_page` and `CodeBlock` are a page as its pieces; `read` makes functions of its
labelled equations. `check_gradient` and its kin compare derivatives written in code
with the slopes of the function they belong to: they need NumPy, the checker of pages
does not. So each name is imported when it is first asked for, and what is not used
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checking import Found, Relation
    from .documents import CodeBlock, read_document, read_page
    from .gradients import (
        check_gradient,
        check_hessian,
        check_jacobian,
        check_jvp,
        check_vjp,
    )
    from .judging import Verdict
    from .pages import check_page, check_text, read
    from .reports import as_html, as_json, as_sarif, as_text

__version__ = "0.2.0"  # the one place: the build and the command read it here

__all__ = [
    "CodeBlock",
    "Found",
    "Relation",
    "Verdict",
    "as_html",
    "as_json",
    "as_sarif",
    "as_text",
    "check_gradient",
    "check_hessian",
    "check_jacobian",
    "check_jvp",
    "check_page",
    "check_text",
    "check_vjp",
    "read",
    "read_document",
    "read_page",
]

FOLDERS = {
    "checking": ("Found", "Relation"),
    "judging": ("Verdict",),
    "pages": ("check_page", "check_text", "read"),
    "documents": ("CodeBlock", "read_document", "read_page"),
    "reports": ("as_html", "as_json", "as_sarif", "as_text"),
    "gradients": (
        "check_gradient",
        "check_hessian",
        "check_jacobian",
        "check_jvp",
        "check_vjp",
    ),
}
"""Where each name is at home."""


def __getattr__(name: str) -> object:
    """A public name, from its folder."""
    for folder, names in FOLDERS.items():
        if name in names:
            return getattr(import_module(f".{folder}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What completion offers, before the first use as after it."""
    return sorted({*globals(), *__all__})
