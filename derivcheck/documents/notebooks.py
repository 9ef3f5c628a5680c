r"""Notebooks: cells, of which some are text -> a page with the places of the file.

In: a script in jupytext's percent format, whose text cells are comments, or a notebook
in Jupyter's JSON (nbformat 4). Out: the pieces of its text cells and, of a notebook,
its code cells as blocks of code. Each place is one of the file, also within a JSON
string, where `\\frac` takes six characters for five.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, assert_never

from .markdown import read_page
from .page import (
    CodeBlock,
    Directive,
    HiddenCode,
    Mathematics,
    Page,
    PageElement,
    PageProblem,
    Stretches,
    carried,
)

CELL = '<hr class="cell">'  # stands where a cell of text begins
MARK = re.compile(r"# %%(?P<about>.*)")
FORMAT = 4  # of the notebooks that are read
EMPTY = '{"nbformat": 4, "cells": []}'


def markdown_of(script: str) -> str:
    """The text cells of a script, each line where it is in the script."""
    lines, text = [], False
    for line in script.split("\n"):
        if found := MARK.fullmatch(line):
            text = "[markdown]" in found["about"]
            lines.append(CELL if text else "")
        elif text and line.startswith("#"):
            lines.append(line[1:].removeprefix(" "))
        else:
            lines.append("")
    return "\n".join(lines)


def read_script(script: str) -> Page:
    """The page that the text cells of a script are."""
    text = markdown_of(script)
    stretches: list[tuple[int, int]] = []
    here = there = 0
    for line, written in zip(text.split("\n"), script.split("\n"), strict=True):
        margin = len(written) - len(line) if line and line != CELL else 0
        stretches.append((here, there + margin))
        here, there = here + len(line) + 1, there + len(written) + 1
    return _moved(read_page(text), script, tuple(stretches))


# --- notebooks -------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """What a cell holds, and where its signs stand in the file."""

    text: str
    stretches: Stretches

    @property
    def lines(self) -> Iterator[int]:
        """Where each of its lines starts in the file."""
        yield carried(self.stretches, 0)
        for end in re.finditer("\n", self.text):
            if end.end() < len(self.text):
                yield carried(self.stretches, end.end())


def read_notebook(text: str) -> Page:
    """The page that a notebook is; a file that is none has that as its problem."""
    try:
        notebook: Any = json.loads(text if text.strip() else EMPTY)
    except RecursionError:
        return _no_notebook(text, 0, "the file is nested too deeply for a notebook")
    except ValueError as error:  # JSONDecodeError, or a number of too many digits
        at = getattr(error, "pos", 0)
        what = getattr(error, "msg", "a number is too long")
        return _no_notebook(text, at, f"the file is no JSON, as notebooks are: {what}")
    if problem := _not_read(notebook):
        return _no_notebook(text, 0, problem)
    pieces: list[PageElement] = []
    problems: list[PageProblem] = []
    headings: list[tuple[int, str]] = []
    names: list[tuple[int, str]] = []
    language = _language(notebook)
    for number, source in _sources(text, len(notebook["cells"])):
        kind = notebook["cells"][number].get("cell_type")
        names += [
            (at, f"cell {number + 1}, line {line}")
            for line, at in enumerate(source.lines, 1)
        ]
        if kind == "markdown":
            page = _moved(read_page(source.text), text, source.stretches)
            pieces += page.pieces
            problems += page.problems
            headings += page.headings
        elif kind == "code" and source.text.strip():
            pieces.append(_block(source, language))
    return Page(
        text, tuple(pieces), tuple(problems), tuple(headings), cells=tuple(names)
    )


def _no_notebook(text: str, at: int, message: str) -> Page:
    return Page(text, (), (PageProblem(at, message),))


def _not_read(notebook: Any) -> str | None:
    """Why a file in JSON is no notebook that is read here, or nothing."""
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        return "the file is JSON and no notebook: it has no nbformat"
    if notebook["nbformat"] != FORMAT:
        return (
            f"the notebook has format {notebook['nbformat']!r}, and format {FORMAT} is "
            "read: jupyter nbconvert --to notebook writes it"
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(c, dict) for c in cells):
        return "the notebook has no list of cells"
    return None


def _language(notebook: Any) -> str:
    """The language of the code cells; Python where the notebook does not say."""
    about = notebook.get("metadata", {})
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        said = about.get(key, {}) if isinstance(about, dict) else {}
        if isinstance(said, dict) and isinstance(said.get(name), str):
            return str(said[name]).lower()
    return "python"


def _block(source: Source, language: str) -> CodeBlock:
    """A cell of code, as a page would show it."""
    starts = source.stretches
    return CodeBlock(
        start=carried(starts, 0),
        end=carried(starts, len(source.text) - 1) + 1,
        language=language,
        classes=(),
        options={},
        header=language,
        code=source.text.rstrip("\n") + "\n",
        code_start=carried(starts, 0),
        prefix="",
        fence="```",
        closing="```",
    )


TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},]|[^\s"\[\]{},]+')
SIGN = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\]+")


def _sources(text: str, many: int) -> Iterator[tuple[int, Source]]:
    """The number of each of so many cells, counted from zero, and its source."""
    strings = (
        (path[1], span)
        for path, span in _strings(text)
        if path[:1] == ("cells",) and path[2:3] == ("source",) and len(path) < 5
    )
    for number, spans in groupby(strings, key=lambda found: found[0]):
        if isinstance(number, int) and number < many:
            yield number, _source(text, [span for _, span in spans])


def _source(text: str, spans: list[tuple[int, int]]) -> Source:
    """The strings of a cell as one text."""
    parts: list[str] = []
    stretches: list[tuple[int, int]] = []
    length = 0
    for start, end in spans:
        for sign in SIGN.finditer(text, start + 1, end - 1):
            parts.append(json.loads(f'"{sign.group()}"'))
            stretches.append((length, sign.start()))
            length += len(parts[-1])
    return Source("".join(parts), tuple(stretches) or ((0, spans[0][0] + 1),))


Step = int | str | None


def _strings(text: str) -> Iterator[tuple[tuple[Step, ...], tuple[int, int]]]:
    """The strings that are values in a text that is JSON, from where to where.

    The steps to one are the key of each object and the number of each array around it.
    """
    steps: list[Step] = []
    for token in TOKEN.finditer(text):
        match token.group()[0]:
            case "[":
                steps.append(0)
            case "{":
                steps.append(None)
            case "]" | "}":
                steps.pop()
            case ",":
                steps[-1] = steps[-1] + 1 if isinstance(steps[-1], int) else None
            case '"' if steps and steps[-1] is None:
                steps[-1] = json.loads(token.group())
            case '"':
                yield tuple(steps), token.span()


# --- places ----------------------------------------------------------------------


def _moved(page: Page, text: str, stretches: Stretches) -> Page:
    """A page whose places are those of a text that holds its own."""
    return Page(
        text,
        tuple(_piece(piece, stretches) for piece in page.pieces),
        tuple(
            PageProblem(carried(stretches, p.start), p.message) for p in page.problems
        ),
        tuple((carried(stretches, at), words) for at, words in page.headings),
    )


def _piece(piece: PageElement, stretches: Stretches) -> PageElement:
    start = carried(stretches, piece.start)
    end = carried(stretches, piece.end - 1) + 1
    match piece:
        case Directive():
            return replace(piece, start=start, end=end)
        case HiddenCode() | CodeBlock():
            code_start = carried(stretches, piece.code_start)
            return replace(piece, start=start, end=end, code_start=code_start)
        case Mathematics():
            lines = tuple(_lines(piece, stretches))
            return replace(piece, start=start, end=end, lines=lines)
        case _:
            assert_never(piece)


def _lines(piece: Mathematics, stretches: Stretches) -> Iterator[tuple[int, int]]:
    """Where each stretch of a formula starts: in it, and in the file."""
    ends = [*(in_tex for in_tex, _ in piece.lines[1:]), len(piece.tex)]
    for (in_tex, in_page), end in zip(piece.lines, ends, strict=True):
        yield in_tex, carried(stretches, in_page)
        number = bisect_right(stretches, in_page, key=lambda pair: pair[0])
        for here, there in stretches[number:]:
            if here >= in_page + end - in_tex:
                break
            yield in_tex + here - in_page, there
