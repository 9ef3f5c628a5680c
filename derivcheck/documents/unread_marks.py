r"""Text that some renderer shows as mathematics and this package does not read.

In: a text and its pieces. Out: a problem for each such place, with what to write.
Nothing that a reader may see as a formula is passed over in silence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from .page import PageElement, PageProblem

FORMULA = r"(?:\\[A-Za-z]|[=<>^_])"  # what a formula has and a price has not
ENVIRONMENTS = (
    "math|displaymath|split|multlined|array|cases|[bBpvV]?matrix|smallmatrix|dmath|"
    "dgroup|dseries|darray|IEEEeqnarray|xalignat|xxalignat|empheq|numcases|subnumcases"
)
DIALECTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?<![\\$`])\$`[^`\n]+`\$"),
        "a formula between $` and `$ is not read: write it between $ and $",
    ),
    (
        re.compile(r"(?<!`)`#!(?:math|tex|latex)[ \t][^`\n]+`"),
        "a formula in `#!math …` is not read: write it between $ and $",
    ),
    (
        re.compile(r"\\\\\((?:(?!\\\\\)).)+\\\\\)", re.S),
        r"a formula between \\( and \\) is not read: write it between $ and $",
    ),
    (
        re.compile(r"\\\\\[(?:(?!\\\\\]).)+\\\\\]", re.S),
        r"a formula between \\[ and \\] is not read: write it between $$ and $$",
    ),
    (
        re.compile(r":math:`[^`\n]+`"),
        "the role math is not read: write the formula between $ and $",
    ),
    (
        re.compile(r"^[ \t>]*\.\.[ \t]+math::", re.M),
        "a directive of reStructuredText is not read here: write the formula between "
        "$$ and $$",
    ),
    (
        re.compile(r"<math\b(?=[^<>]*>)", re.I),
        "a formula in <math> is not read: write it between $ and $",
    ),
    (
        re.compile(r"<script\b[^<>]*\btype=[\"']?math/", re.I),
        "a formula in a script is not read: write it between $ and $",
    ),
    (
        re.compile(r"\{(?:\{<|%)-?[ \t]*(?:katex|math|mathjax|latex)\b", re.I),
        "a formula in a tag of a template is not read: write it between $ and $",
    ),
    (
        re.compile(
            r"(?<![\\$`\w])\$(?=[^\s$\d])(?=[^$`]*?\\[A-Za-z])(?=[^$`]*?[=<>])"
            r"[^$`]*?(?=\n[ \t]*\n|\Z)"
        ),
        "a dollar without its partner: write the formula between $ and $",
    ),
    (
        re.compile(rf"^[ \t>]*\\begin\{{(?:{ENVIRONMENTS})\*?\}}", re.M),
        "this environment is not read by itself: write align, or $$ before and behind",
    ),
    (
        re.compile(
            rf"(?<![\\$`\w])\$(?!\$)(?:(?=\S)(?=[^$\n`]*{FORMULA})[^$\n`]*\s|"
            rf"\s(?=[^$\n`]*{FORMULA})[^$\n`]*\S)\$(?!\$)"
        ),
        "a formula with a space inside one of its dollars is not read: write $x$",
    ),
)


def unread_marks(text: str, pieces: Sequence[PageElement]) -> Iterator[PageProblem]:
    """The places outside of the pieces that look like formulas of another dialect."""
    starts = [piece.start for piece in pieces]
    taken: set[int] = set()
    for pattern, message in DIALECTS:
        for found in pattern.finditer(text):
            at = found.start() + (len(found[0]) - len(found[0].lstrip()))
            if _is_taken(pieces, starts, at) or at in taken:
                continue
            taken.add(at)
            yield PageProblem(at, message)


def _is_taken(pieces: Sequence[PageElement], starts: Sequence[int], at: int) -> bool:
    """Whether a place lies in a piece: in code, a comment or a formula."""
    number = bisect_right(starts, at) - 1
    return number >= 0 and at < pieces[number].end
