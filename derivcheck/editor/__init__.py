r"""The language server: a page that is being written -> its verdicts, as one types.

In: texts and edits as an editor sends them. Out: what is underlined and why, fixes that
were tried, what a name is and where it is.

    >>> from derivcheck.editor import TextLines, Spot
    >>> lines = TextLines("a\r\n\N{MATHEMATICAL BOLD SMALL X} = y")
    >>> lines.offset(Spot(1, 3)), lines.spot(5)
    (5, Spot(line=1, units=3))

Modules, each importing only from those above it:

    positions  places as editors count them -> offsets, and back
    documents  what an editor has open -> the page that the checker reads
    names      the names of a page -> where each is
    underlines   verdicts -> what is underlined, and what is said there
    fixes      a underline -> the edits under which it is gone, each tried
    desk       the open pages, checked one after the other by one worker
    lookup     a place on a page -> what is there, and where else
    protocol   underlines, fixes and places as the protocol has them
    service    the desk behind the protocol: what is told, and how it is asked
    server     what an editor asks over its standard input, and the answers
"""

from __future__ import annotations

from .positions import Spot, TextLines
from .server import serve_editor

__all__ = ["Spot", "TextLines", "serve_editor"]
