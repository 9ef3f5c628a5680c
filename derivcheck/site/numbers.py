"""Labelled equations of a page once more, in numbers: data for what renders it.

In: what was found on a page, and the files of values that its directives name. Out: for
each display that fits its lines in LaTeX, and the indices that they are for; for each
directive `live` what a reader moves there and what answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ..checking import Found
from ..documents import (
    LABEL,
    Directive,
    Live,
    Loader,
    Mathematics,
    NumbersFrom,
    Page,
    read_directive,
)
from ..pages import equation_in_numbers
from .live_numbers import LiveNumbers, NumberLine, Panel

NumberedLines = tuple[str, tuple[NumberLine, ...]]  # "i = 1, k = 1", and the lines


@dataclass(frozen=True, slots=True)
class InForce:
    """The values in force somewhere on a page, and the file that they are from."""

    file: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """A page in numbers; `script` works out those that a reader moves."""

    lines: dict[int, NumberedLines] = field(default_factory=dict)
    panels: dict[int, Panel] = field(default_factory=dict)
    script: str = ""


class Misplaced(ValueError):
    """What a directive asks for and does not get; where it is."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


def values_in_force(page: Page, load: Loader | None) -> dict[int, InForce]:
    """The values in force at each display and directive, by where it begins.

    Raises `Misplaced` where a file of values is not there, or of another kind.
    """
    values: InForce | None = None
    found = {}
    for part in page.pieces:
        if isinstance(part, Directive):
            asked = read_directive(part.text)
            if isinstance(asked, NumbersFrom):
                try:
                    values = InForce(asked.file, values_in(asked.file, load))
                except ValueError as error:
                    raise Misplaced(part.start, str(error)) from None
        if isinstance(part, Directive | Mathematics) and values is not None:
            found[part.start] = values
    return found


def numbers_of(found: Found, given: Mapping[int, InForce]) -> PageNumbers:
    """The equations of a page in numbers, and what its readers move.

    Raises `Misplaced` where a directive asks for what the page does not have.
    """
    asked = {
        directive.start: live
        for directive in found.page.directives
        if isinstance(live := read_directive(directive.text), Live)
    }
    moving = _moving(found, given, asked)
    lines = {}
    for piece in found.pieces:
        start, label = piece.mathematics.start, LABEL.search(piece.mathematics.tex)
        if start not in given or label is None or piece.machine is None:
            continue
        written = equation_in_numbers(found, piece, given[start].values)
        if written is None:
            continue
        shown = tuple(map(NumberLine, written.lines))
        if moving is not None and given[start].file == given[min(asked)].file:
            shown = tuple(
                moving.line(piece.machine, template, line.tex)
                for template, line in zip(written.templates, shown, strict=True)
            )
            lefts = [template.left for template in written.templates]
            moving.lines[label["label"]] = list(zip(lefts, shown, strict=True))
        indices = ", ".join(f"{k} = {v}" for k, v in written.indices)
        lines[start] = indices, shown
    if moving is None:
        return PageNumbers(lines)
    panels = {}
    for at, live in asked.items():
        try:
            panels[at] = moving.panel(at, live)
        except ValueError as error:
            raise Misplaced(at, f"live: {error}") from None
    return PageNumbers(lines, panels, moving.script())


def _moving(
    found: Found, given: Mapping[int, InForce], asked: Mapping[int, Live]
) -> LiveNumbers | None:
    """The numbers that move on a page: all are of one file of values."""
    for at in asked:
        if at not in given:
            raise Misplaced(at, "live: no directive `values` stands before this one")
        if given[at].file != given[min(asked)].file:
            raise Misplaced(at, "live: what moves on a page is of one file of values")
    if not asked:
        return None
    file = given[min(asked)].file
    return LiveNumbers(found, given[min(asked)].values, PurePosixPath(file).stem)


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
