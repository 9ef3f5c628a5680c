"""Parts of a page as they were judged last: what an edit leaves as it was.

A page that is watched, or typed, is checked again after each edit. A part that is the
same, and stands at the same places, is not read and judged again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from ..checking import Judged, Scope

MOST_PAGES = 64  # that are kept at a time

Parts = list[tuple[Scope, Judged]]
CheckKey = tuple[str, int]  # the name of a page, and the seed


class Memory:
    """What came of the parts of each page when it was last checked."""

    def __init__(self) -> None:
        self.pages: OrderedDict[CheckKey, Parts] = OrderedDict()

    def known(self, key: CheckKey, scope: Scope) -> Judged | None:
        """What came of a part, where the page had the same one before."""
        for before, judged in self.pages.get(key, ()):
            if before == scope:
                return _copied(judged)
        return None

    def keep(self, key: CheckKey, parts: Parts) -> None:
        """Keeps what came of the parts of a page, in place of what was known of it."""
        self.pages[key] = parts
        self.pages.move_to_end(key)
        while len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)


def _copied(judged: Judged) -> Judged:
    """The same with relations of its own: their places are those of one check."""
    pieces = (
        replace(piece, relations=tuple(replace(r) for r in piece.relations))
        for piece in judged.pieces
    )
    return replace(judged, pieces=tuple(pieces))
