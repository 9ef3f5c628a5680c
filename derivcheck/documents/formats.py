"""A file -> the page that it holds, by the ending of its name.

Markdown unless the name says otherwise: `.tex` is a LaTeX document, `.rst` a page in
reStructuredText, `.ipynb` a Jupyter notebook, `.py` a script in cells; of some kinds
none is read. All places of the page are places in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from .markdown import read_page
from .notebooks import read_notebook, read_script
from .page import Page, PageProblem
from .rst import read_rst
from .tex import read_tex

LARGEST_PAGE = 5_000_000  # characters
READERS: dict[str, Callable[[str], Page]] = {
    ".tex": read_tex,
    ".latex": read_tex,
    ".ltx": read_tex,
    ".rst": read_rst,
    ".rest": read_rst,
    ".ipynb": read_notebook,
    ".py": read_script,
}


UNREAD = {
    ".adoc", ".asciidoc", ".doc", ".docx", ".htm", ".html", ".lyx", ".odt", ".org",
    ".pdf", ".rnw", ".textile", ".typ", ".wiki", ".xml",
}  # fmt: skip  # a list of words


def read_document(text: str, path: str = "") -> Page:
    r"""The page in a file. Windows line ends must have been made `\n` before."""
    if len(text) > LARGEST_PAGE:
        message = f"the page is larger than {LARGEST_PAGE} characters"
        return Page("", (), (PageProblem(0, message),))
    ending = PurePath(path).suffix.lower()
    if ending in UNREAD:
        message = f"a file {ending} is not read; give Markdown, LaTeX or a notebook"
        return Page("", (), (PageProblem(0, message),))
    return READERS.get(ending, read_page)(text)


Loader = Callable[[str], str | None]
