"""A claim and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..evaluation import Sample
from ..expressions import (
    SIGNS,
    Condition,
    Expression,
    Fault,
    Key,
    message,
    numbered,
    spelled,
    spelled_condition,
)
from ..models import Motion

Word = Literal["holds", "fails", "vacuous", "undecided", "not understood"]
Sizes = tuple[tuple[str, int], ...]  # the names of sizes, each with its number
NEGATION = {
    "=": r"\ne",
    r"\ne": "=",
    "<": r"\ge",
    ">": r"\le",
    r"\le": ">",
    r"\ge": "<",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation: two sides, the sign between them, and when it is claimed.

    `whole` are the sizes of the sides where they were arrays: `·1` runs to the first.
    `beside` are the sides of its chain, which may tell how far a letter runs. Of a
    relation of differentials `motion` says what moves, `held` what is held fixed and
    `too` what moves though its differential is elsewhere;
    `by_entries` says that powers or quotients of arrays are taken entry by entry;
    `freely` is it with all in brackets moving, where nothing says that it is constant.
    """

    left: Expression
    sign: str
    right: Expression
    condition: Condition | None = None
    at: int = 0
    text: str = ""
    whole: tuple[Key, ...] = ()
    said: tuple[Expression, str, Expression] | None = None
    one_text: bool = False
    beside: tuple[Expression, ...] = field(default=(), repr=False, compare=False)
    motion: Motion = field(default=Motion(), repr=False, compare=False)
    held: tuple[str, ...] = field(default=(), repr=False, compare=False)
    too: tuple[str, ...] = field(default=(), repr=False, compare=False)
    freely: Claim | None = field(default=None, repr=False, compare=False)
    by_entries: bool = field(default=False, repr=False, compare=False)

    @property
    def sides(self) -> tuple[Expression, Expression]:
        """Both sides as the page has them, arrays whole."""
        if self.said is None:
            return self.left, self.right
        return self.said[0], self.said[2]


@dataclass(frozen=True, slots=True)
class Unstated:
    """What a page does not state, as LaTeX: of its inputs, or of its indices."""

    tex: str
    of: Literal["inputs", "indices"]


@dataclass(slots=True)
class Verdict:
    """What was found of a relation.

    `word` is "holds", "fails", "vacuous", "undecided" or "not understood"; `reason`
    says why where it is none of the first two. `counterexample` has the indices, both
    numbers and the inputs at which a relation fails. `points` and `values` are how many
    were compared, and `needs` are the assumptions without which it fails.

    `point` is the point that it was found at. Of what is not understood `fault` is the
    reason as data; of what is undecided and would hold if the page stated something,
    `unstated` is that. It is undecided `by_rounding` where exact arithmetic may decide,
    and though its sides were seen to `differ` where a text leaves names open.
    """

    word: Word
    reason: str | None = None
    error: float | None = None
    counterexample: dict[str, object] | None = None
    points: int = 0
    values: int = 0
    sizes: tuple[Sizes, ...] = ()
    needs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    place: int | None = None
    fault: Fault | None = None
    point: Sample | None = field(default=None, repr=False, compare=False)
    unstated: Unstated | None = None
    by_rounding: bool = False
    differ: bool = False


def not_understood(fault: Fault, place: int | None = None) -> Verdict:
    """The verdict on what has no meaning: its fault, and where in the page it is."""
    return Verdict("not understood", message(fault), place=place, fault=fault)


def spelled_claim(claim: Claim) -> str:
    """A relation as it was read, with its condition."""
    left, right = (claim.left, claim.right)
    if claim.said is not None and not claim.whole:
        left, right = claim.said[0], claim.said[2]
    text = f"{spelled(left)} {SIGNS.get(claim.sign, claim.sign)} {spelled(right)}"
    if claim.condition is not None:
        text += f"  if {spelled_condition(claim.condition)}"
    return numbered(text)


class Unsatisfied(Exception):
    """No point satisfies the assumptions, as far as was tried."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
