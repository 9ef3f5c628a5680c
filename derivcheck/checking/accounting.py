"""What is on a page, against what its reading took up: nothing passes in silence.

The signs of each passage are counted by their own reader. A statement, a condition, a
line that was lost on the way is told here, whichever step it was that lost it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..expressions import Fault, Sentence
from ..latex import IMPLYING, Sign
from ..latex.grammar import not_known
from ..words import Scope

WRITE = "write what it says as a statement of its own, in a formula or a display"
IN_WORDS = "mathematics among words is not read; write it between dollars"
NOTHING_FOLLOWS = "no statement follows it; write what follows, or leave it out"


def unaccounted(scope: Scope, accounted: Iterable[int]) -> Iterator[tuple[int, Fault]]:
    """The place of each relation sign that nothing took up, and what to say there.

    `accounted` are the places of those that something did, once for each of them: one
    call of a macro may stand for several. A mere mention takes up its scripts.
    """
    left = Counter(accounted)
    read = {passage.mathematics.start for passage in scope.passages}
    mentions = [m for m in scope.mentions if m.mathematics.start not in read]
    signs = [(p, sign) for p in scope.passages for sign in p.signs]
    signs += [(m, sign) for m in mentions for sign in m.signs if not sign.in_script]
    for passage, sign in signs:
        place = passage.offset(sign.start)
        if left[place]:
            left[place] -= 1
        else:
            yield place, Sentence(_message(sign))


def _message(sign: Sign) -> str:
    """What is wrong with a sign that nothing took up."""
    if sign.in_words:
        advice = IN_WORDS
    elif sign.text in IMPLYING:
        advice = NOTHING_FOLLOWS
    elif sign.is_read:
        advice = WRITE
    else:
        advice = not_known(sign.written)
    return f"this {sign.written} is not accounted for: {advice}"
