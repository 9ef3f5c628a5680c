r"""Places in a text as editors count them: lines from 0, and units of an encoding.

The protocol has three ends of a line (`\n`, `\r\n`, `\r`) and no others, and counts
in UTF-16 unless both sides agree on something else; the checker counts characters, of
a text in which each line ends in `\n`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

LINE_END = re.compile(r"\r\n|\r|\n")
UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}  # bytes


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place between two characters: its line, and the units before it there."""

    line: int
    units: int


@dataclass(frozen=True, slots=True)
class TextChange:
    """What to write from one place to another; all of the text without places."""

    text: str
    start: Spot | None = None
    end: Spot | None = None


@dataclass(frozen=True)
class TextLines:
    """A text by lines, and the encoding in whose units its places are counted."""

    text: str
    encoding: Encoding = "utf-16"

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offset at which each line starts."""
        return (0, *(found.end() for found in LINE_END.finditer(self.text)))

    def offset(self, spot: Spot) -> int:
        """The offset of a place; of one behind the end of its line, that end."""
        if spot.line >= len(self.starts):
            return len(self.text)
        line = self.line(spot.line)
        if line.isascii():
            return self.starts[spot.line] + min(spot.units, len(line))
        at = units = 0
        while at < len(line) and units < spot.units:
            units += self._units(line[at])
            at += 1
        return self.starts[spot.line] + at

    def spot(self, offset: int) -> Spot:
        """The place of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return Spot(line, self._units(self.text[self.starts[line] : offset]))

    def line(self, number: int) -> str:
        """A line without its end."""
        start = self.starts[number]
        last = number + 1 == len(self.starts)
        end = len(self.text) if last else self.starts[number + 1]
        return self.text[start:end].rstrip("\r\n")

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        code = "utf-8" if self.encoding == "utf-8" else "utf-16-le"
        return len(text.encode(code, "surrogatepass")) // UNIT[self.encoding]


def edited(text: str, edits: Iterable[TextChange], encoding: Encoding) -> str:
    """A text after edits, each of the text that the one before it left."""
    for edit in edits:
        if edit.start is None or edit.end is None:
            text = edit.text
            continue
        lines = TextLines(text, encoding)
        start, end = lines.offset(edit.start), lines.offset(edit.end)
        text = text[:start] + edit.text + text[max(start, end) :]
    return text
