"""Which directives and fences hold text for readers, and which hold something else.

A directive of MyST is opened, also one that only an extension knows: what is in it
is text. Those named here are not, and so are languages, since some writers put the
language of a block of code in braces.
"""

from __future__ import annotations

CODE = frozenset({
    "code", "code-block", "code-cell", "sourcecode", "literalinclude", "parsed-literal",
    "highlight", "raw", "doctest", "testcode", "testsetup", "testcleanup", "testoutput",
    "prompt", "ipython", "plot", "graphviz", "digraph", "graph", "mermaid", "uml",
    "tikz", "jupyter-execute", "productionlist", "meta", "toctree", "image", "output",
    "exec_code", "program-output", "command-output", "bibliography", "index", "iframe",
    "embed", "anywidget", "tableofcontents", "autosummary", "automodule", "autoclass",
    "autofunction", "math-code", "verbatim", "terminal", "nb-exec-table",
})  # fmt: skip  # directives whose content is no text
LANGUAGES = frozenset({
    "python", "py", "python3", "ipython3", "r", "julia", "bash", "sh", "zsh", "shell",
    "console", "powershell", "sql", "ojs", "js", "javascript", "typescript", "css",
    "scss", "html", "xml", "json", "yaml", "yml", "toml", "ini", "c", "cpp", "rcpp",
    "java", "rust", "go", "scala", "stan", "octave", "matlab", "sas", "stata", "perl",
    "ruby", "haskell", "ocaml", "lua", "fortran", "dot", "latex", "tex", "text", "md",
    "markdown", "pyodide", "webr", "observable", "cat", "comment", "diff", "asis",
})  # fmt: skip  # what knitr, Quarto and others run or show


def holds_text(name: str) -> bool:
    """Whether what is in a directive of this name is text for readers."""
    return name.lower() not in CODE | LANGUAGES
