"""The sentence around a formula of the running text -> what it makes of the formula.

A condition, a reason, or a denial; all else changes nothing. Formulas of the sentence
stand as a sign of their own among its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..documents import Page
from ..latex import NO_REMARK, If, Reason, Remark, read_remark

FORMULA = "\N{SECTION SIGN}"
COMMENT = re.compile(r"<!--.*?-->", re.S)
BREAK = re.compile(r"\n[ \t]*\n|[.!?;:](?=\s|$)")
CLAUSE = re.compile(r"[,;:.!?()\u2013\u2014]|\n[ \t]*\n")
DENIAL = re.compile(
    r"\b(?:not|no|never|nothing|neither|nor|cannot|wrong|false|whether|had|without|"
    r"contrary to)\b|n't\b",
    re.I,
)
SAYING = re.compile(
    r"[\s,:;.]*(?:(?:so|and|then|thus|hence|now|here|we|one|you|it|this|that|which|find|"
    r"finds|get|gets|have|has|obtain|obtains|gives|give|becomes|is|are|that|holds|"
    r"therefore|follows)\b[\s,:;.]*)*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What a sentence makes of a formula: its remark, whether it leads on, or denies.

    `leads_on` where nothing but words of saying stands between it and the next formula.
    """

    remark: Remark = NO_REMARK
    leads_on: bool = False
    denied: bool = False


ALONE = Around()


def read_sentence(page: Page, start: int, end: int) -> Around:
    """The sentence around a formula from `start` to `end` of a page."""
    before, after = _words(page, start, end)
    clause = CLAUSE.split(before)[-1]
    remark = read_remark(clause) if clause.strip() else NO_REMARK
    following = after.partition(FORMULA)
    leads_on = bool(following[1]) and bool(SAYING.fullmatch(following[0]))
    asked = bool(re.match(r"[^.!;:\n]*\?", after.replace(FORMULA, "")))
    denied = asked or bool(DENIAL.search(before))
    if not isinstance(remark, If | Reason):
        remark = NO_REMARK
    return Around(remark, leads_on, denied)


def _words(page: Page, start: int, end: int) -> tuple[str, str]:
    """The words of the sentence before a formula, and those behind it to the next one.

    A display behind it belongs to them, whatever line ends stand between.
    """
    low, high = max(0, start - 400), min(len(page.text), end + 400)
    before, after = page.text[low:start], page.text[end:high]
    for formula in reversed(page.mathematics):
        if low <= formula.start and formula.end <= start:
            at = formula.start - low
            before = before[:at] + FORMULA + before[formula.end - low :]
        elif end <= formula.start < high:
            at = formula.start - end
            after = after[:at] + FORMULA + after[max(at, formula.end - end) :]
    before, after = COMMENT.sub(" ", before), COMMENT.sub(" ", after)
    return BREAK.split(before)[-1], after
