"""Pages that change while someone works on them: which are to be checked again.

Files are asked for their time and size, many times a second, in the same way on every
system; a page is due when its own file changed, or one that it takes over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from .files import NoPageError

PAUSE = 0.02  # seconds between two looks
LOOKS = 50  # after so many the folders are listed again, for pages that are new

Stamp = tuple[int, int, int] | None


class Watch:
    """What is known of the files: how they were when their pages were last due."""

    def __init__(self, listed: Callable[[], list[str]]) -> None:
        self.listed = listed
        self.pages: list[str] = []
        self.stamps: dict[str, Stamp] = {}
        self.needs: dict[str, frozenset[str]] = {}
        self.looks = 0

    def due(self) -> list[str]:
        """The pages to check again since the last time, at first all of them.

        Those that were saved stand before those that take over one that was.
        """
        if self.looks % LOOKS == 0:
            self._list()
        self.looks += 1
        files = {*self.pages, *(file for page in self.pages for file in self._of(page))}
        stamps = {file: _stamp(file) for file in files}
        new = {f for f in files if f not in self.stamps or stamps[f] != self.stamps[f]}
        self.stamps |= stamps
        saved = [p for p in self.pages if p in new]
        return saved + [p for p in self.pages if p not in new and self._of(p) & new]

    def takes_over(self, page: str, files: Iterable[str]) -> None:
        """Notes which other files a page was made of."""
        self.needs[page] = frozenset(files)
        for file in self.needs[page]:
            self.stamps.setdefault(file, _stamp(file))

    def _of(self, page: str) -> frozenset[str]:
        return self.needs.get(page, frozenset())

    def _list(self) -> None:
        try:
            found = self.listed()
        except NoPageError:
            return  # what was there is gone, and is told so page by page
        self.pages = list(dict.fromkeys([*self.pages, *found]))


def _stamp(file: str) -> Stamp:
    """When a file was last written, how long it is and which it is; None if gone."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
