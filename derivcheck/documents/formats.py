"""A file -> the page that it holds, by the ending of its name.

Markdown unless the name says otherwise: `.tex` is a LaTeX document, `.ipynb` a Jupyter
notebook, `.py` a script in cells. All places of the page are places in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from .markdown import read_page
from .notebooks import read_notebook, read_script
from .page import Page, PageProblem
from .tex import read_tex

LARGEST_PAGE = 5_000_000  # characters
READERS: dict[str, Callable[[str], Page]] = {
    ".tex": read_tex,
    ".ipynb": read_notebook,
    ".py": read_script,
}


def read_document(text: str, path: str = "") -> Page:
    r"""The page in a file. Windows line ends must have been made `\n` before."""
    if len(text) > LARGEST_PAGE:
        message = f"the page is larger than {LARGEST_PAGE} characters"
        return Page("", (), (PageProblem(0, message),))
    return READERS.get(PurePath(path).suffix.lower(), read_page)(text)


Loader = Callable[[str], str | None]
