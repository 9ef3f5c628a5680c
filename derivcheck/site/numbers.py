"""Labelled equations of a page once more, in numbers: data for what renders it.

In: what was found on a page, and the files of values that its directives name. Out: for
each display that fits its lines in LaTeX, and the indices that they are for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..checking import Found
from ..documents import (
    LABEL,
    Directive,
    Loader,
    Mathematics,
    NumbersFrom,
    Page,
    read_directive,
)
from ..pages import equation_in_numbers

NumberedLines = tuple[str, tuple[str, ...]]  # "i = 1, k = 1", and the lines


def values_of_displays(page: Page, load: Loader | None) -> dict[int, Mapping[str, Any]]:
    """The values in force at each display of a page, by where it begins.

    Raises `ValueError` where a file of values is not there, or of another kind.
    """
    values: Mapping[str, Any] | None = None
    found = {}
    for part in page.pieces:
        if isinstance(part, Directive):
            asked = read_directive(part.text)
            if isinstance(asked, NumbersFrom):
                values = values_in(asked.file, load)
        elif isinstance(part, Mathematics) and part.display and values is not None:
            found[part.start] = values
    return found


def lines_in_numbers(
    found: Found, values: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, NumberedLines]]:
    """Where a labelled display begins, and what stands below it."""
    for piece in found.pieces:
        start = piece.mathematics.start
        if start not in values or not LABEL.search(piece.mathematics.tex):
            continue
        lines = equation_in_numbers(found, piece, values[start])
        if lines is not None:
            indices = ", ".join(f"{k} = {v}" for k, v in lines.indices)
            yield start, (indices, lines.lines)


def values_in(file: str, load: Loader | None) -> Mapping[str, Any]:
    """The values in a file beside the page.

    Raises `ValueError` where there is no such file, or none of that kind.
    """
    text = load(file) if load is not None else None
    if text is None:
        raise ValueError(f"values {file}: there is no such file beside this page")
    try:
        values = json.loads(text)
    except ValueError as error:
        raise ValueError(f"values {file}: {error}") from None
    if not isinstance(values, dict):
        raise ValueError(f"values {file}: the file holds no table of names")
    return values
