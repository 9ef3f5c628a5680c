"""Write what docs/api.md takes from the docstrings: `python .ci/api.py`.

In: the page, and the package as it is now. Out: the page, with the signature and the
docstring of each name between its heading and its example. What else the page says is
written by hand, and stays.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

PAGE = Path(__file__).resolve().parent.parent / "docs/api.md"
SECTION = re.compile(
    r"(?P<heading>^### `(?P<name>[\w.]+)`\n)(?P<taken>.*?)(?=^```python\n)", re.M | re.S
)
WIDTH = 80  # of a line of code on the page


def renewed(page: str) -> str:
    """The page with signatures and docstrings as they are now."""
    return SECTION.sub(
        lambda found: f"{found['heading']}\n{described(found['name'])}\n\n", page
    )


def described(name: str) -> str:
    """What is said of a name: its signature and its docstring, or a table of names."""
    if name == "__version__":
        return "The version of the package, as text."
    meant = named(name)
    said = inspect.getdoc(meant) or ""
    if isinstance(meant, ModuleType):
        return table(meant)
    return f"```{{.text .signature}}\n{signature(meant)}\n```\n\n{said}"


def named(name: str) -> object:
    """What a dotted name means: in the package, or a part of it."""
    base, _, last = name.rpartition(".")
    try:
        return import_module(f"derivcheck.{name}")
    except ModuleNotFoundError:
        module = import_module(f"derivcheck.{base}" if base else "derivcheck")
        return getattr(module, last)


def signature(meant: object) -> str:
    """How a function is called, or a class and its public methods."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(meant)))  # type: ignore[arg-type]  # a function or a class
    (node,) = ast.parse(source).body
    if isinstance(node, ast.FunctionDef):
        return call(node)
    assert isinstance(node, ast.ClassDef)
    lines = [f"class {node.name}"]
    for part in node.body:
        if isinstance(part, ast.AnnAssign):
            lines.append(
                f"    {ast.unparse(part.target)}: {ast.unparse(part.annotation)}"
            )
        elif isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
            lines.append(textwrap.indent(call(part), "    "))
    return "\n".join(lines)


def call(node: ast.FunctionDef) -> str:
    """A function with its arguments, on one line where they fit; or a property."""
    if node.decorator_list and "property" in ast.unparse(node.decorator_list[0]):
        assert node.returns is not None
        return f"{node.name}: {ast.unparse(node.returns)}"
    given = [argument for argument in arguments(node.args) if argument != "self"]
    returned = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    whole = f"{node.name}({', '.join(given)}){returned}"
    if len(whole) <= WIDTH:
        return whole
    lines = "".join(f"    {argument},\n" for argument in given)
    return f"{node.name}(\n{lines}){returned}"


def arguments(given: ast.arguments) -> list[str]:
    """The arguments of a function, each as its source has it."""
    bare = len(given.args) - len(given.defaults)
    found = [
        argument(one, given.defaults[at - bare] if at >= bare else None)
        for at, one in enumerate(given.args)
    ]
    if given.vararg is not None:
        found.append(f"*{argument(given.vararg, None)}")
    elif given.kwonlyargs:
        found.append("*")
    only = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return [*found, *(argument(one, default) for one, default in only)]


def argument(one: ast.arg, default: ast.expr | None) -> str:
    """An argument with its type and its default."""
    kind = f": {ast.unparse(one.annotation)}" if one.annotation else ""
    value = f" = {ast.unparse(default)}" if default is not None else ""
    return one.arg + kind + value


def table(module: ModuleType) -> str:
    """The names of a module, each with the first sentence on it."""
    rows = [f"| `{name}` | {first(module, name)} |" for name in module.__all__]
    head = (inspect.getdoc(module) or "").partition("\n")[0]
    return "\n".join([head, "", "| Name | What it is |", "|---|---|", *rows])


def first(module: ModuleType, name: str) -> str:
    """The first paragraph on a name; of an array, its shape."""
    meant = getattr(module, name)
    if hasattr(meant, "shape"):
        return f"an array of shape {meant.shape}"
    if isinstance(meant, Mapping):
        return "a mapping of " + ", ".join(f"`{key}`" for key in meant)
    if not callable(meant) or isinstance(meant, tuple):
        return f"`{meant!r}`"
    said = (inspect.getdoc(meant) or "").partition("\n\n")[0]
    return " ".join(said.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
