"""A file -> the page that it holds, by the ending of its name.

Markdown has several, and a name may have none; `.tex` is a LaTeX document, `.rst` a
page in reStructuredText, `.ipynb` a Jupyter notebook, `.py` a script in cells. A file
of another kind is not read, and that is told with the reason. All places of the page
are places in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath, PurePosixPath

from .inclusion import Format, IncludeLoader, with_includes
from .macro_tables import from_json, from_yaml
from .markdown import no_preamble, read_page, text_of_page
from .notebooks import read_notebook, read_script
from .page import Page, PageProblem, SourceFile
from .rst import all_of_rst, read_rst
from .tex import body_of, preamble_of, read_tex

LARGEST_PAGE = 5_000_000  # characters
Reader = Callable[[str], Page]
MARKDOWN = (".md", ".markdown", ".qmd", ".rmd")
LATEX = (".tex", ".latex", ".ltx")
RST = (".rst", ".rest")
IN_FOLDERS = frozenset({*MARKDOWN, *LATEX, *RST, ".ipynb"})  # what a folder means
INCLUDING = frozenset({*MARKDOWN, *LATEX, *RST})  # what may include other files
KINDS = {  # what includes files of its kind
    **dict.fromkeys(MARKDOWN, Format(read_page, text_of_page, no_preamble, True)),
    **dict.fromkeys(LATEX, Format(read_tex, body_of, preamble_of, False)),
    **dict.fromkeys(RST, Format(read_rst, all_of_rst, no_preamble, True)),
}
READERS: dict[str, Reader] = {
    "": read_page,
    ".txt": read_page,
    **dict.fromkeys(MARKDOWN, read_page),
    **dict.fromkeys((*LATEX, ".sty", ".cls"), read_tex),
    **dict.fromkeys(RST, read_rst),
    ".ipynb": read_notebook,
    ".py": read_script,
}
TABLES = {".json": from_json, ".yml": from_yaml, ".yaml": from_yaml}
UNREAD = {  # what the files of an ending are
    "a picture": (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".eps"),
    "typeset already": (".pdf", ".ps", ".dvi", ".epub"),
    "a text of an office program": (".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx"),
    "HTML or XML, where formulas have many forms": (".htm", ".html", ".xhtml", ".xml"),
    "in a markup language that no reader here is for": (
        *(".adoc", ".asciidoc", ".org", ".textile", ".typ", ".wiki", ".lyx"),
        *(".rnw", ".mdx"),
    ),
    "data or settings, and no text for readers": (
        *(".json", ".yml", ".yaml", ".toml", ".csv", ".tsv", ".ini", ".cfg", ".bib"),
    ),
}
REASONS = {ending: reason for reason, endings in UNREAD.items() for ending in endings}


def read_document(
    text: str, path: str = "", include: IncludeLoader | None = None
) -> Page:
    r"""The page in a file; the ending of `path` says of which kind the file is.

    Windows line ends must have been made `\n` before. The files that it includes are
    part of it where `include` loads them.
    """
    if len(text) > LARGEST_PAGE:
        message = f"the page is larger than {LARGEST_PAGE} characters"
        return Page("", (), (PageProblem(0, message),))
    ending = PurePath(path).suffix.lower()
    if ending not in READERS:
        reason = REASONS.get(ending, "of a kind that no reader here is for")
        message = f"a file {ending} is not read: it is {reason}; give {WANTED}"
        return Page("", (), (PageProblem(0, message),))
    page = READERS[ending](text)
    if include is None or ending not in KINDS:
        return page
    return with_includes(page, path, include, KINDS[ending])


WANTED = "Markdown (.md), LaTeX (.tex), reStructuredText (.rst) or a notebook (.ipynb)"
Loader = Callable[[str], str | None]


def read_macros(text: str, path: str, include: IncludeLoader | None = None) -> Page:
    """The page in a file, which may also be a table of macros in JSON or YAML.

    Raises `MacrosError` where it is one that cannot be read.
    """
    ending = PurePath(path).suffix.lower()
    if ending in TABLES:
        return Page("", (), (), macros=TABLES[ending](text))
    return read_document(text, path, include)


def included_by(path: str, load: Loader) -> IncludeLoader:
    """How a page that is taken over includes files, by whatever loads pages."""

    def found(name: str) -> SourceFile | None:
        whole = (PurePosixPath(path).parent / name).as_posix()
        text = load(whole)
        return None if text is None else SourceFile(whole, text)

    return found
