r"""Macros in a table, as MathJax, KaTeX and MyST have them -> definitions in LaTeX.

In: `{"R": "\\mathbb{R}", "bold": ["\\mathbf{#1}", 1]}` as JSON or YAML. Out:
`\newcommand{\R}{\mathbb{R}}`, `\newcommand{\bold}[1]{\mathbf{#1}}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

NAME = re.compile(r"\\?([A-Za-z]+|[^A-Za-z0-9\s])")
ARGUMENT = re.compile(r"#([1-9])")
FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$", re.S | re.M
)
HAS_MATH = re.compile(r"^math[ \t]*:", re.M)
PATHS = (  # where a table of macros is in the settings of others
    ("math",), ("project", "math"), ("macros",), ("tex", "macros"), ("TeX", "Macros"),
    ("mathjax3_config", "tex", "macros"), ("mathjax", "tex", "macros"),
    ("sphinx", "config", "mathjax3_config", "tex", "macros"),
)  # fmt: skip  # one place a row


class MacrosError(Exception):
    """A table of macros that cannot be read, and why."""


def from_json(text: str) -> tuple[str, ...]:
    """The macros of a file in JSON; raises `MacrosError`."""
    try:
        return _of(json.loads(text))
    except RecursionError:
        raise MacrosError("it is nested too deeply") from None
    except ValueError as error:
        raise MacrosError(f"it is no JSON: {error}") from None


def from_yaml(text: str) -> tuple[str, ...]:
    """The macros of a file in YAML; raises `MacrosError`."""
    try:
        import yaml  # only those need it who have macros in YAML
    except ImportError:
        raise MacrosError("PyYAML, which reads YAML, is not installed") from None
    try:
        return _of(yaml.safe_load(text), or_whole=False)
    except RecursionError:
        raise MacrosError("it is nested too deeply") from None
    except (yaml.YAMLError, ValueError) as error:
        first = str(error).split("\n")[0]
        raise MacrosError(f"it is no YAML: {first}") from None


def from_front_matter(text: str) -> tuple[str, ...]:
    """The macros that a page in MyST begins with; raises `MacrosError`."""
    front = FRONT_MATTER.match(text)
    if front is None or not HAS_MATH.search(front["yaml"]):
        return ()
    return from_yaml(front["yaml"])


def _of(whole: Any, *, or_whole: bool = True) -> tuple[str, ...]:
    """The definitions in the tables of a file, or in the file as one table."""
    tables = [table for path in PATHS if isinstance(table := _at(whole, path), dict)]
    if not tables and or_whole:
        if not isinstance(whole, dict):
            raise MacrosError("it has no table of macros")
        tables = [whole]
    return tuple(line for table in tables for line in _definitions(table))


def _at(whole: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        whole = whole.get(key) if isinstance(whole, dict) else None
    return whole


def _definitions(table: dict[Any, Any]) -> Iterator[str]:
    for key, value in table.items():
        name = NAME.fullmatch(str(key))
        if name is None:
            raise MacrosError(f"{key} is no name of a macro")
        match value:
            case str(body) | [str(body)] | {"macro": str(body)}:
                wants = f"[{many}]" if (many := _arguments(body)) else ""
            case [str(body), int(many)]:
                wants = f"[{many}]"
            case [str(body), int(many), str(default)]:
                wants = f"[{many}][{default}]"
            case _:
                raise MacrosError(f"the macro {key} has no text that it stands for")
        yield rf"\newcommand{{\{name[1]}}}{wants}{{{body}}}"


def _arguments(body: str) -> int:
    """How many arguments a macro takes: as many as the highest that it names."""
    return max((int(found[1]) for found in ARGUMENT.finditer(body)), default=0)
