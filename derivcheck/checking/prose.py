"""The sentence around a formula of the running text -> what it makes of the formula.

A condition, a reason, or a denial; all else changes nothing. Formulas of the sentence
stand as a sign of their own among its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from ..documents import Page
from ..latex import (
    NO_REMARK,
    Remark,
    governs,
    read_remark,
)

FORMULA = "\N{SECTION SIGN}"
COMMENT = re.compile(r"<!--.*?-->", re.S)
BREAK = re.compile(r"\n[ \t]*\n|[.!?;:](?=\s|$)")
CLAUSE = re.compile(r"[,;:.!?()\u2013\u2014]|\n[ \t]*\n")
DENIAL = re.compile(
    r"\b(?:not|no|never|nothing|neither|nor|cannot|wrong|false|whether|had|without|"
    r"contrary to)\b|n't\b",
    re.I,
)
AFFIRMED = re.compile(
    r"\b(?:not (?:hard|difficult) to (?:see|show|check|verify|prove)|"
    r"(?:there is )?no (?:doubt|question)|(?:without|beyond) (?:any )?doubt|"
    r"not (?:surprising|surprisingly)|no (?:surprise|wonder))\b",
    re.I,
)
SAYING = re.compile(
    r"[\s,:;]*(?:(?:so|and|then|thus|hence|now|here|we|one|you|it|this|that|which|find|"
    r"finds|get|gets|have|has|obtain|obtains|gives|give|becomes|is|are|that|holds|"
    r"therefore|follows|I|i'd|found|got|gave|obtained|must|should|would|will|be|simply|"
    r"just|instead|similarly|by contrast|on the other hand)\b[\s,:;]*)*",
    re.I,
)


HOLDING = re.compile(r"[\s,]*(?:(?:which|that|is|are|hold|holds|true|valid)\b\s*)*")
GOES_ON = re.compile(rf"(?<={FORMULA})\s*\n[ \t]*\n\s*(?=[a-z])")


JOINTS = {"and", "or"}
OTHERWISE_BEFORE = re.compile(r"\b(?:otherwise|else)\b[\s,]*$", re.I)
OTHERWISE_BEHIND = re.compile(rf"[\s,]*(?:otherwise|else)\b(?![^.;:]*{FORMULA})", re.I)
SETTING = re.compile(
    r"\b(?:let|set|setting|put|putting|take|taking|choose|choosing|fix|fixing|"
    r"plug(?:ging)? in|insert(?:ing)?)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The formula is said of all cases that those before it leave."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The formula is said to be made true: "let", "setting"."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a sentence makes of a formula: its remark, whether it leads on, or denies.

    `leads_on` where nothing but words of saying stands between it and the next formula;
    `behind` where its remark stands right behind a formula, the place of that one;
    `joined` where "and" or "or" joins it to the formula before.
    """

    remark: Remark | Otherwise | Setting = NO_REMARK
    leads_on: bool = False
    denied: bool = False
    behind: int | None = None
    joined: bool = False


ALONE = Around()


def read_sentence(page: Page, start: int, end: int) -> Around:
    """The sentence around a formula from `start` to `end` of a page."""
    before, after = words_around(page, start, end)
    _, formula, between = before.rpartition(FORMULA)
    clause = CLAUSE.split(before)[-1]
    remark: Remark | Otherwise | Setting = NO_REMARK
    following = after.partition(FORMULA)
    leads_on = bool(following[1]) and (
        bool(SAYING.fullmatch(following[0])) or _joins(following[0])
    )
    asked = bool(re.match(r"[^.!;:\n]*\?", after.replace(FORMULA, "")))
    denied = asked or bool(DENIAL.search(AFFIRMED.sub(" ", before)))
    joined = bool(formula) and _joins(between)
    comma = leads_on and between.lstrip().startswith(",")
    behind = formula and not comma and governs(HOLDING.sub("", between, count=1))
    if OTHERWISE_BEFORE.search(before) or OTHERWISE_BEHIND.match(after):
        remark = Otherwise()
    elif SETTING.search(clause):
        remark = Setting()
    elif joined or (behind and not DENIAL.search(clause)):
        remark = read_remark(between)
    elif clause.strip():
        remark = read_remark(clause)
    places = (f.start for f in page.mathematics if f.end <= start)
    return Around(remark, leads_on, denied, max(places) if behind else None, joined)


def _joins(words: str) -> bool:
    """Whether they are "and" or "or", maybe with words of condition behind it."""
    joint, more = [*words.strip(" ,\n").split(maxsplit=1), "", ""][:2]
    return joint in JOINTS and (not more or governs(more))


def words_around(page: Page, start: int, end: int) -> tuple[str, str]:
    """The words of the sentence before a formula, and those behind it to the next one.

    A display behind it belongs to them, whatever line ends stand between.
    """
    low, high = max(0, start - 400), min(len(page.text), end + 400)
    before, after = page.text[low:start], page.text[end:high]
    first = bisect_left(page.mathematics, low, key=lambda formula: formula.start)
    last = bisect_left(page.mathematics, high, key=lambda formula: formula.start)
    for formula in reversed(page.mathematics[first:last]):
        if formula.end <= start:
            at = formula.start - low
            before = before[:at] + FORMULA + before[formula.end - low :]
        elif end <= formula.start:
            at = formula.start - end
            after = after[:at] + FORMULA + after[max(at, formula.end - end) :]
    before, after = COMMENT.sub(" ", before), COMMENT.sub(" ", after)
    before = GOES_ON.sub(" ", before)
    return BREAK.split(before)[-1], after
