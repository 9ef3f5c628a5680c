r"""What a formula says of a name of which more was said before -> what it ends.

"Now let $x \in \mathbb{R}$" ends that x is positive; whether "where $x \in \mathbb{R}$"
does is not clear, and is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..expressions import REAL, Sentence, Symbol, walk
from ..judging import Claim
from ..latex import Statement, flat
from ..models import Declarations, Quantity, names_given
from ..words import ALONE, Reach
from .beside import Draft
from .notes import Notes
from .reading import Declared, Ended

DECLARED_AGAIN = (
    "this declares a name again of which more was said before, and whether that lasts "
    "is not clear: write <!-- derivcheck: fresh --> before it, or say it once"
)
SIGNED = {"+", "-", "<", ">", r"\ge"}  # above or below the sign of all numbers
ADDING = {"with", "where", "and", "and with"}
ACTS = {"let", "now", "next", "instead", "take", "consider", "again"}
BEHIND = {"where", "with", "for", "here"}  # of what is before, in its sentence


def begins_again(
    statement: Statement,
    drafts: Sequence[Draft],
    declarations: Declarations,
    assumed: Sequence[tuple[int, Claim]],
    declared: Sequence[Declared],
    order: int,
) -> Ended | None:
    r"""What a membership ends of what was said before of the names on its left.

    Right behind that, as in "$p \in \Delta$ with $p \in \mathbb{R}^K$", it adds to
    it, and a star says no more than that there is a size. None where nothing else was
    said of them.
    """
    sizes = {mark.text for mark in flat(statement.sides[1][1:])}
    if not drafts or ("*" in sizes and sizes <= {"^", "*", r"\times"}):
        return None
    sentence = _sentence(drafts)
    said = drafts[-1].passage.sentence.said.strip(" ,").lower()
    names = frozenset(names_given(declarations.context.names, statement.sides[0]))
    acts = any(
        not ACTS.isdisjoint(s.passage.sentence.opening.split()) for s in sentence
    )
    assumes = {at for at, claim in assumed if names & _names(claim)}
    before = {*assumes, *(one.order for one in declared if names & one.names)}
    if said in ADDING and any(at >= sentence[0].first for at in before):
        return None
    known = declarations.given.quantities
    of_all = is_of_all(statement)
    narrow = any(name in known and known[name].domain != REAL for name in names)
    here = sentence[0].passage.sentence.opening.split()[:1] == ["here"]
    made = [known[name] for name in names if name in known and known[name].rows]
    defined = any(acts or (here and _is_apart(drafts, one)) for one in made)
    if not (defined or assumes or (narrow and of_all)):
        return None
    words = drafts[-1].passage.written(statement.marks)
    reach: Reach = "meant" if defined else "declared"
    return Ended(order, names, words, reach, upto=order, sure=acts)


def is_of_all(statement: Statement) -> bool:
    """Whether it is a membership in all numbers."""
    right = statement.sides[1]
    signs = (mark for script in right[1:] for part in script.parts for mark in part[:1])
    numbers = [mark.text for mark in right[:1]] == [r"\mathbb{R}"]
    return numbers and SIGNED.isdisjoint(mark.text for mark in signs)


def _sentence(drafts: Sequence[Draft]) -> list[Draft]:
    """What was read of the last sentence, in order; words that declare apart."""
    found = [drafts[-1]]
    for draft in reversed(drafts[:-1]):
        if not found[-1].passage.sentence.said:
            break
        if draft.passage.sentence != ALONE:
            found.append(draft)
    return found[::-1]


def _is_apart(drafts: Sequence[Draft], quantity: Quantity) -> bool:
    """Whether a heading is between the definition of a quantity and the last."""
    at = quantity.rows[-1].order
    own = [draft.passage.section for draft in drafts if draft.first <= at]
    return own[-1:] != [drafts[-1].passage.section]


def declared_from(drafts: Sequence[Draft], order: int) -> int:
    """The first statement of which a declaration is.

    "$$ … $$ where $x > 0$" is of the formula before it too, in whose sentence it is.
    """
    for draft, before in pairwise(reversed(drafts)):
        words = draft.passage.sentence.said.lower().strip(" ,").split()
        if not words or words[0] not in BEHIND:
            return order
        order = before.first
    return order


def _names(claim: Claim) -> set[str]:
    sides = (claim.left, claim.right)
    nodes = [node for side in sides for node in walk(side)]
    return {node.name for node in nodes if isinstance(node, Symbol)}


class NamesGiven(Notes):
    """Takes memberships in, and notes what they end."""

    def __init__(self, declarations: Declarations) -> None:
        super().__init__()
        self.declarations = declarations
        self.assumptions: list[tuple[int, Claim]] = []

    def declare(self, statement: Statement) -> None:
        """Takes a membership in, and notes what it ends of what was said before."""
        ended = begins_again(
            statement,
            self.drafts,
            self.declarations,
            self.assumptions,
            self.declared,
            self.order,
        )
        all_numbers = is_of_all(statement)
        if ended is not None and all_numbers and not ended.sure:
            self.doubt(statement, Sentence(DECLARED_AGAIN))
        elif ended is not None:
            self.ended.append(ended)
        since = declared_from(self.drafts, self.order)
        self.declarations.member(statement, since)
        names = frozenset(
            names_given(self.declarations.context.names, statement.sides[0])
        )
        if ended is not None and ended.sure and all_numbers:
            self.declarations.given.free_from(names, since)
        if self.drafts:
            written = self.passage.written(statement.marks)
            self.declared.append(Declared(since, names, written))
