"""Words between formulas -> what they make of the relation behind them.

A remark is a condition where it is a word of condition or ends with one: "if", "we get
for all". The longest ending wins. What is before the ending is of closed lists;
with any other word there the remark is not guessed. A remark that ends otherwise is a
label and changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


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
    """What follows goes on as what is before does: "and", or with `either` "or"."""

    either: bool = False


@dataclass(frozen=True, slots=True)
class Assuming:
    """What follows is taken for true from here on, or for the claim beside it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What follows is said to be true, as the reason for the claim beside it.

    `given` where it may be an assumption, if no claim stands beside it; a comparison
    `where` it says which place is meant is a condition.
    """

    given: bool = False
    where: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that may narrow or deny a condition, or mention one, and are not read.

    They deny a relation right behind them too, where the last of them does. They end
    with a word `of` a condition or an assumption, or merely stand before a relation.
    """

    words: str
    of: Literal["relation", "condition", "assumption"] = "relation"

    @property
    def deny(self) -> bool:
        """Whether a relation sign right behind the words says what is not so."""
        return self.words.split()[-1] in UNTRUE


Remark = Aside | If | Joined | Assuming | Reason | Unclear
NO_REMARK = Aside()

CONDITION = (
    "if", "for", "for all", "for any", "for every", "for each", "when", "whenever",
    "provided", "as long as", "in the case", "in case", "on condition",
    "so long as", "in the case of", "at", "at the point", "such", "subject to",
    "satisfying", "s t",
)  # fmt: skip  # a list of words
NEGATED = ("unless", "except for", "except if", "except when", "if not", "but not if",
           "but not for", "when not", "not if", "not for", "not when")  # fmt: skip
ASSUMED = ("assume", "assuming", "suppose", "supposing", "under the assumption",
           "on the assumption")  # fmt: skip
PARTICIPLES = tuple(words for words in ASSUMED if words not in {"assume", "suppose"})
MENTIONED = ("assumed", "supposed", "assumes", "supposes", "assumption",
             "assumptions")  # fmt: skip  # no act of assuming
SPEAKING = {"assume", "assuming", "suppose", "supposing"}
ASSUMING = {"we", "us", "let", "let's", "i", "now", "then", "and", "so", "here",
            "first", "next", "further", "furthermore", "moreover", "again", "finally",
            "below", "throughout", "henceforth", "thus", "hence", "therefore", "please",
            "shall", "will", "always", "from", "on", "in", "what", "follows", "the",
            "following", "for", "simplicity", "brevity", "convenience", "but",
            "also"}  # fmt: skip  # what an act of assuming may have round it
LEADING = {"we", "get", "have", "find", "obtain", "gives", "yields", "and", "or", "so",
           "then", "now", "thus", "hence", "therefore", "indeed", "here", "this",
           "that", "it", "which", "is", "are", "holds", "hold", "true", "valid",
           "correct", "in", "first", "next", "finally", "moreover", "furthermore",
           "again", "let's", "but", "where"}  # fmt: skip  # before a word of condition
NOUNS = {"derivative", "derivatives", "gradient", "gradients", "slope", "result",
         "formula", "equation", "case", "entry", "entries", "term", "terms", "sum",
         "value", "values", "expression", "jacobian", "partial", "the", "a", "an",
         "its", "our", "these", "those", "diagonal", "off-diagonal", "softmax", "loss",
         "error", "second"}  # fmt: skip  # what a condition may be said of
PLACES = {"in", "on", "the", "region", "regions", "domain", "set", "range", "part",
          "side", "half", "points", "at", "branch", "case", "cases",
          "regime"}  # fmt: skip  # where a comparison may hold
REASONS = ("where", "since", "because", "as", "by", "using", "with")
DENYING = {"except", "but", "not", "other", "apart", "save", "excluding", "only",
           "some", "neither", "nor", "iff", "never", "no", "without", "outside",
           "until", "away", "unless", "both"}  # fmt: skip  # a list of words
EXISTING = ("there exists", "there is", "for some", "for at least one", "for certain",
            "for one", "for infinitely many", "for finitely many",
            "for suitable")  # fmt: skip  # what is so for some values
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
    return " ".join(words) in CONDITION + NEGATED + REASONS + PARTICIPLES


def is_for_some(text: str) -> bool:
    """Whether words say that there is a value for which something is so, or none."""
    plain = f" {text.lower()} "
    return any(f" {words} " in plain for words in EXISTING)


def _governing(words: list[str], whole: str, *, both: bool) -> Remark | None:
    """The sense of the words that the remark ends with; None where they have none."""
    before = _before(whole, NEGATED)
    if before is not None:
        plain = not both and {*before} <= LEADING
        return _condition(whole) if not plain else If(True, before[-1:] == ["or"])
    if "iff" in words[-1:] or "only if" in whole:
        return _condition(whole)
    before = _before(whole, CONDITION)
    if before is not None:
        plain = {*before} <= LEADING | NOUNS
        return If(alternative=before[-1:] == ["or"]) if plain else _condition(whole)
    kept = [*words]
    while kept[1:] and kept[-1] in ASSUMING:
        kept.pop()
    for endings in (ASSUMED, MENTIONED):
        before = _before(" ".join(kept), endings)
        if before is not None:
            return _assumption(before, whole, act=endings is ASSUMED)
    if words[-1] == "given":
        return None if DENYING & {*words} else Reason(given=True)
    before = _before(whole, REASONS)
    if before is not None and not DENYING & {*before}:
        place = words[-1] in {"where", "with"} and {*before} <= LEADING | PLACES
        return Reason(where=place)
    if before is not None:
        return None
    if SPEAKING & {*words} and not DENYING & {*words}:
        return Unclear(whole, "assumption")
    unclear = (DENYING & {*words}) | (UNTRUE & {words[-1]})
    return Unclear(whole) if unclear else None


def _condition(whole: str) -> Unclear:
    """Words that end as a condition does, with others before that are not known."""
    return Unclear(whole, "condition")


def _assumption(before: list[str], whole: str, *, act: bool) -> Remark | None:
    """What words make of a relation that end with one of assuming.

    "We assume" is an act, "if we assume" a condition; "without assuming" is a label.
    """
    case = [word for word in before if word not in {"we", "one", "you", "i"}]
    if case and " ".join(case) in CONDITION:
        return If()
    if DENYING & {*before}:
        return None
    return Assuming() if act and {*before} <= ASSUMING else Unclear(whole, "assumption")


def _before(whole: str, endings: tuple[str, ...]) -> list[str] | None:
    """The words before the longest of these endings; None where none ends it."""
    for ending in sorted(endings, key=len, reverse=True):
        if whole == ending or whole.endswith(" " + ending):
            return whole.removesuffix(ending).split()
    return None
