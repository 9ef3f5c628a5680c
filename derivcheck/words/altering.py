r"""Words in, behind and round a formula -> whether they may change what it says.

`2x \text{ plus } 1` is not $2x$, and "$y := x$ for positive $x$, else 0" defines y by
cases. What such words make of a formula is not guessed. Words of closed lists change
nothing: those of reason, of place, and names of rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ..latex import If, Joined, Marks, Reason, Statement, read_remark
from .clauses import FORMULA

CHANGING = {"plus", "minus", "times", "twice", "thrice", "half", "double", "mod",
            "modulo", "off", "negative", "multiplied", "divided", "scaled", "shifted",
            "rounded", "clipped", "truncated", "up", "without", "ignoring",
            "neglecting", "evaluated", "restricted", "saturating", "elsewhere",
            "outside", "or", "respectively", "resp"}  # fmt: skip  # what opens a change
NARROWING = {"zero", "except", "unless", "clipped", "truncated",
             "rounded", "modulo", "mod", "positive", "negative", "nonnegative",
             "non-negative", "nonpositive", "non-positive", "nonzero", "non-zero",
             "contradicts", "contradicting", "no"}  # fmt: skip  # that narrow it
PLAIN = {"by", "using", "from", "via", "since", "because", "as", "see", "due", "in",
         "on", "at", "of", "for", "where", "with", "if", "when", "whenever",
         "provided", "and", "so", "thus", "hence", "therefore", "then", "again", "here",
         "also", "which", "this", "that", "these", "we", "it", "is", "holds", "hold",
         "always", "everywhere", "exactly", "qed", "to", "per", "after", "but",
         "while", "subject", "such", "too", "now", "the",
         "otherwise", "else"}  # fmt: skip
OF_PLACES = {"by", "using", "from", "via", "since", "because", "as", "see", "in", "on",
             "at", "for", "where", "with", "when", "whenever", "if", "given", "w",
             "wrt", "per", "provided", "over", "under", "such", "subject",
             "assuming"}  # fmt: skip  # a formula that relates nothing may follow them
NAMED = {"rule", "rules", "law", "theorem", "lemma", "identity", "definition",
         "formula", "trick", "inequality", "equation", "symmetry", "linearity",
         "substitution", "assumption", "hypothesis", "induction"}  # fmt: skip
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
BARE = re.compile(r"\s*(?!//)[+\u2212\u00d7*/-]")  # // opens a comment

BEHIND = re.compile(
    r"\s*(?:\(\s*(?:and|or|but)\b|\(?\s*(?:if|when|whenever|unless|only|except|plus|"
    r"minus|times|mod|modulo|up to|evaluated|rounded|clipped|truncated|restricted|"
    r"outside|multiplied|divided|scaled|shifted|"
    r"for\s+(?:positive|negative|non-?\w+|small|large|odd|even|some))\b)"
)
CASES = re.compile(
    rf"[^;:]*?\b(?:otherwise|else|elsewhere|except(?:\s+that)?|unless|zero\s+for|"
    rf"{FORMULA}\s+for\s+(?:positive|negative|non-?\w+))\b"
)
INSTEAD = re.compile(
    r"\b(?:instead of|rather than|unlike|in place of|replac\w+)\s*$", re.I
)
TRUTH = r"(?:true|the case|correct|so|right|valid|possible|justified)"
SAY = (
    r"(?:have|get|obtain|conclude|infer|deduce|claim|say|write|follow|imply|mean|hold|"
    r"believe|assume|expect)\w*"
)
REST = rf"(?:\s+(?!but\b|so\b|thus\b|hence\b|only\b)[^\s,;:{FORMULA}]+){{0,3}}[\s:,]*$"
DENIES = re.compile(
    rf"(?:\b(?:not|never|nowhere|hardly)|n't)\s+(?:\w+\s+)?{TRUTH}{REST}|"
    r"\b(?:false|wrong|incorrect|untrue|absurd|impossible)\s+that\s*:?\s*$|"
    rf"(?:\b(?:cannot|not|never|nor)|n't)\s+(?:\w+\s+)?{SAY}{REST}|"
    rf"\bcontradict(?:s|ed|ing)?\b{REST}|"
    rf"\bcontrary to{REST}|"
    rf"\bfor no\b[^,;:]*$",
    re.I,
)
ENDED = re.compile(r"[.!?;](?=\s|$)")
ANNOUNCED = re.compile(
    r"\b(?:following|next)\b[^.!?]*\b(?:wrong|false|incorrect|untrue|not\s+true|"
    r"not\s+hold)\b[^.!?]*[.!:]\s*$",
    re.I,
)
NOT_SO = re.compile(
    r"[\s.,;:)*_$]*(?:(?:and|but|yet|however|which|that|this|it|equation|line|step|"
    r"statement|claim)\b[\s,]*){0,4}"
    r"(?:(?:is|are|was|were|be|would be|must be|seems|looks)\s+(?:\w+ly\s+)?"
    r"(?:wrong|false|incorrect|untrue|invalid|mistaken|absurd|impossible|nonsense|"
    rf"(?:not|never)\s+(?:\w+\s+)?{TRUTH}|an?\s+(?:\w+\s+)?(?:mistake|error|slip|"
    r"fallacy))|"
    r"(?:cannot|can't|won't|never|(?:does|do|did|would)(?:\s+not|n't))\s+(?:\w+\s+)?"
    r"(?:holds?|follow|work|be)|fails?)\b(?!\s*:|\s+(?:that|to)\b)",
    re.I,
)


def denies(before: str, sentence: str, after: str) -> bool:
    """Whether the words round a formula say that it is not so.

    `sentence` are those before it in its own sentence; where it has none there, the
    sentence before it may announce that it is wrong. Behind it that may be the next
    sentence: "This is wrong."
    """
    if NOT_SO.match(after):
        return True
    if sentence.strip():
        return bool(DENIES.search(sentence))
    before = before.rstrip()
    return bool(ANNOUNCED.search(before) or DENIES.search(ENDED.split(before)[-1]))


def changes_definition(before: str, after: str) -> bool:
    """Whether the words round a definition give it cases, or say another in its place.

    Each are those of its own sentence.
    """
    return bool(BEHIND.match(after) or CASES.match(after) or INSTEAD.search(before))


def sign_given(statement: Statement) -> str:
    """The bar, bracket or function that a definition would give another meaning."""
    first = statement.sides[0][:1]
    return "".join(m.text for m in first if m.kind in {"bar", "open", "function"})


def changing_words(statement: Statement, rest: Sequence[Statement]) -> str:
    """The words in a statement, or behind it on its line, that may change it."""
    for mark in statement.inside:
        if not _is_label(mark.text):
            return mark.text.strip()
    places = False
    here = takewhile(lambda s: s.row == statement.row and not s.relations, rest)
    for behind in here:
        if not behind.said:
            return ""
        goes_on = places and isinstance(behind.remark, Joined)
        if not goes_on and _changes(behind):
            return behind.said
        places = bool(behind.marks)
    return ""


def _is_label(text: str) -> bool:
    """Whether words right behind a relation sign are no part of the side."""
    words = WORD.findall(text.lower())
    bracketed = text.strip().startswith(("(", "["))
    reason = isinstance(read_remark(text), Reason) or words[:1] == ["by"]
    return not words or ((bracketed or reason) and words[0] not in CHANGING)


def _changes(behind: Statement) -> bool:
    """Whether words behind a relation may change its right side.

    Where a formula without a relation follows them, they are words of place or reason.
    """
    text = behind.said.lower()
    words = WORD.findall(text)
    if isinstance(behind.remark, If) or text.isspace():
        return False
    if not words:
        return bool(BARE.match(text.lstrip("([")))
    if behind.marks and not _is_bracket(behind.marks):
        return words[0] not in OF_PLACES or not NARROWING.isdisjoint(words)
    if words[0] in CHANGING or not NARROWING.isdisjoint(words):
        return True
    if BARE.match(text.lstrip("([")):
        return True
    parted = behind.spaced or behind.stop or text.lstrip().startswith(("(", "["))
    return not (parted or words[0] in PLAIN or words[-1] in NAMED)


def _is_bracket(marks: Marks) -> bool:
    """Whether it is a bracket alone, or a point, that belongs to the words."""
    return all(mark.kind in {"open", "close", "comma"} for mark in marks)
