"""Words between formulas -> what they make of the relation behind them.

A remark is a condition where it is a word of condition or ends with one: "if", "we get
for all". The longest ending wins. A remark that ends otherwise is a label and changes
nothing; beside a condition, words that may deny or narrow it are not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that change nothing; `open` where no comma or colon ends them."""

    open: bool = False


@dataclass(frozen=True, slots=True)
class If:
    """What follows is the condition of the claim beside it, or with `negated` is not.

    `alternative` where it is an "or if" that goes on from the condition before.
    """

    negated: bool = False
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """What follows goes on as what stands before does: "and", or with `either` "or"."""

    either: bool = False


@dataclass(frozen=True, slots=True)
class Assuming:
    """What follows is taken for true from here on, or for the claim beside it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What follows is said to be true, as the reason for the claim beside it.

    `given` where it may be an assumption, if no claim stands beside it.
    """

    given: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that narrow or deny a condition in a way that is not read.

    They deny a relation right behind them too, where the last of them does; they end
    with a word of condition, `of_condition`, or merely stand before one.
    """

    words: str
    of_condition: bool = False

    @property
    def deny(self) -> bool:
        """Whether a relation sign right behind the words says what is not so."""
        return self.words.split()[-1] in UNTRUE


Remark = Aside | If | Joined | Assuming | Reason | Unclear
NO_REMARK = Aside()

CONDITION = (
    "if", "for", "for all", "for any", "for every", "for each", "when", "whenever",
    "provided", "as long as", "in the case", "in case", "on condition",
    "so long as", "in the case of", "at", "at the point",
)  # fmt: skip  # a list of words
NEGATED = ("unless", "except for", "except if", "except when", "if not", "but not if",
           "but not for", "when not", "not if", "not for", "not when")  # fmt: skip
ASSUMED = ("assume", "assuming", "suppose", "supposing", "under the assumption",
           "on the assumption")  # fmt: skip
REASONS = ("where", "since", "because", "as", "by", "using", "with")
DENYING = {"except", "but", "not", "other", "apart", "save", "excluding", "only",
           "some", "neither", "nor", "iff", "never", "no", "without", "outside",
           "until", "away", "unless", "both"}  # fmt: skip  # a list of words
VAGUE = {"even", "also", "especially", "particular", "particularly", "mostly",
         "typically", "usually", "often", "sometimes", "generally", "largely",
         "regardless", "irrespective", "whether", "matter", "rarely", "hardly",
         "nearly", "almost", "roughly"}  # fmt: skip  # a list of words
UNTRUE = {"not", "never", "hardly", "rarely", "nearly", "almost", "roughly", "longer",
          "approximately", "about"}  # fmt: skip  # right before a sign
DROPPED = {"that", "either", "both"}  # behind a word of condition they change nothing
ENDS = ",.;:"


def read_remark(text: str) -> Remark:
    """What the words of a remark make of the relation behind them."""
    plain = " ".join(text.lower().replace("~", " ").split())
    closed = plain[-1:] in set(ENDS)
    colon = plain.endswith(":")
    said = re.findall(r"[a-z']+(?:-[a-z]+)*", plain)
    words = [*said]
    while words[1:] and words[-1] in DROPPED:
        words.pop()
    whole = " ".join(words)
    if not words:
        return Aside()
    match words:
        case ["and"]:
            return Joined()
        case ["case"]:
            return If()
        case ["or"]:
            return Joined(either=True)
        case _:
            pass
    if colon and len(words) > 1 and whole not in CONDITION + NEGATED:
        return Aside()
    return _governing(words, whole, both=said[-1] == "both") or Aside(open=not closed)


def governs(text: str) -> bool:
    """Whether a text in small letters is words of condition, or of reason, alone."""
    words = text.replace(",", " ").split()
    while words[1:] and words[-1] in DROPPED:
        words.pop()
    return " ".join(words) in CONDITION + NEGATED + REASONS


def _governing(words: list[str], whole: str, *, both: bool) -> Remark | None:
    """The sense of the words that the remark ends with; None where they have none."""
    before = _before(whole, NEGATED)
    if before is not None:
        unclear = both or DENYING & {*before}
        return Unclear(whole, True) if unclear else If(True, before[-1:] == ["or"])
    if "iff" in words[-1:] or "only if" in whole:
        return Unclear(whole, True)
    before = _before(whole, CONDITION)
    if before is not None:
        rest = (DENYING | VAGUE) & {*before}
        return Unclear(whole, True) if rest else If(alternative=before[-1:] == ["or"])
    before = _before(whole, ASSUMED)
    if before is not None:
        return None if DENYING & {*before} else Assuming()
    if words[-1] == "given":
        return None if DENYING & {*words} else Reason(given=True)
    before = _before(whole, REASONS)
    if before is not None:
        return None if DENYING & {*before} else Reason()
    unclear = (DENYING & {*words}) | (UNTRUE & {words[-1]})
    return Unclear(whole) if unclear else None


def _before(whole: str, endings: tuple[str, ...]) -> list[str] | None:
    """The words before the longest of these endings; None where none ends it."""
    for ending in sorted(endings, key=len, reverse=True):
        if whole == ending or whole.endswith(" " + ending):
            return whole.removesuffix(ending).split()
    return None
