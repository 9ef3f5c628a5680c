"""What a terminal shows: colours, and a bar while people wait."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from ..reports import PLAIN, Palette

PATIENCE = 1.0  # seconds without a sign of life, on a terminal
BAR = 30

Work = TypeVar("Work")


def palette_for(asked: str, *, into_file: bool) -> Palette:
    """The colours of a report: as asked for, as the environment says, or by where.

    `NO_COLOR` and `FORCE_COLOR` count where they are not empty, the first one first.
    """
    if asked != "auto":
        return Palette(asked == "always")
    if into_file or os.environ.get("NO_COLOR"):
        return PLAIN
    if os.environ.get("FORCE_COLOR"):
        return Palette(True)
    return Palette(sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


class Progress:
    """A bar that shows how much of the work is done, gone where something is said."""

    def __init__(self, whole: int) -> None:
        self.whole = whole
        self.started = time.monotonic()
        self.shown = False

    def each(self, items: Iterable[Work]) -> Iterator[Work]:
        """The items one by one, the bar between them."""
        self.show(0)
        for number, item in enumerate(items, 1):
            self.clear()
            yield item
            self.show(number)
        self.clear()

    def show(self, done: int) -> None:
        """Shows how many are done, to people who have waited for a while."""
        waited = time.monotonic() - self.started
        if done == self.whole or not sys.stderr.isatty() or waited <= PATIENCE:
            return
        long = BAR * done // self.whole
        bar = "#" * long + "." * (BAR - long)
        print(f"\r[{bar}] {done}/{self.whole}", end="", file=sys.stderr, flush=True)
        self.shown = True

    def clear(self) -> None:
        """Makes room for what is said."""
        if self.shown:
            print("\r" + " " * (BAR + 24) + "\r", end="", file=sys.stderr, flush=True)
        self.shown = False
